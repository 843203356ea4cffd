"""Names of agencies and other entities, brought together over the tables of a document.

Names are found by an index, never compared all with all, and joined in the order of certainty:
equal but for typography, equal words, abbreviations, a slip of the pen. Two names that stand in
one list are two entities, whatever they look like; a name with two possible partners has none.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, combinations, product

from reconcile.labels.spelling import (
    Atom,
    Name,
    compatible,
    fold,
    keys,
    one_edit,
    parse,
    plain,
    printed,
)

__all__ = ["canonical", "fold", "match", "same"]

_TAILS = frozenset(map(fold, ["tỉnh", "huyện"]))
_SHORTEST_SLIP = 4  # letters of a word that may hold a slip of the pen
_SHORTEST_NAME = 10  # letters of a name that may hold one
_MOST_FILLERS = 20  # a frame with more fillers than this is a pattern, not a name


def same(left: str, right: str) -> bool:
    """Whether two names, with nothing else known, are the same entity's."""
    return bool(match([left], [right]))


def match(left: Sequence[str], right: Sequence[str]) -> tuple[tuple[int, int], ...]:
    """Pairs (position in left, position in right) of the same entity, one to one.

    A name whose partner is not the only one possible has no pair.
    """
    exact = dict(_only_pairs(left, right))
    ours, theirs = _entities((left, right)).members
    free = [i for i in range(len(left)) if i not in exact]
    other = sorted(set(range(len(right))).difference(exact.values()))
    by_spelling = _only_pairs([ours[i] for i in free], [theirs[j] for j in other])
    pairs = [*exact.items(), *((free[i], other[j]) for i, j in by_spelling)]
    return tuple(sorted(pair for pair in pairs if fold(left[pair[0]])))


def canonical(lists: Sequence[Sequence[str]]) -> tuple[tuple[str, ...], ...]:
    """For each name of each list its entity's fullest spelling, in the shape of `lists`.

    Words win over their abbreviation, then more words over fewer, then the spelling of more
    lists, then the first printed.
    """
    if len(lists) == 1 and len(set(keys(lists[0]))) == len(lists[0]):
        return (tuple(printed(lists[0])),)  # as most: one list, and no entity in it twice
    entities = _entities(lists)
    fullest = [entities.spelled[root] for root in map(entities.root, range(len(entities.spelled)))]
    shown = printed(fullest)
    return tuple(tuple(map(shown.__getitem__, spellings)) for spellings in entities.members)


@dataclass(eq=False)
class _Entities:
    """Spellings, distinct by fold, being joined into entities.

    `spelled` has each as first printed; `members` gives the spelling of each name of each list.
    The root of an entity is its fullest spelling.
    """

    spelled: list[str]
    members: list[list[int]]

    @cached_property
    def names(self) -> list[Name]:
        """Each spelling taken apart."""
        return list(map(parse, self.spelled))

    @cached_property
    def lists(self) -> list[set[int]]:
        """The lists that an entity's spellings stand in."""
        lists: list[set[int]] = [set() for _ in self.spelled]
        for number, spellings in enumerate(self.members):
            for spelling in spellings:
                lists[spelling].add(number)
        return lists

    @cached_property
    def often(self) -> Counter[int]:
        """In how many lists each spelling stands."""
        return Counter(chain.from_iterable(map(set, self.members)))

    @cached_property
    def parents(self) -> list[int]:
        return list(range(len(self.spelled)))

    @property
    def are_everywhere(self) -> bool:
        """Whether every list has every spelling, so that none is known by another elsewhere."""
        return all(len(set(spellings)) == len(self.spelled) for spellings in self.members)

    def root(self, spelling: int) -> int:
        while self.parents[spelling] != spelling:
            spelling = self.parents[spelling]
        return spelling

    def roots(self) -> Iterator[int]:
        return (spelling for spelling, parent in enumerate(self.parents) if spelling == parent)

    def fullness(self, spelling: int) -> tuple[int, int, int, int]:
        name = self.names[spelling]
        return name.initials, -name.words, -self.often[spelling], spelling

    def joinable(self, left: int, right: int) -> bool:
        """Whether the two may be one entity: no list has both."""
        return self.lists[left].isdisjoint(self.lists[right])

    def join(self, spellings: Iterable[int]) -> None:
        fullest, *others = sorted({self.root(x) for x in spellings}, key=self.fullness)
        for other in others:
            self.parents[other] = fullest
            self.lists[fullest] |= self.lists[other]

    def buckets(self, key: Callable[[Name], object]) -> list[list[int]]:
        """The entities that share a key with another."""
        buckets: dict[object, list[int]] = defaultdict(list)
        for root in self.roots():
            if self.names[root].atoms:
                buckets[key(self.names[root])].append(root)
        return [bucket for bucket in buckets.values() if len(bucket) > 1]


def _entities(lists: Sequence[Sequence[str]]) -> _Entities:
    entities = _spellings(lists)
    if entities.are_everywhere:
        return entities
    _join_by_words(entities)
    for bucket in entities.buckets(lambda name: tuple(atom.key for atom in name.atoms)):
        _join_by_initials(entities, bucket)
    _join_by_tail(entities)
    _join_by_slip(entities)
    entities.members = [[entities.root(x) for x in spellings] for spellings in entities.members]
    return entities


def _spellings(lists: Sequence[Sequence[str]]) -> _Entities:
    names = list(dict.fromkeys(chain.from_iterable(lists)))
    index: dict[str, int] = {}
    of_name = {
        name: index.setdefault(key, len(index))
        for name, key in zip(names, keys(names), strict=True)
    }
    first = dict(zip(reversed(of_name.values()), reversed(of_name), strict=True))
    members = [list(map(of_name.__getitem__, some)) for some in lists]
    return _Entities([first[spelling] for spelling in range(len(index))], members)


def _join_by_words(entities: _Entities) -> None:
    """The same words, connectives and `i` or `y` (`kĩ`, `kỹ`) aside."""
    for bucket in entities.buckets(lambda name: tuple(atom[:2] for atom in name.atoms)):
        if all(entities.joinable(*pair) for pair in combinations(bucket, 2)):
            entities.join(bucket)


def _join_by_initials(entities: _Entities, bucket: Sequence[int]) -> None:
    """Abbreviations with the one name they can stand for, unless two of a list claim it."""
    heads: list[int] = []
    claims: dict[int, list[int]] = defaultdict(list)
    for spelling in sorted(bucket, key=entities.fullness):
        name = entities.names[spelling]
        fitting = (h for h in heads if compatible(name.atoms, entities.names[h].atoms))
        possible = [h for h in fitting if entities.joinable(spelling, h)] if name.initials else []
        if not possible:
            heads.append(spelling)
        elif len(possible) == 1:
            claims[possible[0]].append(spelling)
    for head, claimants in claims.items():
        if all(entities.joinable(*pair) for pair in combinations(claimants, 2)):
            entities.join([head, *claimants])


def _join_by_tail(entities: _Entities) -> None:
    """`Thanh tra` with `Thanh tra tỉnh`, between lists that are otherwise alike."""
    for bucket in entities.buckets(lambda name: tuple(atom.key for atom in _body(name))):
        names = {root: entities.names[root] for root in bucket}
        tailed = [root for root in bucket if len(_body(names[root])) < len(names[root].atoms)]
        plain = [root for root in bucket if root not in tailed] if tailed else []
        pairs = [
            (short, full)
            for short, full in product(plain, tailed)
            if compatible(names[short].atoms, _body(names[full]))
        ]
        for short, full in _lonely(pairs):
            if entities.joinable(short, full) and _alike(entities, short, full):
                entities.join([short, full])


def _body(name: Name) -> tuple[Atom, ...]:
    tail = len(name.atoms) > 2 and name.atoms[-1].text in _TAILS
    return name.atoms[:-1] if tail else name.atoms


def _alike(entities: _Entities, left: int, right: int) -> bool:
    """Whether lists the two stand in share at least half of their entities."""
    ours, theirs = (
        [{entities.root(x) for x in entities.members[number]} for number in entities.lists[root]]
        for root in (left, right)
    )
    return any(2 * len(a & b) >= min(len(a), len(b)) for a in ours for b in theirs)


def _join_by_slip(entities: _Entities) -> None:
    """One slip of the pen in one common word of a long name.

    A capitalised word is left alone: Vĩnh Thành and Vĩnh Thạnh are two places.
    """
    times = Counter(atom.text for root in entities.roots() for atom in entities.names[root].atoms)
    pairs = [
        (left, right)
        for bucket in _frames(entities)
        for (left, word), (right, variant) in combinations(bucket, 2)
        if one_edit(word, variant) and min(times[word], times[variant]) == 1
    ]
    for left, right in _lonely(pairs):
        if entities.joinable(left, right):
            entities.join([left, right])


def _frames(entities: _Entities) -> Iterator[list[tuple[int, str]]]:
    """Names alike but for one word that may hold a slip: [(root, the word)]."""
    frames: dict[object, list[tuple[int, str]]] = defaultdict(list)
    for root in entities.roots():
        atoms = entities.names[root].atoms
        if len(atoms) < 3 or sum(len(plain(atom.text)) for atom in atoms) < _SHORTEST_NAME:
            continue
        for i, atom in enumerate(atoms):
            if atom.lower and not atom.fixed and len(plain(atom.text)) >= _SHORTEST_SLIP:
                rest = tuple(other[:2] for other in atoms[:i] + atoms[i + 1 :])
                frames[i, rest].append((root, atom.text))
    return (bucket for bucket in frames.values() if 1 < len(bucket) <= _MOST_FILLERS)


def _lonely(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The pairs whose two ends are in no other pair."""
    partners = Counter(chain.from_iterable(pairs))
    return [pair for pair in pairs if partners[pair[0]] == partners[pair[1]] == 1]


def _only_pairs(left: Sequence[Hashable], right: Sequence[Hashable]) -> Iterator[tuple[int, int]]:
    """Positions of what stands exactly once in each."""
    ours, theirs = Counter(left), Counter(right)
    where = {value: j for j, value in enumerate(right)}
    return ((i, where[value]) for i, value in enumerate(left) if ours[value] == theirs[value] == 1)

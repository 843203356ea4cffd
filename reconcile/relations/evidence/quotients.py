"""What speaks for one candidate beside its rivals: its figures, the words of its header, how it is
printed, and whether the lines with like headers come about alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import log, log1p

import numpy as np
from msgspec import Struct

from reconcile.labels.derivations import Derivation, derivation, speaks_for, tokens
from reconcile.labels.texts import fold_case
from reconcile.model import Floats
from reconcile.relations.discovery.candidates import QuotientCandidate, Search, labels
from reconcile.relations.discovery.printed import finest

_FULL = 25.0  # nats after which evidence says no more
_OF_A_SISTER = 12.0  # nats at most
_STRONG = 6.0  # nats from which a line is taken to come about so

# Each with what it says; `benchmarks/fit_quotients.py` fits how much it weighs.
FEATURES: Mapping[str, str] = {
    "evidence": "nats of the figures and of like lines, less those of the tries, at most 25",
    "sisters": "log of how many lines of like headers come about alike, over those that do not",
    "hits": "log of how many different hits there are, on like lines too",
    "misses": "share of the positions that are missed",
    "constant": "one operand is the same everywhere",
    "finer": "decimals of the target less those of the finer operand, -2 to 2, halved",
    "word": "the header says what is computed",
    "wrong_word": "the header says something else",
    "amount": "the header says an amount, which is no quotient",
    "first_rate": "the header of the first operand says a rate, or a per cent sign does",
    "second_rate": "the header of the second operand says one",
    "alike": "target and an operand both are rates",
    "far": "log of one plus how many lines each of its operands stands off, added up",
    "says": "the header names the operands in this order (1) or the other (-1)",
    "says_first": "header and first operand share words that the second lacks",
    "says_second": "header and second operand share words that the first lacks",
    "change": "it is a change",
    "product": "it is a product",
    "share": "it is a share of one figure",
    "row": "the lines are rows",
    "between": "the target stands between its operands",
    "bias": "always",
}

_WORD, _SISTERS = (list(FEATURES).index(name) for name in ("word", "sisters"))


class _Traits(Struct, frozen=True):
    """A line as it presents itself."""

    label: str
    said: Derivation
    percent: bool
    decimals: float
    varied: bool

    @property
    def is_share(self) -> bool:
        """Whether it is a share or a change."""
        said = self.said
        return self.percent or said.percent or said.share or said.change

    @property
    def is_result(self) -> bool:
        """Whether it is one that was computed."""
        return self.varied and self.is_share

    @property
    def is_rate(self) -> bool:
        return self.said.is_rate or self.percent


class Described(Struct, frozen=True, eq=False):
    """A candidate with its features, and how many different hits and `nats` speak for its form."""

    candidate: QuotientCandidate
    features: Floats
    different: int
    nats: float

    @property
    def is_named(self) -> bool:
        """Whether the header says what is computed."""
        return bool(self.features[_WORD])

    @property
    def is_vouched_for(self) -> bool:
        """Whether the header, or lines of like headers, say so."""
        return self.is_named or self.features[_SISTERS] > 0


def described(
    search: Search, groups: Mapping[int, Sequence[QuotientCandidate]]
) -> list[list[Described]]:
    """The candidates, those that compete for one target together."""
    traits = _Lines(search)
    sisters = Sisters(search, [one for group in groups.values() for one in group])
    found = (
        [
            _described(traits, sisters, one)
            for one in group
            if not _gives_back(traits, one)
            and not _is_unsaid(traits, one)
            and not _is_printed(one, group)
        ]
        for group in groups.values()
    )
    return list(filter(None, found))


def _gives_back(lines: _Lines, one: QuotientCandidate) -> bool:
    """Whether it is a product that a rate of its own in every row was divided from, where a rate of
    8 or 10 per cent that many rows share is given; or what is no rate, of a rate by its words."""
    target, first, second = (lines[line] for line in one.lines)
    if one.is_product:
        return first.is_result or second.is_result
    if one.option.operation in ("share", "index") and first.is_share:
        return True  # per cents are no per cents of each other
    return not target.is_rate and (first.is_share or second.is_share)


def _is_unsaid(lines: _Lines, one: QuotientCandidate) -> bool:
    """Whether it is in per cent, while neither words nor signs nor finer print tell one."""
    target, first, second = (lines[line] for line in one.lines)
    if one.option.scale == 1:
        return False
    if one.is_product:
        return not (first.is_rate or second.is_rate)
    is_finer = target.decimals > max(first.decimals, second.decimals)
    return not is_finer and not _words(target, one.option.operation)[0]


def _is_printed(one: QuotientCandidate, group: Sequence[QuotientCandidate]) -> bool:
    """Whether it is a change of which the sheet prints the difference too: that is what is
    divided."""
    if one.option.operation != "change":
        return False
    hits = set(one.at[one.hits].tolist())
    return any(
        other.option.operation == "ratio"
        and (other.option.second, other.option.scale) == (one.option.first, one.option.scale)
        and hits <= set(other.at[other.hits].tolist())
        for other in group
    )


class _Lines:
    """The traits of each line, found when asked for."""

    def __init__(self, search: Search) -> None:
        self._search, self._labels = search, labels(search.field)
        self._known: dict[int, _Traits] = {}
        self.axis = search.field.axis

    def __getitem__(self, line: int) -> _Traits:
        if line not in self._known:
            self._known[line] = self._found(line)
        return self._known[line]

    def distance(self, line: int, operand: int) -> int:
        """How many lines an operand stands off; a total stands where totals stand."""
        return 0 if self._search.field.is_computed(operand) else abs(operand - line)

    def _found(self, line: int) -> _Traits:
        field, printed = self._search.field, self._search.printed
        rows, own = np.flatnonzero(field.known[:, line])[:256], np.array([line])
        figures = printed.figures(rows, own)[:, 0]
        steps = 10.0 ** -field.decimals[rows, line].astype(np.float64)
        return _Traits(
            label=self._labels[line],
            said=derivation(self._labels[line]),
            percent=field.shows_per_cent(line),
            decimals=-float(np.log10(finest(figures, steps))),
            varied=2 * len(set(figures.tolist())) > len(figures),
        )


Form = tuple[object, ...]


class Sisters:
    """Lines with like headers whose candidates are of one form, such as the rate of every year."""

    def __init__(self, search: Search, found: Sequence[QuotientCandidate]) -> None:
        self._names = search.field.names
        self._by_form: dict[Form, dict[int, tuple[float, int]]] = {}
        self._by_name: dict[str, set[int]] = {}
        for one in found:
            self._by_name.setdefault(self._names[one.target], set()).add(one.target)
            for form in self.forms(one):
                best = self._by_form.setdefault(form, {})
                own = (min(one.odds, _OF_A_SISTER), one.different)
                best[one.target] = max(best.get(one.target, (0.0, 0)), own)

    def forms(self, one: QuotientCandidate) -> list[Form]:
        """The same operation under the same label on lines that stand in the same places, or over
        the same line."""
        name = self._name(one)
        if not name:
            return []
        form = (one.option.operation, name, one.option.first - one.target)
        second = -1 - one.option.whole if one.option.whole >= 0 else one.option.second
        return [(*form, "at", second), (*form, "off", second - one.target)]

    def support(self, one: QuotientCandidate) -> tuple[float, int]:
        """The nats and different hits of its sisters."""
        pooled = [(0.0, 0)]
        for form in self.forms(one):
            others = [own for at, own in self._by_form[form].items() if at != one.target]
            pooled.append((sum(own[0] for own in others), sum(own[1] for own in others)))
        return max(pooled)

    def agreement(self, one: QuotientCandidate) -> float:
        """How many of its sisters are of its form, over how many of its name are not, as a
        logarithm."""
        strong: set[int] = set()
        for form in self.forms(one):
            strong = max(strong, self._strong(form) - {one.target}, key=len)
        others = self._by_name[self._names[one.target]] - strong - {one.target}
        return log((len(strong) + 1) / (len(others) + 1)) if self._name(one) else 0.0

    def _strong(self, form: Form) -> set[int]:
        return {at for at, (nats, _) in self._by_form[form].items() if nats > _STRONG}

    def _name(self, one: QuotientCandidate) -> str:
        """The last word of what its line is called; nothing where it is called by figures alone."""
        name = fold_case(self._names[one.target])
        return name.split()[-1] if any(map(str.isalpha, name)) or "%" in name else ""


def _described(lines: _Lines, sisters: Sisters, one: QuotientCandidate) -> Described:
    target, first, second = (lines[line] for line in one.lines)
    option, nats = one.option, sisters.support(one)
    odds, different = one.odds + nats[0] - option.tries, one.different + nats[1]
    own, of_first, of_second = (tokens(line.label) for line in (target, first, second))
    off_first, off_second = (lines.distance(one.target, line) for line in one.lines[1:])
    word, wrong_word = _words(target, option.operation)
    values = {
        "evidence": min(odds, _FULL),
        "sisters": sisters.agreement(one),
        "hits": log(max(different, 1)),
        "misses": one.misses / max(len(one.at), 1),
        "constant": one.constant,
        "finer": _clipped(target.decimals - max(first.decimals, second.decimals), 2) / 2,
        "word": word,
        "wrong_word": wrong_word,
        "amount": target.said.amount and option.operation != "product",
        "first_rate": first.is_rate,
        "second_rate": second.is_rate,
        "alike": target.is_rate and (first.is_rate or second.is_rate),
        "far": log1p(off_first) + (log1p(off_second) if first is not second else 0),
        "says": _says(target, first, second, option.operation),
        "says_first": bool(own & (of_first - of_second)),
        "says_second": bool(own & (of_second - of_first)),
        "change": option.operation == "change",
        "product": option.operation == "product",
        "share": option.operation == "share",
        "row": lines.axis == "row",
        "between": (option.first - one.target) * (option.second - one.target) < 0,
        "bias": 1,
    }
    return Described(one, np.array([float(values[name]) for name in FEATURES]), different, odds)


def _says(target: _Traits, first: _Traits, second: _Traits, operation: str) -> float:
    """`2024/2023` divides 2024 by 2023; a change to that starts from 2023."""
    if operation == "change":
        return speaks_for(target.label, second.label, first.label)
    return speaks_for(target.label, first.label, second.label) if operation == "ratio" else 0.0


def _words(target: _Traits, operation: str) -> tuple[float, float]:
    """Whether the header says the operation, and whether it says another."""
    said = target.said
    percent = said.percent or target.percent
    quotient = percent or said.share or said.per or said.index
    if operation in ("ratio", "index"):
        return quotient, said.change and not (said.share or said.per)
    if operation == "share":
        return percent or said.share or said.index, said.change
    if operation == "product":
        return said.amount, percent
    return max(float(said.change), percent / 2), (said.share or said.per) and not said.change


def _clipped(value: float, most: float) -> float:
    return max(-most, min(most, value))

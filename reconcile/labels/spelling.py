"""One name as people write it: folded, and taken apart into words and initials.

`NN&PTNT` and `Nông nghiệp và Phát triển nông thôn` have six atoms each, connectives left out, with
the same six initials. No list of abbreviations is needed to see that one can stand for the other.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple
from unicodedata import normalize

from reconcile.labels.texts import changed_together, single_spaced

_TONES = "\u0300\u0301\u0303\u0309\u0323"
_MARKS = re.compile(r"[\u0300-\u036f]")
_SIGNS = bytes(sign for sign in range(128) if not chr(sign).isalnum() and chr(sign) != "\n")
_TOKEN = re.compile(r"(?:[^\W_][\u0300-\u036f]*)+|[&%+<>=]")
_ROMAN = re.compile(r"(?=.)x{0,3}(?:ix|iv|v?i{0,3})\Z")
_VOWEL = re.compile("[aeiouy]")
# A syllable that ends in a stop always carries a tone mark, so `SYT` cannot be a word.
_SYLLABLE = re.compile(r"(?:ngh?|[ckpt]h|gi|qu|tr|[bcdghklmnprstvx])?[aeiouy]{1,3}(?:n[gh]?|m)?\Z")
_I_OR_Y = re.compile(rf"([hklmst]|qu)y([{_TONES}])\Z")
_FEWEST_INITIALS = 3  # of a name that is nothing but initials


class Atom(NamedTuple):
    """A word, or one letter of an abbreviation."""

    text: str
    initial: bool = False
    lower: bool = False

    @property
    def fixed(self) -> bool:
        """Whether nothing but itself can stand for it: a digit, a numeral, a letter, a sign."""
        return not self.initial and _is_fixed(self.text)

    @property
    def key(self) -> str:
        return self.text if self.fixed else plain(self.text)[:1]


class Name(NamedTuple):
    """`words` counts the connectives too, `atoms` do not."""

    words: int
    atoms: tuple[Atom, ...]

    @property
    def initials(self) -> int:
        return sum(atom.initial for atom in self.atoms)


def fold(name: str) -> str:
    """The name without what typography may change; names with equal folds are the same name.

    Unicode form, case, spaces, dashes and other punctuation, `&` for `và` and the place of the
    tone mark (`hoà`, `hòa`) are evened out. A key to compare, not a text to show.
    """
    return " ".join(map(_word, _tokens(name)))


def keys(names: Sequence[str]) -> list[str]:
    """For each of some names a key, equal for two where their folds are.

    Folding takes long: a name whose letters and digits no other has, marks and case aside, is its
    own key.
    """
    glances = changed_together(names, _glance)
    if len(set(glances)) == len(names):
        return list(names)
    times = Counter(glances)
    return [
        name if times[glance] == 1 else fold(name) or name
        for name, glance in zip(names, glances, strict=True)
    ]


def _glance(name: str) -> str:
    """What is left of a name without its marks, signs, spaces and letters beyond ASCII."""
    plain = normalize("NFD", name).casefold().encode("ascii", "ignore")
    return plain.replace(b"&", b"va").translate(None, _SIGNS).decode("ascii")


def slip(left: str, right: str) -> tuple[str, str] | None:
    """The one word in which two folds differ, where it is by one letter or mark; else None.

    Digits, Roman numerals and single letters are never slips.
    """
    ours, theirs = left.split(), right.split()
    if len(ours) != len(theirs):
        return None
    differing = [pair for pair in zip(ours, theirs, strict=True) if pair[0] != pair[1]]
    if len(differing) != 1 or any(map(_is_fixed, differing[0])) or not one_edit(*differing[0]):
        return None
    return differing[0]


def _tokens(name: str) -> list[str]:
    return _TOKEN.findall(normalize("NFD", name))


def _word(token: str) -> str:
    if token == "&":
        return _marked_word("và")
    return token.casefold() if token.isascii() else _marked_word(token)


@lru_cache(maxsize=1 << 14)
def _marked_word(token: str) -> str:
    letters = normalize("NFD", token.casefold()).replace("ð", "đ")
    marks = [letter for letter in letters if letter in _TONES]
    if len(marks) != 1:  # words run together: each mark is where it was put
        return normalize("NFC", letters)
    return normalize("NFC", letters.replace(marks[0], "")) + marks[0]


_CONNECTIVES = frozenset(map(_word, ["và", "của", "các"]))


@lru_cache(maxsize=1 << 14)
def plain(text: str) -> str:
    """Without any mark, `đ` as `d`."""
    return text if text.isascii() else _MARKS.sub("", normalize("NFD", text)).replace("đ", "d")


@lru_cache(maxsize=1 << 14)
def _is_fixed(word: str) -> bool:
    letter = len(word) == 1 and word != "y"
    return letter or not plain(word).isalpha() or bool(_ROMAN.match(word))


def parse(name: str) -> Name:
    """The name taken apart. A name of fewer than three initials and nothing else is a word."""
    tokens = _tokens(name)
    folds = [_word(token) for token in tokens]
    shouted = name == name.upper()
    atoms: list[Atom] = []
    for token, text in zip(tokens, folds, strict=True):
        if _is_abbreviation(token, text, shouted):
            atoms += [Atom(letter, initial=True) for letter in text]
        elif text not in _CONNECTIVES:
            atoms.append(Atom(_I_OR_Y.sub(r"\1i\2", text), lower=token == token.lower()))
    if len(atoms) < _FEWEST_INITIALS and all(atom.initial for atom in atoms):
        atoms = [Atom(text) for text in folds]
    return Name(len(folds), tuple(atoms))


def printed(names: Sequence[str]) -> list[str]:
    """The names composed, with single spaces."""
    return changed_together(names, lambda lines: single_spaced(normalize("NFC", lines)))


def _is_abbreviation(token: str, text: str, shouted: bool) -> bool:
    """Whether a token is initials: no vowel in it, or capitals where the rest is not shouted."""
    letters = plain(text)
    if len(letters) < 2 or not letters.isalpha() or text[-1] in _TONES or _ROMAN.match(letters):
        return False
    if not _VOWEL.search(letters):
        return True
    return token == token.upper() and not (shouted and _SYLLABLE.match(letters))


def _agree(left: Atom, right: Atom) -> bool:
    """Whether two atoms can be the same; a plain initial stands for a letter with marks too."""
    if not left.initial and not right.initial:
        return left.text == right.text
    if left.fixed or right.fixed:
        return False
    first = normalize("NFC", left.text.rstrip(_TONES))[0]
    second = normalize("NFC", right.text.rstrip(_TONES))[0]
    if first == second:
        return True
    plain_initial = (left.initial and first.isascii()) or (right.initial and second.isascii())
    return plain_initial and plain(first) == plain(second)


def compatible(left: Sequence[Atom], right: Sequence[Atom]) -> bool:
    """Whether the atoms can be the same one by one, initials standing for words."""
    return len(left) == len(right) and all(map(_agree, left, right))


def one_edit(left: str, right: str) -> bool:
    """Whether one letter or mark was changed, dropped or added, or two neighbours swapped."""
    start = 0
    while start < min(len(left), len(right)) and left[start] == right[start]:
        start += 1
    left, right = left[start:], right[start:]
    while left and right and left[-1] == right[-1]:
        left, right = left[:-1], right[:-1]
    return max(len(left), len(right)) < 2 or (len(left) == 2 and left == right[::-1])

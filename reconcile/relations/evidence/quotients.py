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
from reconcile.relations.discovery.candidates import QuotientCandidate, Search
from reconcile.relations.discovery.printed import finest
from reconcile.relations.evidence.doubt import clipped

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
    states: Derivation
    percent: bool
    decimals: float
    varied: bool

    @property
    def is_share(self) -> bool:
        """Whether it is a share or a change."""
        states = self.states
        return self.percent or states.percent or states.share or states.change

    @property
    def is_result(self) -> bool:
        """Whether it is one that was computed."""
        return self.varied and self.is_share

    @property
    def is_rate(self) -> bool:
        return self.states.is_rate or self.percent


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
    sisters = Sisters(search, [candidate for group in groups.values() for candidate in group])
    competing = (
        [
            _described(traits, sisters, candidate)
            for candidate in group
            if not _gives_back(traits, candidate)
            and not _is_unstated(traits, candidate)
            and not _has_printed_difference(candidate, group)
        ]
        for group in groups.values()
    )
    return list(filter(None, competing))


def _gives_back(lines: _Lines, candidate: QuotientCandidate) -> bool:
    """Whether it is a product that a rate of its own in every row was divided from, where a rate of
    8 or 10 per cent that many rows share is given; or what is no rate, of a rate by its words."""
    target, first, second = (lines[line] for line in candidate.lines)
    if candidate.is_product:
        return first.is_result or second.is_result
    if candidate.option.operation in ("share", "index") and first.is_share:
        return True  # per cents are no per cents of each other
    return not target.is_rate and (first.is_share or second.is_share)


def _is_unstated(lines: _Lines, candidate: QuotientCandidate) -> bool:
    """Whether it is in per cent, while neither words nor signs nor finer print tell one."""
    target, first, second = (lines[line] for line in candidate.lines)
    if candidate.option.scale == 1:
        return False
    if candidate.is_product:
        return not (first.is_rate or second.is_rate)
    is_finer = target.decimals > max(first.decimals, second.decimals)
    return not is_finer and not _words(target, candidate.option.operation)[0]


def _has_printed_difference(
    candidate: QuotientCandidate, group: Sequence[QuotientCandidate]
) -> bool:
    """Whether it is a change of which the sheet prints the difference too: that is what is
    divided."""
    if candidate.option.operation != "change":
        return False
    hits = set(candidate.at[candidate.hits].tolist())
    return any(
        other.option.operation == "ratio"
        and (other.option.second, other.option.scale)
        == (candidate.option.first, candidate.option.scale)
        and hits <= set(other.at[other.hits].tolist())
        for other in group
    )


class _Lines:
    """The traits of each line, found when asked for."""

    def __init__(self, search: Search) -> None:
        self._search = search
        self._known: dict[int, _Traits] = {}
        self.axis = search.field.axis

    def __getitem__(self, line: int) -> _Traits:
        if line not in self._known:
            self._known[line] = self._traits_of(line)
        return self._known[line]

    def distance(self, line: int, operand: int) -> int:
        """How many lines an operand stands off; a total stands where totals stand."""
        return 0 if self._search.field.is_computed(operand) else abs(operand - line)

    def _traits_of(self, line: int) -> _Traits:
        field, printed = self._search.field, self._search.printed
        rows, own = np.flatnonzero(field.known[:, line])[:256], np.array([line])
        figures, label = printed.figures(rows, own)[:, 0], field.label(line)
        steps = 10.0 ** -field.decimals[rows, line].astype(np.float64)
        return _Traits(
            label=label,
            states=derivation(label),
            percent=field.shows_per_cent(line),
            decimals=-float(np.log10(finest(figures, steps))),
            varied=2 * len(set(figures.tolist())) > len(figures),
        )


Form = tuple[object, ...]


class Sisters:
    """Lines with like headers whose candidates are of one form, such as the rate of every year."""

    def __init__(self, search: Search, candidates: Sequence[QuotientCandidate]) -> None:
        self._names = search.field.names
        self._by_form: dict[Form, dict[int, tuple[float, int]]] = {}
        self._by_name: dict[str, set[int]] = {}
        for candidate in candidates:
            self._by_name.setdefault(self._names[candidate.target], set()).add(candidate.target)
            for form in self.forms(candidate):
                best = self._by_form.setdefault(form, {})
                own = (min(candidate.odds, _OF_A_SISTER), candidate.different)
                best[candidate.target] = max(best.get(candidate.target, (0.0, 0)), own)

    def forms(self, candidate: QuotientCandidate) -> list[Form]:
        """The same operation under the same label on lines that stand in the same places, or over
        the same line."""
        name = self._name(candidate)
        if not name:
            return []
        form = (candidate.option.operation, name, candidate.option.first - candidate.target)
        second = (
            -1 - candidate.option.whole if candidate.option.whole >= 0 else candidate.option.second
        )
        return [(*form, "at", second), (*form, "off", second - candidate.target)]

    def support(self, candidate: QuotientCandidate) -> tuple[float, int]:
        """The nats and different hits of its sisters."""
        pooled = [(0.0, 0)]
        for form in self.forms(candidate):
            others = [own for at, own in self._by_form[form].items() if at != candidate.target]
            pooled.append((sum(own[0] for own in others), sum(own[1] for own in others)))
        return max(pooled)

    def agreement(self, candidate: QuotientCandidate) -> float:
        """How many of its sisters are of its form, over how many of its name are not, as a
        logarithm."""
        strong: set[int] = set()
        for form in self.forms(candidate):
            strong = max(strong, self._strong(form) - {candidate.target}, key=len)
        others = self._by_name[self._names[candidate.target]] - strong - {candidate.target}
        return log((len(strong) + 1) / (len(others) + 1)) if self._name(candidate) else 0.0

    def _strong(self, form: Form) -> set[int]:
        return {at for at, (nats, _) in self._by_form[form].items() if nats > _STRONG}

    def _name(self, candidate: QuotientCandidate) -> str:
        """The last word of what its line is called; nothing where it is called by figures alone."""
        name = fold_case(self._names[candidate.target])
        return name.split()[-1] if any(map(str.isalpha, name)) or "%" in name else ""


def _described(lines: _Lines, sisters: Sisters, candidate: QuotientCandidate) -> Described:
    target, first, second = (lines[line] for line in candidate.lines)
    option, nats = candidate.option, sisters.support(candidate)
    odds, different = candidate.odds + nats[0] - option.tries, candidate.different + nats[1]
    own, of_first, of_second = (tokens(line.label) for line in (target, first, second))
    off_first, off_second = (lines.distance(candidate.target, line) for line in candidate.lines[1:])
    word, wrong_word = _words(target, option.operation)
    values = {
        "evidence": min(odds, _FULL),
        "sisters": sisters.agreement(candidate),
        "hits": log(max(different, 1)),
        "misses": candidate.misses / max(len(candidate.at), 1),
        "constant": candidate.constant,
        "finer": clipped(target.decimals - max(first.decimals, second.decimals), 2) / 2,
        "word": word,
        "wrong_word": wrong_word,
        "amount": target.states.amount and option.operation != "product",
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
        "between": (option.first - candidate.target) * (option.second - candidate.target) < 0,
        "bias": 1,
    }
    return Described(
        candidate, np.array([float(values[name]) for name in FEATURES]), different, odds
    )


def _says(target: _Traits, first: _Traits, second: _Traits, operation: str) -> float:
    """`2024/2023` divides 2024 by 2023; a change to that starts from 2023."""
    if operation == "change":
        return speaks_for(target.label, second.label, first.label)
    return speaks_for(target.label, first.label, second.label) if operation == "ratio" else 0.0


def _words(target: _Traits, operation: str) -> tuple[float, float]:
    """Whether the header says the operation, and whether it says another."""
    stated = target.states
    percent = stated.percent or target.percent
    quotient = percent or stated.share or stated.per or stated.index
    if operation in ("ratio", "index"):
        return quotient, stated.change and not (stated.share or stated.per)
    if operation == "share":
        return percent or stated.share or stated.index, stated.change
    if operation == "product":
        return stated.amount, percent
    return max(float(stated.change), percent / 2), (
        stated.share or stated.per
    ) and not stated.change

"""What the audit of a struck sheet found, fault by fault, and what it found besides."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from benchmarks.strangers.holding import broken, menders
from benchmarks.strangers.sheet import Content, Law, Sheet, Spot, Text, rounded
from benchmarks.strangers.striking import Fault, struck
from benchmarks.strangers.writing import first_line, write
from reconcile.model import Book, Edit, Finding, Fix, Objects, Place
from reconcile.pipeline import audit

SHORT = 3  # terms that a law may have to be read from any of its cells
_POINT = re.compile(r"-?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?")
_COMMA = re.compile(r"-?(\d+|\d{1,3}([. \u00a0]\d{3})+)(,\d+)?")


@dataclass(frozen=True)
class Truth:
    """What a right answer to one fault may be.

    `answers` are the cells it may name: the fault's, and where the figures leave that open, every
    other one that could mend by itself what is broken. `targets` are those of the broken laws; of
    short ones all cells, as `a - b = c` is `a = b + c` as well. `tangled`: another fault breaks
    one of the same laws.
    """

    fault: Fault
    answers: frozenset[Spot]
    targets: frozenset[Spot]
    detectable: bool
    tangled: bool

    @property
    def decidable(self) -> bool:
        return self.detectable and not self.tangled and self.answers == self.fault.at


@dataclass(frozen=True)
class Found:
    """Whether a fault is told as an error, at all, at its cell, at an answer, and is mended.

    All but the first by errors or warnings: of a text that adds up all the same a warning is right.
    """

    truth: Truth
    error: bool
    told: bool
    exact: bool
    answered: bool
    repaired: bool


@dataclass(frozen=True)
class Verdict:
    """Of one sheet: `false` errors concern none of its faults, `beside` are those that concern one
    and accuse a cell that cannot be the wrong one; `wrong_safe` fixes are not right.
    """

    found: tuple[Found, ...]
    false: int
    beside: int
    wrong_safe: int
    said: tuple[str, ...]


def truths(sheet: Sheet, faults: list[Fault]) -> list[Truth]:
    """Each fault looked at alone."""
    alone = [struck(sheet, [fault]) for fault in faults]
    wrong: list[list[Law]] = [broken(sheet.laws, one.cells) for one in alone]
    made = []
    for n, fault in enumerate(faults):
        evident = fault.plain or bool(fault.formulas)
        others = [law for m, laws in enumerate(wrong) if m != n for law in laws]
        answers = fault.at if evident else fault.at | menders(sheet, alone[n].cells)
        targets = frozenset(spot for law in wrong[n] for spot in _targets(law))
        detectable = fault.plain or bool(wrong[n])
        tangled = any(law in others for law in wrong[n])
        made.append(Truth(fault, frozenset(answers), targets, detectable, tangled))
    return made


def _targets(law: Law) -> tuple[Spot, ...]:
    return (law.target, *law.terms) if len(law.terms) <= SHORT else (law.target,)


def judge(sheet: Sheet, faults: list[Fault], path: Path) -> Verdict:
    """Writes the sheet with its faults at `path`, audits it and judges what is found."""
    mutant = struck(sheet, faults)
    audited = audit(str(write(mutant, path)))
    seen = _Seen(sheet, mutant, faults, audited.book, _places(mutant, audited.book))
    findings = audited.findings
    errors = [one for one in findings if one.severity == "error"]
    told = [one for one in findings if one.severity != "info"]
    every = truths(sheet, faults)
    safe = [fix for one in findings for fix in one.fixes if fix.applicability == "safe"]
    return Verdict(
        tuple(seen.judged(truth, errors, told) for truth in every),
        sum(not any(seen.concerns(error, truth) for truth in every) for error in errors),
        sum(seen.accuses(error, every) for error in errors),
        sum(not seen.restores(fix) for fix in safe),
        tuple(map(described, told)),
    )


def described(one: Finding) -> str:
    fixes = [
        (fix.applicability, [(e.kind, e.place.a1, e.new) for e in fix.edits]) for fix in one.fixes
    ]
    explained = ",".join(known.target.a1 for known in one.explains)
    return (
        f"{one.severity} {one.confidence:.2f} {one.at} {one.rule} {one.printed} -> {one.expected}"
        f" explains {explained or 'nothing'} {fixes[:1]}"
    )


def _places(sheet: Sheet, book: Book) -> Mapping[str, tuple[int, int]]:
    """By the names of the book's sheets: which drawn sheet each is, and at which row it begins.

    In a document the table is a sheet, the paragraphs before and after it are others.
    """
    if sheet.manner.format == "docx":
        return {one.name: (0, first_line(sheet)) for one in book.sheets if one.cells.shape[1] > 1}
    return {one.name: (page, 0) for page, one in enumerate(book.sheets)}


@dataclass(frozen=True)
class _Seen:
    """The findings of one struck sheet, in the coordinates of the sheet as it was drawn."""

    sheet: Sheet
    mutant: Sheet
    faults: list[Fault]
    book: Book
    places: Mapping[str, tuple[int, int]]

    def judged(self, truth: Truth, errors: list[Finding], told: list[Finding]) -> Found:
        hits = [one for one in told if self.concerns(one, truth)]
        at = [self._spot(one.at) for one in hits]
        return Found(
            truth,
            any(self.concerns(one, truth) for one in errors),
            bool(hits),
            any(spot in truth.fault.at for spot in at),
            any(spot in truth.answers for spot in at),
            any(self._mends(one.fixes[0], truth) for one in hits if one.fixes),
        )

    def concerns(self, finding: Finding, truth: Truth) -> bool:
        """It stands at a right answer, has the fault among its cells, or explains what it broke."""
        cells = {self._spot(place) for place in finding.cells}
        explained = {self._spot(one.target) for one in finding.explains}
        return bool(
            cells & truth.fault.at
            or explained & truth.targets
            or self._spot(finding.at) in truth.answers
        )

    def accuses(self, error: Finding, every: list[Truth]) -> bool:
        """It concerns faults, none of them tangled, and stands at a right answer to none."""
        concerned = [truth for truth in every if self.concerns(error, truth)]
        spot = self._spot(error.at)
        return bool(concerned) and not any(
            truth.tangled or spot in truth.answers for truth in concerned
        )

    def restores(self, fix: Fix) -> bool:
        """Every cell that the fix touches says afterwards what it says in the clean sheet."""
        if any(edit.kind != "replace" for edit in fix.edits):
            return self._moved_back(fix)
        return all(self._right(self._spot(edit.place), edit) for edit in fix.edits)

    def _mends(self, fix: Fix, truth: Truth) -> bool:
        edited = {self._spot(edit.place) for edit in fix.edits}
        return bool(edited & truth.fault.at) and self.restores(fix)

    def _right(self, spot: Spot, edit: Edit) -> bool:
        if spot in self.mutant.formulas or any(spot in fault.formulas for fault in self.faults):
            return True  # it is computed anew, or gets a formula
        return states(edit.new, self.sheet.cells.get(spot))

    def _moved_back(self, fix: Fix) -> bool:
        """The edited rows, each cell with its new neighbours, against the clean ones."""
        names = [sheet.name for sheet in self.book.sheets]
        pages = {edit.place.sheet for edit in fix.edits}
        after: dict[str, Objects] = {
            name: self.book.sheets[names.index(name)].cells.copy() for name in pages
        }
        touched: set[tuple[str, int]] = set()
        for edit in fix.edits:
            row = after[edit.place.sheet][edit.place.row]
            column = edit.place.column
            touched.add((edit.place.sheet, edit.place.row))
            if edit.kind == "insert":
                row[column + 1 :] = row[column:-1].copy()
            elif edit.kind == "remove":
                row[column:-1] = row[column + 1 :].copy()
            row[-1 if edit.kind == "remove" else column] = (
                None if edit.kind == "remove" else edit.new
            )
        return all(
            states(str("" if cell is None else cell), self.sheet.cells.get(spot))
            for name, line in touched
            for column, cell in enumerate(after[name][line])
            for spot in [self._spot(Place(name, line, column))]
        )

    def _spot(self, place: Place) -> Spot:
        page, first = self.places.get(place.sheet, (-1, 0))
        return page, first + place.row, place.column


def states(text: str, ought: Content) -> bool:
    """Whether a text says what the cell ought to, to the decimals that it shows."""
    if isinstance(ought, Text):
        return text.strip() == ought.text
    if ought is None:
        return not text.strip()
    seen = ought.shown + (2 if ought.look == "percent" else 0)
    wanted = {rounded(ought.value, seen), ought.value}
    return any(value in wanted or rounded(value, seen) in wanted for value in readings(text))


def readings(text: str) -> Iterable[Decimal]:
    """What a written number may be, by a decimal point or a decimal comma."""
    bare = text.strip().removesuffix("%").strip()
    if bare.startswith("(") and bare.endswith(")"):
        bare = f"-{bare[1:-1]}"
    scale = Decimal("0.01") if text.strip().endswith("%") else Decimal(1)
    if _POINT.fullmatch(bare):
        yield Decimal(bare.replace(",", "")) * scale
    if _COMMA.fullmatch(bare):
        yield Decimal(re.sub("[. \u00a0]", "", bare).replace(",", ".")) * scale

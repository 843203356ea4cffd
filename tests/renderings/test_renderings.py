"""The two sample sheets rendered anew, with other mistakes: each fault found, none invented."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from reconcile.audited import Audit
from reconcile.model import Finding
from reconcile.pipeline import audit
from tests.renderings import faults
from tests.renderings.faults import FAULTS, PUBLISHED, Case, Expected, expect
from tests.renderings.render import (
    GRADE,
    INDEX,
    NAME,
    RANK,
    SERIAL,
    TOTAL,
    Field,
    Frame,
    Layout,
    Written,
    only,
    ranked,
    seed0,
    seed1,
    write,
)

SCORES, PILLARS = seed0(), seed1()
Order = Callable[[list[Field]], list[Field]]

LAYOUTS = {
    "markdown": Layout(),
    "markdown, two tiers": Layout(tiers=True),
    "tabs, comma": Layout("tsv", ","),
    "csv, point": Layout("csv"),
    "csv, quoted comma": Layout("csv", ","),
    "semicolons": Layout("semicolon", ","),
    "workbook": Layout("xlsx"),
    "workbook, merged": Layout("xlsx", tiers=True),
    "workbook, two tiers unmerged": Layout("xlsx", tiers=True, merged=False),
    "workbook, all text": Layout("xlsx", as_text=True),
    "workbook, all text, comma": Layout("xlsx", ",", as_text=True),
    "workbook, off the corner": Layout("xlsx", offset=(5, 3)),
    "workbook, blank row": Layout("xlsx", gap_rows=True),
    "csv, blank row and column": Layout("csv", gap_rows=True, gap_column=True),
}


def moved(key: str, to: int) -> Order:
    def order(fields: list[Field]) -> list[Field]:
        found = [field for field in fields if field.key == key]
        others = [field for field in fields if field.key != key]
        return [*others[:to], *found, *others[to:]]

    return order


def shuffled(seed: int) -> Order:
    """The indicators in another order, in their places."""

    def order(fields: list[Field]) -> list[Field]:
        mixed = [field for field in fields if field.key[0] in "cp"]
        random.Random(seed).shuffle(mixed)
        rest = iter(mixed)
        return [next(rest) if field.key[0] in "cp" else field for field in fields]

    return order


def scattered(seed: int) -> Order:
    """Everything but number and name in another order."""

    def order(fields: list[Field]) -> list[Field]:
        mixed = fields[2:]
        random.Random(seed).shuffle(mixed)
        return [*fields[:2], *mixed]

    return order


ORDERS: dict[str, Order] = {
    "index last": moved(INDEX, 40),
    "total first": moved(TOTAL, 2),
    "grade before total": lambda fields: moved(GRADE, len(fields) - 2)(fields),
    "reversed": lambda fields: fields[::-1],
    "reversed after the name": lambda fields: [*fields[:2], *fields[:1:-1]],
    "indicators 1": shuffled(1),
    "indicators 2": shuffled(2),
    "all 3": scattered(3),
    "all 5": scattered(5),
}


def check(
    folder: Path, case: Case, layout: Layout = LAYOUTS["markdown"], top: Sequence[str] = ()
) -> Audit:
    """Audits a rendering of the case: its errors are those expected, no more and no fewer."""
    out = write(folder, "sheet", case.frames, layout, top)
    found = audit(str(out.path))
    errors = [finding for finding in found.findings if finding.severity == "error"]
    missed = []
    for wanted in case.expected:
        hit = next((error for error in errors if _meets(error, wanted, case, layout, out)), None)
        if hit is None:
            missed.append((sorted(wanted.rules), [out.where[key] for key in wanted.at]))
        else:
            errors.remove(hit)
    false = [(error.rule, str(error.at)) for error in errors]
    assert (missed, false) == ([], []), out.path
    return found


def _meets(error: Finding, wanted: Expected, case: Case, layout: Layout, out: Written) -> bool:
    at = wanted.at
    if error.rule == "shifted-row":
        frame = next(frame for frame in case.frames if frame.id == at[0][0])
        at = faults.same_repair(frame, layout.order(list(frame.fields)), at[0])
    places = [out.where[key] for key in at]
    return error.rule in wanted.rules and str(error.at).replace("'", "") in places


# As published, and put right


@pytest.mark.parametrize("layout", LAYOUTS)
def test_published_scores_in_every_format(layout: str, tmp_path: Path) -> None:
    found = check(tmp_path, faults.published(SCORES), LAYOUTS[layout])
    (comma,) = (f.at.column for f in found.findings if f.rule == "decimal-separator")
    assert [f.at.column for f in found.findings if f.rule == "shifted-row"] == [comma - 1] * 2


@pytest.mark.parametrize("layout", LAYOUTS)
def test_clean_scores_are_silent_in_every_format(layout: str, tmp_path: Path) -> None:
    found = check(tmp_path, Case((SCORES,)), LAYOUTS[layout])
    assert [f.rule for f in found.findings if f.severity == "warning"] == []
    assert found.coverage.unchecked == 0


@pytest.mark.parametrize("layout", LAYOUTS)
def test_published_pillars_in_every_format(layout: str, tmp_path: Path) -> None:
    check(tmp_path, faults.published_pillars(PILLARS), LAYOUTS[layout])


@pytest.mark.parametrize("order", ORDERS)
def test_published_scores_in_every_column_order(order: str, tmp_path: Path) -> None:
    check(tmp_path, faults.published(SCORES), Layout(order=ORDERS[order]))


@pytest.mark.parametrize("order", ORDERS)
def test_clean_sheets_are_silent_in_every_column_order(order: str, tmp_path: Path) -> None:
    check(tmp_path, Case((SCORES,)), Layout("xlsx", tiers=True, order=ORDERS[order]))
    check(tmp_path, Case(PILLARS), Layout(order=ORDERS[order]))


@pytest.mark.parametrize("repaired", PUBLISHED)
def test_one_fault_repaired(repaired: str, tmp_path: Path) -> None:
    check(tmp_path, faults.published(SCORES, repaired))


@pytest.mark.parametrize("kept", PUBLISHED)
def test_one_fault_kept(kept: str, tmp_path: Path) -> None:
    check(tmp_path, faults.alone(SCORES, kept), LAYOUTS["workbook, merged"])


@pytest.mark.parametrize("repaired", ["copy", "omitted"])
def test_one_pillar_fault_repaired(repaired: str, tmp_path: Path) -> None:
    check(tmp_path, faults.published_pillars(PILLARS, repaired), LAYOUTS["tabs, comma"])


# Rows and tables left out, or in another order


@pytest.mark.parametrize("seed", range(12))
def test_some_agencies(seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)
    layout = list(LAYOUTS.values())[seed % len(LAYOUTS)]
    names = chance.sample(list(SCORES.rows), chance.choice([9, 10, 12, 15]))
    ordered = [name for name in SCORES.rows if name in names]
    check(tmp_path, faults.in_rows(Case((SCORES,)), names), layout)
    check(tmp_path, faults.in_rows(faults.published(SCORES), ordered), layout)


@pytest.mark.parametrize("seed", [0, 1, 2, 3, 13])
def test_some_agencies_of_the_pillars(seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)
    names = chance.sample(list(PILLARS[0].rows), chance.choice([8, 9, 10, 12, 15]))
    for case in (Case(PILLARS), faults.published_pillars(PILLARS)):
        some = faults.in_rows(case, names)
        check(tmp_path, replace(some, frames=(ranked(some.frames[0]), *some.frames[1:])))


@pytest.mark.parametrize("seed", range(3))
def test_shuffled_rows(seed: int, tmp_path: Path) -> None:
    names = list(SCORES.rows)
    random.Random(seed).shuffle(names)
    check(tmp_path, faults.in_rows(faults.published(SCORES), names))
    check(tmp_path, Case((only(SCORES, names),)))


@pytest.mark.parametrize("seed", range(3))
def test_tables_in_another_order(seed: int, tmp_path: Path) -> None:
    case = faults.published_pillars(PILLARS)
    frames = list(case.frames)
    random.Random(seed).shuffle(frames)
    check(tmp_path, replace(case, frames=tuple(frames)), LAYOUTS["tabs, comma"])


def test_the_summary_last_and_each_table_on_its_own_sheet(tmp_path: Path) -> None:
    case = faults.published_pillars(PILLARS)
    check(tmp_path, replace(case, frames=(*case.frames[1:], case.frames[0])))
    check(tmp_path, case, Layout("xlsx", sheets=True))
    check(tmp_path, Case(PILLARS), Layout("xlsx", sheets=True, as_text=True))


@pytest.mark.parametrize("gone", range(7))
def test_one_table_left_out(gone: int, tmp_path: Path) -> None:
    case = faults.published_pillars(PILLARS)
    left = case.frames[gone].id
    frames = tuple(frame for frame in case.frames if frame.id != left)
    expected = tuple(e for e in case.expected if not any(key[0] == left for key in e.at))
    check(tmp_path, Case(frames, expected), LAYOUTS["tabs, comma"])


# Other labels, columns, scales

LABELS = {
    "plain letters": {SERIAL: "STT", NAME: "Ten don vi", INDEX: "Chi so", TOTAL: "Tong diem",
                      GRADE: "Xep loai", RANK: "Xep hang"},
    "English": {SERIAL: "No", NAME: "Agency", INDEX: "Index", TOTAL: "Total score",
                GRADE: "Grade", RANK: "Rank"},
    "letters": {SERIAL: "A", NAME: "B", INDEX: "C", TOTAL: "D", GRADE: "E", RANK: "F"},
}  # fmt: skip


@pytest.mark.parametrize("labels", LABELS)
def test_other_labels(labels: str, tmp_path: Path) -> None:
    for case in (faults.published(SCORES), faults.published_pillars(PILLARS)):
        frames = (faults.relabelled(frame, LABELS[labels], "Item") for frame in case.frames)
        check(tmp_path, replace(case, frames=tuple(frames)), LAYOUTS["workbook"])


def noted(frame: Frame, every: int) -> Frame:
    """With a column of notes at the end, filled in every so many rows."""
    rows = {
        name: {**cells, "note": "" if n % every else "xem lại hồ sơ"}
        for n, (name, cells) in enumerate(frame.rows.items())
    }
    return replace(frame, fields=(*frame.fields, Field("note", "Ghi chú")), rows=rows)


@pytest.mark.parametrize("every", [1, 2, 5, 20])
def test_a_column_of_notes(every: int, tmp_path: Path) -> None:
    for case in (
        Case((SCORES,)),
        faults.published(SCORES),
        faults.published_pillars(PILLARS),
    ):
        frames = tuple(noted(frame, every) for frame in case.frames)
        check(tmp_path, replace(case, frames=frames), LAYOUTS["workbook, merged"])


@pytest.mark.parametrize("mark", ["-", "", "x", "–", "0,0"])
def test_another_sign_for_nothing(mark: str, tmp_path: Path) -> None:
    def dashed(frame: Frame) -> Frame:
        rows = {
            name: {
                key: mark if key in frame.parts and text in ("0", "0.00") else text
                for key, text in cells.items()
            }
            for name, cells in frame.rows.items()
        }
        return replace(frame, rows=rows)

    check(tmp_path, Case((dashed(SCORES),)))
    check(tmp_path, Case(tuple(map(dashed, PILLARS))))
    if mark != "0,0":
        case = faults.published(SCORES)
        check(tmp_path, replace(case, frames=tuple(map(dashed, case.frames))))


@pytest.mark.parametrize("by", ["10", "100", "0.1"])
def test_another_scale(by: str, tmp_path: Path) -> None:
    frame = faults.scaled(SCORES, by)
    check(tmp_path, Case((frame,)))
    row = list(frame.rows)[6]
    wrong = faults.changed(frame, row, **{INDEX: "0.711"})
    check(tmp_path, Case((wrong,), (expect("ratio-mismatch", ("main", row, INDEX)),)))


@pytest.mark.parametrize("digits", [0, 1, 2, 3])
def test_the_index_in_per_cent(digits: int, tmp_path: Path) -> None:
    check(tmp_path, Case((faults.percent(SCORES, digits),)), LAYOUTS["tabs, comma"])


@pytest.mark.parametrize("at", [20, 26, 27])
def test_a_label_out_of_its_place(at: int, tmp_path: Path) -> None:
    labels = [field.label for field in SCORES.fields]
    labels.append(labels.pop(at))
    fields = tuple(
        replace(field, label=label) for field, label in zip(SCORES.fields, labels, strict=True)
    )
    out = write(tmp_path, "sheet", [replace(SCORES, fields=fields)], LAYOUTS["workbook"])
    errors = [f for f in audit(str(out.path)).findings if f.severity == "error"]
    assert [(f.rule, f.at.a1) for f in errors] == [("header-misaligned", "AE4")]


# New mistakes


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("fault", FAULTS)
def test_a_new_mistake_in_the_scores(fault: str, seed: int, tmp_path: Path) -> None:
    frame, expected = FAULTS[fault](SCORES, random.Random(seed))
    layout = list(LAYOUTS.values())[(seed * 5) % len(LAYOUTS)]
    check(tmp_path, Case((frame,), (expected,)), layout)


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("fault", ["decimal_mark", "missing_cell", "total_off", "omitted"])
def test_a_new_mistake_in_a_detail_table(fault: str, seed: int, tmp_path: Path) -> None:
    layout = list(LAYOUTS.values())[(seed * 3) % len(LAYOUTS)]
    check(tmp_path, faults.detail_off(PILLARS, random.Random(seed), fault), layout)


@pytest.mark.parametrize("follow", [True, False])
@pytest.mark.parametrize("seed", range(5))
def test_a_copy_off(seed: int, follow: bool, tmp_path: Path) -> None:
    layout = list(LAYOUTS.values())[(seed * 3) % len(LAYOUTS)]
    check(tmp_path, faults.copy_off(PILLARS, random.Random(seed), follow), layout)

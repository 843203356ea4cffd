"""Each sample gives exactly what its truth says, in the text and in the Excel file alike."""

from __future__ import annotations

import json
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from reconcile.audited import Audit
from reconcile.messages import say
from reconcile.model import Finding
from reconcile.pipeline import audit
from reconcile.report.tidy.frame import tidy_rows
from reconcile.report.tidy.row import Tidy

SAMPLES = Path(__file__).parents[1] / "samples"
SCORES = ("so-nganh-chuyen-doi-so.md", "so-nganh-chuyen-doi-so.xlsx")
RANKING = ("phu-luc-ninh-binh-2021.txt", "phu-luc-ninh-binh-2021.xlsx")

every_sample = pytest.mark.parametrize("name", SCORES + RANKING)
scores = pytest.mark.parametrize("name", SCORES)
ranking = pytest.mark.parametrize("name", RANKING)


@cache
def audited(name: str) -> Audit:
    return audit(str(SAMPLES / name))


@cache
def tidy(name: str) -> tuple[Tidy, ...]:
    return tuple(tidy_rows(audited(name)))


def finding(name: str, at: str) -> Finding:
    [found] = [f for f in audited(name).findings if f.at.a1 == at]
    return found


def follows(name: str, at: str) -> dict[str, tuple[str, str]]:
    return {c.place.a1: (c.old, c.new) for c in finding(name, at).consequences}


@every_sample
def test_exactly_these_findings(name: str) -> None:
    truth = json.loads((SAMPLES / "truth" / f"{Path(name).stem}.json").read_text("utf-8"))
    found = Counter((f.rule, f.at.a1, f.severity) for f in audited(name).findings)
    assert found == Counter((t["rule"], t["at"], t["severity"]) for t in truth)


@every_sample
def test_findings_are_numbered_in_reading_order(name: str) -> None:
    findings = audited(name).findings
    assert [f.id for f in findings] == [f"F{n}" for n in range(1, len(findings) + 1)]
    assert [f.at[1:] for f in findings] == sorted(f.at[1:] for f in findings)


@every_sample
def test_every_component_stands_in_an_equation(name: str) -> None:
    known = audited(name)
    related = {
        cell
        for equation in known.relations.equations
        for cell in (equation.target, *(term.cell for term in equation.terms))
    }
    components = {
        (table.id, i, j)
        for table in known.document.tables
        for j, column in enumerate(table.columns)
        for i in range(len(table.rows))
        if column.role == "component" and table.figures.known[i, j]
    }
    assert components and components <= related


@every_sample
def test_every_figure_is_counted_once(name: str) -> None:
    counted = audited(name).coverage
    assert counted.figures == counted.verified + counted.mismatched + counted.unchecked


@scores
def test_the_score_sheet_is_long(name: str) -> None:
    rows = tidy(name)
    components = [row for row in rows if row.role == "component"]
    assert len({row.entity for row in rows}) == 22
    assert len(components) == 22 * 26
    assert sum(row.value is not None for row in components) == 570
    assert [row.cell for row in components].count(None) == 2
    assert {row.entity for row in components if row.cell is None} == {
        "Văn phòng UBND tỉnh",
        "Sở Nội vụ",
    }
    assert Counter(row.role for row in rows if row.role != "component") == {
        "ratio": 22,
        "total": 22,
        "grade": 22,
    }


@scores
def test_the_totals_of_shifted_rows_are_read_where_they_stand(name: str) -> None:
    totals = {row.cell: str(row.value) for row in tidy(name) if row.role == "total"}
    assert (totals["AC8"], totals["AC9"]) == ("211.60", "205.51")
    assert totals["AD10"].startswith("2")


@scores
def test_the_coverage_of_the_score_sheet(name: str) -> None:
    counted = audited(name).coverage
    # 570 components, 22 totals, 22 indexes; the targets that fail: two short rows, AD19 and AD28,
    # and four indexes.
    assert (counted.figures, counted.mismatched) == (614, 8)


@scores
def test_the_comma_explains_the_total_the_index_and_the_rank(name: str) -> None:
    comma = finding(name, "T28")
    assert [(e.relation, e.target.a1, e.printed, e.expected) for e in comma.explains] == [
        ("sum", "AD28", "169.77", "178.47")
    ]
    after = follows(name, "T28")
    assert after["C28"] == ("0.763", "0.811")
    assert after["A28"] == ("21", "18")
    assert after["AE28"] == ("Khá", "Tốt")
    assert set(after) == {"C28", "A28", "AE28", "A25", "A26", "A27"}
    [fix] = comma.fixes
    assert fix.applicability == "safe"
    assert [(e.place.a1, e.old, e.new) for e in fix.edits] == [
        ("T28", "8,7", "8.7"),
        ("AD28", "169.77", "178.47"),
    ]


@scores
@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_messages_about_the_index_say_what_it_fits(name: str, language: str) -> None:
    assert "191.33" in say(finding(name, "C17").message, language)  # type: ignore[arg-type]
    said = say(finding(name, "C27").message, language)  # type: ignore[arg-type]
    assert all(number in said for number in ("172.15", "172.37", "202.4"))


@scores
def test_the_short_rows_lack_a_two(name: str) -> None:
    for at in ("S8", "S9"):
        short = finding(name, at)
        assert short.expected == "2"
        assert [(e.place.a1, e.new, e.kind) for e in short.fixes[0].edits] == [(at, "2", "insert")]
        assert short.fixes[0].applicability == "unsafe"


@scores
def test_rounding_states_its_interval(name: str) -> None:
    rounded = finding(name, "AD18")
    assert (rounded.printed, rounded.expected) == ("189.76", "189.77")
    assert rounded.interval is not None
    low, high = map(float, rounded.interval)
    assert low <= 189.76 <= high


@ranking
def test_the_ranking_is_long(name: str) -> None:
    rows = tidy(name)
    tables = audited(name).document.tables
    assert len({row.entity for row in rows}) == 18
    summary = Counter(row.role for row in rows if row.table == tables[0].id)
    assert summary == {"component": 18 * 6, "total": 18, "rank": 18}
    details = [row for row in rows if row.table != tables[0].id and row.role == "component"]
    assert len(details) == 18 * 43
    assert all(row.value is not None and row.cell for row in details)
    assert len({row.table for row in details}) == 6


@ranking
def test_the_two_readings_of_the_link(name: str) -> None:
    link = finding(name, "G27")
    assert {c.a1 for c in link.cells} >= {"G27", "L127"}
    assert [fix.applicability for fix in link.fixes] == ["display", "display"]
    first, second = ([(e.place.a1, e.new) for e in fix.edits] for fix in link.fixes)
    mark = "." if name.endswith("xlsx") else ","
    assert first == [("G27", "24"), ("I27", f"190{mark}04")]
    assert ("L127", f"26{mark}5") in second
    ranks = {c.place.a1: (c.old, c.new) for c in link.consequences}
    assert ranks == {"J27": ("16", "17"), "J28": ("17", "16")}


@ranking
def test_the_omitted_part_is_carried_to_the_summary(name: str) -> None:
    omitted = finding(name, "K186")
    mark = "." if name.endswith("xlsx") else ","
    assert (omitted.printed, omitted.expected, omitted.difference) == ("45", "45.4", "-0.4")
    assert "J186" in {cell.a1 for cell in omitted.cells}
    assert follows(name, "K186") == {
        "H29": ("45", f"45{mark}4"),
        "I29": (f"147{mark}34", f"147{mark}74"),
    }


@ranking
def test_names_are_one_across_the_tables(name: str) -> None:
    by_table: dict[str, set[str]] = {}
    for row in tidy(name):
        by_table.setdefault(row.table, set()).add(row.entity)
    assert len({frozenset(names) for names in by_table.values()}) == 1

"""The first two sheets of a batch's summary: the run in numbers and charts, years by kinds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from reconcile.messages import say
from reconcile.messages.harmless import say_harmless
from reconcile.model import Language, Sentence
from reconcile.report.cell_styles import HEADER, PLAIN, CellStyle, WorkbookFormats
from reconcile.report.finding_texts import rule_title
from reconcile.report.summary.charts import Bars, insert_bars
from reconcile.report.summary.counts import Counts, Measure
from reconcile.report.summary.lists import NUMBER, TEXT, YEAR
from reconcile.report.summary.records import BatchRun
from reconcile.report.workbooks import lines_of, page_setup

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

Cell = tuple[str | int | float | None, CellStyle]
Row = Sequence[Cell]

_MEASURES: tuple[Measure, ...] = (
    "files", "wrong", "errors", "warnings", "notes", "across", "figures", "verified", "mismatched",
    "unchecked", "unread",
)  # fmt: skip
_FIRST_WIDTH, _WIDTH, _COLUMNS = 46, 10.5, 13  # digits, and how many columns an A4 page takes
_MOST_REASONS = 30  # why files could not be read; the rest is summed up in one row
_MOST_BARS = 15  # of a chart; more have no room for their names
_CHART_ROWS = 18  # 20 pixels each, left free for the charts
_RATE = CellStyle(grid=True, number="#,##0.00")
_TITLE = CellStyle(bold=True, large=True)
_SECTION = CellStyle(bold=True)


class Overview(Struct, frozen=True):
    """What the two sheets are written from; `cut` are the sentences on lists that were cut."""

    run: BatchRun
    counts: Counts
    skipped: Sequence[tuple[str, int]]
    cut: Sequence[str]
    language: Language
    looks: WorkbookFormats

    def say(self, name: str, **values: str) -> str:
        return say_harmless(Sentence(f"summary.{name}", values), self.language)

    def year(self, year: int | None) -> str:
        return self.say("no_year") if year is None else str(year)


def write_overview(workbook: Workbook, worksheet: Worksheet, overview: Overview) -> None:
    """The run's facts and results, two charts, and the tables they are drawn from."""
    worksheet.set_column(0, 0, _FIRST_WIDTH)
    worksheet.set_column(1, _COLUMNS - 1, _WIDTH)
    above = [*_facts(overview), [], *_results(overview), []]
    years, rules = _by_year(overview), _by_rule(overview)
    charts = len(above)
    first_year = charts + _CHART_ROWS + 2
    first_rule = first_year + len(years) + 2
    rows: list[Row] = [*above, *[[]] * _CHART_ROWS]
    rows += [_section(overview, "by_year"), *years, [], _section(overview, "by_rule"), *rules]
    for number, row in enumerate(rows):
        _write_row(worksheet, overview.looks, number, row)
    column = _MEASURES.index("errors") + 1
    by_year = Bars(overview.say("errors_by_year"), "column", first_year, column, years[1:-1], 630)
    by_rule = Bars(overview.say("errors_by_rule"), "bar", first_rule, 1, _wrong(rules[1:-1]), 545)
    for bars, left in ((by_year, 0), (by_rule, 5)):
        if bars.rows:
            insert_bars(workbook, worksheet, bars, (charts, left))
    worksheet.ignore_errors({"number_stored_as_text": f"A1:L{len(rows)}"})
    worksheet.print_area(0, 0, len(rows) - 1, _COLUMNS - 1)
    page_setup(worksheet, say(Sentence("report.page"), overview.language))


def write_kinds(worksheet: Worksheet, overview: Overview) -> None:
    """Files and errors of each year, kind by kind."""
    counts, kinds = overview.counts, overview.counts.kinds
    header, looks = overview.looks.of(HEADER), overview.looks
    groups = [overview.say("total"), *(kind or overview.say("no_kind") for kind in kinds)]
    worksheet.set_column(0, 0, 14)
    worksheet.set_column(1, 2 * len(groups), _WIDTH)
    for index, group in enumerate(groups):
        worksheet.merge_range(0, 1 + 2 * index, 0, 2 + 2 * index, group, header)
    # A row that is begun ends the one before, so what reaches into the second comes last.
    worksheet.merge_range(0, 0, 1, 0, overview.say("heading.year"), header)
    pair = [overview.say("heading.files"), overview.say("heading.errors")]
    headings: list[Cell] = [(text, HEADER) for text in pair * len(groups)]
    for column, (text, look) in enumerate(headings, start=1):
        worksheet.write_string(1, column, text, looks.of(look))
    named: list[tuple[str, list[int | None]]] = [(overview.year(y), [y]) for y in counts.years]
    rows = [_kinds_row(counts, name, years) for name, years in named]
    rows.append(_bold(_kinds_row(counts, overview.say("total"), counts.years)))
    for number, row in enumerate(rows, start=2):
        _write_row(worksheet, looks, number, row)
    worksheet.freeze_panes(2, 1)
    worksheet.repeat_rows(0, 1)
    page_setup(worksheet, say(Sentence("report.page"), overview.language))


def _kinds_row(counts: Counts, name: str, years: Sequence[int | None]) -> Row:
    cells: list[Cell] = [(name, YEAR)]
    for kinds in (None, *([kind] for kind in counts.kinds)):
        cells.append((counts.measure("files", years, kinds) or None, NUMBER))
        cells.append(_errors(counts.measure("errors", years, kinds) or None))
    return cells


def _facts(overview: Overview) -> list[Row]:
    run, say_it = overview.run, overview.say
    started = run.started.strftime(say_it("date"))
    lines = [
        say_it("sources", sources="; ".join(run.sources)),
        say_it("started", started=started, duration=_duration(run.seconds)),
        say_it("tool", version=run.version),
        *overview.cut,
    ]
    return [[(say_it("title"), _TITLE)], *([(line, PLAIN)] for line in lines)]


def _duration(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes // 60}:{minutes % 60:02}:{rest:02}"


def _results(overview: Overview) -> list[Row]:
    counts, say_it = overview.counts, overview.say
    rows: list[Row] = [
        [(say_it("heading.outcome"), HEADER), (say_it("heading.files"), HEADER)],
        _counted(say_it("status.audited"), counts.statuses["audited"], bold=True),
        *(_counted(f"    {say_it(f'verdict.{verdict}')}", counts.verdicts[verdict])
          for verdict in ("wrong", "doubtful", "clean")),
    ]  # fmt: skip
    for status in ("refused", "failed"):
        reasons = [(why, n) for (kind, why), n in counts.reasons.items() if kind == status]
        rows += _with_reasons(overview, f"status.{status}", reasons)
    return rows + _with_reasons(overview, "status.skipped", overview.skipped)


def _with_reasons(overview: Overview, name: str, reasons: Sequence[tuple[str, int]]) -> list[Row]:
    """How many files, then how many for each reason, the most frequent first."""
    ordered = sorted(reasons, key=lambda reason: (-reason[1], reason[0]))
    rows = [_counted(overview.say(name), sum(count for _, count in ordered), bold=True)]
    rows += [_counted(f"    {why}", count) for why, count in ordered[:_MOST_REASONS]]
    if rest := sum(count for _, count in ordered[_MOST_REASONS:]):
        rows.append(_counted(f"    {overview.say('other_reasons')}", rest))
    return rows


def _by_year(overview: Overview) -> list[Row]:
    counts = overview.counts
    names = ("year", *_MEASURES, "rate")
    rows: list[Row] = [[(overview.say(f"heading.{name}"), HEADER) for name in names]]
    rows += [_year_row(overview, overview.year(year), [year]) for year in counts.years]
    return [*rows, _bold(_year_row(overview, overview.say("total"), counts.years))]


def _year_row(overview: Overview, name: str, years: Sequence[int | None]) -> Row:
    counts = {measure: overview.counts.measure(measure, years) for measure in _MEASURES}
    cells: list[Cell] = [(name, TEXT)]
    cells += [_errors(n) if m == "errors" else (n, NUMBER) for m, n in counts.items()]
    figures = counts["figures"]
    return [*cells, (1000 * counts["errors"] / figures if figures else None, _RATE)]


def _by_rule(overview: Overview) -> list[Row]:
    counts = overview.counts
    names = ("rule", "errors", "warnings", "notes", "all", "name")
    rows: list[Row] = [[(overview.say(f"heading.{name}"), HEADER) for name in names]]
    total = [0, 0, 0]
    for name in counts.rules:
        severities = counts.of_rule(name)
        total = [a + b for a, b in zip(total, severities, strict=True)]
        rows.append(_rule_row(rule_title(name, overview.language), severities, name))
    return [*rows, _bold(_rule_row(overview.say("total"), total, ""))]


def _rule_row(title: str, severities: Sequence[int], name: str) -> Row:
    errors, warnings, notes = severities
    counted: list[Cell] = [
        _errors(errors),
        *((n, NUMBER) for n in (warnings, notes, sum(severities))),
    ]
    return [(title, TEXT), *counted, (f"    {name}", PLAIN)]


def _wrong(rows: Sequence[Row]) -> Sequence[Row]:
    """The rows of the rules with most errors; those without any stand last and are left out."""
    return [row for row in rows if row[1][0]][:_MOST_BARS]


def _section(overview: Overview, name: str) -> Row:
    return [(overview.say(name), _SECTION)]


def _counted(text: str, count: int, bold: bool = False) -> Row:
    row: list[Cell] = [(text, TEXT), (count, NUMBER)]
    return _bold(row) if bold else row


def _errors(count: int | None) -> Cell:
    return count, replace(NUMBER, tint="error") if count else NUMBER


def _bold(row: Row) -> Row:
    return [(value, replace(look, bold=True)) for value, look in row]


def _write_row(worksheet: Worksheet, looks: WorkbookFormats, number: int, row: Row) -> None:
    wrapped = [str(value) for value, look in row[:1] if look.wrap]
    if row and row[0][1] == HEADER:
        worksheet.set_row(number, 45 if len(row) > 6 else 30)
    elif wrapped:
        worksheet.set_row(number, 15 * lines_of(wrapped[0], _FIRST_WIDTH))
    for column, (value, look) in enumerate(row):
        style = looks.of(look)
        if isinstance(value, str):
            worksheet.write_string(number, column, value, style)
        elif value is None:
            worksheet.write_blank(number, column, None, style)
        else:
            worksheet.write_number(number, column, value, style)

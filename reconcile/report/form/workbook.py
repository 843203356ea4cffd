"""The blank workbook that a template's figures are entered in, next time."""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from reconcile.messages import say
from reconcile.messages.harmless import one_line
from reconcile.model import Language, Sentence, letters
from reconcile.report.atomic import written_whole
from reconcile.report.form.entry import grade_rule, is_right, score_rule
from reconcile.report.form.formulas import applies, formula, total_of_maxima
from reconcile.report.form.page import (
    FIRST,
    NAMES,
    Page,
    decimals,
    group_of,
    language_of,
    maximum,
    pages,
)
from reconcile.report.workbooks import lines_of, new_workbook, page_setup
from reconcile.template import Grade, Index, Indicator, Labelled, Template, Total

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

_GRID = {"border": 1, "border_color": "#A6A6A6", "valign": "vcenter"}
_HEADER = {**_GRID, "text_wrap": True, "align": "center", "bg_color": "#D9E1F2"}
_LOOKS: dict[str, dict[str, object]] = {
    "title": {"bold": True, "font_size": 14, "align": "center", "locked": False},
    "section": {"bold": True, "font_size": 12, "align": "center"},
    "hint": {"italic": True, "font_color": "#595959", "align": "center"},
    "header": {**_HEADER, "bold": True},
    "upright": {**_HEADER, "rotation": 90},
    "serial": {**_GRID, "align": "center"},
    "name": {**_GRID, "text_wrap": True},
    "new-name": {**_GRID, "text_wrap": True, "bg_color": "#FFF2CC", "locked": False},
    "maximum": {**_GRID, "italic": True, "align": "center", "bg_color": "#EDEDED"},
    "entry": {**_GRID, "align": "center", "bg_color": "#FFF2CC", "locked": False},
    "computed": {**_GRID, "bold": True, "align": "center", "bg_color": "#F2F2F2"},
    "none": {**_GRID, "align": "center", "bg_color": "#BFBFBF", "font_color": "#595959"},
    "bad": {"bg_color": "#FFC7CE", "font_color": "#9C0006"},
}  # fmt: skip
_NOTHING = "–"  # where an indicator does not apply
_MANY = 10  # indicators; beyond, their labels stand upright
_NARROW, _WIDE, _NAME_WIDTH = 7.5, 13, 34  # digits, as a workbook counts the widths of columns
_LINE, _LETTER, _TALLEST = 15.0, 5.5, 230.0  # points: of 11-point type; what leaves rows in sight
_PROTECTION = {"format_columns": True, "format_rows": True}


class _Empty(str):
    """A formula's result that is an empty text: the plain one is stored as no result at all."""

    __slots__ = ()
    __hash__ = str.__hash__

    def __eq__(self, other: object) -> bool:
        return self is other


class _Formats:
    """The formats of a workbook, by look and number format."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self._made: dict[tuple[str, str], Format] = {}

    def of(self, look: str, number: str = "") -> Format:
        if (look, number) not in self._made:
            properties = {**_LOOKS[look], **({"num_format": number} if number else {})}
            self._made[look, number] = self._workbook.add_format(properties)
        return self._made[look, number]


class _Form(Struct, frozen=True):
    template: Template
    pages: tuple[Page, ...]
    language: Language
    formats: _Formats

    def say(self, key: str) -> str:
        return say(Sentence(f"form.{key}"), self.language)


def write_form(template: Template, path: str | Path, language: Language | None = None) -> None:
    """Write the form to `path`, whole or not at all, in the template's language or another.

    Raises ReconcileError `output-not-writable` where it cannot be written.
    """
    spoken = language or language_of(template)
    with (
        written_whole(Path(path)) as temporary,
        new_workbook(temporary, one_line(template.name)[:200]) as workbook,
    ):
        form = _Form(template, pages(template, spoken), spoken, _Formats(workbook))
        sheets = [workbook.add_worksheet(page.sheet) for page in form.pages]
        for worksheet, page in zip(sheets, form.pages, strict=True):
            _write_page(worksheet, page, form)


def _write_page(worksheet: Worksheet, page: Page, form: _Form) -> None:
    _write_top(worksheet, page, form)
    _write_header(worksheet, page, form)
    if page.maxima is not None:
        _write_maxima(worksheet, page, form)
    for row in page.rows:
        _write_agency(worksheet, page, form, row)
    for field in page.columns:
        _write_rule(worksheet, page, form, field)
    _set_up(worksheet, page, form)


def _is_crowded(page: Page) -> bool:
    return sum(isinstance(field, Indicator) for field in page.columns) > _MANY


def _last(page: Page) -> int:
    return FIRST + len(page.columns) - 1


def _write_top(worksheet: Worksheet, page: Page, form: _Form) -> None:
    """Title, section, and how to fill it in, each above the whole table."""
    patterns = form.template.titles or (form.template.name,)
    title = one_line(patterns[0].replace("*", "…"))
    lines = (("title", title), ("section", one_line(page.section)), ("hint", form.say("hint")))
    for row, (look, text) in enumerate(lines):
        if text:
            worksheet.merge_range(row, 0, row, _last(page), "", form.formats.of(look))
            worksheet.write_string(row, 0, text, form.formats.of(look))


def _write_header(worksheet: Worksheet, page: Page, form: _Form) -> None:
    top, bottom = page.header
    upright = _is_crowded(page)
    for group, first, last in page.groups():
        _write_label(worksheet, (top, first, top, last), group, form.formats.of("header"))
    own = (form.say("serial"), form.say("agency"))
    for column, label in enumerate(own):
        _write_label(worksheet, (top, column, bottom, column), label, form.formats.of("header"))
    for column, field in enumerate(page.columns, start=FIRST):
        start = bottom if group_of(field) else top
        look = "upright" if upright and isinstance(field, Indicator) else "header"
        _write_label(worksheet, (start, column, bottom, column), field.name, form.formats.of(look))
    longest = max(len(field.name) for field in page.columns)
    tall = _LETTER * longest / 2 if upright else _LINE * lines_of("x" * longest, _WIDE - 2)
    worksheet.set_row(bottom, min(_TALLEST, max(3 * _LINE, tall)))
    if bottom > top:
        spans = ((text, last - first + 1) for text, first, last in page.groups())
        width = _NARROW if upright else _WIDE
        lines = max(lines_of(text, count * width - 1) for text, count in spans)
        worksheet.set_row(top, _LINE * min(8, lines) + 3)


def _write_label(
    worksheet: Worksheet, where: tuple[int, int, int, int], text: str, look: Format
) -> None:
    top, left, bottom, right = where
    if (top, left) != (bottom, right):
        worksheet.merge_range(top, left, bottom, right, "", look)
    worksheet.write_string(top, left, one_line(text), look)


def _write_maxima(worksheet: Worksheet, page: Page, form: _Form) -> None:
    row = page.maxima
    assert row is not None
    look = form.formats.of("maximum")
    worksheet.write_blank(row, 0, None, look)
    worksheet.write_string(row, NAMES, form.say("maximum"), look)
    for column, field in enumerate(page.columns, start=FIRST):
        most = maximum(form.template, field)
        number = form.formats.of("maximum", _number_format(form.template, field))
        if most is None:
            worksheet.write_blank(row, column, None, look)
        elif isinstance(field, Total) and not field.repeats and _adds_up(page, form, field):
            summed = total_of_maxima(form.template, page, field)
            worksheet.write_formula(row, column, summed, number, float(most))
        else:
            worksheet.write_number(row, column, float(most), number)


def _adds_up(page: Page, form: _Form, total: Total) -> bool:
    """Whether every part of a total has its maximum."""
    own = {field.name: field for field in page.columns}
    return all(maximum(form.template, own[part]) for part in form.template.parts(total))


def _write_agency(worksheet: Worksheet, page: Page, form: _Form, row: int) -> None:
    agency, formats = page.agency(row), form.formats
    worksheet.write_number(row, 0, row - page.rows[0] + 1, formats.of("serial"))
    if agency:
        worksheet.write_string(row, NAMES, one_line(agency), formats.of("name"))
        worksheet.set_row(row, _LINE * lines_of(agency, _NAME_WIDTH) + 3)
    else:
        worksheet.write_blank(row, NAMES, None, formats.of("new-name"))
    for column, field in enumerate(page.columns, start=FIRST):
        number = _number_format(form.template, field)
        computed = formula(form.template, form.pages, field, row)
        if computed:
            worksheet.write_formula(row, column, computed, formats.of("computed", number), _Empty())
        elif isinstance(field, Indicator) and not applies(form.template, field, agency):
            worksheet.write_string(row, column, _NOTHING, formats.of("none"))
        else:
            worksheet.write_blank(row, column, None, formats.of("entry", number))


def _number_format(template: Template, field: Labelled) -> str:
    """As many decimals as there can be; General, in the reader's own way, where that is open."""
    count = field.digits if isinstance(field, Index) else decimals(template, field)
    if count is None:
        return "0.000" if isinstance(field, Index) else "General"
    return f"0.{'0' * count}" if count else "0"


def _write_rule(worksheet: Worksheet, page: Page, form: _Form, field: Labelled) -> None:
    """What may be entered in a column; what is pasted in all the same shows as bad."""
    first, last, column = page.rows[0], page.rows[-1], page.column(field.name)
    cell = f"{letters(column)}{first + 1}"
    if isinstance(field, Grade) and not field.is_stated:
        rule = grade_rule(field, cell, form.language)
        worksheet.data_validation(first, column, last, column, dict(rule))
    if isinstance(field, Indicator):
        rule = score_rule(field, cell, form.language)
        worksheet.data_validation(first, column, last, column, dict(rule))
        wrong = f'=AND({cell}<>"",{cell}<>"{_NOTHING}",NOT({is_right(field, cell)}))'
        bad = {"type": "formula", "criteria": wrong, "format": form.formats.of("bad")}
        worksheet.conditional_format(first, column, last, column, bad)


def _set_up(worksheet: Worksheet, page: Page, form: _Form) -> None:
    """Widths, what stays in sight, how it prints, what is protected."""
    worksheet.set_column(0, 0, 5)
    worksheet.set_column(NAMES, NAMES, _NAME_WIDTH)
    crowded = _is_crowded(page)
    for column, field in enumerate(page.columns, start=FIRST):
        width = _NARROW + 2 * (not isinstance(field, Indicator)) if crowded else _WIDE
        worksheet.set_column(column, column, width)
    top, bottom = page.header
    worksheet.freeze_panes(bottom + 1 if page.maxima is None else bottom + 2, FIRST)
    worksheet.repeat_rows(top, bottom)
    worksheet.print_area(0, 0, page.rows[-1], _last(page))
    page_setup(worksheet, say(Sentence("report.page"), form.language))
    worksheet.protect("", _PROTECTION)
    _choose_first(worksheet, page)


def _choose_first(worksheet: Worksheet, page: Page) -> None:
    """The cell where entering begins."""
    entered = (page.column(field.name) for field in page.columns if isinstance(field, Indicator))
    for column in islice(entered, 1):
        worksheet.set_selection(page.rows[0], column, page.rows[0], column)

"""The formulas of a form: totals, index, rank and grade, each empty until it has its figures."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from reconcile.labels.spelling import fold
from reconcile.model import letters
from reconcile.report.form.page import NAMES, Page, repeated
from reconcile.template import Grade, Index, Labelled, Peers, Rank, Template, Total

_FINEST = 6  # decimals of a template's numbers: a total has no more, whatever doubles add up to


def formula(template: Template, pages: Sequence[Page], field: Labelled, row: int) -> str:
    """The formula of a column in an agency's row; '' where it is entered."""
    page = next(page for page in pages if page.section == field.section)
    if isinstance(field, Total):
        return (
            _repeat(template, pages, field, row)
            if field.repeats
            else _total(template, page, field, row)
        )
    if isinstance(field, Index):
        return _index(template, page, field, row)
    if isinstance(field, Rank):
        return _rank(page, field, row)
    return _grade(page, field, row) if isinstance(field, Grade) and field.is_stated else ""


def total_of_maxima(template: Template, page: Page, total: Total) -> str:
    """What a total of the row of maxima is computed by."""
    assert page.maxima is not None
    return f"=SUM({_named(page, page.maxima, template.parts(total))})"


def peers_of(template: Template, agency: str) -> Peers | None:
    """The peer group of an agency, by any of its names."""
    own = next((known for known in template.agencies.agencies if known.name == agency), None)
    names = {fold(named.name) for named in own.names} if own else set()
    groups = template.index.peers if template.index else ()
    return next((peers for peers in groups if names & set(map(fold, peers.agencies))), None)


def applies(template: Template, field: Labelled, agency: str) -> bool:
    """Whether an indicator applies to an agency."""
    peers = peers_of(template, agency)
    without = set(map(fold, peers.without)) if peers else set()
    return without.isdisjoint(map(fold, field.spellings))


def number(value: Decimal) -> str:
    return format(value, "f")


def _total(template: Template, page: Page, total: Total, row: int) -> str:
    parts = _named(page, row, template.parts(total))
    return f'=IF(COUNT({parts})=0,"",ROUND(SUM({parts}),{_FINEST}))'


def _repeat(template: Template, pages: Sequence[Page], total: Total, row: int) -> str:
    own = next(page for page in pages if page.section == total.section)
    other = next(page for page in pages if page.section == total.repeats)
    there = other.rows[row - own.rows[0]]
    sheet = other.sheet.replace("'", "''")
    cell = f"'{sheet}'!{other.cell(there, repeated(template, other.section).name)}"
    return f'=IF({cell}="","",{cell})'


def _index(template: Template, page: Page, index: Index, row: int) -> str:
    score = page.cell(row, index.of)
    quotient = f"{score}/{_denominator(template, page, index, row)}"
    return f'=IF({score}="","",{_rounded(quotient, index.digits)})'


def _denominator(template: Template, page: Page, index: Index, row: int) -> str:
    """What the row's agency is measured by, found by its name: one formula for all rows."""
    denominator = number(index.denominator)
    for peers in reversed(index.peers):
        own = [name for name in page.agencies if peers_of(template, name) == peers]
        cell = f"${letters(NAMES)}{row + 1}"
        tests = [f"{cell}={_text(name)}" for name in own or peers.agencies]
        among = f"OR({','.join(tests)})" if len(tests) > 1 else tests[0]
        denominator = f"IF({among},{number(peers.denominator)},{denominator})"
    return denominator


def _rounded(what: str, digits: int | None) -> str:
    return what if digits is None else f"ROUND({what},{digits})"


def _rank(page: Page, rank: Rank, row: int) -> str:
    score, every = page.cell(row, rank.of), page.all_rows(rank.of)
    return f'=IF({score}="","",{_place(rank, score, every, page.rows[0])})'


def _place(rank: Rank, score: str, every: str, first: int) -> str:
    order, beyond = (0, ">") if rank.direction == "descending" else (1, "<")
    place = f"RANK({score},{every},{order})"
    if rank.ties == "unique":  # of equals the one that is listed first is the better
        above = f"{every.partition(':')[0]}:{score}"
        return f"{place}+COUNTIF({above},{score})-1"
    if rank.ties in ("average", "last"):
        others = f"(COUNTIF({every},{score})-1)"
        return f"{place}+{others}/2" if rank.ties == "average" else f"{place}+{others}"
    if rank.ties == "dense":  # each score that is better counts where it stands first
        better = f"ISNUMBER({every})*({every}{beyond}{score})"
        return f"SUMPRODUCT({better}*(MATCH({every},{every},0)=ROW({every})-{first}))+1"
    return place


def _grade(page: Page, grade: Grade, row: int) -> str:
    score = page.cell(row, grade.of)
    *better, last = grade.levels
    grades = _text(last.name)
    if last.least is not None:
        grades = f'IF({score}>={number(last.least)},{grades},"")'
    for level in reversed(better):
        assert level.least is not None
        grades = f"IF({score}>={number(level.least)},{_text(level.name)},{grades})"
    return f'=IF({score}="","",{grades})'


def _text(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _named(page: Page, row: int, names: Sequence[str]) -> str:
    """Cells of a row, neighbours as one range."""
    places = sorted((page.column(name), name) for name in names)
    runs: list[list[str]] = []
    before = -1
    for column, name in places:
        if column != before + 1:
            runs.append([])
        runs[-1].append(page.cell(row, name))
        before = column
    return ",".join(run[0] if len(run) == 1 else f"{run[0]}:{run[-1]}" for run in runs)

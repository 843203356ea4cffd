"""The live formulas of a workbook, as a person enters them."""

from __future__ import annotations

from xlsxwriter.utility import quote_sheetname, xl_rowcol_to_cell

from benchmarks.strangers.sheet import Law, Sheet, Spot


def formula(sheet: Sheet, law: Law) -> str:
    """What a person would enter for the law."""
    names = [_name(sheet, law.target, term) for term in law.terms]
    one = names[0]
    match law.kind:
        case "sum":
            span = _span(sheet, law, law.terms)
            return f"=SUM({span})" if span else f"={_signed(law, names)}"
        case "ratio":
            return f"={one}/{names[1]}" + (f"*{law.scale}" if law.scale != 1 else "")
        case "change":
            return f"=({one}/{names[1]}-1)*{law.scale}"
        case "product":
            return "=" + "*".join(names) + (f"*{law.scale}" if law.scale != 1 else "")
        case "mean" | "max" | "min":
            word = {"mean": "AVERAGE", "max": "MAX", "min": "MIN"}[law.kind]
            return f"={word}({_span(sheet, law, law.terms) or ','.join(names)})"
        case "weighted":
            weights = _span(sheet, law, law.terms[::2])
            return f"=SUMPRODUCT({weights},{_span(sheet, law, law.terms[1::2])})/SUM({weights})"
        case _:
            return f"=RANK({one},{_span(sheet, law, tuple(sorted(law.terms)), fixed=True)})"


def _signed(law: Law, names: list[str]) -> str:
    signed = zip(law.factors, names, strict=True)
    return "".join(f"{'+' if f > 0 else '-'}{name}" for f, name in signed).removeprefix("+")


def _name(sheet: Sheet, target: Spot, spot: Spot) -> str:
    cell = str(xl_rowcol_to_cell(spot[1], spot[2]))
    return cell if spot[0] == target[0] else f"{quote_sheetname(sheet.names[spot[0]])}!{cell}"


def _span(sheet: Sheet, law: Law, spots: tuple[Spot, ...], fixed: bool = False) -> str:
    """The range of the spots, where they fill one without a gap; blank ones are passed over."""
    first, last = min(spots), max(spots)
    gapless = len(spots) == (last[1] - first[1] + 1) * (last[2] - first[2] + 1)
    if not gapless or len(spots) < 2 or first[0] != last[0] or min(law.factors or (1,)) < 0:
        return ""
    ends = [xl_rowcol_to_cell(*one[1:], row_abs=fixed, col_abs=fixed) for one in (first, last)]
    return ":".join(map(str, ends))

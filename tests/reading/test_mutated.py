"""Damaged files of every binary kind give a Book or a refusal: no traceback, no hang."""

from __future__ import annotations

import io
import zipfile
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.ooxml.packages import package, sheet
from tests.reading import binaries
from tests.reading.binaries import flag, label, number, number12, row12, text12, xls, xlsb
from tests.reading.damage import MUTATIONS, mutated, require_an_answer
from tests.reading.opendocument import figure, ods, row, table, words


@cache
def sound(kind: str) -> bytes:
    if kind == "xls":
        cells = [label(0, 0, "Sở"), number(0, 1, 8.5), flag(1, 1, 7, error=True)]
        cells += [binaries.merged((0, 0, 1, 2)), binaries.hidden_row(3), number(4, 4, 44750, 2)]
        return xls(b"".join(cells), hidden=(False, True))
    if kind == "xlsb":
        return xlsb(*(row12(at, text12(0, "Sở"), number12(1, at)) for at in range(9)))
    if kind == "xlsx":
        return package(sheet('<row r="1"><c r="A1"><v>1</v></c><c r="B1"><f>A1</f></c></row>'))
    spanned = words("Tổng", 'table:number-columns-spanned="2" table:number-rows-spanned="2"')
    many = 'table:number-rows-repeated="30" table:visibility="collapse"'
    formula = figure(2, 'table:formula="of:=SUM([.A1:.B1];2)" table:style-name="ce1"')
    return ods(table(row(spanned, figure(1)), row(formula, attributes=many)))


@pytest.mark.parametrize("kind", ["xls", "xlsb", "ods", "xlsx"])
@given(mutations=MUTATIONS)
def test_damage_is_told(
    kind: str, tmp_path_factory: pytest.TempPathFactory, mutations: list[tuple[str, int, int]]
) -> None:
    require_an_answer(tmp_path_factory.getbasetemp() / f"a.{kind}", mutated(sound(kind), mutations))


@pytest.mark.parametrize("kind", ["xlsb", "ods", "xlsx"])
@given(part=st.integers(0, 9), mutations=MUTATIONS)
def test_damage_within_a_sound_archive_is_told(
    kind: str,
    tmp_path_factory: pytest.TempPathFactory,
    part: int,
    mutations: list[tuple[str, int, int]],
) -> None:
    with zipfile.ZipFile(io.BytesIO(sound(kind))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = list(parts)[part % len(parts)]
    parts[name] = mutated(parts[name], mutations)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    require_an_answer(tmp_path_factory.getbasetemp() / f"b.{kind}", stream.getvalue())


@given(content=st.binary(min_size=1, max_size=200))
def test_any_bytes_are_a_text_or_refused(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    require_an_answer(tmp_path_factory.getbasetemp() / "a.txt", content)

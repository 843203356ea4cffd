"""Every way Vietnamese was ever stored comes out in Unicode; what is not Vietnamese stays."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter

from reconcile.reading import read
from reconcile.reading.encodings import decoded
from reconcile.reading.fonts import rows_in_unicode, text_in_unicode
from reconcile.reading.syllables import is_syllable
from tests.reading.vietnamese_fonts import MARKS, in_tcvn3, in_vni

SAMPLES = Path(__file__).parents[2] / "samples"
NAMES = (
    "Văn phòng UBND tỉnh", "Sở Kế hoạch và Đầu tư", "Sở Tài chính", "Sở Công Thương",
    "Sở Nông nghiệp và Phát triển nông thôn", "Sở Giao thông - Vận tải", "Sở Tư pháp",
    "Sở Lao động - Thương binh và Xã hội", "Sở Giáo dục và Đào tạo", "Thanh tra tỉnh",
    "Sở Khoa học và Công nghệ", "Sở Tài nguyên và Môi trường", "Sở Y tế", "Sở Nội vụ",
    "Sở Thông tin và Truyền thông", "Sở Văn hóa, Thể thao và Du lịch", "Huyện Kỳ Sơn",
    "Ban Quản lý các khu công nghiệp", "Ban Dân tộc", "Thị xã Phước Long", "Quận Gò Vấp",
)  # fmt: skip
TABLE = "STT\tĐơn vị\tĐiểm\n" + "".join(f"{n}\t{name}\t8,7\n" for n, name in enumerate(NAMES))

FRENCH = (
    "N°\tMinistère\tDépenses prévues\n1\tÉducation nationale, été\t8,7\n2\tSanté\t9\n"
    "3\tIntérieur « sécurité »\t4\n4\tTransports — où réside l'État ?\t5\n5\tTrésor à côté\t1\n"
    "6\tPêche, forêts, bâtiments, hôpitaux, aînés, reçus, naïveté, œuvres\t2\n"
)
ENGLISH = "No\tDepartment\tScore\n1\tCafé résumé naïve façade\t8.7\n2\tArea (m²) ±5 °C\t£9\n"
GERMAN = "Nr\tAmt\tGröße\n1\tBüro für Öffentlichkeit\t8,7\n2\tStraßen, Brücken, Häfen\t9\n"
PORTUGUESE = "N.º\tÓrgão\tSituação\n1\tEducação e saúde não são só ações\t8,7\n2\tPaís, avô\t9\n"


def in_windows_1258(text: str) -> bytes:
    """The tone stands after its vowel as a mark of its own."""
    apart = [unicodedata.normalize("NFD", one) for one in text]
    tones = ["".join(mark for mark in one if mark in MARKS) for one in apart]
    bare = ["".join(mark for mark in one if mark not in MARKS) for one in apart]
    letters = (unicodedata.normalize("NFC", one) for one in bare)
    return "".join(a + b for a, b in zip(letters, tones, strict=True)).encode("cp1258")


def lines(folder: Path, content: bytes) -> list[list[str | None]]:
    path = folder / "a.txt"
    path.write_bytes(content)
    return read(str(path)).sheets[0].cells.tolist()


@pytest.mark.parametrize("word", ["nghiêng", "quốc", "giếng", "Gì", "khuỷu", "ƯỚC", "yếu", "oẹ"])
def test_syllables(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["été", "für", "năc", "tốoc", "QĐ", "C«ng", "bạà", "toàch", "ă"])
def test_no_syllables(word: str) -> None:
    assert not is_syllable(word)


def test_the_fonts_as_everyone_has_seen_them() -> None:
    told = "Cộng hòa xã hội chủ nghĩa Việt Nam"
    assert text_in_unicode("Céng hßa x· héi chñ nghÜa ViÖt Nam") == told
    assert text_in_unicode("Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam") == told


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_with_a_mark_and_without(tmp_path: Path, encoding: str) -> None:
    assert decoded(TABLE.encode(encoding)) == TABLE
    assert lines(tmp_path, TABLE.encode(encoding))[1] == ["0", NAMES[0], "8,7"]


def test_windows_1258(tmp_path: Path) -> None:
    assert [row[1] for row in lines(tmp_path, in_windows_1258(TABLE))[1:]] == list(NAMES)


@pytest.mark.parametrize("typed", [in_tcvn3, in_vni])
def test_fonts_in_a_text_of_bytes(tmp_path: Path, typed: Callable[[str], str]) -> None:
    content = typed(TABLE).encode("latin-1")
    found = lines(tmp_path, content)
    assert found[0] == ["STT", "Đơn vị", "Điểm"]
    assert [row[1] for row in found[1:]] == list(NAMES)
    assert [row[1] for row in lines(tmp_path, typed(TABLE).encode())[1:]] == list(NAMES)


@pytest.mark.parametrize("name", ["so-nganh-chuyen-doi-so.md", "phu-luc-ninh-binh-2021.txt"])
def test_the_samples_typed_for_fonts(name: str) -> None:
    text = (SAMPLES / name).read_text("utf-8")
    assert text_in_unicode(in_vni(text)) == text
    # The case of a capital with a tone is in the font alone.
    assert text_in_unicode(in_tcvn3(text)).lower() == text.lower()


@pytest.mark.parametrize("text", [FRENCH, ENGLISH, GERMAN, PORTUGUESE, TABLE, *NAMES])
def test_what_is_no_such_font_stays(text: str) -> None:
    assert text_in_unicode(text) == text
    assert decoded(text.encode()) == text


@pytest.mark.parametrize("text", [FRENCH, ENGLISH, GERMAN, PORTUGUESE])
def test_western_bytes_are_western(text: str) -> None:
    assert decoded(text.encode("cp1252")) == text


def test_capitals_of_a_font_without_toned_capitals() -> None:
    typed = in_tcvn3("SỞ CÔNG THƯƠNG\nMã Số\nSở Tư pháp (TÁI cơ cấu)\nquận, huyện, thị xã")
    assert text_in_unicode(typed).splitlines()[:3] == [
        "SỞ CÔNG THƯƠNG",
        "Mã Số",
        "Sở Tư pháp (TÁI cơ cấu)",
    ]


def test_what_stands_beside_a_font() -> None:
    typed = [[in_tcvn3(name), 8.7, None] for name in NAMES]
    kept = ["Diện tích (m²)", "Tài chính", "Sở Nội vụ", "(3)=(1)\u2212(2)", "\u22125,2", "x\u2212y"]
    beside = [[in_tcvn3(kept[0]), "", ""], *([text, "", ""] for text in kept[1:])]
    found = rows_in_unicode([*typed, *beside])
    assert [list(row) for row in found[: len(typed)]] == [[name, 8.7, None] for name in NAMES]
    assert [row[0] for row in found[len(typed) :]] == kept


def test_a_minus_read_for_the_soft_hyphen() -> None:
    typed = in_tcvn3("\n".join(NAMES)).replace("\u00ad", "\u2212")
    assert text_in_unicode(typed) == "\n".join(NAMES)


@pytest.mark.parametrize("typed", [in_tcvn3, in_vni])
def test_too_few_words_are_left_alone(typed: Callable[[str], str]) -> None:
    few = typed("Sở Y tế: tốt")
    assert text_in_unicode(few) == few


@pytest.mark.parametrize("typed", [in_tcvn3, in_vni])
def test_fonts_in_a_workbook(tmp_path: Path, typed: Callable[[str], str]) -> None:
    path = tmp_path / "a.xlsx"
    book = xlsxwriter.Workbook(path)
    for sheet, write in ((book.add_worksheet("Cũ"), typed), (book.add_worksheet("Mới"), str)):
        for row, name in enumerate(NAMES):
            sheet.write_string(row, 0, write(name))
    book.close()
    for sheet in read(str(path)).sheets:
        assert sheet.cells[:, 0].tolist() == list(NAMES)

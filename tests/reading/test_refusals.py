"""Everything that is refused, each beside an honest file that passes."""

from __future__ import annotations

import errno
import os
import zipfile
from pathlib import Path
from string import Formatter

import pytest
import xlsxwriter

from reconcile.messages import catalogue, say
from reconcile.model import ReconcileError
from reconcile.reading import guard, read
from tests.ooxml.packages import MAIN, WORKBOOK, package, sheet, zipped

COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
ONE = sheet('<row r="1"><c r="A1"><v>1</v></c></row>')


def refusal(path: Path | str, sheet_name: str | None = None) -> str:
    """The code of the refusal, whose sentence names the file in both languages."""
    with pytest.raises(ReconcileError) as caught:
        read(str(path), sheet_name)
    for language in ("vi", "en"):
        assert str(path) in say(caught.value.message, language)
    return caught.value.code


def written(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def test_the_honest_package_passes(tmp_path: Path) -> None:
    assert read(str(written(tmp_path, "a.xlsx", package(ONE)))).sheets[0].cells[0, 0] == 1
    assert read(str(written(tmp_path, "a.xlsm", package(ONE)))).format == "xlsx"


@pytest.mark.parametrize("name", ["a.xlsx", "a.csv", "a.doc"])
def test_missing_directory_and_empty(tmp_path: Path, name: str) -> None:
    assert refusal(tmp_path / name) == "missing"
    (tmp_path / name).mkdir()
    assert refusal(tmp_path / name) == "directory"
    (tmp_path / name).rmdir()
    assert refusal(written(tmp_path, name, b"")) in ("empty", "save-as")


def test_a_pipe_is_no_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.csv")
    assert refusal(tmp_path / "a.csv") == "not-a-file"


@pytest.mark.parametrize(
    ("name", "code"), [("a.doc", "save-as"), ("a.RTF", "save-as"), ("a.png", "unsupported")]
)
def test_formats_that_cannot_be_read_yet(tmp_path: Path, name: str, code: str) -> None:
    assert refusal(written(tmp_path, name, b"anything")) == code


@pytest.mark.parametrize("content", [b"\x00\x01\x02rubbish" * 50, b"a,b\n1,2\n", b"PK"])
def test_rubbish_under_the_name_of_a_workbook(tmp_path: Path, content: bytes) -> None:
    assert refusal(written(tmp_path, "a.xlsx", content)) == "not-its-kind"


def test_another_kind_of_archive(tmp_path: Path) -> None:
    content = zipped({"word/document.xml": "<w/>"})
    assert refusal(written(tmp_path, "a.xlsx", content)) == "not-its-kind"
    document = package(ONE, xl__workbook=f'<document xmlns="{MAIN}"/>')
    assert refusal(written(tmp_path, "b.xlsx", document)) == "not-its-kind"


def test_broken_workbooks(tmp_path: Path) -> None:
    whole = package(ONE)
    assert refusal(written(tmp_path, "cut.xlsx", whole[: len(whole) // 2])) == "broken-workbook"
    assert refusal(written(tmp_path, "open.xlsx", package("<worksheet"))) in ("broken-workbook",)
    malformed = package(ONE, xl__workbook=WORKBOOK[:-5])
    assert refusal(written(tmp_path, "xml.xlsx", malformed)) == "broken-workbook"
    at = whole.index(b"xl/worksheets/sheet1.xml") + 40
    damaged = whole[:at] + b"\xff\xff\xff" + whole[at + 3 :]
    assert refusal(written(tmp_path, "crc.xlsx", damaged)) == "broken-workbook"


def test_two_parts_of_one_name(tmp_path: Path) -> None:
    path = written(tmp_path, "a.xlsx", package(ONE))
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("XL/worksheets/sheet1.xml", ONE)
    assert refusal(path) == "broken-workbook"


def test_encrypted_and_old_workbooks(tmp_path: Path) -> None:
    encrypted = COMPOUND + "EncryptedPackage".encode("utf-16-le")
    assert refusal(written(tmp_path, "a.xlsx", encrypted)) == "encrypted"
    assert refusal(written(tmp_path, "b.xlsx", COMPOUND)) == "old-workbook"


@pytest.mark.parametrize("content", [b"a,b\n\0\1\2", COMPOUND, b"PK\x03\x04rest", b"%PDF-1.7\n"])
def test_text_that_is_no_text(tmp_path: Path, content: bytes) -> None:
    assert refusal(written(tmp_path, "a.csv", content)) == "not-text"


def test_text_in_no_known_encoding(tmp_path: Path) -> None:
    assert refusal(written(tmp_path, "a.csv", b"a,b\n\xff\x8a\x8d,1\n")) == "unknown-encoding"


def test_entities_are_not_expanded(tmp_path: Path) -> None:
    bomb = '<!DOCTYPE w [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
    for part in ("xl__workbook", "xl__worksheets__sheet1"):
        text = bomb + (WORKBOOK if part == "xl__workbook" else ONE)
        assert refusal(written(tmp_path, "a.xlsx", package(ONE, **{part: text}))) == "entities"


def test_a_lone_cell_at_the_far_corner(tmp_path: Path) -> None:
    rows = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    assert refusal(written(tmp_path, "a.xlsx", package(sheet(rows)))) == "far-cell"
    styled = '<row r="1"><c r="A1"><v>1</v></c></row>' + rows.replace("<v>1</v>", "")
    near = styled.replace('"></c>', '"/>')
    assert read(str(written(tmp_path, "b.xlsx", package(sheet(near))))).sheets[0].shape == (1, 1)


def test_a_far_row_and_a_far_column_that_are_modest(tmp_path: Path) -> None:
    rows = (
        '<row r="1"><c r="A1"><v>1</v></c><c r="XFD1"><v>2</v></c></row>'
        '<row r="100"><c r="A100"><v>3</v></c></row>'
    )
    found = read(str(written(tmp_path, "a.xlsx", package(sheet(rows)))))
    assert found.sheets[0].shape == (100, 16384)


def test_a_text_of_one_long_line_and_many_short_ones(tmp_path: Path) -> None:
    content = b"\t".join([b"1"] * 20_000) + b"\n" + b"a\n" * 20_000
    assert refusal(written(tmp_path, "a.txt", content)) == "far-cell"
    assert (
        read(str(written(tmp_path, "b.txt", content[: 40_000 + 100]))).sheets[0].shape[1] == 20_000
    )


def test_archives_that_unpack_too_far(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    padded = written(tmp_path, "a.xlsx", package(ONE, xl__padding=" " * 400_000))
    honest = written(tmp_path, "b.xlsx", package(ONE, xl__padding="0123456789abcdef" * 2_000))
    assert read(str(padded)).sheets
    monkeypatch.setattr(guard, "UNPACKED_FREELY", 20_000)
    monkeypatch.setattr(guard, "LARGEST_RATIO", 100)
    assert refusal(padded) == "bomb-ratio"
    assert read(str(honest)).sheets
    monkeypatch.setattr(guard, "LARGEST_CONTENT", 200_000)
    assert refusal(padded) == "bomb-total"
    assert read(str(honest)).sheets


def test_a_workbook_of_many_like_rows_is_no_bomb(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book = xlsxwriter.Workbook(path, {"constant_memory": True})
    page = book.add_worksheet()
    for row in range(5_000):
        page.write_row(row, 0, [10] * 20)
    book.close()
    packed = path.stat().st_size
    with zipfile.ZipFile(path) as archive:
        unpacked = sum(entry.file_size for entry in archive.infolist())
    assert unpacked < guard.LARGEST_RATIO * packed
    assert read(str(path)).sheets[0].shape == (5_000, 20)


def test_too_large_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "LARGEST_FILE", 100)
    assert refusal(written(tmp_path, "a.csv", b"a,b\n" * 26)) == "too-large"
    assert read(str(written(tmp_path, "b.csv", b"a,b\n" * 25))).sheets


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        (PermissionError(errno.EACCES, "denied"), "not-permitted"),
        (OSError(errno.EBUSY, "busy"), "in-use"),
        (OSError(errno.EIO, "fault"), "unreadable"),
    ],
)
def test_faults_of_the_system(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: OSError, code: str
) -> None:
    def refuse(*_: object) -> bytes:
        raise fault

    path = written(tmp_path, "a.csv", b"a,b\n")
    monkeypatch.setattr(Path, "open", refuse)
    assert refusal(path) == code


def test_a_file_that_an_office_holds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> bytes:
        raise PermissionError(errno.EACCES, "denied")

    path = written(tmp_path, "a.xlsx", package(ONE))
    written(tmp_path, "~$a.xlsx", b"owner")
    assert read(str(path)).sheets
    monkeypatch.setattr(Path, "open", refuse)
    assert refusal(path) == "in-use"


def test_a_sheet_that_is_not_there(tmp_path: Path) -> None:
    path = written(tmp_path, "a.xlsx", package(ONE))
    assert refusal(path, "T") == "sheet-unknown"
    assert [one.name for one in read(str(path), "S").sheets] == ["S"]


def test_sentences_have_the_same_keys_and_places() -> None:
    def places(sentence: str) -> set[str | None]:
        return {name for _, name, _, _ in Formatter().parse(sentence) if name is not None}

    vi, en = catalogue("vi"), catalogue("en")
    keys = {key for key in {**vi, **en} if key.startswith("error.")}
    assert {key: places(vi[key]) for key in keys} == {key: places(en[key]) for key in keys}

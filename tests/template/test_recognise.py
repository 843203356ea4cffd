"""Which template a sheet is given: by its title, by its indicators, as asked for, or none."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from reconcile.messages import say
from reconcile.model import ReconcileError
from reconcile.pipeline import audit_book
from reconcile.settings import Settings
from reconcile.template import TemplateChoice, catalogue
from tests.drawing import book, drawn

ROWS = "1 | Sở Nội vụ | 4 | 3 | 2 | 9\n2 | Sở Y tế | 5 | 2 | 1 | 8\n3 | Sở Tư pháp | 1 | 3 | 3 | 7"
HEADER = "STT | Cơ quan | Kế hoạch năm | Báo cáo quý | Hồ sơ một cửa | Tổng điểm"
SHEET = f"{HEADER}\n{ROWS}"
TITLED = f"KẾT QUẢ CHẤM ĐIỂM cải cách hành chính – NĂM 2023 | | | | |\n{SHEET}"
TEMPLATE = """\
name = "Cải cách hành chính"
titles = ["Kết quả chấm điểm * hành chính"]
valid_from = 2022
valid_to = 2023
[[indicator]]
name = "Kế hoạch năm"
[[indicator]]
name = "Báo cáo quý"
[[indicator]]
name = "Hồ sơ một cửa"
[[total]]
name = "Tổng điểm"
sums = "all"
"""


@pytest.fixture
def templates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty folder of shipped templates."""
    monkeypatch.setattr("reconcile.template.folders.folder", lambda: tmp_path)
    catalogue.shipped_covers.cache_clear()
    yield tmp_path
    catalogue.shipped_covers.cache_clear()


def put(folder: Path, name: str, text: str = TEMPLATE) -> Path:
    path = folder / f"{name}.toml"
    path.write_text(text, encoding="utf-8")
    return path


def chosen(text: str, settings: Settings | None = None) -> TemplateChoice:
    return audit_book(book(drawn(text)), settings or Settings()).template


def taken(text: str) -> tuple[str, str] | None:
    found = chosen(text).taken
    return (found.name, found.by) if found else None


def test_by_its_title(templates: Path) -> None:
    put(templates, "cchc")
    assert taken(TITLED) == ("cchc", "title")


def test_by_its_indicators_alone(templates: Path) -> None:
    put(templates, "cchc")
    assert taken(SHEET) == ("cchc", "indicators")


def test_a_slip_in_a_label_is_no_matter(templates: Path) -> None:
    put(templates, "cchc")
    assert taken(TITLED.replace("Báo cáo quý", "Báo  cáo Qúy")) == ("cchc", "title")


def test_not_by_a_title_over_other_indicators(templates: Path) -> None:
    put(templates, "cchc", TEMPLATE.replace("Kế hoạch năm", "A").replace("Báo cáo quý", "B")
        .replace("Hồ sơ một cửa", "C"))  # fmt: skip
    assert taken(TITLED) is None


def test_not_before_nor_after_it_is_in_force(templates: Path) -> None:
    put(templates, "cchc")
    assert taken(TITLED.replace("2023", "2024")) is None
    assert taken(TITLED.replace("2023", "2021")) is None


def test_of_two_frameworks_the_one_in_force(templates: Path) -> None:
    put(templates, "cchc-2022")
    put(templates, "cchc-2024", TEMPLATE.replace("2022", "2024").replace("= 2023", "= 2025"))
    assert taken(TITLED) == ("cchc-2022", "title")
    assert taken(TITLED.replace("2023", "2025")) == ("cchc-2024", "title")


def test_between_two_that_fit_alike_none_is_taken_and_that_is_said(templates: Path) -> None:
    put(templates, "one")
    put(templates, "two")
    choice = chosen(TITLED)
    assert choice.taken is None and choice.reason is not None
    assert "one, two" in say(choice.reason, "en")


def test_a_broken_one_on_the_shelf_is_none(templates: Path) -> None:
    put(templates, "broken", 'titles = ["Kết quả"\n')
    put(templates, "cchc")
    assert taken(TITLED) == ("cchc", "title")


def test_one_is_asked_for_by_name_or_as_a_file(templates: Path, tmp_path: Path) -> None:
    put(templates, "cchc")
    folder = tmp_path / "own"
    folder.mkdir()
    own = put(folder, "own", TEMPLATE.replace("2022", "2001").replace("2023", "2002"))
    for asked, name in (("cchc", "cchc"), (str(own), "own")):
        found = chosen(TITLED, Settings(template=asked)).taken
        assert found and (found.name, found.by) == (name, "option")


def test_one_that_is_not_there(templates: Path) -> None:
    put(templates, "cchc")
    with pytest.raises(ReconcileError) as refusal:
        chosen(TITLED, Settings(template="pci"))
    assert "cchc" in say(refusal.value.message, "en")
    with pytest.raises(ReconcileError, match="template-unreadable"):
        chosen(TITLED, Settings(template="pci.toml"))


def test_sections_are_found_by_title_and_columns(templates: Path) -> None:
    path = put(templates, "two", """\
name = "Hai phần"
[[section]]
name = "Thể chế"
[[section]]
name = "Hạ tầng"
[[indicator]]
name = "Kế hoạch"
section = "Thể chế"
[[indicator]]
name = "Báo cáo"
section = "Hạ tầng"
[[total]]
name = "Tổng điểm"
section = "Thể chế"
repeats = "Hạ tầng"
""")  # fmt: skip
    rows = "1 | A a | 3 | 4 | 7\n2 | B b | 2 | 9 | 11\n3 | C c | 5 | 1 | 6"
    table = f"STT | Cơ quan | {{}} | {{}} | Tổng điểm\n{rows}"
    sheet = (
        f"2. Hạ tầng | | | |\n{table.format('Báo cáo', 'Máy')}\n | | | |\n"
        f"1. Thẻ chế | | | |\n{table.format('Kế hoạch', 'Sổ')}"
    )
    found = chosen(sheet, Settings(template=str(path))).taken
    assert found is not None
    assert {binding.section: binding.table for binding in found.bindings} == {
        "Hạ tầng": "T1",
        "Thể chế": "T2",
    }

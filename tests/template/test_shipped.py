"""The templates shipped: each is right, reads back, and is found for the sample it is of."""

from __future__ import annotations

from pathlib import Path

import pytest

from reconcile.agencies import read_agencies
from reconcile.labels.spelling import fold
from reconcile.pipeline import audit
from reconcile.report.tidy.frame import tidy_rows
from reconcile.settings import Settings
from reconcile.template import read_template, template_from, toml
from reconcile.template.folders import folder, shipped

SAMPLES = Path(__file__).parents[2] / "samples"
OF_SAMPLES = {
    "so-nganh-chuyen-doi-so.md": "chuyen-doi-so-so-nganh",
    "so-nganh-chuyen-doi-so.xlsx": "chuyen-doi-so-so-nganh",
    "phu-luc-ninh-binh-2021.txt": "chuyen-doi-so-ninh-binh",
    "phu-luc-ninh-binh-2021.xlsx": "chuyen-doi-so-ninh-binh",
}
each = pytest.mark.parametrize("path", shipped(), ids=lambda path: path.stem)


def test_there_are_some() -> None:
    assert {path.stem for path in shipped()} == set(OF_SAMPLES.values())


@each
def test_a_template_is_right_and_reads_back(path: Path) -> None:
    template = read_template(path)
    assert template.titles and template.indicators and template.agencies.agencies
    assert template_from(toml(template), str(path)) == template


@each
def test_its_agencies_have_names_in_the_common_table(path: Path) -> None:
    template = read_template(path)
    for agency in template.agencies.agencies:
        assert len(template.names.meant(agency.name, None)) <= 1, agency.name


@pytest.mark.parametrize(
    "path", sorted((folder() / "agencies").glob("*.toml")), ids=lambda path: path.stem
)
def test_a_table_of_names_is_right_and_joins_no_two_agencies(path: Path) -> None:
    agencies = read_agencies(path)
    for n, agency in enumerate(agencies.agencies):
        for named in agency.names:
            assert fold(named.name) and agencies.meant(named.name, None) == (n,), named.name


@pytest.mark.parametrize(("sample", "name"), OF_SAMPLES.items())
def test_a_sample_is_recognised_by_its_title(sample: str, name: str) -> None:
    taken = audit(str(SAMPLES / sample)).template.taken
    assert taken is not None
    assert (taken.name, taken.by, taken.share) == (name, "title", 1)


def test_none_is_taken_where_none_is_wanted() -> None:
    choice = audit(str(SAMPLES / next(iter(OF_SAMPLES))), Settings(templates=False)).template
    assert choice.taken is None and choice.reason is None


def test_the_tidy_frame_has_the_groups_that_the_template_states() -> None:
    name = str(SAMPLES / "so-nganh-chuyen-doi-so.md")
    known, printed = (
        {row.indicator: row.group for row in tidy_rows(audit(name, Settings(templates=own)))}
        for own in (True, False)
    )
    assert printed["Nâng cao năng lực ứng cứu sự cố"] == "Đào tạo nguồn nhân lực"
    assert known["Nâng cao năng lực ứng cứu sự cố"] == "An toàn, an ninh mạng và độ tin cậy số"
    assert known["Dịch vụ Bưu chính công ích"] == "Hoạt động Chính quyền số"
    assert known["Thư điện tử"] == printed["Thư điện tử"]

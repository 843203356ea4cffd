"""The samples as LibreOffice saves them in other formats: the same cells, the same findings."""

from __future__ import annotations

import json
import subprocess
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconcile.pipeline import audit
from reconcile.reading import read
from tests.reading.damage import MUTATIONS, mutated, require_an_answer
from tests.reading.documents import OFFICE, SAMPLES, needs_office

STEMS = ("so-nganh-chuyen-doi-so", "phu-luc-ninh-binh-2021")
FORMATS = ("xls", "ods")

pytestmark = needs_office


@pytest.fixture(scope="module", params=FORMATS)
def converted(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with both samples in one format, written by a LibreOffice of its own profile."""
    folder = tmp_path_factory.mktemp("converted")
    sources = [str(SAMPLES / f"{stem}.xlsx") for stem in STEMS]
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [str(OFFICE), "--headless", profile, "--convert-to", request.param]
    subprocess.run(
        [*command, "--outdir", str(folder), *sources], check=True, capture_output=True, timeout=180
    )
    return folder


@pytest.mark.parametrize("stem", STEMS)
def test_the_same_findings(converted: Path, stem: str) -> None:
    (path,) = converted.glob(f"{stem}.*")
    truth = json.loads((SAMPLES / "truth" / f"{stem}.json").read_text("utf-8"))
    found = Counter((f.rule, f.at.a1, f.severity) for f in audit(str(path)).findings)
    assert found == Counter((t["rule"], t["at"], t["severity"]) for t in truth)


@pytest.mark.parametrize("stem", STEMS)
def test_the_same_cells_merges_and_formats(converted: Path, stem: str) -> None:
    (path,) = converted.glob(f"{stem}.*")
    source = read(str(SAMPLES / f"{stem}.xlsx")).sheets
    for wanted, found in zip(source, read(str(path)).sheets, strict=True):
        assert (wanted.name, wanted.shape) == (found.name, found.shape)
        assert wanted.cells.tolist() == found.cells.tolist()
        assert set(wanted.merges) == set(found.merges)
        rows, columns = wanted.shape
        held = [(i, j) for i in range(rows) for j in range(columns) if wanted.cells[i, j]]
        assert [wanted.format_code(*at) for at in held] == [found.format_code(*at) for at in held]


@given(stem=st.sampled_from(STEMS), mutations=MUTATIONS)
def test_damage_to_a_real_file_is_told(
    converted: Path, stem: str, mutations: list[tuple[str, int, int]]
) -> None:
    (path,) = converted.glob(f"{stem}.*")
    damaged = converted / f"damaged{path.suffix}"
    require_an_answer(damaged, mutated(path.read_bytes(), mutations))


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with both samples as pages, as Word documents made of those, and printed."""
    folder = tmp_path_factory.mktemp("printed")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    sources = [str(SAMPLES / f"{stem}.xlsx") for stem in STEMS]
    pages = [str(folder / f"{stem}.html") for stem in STEMS]
    as_writer = ["--infilter=HTML (StarWriter)", "--convert-to", "docx"]
    for options, files in ((["--convert-to", "html"], sources), (as_writer, pages),
                           (["--convert-to", "pdf"], sources)):  # fmt: skip
        command = [str(OFFICE), "--headless", profile, *options, "--outdir", str(folder), *files]
        subprocess.run(command, check=True, capture_output=True, timeout=180)
    return folder


@pytest.mark.parametrize("suffix", ["html", "docx", "pdf"])
@pytest.mark.parametrize("stem", STEMS)
def test_the_same_findings_where_the_cells_have_moved(
    printed: Path, stem: str, suffix: str
) -> None:
    """Pages have no cell addresses: the findings are told by what is wrong and in which row."""

    def told(path: Path) -> Counter[tuple[str, str, str]]:
        return Counter((f.rule, f.severity, f.row) for f in audit(str(path)).findings)

    assert told(printed / f"{stem}.{suffix}") == told(SAMPLES / f"{stem}.xlsx")

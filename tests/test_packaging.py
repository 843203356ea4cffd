"""The wheel works alone: built and installed without a network, and run outside the checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

import reconcile

ROOT = Path(__file__).parents[1]
WHEELS = ROOT / "wheels"

needs_wheels = pytest.mark.skipif(
    not (WHEELS / "filled").exists(), reason="`make test` fills the folder wheels/"
)


def pip(*arguments: str | Path) -> None:
    environment = os.environ | {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(WHEELS)}
    # A constraint or an index of this machine is none of the wheel's business.
    environment |= {"PIP_CONFIG_FILE": os.devnull, "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    command = [sys.executable, "-m", "pip", "-q", *map(str, arguments)]
    subprocess.run(command, env=environment, check=True)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    pip("wheel", "--no-deps", "-w", folder, ROOT)
    (built,) = folder.glob("reconcile_sheets-*.whl")
    return built


@needs_wheels
def test_the_wheel_works_installed_alone(wheel: Path, tmp_path: Path) -> None:
    home = tmp_path / "venv"
    venv.create(home)
    binaries = home / ("Scripts" if sys.platform == "win32" else "bin")
    pip("--python", home, "install", wheel)

    sample = tmp_path / "sheet.md"
    sample.write_bytes((ROOT / "samples" / "so-nganh-chuyen-doi-so.md").read_bytes())
    audit = tmp_path / "audit.xlsx"
    run = subprocess.run(
        [binaries / "reconcile", "check", sample, "-o", audit],
        capture_output=True,
        encoding="utf-8",
        cwd=tmp_path,
        env={name: value for name, value in os.environ.items() if name != "PYTHONPATH"},
        check=False,
    )
    assert (run.returncode, "T28" in run.stdout, audit.exists()) == (1, True, True), run.stderr


@needs_wheels
def test_the_wheel_holds_the_catalogues_and_nothing_of_the_workshop(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for path in (ROOT / "reconcile").rglob("*.toml"):
        assert path.relative_to(ROOT).as_posix() in names
    for path in (ROOT / "templates").rglob("*.toml"):
        assert f"reconcile/{path.relative_to(ROOT).as_posix()}" in names
    assert "reconcile/py.typed" in names
    assert {name.partition("/")[0].partition("-")[0] for name in names} == {
        "reconcile",
        "reconcile_sheets",
    }


def test_every_dependency_is_pinned_by_name_and_version_alone() -> None:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    assert all(line.count("==") == 1 and "/" not in line and "@" not in line for line in lines)


def test_every_public_name_is_there() -> None:
    assert all(getattr(reconcile, name) for name in reconcile.__all__)
    with pytest.raises(AttributeError, match="no_such_name"):
        _ = reconcile.no_such_name

"""The README shows every command and rule, as they are."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import click
import pytest

from reconcile.batch.ledger import Ledger
from reconcile.cli import COMMANDS, commands

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def generate() -> ModuleType:
    spec = spec_from_file_location("generate", ROOT / "docs" / "generate.py")
    assert spec and spec.loader
    generate = module_from_spec(spec)
    spec.loader.exec_module(generate)
    return generate


def test_the_generated_parts_are_up_to_date(generate: ModuleType) -> None:
    assert generate.generated(README) == README, "run `make docs`"


def test_the_ledger_is_documented_as_it_is(generate: ModuleType, tmp_path: Path) -> None:
    page = generate.LEDGER.read_text(encoding="utf-8")
    assert generate.ledger_page() == page, "run `make docs`"
    Ledger(f"sqlite:///{tmp_path}/ledger.sqlite").close()
    with closing(sqlite3.connect(tmp_path / "ledger.sqlite")) as connection:
        queries = re.findall(r"```sql\n(.*?)```", page, re.DOTALL)
        assert len(queries) == 3
        for query in queries:
            assert connection.execute(query).fetchall() == []


def test_every_command_is_documented() -> None:
    for name in COMMANDS:
        assert f"### `reconcile {name}`" in README
        command = commands.get_command(click.Context(commands), name)
        assert command and command.help and command.epilog, f"{name} has a help text and an example"


def test_every_link_leads_somewhere() -> None:
    for page in ("README.md", "CONTRIBUTING.md"):
        for target in re.findall(r"\]\(([^)#:]+)\)", (ROOT / page).read_text(encoding="utf-8")):
            assert (ROOT / target).exists(), f"{page} links to {target}"


def test_the_picture_is_quick_to_load() -> None:
    assert (ROOT / "docs" / "annotated.png").stat().st_size <= 300_000


def test_every_make_target_named_is_there() -> None:
    targets = set(re.findall(r"(?m)^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8")))
    for page in ("README.md", "CONTRIBUTING.md"):
        named = re.findall(r"`make ([a-z]+)`", (ROOT / page).read_text(encoding="utf-8"))
        assert set(named) <= targets


def test_every_measurement_shown_can_be_repeated() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    named = re.findall(r"\| `python ([^`]+)` \|", README)
    assert named
    for command in set(named):
        assert f"$(BIN)/python {command}\n" in makefile

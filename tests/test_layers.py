"""The house's import order, and the packages that may stand in some rooms only."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

PACKAGE = Path(__file__).parents[1] / "reconcile"

LAYERS = (
    ("model", "process"),
    ("numbers", "messages"),
    ("settings",),
    ("labels",),
    ("agencies",),
    ("formulas",),
    ("ooxml",),
    ("reading",),
    ("structure",),
    ("template",),
    ("relations",),
    ("audited",),
    ("explain",),
    ("correct",),
    ("learning",),
    ("comparing",),  # two audits into one value, which `report` then tells
    ("report",),
    ("pipeline",),
    ("batch",),
    ("cli",),
)
RANK = {room: rank for rank, rooms in enumerate(LAYERS) for room in rooms}

ONLY_IN = {
    "click": {"cli"},
    "python_calamine": {"reading", "ooxml"},
    "xlrd": {"reading", "ooxml"},
    "lxml": {"reading", "ooxml"},
    "xlsxwriter": {"report"},
    # Its tokenizer and its translation of formulas are used, its loading and saving are not.
    "openpyxl": {"formulas", "ooxml", "reading", "report"},
}
LAZY = {"pandas", "pyarrow"}
_OF_THE_PACKAGE = ("__version__",)
# What a module imports from its right all the same, and why: nothing does.
EXCEPTIONS: dict[tuple[str, str], str] = {}


class Import(NamedTuple):
    module: str
    line: int
    at_start: bool


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def room(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(path: Path) -> Iterator[Import]:
    """Every import of a module, those for the type checker included: who knows a type knows it."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    nodes: list[tuple[ast.AST, bool]] = [(tree, True)]
    while nodes:
        node, at_start = nodes.pop()
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            at_start = False
        if isinstance(node, ast.Import):
            yield from (Import(alias.name, node.lineno, at_start) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (Import(name, node.lineno, at_start) for name in _sources(node))
        at_start = at_start and not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
        nodes.extend((child, at_start) for child in ast.iter_child_nodes(node))


def _sources(node: ast.ImportFrom) -> Iterator[str]:
    assert node.level == 0, "imports are written in full"
    if node.module == "reconcile":
        yield from (f"reconcile.{alias.name}" for alias in node.names)
    else:
        yield str(node.module)


def test_every_room_has_its_place() -> None:
    rooms = {room(path) for path in modules()} - {"__init__", "__main__"}
    assert rooms <= set(RANK)


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_imports_only_what_stands_to_its_left(path: Path) -> None:
    here = room(path)
    for found in imports(path):
        package, _, rest = found.module.partition(".")
        target = rest.partition(".")[0]
        if package != "reconcile" or target in (*_OF_THE_PACKAGE, here) or here.startswith("__"):
            continue
        excepted = (str(path.relative_to(PACKAGE)), found.module) in EXCEPTIONS
        assert excepted or RANK[target] < RANK[here], f"{path}:{found.line} imports {found.module}"


def test_every_exception_is_still_one() -> None:
    for (name, module), reason in EXCEPTIONS.items():
        assert module in {found.module for found in imports(PACKAGE / name)}, reason


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_packages_stand_only_in_their_rooms(path: Path) -> None:
    for found in imports(path):
        package = found.module.partition(".")[0]
        rooms = ONLY_IN.get(package, {room(path)})
        assert room(path) in rooms, f"{path}:{found.line} imports {package}"
        assert package not in LAZY or not found.at_start, f"{path}:{found.line}: {package} at start"


def test_only_the_command_line_prints() -> None:
    for path in modules():
        calls = [node for node in ast.walk(ast.parse(path.read_text("utf-8")))
                 if isinstance(node, ast.Call) and ast.unparse(node.func) == "print"]  # fmt: skip
        assert not calls, f"{path}:{calls[0].lineno} prints"

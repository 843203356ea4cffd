"""Names: no two public classes of the package have the same one."""

from __future__ import annotations

import ast
from collections import defaultdict
from pathlib import Path

PACKAGE = Path(__file__).parents[1] / "reconcile"


def _modules_by_class() -> dict[str, list[str]]:
    """The modules that define each public class, by the name of the class."""
    modules: dict[str, list[str]] = defaultdict(list)
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                modules[node.name].append(str(path.relative_to(PACKAGE)))
    return modules


def test_no_public_class_name_is_defined_twice() -> None:
    modules = _modules_by_class()
    assert not {name: where for name, where in modules.items() if len(where) > 1}

"""The names that `import reconcile` promises."""

from __future__ import annotations

import subprocess
import sys

EVERY_MODULE = """
import pkgutil, types, reconcile
for module in pkgutil.iter_modules(reconcile.__path__):
    if module.name != "__main__":
        __import__(f"reconcile.{module.name}")
for name in reconcile.__all__:
    assert not isinstance(getattr(reconcile, name), types.ModuleType), name
"""


def test_no_public_name_is_that_of_a_module() -> None:
    """A module of the same name would take its place as soon as it is imported."""
    subprocess.run([sys.executable, "-c", EVERY_MODULE], check=True)

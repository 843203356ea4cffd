"""Where templates are kept: the shipped ones with the program, others wherever an office likes."""

from __future__ import annotations

from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).parents[1]


@cache
def folder() -> Path:
    """The shipped templates: within the package once installed, beside it in a checkout."""
    installed = _PACKAGE / "templates"
    return installed if installed.is_dir() else _PACKAGE.parent / "templates"


def shipped() -> tuple[Path, ...]:
    """The shipped templates, by name."""
    return tuple(sorted(folder().glob("*.toml")))


def named(name: str) -> Path | None:
    """The shipped template of a name."""
    return next((path for path in shipped() if path.stem == name), None)


def beside(template: str, file: str) -> Path | None:
    """A file that a template names, from its own folder or from the shipped ones'."""
    options = (Path(template).parent / file, folder() / file)
    return next((path for path in options if path.is_file()), None)

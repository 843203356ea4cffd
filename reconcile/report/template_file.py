"""A template's text as a file."""

from __future__ import annotations

from pathlib import Path

from reconcile.report.atomic import written_whole


def write_template(text: str, path: str, sources: tuple[str, ...]) -> None:
    """Write the text to `path`, whole or not at all.

    Raises ReconcileError `output-is-source` where `path` is one of the sources,
    `output-not-writable` where it cannot be written.
    """
    with written_whole(Path(path), sources) as temporary:
        temporary.write_text(text, encoding="utf-8", newline="\n")

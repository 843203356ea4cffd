"""Where results may be written: settled before any work is done.

Over a result of ours they may; a template that was learned and a form are for people to write in,
so they are none.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from reconcile.model import ReconcileError
from reconcile.ooxml.workbook_part import ADDED_SHEET_NAME
from reconcile.report.tidy.row import TIDY_TITLE, Tidy

_ENOUGH = 1 << 16  # bytes of a file's head or tail that tell what it is
# Our sheets in a workbook have a name that says so, and tables of figures are titled by their kind.
_MARKS = {"xl/workbook.xml": ADDED_SHEET_NAME, "docProps/core.xml": TIDY_TITLE}


def workbook_targets(paths: tuple[str, ...], output: str, force: bool = False) -> Mapping[str, str]:
    """The annotated workbook's path for each file; `output` is a folder where there are several.

    Raises ReconcileError for an output that cannot be.
    """
    if len(paths) == 1 and not os.path.isdir(output):
        check_target(output, (".xlsx",), paths, force)
        return {paths[0]: output}
    if not os.path.isdir(output):
        _make_folder(output)
    targets: dict[str, str] = {}
    for path in paths:
        name = "stdin" if path == "-" else Path(path).stem
        target = os.path.join(output, f"{name}.audit.xlsx")
        if target in targets.values():
            target = os.path.join(output, f"{name}.{len(targets) + 1}.audit.xlsx")
        targets[path] = target
    for target in targets.values():
        check_target(target, (".xlsx",), paths, force)
    return targets


def _make_folder(path: str) -> None:
    try:
        os.mkdir(path)
    except OSError as error:
        raise ReconcileError("output-folder-missing", path=path) from error


def check_target(
    target: str, suffixes: tuple[str, ...], sources: tuple[str, ...], force: bool = False
) -> None:
    """Raises ReconcileError unless `target` may be written: its suffix, its folder, no source, and
    unless `force`, no file that somebody else made."""
    if not target.lower().endswith(suffixes):
        raise ReconcileError("output-suffix", path=target, suffixes=", ".join(suffixes))
    folder = os.path.dirname(target) or "."
    if not os.path.isdir(folder):
        raise ReconcileError("output-folder-missing", path=folder)
    if os.path.isdir(target):
        raise ReconcileError("output-is-folder", path=target)
    for source in sources:
        if os.path.exists(target) and os.path.exists(source) and os.path.samefile(target, source):
            raise ReconcileError("output-is-source", path=target)
    if os.path.lexists(target) and not force and not _is_own_result(target):
        raise ReconcileError("output-exists", path=target)


def _is_own_result(path: str) -> bool:
    """Whether an earlier `check`, `fix`, `compare` or `tidy` wrote the file."""
    suffix = os.path.splitext(path)[1].lower()
    try:
        if suffix in (".xlsx", ".xlsm"):
            return _is_own_workbook(path)
        return suffix in (".csv", ".parquet") and _is_own_table(path)
    except (OSError, BadZipFile, NotImplementedError, RuntimeError):
        return False


def _is_own_workbook(path: str) -> bool:
    with ZipFile(path) as archive:
        parts = set(archive.namelist())
        for part, mark in _MARKS.items():
            if part in parts:
                with archive.open(part) as content:
                    if mark.encode() in content.read(_ENOUGH):
                        return True
    return False


def _is_own_table(path: str) -> bool:
    """A CSV file with the headings of a tidy table, or a Parquet file with its name."""
    with open(path, "rb") as file:
        head = file.read(_ENOUGH)
        if not head.startswith(b"PAR1"):
            return head.decode("utf-8-sig", "replace").startswith(",".join(Tidy._fields[:4]))
        file.seek(max(0, os.path.getsize(path) - _ENOUGH))
        return TIDY_TITLE.encode() in file.read()

"""Where results may be written: settled before any work is done."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from reconcile.model import ReconcileError
from reconcile.report.own_results import is_own_result


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
    if os.path.lexists(target) and not force and not is_own_result(target):
        raise ReconcileError("output-exists", path=target)

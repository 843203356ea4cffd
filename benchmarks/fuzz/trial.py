"""One input put through everything that is done with a file, and what came of it."""

from __future__ import annotations

import io
import json
import sys
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from benchmarks.fuzz.inputs import Input
from reconcile.audited import Audit
from reconcile.correct.selection import chosen_fixes
from reconcile.messages import say
from reconcile.model import ReconcileError
from reconcile.pipeline import audit
from reconcile.report.annotated.workbook import write_annotated
from reconcile.report.corrected.copy import write_corrected
from reconcile.report.json.contract import check_json, inspect_json
from reconcile.report.terminal.findings import terminal_text
from reconcile.report.terminal.inspection import inspect_text
from reconcile.report.tidy.frame import write_tidy

SHOWN_EVERY = 4  # of the inputs that can be read, one is shown as text
WRITTEN_EVERY = 12  # and one has all workbooks written for it
WIDTH = 80

Ending = Literal["read", "refused", "traceback", "noise", "hang", "abort"]
FAULTS: tuple[Ending, ...] = ("traceback", "noise", "hang", "abort")


@dataclass(frozen=True)
class Outcome:
    """`detail` is the code of a refusal, or where a fault stood; `memory` in bytes, the most that
    the process had held until then."""

    number: int
    suffix: str
    format: str
    story: str
    ending: Ending
    detail: str
    seconds: float
    memory: int


def ending(one: Input, folder: Path) -> tuple[Ending, str, float]:
    """How the input ended, the detail, and the seconds of the processor it took."""
    path = folder / f"input{one.suffix}"
    if one.suffix != "-":
        path.write_bytes(one.content)
    began = time.process_time()
    try:
        with _piped(one):
            _all_of_it(one, "-" if one.suffix == "-" else str(path), folder)
    except ReconcileError as refusal:
        say(refusal.message, "vi"), say(refusal.message, "en")
        found: tuple[Ending, str] = ("refused", refusal.code)
    except Exception as fault:  # noqa: BLE001 (any at all is what the campaign looks for)
        found = ("traceback", _told(fault))
    else:
        found = ("read", "")
    return *found, time.process_time() - began


def _all_of_it(one: Input, path: str, folder: Path) -> None:
    found = audit(path)
    json.dumps(check_json([found]))
    json.dumps(inspect_json([found]))
    if one.number % SHOWN_EVERY == 0:
        for language in ("vi", "en"):
            terminal_text(found, language, WIDTH, True)
            inspect_text(found, language, WIDTH, True)
    if one.number % WRITTEN_EVERY == 0:
        _write(found, folder)


def _write(found: Audit, folder: Path) -> None:
    """Whatever cannot be written is refused by name, each for itself."""
    with _refusals():
        write_annotated(found, folder / "annotated.xlsx")
    with _refusals():
        write_tidy([found], folder / "figures.csv")
    with _refusals():
        chosen = chosen_fixes(found, ("safe", "unsafe", "display"), ())
        write_corrected(found, chosen, folder / "corrected.xlsx", found.document.language)
        audit(str(folder / "corrected.xlsx"))


@contextmanager
def _refusals() -> Iterator[None]:
    try:
        yield
    except ReconcileError as refusal:
        say(refusal.message, "en")


@contextmanager
def _piped(one: Input) -> Iterator[None]:
    usual = sys.stdin
    if one.suffix == "-":
        sys.stdin = io.TextIOWrapper(io.BytesIO(one.content))
    try:
        yield
    finally:
        sys.stdin = usual


def _told(fault: BaseException) -> str:
    """What the fault was, and the last frames that led to it."""
    frames = traceback.extract_tb(fault.__traceback__)[-4:]
    where = " < ".join(f"{Path(one.filename).name}:{one.lineno}" for one in reversed(frames))
    return f"{type(fault).__name__} {' '.join(str(fault).split())[:120]} at {where}"

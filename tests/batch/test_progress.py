"""The bar on a terminal, as a terminal shows it."""

from __future__ import annotations

import os
import pty
import sys
from contextlib import suppress

import pytest

from reconcile.batch.audit_files import Progress
from reconcile.cli.progress import progress_shown


@pytest.mark.skipif(not hasattr(pty, "openpty"), reason="needs a pseudo-terminal")
def test_a_terminal_shows_files_errors_and_rate(monkeypatch: pytest.MonkeyPatch) -> None:
    ours, theirs = pty.openpty()
    with os.fdopen(theirs, "w", encoding="utf-8") as terminal:
        monkeypatch.setattr(sys, "stderr", terminal)
        monkeypatch.setenv("TERM", "xterm")
        monkeypatch.setenv("COLUMNS", "100")
        with progress_shown("en") as watch:
            for done in (1, 2):
                watch(Progress(total=2_000, done=done, errors=3, failed=1, seconds=done / 4))
    shown = b""
    with suppress(OSError):  # so ends what a closed terminal had shown
        while chunk := os.read(ours, 65_536):
            shown += chunk
    assert "2/2,000  3 errors, 1 not audited, 4.0 files/s" in shown.decode("utf-8")


def test_a_log_gets_a_line_at_the_end(capsys: pytest.CaptureFixture[str]) -> None:
    with progress_shown("vi") as watch:
        watch(Progress(total=2, done=1, seconds=1))
        watch(Progress(total=2, done=2, errors=1, seconds=1))
    assert (
        capsys.readouterr().err
        == "2/2 tệp, 1 lỗi, 0 không kiểm tra được, 2.0 tệp/giây, còn 0 giây\n"
    )

"""Files that appear whole or not at all."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from reconcile.model import ReconcileError


@contextmanager
def written_whole(target: Path, sources: tuple[str, ...] = ()) -> Iterator[Path]:
    """A temporary path beside `target` that takes its name when the block ends well.

    Raises ReconcileError `output-is-source` where the target is one of `sources`, and
    `output-not-writable` where the folder or the file refuses.
    """
    for source in sources:
        if target.exists() and os.path.exists(source) and os.path.samefile(source, target):
            raise ReconcileError("output-is-source", path=str(target))
    temporary = target.parent / f".reconcile-{secrets.token_hex(6)}.tmp"
    try:
        yield temporary
        os.replace(temporary, target)
    except OSError as error:
        raise ReconcileError("output-not-writable", path=str(target)) from error
    finally:
        temporary.unlink(missing_ok=True)

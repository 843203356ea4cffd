"""Files that appear whole or not at all."""

from __future__ import annotations

import errno
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from reconcile.model import ReconcileError

_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


@contextmanager
def written_whole(target: Path, sources: tuple[str, ...] = ()) -> Iterator[Path]:
    """A temporary path beside `target` that takes its name when the block ends well.

    Raises ReconcileError `output-is-source` where the target is one of `sources`, `no-room` where
    the disk is full, and `output-not-writable` where the folder or the file refuses.
    """
    for source in sources:
        if target.exists() and os.path.exists(source) and os.path.samefile(source, target):
            raise ReconcileError("output-is-source", path=str(target))
    temporary = target.parent / f".reconcile-{secrets.token_hex(6)}.tmp"
    try:
        yield temporary
        os.replace(temporary, target)
    except OSError as error:
        raise not_written(error, str(target)) from error
    finally:
        temporary.unlink(missing_ok=True)


def write_text(text: str, path: str, sources: tuple[str, ...]) -> None:
    """Write a text to `path`, whole or not at all. Raises what `written_whole` does."""
    with written_whole(Path(path), sources) as temporary:
        temporary.write_text(text, encoding="utf-8", newline="\n")


def not_written(error: OSError, path: str) -> ReconcileError:
    """Why the system did not write there."""
    return ReconcileError("no-room" if is_full(error) else "output-not-writable", path=path)


def is_full(error: OSError) -> bool:
    """Whether there was no room for what was to be written."""
    return error.errno in _NO_ROOM


def half_written(folder: Path) -> list[Path]:
    """What whoever was cut short left below the folder, and what is being written now."""
    return list(folder.rglob(".reconcile-*.tmp"))

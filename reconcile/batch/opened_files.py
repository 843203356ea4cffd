"""Sources opened: files of this machine where they are, others copied beside a worker."""

from __future__ import annotations

import hashlib
import os
import threading
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import IO, NamedTuple

from reconcile.batch.addresses import file_system, is_address, unreached
from reconcile.batch.sources import Source
from reconcile.model import ReconcileError
from reconcile.reading.guard import LARGEST_FILE

_CHUNK = 2**20  # bytes read at once
_kept = threading.local()  # the archive a thread opened last: its members come one after another


class LocalCopy(NamedTuple):
    """A file to be read: `path`, from within `folder` where that is not None."""

    path: str
    folder: str | None


def content_digest(source: Source) -> str:
    """The sha256 of its content. Raises ReconcileError as `local_copy` does."""
    sha256 = hashlib.sha256()
    with _opened(source) as stream:
        while chunk := stream.read(_CHUNK):
            sha256.update(chunk)
    return sha256.hexdigest()


@contextmanager
def local_copy(source: Source) -> Iterator[LocalCopy]:
    """The source as a file of this machine; a copy is gone when the block ends.

    Raises ReconcileError for what cannot be opened, is encrypted or too large.
    """
    if not source.member and source.place.lower().endswith(".zip"):
        raise ReconcileError("broken-archive", path=source.path)  # or its members would be here
    if not source.member and not is_address(source.place):
        yield LocalCopy(source.place, None)
        return
    with TemporaryDirectory(prefix="reconcile-") as folder:
        name = _harmless_name(source)
        target = Path(folder) / name
        target.parent.mkdir(parents=True, exist_ok=True)
        with _opened(source) as stream, target.open("wb") as copied:
            while chunk := stream.read(_CHUNK):
                copied.write(chunk)
        yield LocalCopy(name, folder)


def _harmless_name(source: Source) -> str:
    """The file's name, below its archive's; nothing in it leads anywhere else."""
    last = PurePosixPath(source.member.replace("\\", "/") or source.name).name
    archive = PurePosixPath(source.place.replace(os.sep, "/")).name if source.member else "."
    return str(PurePosixPath(archive) / (last or "unnamed"))


class _Limited:
    """A stream that is refused once it has given more than a file may hold."""

    def __init__(self, stream: IO[bytes], source: Source) -> None:
        self._stream, self._source, self._given = stream, source, 0

    def read(self, size: int) -> bytes:
        chunk = self._stream.read(size)
        self._given += len(chunk)
        if self._given > LARGEST_FILE:
            limit = f"{LARGEST_FILE // 2**20} MB"
            raise ReconcileError("too-large", path=self._source.path, limit=limit)
        return chunk


@contextmanager
def _opened(source: Source) -> Iterator[_Limited]:
    try:
        with _stream(source) as stream:
            yield _Limited(stream, source)
    except FileNotFoundError as error:
        raise ReconcileError("missing", path=source.path) from error
    except PermissionError as error:
        raise ReconcileError("not-permitted", path=source.path) from error
    except ReconcileError:
        raise
    except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, NotImplementedError) as error:
        raise ReconcileError("broken-archive", path=source.path) from error
    except Exception as error:  # of an address, as in `reaching`
        if is_address(source.place):
            raise unreached(source.path, error) from error
        if isinstance(error, OSError):
            raise ReconcileError("unreadable", path=source.path) from error
        raise


def _stream(source: Source) -> IO[bytes]:
    if source.member:
        return _member(source)
    if not is_address(source.place):
        return open(source.place, "rb")
    system, inner = file_system(source.place)
    stream: IO[bytes] = system.open(inner, "rb")
    return stream


def _member(source: Source) -> IO[bytes]:
    try:
        return _archive(source.place).open(source.member)
    except RuntimeError as error:  # it asks for a password
        raise ReconcileError("encrypted", path=source.path) from error


def _archive(place: str) -> zipfile.ZipFile:
    if getattr(_kept, "place", None) != place:
        system, inner = file_system(place)
        _kept.archive = zipfile.ZipFile(system.open(inner, "rb"))
        _kept.place = place
    archive: zipfile.ZipFile = _kept.archive
    return archive

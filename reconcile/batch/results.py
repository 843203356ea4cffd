"""The folder of a batch's results, on this machine or at an address."""

from __future__ import annotations

import errno
import hashlib
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Any

from reconcile.batch.addresses import file_system, is_address, reaching, without_password
from reconcile.batch.sources import Source
from reconcile.report.atomic import half_written, not_written, written_whole

_UNFIT = re.compile(r'[#%<>:"|?*\\\x00-\x1f\ud800-\udfff]')
_LONGEST_NAME = 120  # characters: file systems take 255 bytes, and our own suffixes come behind


def annotated_name(source: Source) -> str:
    """Where a file's annotated workbook stands below the results; no two files share one."""
    parts = [_fit(part) for part in PurePosixPath(source.name).parts if part not in ("/", "..")]
    name = "/".join(parts)
    if name != source.name:
        name += "." + hashlib.sha256(source.path.encode()).hexdigest()[:8]
    return f"annotated/{name}.audit.xlsx"


def _fit(part: str) -> str:
    """A name that every system takes."""
    return _UNFIT.sub("_", part)[:_LONGEST_NAME].rstrip(". ")


class Results:
    """Files by their names below the folder, with '/' in them.

    Raises ReconcileError `output-not-writable` for a folder that cannot be made or written to,
    `no-room` for a full one.
    """

    def __init__(self, folder: str) -> None:
        self.is_remote = is_address(folder)
        self.folder = folder.rstrip("/") if self.is_remote else os.path.abspath(folder)
        if not self.is_remote:
            self._make(Path(self.folder))

    @property
    def shown(self) -> str:
        """What the folder is called everywhere."""
        return without_password(self.folder)

    def has(self, name: str) -> bool:
        if self.is_remote:
            system, inner = self._remote(name)
            with reaching(f"{self.folder}/{name}"):
                return bool(system.exists(inner))
        return os.path.exists(os.path.join(self.folder, name))

    def write(self, name: str, content: bytes) -> None:
        """Stores the bytes, whole or not at all."""
        with self.place(name) as path, written_whole(path) as temporary:
            temporary.write_bytes(content)

    @contextmanager
    def place(self, name: str) -> Iterator[Path]:
        """A path of this machine to write to; what stands there at the end has the name."""
        if not self.is_remote:
            target = Path(self.folder, name)
            self._make(target.parent)
            yield target
            return
        with TemporaryDirectory(prefix="reconcile-") as folder:
            path = Path(folder) / PurePosixPath(name).name
            yield path
            system, inner = self._remote(name)
            with reaching(f"{self.folder}/{name}"):
                system.makedirs(inner.rpartition("/")[0], exist_ok=True)
                _put(system, str(path), inner)

    def remove(self, name: str) -> None:
        """Removes a file that may be there no more."""
        with suppress(OSError):
            if self.is_remote:
                system, inner = self._remote(name)
                system.rm_file(inner)
            else:
                os.unlink(os.path.join(self.folder, name))

    def half_written(self) -> list[str]:
        """What was begun and has no name yet, or was cut short."""
        if self.is_remote:
            return []
        root = Path(self.folder)
        return [str(path.relative_to(root)) for path in half_written(root)]

    def _remote(self, name: str) -> tuple[Any, str]:
        system, inner = file_system(self.folder)
        return system, f"{inner}/{name}"

    def _make(self, folder: Path) -> None:
        with self._refusing(str(folder)):
            folder.mkdir(parents=True, exist_ok=True)

    @contextmanager
    def _refusing(self, name: str) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise not_written(error, name) from error


def _put(system: Any, path: str, target: str) -> None:
    """Stores a file at an address, whole or not at all: object stores take it so, others under a
    name of its own, which is then changed."""
    from fsspec import AbstractFileSystem

    if type(system).mv is AbstractFileSystem.mv:  # it copies
        system.put_file(path, target)
        return
    folder, _, name = target.rpartition("/")
    begun = f"{folder}/.{name}.part"
    try:
        system.put_file(path, begun)
        try:
            system.mv(begun, target)
        except OSError as error:
            if error.errno != errno.EEXIST:
                raise
            system.rm_file(target)  # this server renames nothing over it
            system.mv(begun, target)
    except BaseException:
        with suppress(Exception):
            system.rm_file(begun)
        raise

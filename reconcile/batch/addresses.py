"""Places where files stand: paths of this machine, and addresses (`s3://…`, `sftp://…`).

Addresses are those of fsspec; what a scheme needs beyond it, it says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from reconcile.model import ReconcileError

_PASSWORD = re.compile(r"^([^/:]+://[^/:@]*):[^/]*(?=@)")


def is_address(path: str) -> bool:
    """Whether it is an address and no path of this machine (`C:\\` is one)."""
    scheme, mark, _ = path.partition("://")
    return bool(mark) and len(scheme) > 1


def without_password(place: str) -> str:
    """The place without the password that an address may hold."""
    return _PASSWORD.sub(r"\1", place)


def file_system(place: str) -> tuple[Any, str]:
    """The file system of a place, and the place within it.

    Raises ReconcileError `address` for one whose scheme is unknown or lacks its package, or where
    nobody answers.
    """
    from fsspec.core import url_to_fs

    with reaching(place):
        system, inner = url_to_fs(place)
    return system, inner


@contextmanager
def reaching(place: str) -> Iterator[None]:
    """Tells whatever the package of an address raises as ReconcileError `address`."""
    try:
        yield
    except ReconcileError:
        raise
    except Exception as error:  # every package has errors of its own
        raise unreached(place, error) from error


def unreached(place: str, error: Exception) -> ReconcileError:
    """The refusal of a place where a package fails, in that package's words."""
    reason = " ".join(str(error).split()) or type(error).__name__
    return ReconcileError("address", path=without_password(place), reason=reason)

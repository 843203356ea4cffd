"""Values read by native code, which is kept from speaking, and from ending what called it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from python_calamine import CalamineError, PasswordError

from reconcile.model import ReconcileError

_STANDARD_ERROR = 2


class PanicError(Exception):
    """The native code gave up on a value that it has no type for."""


@contextmanager
def refusing(path: str) -> Iterator[None]:
    """Raises ReconcileError for what calamine cannot read, PanicError for what it stumbles over."""
    try:
        with _silence():
            yield
    except PasswordError as error:
        raise ReconcileError("encrypted", path=path) from error
    except (CalamineError, OSError, ValueError) as error:
        raise ReconcileError("broken-workbook", path=path) from error
    except OverflowError as error:
        raise PanicError from error
    except BaseException as error:
        # A panic in native code is no Exception, and its class cannot be imported.
        if type(error).__name__ != "PanicException":
            raise
        raise PanicError from error


@contextmanager
def _silence() -> Iterator[None]:
    """Nothing reaches standard error, where native code tells of a panic before it is ours."""
    try:
        kept = os.dup(_STANDARD_ERROR)
    except OSError:  # closed already
        yield
        return
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, _STANDARD_ERROR)
        os.close(nowhere)
        yield
    finally:
        os.dup2(kept, _STANDARD_ERROR)
        os.close(kept)

"""What calamine, native code, stumbles over: told by exceptions of ours, and never by a line on
standard error or the end of the process."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from python_calamine import CalamineError, PasswordError

from reconcile.model import ReconcileError

_STANDARD_ERROR = 2  # its file descriptor


class PanicError(Exception):
    """The native code gave up on a value that it has no type for."""


@contextmanager
def refusing_errors(path: str) -> Iterator[None]:
    """Raises ReconcileError for what calamine cannot read, PanicError for what it stumbles over."""
    try:
        with _silent_standard_error():
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
def _silent_standard_error() -> Iterator[None]:
    """Nothing reaches standard error, where native code tells of a panic before it is ours."""
    try:
        spoken_to = os.dup(_STANDARD_ERROR)
    except OSError:  # closed already
        yield
        return
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, _STANDARD_ERROR)
        os.close(nowhere)
        yield
    finally:
        os.dup2(spoken_to, _STANDARD_ERROR)
        os.close(spoken_to)

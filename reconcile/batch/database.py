"""The database under the ledger: SQLite beside the results, or one that an office shares."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, Row, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError, NoSuchModuleError

from reconcile.batch.schema import metadata
from reconcile.model import ReconcileError

_BUSY = 60_000  # milliseconds to wait for another run's write


class Database:
    """A database by its SQLAlchemy address, its tables made where they are missing.

    All raise ReconcileError `ledger` where it refuses or cannot hold more; only IntegrityError
    passes, which tells that another run was first.
    """

    def __init__(self, url: str) -> None:
        self._url = url
        with self._refusing():
            self._engine = _engine(url)
            metadata.create_all(self._engine)

    @contextmanager
    def changing(self) -> Iterator[Connection]:
        """One transaction."""
        with self._refusing(), self._engine.begin() as connection:
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        with self._refusing(), self._engine.connect() as connection:
            yield connection

    def streamed(self, asked: Any) -> Iterator[Row[Any]]:
        """The rows of a query, a few at a time."""
        with self.reading() as connection:
            yield from connection.execution_options(yield_per=200).execute(asked)

    def close(self) -> None:
        self._engine.dispose()

    @contextmanager
    def _refusing(self) -> Iterator[None]:
        try:
            yield
        except IntegrityError:
            raise
        except (DBAPIError, ArgumentError, NoSuchModuleError, ImportError) as error:
            reason = str(getattr(error, "orig", None) or error).splitlines()[0]
            raise ReconcileError("ledger", ledger=_shown(self._url), reason=reason) from error


def _engine(url: str) -> Engine:
    engine = create_engine(url)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _: Any) -> None:
    for pragma in (f"busy_timeout = {_BUSY}", "journal_mode = WAL", "synchronous = NORMAL",
                   "foreign_keys = ON"):  # fmt: skip
        connection.execute(f"PRAGMA {pragma}")


def _shown(url: str) -> str:
    """The ledger's address without what opens it."""
    try:
        return make_url(url).render_as_string(hide_password=True)
    except ArgumentError:
        return url

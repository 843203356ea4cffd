"""The database under the ledger: SQLite beside the results, or one that an office shares."""

from __future__ import annotations

import re
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Column, Connection, Engine, Row, Table, create_engine, event, inspect, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import (
    ArgumentError,
    DBAPIError,
    IntegrityError,
    NoSuchModuleError,
    OperationalError,
    ProgrammingError,
)
from sqlalchemy.schema import CreateTable

from reconcile.batch.schema import metadata
from reconcile.model import ReconcileError

_BUSY = 60_000  # milliseconds to wait for another run's write

_TRIES = 20  # before a ledger that is locked is given up


class Database:
    """A database by its SQLAlchemy address, its tables made where they are missing, and columns
    added to those that an earlier version made.

    All raise ReconcileError `ledger` where it refuses or cannot hold more; only IntegrityError
    passes, which tells that another run was first. Opening one raises `ledger-differs` where its
    tables are none of ours.
    """

    def __init__(self, url: str) -> None:
        self._shown = _shown(url)
        with self._refusing():
            self._engine = _engine(url)
            self._make_tables()

    @contextmanager
    def changing(self) -> Iterator[Connection]:
        """One transaction."""
        with self._refusing(), self._engine.begin() as connection:
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        with self._refusing(), self._engine.connect() as connection:
            yield connection

    def streamed(self, query: Any) -> Iterator[Row[Any]]:
        """The rows of a query, a few at a time."""
        with self.reading() as connection:
            yield from connection.execution_options(yield_per=200).execute(query)

    def _make_tables(self) -> None:
        there = inspect(self._engine).get_table_names()
        for table in metadata.sorted_tables:
            if table.name in there:
                try:
                    self._complete(table)
                except (OperationalError, ProgrammingError):
                    self._complete(table)  # where another run has just added the column
        for table in metadata.sorted_tables:
            try:
                self._make(table)
            except (IntegrityError, ProgrammingError):
                self._make(table)  # PostgreSQL's, where another run made it at the same moment

    def _make(self, table: Table) -> None:
        with self._engine.begin() as connection:
            connection.execute(CreateTable(table, if_not_exists=True))

    def _complete(self, table: Table) -> None:
        """Adds the columns that an earlier version had not.

        Its tables have none besides ours; one that has, and lacks some of ours, is somebody else's.
        """
        with self._engine.begin() as connection:
            there = {column["name"] for column in inspect(connection).get_columns(table.name)}
            lacking = [column for column in table.columns if column.name not in there]
            if not lacking:
                return
            foreign = there - {column.name for column in table.columns}
            if foreign or any(column.primary_key or column.foreign_keys for column in lacking):
                names = ", ".join(column.name for column in lacking)
                raise ReconcileError(
                    "ledger-differs", ledger=self._shown, table=table.name, columns=names
                )
            for column in lacking:
                connection.execute(text(_added(column, connection)))

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
            raise ReconcileError("ledger", ledger=self._shown, reason=reason) from error


def _added(column: Column[Any], connection: Connection) -> str:
    """How a column is added to its table: what an earlier version did not count is nought there,
    and the file is audited again when it is next asked for."""
    kind = column.type.compile(connection.dialect)
    empty = "''" if column.type.python_type is str else "0"
    default = "" if column.nullable else f" NOT NULL DEFAULT {empty}"
    return f'ALTER TABLE {column.table.name} ADD COLUMN "{column.name}" {kind}{default}'


def _engine(url: str) -> Engine:
    try:
        engine = create_engine(url)
    except ValueError as error:  # a port that is no number
        raise ArgumentError(str(error)) from error
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _: Any) -> None:
    connection.execute(f"PRAGMA busy_timeout = {_BUSY}")
    _write_ahead(connection)
    for pragma in ("synchronous = NORMAL", "foreign_keys = ON"):
        connection.execute(f"PRAGMA {pragma}")


def _write_ahead(connection: Any) -> None:
    """Has readers and the writer not wait for each other.

    Where two runs change a new ledger to that at once, SQLite refuses one of them unasked.
    """
    for left in reversed(range(_TRIES)):
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError:
            if not left:
                raise
            time.sleep(0.05)


def _shown(url: str) -> str:
    """The ledger's address without what opens it."""
    try:
        return make_url(url).set(query={}).render_as_string(hide_password=True)
    except (ArgumentError, ValueError):
        return re.sub(r":(?!//).*@", ":***@", url.partition("?")[0])

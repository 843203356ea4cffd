"""Rows into a Parquet file as they come, one group of them in memory at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from decimal import Decimal
from importlib import import_module
from itertools import islice
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, Literal

from msgspec import Struct

from reconcile.model import ReconcileError

ParquetKind = Literal["text", "whole", "exact"]
ParquetRows = Iterable[Sequence[Any]]
# How many digits stand before and behind the decimal mark.
Shape = tuple[int, int]

# The digits of decimal128, the widest exact type that every reader of Parquet knows.
_DIGITS = 38
_ROWS_OF_A_GROUP = 32_768  # held in memory before they are written


class ParquetSchema(Struct, frozen=True):
    """A table's name, which stands in the file's metadata, and its columns in order.

    `text` is a string, `whole` an int64, `exact` a Decimal, stored as decimal128(38, s).
    """

    name: str
    columns: Mapping[str, ParquetKind]


class ParquetTable:
    """Rows on their way into a Parquet file.

    `lost` says at the end how many Decimals are null there, as they do not fit.
    """

    def __init__(self, pa: Any, schema: ParquetSchema, spool: Any) -> None:
        self._pa, self._schema, self._rows = pa, schema, list[Sequence[Any]]()
        self._fields = _fields(pa, schema, pa.string())
        options = pa.ipc.IpcWriteOptions(compression="lz4")
        self._stream = pa.ipc.new_stream(spool, self._fields, options=options)
        self.shapes: Counter[Shape] = Counter()
        self.lost = 0

    def add(self, rows: ParquetRows) -> None:
        rest = iter(rows)
        while True:
            self._rows += islice(rest, _ROWS_OF_A_GROUP - len(self._rows))
            if len(self._rows) < _ROWS_OF_A_GROUP:
                return
            self._spool()

    def close(self) -> None:
        """Nothing more comes."""
        if self._rows:
            self._spool()
        self._stream.close()

    def _spool(self) -> None:
        """The rows as Arrow's, Decimals as their digits."""
        arrays = []
        columns = zip(*self._rows, strict=True)
        for values, kind in zip(columns, self._schema.columns.values(), strict=True):
            if kind == "whole":
                arrays.append(self._pa.array(values, type=self._pa.int64()))
            elif kind == "text":
                arrays.append(_texts(self._pa, values))
            else:
                digits = _digits(values)
                self.shapes.update(map(_shape, filter(None, digits)))
                arrays.append(_texts(self._pa, digits))
        self._rows.clear()
        self._stream.write_batch(self._pa.record_batch(arrays, schema=self._fields))


@contextmanager
def parquet_table(
    schema: ParquetSchema, path: Path, every_value: bool = True
) -> Iterator[ParquetTable]:
    """A table that is written to `path` when the block ends well.

    The scale s is the least at which most values are exact: nearly always all of them. Raises
    ReconcileError `parquet-missing`; at the end `number-too-long` where `every_value` is wanted and
    one does not fit; and OSError.
    """
    pa = _pyarrow()
    # The scale is known once every value was seen, and they are too many to keep in memory.
    with TemporaryFile(dir=path.parent) as spool:
        table = ParquetTable(pa, schema, spool)
        yield table
        table.close()
        scale = _scale(table.shapes)
        table.lost = sum(count for shape, count in table.shapes.items() if not _fits(shape, scale))
        if table.lost and every_value:
            raise ReconcileError("number-too-long", digits=str(_DIGITS))
        spool.seek(0)
        final = _fields(pa, schema, pa.decimal128(_DIGITS, scale))
        with (
            pa.ipc.open_stream(spool) as groups,
            pa.parquet.ParquetWriter(str(path), final, compression="zstd") as writer,
        ):
            for group in groups:
                fitting = _fitting(pa, group, final) if table.lost else group
                writer.write_batch(fitting.cast(final))


def write_parquet(schema: ParquetSchema, rows: ParquetRows, path: Path) -> None:
    """Write the rows to `path`; raises what `parquet_table` does."""
    with parquet_table(schema, path) as table:
        table.add(rows)


def _pyarrow() -> Any:
    try:
        import_module("pyarrow.parquet")
        return import_module("pyarrow")
    except ImportError as missing:
        raise ReconcileError("parquet-missing") from missing


def _fields(pa: Any, schema: ParquetSchema, exact: Any) -> Any:
    types = {"text": pa.string(), "whole": pa.int64(), "exact": exact}
    fields = [(name, types[kind]) for name, kind in schema.columns.items()]
    return pa.schema(fields, metadata={"schema": schema.name})


def _texts(pa: Any, values: Sequence[str | None]) -> Any:
    try:
        return pa.array(values, type=pa.string())
    except UnicodeEncodeError:
        # Parquet's strings are UTF-8, which has no lone surrogates.
        plain = [value and value.encode("utf-8", "replace").decode("utf-8") for value in values]
        return pa.array(plain, type=pa.string())


def _digits(values: Sequence[Decimal | None]) -> list[str | None]:
    return [None if value is None else format(value, "f") for value in values]


def _shape(digits: str) -> Shape:
    whole, _, decimals = digits.lstrip("-0").partition(".")
    return len(whole), len(decimals)


def _scale(shapes: Counter[Shape]) -> int:
    """The least scale of those at which most values are exact."""
    scales = sorted({0, *(decimals for _, decimals in shapes if decimals <= _DIGITS)})
    return max(scales, key=lambda s: sum(n for shape, n in shapes.items() if _fits(shape, s)))


def _fits(shape: Shape, scale: int) -> bool:
    whole, decimals = shape
    return decimals <= scale and whole <= _DIGITS - scale


def _fitting(pa: Any, group: Any, final: Any) -> Any:
    """The group without the digits that its decimals cannot hold."""
    arrays = []
    for array, field in zip(group.columns, final, strict=True):
        if pa.types.is_decimal(field.type):
            digits = array.to_pylist()
            array = pa.array([text if _held(text, field.type.scale) else None for text in digits])
        arrays.append(array)
    return pa.record_batch(arrays, names=final.names)


def _held(digits: str | None, scale: int) -> bool:
    return digits is not None and _fits(_shape(digits), scale)

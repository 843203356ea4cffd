"""The tables of a batch for analysis: exact, stable in their columns, whole or not at all."""

from __future__ import annotations

import sys
import tracemalloc
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconcile.model import ReconcileError
from reconcile.report.tidy import parquet_files
from reconcile.report.tidy.analysis_tables import write_findings_table
from reconcile.report.tidy.frame import tidy_rows
from reconcile.report.tidy.row import Tidy
from tests.report import batches, example

parquet = pytest.importorskip("pyarrow.parquet")

ROW = next(tidy_rows(example.audit()))


def figure(text: str) -> Tidy:
    value = Decimal(text)
    return ROW._replace(text=text, value=value, decimals=-int(value.as_tuple().exponent))


def stored(rows: list[Tidy], folder: Path) -> tuple[Any, int]:
    path = folder / "tidy.parquet"
    lost = batches.write_tidy_table(iter(rows), path)
    return parquet.read_table(path), lost


def test_findings_keep_their_columns(tmp_path: Path) -> None:
    path = tmp_path / "findings.parquet"
    write_findings_table(iter(batches.FINDINGS), [batches.CONTRADICTION], path)
    table = parquet.read_table(path)
    assert table.schema.metadata[b"schema"] == b"reconcile.findings/1"
    assert [f"{field.name} {field.type}" for field in table.schema] == [
        "path string", "year int64", "id string", "rule string", "severity string", "cell string",
        "row string", "column string", "message string", "printed string", "expected string",
        "difference string", "fix string", "applicability string", "other_path string",
        "other_cell string", "other_printed string",
    ]  # fmt: skip
    first, second, third, between = table.to_pylist()
    assert first["path"] == batches.WORST
    assert (first["year"], first["cell"], first["applicability"]) == (2021, "'Bảng 1'!T28", "safe")
    assert (second["row"], second["difference"], second["fix"]) == ("=cmd", "-1.5", None)
    assert (third["severity"], third["year"], third["printed"]) == ("info", None, None)
    assert (between["id"], between["row"], between["column"]) == (None, "Sở Nội vụ", "Tổng điểm")
    assert (between["printed"], between["other_printed"]) == ("10", "12")


def test_a_batch_without_findings_has_the_same_columns(tmp_path: Path) -> None:
    one, none = tmp_path / "one.parquet", tmp_path / "none.parquet"
    write_findings_table(batches.FINDINGS, (), one)
    write_findings_table((), (), none)
    assert parquet.read_schema(none).equals(parquet.read_schema(one), check_metadata=True)
    assert parquet.read_table(none).num_rows == 0


def test_figures_of_several_groups_share_one_exact_scale(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parquet_files, "_ROWS_OF_A_GROUP", 2)
    texts = ["1", "0.00", "-12.5", "123456789012345678901234567890", "0.00000012"]
    table, lost = stored([figure(text) for text in texts], tmp_path)
    assert lost == 0
    assert str(table.schema.field("value").type) == "decimal128(38, 8)"
    assert table.column("value").to_pylist() == [Decimal(text) for text in texts]
    assert table.column("decimals").to_pylist() == [0, 2, 1, 0, 8]
    assert parquet.ParquetFile(tmp_path / "tidy.parquet").num_row_groups == 3


def test_a_figure_that_does_not_fit_is_null_beside_its_text(tmp_path: Path) -> None:
    odd = "0." + "1" * 30
    texts = ["10000000000.5", odd, "7.25", "9" * 39]
    table, lost = stored([figure(text) for text in texts], tmp_path)
    assert lost == 2
    assert table.column("value").to_pylist() == [Decimal("10000000000.5"), None, Decimal("7.25"),
                                                 None]  # fmt: skip
    assert table.column("text").to_pylist() == texts
    assert table.column("decimals").to_pylist() == [1, 30, 2, 0]


@given(st.lists(st.decimals(allow_nan=False, allow_infinity=False, places=4) |
                st.integers(-(10**40), 10**40).map(Decimal)))  # fmt: skip
def test_every_value_is_exact_or_null(
    tmp_path_factory: pytest.TempPathFactory, values: list[Decimal]
) -> None:
    table, lost = stored([ROW._replace(value=v) for v in values], tmp_path_factory.mktemp("tidy"))
    kept = table.column("value").to_pylist()
    assert all(found in (value, None) for found, value in zip(kept, values, strict=True))
    assert kept.count(None) == lost
    if all(abs(value) < 10**34 for value in values):
        assert lost == 0


def test_the_same_rows_give_the_same_bytes(tmp_path: Path) -> None:
    told = list(tidy_rows(example.audit())) * 3
    batches.write_tidy_table(told, tmp_path / "a.parquet")
    batches.write_tidy_table(iter(told), tmp_path / "b.parquet")
    assert (tmp_path / "a.parquet").read_bytes() == (tmp_path / "b.parquet").read_bytes()


def test_names_that_are_no_utf8_are_stored_harmless(tmp_path: Path) -> None:
    table, _ = stored([ROW._replace(source="a\udcff.csv")], tmp_path)
    assert table.column("source").to_pylist() == ["a?.csv"]


def test_memory_does_not_grow_with_the_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parquet_files, "_ROWS_OF_A_GROUP", 500)

    def peak(count: int) -> int:
        tracemalloc.start()
        batches.write_tidy_table(
            (figure(f"{n}.5") for n in range(count)), tmp_path / "tidy.parquet"
        )
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    peak(500)
    assert peak(10_000) < 2 * peak(1_000)


def test_an_interrupted_table_leaves_nothing(tmp_path: Path) -> None:
    def broken() -> Iterator[Tidy]:
        yield ROW
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        batches.write_tidy_table(broken(), tmp_path / "tidy.parquet")
    assert list(tmp_path.iterdir()) == []


def test_without_pyarrow_it_says_what_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    with pytest.raises(ReconcileError) as refused:
        write_findings_table((), (), tmp_path / "findings.parquet")
    assert refused.value.code == "parquet-missing"
    assert list(tmp_path.iterdir()) == []


def test_pandas_reads_exact_figures(tmp_path: Path) -> None:
    import pandas as pd

    told = list(tidy_rows(example.audit()))
    batches.write_tidy_table(told, tmp_path / "tidy.parquet")
    frame = pd.read_parquet(tmp_path / "tidy.parquet")
    assert list(frame.columns) == list(Tidy._fields)
    kept = [None if pd.isna(value) else value for value in frame["value"]]
    assert kept == [row.value for row in told]

"""Archives made for the checks between files: sheets drawn as tidy rows."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from reconcile.batch.across import Across, StatedFile, across
from reconcile.model import letters
from reconcile.report.tidy.row import Tidy

OFFICES = (
    "Văn phòng UBND tỉnh", "Sở Nội vụ", "Sở Tư pháp", "Sở Tài chính", "Sở Y tế", "Sở Xây dựng",
    "Sở Công Thương", "Sở Giao thông vận tải", "Sở Giáo dục và Đào tạo", "Thanh tra tỉnh",
    "Sở Nông nghiệp và Phát triển nông thôn", "Ban Dân tộc",
)  # fmt: skip
SCORES = ("Nhận thức số", "Thể chế số", "Hạ tầng số", "Tổng điểm")


@dataclass(frozen=True)
class Paper:
    """A sheet of one table; `figures` by row name and column path, as printed."""

    path: str
    year: int | None
    figures: Mapping[tuple[str, str], str]
    title: str = "Kết quả chấm điểm chuyển đổi số"
    sheet: str = "Bảng"
    units: Mapping[str, str] = field(default_factory=dict)
    roles: Mapping[str, str] = field(default_factory=lambda: {"Tổng điểm": "total"})

    def but(self, **changes: object) -> Paper:
        return replace(self, **changes)  # type: ignore[arg-type]

    def writing(self, row: str, column: str, printed: str) -> Paper:
        """The same paper with one figure printed otherwise."""
        assert self.figures[row, column] != printed
        return replace(self, figures={**self.figures, (row, column): printed})

    def renaming(self, names: Mapping[str, str]) -> Paper:
        figures = {(names.get(row, row), column): printed
                   for (row, column), printed in self.figures.items()}  # fmt: skip
        return replace(self, figures=figures)

    def rows(self) -> Iterator[Tidy]:
        names = list(dict.fromkeys(row for row, _ in self.figures))
        columns = list(dict.fromkeys(column for _, column in self.figures))
        for (row, column), printed in self.figures.items():
            number = names.index(row) + 5
            value = Decimal(printed.rstrip("%").replace(",", "."))
            yield Tidy(
                source=self.path, sheet=self.sheet, table="T1", table_title=self.title,
                cell=f"{letters(columns.index(column) + 1)}{number}", row_number=number,
                row_role="entity", entity=row, entity_name=row, group="", indicator=column,
                path=column,
                role=self.roles.get(column, "component"), text=printed, value=value,
                decimals=max(0, -int(value.as_tuple().exponent)),
                unit="%" if printed.endswith("%") else self.units.get(column, ""), year=self.year,
            )  # fmt: skip

    def stated(self) -> StatedFile:
        digest = hashlib.sha256(repr(self.but(path="")).encode()).hexdigest()
        return StatedFile(self.path, digest, self.rows())


def scores(
    year: int, names: Sequence[str] = OFFICES, columns: Sequence[str] = SCORES
) -> dict[tuple[str, str], str]:
    """Scores of a year, the same whoever asks; the last column is their total."""
    found = {}
    for name in names:
        drawn = [random.Random(f"{year} {name} {column}").randint(100, 9999) for column in columns]
        drawn[-1] = sum(drawn[:-1])
        for column, units in zip(columns, drawn, strict=True):
            found[name, column] = str(Decimal(units).scaleb(-2))
    return found


def paper(path: str, year: int, names: Sequence[str] = OFFICES) -> Paper:
    return Paper(path, year, scores(year, names))


def with_last_year(path: str, year: int, label: str = "Tổng điểm năm {}") -> Paper:
    """A sheet of a year with a column for the total of the year before."""
    before = scores(year - 1)
    column = label.format(year - 1)
    last = {(name, column): before[name, "Tổng điểm"] for name in OFFICES}
    return Paper(path, year, {**scores(year), **last})


def checked(*papers: Paper) -> Across:
    return across([one.stated() for one in papers])


def places(result: Across) -> list[tuple[str, str, str, str, str]]:
    """Rule, then path and cell of both places, of each finding."""
    return [(one.rule, one.at.path, one.at.cell, one.other.path, one.other.cell)
            for one in result.findings]  # fmt: skip

"""A table whose figures could be read either way takes the mark that others show."""

from __future__ import annotations

import pytest

from tests.drawing import document

SUMMARY = """
    Office | Roads  | Parks
    North  | 15.250 | 12.125
    South  | 14.750 | 10.500
    East   | 13.375 | 11.000
"""


def decimals(details: str) -> list[str]:
    text = SUMMARY + "\n\n    Details\n\n" + details
    return [table.decimal for table in document(text).tables]


@pytest.mark.parametrize("north", ["15.25", "15.250"])
def test_details_that_repeat_the_figures_tell_their_mark(north: str) -> None:
    assert decimals(f"""
        Office | Plan | Work  | Total
        North  | 5    | 10.25 | {north}
        South  | 4.75 | 10    | 14.75
        East   | 5    | 8.375 | 13.375
    """) == ["point", "point"]


def test_other_figures_leave_thousands_alone() -> None:
    """15, 14 and 13 offices of 15.250, 14.750 and 13.375 đồng; the shares are in per cent."""
    assert decimals("""
        Office | Desks | Share
        North  | 15    | 35.2
        South  | 14    | 34.0
        East   | 13    | 30.8
    """) == ["comma", "point"]


def test_a_table_alone_groups_thousands() -> None:
    assert [table.decimal for table in document(SUMMARY).tables] == ["comma"]

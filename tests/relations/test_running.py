"""Running totals and balances, down the columns and along the rows."""

from __future__ import annotations

from itertools import accumulate

from tests.relations.drawn_relations import Told

MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August"]
AMOUNTS = [5839, 7034, 3609, 2196, 10092, 6191, 2247, 4810]


def drawn(header: str, added: list[int], cumulated: list[int]) -> str:
    rows = zip(MONTHS, added, cumulated, strict=True)
    return "\n".join([header, *(f"{month} | {one} | {all}" for month, one, all in rows)])


def with_one(figures: list[int], place: int, figure: int) -> list[int]:
    return [*figures[:place], figure, *figures[place + 1 :]]


CUMULATED = list(accumulate(AMOUNTS))


def test_each_figure_goes_on_from_the_one_before() -> None:
    for header in ("Month | Amount | Cumulative", "Tháng | Trong tháng | Lũy kế",
                   "Monat | Wert | kumuliert", "Mois | Montant | Cumul"):  # fmt: skip
        told = Told(drawn(header, AMOUNTS, CUMULATED))
        assert told.all("sum") == ["sum: C = B", "sum: C = C + B"], header
        [_, running] = told.relations.relations
        assert running.is_running
        assert running.positions.tolist()[:2] == [[1, 0, 1], [2, 1, 2]]
        assert told.broken() == []


def test_without_a_word_the_first_figure_must_be_the_first_amount() -> None:
    assert Told(drawn("Month | A | B", AMOUNTS, CUMULATED)).all("sum") == [
        "sum: C = B", "sum: C = C + B",
    ]  # fmt: skip
    carried_over = [figure + 4000 for figure in CUMULATED]
    assert Told(drawn("Month | A | B", AMOUNTS, carried_over)).all("sum") == []
    assert Told(drawn("Month | A | Cumulative", AMOUNTS, carried_over)).all("sum") == [
        "sum: C = C + B"
    ]


def test_a_wrong_running_total_breaks_two_equations_a_wrong_amount_one() -> None:
    told = Told(drawn("Month | A | Cumulative", AMOUNTS, with_one(CUMULATED, 4, 29870)))
    assert told.broken() == ["C6", "C7"]
    told = Told(drawn("Month | A | Cumulative", with_one(AMOUNTS, 4, 1092), CUMULATED))
    assert told.broken() == ["C6"]


def test_along_a_row() -> None:
    names, amounts, totals = (
        " | ".join(map(str, row)) for row in (MONTHS, AMOUNTS, with_one(CUMULATED, 4, 29870))
    )
    told = Told(f"Item | {names}\nReceipts | {amounts}\nCumulative | {totals}")
    assert told.all("sum") == ["sum: 3 = 2", "sum: 3 = 3 + 2"]
    assert told.broken() == ["F3", "G3"]


def test_a_balance_goes_on_with_what_comes_in_and_goes_out() -> None:
    received = [0, 5000, 1200, 3300, 0, 700, 2500, 400]
    paid = [0, 300, 800, 0, 1500, 620, 0, 330]
    balance = list(accumulate((a - b for a, b in zip(received, paid, strict=True)), initial=10000))
    rows = zip(MONTHS, received, paid, balance[1:], strict=True)
    lines = ["Month | Receipts | Payments | Balance"]
    lines += [" | ".join(map(str, row)) for row in rows]
    told = Told("\n".join(lines))
    assert told.all("sum") == ["sum: D = D + B + C"]
    assert told.of("sum").factors == (1, 1, -1)


def test_a_column_that_rises_by_itself_is_no_order_of_the_rows() -> None:
    assert Told(drawn("Month | A | Cumulative", AMOUNTS, CUMULATED)).all("order") == []

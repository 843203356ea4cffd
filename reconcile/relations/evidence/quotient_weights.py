"""How much each feature of a quotient weighs, in nats; `benchmarks/fit_quotients.py` writes this
file."""

from __future__ import annotations

WEIGHTS: dict[str, float] = {
    # nats of the figures and of like lines, less those of the tries, at most 12
    "evidence": 0.4936,
    # log of how many different hits there are, on like lines too
    "hits": 0.1909,
    # share of the positions that are missed
    "misses": -0.3102,
    # one operand is the same everywhere
    "constant": -0.06339,
    # decimals of the target less those of the finer operand, -2 to 2, halved
    "finer": 0.4746,
    # the header says what is computed
    "word": 3.872,
    # the header says something else
    "wrong_word": -1.059,
    # the header says an amount, which is no quotient
    "amount": -0.6976,
    # the header of the first operand says a rate, or a per cent sign does
    "first_rate": -0.6567,
    # the header of the second operand says one
    "second_rate": -0.6519,
    # target and an operand both are rates
    "alike": -0.04493,
    # log of one plus how many lines the first operand stands off
    "near_first": -0.2878,
    # log of one plus how many lines another second operand stands off
    "near_second": -1.021,
    # the header names the operands in this order (1) or the other (-1)
    "says": 1.451,
    # header and first operand share words that the second lacks
    "says_first": 0.1177,
    # header and second operand share words that the first lacks
    "says_second": 0.772,
    # it is a change
    "change": 0.2217,
    # it is a product
    "product": 0.2602,
    # it is a share of one figure
    "share": 0,
    # the lines are rows
    "row": 0.1587,
    # the target stands between its operands
    "between": -1.065,
    # always
    "bias": -5.268,
}

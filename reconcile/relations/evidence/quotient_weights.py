"""How much each feature of a quotient weighs, in nats; `benchmarks/fit_quotients.py` writes this
file."""

from __future__ import annotations

WEIGHTS: dict[str, float] = {
    # nats of the figures and of like lines, less those of the tries, at most 25
    "evidence": 1.124,
    # log of how many lines of like headers come about alike, over those that do not
    "sisters": 0.7294,
    # log of how many different hits there are, on like lines too
    "hits": 0.2118,
    # share of the positions that are missed
    "misses": -0.5049,
    # one operand is the same everywhere
    "constant": -0.003432,
    # decimals of the target less those of the finer operand, -2 to 2, halved
    "finer": 0.243,
    # the header says what is computed
    "word": 3.203,
    # the header says something else
    "wrong_word": -0.002222,
    # the header says an amount, which is no quotient
    "amount": -0.8228,
    # the header of the first operand says a rate, or a per cent sign does
    "first_rate": -0.05694,
    # the header of the second operand says one
    "second_rate": -0.09616,
    # target and an operand both are rates
    "alike": -0.09798,
    # log of one plus how many lines each of its operands stands off, added up
    "far": -1.342,
    # the header names the operands in this order (1) or the other (-1)
    "says": 1.065,
    # header and first operand share words that the second lacks
    "says_first": -0.9274,
    # header and second operand share words that the first lacks
    "says_second": 0.598,
    # it is a change
    "change": 0.2797,
    # it is a product
    "product": 0.1887,
    # it is a share of one figure
    "share": 0,
    # the lines are rows
    "row": -0.2077,
    # the target stands between its operands
    "between": -1.542,
    # always
    "bias": -2.9,
}

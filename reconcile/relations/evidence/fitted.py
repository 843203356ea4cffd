"""Numbers that `python -m benchmarks.calibration --fit` fitted on annotated tables."""

from __future__ import annotations

WEIGHTS = {  # of what speaks about a broken sum, in log-odds that it is a mistake
    "constant": 2.83,
    "relation": 1.03,
    "line": 0.65,
    "no sum by its words": -1.44,
    "near": -0.14,
    "near, others too": -0.99,
    "one digit": 0.72,
    "one slip": -0.06,
    "another size": -0.11,
    "far, others too": 0.47,
    "others missed": -1.33,
    "line missed": -1.43,
    "line held": -0.62,
    "agrees across": 0.75,
    "vouched": -1.09,
    "by a label": 0.35,
    "mean": -0.94,
}

"""Draws the curve of what is printed as probable against what is true, and fits the numbers."""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt

from benchmarks.calibration.examples import Example, of_files, of_tables
from reconcile.relations.evidence import fitted
from reconcile.relations.evidence.doubt import confidence_by

ROOT = Path(__file__).parents[2]
RESULT = ROOT / "benchmarks" / "results" / "calibration.json"
BINS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.01)
ORIGINS = ("field", "printed", "planted")
RIDGE = 1.0  # holds back what a few examples say; the constant is free
FREE = 0.01
STEPS = 50  # of Newton's method, which settles within ten
# How many planted mistakes stand for one of a published table: a draft before it is signed has more
# mistakes than what was published, and less of what is no mistake and looks like one.
PLANTED = 1.5
# Published sheets weigh on the fit, so that it is careful; on all together what it gives is too low
# by so much, in log-odds.
TOO_CAREFUL = 1.5

Array = npt.NDArray[np.float64]


def main() -> None:
    parser = argparse.ArgumentParser(prog="benchmarks.calibration", description=__doc__)
    parser.add_argument("tables", type=Path, nargs="+", help="annotated tables, gzip JSON lines")
    parser.add_argument("--field", type=Path, help="a folder of real files and their truth.json")
    parser.add_argument("--times", type=int, default=3, help="copies with mistakes of a table")
    parser.add_argument("--fit", action="store_true", help="write the fitted numbers anew")
    chosen = parser.parse_args()
    examples = [one for path in chosen.tables for one in of_tables(path, chosen.times)]
    examples += of_files(chosen.field) if chosen.field else []
    weights = dict(fitted.WEIGHTS)
    if chosen.fit:
        weights = fit([one for one in examples if one.is_first_half])
        _write(weights)
    result = {
        half: {origin: _curve(weights, _some(examples, origin, half)) for origin in ORIGINS}
        for half in ("fitted on", "held back")
    }
    RESULT.write_text(json.dumps(result, indent=1) + "\n")
    sys.stdout.write(RESULT.read_text())


def fit(examples: Sequence[Example]) -> dict[str, float]:
    """Logistic regression with a ridge; no table weighs more than the root of its examples."""
    names = list(examples[0].doubt.features)
    count = Counter((one.name, one.origin, one.is_mistake) for one in examples)
    of_table = [count[one.name, one.origin, one.is_mistake] ** -0.5 for one in examples]
    of_origin = [PLANTED if one.origin == "planted" else 1.0 for one in examples]
    weights = np.array(of_table) * np.array(of_origin)
    features = np.array([[one.doubt.features[name] for name in names] for one in examples])
    mistakes = np.array([one.is_mistake for one in examples], dtype=np.float64)
    found = _regression(features, mistakes, weights)
    found[0] += TOO_CAREFUL
    return {name: round(float(weight), 2) for name, weight in zip(names, found, strict=True)}


def _regression(features: Array, mistakes: Array, weights: Array) -> Array:
    ridge = np.eye(features.shape[1]) * RIDGE
    ridge[0, 0] = FREE
    found = np.zeros(features.shape[1])
    for _ in range(STEPS):
        expected = 1 / (1 + np.exp(-features @ found))
        slope = features.T @ (weights * (mistakes - expected)) - ridge @ found
        bend = (features.T * (weights * expected * (1 - expected))) @ features + ridge
        found = found + np.linalg.solve(bend, slope)
    return found


def _some(examples: Sequence[Example], origin: str, half: str) -> list[Example]:
    first = half == "fitted on"
    return [one for one in examples if one.origin == origin and one.is_first_half == first]


def _curve(weights: dict[str, float], examples: Sequence[Example]) -> dict[str, str]:
    """By what is printed, how many of how many are true."""
    found = [(confidence_by(weights, one.doubt), one.is_mistake) for one in examples]
    return {
        f"{low:.2f}": f"{sum(true for p, true in found if low <= p < high)} of "
        f"{sum(low <= p < high for p, _ in found)}"
        for low, high in pairwise(BINS)
    }


def _write(weights: dict[str, float]) -> None:
    path = Path(fitted.__file__)
    before = path.read_text(encoding="utf-8").partition("WEIGHTS = {")[0]
    lines = [f'    "{name}": {weight},' for name, weight in weights.items()]
    head = "WEIGHTS = {  # of what speaks about a broken sum, in log-odds that it is a mistake"
    path.write_text(before + "\n".join([head, *lines, "}", ""]), encoding="utf-8")


if __name__ == "__main__":
    main()

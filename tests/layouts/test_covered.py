"""In a sheet whose every figure takes part in a sum, a rank or a rate, every figure is verified."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from reconcile.pipeline import audit
from tests.layouts.drawing import draw
from tests.layouts.odd_sheets import LAYOUTS

COVERED = (
    "flat_scores", "flat_scores_english", "two_tiers", "three_tiers", "bands",
    "bands_without_totals", "maximum_row", "numbered_columns", "totals_row", "percent_column",
    "percent_signs", "difference_column", "outline_rows", "not_applicable", "whole_scores",
    "stacked", "side_by_side", "thousands", "budget", "budget_english", "total_first",
    "bonus_and_penalty", "peer_groups", "negative_numbers", "merged_body", "labels_like_totals",
)  # fmt: skip


@pytest.mark.parametrize("name", COVERED)
def test_every_figure_is_verified(name: str, tmp_path: Path) -> None:
    found = audit(str(draw(LAYOUTS[name](Random(f"{name}1")), tmp_path, "csv"))).coverage
    assert (found.mismatched, found.unchecked) == (0, 0), found

"""A clean sheet stays silent, in every layout and every format."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from reconcile.messages import say
from reconcile.model import ReconcileError
from reconcile.pipeline import audit
from tests.layouts.drawing import FORMATS, Drawn, draw
from tests.layouts.odd_sheets import LAYOUTS

WITHOUT_TABLE = {"prose_only", "text_only", "only_merges", "empty_header_only"}


def errors(path: Path) -> list[str]:
    """What an audit reports as wrong; a refusal counts where a table should have been found."""
    try:
        found = audit(str(path))
    except ReconcileError as error:
        return [] if path.stem in WITHOUT_TABLE else [f"refused: {error}"]
    return [
        f"{finding.at.a1} {finding.rule}: {say(finding.message, 'en')}"
        for finding in found.findings
        if finding.severity == "error"
    ]


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize("name", LAYOUTS)
@pytest.mark.parametrize("seed", [1, 2])
def test_clean_sheet_has_no_error(name: str, suffix: str, seed: int, tmp_path: Path) -> None:
    drawn: Drawn = LAYOUTS[name](Random(f"{name}{seed}"))
    assert not errors(draw(drawn, tmp_path, suffix))

"""A clean sheet stays silent, in every layout and every format."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from random import Random

import pytest

from reconcile.messages import say
from reconcile.model import Finding, ReconcileError
from reconcile.pipeline import audit
from tests.layouts.drawing import FORMATS, draw
from tests.layouts.odd_sheets import LAYOUTS

WITHOUT_TABLE = {"prose_only", "text_only", "only_merges", "empty_header_only", "one_column"}


def found(path: Path) -> tuple[Finding, ...]:
    """What an audit finds; a refusal is right only where there is no table to find."""
    try:
        return audit(str(path)).findings
    except ReconcileError:
        if path.stem not in WITHOUT_TABLE:
            raise
        return ()


def said(findings: Iterable[Finding]) -> list[str]:
    return [f"{f.at.a1} {f.rule}: {say(f.message, 'en')}" for f in findings]


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize("name", LAYOUTS)
@pytest.mark.parametrize("seed", [1, 2])
def test_clean_sheet_has_no_error(name: str, suffix: str, seed: int, tmp_path: Path) -> None:
    drawn = LAYOUTS[name](Random(f"{name}{seed}"))
    findings = found(draw(drawn, tmp_path, suffix))
    errors = [finding for finding in findings if finding.severity == "error"]
    assert not said(f for f in errors if name != "failed_cells" or f.rule != "error-value")
    assert not said(finding for finding in findings if _is_safe(finding))


def _is_safe(finding: Finding) -> bool:
    """A fix that is made without asking; on a clean sheet each would spoil a figure."""
    return any(fix.applicability == "safe" for fix in finding.fixes)

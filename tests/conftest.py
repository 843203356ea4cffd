"""With RECONCILE_NO_SKIPS set, a skip is a failure; `soak` asks hypothesis for more examples."""

from __future__ import annotations

import os
from collections.abc import Generator

import pytest
from hypothesis import settings

# The usual run draws the same examples every time; `make soak` draws new ones.
settings.register_profile("usual", deadline=None, max_examples=50, derandomize=True)
settings.register_profile("soak", deadline=None, max_examples=2000)
settings.load_profile("usual")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if not hasattr(report, "wasxfail"):
        _refuse_skip(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    _refuse_skip(report)
    return report


def _refuse_skip(report: pytest.TestReport | pytest.CollectReport) -> None:
    if report.skipped and os.environ.get("RECONCILE_NO_SKIPS"):
        report.outcome = "failed"
        report.longrepr = f"skipped, where skips count as failures: {report.longrepr}"

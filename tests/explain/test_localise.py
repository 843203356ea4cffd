"""Several wrong cells are sought together, in a number of steps that is shared out."""

from __future__ import annotations

import pytest

from reconcile.explain import localise
from reconcile.explain.context import Context, context_of
from reconcile.relations import relate
from tests.drawing import document

HEADER = "No | Agency | A  | B  | C  | D  | Total"


def table(title: str, *, off: bool) -> str:
    """Two of its figures are off by different amounts, in different rows and columns."""
    second, third = ("45", "63") if off else ("31", "20")
    return f"""
        {title}
        {HEADER}
        1 | North  | 12 | 23 | 30 | 41 | 106
        2 | South  | 18 | {second} | 25 | 52 | 126
        3 | East   | 14 | 11 | {third} | 38 | 83
        4 | West   | 17 | 26 | 15 | 29 | 87
          | Total  | 61 | 91 | 90 | 160 | 402
    """


def context(*tables: str) -> Context:
    related = relate(document("\n".join(tables)))
    return context_of(related.document, related.relations)


def searched(of: Context) -> list[localise.Localised]:
    return list(localise.localise(of, of.relations.broken()))


def test_the_figures_that_together_are_off() -> None:
    [system] = searched(context(table("Spring", off=True)))
    [edits] = system.solutions
    assert sorted(int(new) for _, new in edits) == [20, 31]
    assert not system.gave_up


def test_equations_that_share_no_cell_are_systems_of_their_own() -> None:
    systems = searched(context(table("Spring", off=True), table("Autumn", off=True)))
    assert [len(system.equations) for system in systems] == [4, 4]


def test_what_holds_is_not_searched() -> None:
    assert searched(context(table("Spring", off=False))) == []


def test_a_search_of_more_steps_than_it_may_take_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(localise, "_MOST_STEPS_IN_ALL", 6)
    systems = searched(context(table("Spring", off=True), table("Autumn", off=True)))
    assert [system.gave_up for system in systems] == [True, True]

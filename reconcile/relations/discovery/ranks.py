"""Ranks, grades and order: what follows from comparing rows."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

import numpy as np
from msgspec import Struct

from reconcile.labels import vocabulary
from reconcile.model import Integers, Number, Objects, Ordering, Table, Ties
from reconcile.relations.discovery.field import median
from reconcile.relations.score_ranks import ranks_of_scores

_DECISIVE = ("total", "ratio")  # what a rank or grade is given for, where there is such a column

_FEWEST = 4  # rows graded or in order; fewer fall so by chance
_FEWEST_RANKED, _MOSTLY_RANKED = 3, 0.6  # rows whose rank a score gives, and their share
_SORTED, _IN_ORDER = 9, 0.85  # rows in order, and their share, for another to stand out of it
_SURE = 6  # rows that a part must rank, all of them, against a total that does not
_FEWEST_UNLABELLED = 12  # words that fall in with a score by chance
_FEWEST_GRADES = 3  # different words of a scale; any two fall on two sides of some score
_GRADED, _GRADED_UNLABELLED = 0.85, 0.95  # of the rows, whose grade must follow the score


class Ranking(Struct, frozen=True):
    """Column `target` follows column `score`; of `tested` rows `held` agree."""

    target: int
    score: int
    ordering: Ordering
    rows: tuple[int, ...]
    held: int
    tested: int


def _entities(table: Table, *columns: int) -> list[int]:
    """The rows of entities that have a figure in each of some columns."""
    entities = np.array([role == "entity" for role in table.row_roles], dtype=bool)
    rows: list[int] = np.flatnonzero(
        entities & table.figures.known[:, columns].all(axis=1)
    ).tolist()
    return rows


def _scores(table: Table) -> list[int]:
    """Columns that can decide a rank, totals and ratios first."""
    order = {"total": 0, "ratio": 1, "average": 2, "subtotal": 3, "component": 4}
    scores = [
        j
        for j, column in enumerate(table.columns)
        if column.role in order and not vocabulary.is_difference(column.name)
    ]
    return sorted(scores, key=lambda j: (order[table.columns[j].role], -j))


def ranks(table: Table) -> Iterator[Ranking]:
    """The rank columns of a table, each with the score it follows best, in all rows or band by
    band."""
    for target, column in enumerate(table.columns):
        if column.role == "rank":
            rows = _entities(table)
            in_all = _ranks(table, target, [rows])
            by_band = _ranks(table, target, _bands(table, rows))
            best = max(
                in_all, by_band, key=lambda rankings: sum(ranking.held for ranking in rankings)
            )
            yield from best


def _bands(table: Table, rows: list[int]) -> list[list[int]]:
    groups: dict[str, list[int]] = {}
    for i in rows:
        groups.setdefault(table.rows[i].group, []).append(i)
    return list(groups.values())


def _ranks(table: Table, target: int, bands: list[list[int]]) -> list[Ranking]:
    """One ranking for each band, all by the same score; nothing where they do not follow one."""
    best: list[Ranking] = []
    for score in _scores(table):
        is_part = table.columns[score].role not in _DECISIVE
        if best and is_part and all(o.held == o.tested for o in best):
            break
        rankings = []
        for band in bands:
            scored = [i for i in band if table.figures.known[i, score]]
            with_rank = [i for i in scored if table.figures.known[i, target]]
            # those without a rank may have been ranked along, or left out
            options = [
                option
                for rows in (with_rank, scored)
                for option in _rank_by(table, target, score, rows)
            ]
            rankings += [max(options, key=lambda o: o.held)] if options else []
        held, tested = sum(o.held for o in rankings), sum(o.tested for o in rankings)
        if best and is_part and held < max(_SURE, tested):
            continue  # one part may fall in with the ranks by chance
        if held >= max(_FEWEST_RANKED, _MOSTLY_RANKED * tested) and held > sum(
            o.held for o in best
        ):
            best = rankings
    return best


def _rank_by(table: Table, target: int, score: int, rows: list[int]) -> list[Ranking]:
    units = table.figures.units
    known = table.figures.known
    unit = 10**table.figures.scale
    stated = {i: Fraction(int(units[i, target]), unit) for i in rows if known[i, target]}
    scores = [int(units[i, score]) for i in rows]
    if len(set(scores)) < min(3, len(rows)) or len(stated) < 2:
        return []
    ties: list[Ties] = ["competition", "dense", "average", "last"]
    if len(set(stated.values())) > len(set(scores)):
        ties.append("unique")
    return [
        Ranking(
            target,
            score,
            Ordering(descending, kind),
            tuple(rows),
            sum(
                stated[i] in places
                for i, places in zip(rows, _places(scores, descending, kind), strict=True)
                if i in stated
            ),
            len(stated),
        )
        for descending in (True, False)
        for kind in ties
    ]


def _places(scores: Sequence[int], descending: bool, ties: Ties) -> Sequence[frozenset[Fraction]]:
    """The ranks that each score may have; equals of different ranks share theirs out."""
    tied = Counter(scores) if ties == "unique" else {}
    return [
        frozenset(place + further for further in range(tied.get(score, 1)))
        for score, place in zip(scores, ranks_of_scores(scores, descending, ties), strict=True)
    ]


def grades(table: Table) -> Iterator[Ranking]:
    """The grade columns of a table, each with the score that cuts them best."""
    for target, column in enumerate(table.columns):
        if column.role != "grade":
            continue
        rows = [i for i in _entities(table) if table.text[i, target]]
        options = [
            option
            for score in _scores(table)
            if (
                option := _grade_by(
                    table, target, score, [i for i in rows if table.figures.known[i, score]]
                )
            )
        ]
        fewest, share = (
            (_FEWEST, _GRADED)
            if vocabulary.is_grade(column.name)
            else (_FEWEST_UNLABELLED, _GRADED_UNLABELLED)
        )
        fitting = [o for o in options if o.held >= max(fewest, share * o.tested)]
        decisive = [o for o in fitting if table.columns[o.score].role in _DECISIVE]
        if fitting:
            yield max(decisive or fitting, key=lambda o: o.held / o.tested)


def _grade_by(table: Table, target: int, score: int, rows: list[int]) -> Ranking | None:
    """Grades as a monotone cut of a score: the longest run that keeps their order agrees."""
    texts = [str(table.text[i, target]) for i in rows]
    scores = np.array([int(table.figures.units[i, score]) for i in rows], dtype=object)
    is_labelled = vocabulary.is_grade(table.columns[target].name)
    if len(set(texts)) < (2 if is_labelled else _FEWEST_GRADES) or len(rows) < _FEWEST:
        return None
    usual = _usual_grades(scores.tolist(), texts)
    given = set(texts) - (_misplaced(scores, texts) if is_labelled else set())
    kept, order = _kept_grades(scores, texts, usual, given)
    cuts = []
    for text in order:
        inside = [scores[n] for n in kept if texts[n] == text]
        if not inside:
            return None
        cuts.append((text, _printed(table, min(inside)), _printed(table, max(inside))))
    return Ranking(
        target, score, Ordering(True, "competition", tuple(cuts)), tuple(rows), len(kept), len(rows)
    )


def _misplaced(scores: Objects, texts: list[str]) -> set[str]:
    """The grades given once, between the scores of two neighbours that have one other grade."""
    counted = Counter(texts)
    by_score = sorted(range(len(texts)), key=lambda n: -scores[n])
    around = zip(by_score, by_score[1:], by_score[2:], strict=False)
    return {
        texts[n]
        for above, n, below in around
        if counted[texts[n]] == 1 and texts[above] == texts[below]
    }


def _kept_grades(
    scores: Objects, texts: list[str], usual: dict[int, str], given: set[str]
) -> tuple[list[int], list[str]]:
    """The rows whose grades keep the order of their scores, of some grades, and these best first:
    the longest run."""
    floats = scores.astype(np.float64)
    order = sorted(given, key=lambda text: -median(floats[[t == text for t in texts]]))
    position = {text: n for n, text in enumerate(order)}
    by_score = sorted(
        (n for n, text in enumerate(texts) if text in given and usual[scores[n]] == text),
        key=lambda n: (-scores[n], position[texts[n]]),
    )
    run = _longest_run([position[texts[n]] for n in by_score])
    return [by_score[n] for n in run], order


def _usual_grades(scores: list[int], texts: list[str]) -> dict[int, str]:
    """For each score the grade given to it most often: one score earns one grade."""
    given: dict[int, Counter[str]] = {}
    for score, text in zip(scores, texts, strict=True):
        given.setdefault(score, Counter())[text] += 1
    return {score: counted.most_common(1)[0][0] for score, counted in given.items()}


def _printed(table: Table, units: int) -> Decimal:
    return Number(int(units), table.figures.scale).value


def _longest_run(values: Sequence[int]) -> list[int]:
    """Positions of a longest non-decreasing subsequence."""
    ends: list[int] = []
    tails: list[int] = []
    before: list[int] = []
    for n, value in enumerate(values):
        at = bisect_right(tails, value)
        before.append(ends[at - 1] if at else -1)
        tails[at : at + 1] = [value]
        ends[at : at + 1] = [n]
    run = []
    n = ends[-1] if ends else -1
    while n >= 0:
        run.append(n)
        n = before[n]
    return run[::-1]


def orders(table: Table, derived: frozenset[int], running: frozenset[int]) -> Iterator[Ranking]:
    """The column by which the rows are sorted, among those that are computed from others; running
    totals rise by themselves."""
    options = []
    for score in _scores(table):
        if score in running:
            continue
        if score not in derived and table.columns[score].role not in ("total", "ratio"):
            continue
        rows = _entities(table, score)
        scores = table.figures.units[rows, score]
        if len(rows) <= _FEWEST or len(set(scores.tolist())) < _FEWEST:
            continue
        for descending in (True, False):
            signed = -scores if descending else scores
            if _most_kept(signed) < _IN_ORDER * len(rows):
                continue
            kept = len(_longest_run(signed.tolist()))
            options.append(
                Ranking(score, score, Ordering(descending), tuple(rows), kept, len(rows))
            )
    best = max(options, key=lambda o: o.held / o.tested, default=None)
    if best and (best.held == best.tested or best.held >= max(_SORTED, _IN_ORDER * best.tested)):
        yield best


def _most_kept(values: Integers) -> int:
    """What a longest non-decreasing subsequence cannot exceed: of two neighbours that fall, one is
    left out."""
    even = len(values) // 2 * 2
    return len(values) - int((values[0:even:2] > values[1:even:2]).sum())

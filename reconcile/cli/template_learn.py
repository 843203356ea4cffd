"""`reconcile template learn`: a template from sheets that are right."""

from __future__ import annotations

from typing import Any

import click

from reconcile.cli.printing import tell, tell_written
from reconcile.cli.reading import (
    Asked,
    audited,
    audits,
    lang_option,
    paths_argument,
    refusing,
    sheet_option,
)
from reconcile.report.targets import check_target


@click.command(epilog="Example:  reconcile template learn 2023.xlsx 2024.xlsx -o so-nganh.toml")
@paths_argument
@click.option(
    "-o", "--output", metavar="FILE.toml", required=True, help="Write the template there.",
)  # fmt: skip
@lang_option
@sheet_option
def learn(paths: tuple[str, ...], output: str, **options: Any) -> int:
    """Learn a template from one or several sheets of one kind, free of mistakes.

    The first PATH gives the indicators, totals, index, rank, grades and agencies; the others add
    spellings, maxima and scales. What the sheets do not say is left out. Each line tells in a
    comment what it rests on, ready to be looked over and edited.

    The exit code is 0, or 2 if a file could not be read or nothing could be learned.
    """
    from reconcile.learning import annotated
    from reconcile.learning import learn as learned_from
    from reconcile.report.atomic import write_text

    request = Asked(paths, "text", options["lang"], options["sheet"], no_template=True)
    with refusing(request):
        check_target(output, (".toml",), paths)
        found = audits(audited(request))
        if len(found) < len(paths):
            return 2
        learned = learned_from(found)
        write_text(annotated(learned, found[0].document.language), output, paths)
    for sentence in learned.of_all:
        tell(sentence, request.lang)
    tell_written(output, request.lang)
    return 0

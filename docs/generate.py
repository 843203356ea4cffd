"""Writes what the program itself tells, parts of README.md and docs/ledger.md: `make docs`.

A part stands between `<!-- name -->` and `<!-- /name -->`; a test holds that all is up to date.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
from sqlalchemy import Column, Table

from reconcile.batch.schema import metadata
from reconcile.cli import COMMANDS, commands
from reconcile.explain.rules import rules
from reconcile.pipeline import audit
from reconcile.report.terminal.findings import terminal_text

ROOT = Path(__file__).parents[1]
SAMPLE = "samples/so-nganh-chuyen-doi-so.xlsx"
SHOWN = "ERROR  T28  "
README = ROOT / "README.md"
RESULTS = ROOT / "benchmarks" / "results"
LEDGER = ROOT / "docs" / "ledger.md"

LEDGER_HEAD = """# The ledger of `reconcile batch`

Every result is kept in `DIR/ledger.sqlite` as soon as it is known, or in the database that
`--ledger` names, which several machines may share. These are its tables; this page is made of
`reconcile/batch/schema.py` by `make docs`. Read it with any tool that speaks SQL; it may be read
while a batch runs. A file's rows are replaced when it is audited again: the ledger says how things
stand, not how they stood. Figures are text, exactly as they were printed or computed.
"""

QUERIES = {
    "The files with the most errors, and where their annotated workbooks stand": """\
SELECT path, errors, annotated
FROM files
WHERE errors > 0
ORDER BY errors DESC, path
LIMIT 20""",
    "How often each rule found something, by year": """\
SELECT year, rule, count(*) AS findings
FROM findings JOIN files ON files.id = findings.file_id
GROUP BY year, rule
ORDER BY year, findings DESC""",
    "Why files could not be audited": """\
SELECT status, code, count(*) AS files, min(path) AS example
FROM files
WHERE status <> 'audited'
GROUP BY status, code
ORDER BY files DESC""",
}


def finding() -> str:
    """The finding of the sample that the first screen shows, as the terminal shows it."""
    blocks = terminal_text(audit(str(ROOT / SAMPLE)), "en", 80, False).split("\n\n")
    (shown,) = (block.strip("\n") for block in blocks if SHOWN in block)
    return f"```text\n$ reconcile check {SAMPLE} --lang en -o audit.xlsx\n…\n{shown}\n…\n```"


def rules_table() -> str:
    """Each rule with its severity and what it finds, in Markdown."""
    rows = [f"| `{rule.name}` | {rule.severity} | {rule.title} |" for rule in rules()]
    return "\n".join(["| rule | severity | what is wrong |", "|---|---|---|", *rows])


def commands_help() -> str:
    """Every command's help, as `reconcile COMMAND --help` prints it."""
    parent = click.Context(commands, info_name="reconcile", **commands.context_settings)
    texts = []
    for name in sorted(COMMANDS):
        command = commands.get_command(parent, name)
        assert command is not None
        settings = {"terminal_width": 80, **command.context_settings}
        context = click.Context(command, parent=parent, info_name=name, **settings)
        texts.append(f"### `reconcile {name}`\n\n```text\n{command.get_help(context)}\n```")
    return "\n\n".join(texts)


def measured() -> str:
    """What was last measured, and the command that measures it, in Markdown."""
    faults, strangers, fuzz = map(_kept, ("faults", "strangers", "fuzz"))
    localise, startup = map(_kept, ("localise", "startup"))
    scale, batch, field = map(_kept, ("scale", "batch", "field"))
    rows = [
        *_fault_rows(faults), *_stranger_rows(strangers), *_fuzz_rows(fuzz),
        *_time_rows(localise, startup),
        *_scale_rows(scale), *_field_rows(field), *_batch_rows(batch),
    ]  # fmt: skip
    lines = [f"| {what} | {result} | `{command}` |" for what, result, command in rows]
    return "\n".join(["| what | result | measured by |", "|---|---|---|", *lines])


def _kept(name: str) -> dict[str, Any]:
    result: dict[str, Any] = json.loads((RESULTS / f"{name}.json").read_text(encoding="utf-8"))
    return result


def _fault_rows(faults: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    whole, clean = faults["all"], faults["clean"]
    command = "python -m benchmarks.faults"
    yield "mistakes found", _share(whole["detected"], whole["detectable"]), command
    yield "found at the very cell", _share(whole["localised"], whole["decidable"]), command
    yield "put right exactly by a fix", _share(whole["repaired"], whole["detectable"]), command
    yield "safe fixes that are wrong", f"{whole['wrong_safe']} in {whole['mutants']:,}", command
    alarmed = f"{clean['alarmed']} in {clean['sheets']:,}"
    yield "sheets without a mistake that get an error", alarmed, command


def _stranger_rows(strangers: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    whole, clean = strangers["all"], strangers["clean"]
    command = "python -m benchmarks.strangers"
    what = "one to four mistakes a sheet, in other layouts and eight languages"
    found = f"{_share(whole['found'], whole['detectable'])} as errors"
    told = f"{100 * whole['told'] / whole['detectable']:.1f} % with warnings"
    yield f"{what}: found", f"{found}, {told}", command
    yield "the same, at the very cell", _share(whole["exact"], whole["decidable"]), command
    false = f"{whole['false']} and {whole['wrong_safe']} in {whole['sheets']:,} sheets"
    yield "the same, false errors and wrong safe fixes", false, command
    alarmed = f"{clean['with_an_error']} in {clean['sheets']:,}"
    yield "the same without a mistake, with traps: those that get an error", alarmed, command


def _fuzz_rows(fuzz: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    command = "python -m benchmarks.fuzz"
    share = f"{fuzz['read']:,} read, {fuzz['refused']:,} refused with a reason"
    yield f"damaged or odd files of every format, {fuzz['inputs']:,}", share, command
    failed = fuzz["tracebacks"] + fuzz["noise"]
    faults = f"{failed}, {fuzz['hangs']}, {fuzz['aborts']}"
    yield "the same, with a traceback, without an answer, with an abort", faults, command
    most = f"{fuzz['slowest_seconds']:.1f} s, {fuzz['largest_megabytes']} MB"
    yield "the same, the slowest and the most memory held", most, command


def _time_rows(localise: dict[str, Any], startup: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    command = "python benchmarks/localise.py"
    what = f"{localise['wrong cells']} wrong cells among {localise['cells']:,}, to find all"
    yield what, f"{localise['seconds']:.2f} s", command
    yield "the same, twice the cells", f"{localise['growth for twice the cells']:.1f} ×", command
    ratio = f"{startup['check_seconds']:.2f} s, {startup['ratio']:.2f} × the imports alone"
    yield "`reconcile check` on a sample", ratio, "python benchmarks/startup.py"


def _scale_rows(scale: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    command = "python benchmarks/scale.py"
    large, growth = scale["a_million_cells"], scale["growth"]
    what = "a workbook of a million cells: processor time, and peak memory"
    audit = f"{large['audit_seconds']:.1f} s"
    times = f"{large['ratio_of_time']:.1f} × and {large['ratio_of_memory']:.1f} × its mere reading"
    yield what, f"{audit}; {times}", command
    grown = (growth[f"twice_the_{name}"] for name in ("rows", "columns", "tables"))
    more = ", ".join(f"{one:.1f}" for one in grown) + " ×"
    yield "time for twice the rows, columns, tables", more, command


def _field_rows(field: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    drawn = field["drawn"]
    times = (drawn["seconds"][name] for name in ("median", "percentile_95", "most"))
    what = f"{drawn['files']} workbooks of kinds that take long: median, 95th percentile, most"
    told = ", ".join(f"{one:.1f}" for one in times) + " s of processor time"
    yield what, told, "python benchmarks/field.py"


def _batch_rows(batch: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    command = "python benchmarks/batch.py"
    ratio = (
        f"{batch['ratio']:.2f} × half their audits in one process; "
        f"{batch['ratio_at_once']:.2f} × the same in two at once"
    )
    yield f"a batch of {batch['files']['total']:,} small files on 2 workers", ratio, command
    rate = f"{batch['restart_files_per_second']:,} files a second"
    yield "the same again, with nothing changed", rate, command


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} % of {whole:,}"


def generated(readme: str) -> str:
    """The README with each generated part anew."""
    parts = {
        "finding": finding, "rules": rules_table, "help": commands_help, "measured": measured,
    }  # fmt: skip
    for name, make in parts.items():
        part = f"<!-- {name} -->\n{make()}\n<!-- /{name} -->"
        pattern = re.compile(rf"<!-- {name} -->.*?<!-- /{name} -->", re.DOTALL)
        readme, count = pattern.subn(lambda _, part=part: part, readme)
        assert count == 1, f"README.md has no part called {name}"
    return readme


def ledger_page() -> str:
    """The tables of a batch's ledger and what each column holds, with queries to begin with."""
    tables = "\n\n".join(map(_table_of_ledger, metadata.tables.values()))
    queries = "\n\n".join(f"{what}:\n\n```sql\n{query}\n```" for what, query in QUERIES.items())
    return f"{LEDGER_HEAD}\n{tables}\n\n## Questions to begin with\n\n{queries}\n"


def _table_of_ledger(table: Table) -> str:
    rows = [
        f"| `{one.name}` | {str(one.type).lower()} | {'yes' if one.nullable else ''} "
        f"| {_holds(one)} |"
        for one in table.columns
    ]
    head = f"## {table.name}\n\n{_sentence(table.comment)}\n"
    return "\n".join([head, "| column | type | may be null | what it holds |", "|---|---|---|---|",
                      *rows])  # fmt: skip


def _holds(column: Column[Any]) -> str:
    refers = [f"`{key.target_fullname}`" for key in column.foreign_keys]
    told = [column.comment or "the row's number", *refers]
    return ", ".join(told)


def _sentence(comment: str | None) -> str:
    assert comment
    return f"{comment[0].upper()}{comment[1:]}."


if __name__ == "__main__":
    LEDGER.write_text(ledger_page(), encoding="utf-8")
    README.write_text(generated(README.read_text(encoding="utf-8")), encoding="utf-8")

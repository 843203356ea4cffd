"""Writes the parts of README.md that come from the program itself: `make docs`.

A part stands between `<!-- name -->` and `<!-- /name -->`; a test holds that it is up to date.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import click

from reconcile.cli import commands
from reconcile.explain.rules import rules
from reconcile.pipeline import audit
from reconcile.writing.terminal import terminal_text

ROOT = Path(__file__).parents[1]
SAMPLE = "samples/so-nganh-chuyen-doi-so.xlsx"
SHOWN = "T28  decimal-separator"
README = ROOT / "README.md"
STARTUP = ROOT / "benchmarks" / "results" / "startup.json"


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
    for name, command in sorted(commands.commands.items()):
        settings = {"terminal_width": 80, **command.context_settings}
        context = click.Context(command, parent=parent, info_name=name, **settings)
        texts.append(f"### `reconcile {name}`\n\n```text\n{command.get_help(context)}\n```")
    return "\n\n".join(texts)


def startup() -> str:
    """One sentence on the last measurement of start-up time."""
    result = json.loads(STARTUP.read_text(encoding="utf-8"))
    return (
        f"`reconcile check` on a sample takes {result['check_seconds']:.2f} s, "
        f'{result["ratio"]:.2f} times what `python -c "import openpyxl, numpy"` takes '
        f"(median of {result['runs']} alternating runs)."
    )


def generated(readme: str) -> str:
    """The README with each generated part anew."""
    parts = {
        "finding": finding, "rules": rules_table, "help": commands_help, "startup": startup,
    }  # fmt: skip
    for name, make in parts.items():
        part = f"<!-- {name} -->\n{make()}\n<!-- /{name} -->"
        pattern = re.compile(rf"<!-- {name} -->.*?<!-- /{name} -->", re.DOTALL)
        readme, count = pattern.subn(lambda _, part=part: part, readme)
        assert count == 1, f"README.md has no part called {name}"
    return readme


if __name__ == "__main__":
    README.write_text(generated(README.read_text(encoding="utf-8")), encoding="utf-8")

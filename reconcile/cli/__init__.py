"""The command line: options in, the pipeline called, its audits shown, the exit code out.

The only room that prints. Exit codes: 0 nothing to report, 1 something at or above `--fail-on`,
2 a file could not be read or the call is wrong.
"""

from __future__ import annotations

import io
import sys
import traceback
from importlib import import_module
from typing import NoReturn

import click

from reconcile import __version__
from reconcile.cli.printing import complain
from reconcile.cli.spoken_help import SpokenGroup
from reconcile.cli.usage import asked_language, usage_text

COMMANDS = ("check", "fix", "compare", "tidy", "inspect", "batch", "template", "rules")


def main() -> NoReturn:
    """Runs the command and leaves with its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    language = asked_language(sys.argv[1:])
    try:
        sys.exit(commands.main(prog_name="reconcile", standalone_mode=False, obj=language))
    except click.exceptions.NoArgsIsHelpError as usage:
        usage.show()
    except click.ClickException as refusal:
        complain(usage_text(refusal, language))
    except click.Abort:
        sys.exit(130)
    except OSError as error:
        complain(str(error))
    except Exception:  # noqa: BLE001 (Python's own exit code for a fault would say "found")
        traceback.print_exc()
    sys.exit(2)


class _OnDemand(SpokenGroup):
    """The commands, each imported only when it is called: `reconcile.cli.fix` has `fix`."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = getattr(import_module(f"{__name__}.{cmd_name}"), cmd_name)
        return command


@click.group(
    cls=_OnDemand,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 96},
    epilog="Example:  reconcile check draft.xlsx -o audit.xlsx",
)
@click.version_option(__version__, prog_name="reconcile", message="%(prog)s %(version)s")
def commands() -> None:
    """Checks a sheet of figures before it is signed.

    Works out what every total, average, index, rank and grade is computed from, computes it again,
    and names the cell that is wrong and why. Your file is only read, never changed.
    """

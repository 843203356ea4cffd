"""Help in the language of the answer: commands that tell of themselves in Vietnamese too.

In English a command speaks for itself, by its docstring and its options; the catalogue `help` holds
the Vietnamese: `check.about`, `check.output`, and `shared.lang` for what several commands take. The
root context's object is the language.
"""

from __future__ import annotations

from collections.abc import Iterator

import click

from reconcile.cli.usage import NamedCommands
from reconcile.messages import find
from reconcile.model import Language

_EXAMPLE = "Example:"


class SpokenCommand(click.Command):
    """A command whose help is in the language of the answer."""

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        if _language(ctx) == "en":
            super().format_usage(ctx, formatter)
            return
        pieces = [_said(f"usage.{piece}", piece) for piece in self.collect_usage_pieces(ctx)]
        formatter.write_usage(ctx.command_path, " ".join(pieces), prefix=_said("usage.prefix"))

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        about = None if _language(ctx) == "en" else find(f"help.{_key(ctx)}.about", "vi")
        if about is None:
            super().format_help_text(ctx, formatter)
            return
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(about.strip())

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        if _language(ctx) == "en":
            super().format_options(ctx, formatter)
            return
        if lines := list(self._option_lines(ctx)):
            with formatter.section(_said("options")):
                formatter.write_dl(lines)

    def _option_lines(self, ctx: click.Context) -> Iterator[tuple[str, str]]:
        for parameter in self.get_params(ctx):
            record = parameter.get_help_record(ctx)
            if record is not None and isinstance(parameter, click.Option):
                yield record[0], _about_option(ctx, parameter) or record[1]

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        if _language(ctx) == "en" or not self.epilog:
            super().format_epilog(ctx, formatter)
            return
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(self.epilog.replace(_EXAMPLE, _said("example"), 1))


class SpokenGroup(SpokenCommand, NamedCommands):
    """Commands of which each is told in one line."""

    command_class = SpokenCommand

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        if _language(ctx) == "en":
            NamedCommands.format_options(self, ctx, formatter)
            return
        super().format_options(ctx, formatter)
        with formatter.section(_said("commands")):
            formatter.write_dl(list(self._command_lines(ctx)))

    def _command_lines(self, ctx: click.Context) -> Iterator[tuple[str, str]]:
        above = ctx.command_path.split()[1:]
        for name in self.list_commands(ctx):
            command = self.get_command(ctx, name)
            if command is not None:
                about = find(f"help.{'-'.join([*above, name])}.about", "vi")
                first = about.split("\n\n")[0] if about else command.get_short_help_str()
                yield name, first.strip()


def _language(ctx: click.Context) -> Language:
    return "vi" if ctx.find_root().obj == "vi" else "en"


def _key(ctx: click.Context) -> str:
    """`check`, `template-show`; `reconcile` for the whole."""
    return "-".join(ctx.command_path.split()[1:]) or "reconcile"


def _about_option(ctx: click.Context, option: click.Option) -> str | None:
    """What an option does, whether it has to be given, and what it is otherwise."""
    name = option.opts[-1].lstrip("-").replace("-", "_")
    about = find(f"help.{_key(ctx)}.{name}", "vi") or find(f"help.shared.{name}", "vi")
    if about is None:
        return None
    extra = option.get_help_extra(ctx)
    notes = [extra["range"]] if "range" in extra else []
    notes += [f"{_said('default')}: {extra['default']}"] if "default" in extra else []
    notes += [_said("required")] if "required" in extra else []
    return f"{about}  [{'; '.join(notes)}]" if notes else about


def _said(key: str, otherwise: str = "") -> str:
    return find(f"help.words.{key}", "vi") or otherwise

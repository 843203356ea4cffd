"""What is wrong with a call, in the language of its answer: click itself says it in English."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

import click

from reconcile.cli.printing import spoken_language
from reconcile.messages import say
from reconcile.model import Language, Sentence

_EXTRA = re.compile(r"Got unexpected extra arguments? \((.*)\)\Z", re.DOTALL)


def asked_language(arguments: Sequence[str]) -> Language:
    """The language that a call asks for, also where the rest of it cannot be understood."""
    language = "auto"
    for option, value in pairwise([*arguments, ""]):
        if option == "--lang" or option.startswith("--lang="):
            language = option.partition("=")[2] or value
    return spoken_language(language if language in ("vi", "en") else "auto")


class NamedCommands(click.Group):
    """Commands of which a mistyped one names the nearest."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0]
        if not name.startswith("-") and self.get_command(ctx, name) is None:
            raise UnknownCommand(name, self.list_commands(ctx), ctx)
        return super().resolve_command(ctx, args)


class UnknownCommand(click.UsageError):
    """A command that is not among the known ones."""

    def __init__(self, name: str, known: Sequence[str], ctx: click.Context) -> None:
        super().__init__(name, ctx)
        self.name, self.known = name, known


def usage_text(error: click.ClickException, language: Language) -> str:
    """What click refuses, in one sentence, and where to read more."""
    sentence = _sentence(error, language)
    if not isinstance(error, click.UsageError) or error.ctx is None or sentence[-1] not in ".?":
        return sentence
    return f"{sentence} {_say('see', language, command=error.ctx.command_path)}"


def _sentence(error: click.ClickException, language: Language) -> str:
    if isinstance(error, UnknownCommand):
        return _say("command", language, name=error.name) + _near(error.name, error.known, language)
    if isinstance(error, click.NoSuchOption):
        known = [name for option in _options(error.ctx) for name in option.opts]
        near = _near(error.option_name, known, language)
        return _say("option", language, name=error.option_name) + near
    if isinstance(error, click.MissingParameter):
        kind = "no-option" if isinstance(error.param, click.Option) else "no-argument"
        return _say(kind, language, name=_name(error))
    if isinstance(error, click.BadParameter):
        return _bad_value(error, language)
    if isinstance(error, click.BadOptionUsage):
        takes_none = "does not take" in error.message
        return _say("is-flag" if takes_none else "no-value", language, name=error.option_name)
    if extra := _EXTRA.match(error.message):
        return _say("extra", language, name=extra[1])
    if isinstance(error, click.UsageError) and error.message == "Missing command.":
        return _say("no-command", language)
    return error.format_message()


def _bad_value(error: click.BadParameter, language: Language) -> str:
    kind = error.param.type if error.param else None
    if isinstance(kind, click.Choice):
        return _say("choice", language, name=_name(error), choices=", ".join(kind.choices))
    if isinstance(kind, click.Path):
        return _say("no-file", language, name=_name(error))
    if isinstance(kind, click.IntRange | click.FloatRange):
        least = "" if kind.min is None else f"{kind.min:g}"
        key = "whole" if isinstance(kind, click.IntRange) else "number"
        return _say(key, language, name=_name(error), least=least)
    return error.format_message()


def _name(error: click.BadParameter) -> str:
    """The parameter as the help writes it: `-o / --output`, `PATH`."""
    parameter = error.param
    if parameter is None:
        return str(error.param_hint or "")
    if isinstance(parameter, click.Option):
        return " / ".join(parameter.opts)
    shown = parameter.make_metavar(error.ctx) if error.ctx else parameter.human_readable_name
    return shown.rstrip(".")


def _options(ctx: click.Context | None) -> list[click.Option]:
    parameters = ctx.command.get_params(ctx) if ctx else []
    return [parameter for parameter in parameters if isinstance(parameter, click.Option)]


def _near(name: str, known: Sequence[str], language: Language) -> str:
    from difflib import get_close_matches  # only where something was mistyped

    near = get_close_matches(name, known, n=1)
    return " " + _say("nearest", language, name=near[0]) if near else ""


def _say(key: str, language: Language, **values: str) -> str:
    return say(Sentence(f"usage.{key}", values), language)

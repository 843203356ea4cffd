"""What leaves the program: text, JSON, complaints, in a language and with or without colour."""

from __future__ import annotations

import json
import os
import sys
from locale import getlocale
from typing import Any, TextIO

import click

from reconcile.messages import say
from reconcile.model import Language, Sentence


def spoken_language(lang: str) -> Language:
    if lang == "auto":
        chosen = (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
        lang = next(filter(None, chosen), None) or getlocale()[0] or ""
    return "vi" if lang.lower().startswith("vi") else "en"


def is_terminal(stream: TextIO | None) -> bool:
    """Whether a person reads along; a stream that was closed is None."""
    return stream is not None and stream.isatty()


def color() -> bool:
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return is_terminal(sys.stdout) and not plain


def complain(sentence: str) -> None:
    click.echo(f"reconcile: {sentence}", err=True)


def show_json(value: Any) -> None:
    show(json.dumps(value, ensure_ascii=False, indent=2))


def show(text: str) -> None:
    try:
        click.echo(text)
    except BrokenPipeError:
        # Whoever read has enough (`| head`); what was found still makes the exit code.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def tell(sentence: Sentence, lang: str) -> None:
    """Says something that is not the result itself."""
    click.echo(say(sentence, spoken_language(lang)), err=True)


def tell_written(path: str, lang: str) -> None:
    tell(Sentence("cli.wrote", {"path": path}), lang)

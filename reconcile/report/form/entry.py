"""What a form lets one enter: the rule of each column, and the sentence that says what is allowed.

Numbers in the rules are written as workbooks store them, so they mean the same wherever the decimal
mark is a comma; a text that looks like a number is refused everywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from reconcile.messages import say
from reconcile.model import Language, Sentence
from reconcile.report.form.formulas import number
from reconcile.template import Grade, Indicator

_LONGEST_RULE, _LONGEST_TITLE, _LONGEST_TEXT = 255, 32, 255  # characters, Excel's own limits
_LARGEST = 10**12  # of a template's numbers; stands for "any number", which no rule can say
_MISSES = "0.0000001"  # how far off its scale a double may be

Rule = Mapping[str, Any]


def score_rule(indicator: Indicator, cell: str, language: Language) -> Rule:
    """The validation of an indicator's scores; `cell` is the first they are entered in."""
    allowed = _allowed(indicator, language)
    spoken = _spoken(indicator.name, allowed, language)
    if _is_plain_list(indicator):
        return {
            "validate": "list",
            "source": [number(value) for value in indicator.values],
            **spoken,
        }
    if indicator.values or indicator.step is not None:
        custom = {"validate": "custom", "value": "=" + is_right(indicator, cell), **spoken}
        if len(custom["value"]) <= _LONGEST_RULE:
            return custom
    least, most = _bounds(indicator)
    return {
        "validate": "decimal", "criteria": "between", "minimum": least, "maximum": most, **spoken,
    }  # fmt: skip


def grade_rule(grade: Grade, cell: str, language: Language) -> Rule:
    """The validation of grades that are given by hand, their thresholds not being stated."""
    names = [level.name for level in grade.levels]
    allowed = say(Sentence("form.one-of", {"names": ", ".join(names)}), language)
    spoken = _spoken(grade.name, allowed, language)
    joined = ",".join(names)
    if len(joined) <= _LONGEST_RULE and not any("," in name or '"' in name for name in names):
        return {"validate": "list", "source": names, **spoken}
    quoted = ('"' + name.replace('"', '""') + '"' for name in names)
    tests = ",".join(f"{cell}={name}" for name in quoted)
    return {"validate": "custom", "value": f"=OR({tests})"[:_LONGEST_RULE], **spoken}


def is_right(indicator: Indicator, cell: str) -> str:
    """A formula, without '=', that says whether a cell holds a score that is allowed."""
    if indicator.values:
        tests = ",".join(f"{cell}={number(value)}" for value in indicator.values)
        return f"IF(ISNUMBER({cell}),OR({tests}),FALSE)"
    least, most = _bounds(indicator)
    tests = f"{cell}>={least},{cell}<={most}"
    if indicator.step is not None:
        steps = f"{cell}/{number(indicator.step)}"
        tests += f",ABS({steps}-ROUND({steps},0))<{_MISSES}"
    return f"IF(ISNUMBER({cell}),AND({tests}),FALSE)"


def _bounds(indicator: Indicator) -> tuple[str, str]:
    """The least and the most; where no maximum is stated, any number."""
    if indicator.values:
        return number(min(indicator.values)), number(max(indicator.values))
    if indicator.maximum is None:
        return str(-_LARGEST), str(_LARGEST)
    return "0", number(indicator.maximum)


def _is_plain_list(indicator: Indicator) -> bool:
    """Whether the scores can be a list to pick from: one with a decimal mark would mean something
    else where the mark is another."""
    all_whole = all(value == value.to_integral_value() for value in indicator.values)
    return all_whole and 0 < len(",".join(map(number, indicator.values))) <= _LONGEST_RULE


def _allowed(indicator: Indicator, language: Language) -> str:
    """What may be entered, as one sentence."""
    shown = _shown(language)
    if indicator.values:
        values = "; ".join(shown(number(value)) for value in indicator.values)
        return say(Sentence("form.values", {"values": values}), language)
    key = {
        (False, False): "form.number",
        (False, True): "form.step",
        (True, False): "form.maximum-only",
        (True, True): "form.maximum-step",
    }[indicator.maximum is not None, indicator.step is not None]
    limits = {"maximum": indicator.maximum, "step": indicator.step}
    stated = {name: shown(number(value)) for name, value in limits.items() if value is not None}
    return say(Sentence(key, stated), language)


def _shown(language: Language) -> Callable[[str], str]:
    return lambda text: text.replace(".", ",") if language == "vi" else text


def _spoken(name: str, allowed: str, language: Language) -> Rule:
    """What is said when a cell is chosen, and when what is entered is refused."""
    return {
        "input_title": _cut(name, _LONGEST_TITLE),
        "input_message": _cut(allowed, _LONGEST_TEXT),
        "error_title": _cut(say(Sentence("form.refused"), language), _LONGEST_TITLE),
        "error_message": _cut(allowed, _LONGEST_TEXT),
    }


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1] + "…"

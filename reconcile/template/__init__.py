"""Sheet templates: what an office knows of a sheet, written once in TOML.

The names below are loaded on first use: most sheets have no template, and their audit does not wait
for what only templates need.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from reconcile.template.binding import SectionBinding, TemplateBinding
    from reconcile.template.catalogue import find_template
    from reconcile.template.folders import shipped
    from reconcile.template.load import read_template, template_from
    from reconcile.template.recognise import NO_TEMPLATE, TemplateChoice, choose_template
    from reconcile.template.roles import with_roles
    from reconcile.template.rows import agencies_in_force, agency_rows, is_ambiguous
    from reconcile.template.values import (
        Grade,
        Index,
        Indicator,
        Labelled,
        Level,
        Peers,
        Rank,
        Scored,
        Section,
        Template,
        Total,
    )
    from reconcile.template.written import toml

__all__ = [
    "NO_TEMPLATE",
    "Grade",
    "Index",
    "Indicator",
    "Labelled",
    "Level",
    "Peers",
    "Rank",
    "Scored",
    "Section",
    "SectionBinding",
    "Template",
    "TemplateBinding",
    "TemplateChoice",
    "Total",
    "agencies_in_force",
    "agency_rows",
    "choose_template",
    "find_template",
    "is_ambiguous",
    "read_template",
    "shipped",
    "template_from",
    "toml",
    "with_roles",
]

_ELSEWHERE = {
    "NO_TEMPLATE": "recognise",
    "TemplateBinding": "binding",
    "SectionBinding": "binding",
    "agency_rows": "rows",
    "is_ambiguous": "rows",
    "TemplateChoice": "recognise",
    "find_template": "catalogue",
    "choose_template": "recognise",
    "agencies_in_force": "rows",
    "read_template": "load",
    "shipped": "folders",
    "template_from": "load",
    "toml": "written",
    "with_roles": "roles",
}


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_ELSEWHERE.get(name, 'values')}"), name)

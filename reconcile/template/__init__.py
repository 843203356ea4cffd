"""Sheet templates: what an office knows of a sheet, written once in TOML."""

from reconcile.template.applied import Applied, Seat
from reconcile.template.home import shipped
from reconcile.template.load import read_template, template_from
from reconcile.template.match import with_template
from reconcile.template.rows import agency_rows, ambiguous, listed
from reconcile.template.shelf import asked_for
from reconcile.template.values import (
    Grade,
    Index,
    Indicator,
    Labelled,
    Level,
    Peers,
    Rank,
    Section,
    Template,
    Total,
)
from reconcile.template.written import toml

__all__ = [
    "Applied",
    "Grade",
    "Index",
    "Indicator",
    "Labelled",
    "Level",
    "Peers",
    "Rank",
    "Seat",
    "Section",
    "Template",
    "Total",
    "agency_rows",
    "ambiguous",
    "asked_for",
    "listed",
    "read_template",
    "shipped",
    "template_from",
    "toml",
    "with_template",
]

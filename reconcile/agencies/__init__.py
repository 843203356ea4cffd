"""Which names mean which agency, and when: an office's own table of names, dates and mergers."""

from reconcile.agencies.agency import Agencies, Agency, Named, Period
from reconcile.agencies.spelled_names import joined
from reconcile.agencies.table import agencies_from, agencies_within, read_agencies

__all__ = [
    "Agencies",
    "Agency",
    "Named",
    "Period",
    "agencies_from",
    "agencies_within",
    "joined",
    "read_agencies",
]

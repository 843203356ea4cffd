"""Which names mean which agency, and when: an office's own table of names, dates and mergers."""

from reconcile.agencies.agency import Agencies, Agency, AgencyName, Period
from reconcile.agencies.spelled_names import fullest_spellings
from reconcile.agencies.table import agencies_from, agencies_within, read_agencies

__all__ = [
    "Agencies",
    "Agency",
    "AgencyName",
    "Period",
    "agencies_from",
    "agencies_within",
    "fullest_spellings",
    "read_agencies",
]

"""Checks sheets of figures before they are signed."""

__version__ = "0.1.0"

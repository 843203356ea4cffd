"""Findings, tables and templates as a person reads them in a terminal."""

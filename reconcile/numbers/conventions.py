"""The two ways a decimal is marked."""

from __future__ import annotations

from reconcile.model import Convention

MARK: dict[Convention, str] = {"point": ".", "comma": ","}
OTHER: dict[Convention, Convention] = {"point": "comma", "comma": "point"}

"""Checks sheets of figures before they are signed.

    import reconcile

    for finding in reconcile.audit("draft.xlsx").findings:
        print(finding.at, finding.rule)

The names below are loaded on first use, so that importing one module of the package does not pay
for all of them.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from reconcile.audited import Audit
    from reconcile.comparing import Comparison, compare
    from reconcile.messages import say
    from reconcile.model import Finding, Fix, Place, ReconcileError
    from reconcile.pipeline import audit
    from reconcile.settings import Settings

__version__ = "0.1.0"

__all__ = [
    "Audit", "Comparison", "Finding", "Fix", "Place", "ReconcileError", "Settings", "audit",
    "compare", "say",
]  # fmt: skip

_HOMES = {
    "Audit": "audited",
    "Comparison": "comparing",
    "Finding": "model",
    "Fix": "model",
    "Place": "model",
    "ReconcileError": "model",
    "Settings": "settings",
    "audit": "pipeline",
    "compare": "comparing",
    "say": "messages",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)

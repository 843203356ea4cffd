"""The sheets that this program adds to a workbook, told from the user's own."""

from __future__ import annotations

import re

from reconcile.ooxml.package import Package, children, whole

# A name that belongs to such a sheet alone; renaming or moving the sheet keeps it.
OWN_NAME = "reconcile_sheet"
# What the links from a user's sheet back to its findings read.
LINK_BACK = re.compile(r"← F\d+(?:, F\d+)*\Z")


def own_sheets(package: Package) -> frozenset[int]:
    """Positions of the sheets that hold findings or changes. Raises PackageError."""
    root = package.tree(package.workbook)
    return frozenset(
        whole(name.get("localSheetId"), -1)
        for group in children(root, "definedNames")
        for name in children(group, "definedName")
        if name.get("name") == OWN_NAME
    )

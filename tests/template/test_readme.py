"""The examples of templates/README.md are right, and show every key there is."""

from __future__ import annotations

import re

import pytest

from reconcile.template import template_from, toml
from reconcile.template.folders import folder
from reconcile.template.load import _KEYS

README = (folder() / "README.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^```toml\n(.*?)^```", README, re.DOTALL | re.MULTILINE)


@pytest.mark.parametrize("text", EXAMPLES, ids=range(len(EXAMPLES)))
def test_an_example_is_right_and_reads_back(text: str) -> None:
    template = template_from(text, str(folder() / "README.md"))
    assert template_from(toml(template), str(folder() / "README.md")) == template


def test_every_key_is_shown() -> None:
    text = "\n".join(EXAMPLES)
    for table, keys in _KEYS.items():
        for key in keys:
            shown = re.search(rf"^(?:{key} = |\[\[?(?:\w+\.)?{key}\]\]?)", text, re.MULTILINE)
            assert shown, f"{table} {key}"

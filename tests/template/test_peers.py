"""Agencies measured by another denominator, and the indicators that do not apply to them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from msgspec.structs import replace

from reconcile.messages import say
from reconcile.model import ReconcileError
from reconcile.template import Peers, template_from, toml

TEXT = """\
name = "Chuyển đổi số"

[[indicator]]
name = "Kế hoạch"
maximum = 5

[[indicator]]
name = "Hồ sơ trực tuyến"
maximum = 10

[[total]]
name = "Tổng điểm"
sums = "all"

[index]
name = "Chỉ số"
of = "Tổng điểm"
denominator = 15

[[index.peers]]
denominator = 5
agencies = ["Thanh tra tỉnh"]
without = ["Hồ sơ trực tuyến"]
"""


def test_indicators_that_do_not_apply_are_named_with_the_denominator() -> None:
    template = template_from(TEXT, "mau.toml")
    assert template.index is not None
    peers = Peers(Decimal(5), ("Thanh tra tỉnh",), ("Hồ sơ trực tuyến",))
    assert template.index.peers == (peers,)
    assert template_from(toml(template), "mau.toml") == template
    bare = replace(template, index=replace(template.index, peers=(replace(peers, without=()),)))
    assert "without" not in toml(bare)


def test_one_that_there_is_not_is_told_with_its_line() -> None:
    with pytest.raises(ReconcileError) as refusal:
        template_from(TEXT.replace('["Hồ sơ trực tuyến"]', '["Hồ sơ giấy"]'), "mau.toml")
    assert refusal.value.code == "template-unknown-without"
    assert "mau.toml, line 23: “Hồ sơ giấy”" in say(refusal.value.message, "en")

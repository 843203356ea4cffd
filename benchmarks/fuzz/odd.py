"""Values that programs stumble over, in the places where they may stand."""

from __future__ import annotations

from random import Random

NUMBERS = (
    "0", "-1", "1", "2", "63", "255", "256", "1000", "16384", "16385", "65535", "65536", "1048576",
    "1048577", "20000000", "100000000", "2147483647", "4294967296", "9223372036854775808", "-0",
    "99999999999999999999", "1e309", "-1e308", "1e-320", "NaN", "inf", "0x10", "1_000", "1.5", "",
    "٣", "½", "²", "8,7", "1.234.567", "9" * 400, "9" * 5000, "0." + "0" * 400 + "1",
)  # fmt: skip
PLACES = (
    "A1", "A0", "XFD1048576", "XFE1", "A1048577", "ZZZZ1", "$B$2", "a1", "1A", "A1:XFD1048576",
    "B2:A1", "A1:A1", "A:A", "1:1", "A1:", ":", "R1C1",
)  # fmt: skip
WORDS = (
    "", " ", "\t", "#DIV/0!", "#", "=A1", "=SUM(A:A)", "=SUM(SUM(SUM(", "true", "general", "e", "s",
    "str", "inlineStr", "d", "b", "n", "9999-12-31", "0000-00-00", "2022-07-08T25:61:61", "PT1H",
    "Tổng cộng", "Tổng điểm", "Xếp hạng", "Trung bình", "1.1.1.1.1.1", "IV", "a)", "(3)=(1)+(2)",
    "../../../../etc/passwd", "file:///etc/passwd", "http://127.0.0.1:9/x", "%s%n", "\u202e",
    "\ufeff", "\u0000", "\ud7ff", "\U0010ffff", "e\u0301" * 40, "x" * 3000, "'", '"', "<", "&",
    "]]>", "&#0;", "&#xD800;", "&a;", "&#1114112;", "&amp;" * 30, "[$-409]d/m/yyyy;@", "0.00;;;@",
    "#,##0", "[h]:mm",
)  # fmt: skip


def number(rng: Random) -> str:
    return rng.choice(NUMBERS) if rng.random() < 0.8 else str(rng.randrange(-(10**9), 10**12))


def value(rng: Random) -> str:
    """Anything that might stand in an attribute or a cell."""
    return rng.choice((number(rng), rng.choice(PLACES), rng.choice(WORDS)))

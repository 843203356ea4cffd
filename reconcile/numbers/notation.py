"""What stands before and behind the digits of a written number: signs, brackets, currencies,
exponents, footnote marks.

A piece is understood or the text is no number: nothing is deleted to see what is left.
"""

from __future__ import annotations

import re
import unicodedata

from msgspec import Struct

SIDES = "CR/DR"  # set aside: the side of a ledger, which stands for the sign
_FARTHEST = 15  # that an exponent may move the point: what a double is exact to
_LONGEST = 60  # characters; a longer text is prose
# Marks of thousands that are drawn like an apostrophe, and the Arabic marks.
_ALIKE = str.maketrans({**dict.fromkeys("’‘ʼʻ´`′＇", "'"), "٬": "'", "٪": "%"})

_GAP = r"\s{0,4}"  # few enough that several beside each other cost nothing
_SIGN = "[-+−–‒﹣－]"
_SYMBOL = r"(?:US|HK|NT|[ACRS])?\$|[€£¥₫₩₹₽₺₴₦฿₱₪₡₲₵₸₭₮]"
_CODE = (
    r"(?i:usd|eur|gbp|jpy|cny|rmb|vn[dđ]|chf|aud|cad|sgd|thb|krw|inr|myr|idr|lak|khr|sek|nok|dkk)"
    r"|Rs\.?|[Kk]r\.?"
)
_BEFORE = re.compile(
    rf"""'?\s?(?P<about>[~≈]|ca\.)?\s?(?P<open>\()?\s?(?P<sign>{_SIGN})?\s?
    (?:(?P<currency>{_SYMBOL})|(?P<code>{_CODE}|đ)\s?)?
    \s?(?P<inner>\()?\s?(?P<late>{_SIGN})?\s?\Z""",
    re.VERBOSE,
)
_MONEY_FIRST = re.compile(rf"(?:{_SYMBOL}|{_CODE}|đ|ca\.)[^\w/]{{0,4}}\d")
_DIGITS = re.compile(r"\d(?:[\d.,'٫ ]*\d)?|[.,٫]\d+")
_BEHIND = re.compile(
    rf"""(?:\s?(?P<half>[¼½¾⅕-⅘⅛-⅞]))?(?P<exponent>[eE][-+]?\d{{1,3}})?(?P<minus>[-−﹣－])?{_GAP}
    (?P<currency>(?:{_SYMBOL}|{_CODE}|[đĐ]ồng|đ|zł|Kč|руб\.?|円|元|원)(?![\w/]))?{_GAP}
    (?P<close>\))?{_GAP}(?P<percent>%)?{_GAP}(?P<rest>\S.{{0,23}})?\Z""",
    re.VERBOSE,
)
_NOTE_MARKS = re.compile(
    r"""(?:[*†‡\#~¹²³⁴⁵⁶⁷⁸⁹]|\((?:\w|[*†‡]{1,3})\)|\[(?:\w{1,2}|[*†‡]{1,3})\]|\^\w
    |\((?i:est|estimated?|prov|provisional|prel|rev|revised|ước|ước\ tính|sơ\ bộ)\.?\)|\b\d\))+""",
    re.VERBOSE,
)
_SHARE = re.compile(r"[(\[]\s?[<>≤≥]?\s?\d{1,3}(?:[.,]\d{1,4})?\s?%\s?[)\]]")
_UNIT = re.compile(r"[^\W\d_][^\d,;:]{0,10}\.?")
_SIDE = re.compile(r"(?:CR|DR|Cr|Dr)\.?")
_APPROXIMATE = re.compile(r"~|≈|\bca\.\s?\d|\((?i:est|estimated?|ước|ước tính)\.?\)")
_POWER = re.compile(r"\d(?:[.,](\d+))?[eE]\+?(\d{1,3})\s*\Z")
_EXPONENT = re.compile(r"\d[eE][-+]?\d{1,3}\b")
_GLUED_TO_NOTE = re.compile(r"(.*\S)\s+(\d\))\Z")  # `1,200.75 1)`
_NOTE_BEFORE = re.compile(r"([(\[]\d[)\]])\s{1,12}(?=\d[\d.,' ]+\Z)")  # `(1) 1,200.75`
_FRACTION = re.compile("[¼½¾⅐-⅞]")
_LONE_HALF = re.compile(r"(?<![\d\s])(?=[¼½¾⅕-⅘⅛-⅞])")  # with no whole number before it
_MIXED = re.compile(r"(?<![\d.,/])(\d{1,9})\s(\d{1,2})[/⁄](\d{1,3})(?![\d/⁄])")  # `3 1/4`
_MOST_PARTS, _MOST_PLACES = 100, 7  # of a whole, and decimals that they come to
_LOOKALIKES = frozenset("OoQDlIi|SsZzB")  # a letter at a number's end is a digit mistyped
_PARTS = {"¼": "25", "½": "5", "¾": "75", "⅕": "2", "⅖": "4", "⅗": "6", "⅘": "8",
          "⅛": "125", "⅜": "375", "⅝": "625", "⅞": "875"}  # fmt: skip
_PHONE = re.compile(r"\+\d{1,3}(?: \d{2,4}){3}")
_YEAR = re.compile(r"(?:19|20)\d\d\Z")


class NumberParts(Struct, frozen=True):
    """A text taken apart: the digits with their marks, and what stood around them.

    `part` are the decimals that a fraction such as ½ stands for.
    """

    digits: str
    negative: bool = False
    exponent: int | None = None
    part: str = ""
    currency: str = ""
    overlooked: tuple[str, ...] = ()


def may_state_one(text: str) -> bool:
    """Whether a text could state a number by its first letter: told of a label at a glance."""
    return not text[:1].isalpha() or bool(_MONEY_FIRST.match(text))


def composed(text: str) -> str:
    """NFKC, but for note marks: it would turn those of 5², 50① and 50₁ into another digit. Digits
    of every script are those of ASCII."""
    kept = map(_composed_mark, text.translate(_ALIKE))
    return unicodedata.normalize("NFC", "".join(kept))


def _composed_mark(mark: str) -> str:
    category = unicodedata.category(mark)
    if category == "Nd":
        return str(unicodedata.decimal(mark))
    return mark if category == "No" else unicodedata.normalize("NFKC", mark)


def parts_of(text: str) -> NumberParts | None:
    """The text taken apart; None where a piece of it is not understood."""
    plain = (text if text.isascii() else composed(text)).translate(_ALIKE).strip()
    if len(plain) > _LONGEST:
        return None
    note = ""
    if (
        plain.endswith(")")
        and "(" not in plain
        and (figure_and_note := _GLUED_TO_NOTE.match(plain))
    ):
        plain, note = figure_and_note[1], figure_and_note[2]
    elif marked := _NOTE_BEFORE.match(plain):
        plain, note = plain[marked.end() :], marked[1]
    plain = _LONE_HALF.sub("0", plain)
    mixed = _MIXED.search(plain)
    if mixed:
        plain = plain[: mixed.end(1)] + plain[mixed.end() :]
    digits = _DIGITS.search(plain)
    if digits is None or digits.start() > 12:
        return None
    before = _BEFORE.match(plain[: digits.start()])
    behind = _BEHIND.match(plain[digits.end() :])
    if before is None or behind is None:
        return None
    aside = _set_aside(digits[0], (behind["rest"] or "") + note)
    if aside is None or not _fit(digits[0], plain, before, behind, aside):
        return None
    part = _PARTS.get(behind["half"] or "", "")
    if mixed:
        part = decimals_of(int(mixed[2]), int(mixed[3]))
        if part == "" or not digits[0].isdigit() or behind["half"] or behind["exponent"]:
            return None
    signs = filter(None, (before["sign"], before["late"], behind["minus"]))
    approximate = (before["about"],) if before["about"] else ()
    return NumberParts(
        digits=digits[0],
        negative=any(sign != "+" for sign in signs) or "(" in before[0] or aside[:2] == _CREDIT,
        exponent=int(behind["exponent"][1:]) if behind["exponent"] else None,
        part=part,
        currency=before["currency"] or before["code"] or behind["currency"] or "",
        overlooked=(*(["%"] if behind["percent"] else []), *aside[:1], *approximate),
    )


def decimals_of(part: int, of: int) -> str:
    """The decimals that a fraction comes to: 25 for 1/4; '' for one that is no part of a whole, or
    comes to no end of them, such as 1/3."""
    if not 0 < part < of <= _MOST_PARTS:
        return ""
    decimals = next((n for n in range(1, _MOST_PLACES) if 10**n * part % of == 0), 0)
    return f"{10**decimals * part // of:0{decimals}}" if decimals else ""


def has_fraction(text: str) -> bool:
    """Whether a fraction stands beside the whole number of a text, or is drawn as one sign."""
    return bool(_MIXED.search(text) or _FRACTION.search(text))


_CREDIT, _DEBIT = (SIDES, "CR"), (SIDES, "DR")


def _set_aside(digits: str, rest: str) -> tuple[str, ...] | None:
    """What stands behind a number as it is set aside, or None where that makes the text none."""
    if not rest:
        return ()
    if _SIDE.fullmatch(rest):
        return _CREDIT if rest[0] == "C" else _DEBIT
    if rest in _LOOKALIKES or _FRACTION.search(rest):
        return None
    if rest[0] == "^" and digits in ("2", "10"):
        return None  # a power
    if _NOTE_MARKS.fullmatch(rest) or _SHARE.fullmatch(rest) or _UNIT.fullmatch(rest):
        return (rest,)
    return None


def _fit(
    digits: str,
    plain: str,
    before: re.Match[str],
    behind: re.Match[str],
    aside: tuple[str, ...],
) -> bool:
    """Whether the pieces go together."""
    opened, signed = before[0].count("("), bool(before["sign"]) + bool(before["late"])
    money = [before["currency"] or before["code"], behind["currency"]]
    if opened != bool(behind["close"]) or (all(money) and len(set(money)) > 1):
        return False
    if behind["minus"] and not _is_minus_behind(digits, opened + signed, behind["rest"] or ""):
        return False
    if signed > 1 or (aside[:1] == (SIDES,) and (opened or signed or behind["minus"])):
        return False
    if behind["percent"] and not all(map(leaves_a_figure, aside)):
        return False
    if behind["half"] and (behind["half"] not in _PARTS or not digits.isdigit()):
        return False
    if behind["exponent"] and not _is_exponent(digits, behind["exponent"], behind["rest"] or ""):
        return False
    if before["code"] and _YEAR.match(digits):
        return False  # `USD 2015` says which dollars
    if any(money) and len(digits) > 1 and not digits.strip("0"):
        return False  # `$000` is a unit
    if _PHONE.match(plain):
        return False
    return not (plain[0] == "'" and len(digits) == 2 and not signed)  # '98 is a year


def _is_minus_behind(digits: str, others: int, rest: str) -> bool:
    """`1.980,75-`, and no class `5-A`, mark `4-` or open range `1990-`."""
    marked = not rest or bool(_NOTE_MARKS.fullmatch(rest))
    return marked and not others and len(digits) > 1 and not _YEAR.match(digits)


def _is_exponent(digits: str, exponent: str, rest: str) -> bool:
    """`3.00E+05`, and no code `1E5`."""
    pointed = "." in digits or "," in digits
    signed = exponent[1] in "+-"
    in_reach = abs(int(exponent[1:])) <= _FARTHEST
    return in_reach and not rest and (signed or (pointed and len(exponent) > 2))


def is_note_mark(overlooked: str) -> bool:
    """Whether what was set aside behind a number points to a note: ¹, *, (a)."""
    return _NOTE_MARKS.fullmatch(overlooked) is not None


def leaves_a_figure(behind: str) -> bool:
    """Whether what stood behind a number leaves it the figure it is: a mark, a share, a side."""
    return behind in ("%", "~", "≈", "ca.", SIDES) or bool(
        _NOTE_MARKS.match(behind) or _SHARE.match(behind)
    )


def is_scientific(text: str) -> bool:
    """Whether the text writes its number with an exponent."""
    return bool(_EXPONENT.search(text))


def is_approximate(text: str) -> bool:
    """Whether the text keeps less than whole units of its number: `~1,200`, `1,200 (est.)`,
    `1.23E+07`."""
    powers = _POWER.search(text)
    coarse = powers is not None and int(powers[2]) > len(powers[1] or "")
    return coarse or bool(_APPROXIMATE.search(text))

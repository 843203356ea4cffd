"""What the words of labels and names say: totals, ranks, marks for nothing, outline numbers."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import TypeVar, cast

from reconcile.model import ColumnRole, RowRole

T = TypeVar("T")

NOTHING = frozenset({"-", "–", "—", "−", "x", "X", "/"})  # stand for no figure at all
_MARKS = frozenset(
    {"-", "–", "—", "x", "X", "/", "*", ".", "..", "...", "…", "n/a", "na", "kđg", "ktd"}
)
LONGEST_MARK = max(map(len, _MARKS))
_EDGES = " .:*"
_ODD_SPACES = (
    "\t\r\v\f\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008"
    "\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
)
_OUTLINE = re.compile(r"(?:[IVXLC]+|[A-ZĐa-zđ]|\d+(?:\.\d+)*)\Z")
_NUMBERED_TITLE = re.compile(r"^\s*(?:[IVXLC]+|[A-ZĐa-zđ]|\d+(?:\.\d+)*)[.)/]\s*")
_CONTINUED = re.compile(
    r"[\s(\[–-]*\b(?:tiếp theo|tiếp|continued|cont(?:inued)?\.?)\s*[)\].:]*\s*$", re.IGNORECASE
)
_RATE = re.compile(
    r"%|\b(?:tỷ lệ|tỉ lệ|tỷ trọng|tỉ trọng|cơ cấu|so với|tốc độ|bình quân|trung bình"
    r"|ratio|rates?|percent(?:age)?s?|shares?|change|average|mean|median|per)\b"
)
_DIFFERENCE = re.compile(
    r"\b(?:chênh lệch|tăng|giảm|còn lại|change|difference|balance|net|surplus|deficit)\b"
)
_VIETNAMESE = re.compile(r"[ăâđêôơưĂÂĐÊÔƠƯạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]")

_COLUMN_WORDS: dict[ColumnRole, re.Pattern[str]] = {
    "serial": re.compile(r"(?:stt|tt|số tt|số thứ tự|thứ tự|no\.?|#|s\.?\s?no\.?)\Z"),
    "rank": re.compile(
        r"(?:(?:xếp |thứ )?hạng|xếp thứ|vị thứ|rank(?:ing)?)(?:\s*[(\d].*| năm.*)?\Z"
    ),
    "grade": re.compile(r"(?:xếp loại|phân loại|mức xếp loại|loại|grade|rating)\Z"),
    "maximum": re.compile(
        r"(?:(?:số )?điểm )?(?:tối đa|chuẩn)\Z|thang điểm\Z|max(?:imum)?(?: score| points)?\Z"
    ),
    "average": re.compile(r"(?:(?:điểm )?trung bình|bình quân|average|mean)\b"),
    "total": re.compile(
        r"tổng(?: cộng| số| chung| hợp)?(?: (?:chi|thu|vốn|cộng|chung|kinh phí|giá trị))?"
        r"(?:\s*[(\[:].*)?\Z"
        r"|tổng (?:số )?điểm\b.{0,25}\Z|cộng(?: (?:điểm|chung|dồn))?(?:\s*[(\[:].*)?\Z"
        r"|(?:grand |sub ?)?total(?:\s.{0,12}|\s*[,:–-].{0,40})?\Z|sum\Z"
    ),
    "note": re.compile(r"(?:ghi chú|note|remarks?)\b"),
}
_ROW_WORDS: dict[RowRole, str] = {
    "weight": r"(?:trọng số|hệ số|weights?)(?: \(.*)?\Z",
    "rank": r"(?:xếp hạng|thứ hạng|xếp thứ|vị thứ|rank(?:ing)?)(?:\s*\(.*)?\Z",
    "grade": r"(?:xếp loại|mức xếp loại|grade)(?:\s*\(.*)?\Z",
    "maximum": (
        r"(?:(?:số )?điểm )?(?:tối đa|chuẩn|thang điểm|điểm chuẩn)\b|max(?:imum)?(?: \w+)?\Z"
    ),
    "average": (
        r"(?:điểm )?(?:trung bình|bình quân)\b(?! (?:đầu|trên|mỗi|một)\b)"
        r"|(?:average|mean)(?: (?:scores?|points?|values?|marks?|of\b.*))?\Z"
    ),
    "total": (
        r"(?:tổng(?: (?:cộng|điểm|số|chi|thu|vốn|chung))*|cộng|sum"
        r"|(?:grand |sub ?)?total(?: .{0,16}|\s*[,:–-].{0,40})?)"
        r"(?:\s*(?:\(.*\)|chung|toàn tỉnh|[:.]))*\Z"
    ),
}
_ROW_WORD = re.compile("|".join(f"(?P<{role}>{words})" for role, words in _ROW_WORDS.items()))


@lru_cache(maxsize=1 << 14)
def fold_case(text: str) -> str:
    """Composed, in lower case, single spaces, without a trailing colon or stop."""
    return " ".join(unicodedata.normalize("NFC", text).split()).strip(_EDGES).casefold()


def in_lines(texts: Sequence[str], change: Callable[[str], str]) -> list[str]:
    """Many texts changed at once, by what changes each line of a text for itself."""
    whole = "\n".join(texts)
    if whole.count("\n") >= len(texts):
        whole = "\n".join(text.replace("\n", " ") for text in texts)
    return change(whole).split("\n")[: len(texts)]


def evened(whole: str) -> str:
    """The lines of a text with single spaces in them, and none around."""
    framed = f"\n{whole}\n"
    if not any(gap in framed for gap in ("  ", " \n", "\n ", *_ODD_SPACES)):
        return whole
    return "\n".join(" ".join(line.split()) for line in whole.split("\n"))


def of_each_kind(texts: Sequence[str], said: Callable[[str], T]) -> list[T]:
    """What is said of each of many texts; those that differ by no more than their digits are
    asked about once, each digit a 0."""
    whole = "\n".join(texts)
    for digit in "123456789":
        whole = whole.replace(digit, "0")
    alike = whole.split("\n")
    kinds = alike if len(alike) == len(texts) else texts
    found = {kind: said(kind) for kind in set(kinds)}
    return [found[kind] for kind in kinds]


def is_mark(text: str) -> bool:
    """A sign that stands where no figure applies; `text` has no spaces around it."""
    return len(text) <= LONGEST_MARK and text.casefold() in _MARKS


def is_withheld(text: str) -> bool:
    """Something that is no figure, no mark for nothing and no slip of one."""
    return bool(text) and text not in NOTHING and not any(map(str.isdigit, text))


def is_outline(text: str) -> bool:
    """`I`, `2`, `1.1`, `a`: the number of a heading."""
    return bool(_OUTLINE.match(text))


def column_role(label: str) -> ColumnRole | None:
    """The role that a column's label names, if it does."""
    folded = fold_case(label)
    return next((role for role, pattern in _COLUMN_WORDS.items() if pattern.match(folded)), None)


def row_role(name: str) -> RowRole | None:
    """The role that a row's name, or what stands in place of its number, says it has."""
    return _row_role(fold_case(name))


def row_roles(names: Sequence[str]) -> list[RowRole | None]:
    """`row_role` of many names, which are folded together."""
    folded = in_lines(names, lambda whole: evened(unicodedata.normalize("NFC", whole)).casefold())
    return of_each_kind(folded, lambda line: _row_role(line.strip(_EDGES)))


def _row_role(folded: str) -> RowRole | None:
    found = _ROW_WORD.match(folded)
    return cast(RowRole, found.lastgroup) if found else None


def is_difference(label: str) -> bool:
    """Whether a label speaks of one figure less another."""
    return bool(_DIFFERENCE.search(fold_case(label)))


def is_rate(label: str) -> bool:
    """Whether a label speaks of a rate, a share or a change, which do not add up."""
    return bool(_RATE.search(fold_case(label)))


def title_core(title: str) -> str:
    """A title without its number, its closing stop and a mark of continuation."""
    return _CONTINUED.sub("", _NUMBERED_TITLE.sub("", title)).strip(" .:")


def is_continued(title: str) -> bool:
    return bool(_CONTINUED.search(title))


def is_vietnamese(text: str) -> bool:
    return bool(_VIETNAMESE.search(unicodedata.normalize("NFC", text)))

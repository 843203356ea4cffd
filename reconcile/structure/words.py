"""What the words of labels and names say: totals, ranks, marks for nothing, outline numbers."""

from __future__ import annotations

import re
import unicodedata

from reconcile.model import ColumnRole, RowRole

_MARKS = frozenset({"-", "–", "—", "x", "X", "/", "*", ".", "..", "...", "…", "n/a", "na", "kđg", "ktd"})
_ROMAN = re.compile(r"[IVXLC]+\Z")
_OUTLINE = re.compile(r"(?:[IVXLC]+|[A-ZĐa-zđ]|\d+(?:\.\d+)*)\Z")
_NUMBERED_TITLE = re.compile(r"^\s*(?:[IVXLC]+|[A-ZĐa-zđ]|\d+(?:\.\d+)*)[.)/]\s*")
_CONTINUED = re.compile(
    r"[\s(\[–-]*\b(?:tiếp theo|tiếp|continued|cont(?:inued)?\.?)\s*[)\].:]*\s*$", re.IGNORECASE
)
_VIETNAMESE = re.compile(r"[ăâđêôơưĂÂĐÊÔƠƯạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]")

_COLUMN_WORDS: tuple[tuple[ColumnRole, re.Pattern[str]], ...] = tuple(
    (role, re.compile(pattern))
    for role, pattern in (
        ("serial", r"(?:stt|tt|số tt|số thứ tự|thứ tự|no\.?|#|s\.?\s?no\.?)\Z"),
        ("rank", r"(?:xếp hạng|thứ hạng|xếp thứ|vị thứ|hạng|rank(?:ing)?)\b"),
        ("grade", r"(?:xếp loại|phân loại|mức xếp loại|loại|grade|rating)\Z"),
        ("maximum", r"(?:điểm )?(?:tối đa|chuẩn|thang điểm|max(?:imum)?)\b"),
        ("average", r"(?:(?:điểm )?trung bình|bình quân|average|mean)\b"),
        ("total", r"(?:tổng(?: cộng| điểm| số điểm| số| hợp)?|cộng|total|sum)\b(?! hợp)"),
        ("note", r"(?:ghi chú|note|remarks?)\b"),
    )
)
_ROW_WORDS: tuple[tuple[RowRole, re.Pattern[str]], ...] = tuple(
    (role, re.compile(pattern))
    for role, pattern in (
        ("maximum", r"(?:điểm )?(?:tối đa|chuẩn|thang điểm|điểm chuẩn)\b"),
        ("average", r"(?:(?:điểm )?trung bình|bình quân|average|mean)\b"),
        ("total", r"(?:tổng(?: cộng| điểm| số)?|cộng|total|grand total|sum)(?:\s*(?:\(.*\)|chung|toàn tỉnh|[:.]))*\Z"),
    )
)


def fold_case(text: str) -> str:
    """Composed, in lower case, single spaces, without a trailing colon or stop."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", text)).strip(" .:*").casefold()


def is_mark(text: str) -> bool:
    """A sign that stands where no figure applies."""
    return text.strip().casefold() in _MARKS


def is_outline(text: str) -> bool:
    """`I`, `2`, `1.1`, `a`: the number of a heading."""
    return bool(_OUTLINE.match(text))


def is_roman(text: str) -> bool:
    return bool(_ROMAN.match(text))


def column_role(label: str) -> ColumnRole | None:
    """The role that a column's label names, if it does."""
    folded = fold_case(label)
    return next((role for role, pattern in _COLUMN_WORDS if pattern.match(folded)), None)


def row_role(name: str) -> RowRole | None:
    folded = fold_case(name)
    return next((role for role, pattern in _ROW_WORDS if pattern.match(folded)), None)


def title_core(title: str) -> str:
    """A title without its number, its closing stop and a mark of continuation."""
    return _CONTINUED.sub("", _NUMBERED_TITLE.sub("", title)).strip(" .:")


def is_continued(title: str) -> bool:
    return bool(_CONTINUED.search(title))


def is_vietnamese(text: str) -> bool:
    return bool(_VIETNAMESE.search(unicodedata.normalize("NFC", text)))

"""What the words of labels and names say: roles, rates and differences, signs for no figure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import cast
from unicodedata import normalize

from reconcile.labels.role_words import BARE_TOTAL, COLUMN_WORDS, ROW_WORDS
from reconcile.labels.texts import (
    EDGES,
    asked_once_per_pattern,
    changed_together,
    fold_case,
    single_spaced,
)
from reconcile.model import ColumnRole, RowRole

NO_FIGURE = frozenset({"-", "–", "—", "−", "x", "X", "/"})  # say that there is no figure
# What stands where a figure is not due, not known or not given; folded.
_PLACEHOLDERS = frozenset(
    {"-", "–", "—", "x", "X", "/", "*", ".", "..", "...", "…", "n/a", "na", "kđg", "ktd"}
)
LONGEST_PLACEHOLDER = max(map(len, _PLACEHOLDERS))  # letters
_RATE = re.compile(
    r"%|\b(?:tỷ lệ|tỉ lệ|tỷ trọng|tỉ trọng|cơ cấu|so với|tốc độ|bình quân|trung bình|đtb"
    r"|ratio|rates?|percent(?:age)?s?|shares?|change|average|mean|median|per"
    r"|anteil\w*|\w*quote|prozent\w*|veränderung\w*|durchschnitt\w*|je"
    r"|taux|part (?:des?|du|en|dans)|pourcentages?|variation|évolution|moyenne"
    r"|par (?:an|mois|jour|habitants?|tête|personne)"
    r"|tasas?|porcentajes?|proporción|variación|promedio|media(?= del?\b| di\b|\Z)"
    r"|taxas?|percentage[nm]s?|proporção|variação|média"
    r"|tass[oi]|percentual[ei]|variazione"
    r"|udział|odsetek|procent\w*|zmiana|średni\w*|stopa|wskaźnik\w*"
    r"|persen\w*|rasio|proporsi|perubahan|pertumbuhan|rata-?\s?rata)\b"
)
_DURATION = re.compile(
    r"\b(?:durations?|elapsed|h{1,2}:mm(?::ss)?|mm?:ss|man-?hours?|hours? worked|overtime"
    r"|thời lượng|số giờ|giờ công|làm thêm giờ|giờ làm thêm"
    r"|dauer|durée|duración|duração|durata|czas trwania)(?!\w)|(?:total )?hours\Z"
)
_EXTREME = re.compile(
    r"\b(?:cao nhất|thấp nhất|lớn nhất|nhỏ nhất|nhiều nhất|ít nhất|trung vị|độ lệch chuẩn"
    r"|phương sai|max|maximum|highest|best|min|minimum|lowest|worst|median|mode|quartile"
    r"|percentile|std|(?:standard )?deviation|variance|range|correlation|höchst\w*|niedrigst\w*"
    r"|maximal\w*|minimal\w*|médiane?|écart[- ]type|mediana?|desviación|desvio|deviazione"
    r"|mediaan|mediany?|tertinggi|terendah|máximo|mínimo|massimo|minimo)\b"
)
_PART_OF = re.compile(
    r"\W*(?:trong đó|trong số|bao gồm|gồm|of which|of whom|in which|thereof|including"
    r"|davon|darunter|dont|de l[oa]s cuales|d[oa]s quais|di cui|w tym|diantaranya)\b"
)
_DIFFERENCE = re.compile(
    r"\b(?:chênh lệch|tăng|giảm|còn lại|change|difference|variance|balance|net|surplus|deficit"
    r"|differenz|abweichung|unterschied|saldo|überschuss|fehlbetrag|rest(?=\Z)"
    r"|écart|différence|solde|excédent|déficit|diferencia|desviación|superávit|diferença"
    r"|differenza|scostamento|avanzo|disavanzo|różnica|nadwyżka|deficyt"
    r"|selisih|sisa|surplus)\b"
)

# `Province code`, `code INSEE`, but not `code violations`; words are parted by `_` too.
_CODE = re.compile(
    r"(?:mã|ms|số hiệu|ký hiệu|kí hiệu)\b(?! h[oó][aá])|code (?:of|du|de|des|d'|insee|postal)\b"
    r"|(?:código|codice|kode|kod|код|schlüssel|kennziffer)\b"
    r"|(?:.*\b)?(?:code|id|identifier|fips|geoid|zip|postcode|código|codice|код)"
    r"(?: ?(?:no\.?|number|#))?\Z|.*(?:schlüssel|kennziffer|nummer)\Z"
)
_YEAR = re.compile(
    r"(?:fiscal|calendar|school|academic|financial|budget|tax|model|birth)? ?"
    r"years?(?: (?:built|of|in|ended|ending)\b.*)?\Z"
    r"|năm\b(?! trước| sau| nay)|fy\Z|année\b|exercice\b|(?:.*[^\W\d_])?jahr\Z|año\b|ejercicio\b"
    r"|anno\b|ano\b|tahun\b|год\b|rok\b|年度?\Z"
)
_ROW_WORD = re.compile("|".join(f"(?P<{role}>{words})" for role, words in ROW_WORDS.items()))


def is_placeholder(text: str) -> bool:
    """A sign that stands where no figure applies; `text` has no spaces around it."""
    return len(text) <= LONGEST_PLACEHOLDER and text.casefold() in _PLACEHOLDERS


def is_withheld(text: str) -> bool:
    """`F`, `too few`: something that is no figure, no sign for none and no slip of a figure."""
    return bool(text) and text not in NO_FIGURE and not any(map(str.isdigit, text))


def column_role(label: str) -> ColumnRole | None:
    """The role that a column's label names, if it does."""
    folded = fold_case(label)
    return next((role for role, pattern in COLUMN_WORDS.items() if pattern.match(folded)), None)


def is_grade(label: str) -> bool:
    """Whether a label over words says that they are grades, or ranks such as `First`."""
    return column_role(label) in ("grade", "rank") or row_role(label) in ("grade", "rank")


def is_bare_total(label: str) -> bool:
    """Whether a label says `Total` and not of what: `Tổng cộng`, but not `Tổng thu`."""
    return bool(BARE_TOTAL.match(fold_case(label)))


def row_role(name: str) -> RowRole | None:
    """The role that a row's name, or what stands in place of its number, says it has."""
    return _row_role(fold_case(name))


def row_roles(names: Sequence[str]) -> list[RowRole | None]:
    """`row_role` of many names, which are folded together."""
    folded = changed_together(
        names, lambda lines: single_spaced(normalize("NFC", lines)).casefold()
    )
    return asked_once_per_pattern(folded, lambda line: _row_role(line.strip(EDGES)))


def _row_role(folded: str) -> RowRole | None:
    match = _ROW_WORD.match(folded)
    return cast(RowRole, match.lastgroup) if match else None


def is_code(label: str) -> bool:
    """Whether a label says that codes stand below it."""
    return bool(_CODE.match(fold_case(label).replace("_", " ")))


def is_zero_led(text: str) -> bool:
    """`01`, `000317`, `00003B`, but not `0.1`: how codes are written, and counts at times."""
    return text[:1] == "0" and text[1:2].isdigit()


def is_year(label: str) -> bool:
    """Whether a label says that years stand below it."""
    return bool(_YEAR.match(fold_case(label).replace("_", " ")))


def is_difference(label: str) -> bool:
    """Whether a label speaks of one figure less another."""
    return bool(_DIFFERENCE.search(fold_case(label)))


def is_duration(label: str) -> bool:
    """Whether a label says that what stands below it is how long things took."""
    return bool(_DURATION.search(fold_case(label)))


def is_rate(label: str) -> bool:
    """Whether a label speaks of a rate, a share or a change, which do not add up."""
    return bool(_RATE.search(fold_case(label).replace("_", " ")))


def is_part_of(label: str) -> bool:
    """Whether a label says that what stands under it is a part of something, not all of it."""
    return bool(_PART_OF.match(fold_case(label)))


def is_extreme(label: str) -> bool:
    """Whether a label speaks of the highest, the lowest or the middle figure, or of how far they
    scatter: a row of such adds nothing up."""
    return bool(_EXTREME.search(fold_case(label)))

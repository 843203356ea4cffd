"""Units as sheets state them: in a line above a table, in a header, in a label's brackets.

`Đơn vị: Triệu đồng` names a unit, `Đơn vị: Sở Y tế` an office: a unit is made of words that
measure.
"""

from __future__ import annotations

import re
from decimal import Decimal

# In the languages that people send us: Vietnamese, English, German, French, Spanish, Portuguese,
# Italian, Polish, Indonesian.
_MULTIPLES = frozenset(
    "nghìn,ngàn,triệu,tỷ,tỉ,thousand,thousands,million,millions,billion,billions,mn,bn,hundred,"
    "hundreds,tausend,tsd,mio,mrd,milliers,milliards,miles,millones,milhares,milhões,migliaia,"
    "milioni,miliardi,tys,mln,mld,ribu,juta,miliar".split(",")
)
_MEASURES = frozenset(
    "đồng,vnđ,vnd,đ,đô la,usd,us$,$,dollar,dollars,eur,€,euro,euros,£,pounds,yen,¥,rupiah,rp,"
    "złotych,zł,pesos,reais,rand,%,‰,phần trăm,per cent,percent,percentage points,prozent,"
    "m,m2,m²,m3,m³,mét,km,km2,km²,cm,mm,ha,hecta,hectares,kg,gram,tạ,tấn,yến,lít,tonnes,tons,"
    "litres,kwh,mwh,gwh,kw,mw,°c,giờ,hours,hour,người,nhân khẩu,hộ,hộ gia đình,lượt,lượt người,"
    "trường hợp,hồ sơ,văn bản,vụ,cái,chiếc,con,quyển,bộ,điểm,persons,people,inhabitants,households,"
    "personen,einwohner,personnes,habitants,personas,persone,osób,orang".split(",")
)
# These make a unit with others and none alone: `1000 tấn`, `triệu đồng/người/năm`.
_JOINING = frozenset("of de der in per trên - 1 10 100 1000 1.000 1,000 000 000s 000's".split())
_JOINING |= frozenset("năm tháng ngày year month day capita".split())
_LONGEST_PHRASE = 3  # words: `hộ gia đình`
_MOST_WORDS = 6  # of a unit: `triệu đồng / người / năm`

_NAMES = (
    r"đơn vị(?: tính)?|đvt|units?(?: of measure)?|einheit(?:en)?|unité|unidad|unità|unidade|"
    r"jednostka|satuan"
)
_LINE = re.compile(
    rf"[(\[]? ?(?:(?:{_NAMES}) ?[:.]|in) ?(?P<unit>[^:()\[\]]{{1,40}})[)\]]?", re.IGNORECASE
)
# Behind these even a word that is not known here is a unit; behind `Đơn vị` an office may stand.
_SURE = re.compile(r"[(\[]? ?(?:đơn vị tính|đvt|units? of measure)\b", re.IGNORECASE)
_AT_THE_END = re.compile(r"[(\[]([^()\[\]]{1,30})[)\]]\Z|- ?(%)\Z")
# `Parks (5 points)`, `Vệ sinh (tối đa 10)`, `Roads, max. 20`, `Thang điểm: 10`
_POINTS = r"(?:điểm|đ|points?|pts?|marks?|punkte?|punti|puntos|pontos|punkt(?:y|ów)|poin)"
_MOST = r"(?:max(?:imum)?|tối đa|thang điểm|höchstens|maximal|massimo|máximo|maks(?:imum)?)"
_MARKS = r"\d{1,4}(?:[.,]\d{1,2})?"
_MAXIMUM = re.compile(
    rf"[(\[] ?(?:{_MOST}\.?:? )?(?P<marks>{_MARKS}) ?{_POINTS}\.? ?[)\]]"
    rf"|\b{_MOST}\b\.?:? ?(?:là |of )?(?P<most>{_MARKS})(?: ?{_POINTS})?\.?(?![\w%])",
    re.IGNORECASE,
)
_QUOTES = "\"'“”"


def is_unit(text: str) -> bool:
    """Whether a text is a unit and nothing else: `Triệu đồng`, `%`, `"000 Hours"`."""
    words = text.casefold().replace("/", " ").translate(dict.fromkeys(map(ord, _QUOTES))).split()
    measured = False
    while words and len(words) <= _MOST_WORDS:
        for length in range(min(_LONGEST_PHRASE, len(words)), 0, -1):
            phrase = " ".join(words[:length])
            if phrase in _MULTIPLES or phrase in _MEASURES or phrase in _JOINING:
                measured = measured or phrase not in _JOINING
                words = words[length:]
                break
        else:
            return False
    return measured and not words


def maximum_of_label(label: str) -> Decimal | None:
    """The highest mark that a label states: 5 of `Parks (5 points)`, 10 of `Vệ sinh (tối đa 10)`.

    None where it states none, or two.
    """
    stated = {
        found["marks"] or found["most"] for found in _MAXIMUM.finditer(" ".join(label.split()))
    }
    return Decimal(stated.pop().replace(",", ".")) if len(stated) == 1 else None


def unit_of_line(text: str) -> str:
    """The unit that a line above a table states, `''` where it states none.

    `ĐVT: Ha` gives `Ha`, `(in thousands)` gives `thousands`, `Đơn vị: Sở Y tế` nothing.
    """
    line = " ".join(text.split())
    stated = _LINE.fullmatch(line)
    if stated is None:
        return line.strip("()[] ") if is_unit(line.strip("()[] ")) else ""
    unit = stated["unit"].strip(" .;")
    return unit if is_unit(unit) or _SURE.match(line) else ""


def unit_of_label(label: str) -> str:
    """The unit in a column's label: `Số tiền (triệu đồng)`, `Chỉ số phát triển - %`, `"000 Hours"`.

    `''` where it names none.
    """
    line = " ".join(label.split())
    if is_unit(line):
        return line.strip(_QUOTES)
    end = _AT_THE_END.search(line)
    return unit_of_line(end[1] or end[2]) if end else ""

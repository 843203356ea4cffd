"""By which words labels name what a column or a row is, in the languages that sheets come in.

Each is a pattern that a folded label (lower case, one space between words) begins with. They are
Vietnamese, English, German, French, Spanish, Portuguese, Italian, Polish and Indonesian; of Dutch,
Turkish and Russian there are a few.
"""

from __future__ import annotations

import re

from reconcile.model import ColumnRole, RowRole

_END = r"(?:\s*[(\[:].*)?\Z"  # `Summe`, `Summe (Mio. €)`, `Summe:`
# What a total may say it is of: `Total general`, `Summe der Einnahmen`, `Jumlah Belanja`.
_OF = r"(?: .{0,30}|\s*[,:–-].{0,40})?\Z"
_SERIAL = (
    r"(?:stt|tt|số tt|số thứ tự|thứ tự|no\.?|#|№|n[°ºo]\.?|(?:lfd\.? ?)?nr\.?|s\.?\s?no\.?"
    r"|s[rl]\.? ?no\.?|s/n|n[°º] d['’]ordre|l\.? ?p\.?|no\.? urut)"
)
_ENGLISH_TOTAL = r"(?:grand |sub ?-?)?totals?"
# Alone, with what they are of, or behind it: `Insgesamt`, `Razem wydatki`, `Einnahmen gesamt`.
_TOTALS = (
    r"zwischensumme|teilsumme|endsumme|gesamtsumme|gesamtbetrag|gesamtzahl|gesamtergebnis"
    r"|gesamt(?:ausgaben|einnahmen|kosten|aufwand|ertrag|punktzahl|punkte)|summe|insgesamt"
    r"|zusammen|gesamt"
    r"|sous-?total|totaux|totale?s?|ensemble|somme"
    r"|sub-?total(?:e|es)?|suma|soma|somma|totali|complessivo"
    r"|razem|ogółem|łącznie|podsumowanie"
    r"|totaal|subtotaal|toplam"
)
_BEHIND = (
    r".{2,40}?(?<! of)(?<! the)(?<! from)(?<! to)(?<! in)(?<! du)(?<! vom)(?<! von)(?<! am)"
    r"(?<! des)(?<! del)(?<! al)(?<! do)(?<! per)(?<! i)"
    r" (?:totals?|insgesamt|gesamt|zusammen|ensemble|totale|ogółem|razem|łącznie)\Z"
)
# `jumlah` is a count as well: `Jumlah penduduk`, of people.
_INDONESIAN = (
    r"(?:sub ?|grand )?(?:jumlah|total)(?: (?:total|keseluruhan|seluruhnya|akhir|umum|besar"
    r"|pendapatan|penerimaan|belanja|pengeluaran|biaya|aset|kewajiban|nilai|skor))*"
)
# `Điểm TB` and, standing alone, `TB` or `TBC`; `TB cases` are of tuberculosis, `Media` sells news.
_AVERAGES = (
    r"(?:điểm )?(?:trung bình|bình quân)\b(?! (?:đầu|trên|mỗi|một)\b)"
    r"|đtb[a-zđ]{0,3}\b|(?:điểm )?tbc?m?(?:\Z| (?:môn|chung|cả năm|hk|học kỳ)\b)|điểm tbc?\b"
    r"|avg\b|durchschnitt\w*|mittelwert\w*|moyennes?\b|promedio\b|média\b|rata-?\s?rata\b"
    r"|średni[aeo]\b|przeciętn(?:a|ie)\b|rerata\b|rataan\b|gemiddeld\w*|средн(?:ее|ий|яя)\b"
    r"|(?:media|mittel|ø)(?: (?:de|di|del|der|des)\b.*|\s*[(:].*)?\Z"
)
_RANKS = (
    r"rank(?:ing)?|rang(?:folge)?|platz(?:ierung)?|classement|puesto|posici[oó]n|clasificaci[oó]n"
    r"|posição|classificação|posizione|classifica|graduatoria|miejsce|pozycja|lokata"
    r"|peringkat"
)
# `Note` heads remarks as well, `Level` and `Class` much that is no grade.
_GRADES = (
    r"(?:kết quả )?xếp loại|phân loại|mức xếp loại|loại|mức đánh giá"
    r"|(?:letter |final |overall )?(?:grade|rating)|performance level"
    r"|bewertung|einstufung|notenstufe|prädikat|mention|appréciation|calificación|valoración"
    r"|conceito|giudizio|valutazione|ocena|beoordeling|predikat"
)
_HIGHEST_POINTS = (
    r"(?:maximal|höchst|max\. ?)(?:punktzahl|punkte)|barème|points? max\w*|puntuación máxima"
    r"|puntos máximos|pontuação máxima|pontos máximos|punteggio massimo|punti max\w*"
    r"|maks\w*\.? (?:liczba )?punkt\w*|(?:skor|nilai) maks\w*"
)
_WEIGHTS = r"gewicht(?:ung)?|pondération|poids|ponderación|ponderação|peso|waga|bobot"
_REMARKS = (
    r"bemerkung(?:en)?|anmerkung(?:en)?|remarques?|observaci(?:ón|ones)|observaç(?:ão|ões)"
    r"|osservazioni|uwagi|keterangan|catatan"
)

COLUMN_WORDS: dict[ColumnRole, re.Pattern[str]] = {
    "serial": re.compile(rf"{_SERIAL}(?:\s*[/(]\s*{_SERIAL}\)?)?\Z"),
    "rank": re.compile(rf"(?:(?:xếp |thứ )?hạng|xếp thứ|vị thứ|{_RANKS})(?:\s*[(\d].*| năm.*)?\Z"),
    "grade": re.compile(rf"(?:{_GRADES})(?:\s*\(.*)?\Z"),
    "maximum": re.compile(
        r"(?:(?:số )?điểm )?(?:tối đa|chuẩn)\Z|thang điểm\Z|max(?:imum)?(?: score| points)?\Z"
        rf"|(?:{_HIGHEST_POINTS})\Z"
    ),
    "average": re.compile(rf"{_AVERAGES}|(?:average|mean)\b"),
    "total": re.compile(
        r"tổng(?: cộng| số| chung| hợp)?(?: (?:chi|thu|vốn|cộng|chung|kinh phí|giá trị))?"
        r"(?:\s*[(\[:].*)?\Z"
        r"|tổng (?:số )?điểm\b.{0,25}\Z|cộng(?: (?:điểm|chung|dồn))?(?:\s*[(\[:].*)?\Z"
        rf"|{_ENGLISH_TOTAL}(?:\s.{{0,12}}|\s*[,:–-].{{0,40}})?\Z|(?:sum|tc|σ|∑){_END}"
        rf"|(?:{_TOTALS})(?: .{{0,20}})?{_END}|{_INDONESIAN}{_END}"
    ),
    "note": re.compile(rf"(?:ghi chú|note|remarks?|{_REMARKS})\b"),
}
BARE_TOTAL = re.compile(
    r"tổng(?: cộng| số| chung| điểm| số điểm)?\Z|cộng(?: chung)?\Z|(?:grand )?total\Z|sum\Z"
    r"|(?:(?:end|gesamt)?summe|insgesamt|zusammen|gesamt|totaux|totale?|ensemble|somme)\Z"
    r"|total(?:e)? (?:général|geral|general|generale)\Z|(?:suma|soma|somma|razem|ogółem|łącznie)\Z"
    r"|jumlah(?: (?:total|keseluruhan))?\Z|(?:totaal|toplam|σ|∑|tc)\Z"
)
ROW_WORDS: dict[RowRole, str] = {
    "weight": rf"(?:trọng số|hệ số|weights?|{_WEIGHTS})(?: \(.*)?\Z",
    "rank": rf"(?:xếp hạng|thứ hạng|xếp thứ|vị thứ|{_RANKS})(?:\s*\(.*)?\Z",
    "grade": r"(?:xếp loại|mức xếp loại|grade)(?:\s*\(.*)?\Z",
    "maximum": (
        r"(?:(?:số )?điểm )?(?:tối đa|chuẩn|thang điểm|điểm chuẩn)\b|max(?:imum)?(?: \w+)?\Z"
        rf"|(?:{_HIGHEST_POINTS})\Z"
    ),
    "average": (
        rf"(?:{_AVERAGES})|(?:average|mean)(?: (?:scores?|points?|values?|marks?|of\b.*))?\Z"
    ),
    "total": (
        r"(?:tổng(?: (?:cộng|điểm|số|chi|thu|vốn|chung))*|cộng|sum|tc|σ|∑"
        rf"|{_ENGLISH_TOTAL}(?: .{{0,16}}|\s*[,:–-].{{0,40}})?|(?:{_TOTALS}){_OF}|{_BEHIND}"
        rf"|{_INDONESIAN})"
        r"(?:\s*(?:\(.*\)|chung|toàn tỉnh|[:.]))*\Z"
    ),
}

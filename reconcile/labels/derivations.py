"""What the words of a label say of how its line comes about: a share, a change, an amount; and of
which two lines it speaks, `TH/KH (%)` of what was done over what was planned.

Vietnamese and English in full; German, French, Spanish, Portuguese, Italian, Polish and Indonesian
for shares, changes and ratios. Words are looked for as written and without their accents, but for
short Vietnamese ones, which without them are other words.
"""

from __future__ import annotations

import re
from functools import lru_cache

from msgspec import Struct

from reconcile.labels.spelling import plain
from reconcile.labels.texts import fold_case

_PERCENT = re.compile(
    r"%|‰|\b(?:percent|per cents?\b|pct\b|phần trăm|phan tram|prozent|pourcent|porcent|procent"
    r"|percentual|persen)"
)
_SHARE = re.compile(
    r"\b(?:t[ỷỉyi] [lt](?:ệ|e|rọng|rong)\b|cơ cấu|co cau|share|proportion|ratio|rates?\b|fraction"
    r"|of (?:the )?(?:grand )?total|distribution|margin|completion|utili[sz]ation|coverage"
    r"|anteil|quote\b|verhaltnis|taux|part (?:de|du|des|en|dans)\b|rapport\b|repartition"
    r"|participa[cç]|propor[cç]|tasas?\b|taxas?\b|cuota|quota\b|tasso|incidenza|rapporto"
    r"|udział|udzial|odsetek|stosunek|wskaźnik|wskaznik|pangsa|proporsi|rasio|kontribusi|tingkat)"
)
_PER = re.compile(
    r"/|\b(?:per|bình quân|binh quan|trung bình|trung binh|trên|mỗi|đầu người|each|average|avg|mean"
    r"|density|yield|productivity|mật độ|năng suất"
    r"|pro|je|durchschnitt|par|moyen|por|promedio|media|medio|na|średnio|srednio|rata)\b"
)
_CHANGE = re.compile(
    r"[+]\s?/\s?[-−–]|±|\b(?:so với|so voi|so sánh|so sanh|tăng|giảm|tang giam|tốc độ|toc do"
    r"|chênh lệch|chenh lech|biến động"
    r"|changes?|growth|increase|decrease|gain|versus|vs|yoy|y/y|var|variance|compared"
    r"|veranderung|zunahme|abnahme|wachstum|zuwachs|evolution|croissance|variation|hausse|baisse"
    r"|variaci|variac|variaz|crecimiento|cambio|crescimento|aumento|crescita|aumento|diminuzione"
    r"|zmian|wzrost|spadek|dynamika|perubahan|pertumbuhan|kenaikan|penurunan)"
)
_INDEX = re.compile(r"\b(?:index|indices|chỉ số|chi so|indice|indeks|wskaźnik|wskaznik)")
_AMOUNT = re.compile(
    r"\b(?:thành tiền|thanh tien|tiền|giá trị|gia tri|số lượng|so luong|kinh phí|chi phí|tổng|cộng"
    r"|total|sum|amount|count|number|value|revenue|income|expend|sales|cost|persons|people"
    r"|population|budget|quantity|qty|units|pay|salary|volume|tonnes"
    r"|betrag|summe|anzahl|wert|umsatz|kosten|montant|nombre|valeur|importe|cantidad|monto|valor"
    r"|quantidade|importo|quantita|valore|kwota|liczba|wartość|wartosc|jumlah|nilai|biaya)\b"
)
_OVER = re.compile(
    r"^(?P<upper>.*?)(?:\s*(?:/|:|÷)\s*|\s(?:so voi|tren|vs\.?|versus|over|per"
    r"|compared (?:to|with)|(?:as )?(?:a )?(?:percent|percentage|share) of|of|to)\s)"
    r"(?P<lower>.+)$"
)
_TOKEN = re.compile(r"[^\W\d_]{2,}|\d{4}|\d+")


class Derivation(Struct, frozen=True):
    """Which of these a label says."""

    percent: bool
    share: bool
    per: bool
    change: bool
    index: bool
    amount: bool

    @property
    def is_quotient(self) -> bool:
        """Whether it speaks of one figure over another."""
        return self.percent or self.share or self.per or self.index

    @property
    def is_rate(self) -> bool:
        """Whether it speaks of what does not add up."""
        return self.is_quotient or self.change


@lru_cache(maxsize=1 << 12)
def derivation(label: str) -> Derivation:
    both = _both(label)
    words = (_PERCENT, _SHARE, _PER, _CHANGE, _INDEX, _AMOUNT)
    return Derivation(*(bool(pattern.search(both)) for pattern in words))


@lru_cache(maxsize=1 << 12)
def tokens(label: str) -> frozenset[str]:
    """The words and years of a label, and its initials, by which `KH` means `Kế hoạch`."""
    words = _TOKEN.findall(plain(fold_case(label)))
    initials = "".join(word[0] for word in words if word.isalpha())
    return frozenset((*words, initials) if len(initials) > 1 else words)


def speaks_for(label: str, upper: str, lower: str) -> float:
    """Whether a label names one line as what is divided, and another as what it is divided by: from
    -1, where it names them the other way round, to 1; 0 where it does not say."""
    named = _operands(label)
    if named is None:
        return 0.0
    above, below = named
    straight = _likeness(above, upper) + _likeness(below, lower)
    turned = _likeness(above, lower) + _likeness(below, upper)
    return max(-1.0, min(1.0, straight - turned))


@lru_cache(maxsize=1 << 12)
def _operands(label: str) -> tuple[frozenset[str], frozenset[str]] | None:
    match = _OVER.match(re.sub(r"[%()\[\]]", " ", plain(fold_case(label))).strip())
    return (tokens(match["upper"]), tokens(match["lower"])) if match else None


def _likeness(phrase: frozenset[str], label: str) -> float:
    """The part of a phrase that a label has too."""
    return len(phrase & tokens(label)) / len(phrase) if phrase else 0.0


def _both(label: str) -> str:
    """The label as written and without its accents."""
    folded = fold_case(label)
    return folded if folded.isascii() else f"{folded}\n{plain(folded)}"

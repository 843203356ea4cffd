"""What labels say of amounts that move: opening, taken off, closing, what is left, cumulated.

Words of Vietnamese, English, German, French, Spanish, Portuguese, Italian, Polish and Indonesian.
"""

from __future__ import annotations

import re

from reconcile.labels.texts import fold_case

_CUMULATED = re.compile(
    r"\b(?:l[uũ][yỹ] kế|cộng dồn|từ đầu năm|cumul\w*|running (?:total|sum|balance)"
    r"|(?:year|month|season|total|program|project)?[ -]?to[ -]date|ytd"
    r"|(?:auf)?kumul\w*|aufgelaufen\w*|fortlaufend\w*|depuis le début|acumul\w*|progressiv\w*"
    r"|narastająco|skumul\w*|(?:od|do) początku roku|sejak awal|s\.?d\.? bulan ini)\b"
)
_OPENING = re.compile(
    r"\b(?:(?:tồn|dư|số dư|tồn kho)? ?đầu (?:kỳ|năm|tháng|quý)|opening|beginning"
    r"|brought forward|b/f|anfangsbest\w*|anfangssaldo|vortrag|übertrag"
    r"|(?:stocks?|solde|existencias?|saldos?|estoques?|inventario) (?:initial|inicial)(?:es)?"
    r"|(?:existencias|saldos) iniciales|(?:saldo|scort[ae]|giacenz[ae]|rimanenz[ae]|esistenz[ae])"
    r" inizial[ei]|(?:stan|saldo) początkow\w+|bilans otwarcia|(?:persediaan|saldo|stok) awal)\b"
)
_CLOSING = re.compile(
    r"\b(?:(?:tồn|dư|số dư|tồn kho)? ?cuối (?:kỳ|năm|tháng|quý)|closing|ending"
    r"|carried forward|c/f|endbest\w*|endsaldo|schlussbest\w*"
    r"|(?:stocks?|solde|existencias?|saldos?|estoques?|inventario) final(?:es)?"
    r"|(?:saldo|scort[ae]|giacenz[ae]|rimanenz[ae]|esistenz[ae]) final[ei]"
    r"|(?:stan|saldo) końcow\w+|bilans zamknięcia|(?:persediaan|saldo|stok) akhir)\b"
)
_LEFT = re.compile(
    r"\b(?:còn lại|thực lĩnh|thực nhận|thực hưởng|cân đối|chênh lệch thu|net|balance|remaining"
    r"|remainder|surplus|deficit|profit|take[ -]?home|saldo|netto\w*|rest(?:betrag)?|überschuss"
    r"|auszahlungsbetrag|solde|neto|líquido|resultado|résultat|risultato|do wypłaty|wynik|sisa"
    r"|bersih|surplus)\b"
)
_TAKEN_OFF = re.compile(
    r"^[-−–(]?\s?(?:less|minus|trừ|bớt)\b|\b(?:deduct\w*|withh\w*|issue[sd]?|withdraw\w*|outflows?"
    r"|paid|payments?|expen(?:se|diture)s?|disbursed|disbursements?|sold|costs?|returns?"
    r"|giảm|khấu trừ|các khoản trừ|xuất|chi|đã nộp|đã trả|đã chi"
    r"|abg[aä]ng\w*|abz[uü]g\w*|ausgaben?|ausg[aä]ng\w*|aufwand|aufwendungen|verbrauch"
    r"|sorties?|retenues?|déductions?|dépenses?|charges?|salidas?|deducciones|egresos|gastos"
    r"|saídas?|deduções|despesas|descontos|uscit[ae]|scaric\w+|detrazioni|ritenute|trattenute|spese"
    r"|rozch[oó]d\w*|wydan\w+|wydatki|potrącen\w+|koszty|(?:barang )?keluar|pengeluaran"
    r"|potongan|belanja|beban)\b"
)


def is_cumulated(label: str) -> bool:
    """Whether a label says that what stands below it is added up from the beginning on."""
    return bool(_CUMULATED.search(fold_case(label)))


def is_opening(label: str) -> bool:
    """Whether a label speaks of what there was at the beginning."""
    return bool(_OPENING.search(fold_case(label)))


def is_left(label: str) -> bool:
    """Whether a label speaks of what there is in the end: the closing stock, the net pay."""
    folded = fold_case(label)
    return bool(_CLOSING.search(folded) or _LEFT.search(folded))


def is_taken_off(label: str) -> bool:
    """Whether a label speaks of what goes off: issues, deductions, expenses."""
    return bool(_TAKEN_OFF.search(fold_case(label)))

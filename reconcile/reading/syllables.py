"""Whether a word could be Vietnamese: one syllable, an onset and a rhyme that the language has.

This is what tells a right decoding of a text from a wrong one: a wrong one gives letters of the
alphabet too, but hardly ever syllables.
"""

from __future__ import annotations

import unicodedata

_ONSETS = frozenset("ngh ng nh gh gi kh ph th tr ch qu b c d đ g h k l m n p r s t v x".split())
_RHYMES = frozenset(
    (
        "a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt â âc âm ân âng âp ât âu ây e "
        "ec em en eng eo ep et ê êch êm ên ênh êp êt êu i ia ich im in inh ip it iu iêc iêm iên "
        "iêng iêp iêt iêu y yêm yên yêng yêt yêu o oc oi om on ong op ot oa oac oach oai oam oan "
        "oang oanh oao oap oat oay oăc oăm oăn oăng oăt oe oen oeo oet ô ôc ôi ôm ôn ông ôp ôt ơ "
        "ơi ơm ơn ơp ơt u ua uc ui um un ung up ut uôc uôi uôm uôn uông uôt uân uât uâng uây uê "
        "uêch uênh uơ uy uya uych uyên uyêt uynh uyt uyu ư ưa ưc ưi ưng ưt ưu ươc ươi ươm ươn "
        "ương ươp ươt ươu"
    ).split()
)
_LONGEST_ONSET = 3  # letters: ngh
_STOPS = ("c", "ch", "p", "t")  # after one of these only the sharp and the heavy tone are said
_SHARP, _HEAVY = "\u0301", "\u0323"
_TONES = frozenset(("\u0300", _SHARP, "\u0303", "\u0309", _HEAVY))


def is_syllable(word: str) -> bool:
    """Whether a word in NFC could be said in Vietnamese; a stopped one takes two tones only."""
    decomposed = unicodedata.normalize("NFD", word.lower())
    tones = [mark for mark in decomposed if mark in _TONES]
    if len(tones) > 1:
        return False
    toneless = unicodedata.normalize(
        "NFC", "".join(mark for mark in decomposed if mark not in _TONES)
    )
    if toneless not in _RHYMES and not any(
        toneless[:n] in _ONSETS and toneless[n:] in _RHYMES for n in range(1, _LONGEST_ONSET + 1)
    ):
        return False
    return not toneless.endswith(_STOPS) or tones in ([_SHARP], [_HEAVY])

"""Vietnamese as fonts of before Unicode hold it: TCVN3 (.VnTime and its family) and VNI (VNI-Times), read as Unicode.

Such a text is another alphabet under the letters of Latin-1: it is known by the font's name where the file has that, and by
its letters where not. TCVN3 is Vietnamese standard 5712:1993, VN3; VNI writes a mark as a letter of its own behind
its vowel.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from typing import Final, Literal

LegacyFont = Literal["TCVN3", "VNI"]

_TCVN3: Final = dict(
    zip(
        "¡¢£¤¥¦§¨©ª«¬\u00ad®µ¶·¸¹»¼½¾ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞßáâãäåæçèéêëìíîïñòóôõö÷øùúûüýþ",
        "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
        strict=True,
    )
)

_VNI_MARKS: Final = {
    "ù": "\u0301",
    "ø": "\u0300",
    "û": "\u0309",
    "õ": "\u0303",
    "ï": "\u0323",
    "ê": "\u0306",
    "é": "\u0306\u0301",
    "è": "\u0306\u0300",
    "ú": "\u0306\u0309",
    "ü": "\u0306\u0303",
    "ë": "\u0306\u0323",
    "â": "\u0302",
    "á": "\u0302\u0301",
    "à": "\u0302\u0300",
    "å": "\u0302\u0309",
    "ã": "\u0302\u0303",
    "ä": "\u0302\u0323",
}
"""What a letter behind a vowel says of it."""
_VNI_ALONE: Final = {"ô": "ơ", "ö": "ư", "ñ": "đ", "í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}
_VNI: Final = re.compile("([aeouyôö])([ùøûõïêéèúüëâáàåãä])|([ôöñíìæóòî])", re.IGNORECASE)

_ONSETS: Final = "ngh|ng|nh|gh|gi|kh|ph|th|tr|ch|qu|[bcdđghklmnpqrstvx]"
_NUCLEI: Final = (
    "iêu|oai|oay|oao|oeo|uây|uôi|uyê|uya|uyu|ươi|ươu|yêu|ai|ao|au|ay|âu|ây|eo|êu|ia|iê|iu|oa|oă|oe|oi|oo|ôi|ơi|ua|uâ|uê|ui|uô"
    "|uơ|uy|ưa|ưi|ươ|ưu|yê|[aăâeêioôơuưy]"
)
_SYLLABLE: Final = re.compile(rf"(?:{_ONSETS})?(?:{_NUCLEI})(?:ch|ng|nh|[cmnpt])?")
_TONES: Final = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
_WORD: Final = re.compile(r"[^\W\d_]+|\S", re.UNICODE)
_LEAD: Final = 0.25
"""How much more of the words must be Vietnamese in an old font than as they stand."""
_SURE: Final = 0.75
"""The share of words with a mark that must be Vietnamese once they are turned."""
_BETWEEN_SIGNS: Final = re.compile(r"[^\s.,;:!?()\[\]{}\"'/\\0-9+-]+")


@lru_cache(maxsize=256)  # a file has few fonts, and every cell has one
def font_of(name: str) -> LegacyFont | None:
    """The alphabet of a font, by its name."""
    plain = name.strip().lower()
    if plain.startswith((".vn", "vntime", "vnarial")):
        return "TCVN3"
    return "VNI" if plain.startswith("vni-") else None


def turned(text: str, font: LegacyFont, *, font_name: str = "") -> str:
    """A text in an old font as Unicode. The fonts of TCVN3 whose names end with H show small letters as capitals."""
    if font == "TCVN3":
        composed = "".join(_TCVN3.get(char, char) for char in text)
        capitals = font_name.lower().startswith(".vn") and font_name.endswith("H")
        return composed.upper() if capitals else composed
    return unicodedata.normalize("NFC", _VNI.sub(_from_vni, text))


def _from_vni(found: re.Match[str]) -> str:
    vowel, mark, alone = found.groups()
    if alone:
        return _cased(_VNI_ALONE[alone.lower()], alone)
    base = _VNI_ALONE.get(vowel.lower(), vowel.lower())
    return _cased(unicodedata.normalize("NFC", base + _VNI_MARKS[mark.lower()]), vowel)


def _cased(text: str, like: str) -> str:
    return text.upper() if like.isupper() else text


def guessed(texts: Iterable[str]) -> LegacyFont | None:
    """The old font that some texts of one file are in, by the statistics of their words; None where they are Unicode, or
    nothing is sure."""
    marked: Counter[str] = Counter()
    for text, count in Counter(texts).items():  # the cells of a list say the same few again and again
        for word in _marked_words(text):
            marked[word] += count
    if not marked:
        return None
    as_it_is = _share(marked)
    if as_it_is >= 1 - _LEAD:
        return None  # nothing can lead by so much
    shares: dict[LegacyFont | None, float] = {
        None: as_it_is,
        "TCVN3": _share(marked, "TCVN3"),
        "VNI": _share(marked, "VNI"),
    }
    best = max(shares, key=lambda font: shares[font])
    return best if best is not None and shares[best] >= _SURE and shares[None] < shares[best] - _LEAD else None


def is_in(text: str, font: LegacyFont) -> bool:
    """Whether a text of a file whose texts are in an old font is in it too: one more Vietnamese when it is turned."""
    words = Counter(_marked_words(text))
    return bool(words) and _share(words) < _share(words, font)


def vietnamese_share(texts: Iterable[str]) -> float:
    """The share of words with marks that are syllables of Vietnamese; 1 where there are none."""
    words = Counter(word for text in texts for word in _marked_words(text))
    return _share(words) if words else 1.0


def _marked_words(text: str) -> list[str]:
    """The words of a text with a letter beyond ASCII; in old fonts signs and letters alike are letters, so that a word goes
    from space to space."""
    return [word for word in _BETWEEN_SIGNS.findall(text) if not word.isascii()]


def _share(words: Counter[str], font: LegacyFont | None = None) -> float:
    """The share of words that are syllables, as they stand or turned from an old font."""
    told = (count for word, count in words.items() if is_syllable(word if font is None else turned(word, font)))
    return sum(told) / words.total()


@lru_cache(maxsize=16_384)  # the words of a list come again and again
def is_syllable(word: str) -> bool:
    """Whether a word can be a syllable of Vietnamese, by its letters: one tone at most, above a vowel."""
    apart = unicodedata.normalize("NFD", word.lower())
    plain = unicodedata.normalize("NFC", _TONES.sub("", apart))
    return len(_TONES.findall(apart)) <= 1 and _SYLLABLE.fullmatch(plain) is not None

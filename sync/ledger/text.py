"""Vietnamese text: what people type made tidy, compared without accents, and put in order."""

from __future__ import annotations

import unicodedata
from typing import Final

_LOOK_ALIKES: Final = str.maketrans({"Ð": "Đ", "Ɖ": "Đ", "ð": "đ", "ɖ": "đ"})
_PLAIN_D: Final = str.maketrans({"Đ": "D", "đ": "d"})


def tidy(text: str) -> str:
    """Text as it is kept: NFC, the letter đ where a look-alike stood, lines ended by a newline, no space around."""
    composed = unicodedata.normalize("NFC", text).translate(_LOOK_ALIKES)
    return composed.replace("\r\n", "\n").replace("\r", "\n").strip()


def fold(text: str) -> str:
    """Text for comparing: no accents, no case, đ as d, single spaces. "hoá" and "hóa" fold alike."""
    plain = unicodedata.normalize("NFD", text.translate(_LOOK_ALIKES).translate(_PLAIN_D))
    return " ".join("".join(char for char in plain if not unicodedata.combining(char)).casefold().split())

"""Signs of fonts that have signs instead of letters (Wingdings, Wingdings 2, Webdings): a tick is written as the letter
under which the font shows one."""

from __future__ import annotations

from typing import Final

_PRIVATE: Final = 0xF000
"""Where programs put the letters of such fonts, too."""
_WINGDINGS: Final = {
    "ü": "✓", "û": "✗", "þ": "☑", "ý": "☒", "x": "☒", "o": "☐", "q": "☐", "r": "☐", "¨": "☐", "n": "■", "l": "●", "Ë": "✗",
    "à": "→", "è": "→", "ð": "→", "ß": "←", "§": "▪", "Ø": "➢", "v": "❖",
}  # fmt: skip
_WINGDINGS_2: Final = {
    "P": "✓", "O": "✗", "R": "☑", "S": "☒", "T": "☒", "Q": "☒", "U": "☒", "V": "☒", "W": "☒", "£": "☐", "¢": "■",
}  # fmt: skip
_WEBDINGS: Final = {"a": "✓", "r": "✗", "c": "☐", "g": "■", "n": "●"}
_LONGEST: Final = 8
_FONTS: Final = {"wingdings": _WINGDINGS, "wingdings 2": _WINGDINGS_2, "webdings": _WEBDINGS}


def is_of_signs(font_name: str) -> bool:
    """Whether a font has signs instead of letters."""
    return font_name.strip().lower() in _FONTS


def signs(text: str, font_name: str) -> str:
    """A text in such a font as what is seen; as it stands where a letter in it is not known.

    >>> signs("ü", "Wingdings"), signs("\\uf0fe", "Wingdings"), signs("R", "Wingdings 2"), signs("Việc", "Wingdings")
    ('✓', '☑', '☑', 'Việc')
    """
    known = _FONTS.get(font_name.strip().lower(), {})
    plain = "".join(chr(ord(char) - _PRIVATE) if _PRIVATE < ord(char) < _PRIVATE + 0x100 else char for char in text.strip())
    if not plain or len(plain) > _LONGEST or not all(char in known or char.isspace() for char in plain):
        return text
    return "".join(known.get(char, char) for char in plain)

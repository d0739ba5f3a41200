"""Characters: Normalization Form C, and what cannot be seen, by Unicode 14.0 for good."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Final


def is_nfc(text: str) -> bool:
    """Whether the text is in Normalization Form C of Unicode 14.0, as everything we sign must be. A character that is not
    assigned there is left as it is, whatever later versions say: two readers must not differ in what they count because
    one has a newer table."""
    return text.isascii() or unicodedata.is_normalized("NFC", _later().sub("\ufffd", text) if _IS_LATER else text)


def has_unseen(text: str) -> bool:
    """Whether the text has a character that cannot be seen, apart from the space."""
    return _unseen().search(text) is not None


def without_unseen(text: str) -> str:
    """The text without the characters that cannot be seen, apart from the space."""
    return _unseen().sub("", text)


_IS_LATER: Final = unicodedata.unidata_version != "14.0.0"
_LATER: Final = (
    "[\u0897\u1acf-\u1add\u1ae0-\u1aeb\U000105c9\U000105d2\U000105da\U000105e4\U00010d69-\U00010d6d\U00010efa-\U00010eff"
    "\U00011382-\U00011385\U0001138b\U0001138e\U00011390\U00011391\U000113b8\U000113bb\U000113c2\U000113c5"
    "\U000113c7-\U000113c9\U000113ce-\U000113d0\U00011f41\U00011f42\U0001611e-\U00016129\U0001612f\U00016d63"
    "\U00016d67-\U00016d6a\U0001e08f\U0001e4ec-\U0001e4ef\U0001e5ee\U0001e5ef\U0001e6e3\U0001e6e6\U0001e6ee\U0001e6ef"
    "\U0001e6f5]"
)
"""The characters that Unicode 15.0 to 17.0 added and that normalization moves or composes; U+FFFD it leaves alone. A test
finds any that a later version adds."""

_UNSEEN: Final = (
    "[\x00-\x1f\x7f-\xa0\xad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u1680\u180e\u2000-\u200f\u2028-\u202f"
    "\u205f-\u2064\u2066-\u206f\u3000\ud800-\uf8ff\ufdd0-\ufdef\ufeff\ufff9-\ufffb\ufffe\uffff\U000110bd\U000110cd"
    "\U00013430-\U00013438\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U0001fffe\U0001ffff\U0002fffe\U0002ffff"
    "\U0003fffe\U0003ffff\U0004fffe\U0004ffff\U0005fffe\U0005ffff\U0006fffe\U0006ffff\U0007fffe\U0007ffff"
    "\U0008fffe\U0008ffff\U0009fffe\U0009ffff\U000afffe\U000affff\U000bfffe\U000bffff\U000cfffe\U000cffff"
    "\U000dfffe\U000dffff\U000e0001\U000e0020-\U000e007f\U000efffe-\U0010ffff]"
)
"""The characters that cannot be seen, apart from the space: of Unicode 14.0 those of the categories Cc, Cf, Co, Cs, Zl, Zp
and Zs, and what will never be a character; for good."""


@cache
def _later() -> re.Pattern[str]:
    return re.compile(_LATER)


@cache
def _unseen() -> re.Pattern[str]:
    return re.compile(_UNSEEN)

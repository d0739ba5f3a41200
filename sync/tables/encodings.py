"""The text of a file whose encoding is not told, or told wrongly: UTF-8, UTF-16, Windows-1258, and what old fonts made of
Windows-1252."""

from __future__ import annotations

import codecs
import contextlib
import unicodedata
from typing import Final

from sync.errors import BadInput
from sync.tables.book import WHOLE_FILE
from sync.tables.legacy_fonts import guessed, vietnamese_share
from sync.tables.turning import Turning

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LOOKED_AT: Final = 200_000
_SURE: Final = 0.75


def decoded(raw: bytes, name: str, turning: Turning, *, said: str = "") -> str:
    """The text of some bytes; `said` is the encoding that the file itself names. `BadInput("unknown-encoding")`.

    What is not UTF-8 is counted in `turning`; text in an old font is left for it to be turned cell by cell.
    """
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return _read(raw, encoding, name).removeprefix("\ufeff")
    if wide := _without_mark(raw):
        return _read(raw, wide, name)
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        pass
    text = _of_one_byte(raw, name, said)
    turning.count(WHOLE_FILE, _first_line(raw.decode("cp1252", "replace")), _first_line(text))
    return text


def _of_one_byte(raw: bytes, name: str, said: str) -> str:
    latin = raw.decode("cp1252", "replace")
    some = [latin[:_LOOKED_AT]]
    if guessed(some) is not None:
        return raw.decode("latin-1")  # an old font, whose letters are its bytes
    vietnamese = unicodedata.normalize("NFC", raw.decode("cp1258", "replace"))
    candidates = {"cp1258": vietnamese, "cp1252": latin}
    if said:
        with contextlib.suppress(LookupError, UnicodeError):
            candidates[said] = unicodedata.normalize("NFC", raw.decode(said))
    best = max(candidates, key=lambda encoding: vietnamese_share([candidates[encoding][:_LOOKED_AT]]))
    if "\ufffd" in candidates[best] or vietnamese_share([candidates[best][:_LOOKED_AT]]) < _SURE:
        raise BadInput("unknown-encoding", path=name)
    return candidates[best]


def _without_mark(raw: bytes) -> str:
    """UTF-16 without a mark at its start is known by the zero bytes beside the letters of ASCII."""
    head = raw[:2_000]
    if len(head) < 4 or len(raw) % 2:
        return ""
    even, odd = head[::2].count(0), head[1::2].count(0)
    if odd > len(head) // 8 and not even:
        return "utf-16-le"
    return "utf-16-be" if even > len(head) // 8 and not odd else ""


def _read(raw: bytes, encoding: str, name: str) -> str:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError:
        raise BadInput("unknown-encoding", path=name) from None


def _first_line(text: str) -> str:
    """The first line with a letter beyond ASCII."""
    return next((line for line in text.splitlines() if not line.isascii()), "").strip()

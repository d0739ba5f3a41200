"""The lines at the end of a table where somebody dates and signs it in its own columns: "25/11/2026 | Người lập biểu". They
are left out, and somebody is asked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from sync.importing.row_kinds import Columns, has_figures, is_words
from sync.importing.signatures import is_signature
from sync.ledger.text import fold
from sync.tables import Row

_LONGEST: Final = 60
_MOST: Final = 12
"""Rows that are looked at, from the last."""
_SIGNS: Final = re.compile(
    r"nguoi (?:lap|in|ghi|tong hop|viet|bao cao|kiem tra|ky|nop|nhan|thuc hien|soan|duyet|cham)\b(?: (?:bieu|bang|so|bao cao"
    r"|phieu|danh sach|chep))?(?: ?:.*)?"
    r"|(?:tm|kt|tl|tuq|t/?m|k/?t)\b[. ].*"
    r"|(?:(?:pho|nguyen) )?(?:truong (?:ban|thon|khu|tram|doi|cong an|phong|doan)|bi thu(?: chi bo| doan| doan xa)?|chu tich"
    r"|(?:hieu|giam doc|doi|to) truong|hieu pho|can bo|cong chuc|chi hoi truong|chi huy truong|thu ky|ke toan|thu quy"
    r"|van thu)"
    r"(?: (?:hoi|doan|xa|ban|thon|ubnd|hdnd|mttq|ubmttq|lhpn|ccb|nd|van hoa|vh|vhxh|van hoa xa hoi|dai|truyen thanh|tu phap"
    r"|phu trach|chuyen mon|dia chinh|tai chinh|chi bo|dang uy|dai truyen thanh|lap bieu|tong hop"
    r"|mat tran|phu nu|nong dan))*"
    r"|(?:da )?(?:xac nhan|ky duyet|(?<=da )kiem tra|phe duyet|duyet|ky(?: ten)?|dong dau)(?: (?:cua|boi) [^0-9]*)?"
    r"|ngay (?:lap|in|ky|nop|xuat|bao cao|cap nhat|tong hop)(?: .*)?"
    r"|(?:da |nguoi )?(?:nop|gui|lap|in|xuat|chot) (?:bao cao|so|bieu|bang|so lieu)"
    r"|(?:ban )?(?:bao cao|danh sach|bang|bieu|so) (?:lap|ket thuc|het|nay).*"
    r"|het(?: (?:trang|so|danh sach|bang|bieu|thang(?: [0-9]+)?))?|ket thuc(?: (?:bao cao|danh sach|so))?|noi nhan\b.*"
    r"|luu\b.{0,12}"
)
"""How a line of the end is called, without accents."""
_MOST_SYLLABLES: Final = 5
_EDGES: Final = " .:;,-–—/()*"


def endings(below: Sequence[Row], columns: Columns) -> frozenset[int]:
    """The numbers of the last rows of a table that date and sign it: of those with a day, which would be activities, and of
    names below these."""
    found: set[int] = set()
    names: list[Row] = []
    """Rows below that may be of who signs, from the last."""
    for row in list(reversed(below))[:_MOST]:
        texts = _texts(row, columns)
        if texts is None:
            break
        day = row.at(columns.date)
        dated = not day.is_empty and day.note != "filled"
        if dated and texts and all(map(_signs, texts)):
            found |= {row.number, *(name.number for name in names if name.at(columns.date).text in ("", day.text))}
            names.clear()
        elif texts and all(_signs(text) or _is_name(text) for text in texts):
            names.append(row)
        elif texts or dated:
            break
    return frozenset(found)


def _texts(row: Row, columns: Columns) -> list[str] | None:
    """What stands in a row beside its day; None where it has figures, a number or a day more."""
    if has_figures(row, columns) or any(row.at(at).text for at in columns.numbers):
        return None
    others = [
        cell for at, cell in enumerate(row.cells) if at != columns.date and not cell.is_empty and cell.note != "filled"
    ]
    return [cell.text for cell in others] if all(map(is_words, others)) else None


def _signs(text: str) -> bool:
    """Whether a text is of a line that ends a table, and of nothing that was done."""
    said = fold(text).strip(_EDGES)
    return len(said) <= _LONGEST and (_SIGNS.fullmatch(said) is not None or (is_signature(text) and not _is_of_work(said)))


def _is_of_work(said: str) -> bool:
    """Whether a text that begins as a signature goes on as work does: "Xác nhận của UBND xã cho 12 hộ"."""
    return any(map(str.isdigit, said)) and not said.startswith("ngay")


def _is_name(text: str) -> bool:
    """Whether a text may be somebody's name: a few words, each with a capital."""
    words = text.strip(_EDGES).split()
    return 0 < len(words) <= _MOST_SYLLABLES and all(word[:1].isupper() and word.isalpha() for word in words)

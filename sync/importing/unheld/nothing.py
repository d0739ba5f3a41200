"""Texts in place of what was done that say that there was nothing to tell of: "Bình thường" in a log of those on duty."""

from __future__ import annotations

import re
from typing import Final

from sync.ledger.text import fold, remembered

_LONGEST: Final = 100
_CALM: Final = r"(?:binh thuong|on dinh|on|yen on|yen tinh|yen binh|yen a|an toan|khong co gi|bt)"
_OF_WHAT: Final = (
    r"(?:tinh hinh|moi viec|moi chuyen|moi hoat dong|moi mat|ca truc|buoi truc|truc ban|truc gac|truc dem|truc|dia ban"
    r"|toan xa|dia phuong|trong xa|trong ban|cac ban|an ninh chinh tri|an ninh trat tu|an ninh|trat tu|antt|thoi tiet"
    r"|muc nuoc|ho chua|cong viec|hoat dong|may moc|he thong loa|loa)"
)
_HOW: Final = r"(?:van|deu|dien ra|co ban|nhin chung|duoc|giu|rat|dang|la|luon|tuong doi|va)"
_BEHIND: Final = r"(?:nhu thuong le|tren dia ban|toan xa|trong xa|trong ngay|trong ca|trong dem|ca ngay|ca dem|het ca)"
_THING: Final = (
    r"(?:su viec|vu viec|viec|vu|su co|su vu|su kien|gi|dien bien|bien dong|tin bao|tin tuc|tin|thong tin|phan anh|ca benh"
    r"|ca|dich benh|dich|chay|thien tai|thiet hai|nguoi|khach|cong dan|ho so|don thu|don|van de|van ban|cong viec|noi dung"
    r"|hoat dong|lich|tai nan|vi pham|bat thuong|truong hop|bien co|yeu cau|chi dao|phat sinh)"
)
_MORE: Final = (
    r"(?:nao|gi|moi|xay ra|dac biet|khac|bat thuong|phat sinh|dang ke|dang chu y|dang noi|lon|can bao|can ghi"
    r"|can bao cao|ghi nhan|den|vao|trong (?:ngay|ca|ca truc|dem|tuan|thang)|tren dia ban|toan xa)"
)
_NONE: Final = (
    rf"(?:khong|ko|k|chua)(?: (?:co|thay|ghi nhan|de xay ra|xay ra|phat hien|phat sinh|nhan duoc|nhan))+(?: {_THING})?"
    rf"(?: {_MORE})*"
)
_DAY: Final = r"(?:chu nhat|cn|thu (?:hai|ba|tu|nam|sau|bay|[2-7])|t[2-7]|cuoi tuan|ngay nghi|ngay le)(?: ngay)?(?: [0-9]+)*"
_DUTY: Final = r"(?:(?:da|van|co|di) )*truc(?: (?:ban|gac|dem|ngay|sang|chieu|toi|trua|co quan|24 24|du|theo lich))*"
_WHEN: Final = r"(?:(?:sang|trua|chieu|toi|dem|ngay|ca ngay|ca dem|hom nay|ca [0-9]|ca) )*"
_CLAUSE: Final = re.compile(
    rf"{_WHEN}(?:(?:{_OF_WHAT} )+(?:{_HOW} )*(?:dam bao|giu vung)"
    rf"|(?:{_OF_WHAT} )*(?:{_HOW} )*{_CALM}(?: {_BEHIND})*|(?:{_OF_WHAT} )*(?:{_HOW} )*{_NONE}"
    rf"|{_DAY}"
    r"|(?:de |bo )?trong|khong ghi|nil|null|none|n a)"
)
_NO_MORE: Final = re.compile(
    rf"sang|trua|chieu|toi|dem|ca ngay|ca dem|hom nay|ca(?: [0-9])?|tinh hinh|ket qua|noi dung|dien bien|{_DUTY}"
)
"""What says nothing beside that."""
_BREAK: Final = re.compile(r"\s*(?:[,;:!()\[\]\n|•·\"“”+]|\.+|…|(?:^|\s)[-–—*](?:\s|$))\s*")
_SIGNS: Final = re.compile(r"[^a-z0-9]+")
_MAY: Final = re.compile(
    r"b[iì]nh th|\bbt\b|\b[oổ]n\b|y[eê]n|kh[oô]ng|\bko?\b|ch[uư]a|tr[oố]ng|tr[uự]c|ch[uủ] nh|th[uứ] |\bcn\b|\bt[2-7]\b"
    r"|tu[aầ]n|ng[aà]y|an to[aà]n|[dđ][aả]m b|gi[uữ] v|n/a|nil|null|none",
    re.IGNORECASE,
)
"""What each has in it."""


_LEAD: Final = ' -–—+*•.,:;()[]"“”\n'
_BEGINS: Final = frozenset(
    {"bi", "bt", "bo", "bu", "on", "ye", "kh", "ko", "k", "ch", "tr", "th", "cn", "cu", "ng", "an", "ti", "mo", "ca", "co"}
    | {"da", "de", "di", "do", "du", "va", "nh", "gi", "la", "lu", "ra", "ta", "to", "mu", "ho", "ma", "he", "lo", "sa"}
    | {"ni", "nu", "no", "n/", "na", "ke", "so", "su", "vu", "24", *(f"t{day}" for day in range(2, 8))}
)
"""How each begins: a look at two letters is cheap."""


@remembered
def tells_nothing(title: str) -> bool:
    """Whether a title says that there was nothing to tell of, and nothing else.

    >>> [tells_nothing(text) for text in ("Trực: bình thường, không có sự việc gì", "Ổn định dân cư", "Chủ nhật xanh")]
    [True, False, False]
    """
    if len(title) > _LONGEST or fold(title.lstrip(_LEAD)[:2]) not in _BEGINS or _MAY.search(title) is None:
        return False
    clauses = [_SIGNS.sub(" ", clause).strip() for clause in _BREAK.split(fold(title))]
    told = [clause for clause in clauses if clause and not _NO_MORE.fullmatch(clause)]
    return bool(told) and all(_CLAUSE.fullmatch(clause) for clause in told)

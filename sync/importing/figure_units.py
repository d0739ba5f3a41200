"""The units behind numbers: those of people, of things that are done, and those that make another number of one."""

from __future__ import annotations

import re
from typing import Final, Literal

SCALES: Final = re.compile(
    r"\b(?:nghin|ngan|trieu|ty|chuc|tram|k|h|s|gio|giay|ngay|tuan|thang|nam|ho|gia dinh|x|km|kg|m|ha|lit|d|vnd)\b"
    r"|[0-9%/+*=]|^dong$"
)
"""What behind a number makes another number of it, or counts something else."""
MINUTES: Final = re.compile(r"(?:phut|ph|p|'|’|min|mins|minutes?)\.?")
_PEOPLE: Final = frozenset(
    re.findall(
        r"\w+",
        "luot nguoi dai bieu hoc vien sinh hoi doan vien dan em ba con can bo nghe xem du tham gia dong bao cong chuc phu nu"
        " thanh nien tiep can truy cap view views dc chau khach khan gia phu huynh chien si quan nhan hv hs db cb ccb pn"
        " dvtn ng chung thanh",
    )
)
_THINGS: Final = frozenset(
    re.findall(
        r"\w+",
        "buoi luot lan cuoc tin bai viet hoi nghi lop ky dot chuyen muc de chuong trinh san pham video clip pa no pano bang"
        " ron roi to gap chiec cai bo cuon loa cum ap phich khau hieu phong su anh so phat viec mo hinh van ban trang doi"
        " nhom va",
    )
)
"""Words of which units of people, and of things that are done, are made."""
_NO_PEOPLE: Final = frozenset({"bo", "doan", "hoi", "quan", "chung", "thanh", "con", "dong", "vien", "nhan"})
"""Words of those that are none alone: sets, delegations, unions."""
_COMRADES: Final = re.compile(r"\b(?:d ?/ ?c|dong chi|anh chi em|anh em|chi em)\b")


UnitHow = Literal["unit", "words"]
"""What a unit is: of what a field counts, or words that are no known unit."""


def plain_units(folded: str) -> str:
    """A folded cell with the units of several words or signs in one: "đ/c", "đồng chí"."""
    return _COMRADES.sub("dc", folded)


def unit_how(unit: str, field: str) -> UnitHow | None:
    """What stands behind a number: a unit of what a field counts, other words, or the unit of something else."""
    if MINUTES.fullmatch(unit):
        return "unit" if field == "minutes" else None
    words = unit.replace(",", " ").split()
    if not all(word.isalpha() for word in words):
        return None
    of_people = all(word in _PEOPLE for word in words) and (len(words) > 1 or words[0] not in _NO_PEOPLE)
    of_things = all(word in _THINGS for word in words)
    if field == "quantity":
        return "unit" if of_things else None if of_people else "words"
    if field == "audience":
        return "unit" if of_people else None if of_things else "words"
    return None if of_things or of_people else "words"

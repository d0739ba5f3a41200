"""The units behind numbers: those of people, of things that are done, and those that make another number of one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final, Literal

from sync.ledger.activity_fields import COUNTED
from sync.ledger.text import fold

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
        " dvtn ng chung thanh giao gv tre cu dang ph xa tv",
    )
)
_THINGS: Final = frozenset(
    re.findall(
        r"\w+",
        "buoi luot lan cuoc tin bai viet hoi nghi lop ky dot chuyen muc de chuong trinh san pham video clip pa no pano bang"
        " ron roi to gap chiec cai bo cuon loa cum ap phich khau hieu phong su anh so phat viec mo hinh van ban trang doi"
        " nhom va tiet ca phien dem",
    )
)
"""Words of which units of people, and of things that are done, are made."""
_NO_PEOPLE: Final = frozenset(
    re.findall(r"\w+", "bo doan hoi quan chung thanh con dong vien nhan sinh cong can gia giao dang xa chuc bao tham")
)
"""Words of those that are none alone: sets, delegations, unions."""
_COMRADES: Final = re.compile(r"\b(?:d ?/ ?c|dong chi|anh chi em|anh em|chi em|(?<=[0-9] )chi(?= *$)|^chi$)\b")


_FACTORS: Final = {"chuc": 10, "tram": 100, "nghin": 1_000, "ngan": 1_000, "k": 1_000, "trieu": 1_000_000}
_SCALED: Final = re.compile(r"(chuc|tram|nghin|ngan|k|trieu|1[., ]?000(?:[., ]?000)?)(?: (.*))?")
_HOURS: Final = ("gio", "h", "tieng", "gio dong ho")
_MINUTES_OF_HOUR: Final = 60
_PHUT: Final = re.compile(r"\bphut\b")
_TIMES: Final = re.compile(r"(?:so )?(?:giay|s|gio|h|tieng|ngay)(?: cong| dong ho)?")
"""Units of time that are no minutes."""
_EACH: Final = re.compile(r"(?:(?:moi|trong|trong ca|ca) )?(?:ngay|tuan|thang|quy|nam)")
"""How often: what is counted so is counted all the same."""
_OF_ELSE: Final = re.compile(
    r"\b(?:nghin|ngan|trieu|ty|chuc|tram|dong|vnd|d|ho|gia dinh|nha|km|m|m2|kg|ha|tan|ta|lit)\b|[%$]"
)
"""Scales, and units of what no field counts."""
_NO_UNITS: Final = frozenset(
    re.findall(r"\w+", "neu co uoc tinh khoang bang so ghi lieu lam tron toan thuc te da tong cong do ro chu i ii")
)
"""Words in the brackets of a heading that are no unit."""
_BETWEEN: Final = re.compile(r"[/,;+&]|\b(?:va|hoac|hay)\b")

_PER: Final = r"(?:/ ?(?:1 |moi |mot |tung )?|\b(?:moi|1|mot|tung|trong 1|trong mot) )"
_PER_SESSION: Final = re.compile(
    rf"{_PER}(?:(?:buoi|lan|cuoc|lop|dot|hoi nghi)\b"
    r"|(?:luot|tin|bai|ky|phien|ca|video|clip|ban tin|chuong trinh|chuyen muc|san pham|phong su|chuyen)"
    r"(?: (?:phat|song|thanh|bai|viet|dang|truc|tuyen|truyen|dien))*(?=\W*(?:[():]|$)))"
    r"|\b(?:binh quan|trung binh|bq|tb)\b(?! ?(?:/ ?|1 |moi |theo )?(?:ngay|tuan|thang|quy)\b)"
)
_PER_TIME: Final = re.compile(rf"{_PER}(?:ngay|tuan|thang|quy|gio|tiet)\b")

UnitHow = Literal["unit", "words"]
"""What a unit is: of what a field counts, or words that are no known unit."""
UnitOf = Literal["own", "other", "unknown", "none"]
"""Whose a unit is that stands over numbers: their field's, perhaps in another scale; of something else; not known; or it is
none at all."""


def plain_units(folded: str) -> str:
    """A folded cell with the units of several words or signs in one: "đ/c", "đồng chí"."""
    return _COMRADES.sub("dc", folded)


def unit_how(unit: str, field: str) -> UnitHow | None:
    """What stands behind a number: a unit of what a field counts, other words, or the unit of something else. Words of which
    none is said of people are no unit of theirs, nor are any without minutes one of those.

    >>> [unit_how(unit, "audience") for unit in ("nguoi", "ba con ban hon", "nha", "xe", "chi hoi", "con trau")]
    ['unit', 'words', None, None, None, None]
    """
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
        return "unit" if of_people else None if of_things or not _names_people(words) else "words"
    return None if of_things or of_people or not any(map(MINUTES.fullmatch, words)) else "words"


def _names_people(words: Sequence[str]) -> bool:
    """Whether some of the words are said of people, though others stand beside them."""
    return any(word in _PEOPLE - _NO_PEOPLE for word in words) or any(
        first in _PEOPLE and second in _PEOPLE for first, second in pairwise(words)
    )


def factor_of(unit: str, field: str) -> int | None:
    """By how much figures of a field are multiplied that stand in a unit; None where it is no other scale of what the field
    counts.

    >>> factor_of("nghìn lượt người", "audience"), factor_of("giờ", "minutes"), factor_of("triệu đồng", "audience")
    (1000, 60, None)
    """
    said = " ".join(fold(unit).strip(" .:()").split())
    if field == "minutes":
        return _MINUTES_OF_HOUR if said in _HOURS else None
    found = _SCALED.fullmatch(said)
    if found is None or field not in COUNTED:
        return None
    rest = found[2] or ""
    if rest and unit_how(rest, field) != "unit":
        return None
    return _FACTORS.get(found[1]) or int(re.sub("[., ]", "", found[1]))


def unit_is(unit: str, field: str) -> UnitOf:
    """Whose a unit is that stands over the numbers of a field, or beside them; of several the one that says most against it.

    >>> [unit_is(unit, "minutes") for unit in ("phút", "giờ", "ngày", "giây", "tiết", "buổi", "khối", "nếu có", "1")]
    ['own', 'own', 'other', 'other', 'other', 'other', 'unknown', 'none', 'none']
    >>> [unit_is(unit, "quantity") for unit in ("buổi", "tin, bài", "hộ", "triệu đồng", "%", "người", "trong tháng")]
    ['own', 'own', 'other', 'other', 'other', 'other', 'none']
    """
    said = {_part_is(part, field) for part in _BETWEEN.split(fold(unit))}
    kinds: tuple[UnitOf, ...] = ("other", "unknown", "own")
    return next((kind for kind in kinds if kind in said), "none")


def _part_is(part: str, field: str) -> UnitOf:
    part = " ".join(part.strip(" .:()").split())
    if not part or part.isdigit():
        return "none"
    if factor_of(part, field) is not None or unit_how(part, field) == "unit" or (field == "minutes" and _PHUT.search(part)):
        return "own"
    if is_time(part) and (field == "minutes" or not _EACH.fullmatch(part) or part == "ngay"):
        return "other"
    if _EACH.fullmatch(part):
        return "none"
    if _OF_ELSE.search(part) or any(unit_how(part, other) == "unit" for other in COUNTED if other != field):
        return "other"
    return "none" if all(word in _NO_UNITS or word.isdigit() for word in part.split()) else "unknown"


def is_each(heading: str, field: str) -> Literal["session", "time", ""]:
    """What the people or minutes under a heading are of: of each session, of each day, week or month; empty: of them all.

    >>> is_each("Số người/buổi", "audience"), is_each("Thời lượng (phút/lần)", "minutes"), is_each("Số phút", "minutes")
    ('session', 'session', '')
    >>> is_each("Lượt người/tháng", "audience"), is_each("Số buổi/tháng", "quantity")
    ('time', '')
    """
    said = fold(heading)
    if field not in ("audience", "minutes"):
        return ""
    return "session" if _PER_SESSION.search(said) else "time" if _PER_TIME.search(said) else ""


def without_each(plain: str) -> str:
    """The words of a heading without those that say that it is of each session.

    >>> without_each("thoi luong 1 ban tin"), without_each("thoi luong phat")
    ('thoi luong', 'thoi luong phat')
    """
    return _PER_SESSION.sub(" ", plain).strip()


def is_time(unit: str) -> bool:
    """Whether a unit is one of time, and no minutes.

    >>> is_time("giờ"), is_time("ngày"), is_time("phút"), is_time("buổi")
    (True, True, False, False)
    """
    said = " ".join(fold(unit).strip(" .:()").split())
    return said in _HOURS or _TIMES.fullmatch(said) is not None or (_EACH.fullmatch(said) is not None and " " not in said)

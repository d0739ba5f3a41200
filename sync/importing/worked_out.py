"""Figures that are worked out from what a cell says: hours made minutes, thousands, two numbers between which it lies, so
many times so many, numbers that are added. Each is told and asked about; what may mean several things is not worked out."""

from __future__ import annotations

import re
from typing import Final, Literal

from sync.importing.figure_units import MINUTES, SCALES, unit_how
from sync.ledger.activity_fields import COUNTED

WorkedHow = Literal["hours", "about", "range", "reckoned", "came"]
"""How a figure was worked out: hours were made minutes; it is no exact one; the smaller of two numbers was taken; numbers
were multiplied or added; so many came of so many."""

ABOUT: Final = re.compile(
    r"^(?:~|≈|±|\+/?-|>=?|<=?|khoang|gan|hon|tren|duoi|uoc(?: tinh| dat)?|chung|tam|do(?= [0-9])|xap xi|it nhat"
    r"|toi thieu|toi da|khong (?:duoi|qua)|tu(?= [0-9]+ (?:nguoi )?tro len)) ?"
)
"""Words before a number that is not exact."""

_HOURS: Final = re.compile(
    r"([0-9]{1,2})(?: ?[.,] ?([0-9]))? ?(?:h|g|gio|tieng)(?: ?:? ?([0-5]?[0-9]) ?(?:phut|ph|p|'|’|min)?\.?"
    r"|(?: dong ho)? ruoi| dong ho)?"
)
_HALF_HOUR: Final = re.compile(r"nua (?:gio|tieng)(?: dong ho)?")
_OF_CLOCK: Final = re.compile(r"([0-9]{1,2}):([0-5][0-9])(?::00|h)")
_SHORT_CLOCK: Final = re.compile(r"00?:([0-5][0-9])")
_CLOCK: Final = r"([0-9]{1,2}) ?(?:h|g|gio|:) ?([0-5][0-9])?"
_FROM_TO: Final = re.compile(rf"(?:tu )?{_CLOCK} ?(?:-|–|—|den) ?{_CLOCK}")
_MOST_HOURS: Final = 5
"""A longer time in hours, minutes and seconds is likelier one in minutes and seconds, which Excel read so."""

_THOUSANDS: Final = re.compile(r"([0-9]{1,3})(?:[.,]([0-9]{1,2}))? ?(?:k|nghin|ngan)\b ?([a-z ]*)")
_THOUSAND_AND: Final = re.compile(r"([0-9]{1,3})(?:k| nghin | ngan )([1-9])")
_N: Final = r"([0-9]{1,5})"
_U: Final = r" ?([a-z '’]*?)"
_RANGE: Final = re.compile(
    rf"(?:(?:tu|khoang|khoang tu|chung|tam|uoc) )?{_N}{_U} ?(?:-|–|—|\bden\b|\btoi\b) ?{_N} ?([a-z '’]*)"
)
_TIMES: Final = re.compile(rf"{_N}{_U} ?[x*×] ?{_N} ?([a-z '’]*)(?: ?= ?{_N} ?[a-z ]*)?")
_CAME: Final = re.compile(rf"{_N} ?(?:/|tren|tren tong so|tren tong) ?{_N} ?([a-z ]*)")
_PLUS: Final = re.compile(rf"{_N} ?([a-z ]*)")
_APART: Final = re.compile(r"[,;/(–—\n]|-|\+|\b(?:va|trong|voi)\b")
_MOST_AT_ONCE: Final = 3
_GENERAL: Final = frozenset({"nguoi", "luot", "du", "nghe", "xem", "tham", "gia", "em", "nu", "nam", "tre", "tong"})
"""Words of units that others are a part of: what stands behind them is no further number to add."""
_PART: Final = ("nu", "nam")
_SAID_TWICE: Final = re.compile(r"[(),;:/=–—-]")
_BRACKET: Final = re.compile(r"[0-9]{1,6} \([^()]+\)")
_SHARE: Final = re.compile(r"(?:[0-9]{1,2}|nua|mot|hai|ba) (?:tiet(?: hoc)?|ca|ngay|buoi (?:sang|chieu|toi|hoc))")
"""How long something was, by what is no certain number of minutes."""
_WHOM: Final = re.compile(
    r"(?!0?1 )[0-9]{1,3} (?:lop|khoi|nhom|doi|to|doan|chi doan|chi hoi|chi bo|ban|thon|truong|(?:ho )?gia dinh"
    r"|ho(?: dan)?|don vi)"
)
"""Of how many classes, households or others people were: none is how often something was done."""
_OF_HOUSEHOLDS: Final = re.compile(r"/ ?[0-9]+ (?:ho|gia dinh)\b")
"""How many households there are: who came may be as many of them."""
_NEWS: Final = frozenset({"tin", "bai", "bai viet", "tin bai", "video", "clip", "phong su"})


def length(folded: str) -> tuple[str, WorkedHow] | None:
    """The minutes that a text says in hours, or from one time to another; None where it may be hours or minutes.

    >>> [length(text) for text in ("1h30", "gan 1 tieng", "nua gio", "0:15:00", "00:30", "7h30 - 9h")]
    [('90', 'hours'), ('60', 'about'), ('30', 'hours'), ('15', 'hours'), ('30', 'hours'), ('90', 'hours')]
    >>> [length(text) for text in ("02:00", "15:00:00", "15 phut", "0:15:30")]
    [None, None, None, None]
    """
    bare = ABOUT.sub("", folded)
    minutes = _minutes(bare)
    return None if minutes is None else (str(minutes), "hours" if bare == folded else "about")


def _minutes(bare: str) -> int | None:
    if hours := _HOURS.fullmatch(bare):
        return 60 * int(hours[1]) + 6 * int(hours[2] or 0) + int(hours[3] or 0) + 30 * bare.endswith("ruoi")
    if _HALF_HOUR.fullmatch(bare):
        return 30
    if (clock := _OF_CLOCK.fullmatch(bare)) and int(clock[1]) <= _MOST_HOURS:
        return (60 * int(clock[1]) + int(clock[2])) or None
    if clock := _SHORT_CLOCK.fullmatch(bare):
        return int(clock[1]) or None
    if times := _FROM_TO.fullmatch(bare):
        first, last = (60 * int(times[at]) + int(times[at + 1] or 0) for at in (1, 3))
        return last - first if first < last <= 24 * 60 else None
    return None


def worked_out(folded: str, field: str) -> tuple[str, WorkedHow] | None:
    """A figure that a folded text with several numbers gives, if its units are of the field and it means one thing.

    >>> worked_out("2 lop x 25", "audience"), worked_out("khoang 50-60 nguoi", "audience"), worked_out("1,2k", "audience")
    (('50', 'reckoned'), ('50', 'range'), ('1200', 'about'))
    >>> worked_out("35 can bo + 120 dan", "audience"), worked_out("3 tin, 2 bai", "quantity")
    (('155', 'reckoned'), ('5', 'reckoned'))
    >>> [worked_out(text, "audience") for text in ("10/15", "10-150", "20 ho x 4", "2 lop x 3 buoi")]
    [('10', 'came'), None, None, None]
    """
    if field == "audience" and (came := _CAME.fullmatch(folded)) and 0 < int(came[1]) <= int(came[2]):
        return (came[1], "came") if _fits(field, came[3]) and came[3].strip() not in _PART else None
    if field != "minutes" and (thousands := _thousands(folded, field)):
        return thousands, "about"
    if found := _RANGE.fullmatch(folded):
        less, more = int(found[1]), int(found[3])
        return (str(less), "range") if less < more <= 2 * less and _fits(field, found[2], found[4]) else None
    if found := _TIMES.fullmatch(folded):
        times = int(found[1]) * int(found[3])
        is_right = found[5] is None or int(found[5]) == times
        return (str(times), "reckoned") if is_right and _fits_times(field, found[2], found[4]) else None
    return _added(folded, field)


def said_number(folded: str) -> tuple[str, str]:
    """The number of a folded text that is one with its unit, and that unit; empty where it is none.

    >>> said_number("12 ho"), said_number("khoang 45 nguoi"), said_number("58/64 ho")
    (('12', 'ho'), ('45', 'nguoi'), ('', ''))
    """
    found = _PLUS.fullmatch(ABOUT.sub("", folded))
    return ("", "") if found is None else (found[1], found[2].strip())


def said_twice(folded: str, field: str) -> tuple[str, Literal["unit", "words"]] | None:
    """The people or minutes of a folded text that says beside them of how many classes or households they were, or how
    many lessons that took; None where it does not.

    >>> [said_twice(text, "minutes") for text in ("90 phut (2 tiet)", "2 gio (120 phut)", "2 gio (90 phut)")]
    [('90', 'words'), ('120', 'unit'), None]
    >>> [said_twice(text, "audience") for text in ("45 nguoi (12 ho)", "2 lop: 60 hoc sinh", "58/64 ho", "40 nguoi/2 cuoc")]
    [('45', 'words'), ('60', 'words'), None, None]
    """
    parts = [part.strip() for part in _SAID_TWICE.split(folded) if part.strip()]
    if len(parts) != len(("one", "other")) or field not in ("audience", "minutes") or _OF_HOUSEHOLDS.search(folded):
        return None
    for said, beside in (parts, parts[::-1]):
        found = _PLUS.fullmatch(said)
        unit = found[2].strip() if found is not None else ""
        is_own = unit_how(unit, field) == "unit" if unit else field == "audience" and _BRACKET.fullmatch(folded)
        if found is None or not is_own:
            continue
        again = length(beside) if field == "minutes" else None
        if again is not None and again[1] == "hours":
            return (found[1], "unit") if again[0] == found[1] else None
        if (_SHARE if field == "minutes" else _WHOM).fullmatch(beside):
            return found[1], "words"
    return None


def figures_apart(folded: str) -> dict[str, str]:
    """By field, the numbers of a folded text of which each has a unit that is of another field; empty where one has not.

    >>> figures_apart("40 nguoi/2 cuoc"), figures_apart("2 cuoc, 120 nguoi (60 phut)")
    ({'audience': '40', 'quantity': '2'}, {'quantity': '2', 'audience': '120', 'minutes': '60'})
    >>> [figures_apart(text) for text in ("40 nguoi/20 nu", "2 cuoc", "2 cuoc, 3 ban", "2 cuoc x 40 nguoi")]
    [{}, {}, {}, {}]
    """
    parts = [_PLUS.fullmatch(part.strip()) for part in _APART.split(folded.rstrip(" .)"))]
    found: dict[str, str] = {}
    for part in parts:
        unit = "" if part is None else part[2].strip()
        field = next((code for code in COUNTED if unit and unit_how(unit, code) == "unit"), None)
        if part is None or field is None or field in found:
            return {}
        found[field] = part[1]
    return found if len(found) > 1 else {}


def _thousands(folded: str, field: str) -> str | None:
    if found := _THOUSANDS.fullmatch(folded):
        whole, parts = int(found[1]), (found[2] or "").ljust(_MOST_AT_ONCE, "0")
        return str(1_000 * whole + int(parts)) if _fits(field, found[3]) else None
    found = _THOUSAND_AND.fullmatch(folded)
    return None if found is None else str(1_000 * int(found[1]) + 100 * int(found[2]))


def _added(folded: str, field: str) -> tuple[str, WorkedHow] | None:
    """Numbers between which a plus stands, or a comma where each has a unit of its own."""
    said, _sign, stated = (part.strip() for part in folded.partition("="))
    plus = "+" in said
    parts = [_PLUS.fullmatch(part.strip()) for part in re.split(r"\+" if plus else r"[,;]|\bva\b", said)]
    if len(parts) < len(("one", "other")) or (not plus and stated):
        return None
    numbers = [int(part[1]) for part in parts if part is not None]
    units = [part[2].strip() for part in parts if part is not None]
    if len(numbers) < len(parts) or not _fits(field, *units) or (not plus and not _are_apart(field, units)):
        return None
    total = sum(numbers)
    if stated and not ((found := _PLUS.fullmatch(stated)) and int(found[1]) == total):
        return None
    return str(total), "reckoned"


def _are_apart(field: str, units: list[str]) -> bool:
    """Whether units are each of something else, so that none is a part of another."""
    if len(set(units)) < len(units) or not all(units):
        return False
    if field == "quantity":
        return _NEWS.issuperset(units)
    return field == "audience" and not any(_GENERAL.intersection(unit.split()) for unit in units)


def _fits(field: str, *units: str) -> bool:
    """Whether units are of a field, or there are none."""
    said = [unit.strip() for unit in units if unit.strip()]
    return not any(SCALES.search(unit) for unit in said) and all(unit_how(unit, field) == "unit" for unit in said)


def _fits_times(field: str, *units: str) -> bool:
    """Whether one of two numbers is of a field, and the other of how often."""
    said = [unit.strip() for unit in units if unit.strip()]
    if field == "quantity":  # of two lessons of 25 it is not known what the 25 are
        return len(said) != 1 and all(unit == "ngay" or unit_how(unit, "quantity") == "unit" for unit in said)
    own = [unit for unit in said if unit_how(unit, field) == "unit" or (field == "minutes" and MINUTES.fullmatch(unit))]
    others = [unit for unit in said if unit not in own]
    return len(own) <= 1 and len(others) <= 1 and all(unit_how(unit, "quantity") == "unit" for unit in others)

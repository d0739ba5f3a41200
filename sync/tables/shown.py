"""Numbers as a spreadsheet shows them, by their format: 0.95 as 95%, a telephone number with the zero that it begins with.
Figures are read from the number itself; words are kept as people saw them."""

from __future__ import annotations

import datetime
import re
from functools import lru_cache
from typing import Final

_COLOURS: Final = re.compile(r"\[[^\]]*\]")
_LITERAL: Final = re.compile(r'"([^"]*)"|\\(.)')
_PLAIN: Final = re.compile(r"(0|#,##0)(?:\.(0{1,6}))?(%?)(.*)")
_ZEROS: Final = re.compile(r"0{2,20}")


@lru_cache(maxsize=1_024)  # a file has few formats, and every number has one
def _parts(code: str) -> tuple[bool, int, bool, str] | None:
    """Of a format: whether it has groups of three, its places behind the comma, whether it is in hundredths, and what is
    written behind the number; None for one that is not known."""
    first = _COLOURS.sub("", code.partition(";")[0])
    match = _PLAIN.fullmatch(first)
    if match is None or re.search(r"[0#?@*]", _LITERAL.sub("", match[4])):
        return None
    behind = _LITERAL.sub(lambda found: found[1] or found[2] or "", match[4]).rstrip()
    if match[1] == "0" and not match[2] and not match[3] and not behind:
        return None
    return match[1] != "0", len(match[2] or ""), bool(match[3]), behind


def shown_number(number: float, code: str) -> str:
    """A number as its format shows it, with the signs of Vietnam; empty where that is the number itself, or not known.

    >>> shown_number(0.955, "0.0%"), shown_number(912345678, "0000000000"), shown_number(1500000, '#,##0" đồng"')
    ('95,5%', '0912345678', '1.500.000 đồng')
    >>> shown_number(12, "General"), shown_number(12, "0"), shown_number(12, "# ?/?")
    ('', '', '')
    """
    if code == "General":
        return ""
    if _ZEROS.fullmatch(code):
        return str(int(number)).zfill(len(code)) if number >= 0 and float(number).is_integer() else ""
    parts = _parts(code)
    if parts is None:
        return ""
    grouped, places, hundredths, behind = parts
    text = f"{number * 100 if hundredths else number:{',' if grouped else ''}.{places}f}"
    return text.translate(_SIGNS) + ("%" if hundredths else "") + behind


_SIGNS: Final = str.maketrans(",.", ".,")


@lru_cache(maxsize=1_024)
def _hides_day(code: str) -> bool:
    letters = set(_LITERAL.sub("", _COLOURS.sub("", code.partition(";")[0])).lower())
    return "y" in letters and not letters & set("dhs")


def shown_month(date: datetime.date, code: str) -> str:
    """A day of which its format shows the month and the year alone, or the year: as it is shown, for nobody has typed a day;
    empty where the day is seen.

    >>> shown_month(datetime.date(2026, 11, 1), "mm/yyyy"), shown_month(datetime.date(2026, 11, 1), "yyyy")
    ('11/2026', '2026')
    >>> shown_month(datetime.date(2026, 11, 1), "[$-42A]dd/mm/yyyy"), shown_month(datetime.date(2026, 11, 1), "General")
    ('', '')
    """
    if not _hides_day(code):
        return ""
    return f"{date.month}/{date.year}" if "m" in _LITERAL.sub("", _COLOURS.sub("", code)).lower() else str(date.year)


def shown_time(value: datetime.time | datetime.timedelta) -> str:
    """A time of day, or a length of time, in hours and minutes; with its seconds where it has some.

    >>> shown_time(datetime.time(8, 30)), shown_time(datetime.timedelta(hours=25, minutes=5))
    ('08:30', '25:05')
    """
    if isinstance(value, datetime.time):
        return value.strftime("%H:%M:%S" if value.second else "%H:%M")
    minutes, seconds = divmod(int(value.total_seconds()), 60)
    return f"{minutes // 60:02}:{minutes % 60:02}" + (f":{seconds:02}" if seconds else "")

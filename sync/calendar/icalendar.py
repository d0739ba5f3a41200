"""The format iCalendar (RFC 5545), as far as days of a calendar need it: a file of whole days, each an event.

    BEGIN:VCALENDAR
    VERSION:2.0
    PRODID:-//soxa//calendar//VI
    ...
    BEGIN:VEVENT
    UID:report-9b1d...@soxa.laichau.gov.vn
    DTSTAMP:20261026T073320Z
    DTSTART;VALUE=DATE:20261114
    DTEND;VALUE=DATE:20261115
    ...

Lines end with CRLF and have at most 75 octets; a longer one goes on in the next, behind a space (section 3.1), never within
a letter. The end of an event is the first day after it (section 3.6.1).
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from typing import Final

from msgspec import Struct

from sync.encoding.types import Instant
from sync.wording.safe_text import safe_line

_LINE: Final = 75
"""Octets of a line, without its end (section 3.1)."""
_ONE_DAY: Final = datetime.timedelta(days=1)


class CalendarEvent(Struct, frozen=True, kw_only=True):
    """An event of one or several whole days. `uid` is its name for ever: a program that reads the file again puts the event
    in place of the one that has it."""

    uid: str
    first: datetime.date
    last: datetime.date
    summary: str
    description: tuple[str, ...] = ()
    """Lines."""


def icalendar(name: str, events: Iterable[CalendarEvent], *, made: Instant) -> bytes:
    """A calendar of this name as a file; `made` (POSIX seconds) is when its events were told so."""
    return b"".join(_folded(line) for line in _lines(name, events, made))


def _lines(name: str, events: Iterable[CalendarEvent], made: Instant) -> Iterator[str]:
    yield "BEGIN:VCALENDAR"
    yield "VERSION:2.0"
    yield "PRODID:-//soxa//calendar//VI"
    yield "CALSCALE:GREGORIAN"
    yield f"NAME:{_text(name)}"  # RFC 7986, and what programs read that do not know it
    yield f"X-WR-CALNAME:{_text(name)}"
    stamp = datetime.datetime.fromtimestamp(made, datetime.UTC)
    for event in events:
        yield "BEGIN:VEVENT"
        yield f"UID:{event.uid}"
        yield f"DTSTAMP:{stamp:%Y%m%dT%H%M%SZ}"
        yield f"DTSTART;VALUE=DATE:{_date(event.first)}"
        yield f"DTEND;VALUE=DATE:{_date(event.last + _ONE_DAY)}"
        yield f"SUMMARY:{_text(event.summary)}"
        if event.description:
            yield "DESCRIPTION:" + "\\n".join(map(_text, event.description))
        yield "TRANSP:TRANSPARENT"  # nobody is busy for it
        yield "END:VEVENT"
    yield "END:VCALENDAR"


def _date(day: datetime.date) -> str:
    return day.isoformat().replace("-", "")


def _text(words: str) -> str:
    """A text on one line, with a backslash before what parts values (section 3.3.11)."""
    escaped = safe_line(words).replace("\\", "\\\\")
    return escaped.replace(";", "\\;").replace(",", "\\,")


def _folded(line: str) -> bytes:
    """A line as octets, with its end."""
    pieces: list[bytes] = [b""]
    for letter in line:
        octets = letter.encode("utf-8")
        if len(pieces[-1]) + len(octets) > _LINE:
            pieces.append(b" ")
        pieces[-1] += octets
    return b"\r\n".join(pieces) + b"\r\n"

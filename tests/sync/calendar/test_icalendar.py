"""iCalendar: what is written is what another program reads."""

from __future__ import annotations

import datetime

import pytest

from sync.calendar.icalendar import CalendarEvent, icalendar
from sync.encoding.types import Instant
from tests.sync.calendar.parsed import events, properties

DAY = datetime.date(2026, 11, 14)
MADE = Instant(1_793_000_000)


def event(summary: str = "Hạn", last: datetime.date = DAY, description: tuple[str, ...] = ()) -> CalendarEvent:
    return CalendarEvent(uid="report-1@hub", first=DAY, last=last, summary=summary, description=description)


def test_a_calendar_to_the_octet() -> None:
    assert (
        icalendar("Sổ xã", [event(description=("một", "hai"))], made=MADE)
        == (
            "BEGIN:VCALENDAR\r\n"
            "VERSION:2.0\r\n"
            "PRODID:-//soxa//calendar//VI\r\n"
            "CALSCALE:GREGORIAN\r\n"
            "NAME:Sổ xã\r\n"
            "X-WR-CALNAME:Sổ xã\r\n"
            "BEGIN:VEVENT\r\n"
            "UID:report-1@hub\r\n"
            "DTSTAMP:20261026T073320Z\r\n"
            "DTSTART;VALUE=DATE:20261114\r\n"
            "DTEND;VALUE=DATE:20261115\r\n"
            "SUMMARY:Hạn\r\n"
            "DESCRIPTION:một\\nhai\r\n"
            "TRANSP:TRANSPARENT\r\n"
            "END:VEVENT\r\n"
            "END:VCALENDAR\r\n"
        ).encode()
    )


def test_an_event_ends_with_the_day_after_its_last() -> None:
    (found,) = events(icalendar("x", [event(last=datetime.date(2026, 12, 31))], made=MADE))
    assert (found["DTSTART;VALUE=DATE"], found["DTEND;VALUE=DATE"]) == ("20261114", "20270101")


@pytest.mark.parametrize("summary", ["a, b; c", "a\\n, b", "\\", "C:\\;", "ends with,", ":"])
def test_what_parts_values_is_escaped(summary: str) -> None:
    (found,) = events(icalendar(summary, [event(summary, description=(summary, summary))], made=MADE))
    assert (found["SUMMARY"], found["DESCRIPTION"]) == (summary, f"{summary}\n{summary}")


@pytest.mark.parametrize("letters", range(60, 80))
def test_a_line_has_75_octets_at_most_and_parts_no_letter(letters: int) -> None:
    for summary in ("x" * letters, "ộ" * letters, "x" + "ộ" * letters, "\U0001f4c5" * letters, "ab" + ",ộ" * letters):
        (found,) = events(icalendar("x", [event(summary)], made=MADE))
        assert found["SUMMARY"] == summary


def test_a_line_that_fits_is_not_folded() -> None:
    exact = icalendar("x", [event("x" * (75 - len("SUMMARY:")))], made=MADE)
    assert b"\r\n " not in exact
    assert b"\r\n x\r\n" in icalendar("x", [event("x" * (76 - len("SUMMARY:")))], made=MADE)


def test_a_text_begins_no_line_of_its_own() -> None:
    data = icalendar("x\r\nEND:VCALENDAR", [event("a\r\nUID:other\n", description=("\rb",))], made=MADE)
    assert [name for name, _value in properties(data)].count("UID") == 1
    assert [name for name, _value in properties(data)].count("END") == 2

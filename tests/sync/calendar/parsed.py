"""Reads iCalendar as programs do that show calendars (RFC 5545): folded lines are one, escaped texts plain."""

from __future__ import annotations

import re

Event = dict[str, str]


def properties(data: bytes) -> list[tuple[str, str]]:
    """The lines of a file as (name with parameters, value as it is written)."""
    assert data.endswith(b"\r\n")
    octets = data.removesuffix(b"\r\n").split(b"\r\n")
    assert all(len(line) <= 75 and b"\n" not in line and b"\r" not in line for line in octets)
    assert all(line.decode("utf-8") for line in octets), "no letter is parted"
    whole = data.decode("utf-8").replace("\r\n ", "").removesuffix("\r\n").split("\r\n")
    return [(name, value) for name, _colon, value in (line.partition(":") for line in whole)]


def events(data: bytes) -> list[Event]:
    """The events of a file: each property by its name, texts plain."""
    lines = properties(data)
    assert lines[:2] == [("BEGIN", "VCALENDAR"), ("VERSION", "2.0")] and lines[-1] == ("END", "VCALENDAR")
    found: list[Event] = []
    inside: Event | None = None
    for name, value in lines:
        if (name, value) == ("BEGIN", "VEVENT"):
            inside = {}
        elif (name, value) == ("END", "VEVENT"):
            assert inside is not None
            found.append(inside)
            inside = None
        elif inside is not None:
            assert name not in inside
            inside[name] = text(value)
    assert inside is None
    return found


def text(value: str) -> str:
    """A text as it was before it was escaped; every comma and semicolon must have been."""
    assert not re.search(r"(?<!\\)(?:\\\\)*[,;]", value), value
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] == "n" else found[1], value)

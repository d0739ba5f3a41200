"""Notes below a table that speak of what was put off, not done or planned, and the rows that they are of: by a sign
("Ra quân (*)"), by their number ("Mục 2 hoãn"), by their day, by their place. One that names no row is of all of them, or of
none where it tells of what comes next ("Phương hướng: ..."); one that names a place where nothing was is of no row."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from sync.importing.doubts import spoken
from sync.importing.row_kinds import Columns
from sync.ledger.text import fold
from sync.tables import Row
from sync.wording.dates import day

_LEAD: Final = re.compile(r"\W*(?:ghi chu|luu y|chu thich|chu y)\b")
_SIGN: Final = re.compile(r"\((?:\*{1,3}|[0-9]{1,2})\)|\*{1,3}")
_NUMBER: Final = re.compile(r"\b(?:muc|stt|tt|so|dong|viec|hang|cuoc)(?: (?:so|thu|stt))? ([0-9]{1,3})\b(?! ?[-/])")
_DAY: Final = re.compile(r"\b0?([0-9]{1,2}) ?[-/.] ?0?([0-9]{1,2})\b")
_SORTS: Final = frozenset({"ban", "thon", "xom", "to", "khu", "lang", "buon", "ap", "phuong", "xa"})
"""What stands before the name of a place."""
_ENDS: Final = ",.;:)"
_OF_WHAT_COMES: Final = re.compile(
    r"\W*(?:[0-9ivx]{1,4}[.)] ?)?(?:(?:phuong huong|kien nghi|de xuat)\b(?: (?!chua|khong|hoan)[\w,/]+){0,10} ?:"
    r"|(?:nhiem vu|ke hoach|trong tam|cong tac|cong viec|viec)\b(?: (?!chua|khong|hoan)[\w,/]+){0,6}"
    r" (?:thang|tuan|quy|nam|ky|thoi gian) (?:toi|sau|tiep theo|[0-9/]+) ?:)"
)
"""How a note begins that tells of what comes next: of the rows above only where it names them."""
_LONGEST: Final = 80
_MOST: Final = 20
"""Notes that are looked at."""


def noted_rows(below: Sequence[Row], columns: Columns) -> dict[int, str]:
    """By the number of a row, what a note says of it."""
    told: dict[int, str] = {}
    for text in _notes_below(below, columns):
        if spoken(text.lstrip("(*) "), "note"):
            rows = [row for row in below if not row.at(columns.title).is_empty and not _note(row)]
            named = _named_by(text, rows, columns)
            if named is None:
                named = [] if _OF_WHAT_COMES.match(fold(text)) else rows
            for row in named:
                told.setdefault(row.number, text[:_LONGEST])
    return told


def _notes_below(below: Sequence[Row], columns: Columns) -> list[str]:
    """The notes below the last row that has a day and what was done, the last first."""
    notes: list[str] = []
    for row in reversed(below):
        if text := _note(row):
            notes.append(text)
        elif not row.at(columns.date).is_empty and not row.at(columns.title).is_empty:
            break
    return notes[:_MOST]


def _note(row: Row) -> str:
    """The text of a row that is a note; empty of any other."""
    texts = {cell.text for cell in row.cells if cell.text and cell.note != "filled"}
    if len(texts) != 1:
        return ""
    text = " ".join(texts.pop().split())
    return text if _SIGN.match(text) or _LEAD.match(fold(text)) else ""


def _named_by(text: str, rows: Sequence[Row], columns: Columns) -> list[Row] | None:
    """The rows that a note names; None where it names none."""
    said = fold(text)
    if (sign := _SIGN.match(text)) is not None:
        signed = re.compile(rf"(?<!\*){re.escape(sign[0])}(?!\*)")
        if found := [row for row in rows if any(signed.search(cell.text) for cell in row.cells if cell.number is None)]:
            return found
    numbers = set(_NUMBER.findall(said))
    if found := [row for row in rows if any(row.at(at).text.strip(" .") in numbers for at in columns.numbers)]:
        return found
    days = _days(said)
    if found := [row for row in rows if days & _days(_day_text(row, columns))]:
        return found
    places = list(_places(text))
    of_places = [re.compile(rf"\b{re.escape(place)}\b") for place in places]
    texts = [(row, fold(" ".join(cell.text for cell in row.cells if cell.number is None))) for row in rows]
    found = [row for row, told in texts if any(place.search(told) for place in of_places)]
    return found if found or places else None


def _places(text: str) -> Iterator[str]:
    """The places that a text names, folded: each its sort and behind it words in capitals."""
    words = text.split()
    for at, word in enumerate(words):
        if fold(word) in _SORTS:
            name: list[str] = []
            for each in words[at + 1 :]:
                if not each[:1].isupper():
                    break
                name.append(each.rstrip(_ENDS))
                if each[-1] in _ENDS:
                    break
            if name:
                yield fold(" ".join(name))


def _days(text: str) -> set[tuple[int, int]]:
    """The days that a text names, each with its month."""
    return {(int(found), int(month)) for found, month in _DAY.findall(text)}


def _day_text(row: Row, columns: Columns) -> str:
    cell = row.at(columns.date)
    return day(cell.date[:10]) if cell.date else cell.text

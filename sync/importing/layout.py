"""Where the table of a sheet is: its heading of one row or several, the row of column numbers below, and what each row
further down is. No row is passed over: one that is no activity is a group's, a total, a signature's, or the heading again,
and is named as that.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Final, Literal

from msgspec import Struct, structs

from sync.importing.headings import UNUSED, Meaning, joined_meaning, meaning
from sync.ledger.activity_fields import FIELDS
from sync.ledger.text import fold
from sync.tables import EMPTY, NEAR_THE_TOP, Cell, Row, Sheet, column_name

NEEDED: Final = frozenset(field.code for field in FIELDS if field.needed)
"""The fields that a heading must name."""

RowKind = Literal["data", "group", "note", "total", "signature", "heading"]
"""What a row below the heading is; a `note` is words alone that head no row."""

_MOST_HEADING_ROWS: Final = 3
_NUMBERING: Final = re.compile(r"\(?\s*(?:[0-9]{1,2}|[A-H])\s*\)?(?:\s*=.{1,30})?")
_PART: Final = r"\(?(?:[ivx]{1,6}|[a-h]|[0-9]{1,2})\)?"
"""A part of a list as a total names it: II, (a), 3."""
_TOTAL: Final = re.compile(
    r"(?:cong )?luy ke.*|tieu cong(?: .*)?|binh quan(?: .*)?|total(?: .*)?|tc"
    r"|(?:tong|tong cong|tong so|cong|cong don|tong hop)"
    rf"(?: (?:(?:muc|nhom|phan)(?: {_PART})?|\(?{_PART}(?:\s*\+\s*{_PART})*\)?))?"
    r"(?:(?: (?:trong|ca|toan|den|cua|tu|tren))?(?: (?:thang|quy|nam|tuan|trang|ky|xa|phuong|sheet|dot|[0-9/.-]+))+.*)?"
)
_SIGNATURE: Final = re.compile(
    r"\b(?:nguoi lap|nguoi tong hop|nguoi bao cao|nguoi ghi|lap bieu|lap bang|chu tich|bi thu|thu truong|truong phong"
    r"|ky ten|ky, ghi|ghi ro ho ten|da ky|noi nhan|luu:|xac nhan|tm\.|kt\.|tl\.|can bo phu trach|van thu|ke toan"
    r"|truong thon|truong ban|cong chuc|giam doc)|, ngay .{0,8}thang .{0,8}nam|^ngay .{0,8}thang .{0,8}nam"
)
_NOTE_LEAD: Final = re.compile(r"\W*(?:ghi chu|luu y|chu thich|chu y|de nghi|kien nghi|de xuat)\b")
_WHOLE_DAY: Final = re.compile(r"[0-9]{1,2} ?[-/.] ?[0-9]{1,2} ?[-/.] ?(?:19|20)[0-9]{2}\b")
_LETTER: Final = re.compile("[a-z]{1,3}")
_GROUP_NUMBER: Final = re.compile(r"(?:[IVX]{1,6}|[A-H]|[a-h])\s*[.)]?", re.ASCII)
_GROUP_LEAD: Final = re.compile(r"^(?:[ivx]{1,5}|[a-h])\s*[.)/-]\s*\S|^(?:thang|quy|tuan|phan)\b")


class Heading(Struct, frozen=True, kw_only=True):
    """A sheet's heading."""

    first: int
    """The place of its first row among the sheet's rows."""
    last: int
    """That of its last; a row of column numbers counts as one of its rows. Before the first where the sheet has none, and
    somebody named the columns by their letters."""
    texts: Mapping[int, str]
    """The heading of each column, those of several rows joined."""
    meanings: Mapping[int, Meaning | None]


def find_heading(sheet: Sheet, named: Mapping[str, str]) -> Heading | None:
    """A sheet's heading: the first row near the top, perhaps with those below it, that names all needed fields; None
    without one. `named` are fields that somebody gave to headings or letters of columns, as `headings.compared` has them;
    letters, which every row has, are asked where headings alone do not tell."""
    by_heading = {key: field for key, field in named.items() if not _LETTER.fullmatch(key)}
    return _first_heading(sheet, by_heading) or (_first_heading(sheet, named) if by_heading != named else None)


def _first_heading(sheet: Sheet, named: Mapping[str, str]) -> Heading | None:
    for place, row in enumerate(sheet.rows):
        if row.number > NEAR_THE_TOP:
            return None
        if len({cell.text or cell.was for cell in row.cells if not cell.is_empty}) < len(NEEDED):
            continue
        heading = heading_at(sheet, place, named)
        if fields_of(heading, named).issuperset(NEEDED):
            if _is_dated(row, heading, named):
                return Heading(first=place, last=place - 1, texts={}, meanings={})
            return _below_title(sheet, heading, named)
    return None


def _is_dated(row: Row, heading: Heading, named: Mapping[str, str]) -> bool:
    """Whether a row that was found by the letters of its columns is an activity's: it has a day, and no known heading."""
    if any(found is not None for found in heading.meanings.values()):
        return False
    days = (row.at(at) for at in heading.texts if named.get(column_name(at).lower()) == "date")
    return any(cell.date or sum(char.isdigit() for char in cell.text) >= len(NEEDED) for cell in days)


def _below_title(sheet: Sheet, heading: Heading, named: Mapping[str, str]) -> Heading:
    """A heading without the title right above it: a lower row that names all that is needed by itself is the heading."""
    for lower in range(heading.first + 1, heading.last + 1):
        row = sheet.rows[lower]
        own = structs.replace(row, cells=tuple(EMPTY if cell.note == "filled" else cell for cell in row.cells))
        if fields_of(_heading(structs.replace(sheet, rows=(own,)), 0, 0), named).issuperset(NEEDED):
            return heading_at(sheet, lower, named)
    return heading


def heading_at(sheet: Sheet, place: int, named: Mapping[str, str]) -> Heading:
    """The heading that begins in a row, with those rows below that are of it; it may lack what is needed."""
    heading = _heading(sheet, place, place)
    for last in range(place, min(place + _MOST_HEADING_ROWS, len(sheet.rows))):
        if last > place and not _goes_on(sheet, place, last):
            break
        heading = _heading(sheet, place, last)
        if fields_of(heading, named).issuperset(NEEDED):
            break
    return _whole(sheet, heading)


def heads_what_follows(row: Row) -> bool:
    """Whether a row above a heading may name its table: one text, which is no total, signature or note."""
    texts = {cell.text for cell in row.cells if not cell.is_empty}
    if len(texts) != 1 or not all(_is_words(cell) for cell in row.cells if not cell.is_empty):
        return False
    label = fold(texts.pop())
    return not (_TOTAL.fullmatch(label.strip(" .:*-")) or _SIGNATURE.search(label) or _NOTE_LEAD.match(label))


def seen_heading(sheet: Sheet) -> tuple[int, tuple[str, ...]] | None:
    """The row that looks most like a heading where none names what is needed: its number and texts."""
    best: tuple[int, int, tuple[str, ...]] | None = None
    for place, row in enumerate(sheet.rows):
        if row.number > NEAR_THE_TOP:
            break
        texts = tuple(dict.fromkeys(cell.text for cell in row.cells if cell.text and _is_words(cell)))
        score = len({found.field for text in texts if (found := meaning(text)) is not None and found.field != UNUSED})
        if score and len(texts) > 1 and (best is None or score > best[0]):
            best = score, sheet.rows[place].number, texts
    return best[1:] if best is not None else None


def fields_of(heading: Heading, named: Mapping[str, str]) -> set[str]:
    """The fields that a heading's columns are of, by their meaning or as somebody named them."""
    from sync.importing.headings import compared  # noqa: PLC0415 - beside its only use

    fields = set()
    for at, text in heading.texts.items():
        given = named.get(compared(text), named.get(column_name(at).lower()))
        found = heading.meanings[at]
        field = given if given is not None else found.field if found is not None else UNUSED
        if field != UNUSED:
            fields.add(field)
    return fields


def _heading(sheet: Sheet, first: int, last: int) -> Heading:
    rows = sheet.rows[first : last + 1]
    texts: dict[int, str] = {}
    meanings: dict[int, Meaning | None] = {}
    for at in range(max(len(row.cells) for row in rows)):
        cells = (_over(rows, number, at) for number in range(len(rows)))
        parts = list(dict.fromkeys(" ".join((cell.text or cell.was).split()) for cell in cells if not cell.is_empty))
        if not parts:
            continue
        texts[at] = ": ".join(parts)
        meanings[at] = joined_meaning(parts)
    return Heading(first=first, last=last, texts=texts, meanings=meanings)


def _over(rows: Sequence[Row], number: int, at: int) -> Cell:
    """A cell of a heading's row; an empty one over a heading is of the group to its left, if that is over one, too."""
    cell = rows[number].at(at)
    below = rows[number + 1] if number + 1 < len(rows) else None
    while below is not None and cell.is_empty and at > 0 and not below.at(at).is_empty and not below.at(at - 1).is_empty:
        at -= 1
        cell = rows[number].at(at)
    return cell


def _whole(sheet: Sheet, heading: Heading) -> Heading:
    """A heading with the rows below that are of it still: further rows, and the numbers of columns."""
    last = heading.last
    while (
        last + 1 < len(sheet.rows)
        and last + 1 - heading.first < _MOST_HEADING_ROWS
        and _goes_on(sheet, heading.first, last + 1)
    ):
        last += 1
    whole = _heading(sheet, heading.first, last) if last > heading.last else heading
    if last + 1 < len(sheet.rows) and _numbers_columns(sheet.rows[last + 1]):
        last += 1
    return Heading(first=whole.first, last=last, texts=whole.texts, meanings=whole.meanings)


def _goes_on(sheet: Sheet, first: int, last: int) -> bool:
    """Whether a row is one of the heading's that begins above: cells merged over both say so, or that it has headings
    alone, below cells of the heading that are empty or merged across."""
    top, row = sheet.rows[first], sheet.rows[last]
    if row.number - sheet.rows[last - 1].number > 1:
        return False
    if any(merged.top in range(top.number, row.number) and merged.bottom >= row.number for merged in sheet.merged):
        return True
    own = [(at, cell) for at, cell in enumerate(row.cells) if not cell.is_empty]
    if not own or any(not _is_words(cell) for _at, cell in own):
        return False
    above = {at: top.at(at) for at, _cell in own}
    open_above = all(cell.is_empty or cell.note == "filled" or _starts_group(top, at) for at, cell in above.items())
    return open_above and any(meaning(cell.text) is not None for _at, cell in own)


def _starts_group(row: Row, at: int) -> bool:
    """Whether a cell of a heading is over several columns: the one to its right is empty or merged with it."""
    right = row.at(at + 1)
    return not row.at(at).is_empty and (right.is_empty or right.note == "filled")


def _is_words(cell: Cell) -> bool:
    return not cell.date and cell.number is None and any(char.isalpha() for char in cell.text)


def _numbers_columns(row: Row) -> bool:
    """Whether a row numbers the columns: (1), (2), (3), or A, B, 1, 2."""
    cells = [cell.text for cell in row.cells if not cell.is_empty and cell.note != "filled"]
    if len(cells) < 3 or not all(_NUMBERING.fullmatch(text) for text in cells):
        return False
    marks = [text.partition("=")[0].strip(" ()") for text in cells]
    numbers, letters = [int(mark) for mark in marks if mark.isdigit()], [mark for mark in marks if mark.isalpha()]
    counted = all(second == first + 1 for first, second in pairwise(numbers))
    return counted and letters == sorted(set(letters)) and len(marks) == len(numbers) + len(letters)


# -- rows below the heading


class Columns(Struct, frozen=True, kw_only=True):
    """The columns by which rows are told apart: what they are of, by place."""

    date: int
    title: int
    counted: tuple[int, ...]
    numbers: tuple[int, ...]
    """The columns that number the rows."""
    heading: Mapping[int, str]


def row_kind(row: Row, columns: Columns, *, dated: bool, ended: bool) -> RowKind:
    """What a row below the heading is. `dated`: its date can be read; `ended`: a signature stands above it."""
    if dated:
        return "data"
    own = [(at, cell) for at, cell in enumerate(row.cells) if not cell.is_empty]
    texts = [(at, cell.text) for at, cell in own if cell.note != "filled" and cell.number is None and not cell.date]
    if texts and sum(text == columns.heading.get(at, "").rpartition(": ")[2] for at, text in texts) >= max(
        2, len(texts) - 1
    ):
        return "heading"
    words = [
        (at, fold(text))
        for at, text in texts
        if any(char.isalpha() for char in text) and not (at in columns.numbers and _GROUP_NUMBER.fullmatch(text.strip()))
    ]
    label = words[0][1].strip(" .:*-") if words else next((fold(text).strip(" .:") for _at, text in texts), "")
    if _TOTAL.fullmatch(label):
        return "total"
    if any(_SIGNATURE.search(text) for _at, text in words) and not has_figures(row, columns):
        return "signature"
    if ended and not has_figures(row, columns):
        return "signature"
    if not _is_group(row, columns, words):
        return "data"
    return "note" if words and _NOTE_LEAD.match(words[0][1]) else "group"


def is_row_number(cell: Cell) -> bool:
    """Whether what stands in a column of row numbers is one, or a group's: 1, 2.1, IV, b)."""
    plain = not any(char.isalpha() for char in cell.text) or _GROUP_NUMBER.fullmatch(cell.text.strip()) is not None
    return plain and not cell.date and not _WHOLE_DAY.search(cell.text)


def is_signature(text: str) -> bool:
    """Whether a text is of the lines below a table where it is dated and signed."""
    return _SIGNATURE.search(fold(text)) is not None


def has_figures(row: Row, columns: Columns) -> bool:
    """Whether a row has a number where figures stand."""
    return any(row.at(at).number is not None or row.at(at).text[:1].isdigit() for at in columns.counted)


def _is_group(row: Row, columns: Columns, words: list[tuple[int, str]]) -> bool:
    """Whether a row heads those below it: one text, without a number of its own or with a letter or Roman one."""
    if (
        not row.at(columns.date).is_empty
        and row.at(columns.date).note != "filled"
        and columns.date != (words or [(-1, "")])[0][0]
    ):
        return False
    said = {at for at, _text in words}
    number = next((row.at(at).text for at in columns.numbers if row.at(at).text and at not in said), "")
    if number and not number.strip().isdigit():
        return bool(_GROUP_NUMBER.fullmatch(number.strip())) and len(words) <= 1
    if number or len({text for _at, text in words}) != 1 or has_figures(row, columns):
        return False
    lettered = any(
        row.at(at).text
        for at in range(len(row.cells))
        if at not in columns.numbers and at != words[0][0] and row.at(at).note != "filled"
    )
    return not lettered and (bool(columns.numbers) or bool(_GROUP_LEAD.search(words[0][1])) or words[0][0] != columns.title)

"""Columns whose headings say nothing that is known, by what stands in them: where no table of a file has all that is needed,
the column of days is proposed as the day, and the one of longest words as what was done. Each is asked about."""

from __future__ import annotations

import re
import statistics
from collections.abc import Mapping, Sequence
from typing import Final

from sync.importing.answers import column_key
from sync.importing.by_cells import held
from sync.importing.day_order import is_written_day
from sync.importing.headings import DESCRIPTION, UNUSED, meaning
from sync.importing.row_kinds import is_words
from sync.tables import NEAR_THE_TOP, Book, Cell, Sheet, column_name

_TRIED: Final = 50
_FEWEST_LETTERS: Final = 6
"""How long what was done is at least, as a rule: shorter words are names and marks."""

_OF_WRITING: Final = re.compile(
    r"(?:ngay|thoi gian|ngay gio) (?:gui|bao cao|nhap|lap|nop|duyet|nhan|ghi|cap nhat|viet|ky|gui bieu mau)"
    r"|dau thoi gian|timestamp|time stamp|start time|completion time"
)
"""Days on which something was written down or sent: perhaps those on which it was done, where a list has no others."""
_WITH_TIME: Final = re.compile(r"[0-9]:[0-5][0-9]")
_TELLING: Final = (DESCRIPTION, "topics", "task")
"""Fields whose columns may say what was done, where no other does."""


def guessed_columns(book: Book, named: Mapping[str, str]) -> dict[str, str]:
    """The fields of the columns that are proposed, by what answers call them, for the first sheet in which both the day and
    what was done are found; empty where somebody named some, or none is found."""
    if {"date", "title"}.issubset(named.values()):
        return {}
    for sheet in book.sheets:
        for place, row in enumerate(sheet.rows if not sheet.hidden else ()):
            if row.number > NEAR_THE_TOP:
                break
            found = _of_heading(sheet, place, named)
            if found:
                return found
    return {}


def guessed_by_cells(columns: Mapping[int, Sequence[Cell]]) -> dict[int, str]:
    """The fields that are proposed for columns of which nothing is known, by their places: the first of days, and the one of
    longest words."""
    days = [at for at, cells in columns.items() if _holds_days(cells)][:1]
    words = {at: length for at, cells in columns.items() if (length := _length(cells)) >= _FEWEST_LETTERS}
    titles = sorted(words, key=lambda at: -words[at])[:1]
    return {**dict.fromkeys(days, "date"), **dict.fromkeys(titles, "title")}


def first_words(sheet: Sheet) -> tuple[str, ...]:
    """The texts of the first row near the top that has words alone, and in several cells; empty without one."""
    for row in sheet.rows:
        cells = [cell for cell in row.cells if not cell.is_empty and cell.note != "filled"]
        if row.number > NEAR_THE_TOP:
            break
        if len(cells) >= len(("day", "title")) and all(map(is_words, cells)):
            return tuple(cell.text for cell in cells)
    return ()


def _of_heading(sheet: Sheet, place: int, named: Mapping[str, str]) -> dict[str, str]:
    row, below = sheet.rows[place], sheet.rows[place + 1 : place + 1 + _TRIED]
    heads = {at: cell.text for at, cell in enumerate(row.cells) if not cell.is_empty and cell.note != "filled"}
    if len(heads) < len(("day", "title")) or not below or not all(is_words(row.at(at)) for at in heads):
        return {}
    keys = {at: column_key(text) or column_name(at).lower() for at, text in heads.items()}
    known = {at: named.get(keys[at]) or (found.field if (found := meaning(text)) else None) for at, text in heads.items()}
    cells = {at: [each.at(at) for each in below] for at in heads}
    open_ = [at for at, field in known.items() if field is None]
    written = [at for at in heads if known[at] == UNUSED and keys[at] not in named and _OF_WRITING.fullmatch(keys[at])]
    days = [at for at in heads if known[at] == "date"] or [at for at in (*open_, *written) if _holds_days(cells[at])]
    words = {at: length for at in open_ if at not in days and (length := _length(cells[at])) >= _FEWEST_LETTERS}
    titles = [at for at in heads if known[at] == "title"] or sorted(words, key=lambda at: -words[at])
    titles = titles or [at for at in heads if known[at] in _TELLING and keys[at] not in named and _length(cells[at]) > 0]
    if not days or not titles or not _holds_days(cells[days[0]]):
        return {}
    proposed = ((days[0], "date"), (titles[0], "title"))
    return {keys[at]: field for at, field in proposed if known[at] != field}


def _holds_days(cells: Sequence[Cell]) -> bool:
    texts = [cell.text for cell in cells if cell.text and not cell.date]
    return held(cells) == "days" or (
        len(texts) > 0 and all(_WITH_TIME.search(text) and is_written_day(text) for text in texts)
    )


def _length(cells: Sequence[Cell]) -> float:
    """How long the words of a column are, as a rule; 0 where it holds others."""
    texts = [cell.text for cell in cells if cell.text]
    return statistics.median(map(len, texts)) if texts and held(cells) == "words" else 0

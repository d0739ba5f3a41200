"""Files that are no list, whatever their headings: activities beside one another instead of below, letters that are lost."""

from __future__ import annotations

import re
from itertools import islice
from typing import Final

from sync.importing.day_order import is_written_day
from sync.importing.headings import meaning
from sync.importing.layout import NEEDED
from sync.tables import NEAR_THE_TOP, Book, Row, Sheet

_SPOILED: Final = re.compile(r"\ufffd|áº|á»|Ã[\u0080-\u00bf]|Æ°|Ä‘|Ä\u0091|[^\W\d_]\?[^\W\d_]|\?[^\W\d_]{1,2}\?")
"""Letters as they come out where a text was read as what it is not, or was saved in an encoding that has none of them."""
_TRIED: Final = 2_000
_FEWEST: Final = 3


def turned_rows(sheet: Sheet) -> tuple[Row, ...]:
    """The rows of a sheet in which headings stand below one another in the first column, and activities beside that: those
    that follow one another without an empty one; none where it has none."""
    firsts = (next((at for at, cell in enumerate(row.cells) if not cell.is_empty), len(row.cells)) for row in sheet.rows)
    place = min(firsts, default=0)
    found: dict[str, Row] = {}
    for row in islice(sheet.rows, NEAR_THE_TOP):
        said = meaning(row.at(place).text.strip(" :"))
        if said is not None and said.exact and said.field in NEEDED:
            found.setdefault(said.field, row)
    if set(found) != NEEDED:
        return ()
    days = [cell for cell in found["date"].cells[place + 1 :] if not cell.is_empty]
    titles = [cell for cell in found["title"].cells[place + 1 :] if not cell.is_empty]
    if not (days and titles and all(bool(cell.date) or is_written_day(cell.text) for cell in days)):
        return ()
    blocks: list[list[Row]] = []
    for row in sheet.rows:
        if not blocks or row.number > blocks[-1][-1].number + 1:
            blocks.append([])
        blocks[-1].append(row)
    block = next(block for block in blocks if found["date"] in block)
    return tuple(block) if found["title"] in block else ()


def lost_letters(book: Book) -> str:
    """A text of a file whose letters with accents are lost in most of its texts; empty where they are not."""
    lost, whole = [], 0
    texts = (cell.text for sheet in book.sheets for row in sheet.rows for cell in row.cells if not cell.date)
    for text in islice(texts, _TRIED):
        if "/" not in text and _SPOILED.search(text):
            lost.append(text)
        elif not text.isascii():
            whole += 1
    return lost[0] if len(lost) >= _FEWEST and len(lost) > whole else ""

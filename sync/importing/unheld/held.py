"""Whether what a row tells of was held, by all that it says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, Literal

from sync.importing.cells import is_nothing
from sync.importing.doubts import spoken
from sync.importing.row_kinds import Columns
from sync.importing.ticks import is_tick
from sync.importing.unheld.signs import (
    CROSS,
    has_words,
    is_day,
    is_none,
    is_open_mark,
    is_some,
    is_text,
    is_yes,
    is_zero,
    share_of,
)
from sync.importing.unheld.telling import SAID_DONE, Telling, says_not_done, says_why_refused
from sync.importing.unheld.words import (
    BEGUN_CELLS,
    GROUP,
    LONGEST,
    NOT_DONE_CELLS,
    NOTHING,
    OF_ELSE,
    Said,
    has_no_day,
    in_short,
    is_begun,
    matches,
    of_cell,
    of_title,
)
from sync.ledger.text import fold
from sync.tables import Row

_REASONS_OF_NOT: Final = re.compile(r"\b(?:chua|khong|ko|hoan|huy|tam dung)\b")
_NO_PROGRESS: Final = re.compile(r"0+(?:[.,]0+)? ?%?")
_HALF_WAY: Final = re.compile(r"(?:[1-9][0-9]?(?:[.,][0-9]+)?|0[.,]0*[1-9][0-9]*) ?%")
_OF_DISASTERS: Final = re.compile(r"\bthien tai\b|\bhinh thai\b")
"""The heading of a column that says of what disaster a row is."""
_MOST_DIGITS: Final = 5
Held = Literal["yes", "doubt", "no"]
"""Whether something was held by what its row says; it may have been, or not."""


def held(row: Row, columns: Columns, told: Telling) -> tuple[Held, str]:
    """Whether what a row tells of was held, and what of it leaves that open, under its heading."""
    said = {
        at: (of_title if at == columns.title else of_cell)(cell.text) for at, cell in enumerate(row.cells) if is_text(cell)
    }
    if any(text.says_so for text in said.values()):
        return "no", ""
    figures = [cell for at in columns.counted if not (cell := row.at(at)).is_empty and not is_nothing(cell.text)]
    others = any(is_some(row.at(at)) for at in told.figures)
    if not others and all(map(is_zero, figures)) and (bool(figures) or _has_nothing(row, columns)):
        return "no", ""
    counted = others or any(not is_zero(cell) for cell in figures)
    told_by = list(_of_columns(row, columns, told))
    known = {at for at, _weight in told_by}
    doubts = [*told_by, *_of_texts(row, said, columns, known, told.targets), *_of_dashes(row, columns)]
    if not doubts and not counted:
        doubts += _of_what_is_noted(row, told)
    if not doubts:
        return "yes", ""
    place, weight = min(doubts, key=lambda doubt: _WEIGHTS.index(doubt[1]))
    if weight == "no" or (weight == "doubt" and not counted):
        is_told = place in (columns.date, *told.undone, *told.done, *told.status, *told.reached, *told.shares, *told.closed)
        return "no", _said(row, columns, place) if is_told else ""
    return "doubt", _said(row, columns, place)


_WEIGHTS: Final[Sequence[Held]] = ("no", "doubt", "yes")


def _of_columns(row: Row, columns: Columns, told: Telling) -> Iterator[tuple[int, Held]]:
    """By place, what columns that tell of it say against what was held: for certain ("no"), unless there are figures
    ("doubt"), or perhaps ("yes")."""
    done = any(is_yes(row.at(at)) for at in told.done)
    if told.planned and has_no_day(row.at(columns.date)) and any(is_day(row.at(at)) for at in told.planned):
        yield columns.date, "doubt"
    if told.reached and any(is_some(row.at(at)) for at in told.targets) and all(is_none(row.at(at)) for at in told.reached):
        yield told.reached[0], "doubt"
    for at in told.undone:
        cell = row.at(at)
        if is_tick(cell):
            yield at, "doubt" if done else "no"
        elif cell.number and not any(row.at(place).number for place in (*told.done, *told.status)):
            yield at, "doubt"
        elif has_words(cell):
            yield at, "yes"
    yield from ((at, "yes" if is_begun(row.at(at)) else "doubt") for at in told.done if not is_yes(row.at(at)))
    for at in told.reasons:
        if has_words(row.at(at)):
            yield at, "doubt" if _REASONS_OF_NOT.search(fold(columns.heading.get(at, ""))) else "yes"
    yield from _of_standing(row, told)
    yield from _of_remarks(row, told)


def _of_standing(row: Row, told: Telling) -> Iterator[tuple[int, Held]]:
    """By place, what columns that say how it stands say against it, as `_of_columns`."""
    for at, whole in told.shares.items():
        share = share_of(row.at(at))
        if share is not None and share < whole:
            yield at, "yes" if share else "doubt"
    yield from ((at, "yes") for at in told.open if row.at(at).is_empty)
    for at in told.status:
        cell = row.at(at)
        if at in told.done or at in told.undone:
            continue
        if is_begun(cell):
            yield at, "doubt"
        elif (at in told.marked and is_open_mark(cell)) or _HALF_WAY.fullmatch(cell.shown or cell.text):
            yield at, "yes"
        elif matches(cell, NOT_DONE_CELLS) or _NO_PROGRESS.fullmatch(cell.shown or cell.text) or CROSS.fullmatch(cell.text):
            yield at, "doubt"


def _of_remarks(row: Row, told: Telling) -> Iterator[tuple[int, Held]]:
    """By place, what remarks and words of how it stands say in short, as `_of_columns`."""
    for at in dict.fromkeys((*told.notes, *told.status, *told.closed)):
        cell = row.at(at)
        if cell.is_empty or cell.date or at in told.done or at in told.undone:
            continue
        weight = in_short(cell.text)
        if weight == "doubt" or (at in told.notes and matches(cell, BEGUN_CELLS)):
            yield at, "doubt"
        elif (
            weight == "yes"
            or (at in told.closed and says_not_done(cell) and not spoken(cell.text, "note"))
            or (at in told.remarks and (cell.text in ("0", "-", "–") or CROSS.fullmatch(cell.text)))
        ):
            yield at, "yes"


def _has_some_number(row: Row, columns: Columns, targets: Sequence[int]) -> bool:
    """Whether a row has a number in any column but those that number it or say what was planned."""
    apart = {columns.date, columns.title, *columns.numbers, *targets}
    return any(is_some(cell) and len(cell.text) <= _MOST_DIGITS for at, cell in enumerate(row.cells) if at not in apart)


def _of_texts(
    row: Row, said: Mapping[int, Said], columns: Columns, known: set[int], targets: Sequence[int]
) -> Iterator[tuple[int, Held]]:
    """By place, the texts that say of what may have kept it from being held, or that it was not, as `_of_columns`."""
    for at, text in said.items():
        if text.hindered and not (at != columns.title and _OF_DISASTERS.search(fold(columns.heading.get(at, "")))):
            yield at, "yes" if at != columns.title and _has_some_number(row, columns, targets) else "doubt"
        elif text.speaks and at not in known and (at == columns.title or not _is_of_else(columns.heading.get(at, ""))):
            yield at, "doubt"


def _is_of_else(heading: str) -> bool:
    """Whether a column is of what was hard, or of why a row was refused."""
    return OF_ELSE.search(fold(heading)) is not None or says_why_refused(heading)


def _of_dashes(row: Row, columns: Columns) -> Iterator[tuple[int, Held]]:
    """By place, a sign for nothing where every figure stands, as `_of_columns`; one figure alone may be of what nobody
    counts."""
    filled = [at for at in columns.counted if not row.at(at).is_empty]
    if filled and all(is_nothing(row.at(at).text) for at in filled):
        yield filled[0], "yes" if len(columns.counted) == 1 else "doubt"


def _of_what_is_noted(row: Row, told: Telling) -> Iterator[tuple[int, Held]]:
    """By place, what is remarked where a row has no figure and most others have one, as `_of_columns`."""
    for at in told.noted:
        cell = row.at(at)
        if has_words(cell) and cell.note != "filled" and not cell.link and not SAID_DONE.fullmatch(fold(cell.text)):
            yield at, "yes"


def _said(row: Row, columns: Columns, place: int) -> str:
    heading = columns.heading.get(place, "").rpartition(": ")[2]
    return f"{heading}: {row.at(place).text or '–'}" if heading else row.at(place).text


def heads_unheld(row: Row, columns: Columns) -> bool:
    """Whether the name of a group says that what stands below it was not held, or is planned."""
    texts = (cell.text for at, cell in enumerate(row.cells) if at not in columns.numbers or any(map(str.isalpha, cell.text)))
    return any(len(text) <= LONGEST and GROUP.fullmatch(fold(text)) is not None for text in texts if text)


def _has_nothing(row: Row, columns: Columns) -> bool:
    """Whether a row says that there was nothing to tell of."""
    return any(
        cell.text and NOTHING.fullmatch(fold(cell.text)) and not OF_ELSE.search(fold(columns.heading.get(at, "")))
        for at, cell in enumerate(row.cells)
    )


def is_name_of_unheld(row: Row, columns: Columns) -> bool:
    """Whether a row has nothing but the name of such a group, whichever column that stands in."""
    texts = {cell.text for at, cell in enumerate(row.cells) if not cell.is_empty and at not in columns.numbers}
    return len(texts) == 1 and heads_unheld(row, columns)

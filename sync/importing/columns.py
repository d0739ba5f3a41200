"""The columns of a sheet and what each is taken for: by its heading, by what somebody named it, or not at all. A column with
data that is not used is there all the same, with the reason."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping, Sequence, Set
from typing import Final, Literal, NamedTuple

from msgspec import Struct, structs

from sync.errors import Misuse
from sync.importing.answers import Answers, column_key
from sync.importing.by_cells import held, settled, whole_number
from sync.importing.day_order import DayColumn, is_time_alone, read_day
from sync.importing.figure_units import is_each
from sync.importing.headings import DESCRIPTION, ROW_NUMBERS, UNUSED, meaning
from sync.importing.layout import Heading
from sync.ledger.activity_fields import BY_CODE, COUNTED
from sync.ledger.text import fold
from sync.tables import Cell, Row, Sheet, column_name

Why = Literal[
    "heading",
    "unsure",
    "named",
    "second",
    "aside",
    "hidden",
    "unknown",
    "cells",
    "planned",
    "part",
    "added",
    "day-part",
    "day-rows",
    "ticks",
    "held",
    "guessed",
    "numbers",
]
"""Why a column is what it is: its heading says so, or may be read so; somebody named it; another column is of its field;
it says more than that one, and is of no field; it is hidden; no field is known for it; its cells say so; it is of what was
planned, or of another time; it is a part of the people; it is added to others, which count others of the people; it is a
part of the day, which was put together in another one; it stands for the days in rows of their own, and no column of the
file; its cells are ticks, and its heading says of what; it says whether something was held, or why not; no field is known
for it, and its cells look like one; no field is known for it, and numbers stand in it."""

_SHARED: Final[tuple[Why, ...]] = ("added", "ticks")
"""Why several columns are of one field."""
_SAMPLES: Final = 3
_YEAR: Final = re.compile(r"\b20[0-9]{2}\b")
_IS_SUM: Final = re.compile(r"\b(?:tong|cong)\b")
_WAS_DONE: Final = re.compile(r"\b(?:thuc hien|th|thuc te|to chuc|dien ra|da lam|hoan thanh|ht|xong)\b")
_SAYS_PEOPLE: Final = re.compile(
    r"\b(?:nguoi|tham (?:gia|du)|du|nghe|xem|hoc sinh|hoc vien|hoi vien|doan vien|dang vien|dai bieu|ba con|chi em|ban doc"
    r"|dong chi|d/c|nhan dan|phu huynh|thanh nien|phu nu|cu|khach|can bo|quan chung)\b"
)
"""Words of people, and of taking part."""
_COUNTS_NOTHING: Final = re.compile(
    r"\b(?:tien|dong(?! chi| bao)|vnd|kinh phi|chi phi|(?<!tham )gia(?! dinh)|thu|don gia|ty le|phan tram"
    r"|diem|dien thoai|sdt|dt|so dt|ma|so hieu|ky hieu"
    r"|van ban|cong van|cccd|cmnd|nam sinh|tuoi|ke hoach|kh|tuan|thang|nam|quy|gio|trang)\b|%"
)
"""Words of headings whose numbers count nothing that is done: money, shares, marks, documents, times."""
_CLASS: Final = r"(?:(?:khoi|lop) ?)?[0-9]{1,2}(?: ?[a-h](?:[0-9]{1,2})?)?"
_CLASSES: Final = re.compile(rf"{_CLASS}(?: ?(?:[,;+&-]|va) ?{_CLASS})*")
"""Classes of a school: "3A", "khối 6, 7"."""
_LOOKED_AT: Final = 200
_FEW: Final = 2
_MOST_COUNTED: Final = 100_000
"""Larger numbers are money, or somebody's telephone."""
_TRIED: Final = 50
"""Cells by which columns that claim to be days are told apart."""


class PlannedColumn(Struct, frozen=True, kw_only=True):
    """A column and what it is taken for."""

    place: int
    letter: str
    heading: str
    """Its texts, of several rows joined; the letter where there is none."""
    field: str
    """A field's code, `UNUSED` or `ROW_NUMBERS`."""
    why: Why
    cells: int
    """Its cells with data below the heading."""
    samples: tuple[str, ...]
    claimed: str = UNUSED
    """The field that its heading is of, where it is not taken for that."""
    primary: bool = False
    """Whether its heading is the field's very own."""


def planned_columns(
    sheet: Sheet,
    heading: Heading,
    answers: Answers,
    remembered: Mapping[str, str],
    today: datetime.date,
    tables: Sequence[str] = (),
) -> tuple[PlannedColumn, ...]:
    """The columns of a sheet that have a heading or data. `tables` are what it is called where an answer is of it alone."""
    below = sheet.rows[heading.last + 1 :]
    width = max((len(row.cells) for row in sheet.rows[heading.first :]), default=0)
    columns = []
    for at in range(width):
        texts = [cell.words or cell.was for row in below if not (cell := row.at(at)).is_empty and cell.note != "filled"]
        if at in heading.texts or texts:
            columns.append(_column(sheet, heading, at, texts, {**remembered, **answers.columns}, tables))
    from sync.importing.groups import with_groups_added  # noqa: PLC0415 - it is about these columns
    from sync.importing.shares import with_shares_added  # noqa: PLC0415 - as above
    from sync.importing.ticks import with_ticks  # noqa: PLC0415 - it is about these columns
    from sync.importing.unheld.telling import with_telling  # noqa: PLC0415 - as above

    columns = _without_classes(_with_times(columns, below), below)
    told = _with_numbers(with_telling(with_ticks(_settled(columns, heading, below), below), below), below)
    settled_columns = _one_for_each_field(_with_each(with_shares_added(with_groups_added(told, below), below)), below, today)
    if heading.is_undated and all(column.field != "date" for column in settled_columns):
        settled_columns.append(_no_column(width))
    return tuple(settled_columns)


def _no_column(place: int) -> PlannedColumn:
    """The column of days of a table that has none: they stand in rows of their own."""
    return PlannedColumn(place=place, letter="–", heading="–", field="date", why="day-rows", cells=0, samples=())


def _settled(columns: list[PlannedColumn], heading: Heading, below: Sequence[Row]) -> list[PlannedColumn]:
    """The columns, with those whose headings leave it open as their cells have them."""
    opened = {
        column.place: found
        for column in columns
        if column.why not in ("named", "hidden") and (found := heading.meanings.get(column.place)) is not None and found.open
    }
    fields = {column.place: column.field for column in columns if column.cells and column.place not in opened}
    told = settled(opened, fields, below)
    return [
        structs.replace(column, field=told[column.place].field, why=told[column.place].why, claimed=UNUSED)
        if column.place in told
        else column
        for column in columns
    ]


def _column(
    sheet: Sheet, heading: Heading, at: int, texts: list[str], named: Mapping[str, str], tables: Sequence[str]
) -> PlannedColumn:
    text, letter = heading.texts.get(at, ""), column_name(at)
    found = heading.meanings.get(at)
    given = given_field(named, text, letter, tables)
    claimed = found.field if found is not None else UNUSED
    field = claimed
    why: Why = "heading"
    if given is not None:
        field, why = given, "named"
    elif at in sheet.hidden_columns:
        field, why = UNUSED, "hidden"
    elif at in heading.day_parts:
        why = "day-part"
    elif found is None:
        why = "unknown"
    elif not found.sure and field == ROW_NUMBERS:
        field, why = UNUSED, "unknown"
    elif not found.sure and field != UNUSED:
        why = "unsure"
    return PlannedColumn(
        place=at,
        letter=letter,
        heading=text or letter,
        field=field,
        why=why,
        cells=len(texts),
        samples=_samples(texts),
        claimed=claimed if claimed not in (field, ROW_NUMBERS) else UNUSED,
        primary=found is not None and found.primary,
    )


def _with_times(columns: list[PlannedColumn], below: Sequence[Row]) -> list[PlannedColumn]:
    """The columns, those of days in which nothing but times of the day stands kept in the description, where another has
    the days."""
    days = [column for column in columns if column.field in ("date", "until") and column.why != "named" and column.cells]
    times = {column.place for column in days if _holds_times(below, column.place)}
    if not times or all(column.place in times for column in columns if column.field == "date" and column.cells):
        return columns
    return [
        structs.replace(column, field=DESCRIPTION, why="aside", claimed=UNUSED) if column.place in times else column
        for column in columns
    ]


def _without_classes(columns: list[PlannedColumn], below: Sequence[Row]) -> list[PlannedColumn]:
    """The columns, those that may be the place and have nothing but classes of a school kept in the description."""
    return [
        structs.replace(column, field=DESCRIPTION, why="aside", claimed=UNUSED)
        if column.field == "place" and column.why == "unsure" and column.cells and _holds_classes(below, column.place)
        else column
        for column in columns
    ]


def _holds_classes(below: Sequence[Row], place: int) -> bool:
    texts = [cell.text for row in below[:_LOOKED_AT] if not (cell := row.at(place)).is_empty and cell.note != "filled"]
    return all(_CLASSES.fullmatch(fold(text)) for text in texts)


def _holds_times(below: Sequence[Row], place: int) -> bool:
    texts = [cell.text for row in below[:_LOOKED_AT] if not (cell := row.at(place)).is_empty and cell.note != "filled"]
    return all(map(is_time_alone, texts))


def _with_each(columns: list[PlannedColumn]) -> list[PlannedColumn]:
    """The columns, those unsure whose figures are of each month or day, or of each session, where nothing says how many
    sessions there were."""
    counts = any(column.field == "quantity" and column.cells for column in columns)
    return [
        structs.replace(column, why="unsure")
        if column.why in ("heading", "cells")
        and ((of := is_each(column.heading, column.field)) == "time" or (of == "session" and not counts))
        else column
        for column in columns
    ]


def _with_numbers(columns: list[PlannedColumn], below: Sequence[Row]) -> list[PlannedColumn]:
    """The columns, with those that are not known and in which numbers stand: the only one whose heading speaks of people is
    proposed as these, where no other is."""
    numbers = {
        column.place
        for column in columns
        if column.why == "unknown" and column.cells and _counts([row.at(column.place) for row in below[:_LOOKED_AT]], column)
    }
    people = {column.place for column in columns if column.place in numbers and _says_people(column)}
    if len(people) != 1 or any(column.field == "audience" for column in columns):
        people = set()
    return [
        structs.replace(column, field="audience", why="unsure")
        if column.place in people
        else structs.replace(column, why="numbers")
        if column.place in numbers
        else column
        for column in columns
    ]


def _says_people(column: PlannedColumn) -> bool:
    """Whether a heading speaks of people, and not of all who live there."""
    found = meaning(column.heading.rpartition(": ")[2])
    is_of_all = found is not None and found.open == "living"
    return not is_of_all and _SAYS_PEOPLE.search(fold(column.heading)) is not None


def _counts(cells: Sequence[Cell], column: PlannedColumn) -> bool:
    """Whether the cells of a column are whole numbers that may count something: not how many rows there are, no money, no
    share, and nobody's telephone."""
    if _COUNTS_NOTHING.search(fold(column.heading)) or held(cells) != "numbers":
        return False
    numbers = [whole_number(cell) for cell in cells if not cell.is_empty and cell.note != "filled"]
    counted = [each for each in numbers if each is not None]
    is_numbering = len(counted) > _FEW and counted == list(range(1, len(counted) + 1))
    if 2 * len(counted) <= len(numbers) or is_numbering:
        return False
    return max(counted) < _MOST_COUNTED


def samples_of(rows: Sequence[Row], place: int) -> tuple[str, ...]:
    """What stands in a column of some rows, the first few different texts."""
    return _samples(
        [cell.words or cell.was for row in rows if not (cell := row.at(place)).is_empty and cell.note != "filled"]
    )


def _samples(texts: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text[:60] for text in texts[:40]))[:_SAMPLES]


def given_field(named: Mapping[str, str], heading: str, letter: str, tables: Sequence[str] = ()) -> str | None:
    """The field that somebody named a column to be of: by its heading, the lowest of several, or its letter, of one of the
    `tables` or of any."""
    return next((named[key] for key in keys_of(heading, letter, tables) if key in named), None)


def keys_of(heading: str, letter: str, tables: Sequence[str] = ()) -> tuple[str, ...]:
    """What answers may call a column, what tells most first: with the name of its table before it, or without."""
    called = [text for text in (heading, heading.rpartition(": ")[2], letter) if column_key(text)]
    own = (column_key(f"{table}!{text}") for table in tables for text in called)
    return (*own, *filter(None, (column_key(heading), column_key(heading.rpartition(": ")[2]), letter.lower())))


def named_by(column: PlannedColumn, columns: Sequence[PlannedColumn]) -> str:
    """What a column is named by, of those of its table: its heading, or its letter where another has the same."""
    alike = sum(column_key(other.heading) == column_key(column.heading) for other in columns)
    return column.heading if alike == 1 else column.letter


def _one_for_each_field(columns: list[PlannedColumn], below: Sequence[Row], today: datetime.date) -> list[PlannedColumn]:
    """The columns, with one for each field: the text of a further one goes to the description. Figures that somebody named
    to be of one field are added."""
    chosen: dict[str, PlannedColumn] = {}
    added: set[int] = set()
    for column in columns:
        if column.field in (UNUSED, ROW_NUMBERS, DESCRIPTION) or column.why in _SHARED:
            continue
        before = chosen.get(column.field)
        if before is not None and before.why == column.why == "named":
            if column.field in COUNTED:
                added.add(column.place)
                continue
            raise Misuse("column-twice", field=column.field, first=before.heading[:40], second=column.heading[:40])
        if before is None or _rank(column, below, today) > _rank(before, below, today):
            chosen[column.field] = column
    kept = added | {column.place for column in columns if column in chosen.values() or column.why in _SHARED}
    columns = [_aside(_of_other_days(column, columns, kept), chosen, kept) for column in columns]
    return [
        column
        if column.field in (UNUSED, ROW_NUMBERS, DESCRIPTION) or column.place in kept or column.why == "aside"
        else structs.replace(column, field=DESCRIPTION if column.cells else UNUSED, why="second", claimed=column.field)
        for column in columns
    ]


def _aside(column: PlannedColumn, chosen: Mapping[str, PlannedColumn], kept: Set[int]) -> PlannedColumn:
    """A column that may be the place, and is not where another is for certain: it says who, or of which part, and is kept
    in the description; one that says the same in each row says nothing."""
    if column.field != "place" or column.why != "unsure" or column.place in kept or chosen["place"].why != "heading":
        return column
    if len(column.samples) == 1 and column.cells > 1:
        return structs.replace(column, field=UNUSED, why="aside", claimed=UNUSED)
    return structs.replace(column, field=DESCRIPTION, why="aside", claimed=UNUSED)


def _of_other_days(column: PlannedColumn, columns: Sequence[PlannedColumn], kept: Set[int]) -> PlannedColumn:
    """A column of last days; not used where the days before it, of which they are the last, are not those of the table."""
    days = [other for other in columns if other.field == "date" and other.place < column.place]
    if column.field != "until" or column.why == "named" or not days or days[-1].place in kept:
        return column
    return structs.replace(column, field=UNUSED, why="unknown", claimed=UNUSED)


class _Rank(NamedTuple):
    """How much a column is its field's, what weighs more first."""

    named: bool
    readable: float
    """The share of its days that can be read."""
    has_data: bool
    was_done: bool
    """Whether its days are those on which something was done, in words."""
    year: int
    """The year in its heading, of those that are not to come: the newest is that of the rows."""
    is_sure: bool
    is_sum: bool
    """Whether it holds the sum of the others."""
    primary: bool
    earlier: int


def _rank(column: PlannedColumn, below: Sequence[Row], today: datetime.date) -> _Rank:
    readable = 0.0
    if BY_CODE[column.field].kind == "day":
        cells = [cell for row in below[:_TRIED] if not (cell := row.at(column.place)).is_empty]
        readable = sum(_is_day(cell, today) for cell in cells) / len(cells) if cells else 0.0
    years = [int(year) for year in _YEAR.findall(column.heading)] or [today.year]
    return _Rank(
        named=column.why == "named",
        readable=readable,
        has_data=column.cells > 0,
        was_done=BY_CODE[column.field].kind == "day" and _WAS_DONE.search(fold(column.heading)) is not None,
        year=max((year for year in years if year <= today.year), default=0),
        is_sure=column.why in ("heading", "cells"),
        is_sum=_IS_SUM.search(fold(column.heading)) is not None,
        primary=column.primary,
        earlier=-column.place,
    )


def _is_day(cell: Cell, today: datetime.date) -> bool:
    try:
        read_day(cell, DayColumn(), today)
    except Misuse:
        return False
    return True

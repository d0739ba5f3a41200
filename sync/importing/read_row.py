"""A row as it was read: what it is, what of it is taken, and which of its cells were read otherwise than they stand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct

from sync.errors import Misuse
from sync.importing.cells import FigureHow
from sync.importing.day_order import DayHow
from sync.importing.row_kinds import RowKind
from sync.ledger.entry import Fields

How = DayHow | FigureHow | Literal[
    "nothing", "filled-once", "computed", "above", "not-listed", "lines", "list", "added",
    "day-row", "of-unit", "ditto", "joined", "filled", "parts", "continued",
    "ticked", "ticks", "struck", "apart", "of-sheet", "scaled", "link", "units-apart",
    "of-week", "of-each", "of-group", "shortened",
]  # fmt: skip
"""How a cell was read where a draft does not have it as it stands; beside days and figures: a sign that stands for
nothing; a figure of several merged rows, which counts once; a formula's value that was computed here; no day, and that of
the row above; what names nothing of its list, and is kept in the description; several lines, which become one; a list
of places, each of which is one; a number that was added to that of another column; no day, and
that of a row above that has nothing else; a figure of people or minutes by the unit in its row;
what stands above, as the cell says; a day of which the parts stand
apart; what stands in the first of merged cells; people that are not the men and women beside them; what
the rows below say more; a tick, and what its heading names; several ticks where an activity has one value;
what is left of what is struck through; lines of which each may be a place; a day of the month that the sheet is named by;
a figure that was multiplied, as it stands in thousands or hours; where a cell leads to, which is kept in the description;
several numbers of a cell, each of the field that its unit is of; a day of the week of that which stands above; a figure
that was multiplied, as it is of each session; the place that a group is named for; a text that is too long for a title, all
of which is kept in the description."""


class CellFault(Struct, frozen=True):
    """A cell, or a field without one, for which a row cannot be taken."""

    column: str
    """The heading, or what the field is called."""
    error: Misuse
    place: int | None = None


class CellReading(Struct, frozen=True):
    """A cell that was read otherwise than it stands."""

    place: int
    how: How
    before: str
    after: str


class ReadRow(Struct, frozen=True, kw_only=True):
    """A row below the heading."""

    sheet: str
    number: int
    kind: RowKind
    hidden: bool = False
    text: str = ""
    """What stands in it, if it is no data."""
    fields: Fields | None = None
    """What is taken of it; None where it is refused, or no data."""
    faults: tuple[CellFault, ...] = ()
    readings: tuple[CellReading, ...] = ()
    cells: tuple[tuple[str, str], ...] = ()
    """The texts of the cells that are used, each with its column's field."""
    days: Mapping[int, str] = {}
    """By place, the days (ISO) that can be read in it where it is refused."""
    figures: Mapping[str, int] = {}
    """By field, the figures that can be read in it, of a total, too."""
    decimals: Mapping[str, float] = {}
    """By field, the figures of a total that are not whole."""
    unsure: bool = False
    """Whether it only looks like the total that it is taken for."""
    heads: bool = False
    """Whether that is so as it seems to head the rows below it."""
    under: str = ""
    """The name of the group, table or sheet for which it is left out: it speaks of a plan, or of what was not done."""
    to_come: bool = False
    """Whether it is left out as its day, which has no year, is still to come this year."""
    doubt: str = ""
    """What of it leaves open whether what it tells of was held, under its heading."""

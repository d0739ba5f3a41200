"""What a planned table's rows are beside what is there: what is shown, asked and taken of it."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from sync.importing.comparing.lists import FoundList
from sync.importing.read_row import ReadRow
from sync.importing.said import Said

Standing = Literal["new", "same", "changed", "alike"]
"""What a row is beside what is there: new; taken before; a changed one of an earlier version of its list; one that looks
like an activity that it did not become."""


class ComparedRow(Struct, frozen=True, kw_only=True):
    """A row that is taken, and what it is beside what is there."""

    row: ReadRow
    said: Said
    """The values of the fields that the file has columns for."""
    standing: Standing
    record: str = ""
    """The record that it became, or looks like."""
    changes: Said = {}
    """What of it has changed."""
    known: bytes
    """The fingerprint of its cells."""
    is_moved: bool = False
    """Whether its day or place is another than before, and it does not stand where it stood."""
    other_title: str = ""
    """Its title before, where that alone says that it may be another activity."""
    alike_title: str = ""
    """The title of the activity that it looks like."""
    adopted: bool = False
    """Whether it is kept as a row of this list, and nothing is stated: others have stated it, to the word; it is a row of
    another list; what somebody has put right holds."""
    by_hand: Said = {}
    """Of what has changed, what somebody has put there since it was taken, where the list says another thing."""
    list_file: str = ""
    """The list that it changes, where that has another name."""
    taken_back: bool = False
    """Whether it has changed, and somebody has taken its activity back since: that stays so."""


class VanishedRow(Struct, frozen=True, kw_only=True):
    """A row of an earlier version of the list that is not in the file, and whose activity still stands."""

    record: str
    date: str
    title: str
    known: bytes
    """The fingerprint of its cells."""
    unheld: str = ""
    """What its row says now, where that tells that it was not held; such a row is in the file."""


class Comparison(Struct, frozen=True, kw_only=True):
    """A planned table beside what is there."""

    rows: tuple[ComparedRow, ...]
    vanished: tuple[VanishedRow, ...]
    lists: tuple[FoundList, ...] = ()
    """The other lists that rows of it may be of."""

    def count(self, standing: Standing) -> int:
        """How many rows are of a standing."""
        return sum(row.standing == standing for row in self.rows)

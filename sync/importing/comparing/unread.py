"""Rows of a file that cannot be taken: as far as they can be read, they say which earlier row each may be."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from sync.importing.comparing.likeness import title_of
from sync.importing.plan import Plan
from sync.importing.said import Said
from sync.ledger.text import fold


class UnreadRow(NamedTuple):
    """What can be read of a row that cannot be taken."""

    stands: tuple[str, int]
    """In which sheet, and where."""
    title: str
    date: str

    def may_be(self, told: Said, *, in_place: bool) -> bool:
        """Whether a row said before what is told: all that can be read is the same, or one of both and it stands where that
        one stood."""
        title, date = self.title in ("", title_of(told)), self.date in ("", told["date"])
        return (title or date) if in_place else bool(self.title) and title and date


def unread_rows(plan: Plan) -> Iterator[UnreadRow]:
    """The rows of a plan that cannot be taken."""
    for sheet in plan.taken:
        place = next(column.place for column in sheet.columns if column.field == "date")
        for row in sheet.rows:
            if row.kind == "data" and row.fields is None:
                days = row.days.get(place, "")
                yield UnreadRow((row.sheet, row.number), fold(dict(row.cells).get("title", "")), days.partition(" ")[0])


def unread_sheets(plan: Plan) -> frozenset[str]:
    """The sheets and tables of a file that are not taken: what is in them is not gone."""
    taken = {name for sheet in plan.taken for name in (sheet.name, sheet.sheet)}
    return frozenset(name for sheet in plan.sheets if not sheet.taken for name in (sheet.name, sheet.sheet)) - taken

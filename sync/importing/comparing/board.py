"""A file's rows on one side, what is there on the other: each row finds what it was, and each of those is found once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from sync.importing.answers import Answers
from sync.importing.comparing.comparison import Standing
from sync.importing.comparing.earlier import EarlierLists
from sync.importing.comparing.there import looks_by_date
from sync.importing.comparing.unread import unread_rows, unread_sheets
from sync.importing.ledger import ImportLedger, TakenRow
from sync.importing.plan import Plan, PlannedSheet
from sync.importing.read_row import ReadRow
from sync.importing.said import Said, plain
from sync.ledger.activity_fields import BY_CODE

_WITH_OTHERS: Final = {"place": "places", "language": "languages"}
"""The fields of which one cell may say several, and where those behind the first stand."""


class Board:
    """What of a plan's rows has been found, and what of what is there was."""

    def __init__(self, ledger: ImportLedger, plan: Plan, answers: Answers) -> None:
        self.ledger, self.plan, self.answers = ledger, plan, answers
        rows = [row for sheet in plan.taken for row in said_in(sheet)]
        self.rows: list[ReadRow] = [row for row, _said in rows]
        self.said: list[Said] = [said for _row, said in rows]
        """What each row says."""
        self.earlier = EarlierLists(ledger, plan, answers, self.said)
        there = list(ledger.activities({str(said["date"]) for said in self.said}))
        self.there = looks_by_date(there, set(self.earlier.told))
        """By day, what activities that are there look like."""
        self.now = {each.record: each.values for each in there if each.record in self.earlier.told}
        """By record of a row that was taken, what it says now."""
        self.unread = tuple(unread_rows(plan))
        self.unread_sheets = unread_sheets(plan)

        self.found: dict[int, tuple[Standing, str, Said]] = {}
        """By row, what it is, the record that it was, and what has changed."""
        self.gone: set[str] = set()
        """The records that rows were found for."""
        self.adopted: set[int] = set()
        """The rows that are kept as ones of this list, and state nothing."""
        self.alike: dict[str, list[int]] = defaultdict(list)
        """By list that is not surely this one, the rows that say the same."""
        self.apart: set[str] = set()
        """The records of rows that say the same, and are others."""
        self.versions: set[int] = set()
        """The lists of which the file is a later version."""
        self.revised: dict[int, int] = {}
        """By row that has changed, the list that it is of."""
        self.moved: set[int] = set()
        """The rows whose day or place is another than before."""
        self.retitled: dict[int, str] = {}
        """What the titles were of rows that have another one."""
        self.looks: dict[int, str] = {}
        """The titles of what rows look like."""
        self.changed_of_others: list[int] = []
        """The rows that others have stated otherwise."""

    def left(self) -> Iterator[int]:
        """The rows that have found nothing yet."""
        return (place for place in range(len(self.rows)) if place not in self.found)

    def take(self, place: int, standing: Standing, record: str, changes: Said) -> None:
        """A row is what a record was."""
        self.found[place] = standing, record, changes
        self.gone.add(record)

    def list_of(self, row: TakenRow) -> int:
        """The import that first took the list of a row."""
        return self.earlier.list_of(row)

    def told(self, row: TakenRow) -> Said:
        """What a row said when it was taken last."""
        return self.earlier.told[row.record]


def said_in(sheet: PlannedSheet) -> Iterator[tuple[ReadRow, Said]]:
    """The rows of a sheet that are taken, and what each says, in plain values."""
    has = {code for code in BY_CODE if sheet.has(code)}
    has |= {others for code, others in _WITH_OTHERS.items() if code in has}
    for row in sheet.rows:
        if row.fields is not None:
            told = plain(row.fields)
            yield row, {code: told.get(code) for code in BY_CODE if code in told or code in has}

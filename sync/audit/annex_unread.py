"""What a newer program wrote of the ledger that an annex was computed from, and which differences it may explain: those
prove nothing, all others prove that the file is false."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

import msgspec
from msgspec import Struct

from sync.annex import layout as lay
from sync.annex.diff import Difference
from sync.annex.layout import Cell, Row, Sheet
from sync.annex.model import BY_UNIT, TABLES, Version, says_step, tables_of
from sync.errors import Misuse
from sync.ledger.decode import Quarantined
from sync.ledger.entry import DirectedInPart, Entry
from sync.ledger.figures import task_of
from sync.ledger.period import Period
from sync.ledger.registry import Registry
from sync.ledger.unit_history import UnitHistory

_QUANTITY: Final = 1
"""The place of quantities among the sums: since version 2 they stand under channels alone, and add up to nothing."""
_TOTAL: Final = "total"
_STANDING: Final = "standing"
_STANDINGS_SUMMED: Final = "standings summed"
_FACT: Final = "fact"
_SUMS: Final[dict[str, int]] = {name: at for names in (lay.FLAT[3:7], lay.SUMS) for at, name in enumerate(names)}
"""The sums, by what their columns are called."""
_NAMES: Final = frozenset({"name", lay.STANDINGS_HEADS[1], *lay.NAMES.values()})
_STANDING_HEADS: Final = frozenset({lay.FLAT[7], lay.STANDINGS_HEADS[2]})
_STANDS: Final = frozenset({*lay.FLAT[7:], *lay.STANDINGS_HEADS[2:]})
"""The columns that say where a unit stands, and of them those that say it in a word."""
_WORSE: Final[dict[str, int]] = {
    word: at for at, (status, words) in enumerate(lay.STANDING_WORDS.items()) for word in (status, words)
}
"""How late a unit is, by the word for it: from on time to missing, or not due yet."""
_APART: Final = frozenset({"topic", "audiences", "language", "entered"})
"""The tables in which an activity may count more than once, or not at all; it counts once in each other."""
_RECEIVED: Final = {"": 8, lay.STANDINGS: 3}
_FIRST_RECEIVED: Final = {"": lay.FLAT.index("first_received"), lay.STANDINGS: lay.STANDINGS_HEADS.index(lay.FIRST_RECEIVED)}
"""The columns, by their sheet, that say when a unit's report was received: since version 4, if it was sent back, too."""
_BY_SHEET: Final[dict[str, str]] = {lay.STANDINGS: _STANDING, **{name: by for by, name in lay.COUNTS.items()}}


class UnreadBasis(Struct, kw_only=True):
    """What of the ledger that an annex rests on only a newer program can read, as far as it was followed."""

    count: int = 0
    """Of editions of directives, duties, entries and reports."""
    registry: bool = False
    """Whether there is such an entry of the registry that is no directive."""
    counting: set[str] = msgspec.field(default_factory=set)
    """The units for which such entries of laptops may count, on one day or another."""
    reporting: set[str] = msgspec.field(default_factory=set)
    """The units whose standing may rest on such an entry or report."""
    tasks: frozenset[str] = frozenset()
    """The ids of directives in force whose tasks cannot be read."""
    demands: bool = False
    """Whether a directive may ask for the period in one more way, which cannot be read."""
    window: bool = False
    """Whether the period is of a directive of which nothing that can be read asks for it, so that its days may be others."""

    def registered(self, entry: Entry | Quarantined) -> None:
        """Follow the registry by an entry."""
        if isinstance(entry, Quarantined) and entry.why == "future":
            self.registry = True
            self.count += 1
        elif isinstance(entry, DirectedInPart):
            self.count += entry.unread.edition + len(entry.unread.duties)

    def asked(self, registry: Registry, period: Period, version: Version) -> None:
        """Take in what the registry says of the period, for an annex of a version."""
        self.tasks = frozenset(edition.directive.id for edition in registry.editions_in_force if edition.unread.edition)
        if period.directive is None:
            self.demands = bool(registry.hiding_duties(period.start, period.end))
        elif registry.unread(period.directive).hides_duties:
            may_be_upward = says_step(version)  # a duty that cannot be read may be the step that it is made from
            self.demands = _is_demanded(registry, period) and not may_be_upward
            self.window = not self.demands

    def answered(self, history: UnitHistory, unit: str, entries: int) -> None:
        """Take in how many entries of what the province said to a unit cannot be read: one may be an answer."""
        self.count += entries
        if entries:
            self.reporting |= {unit, *(successor for _day, successor in history.steps(unit))}

    def wrote(self, history: UnitHistory, unit: str, *, entries: int = 0, reports: int = 0, answers: bool = False) -> None:
        """Take in how many entries and reports there are of one of a unit's laptops that cannot be read, and whether the
        reports may answer for the period."""
        self.count += entries + reports
        heirs = {unit, *(successor for _day, successor in history.steps(unit))}
        if entries:
            self.counting |= heirs
        if entries or (reports and answers):
            self.reporting |= heirs


class FiledCells:
    """What a filed annex states that must agree within itself, whatever the ledger says."""

    def __init__(self, sheets: Sequence[Sheet], version: Version) -> None:
        self.version = version
        self.sums: dict[str, list[int]] = {table: [0, 0, 0, 0] for table in (*TABLES, _TOTAL)}
        """By table, what its rows add up to, and what is stated as the total."""
        self.rows: Counter[tuple[str, str]] = Counter()
        """How many rows there are of each table and key."""
        self.standings: Counter[str] = Counter()
        """How many units are stated to stand so, by its words in a workbook."""
        self.reported: set[str] = set()
        """The units that are stated to have reported, by code."""
        self.received = 0
        self.cells: dict[tuple[str, str], list[int]] = {}
        """By table and key, the sums that are stated."""
        for sheet in sheets:
            for row in sheet.rows[1:] if sheet.name != lay.SUMMARY else ():
                self._take(sheet, row)

    def _take(self, sheet: Sheet, row: Row) -> None:
        name = " ".join(str(value) for value in row[: sheet.keys] if value not in (None, ""))
        table, key = _place(sheet.name, name)
        self.rows[table, key] += 1
        if table in self.sums and (table != _TOTAL or sheet.name in ("", lay.COUNTS["unit"])):
            first = 3 if not sheet.name else 2
            for at, value in enumerate(row[first : first + 4]):
                self.sums[table][at] += _number(value)
            self.cells[table, key] = [_number(value) for value in (*row[first : first + 4], 0, 0, 0, 0)[:4]]
        elif table == _STANDING and _is_filled(row, (_RECEIVED if self.version < 4 else _FIRST_RECEIVED)[sheet.name]):
            self.reported.add(key)
        if table == _STANDING and sheet.name:
            self.standings[str(row[2]) if len(row) > 2 else ""] += 1
            self.received += _is_filled(row, _RECEIVED[sheet.name])

    def adds_up(self, columns: Sequence[int]) -> bool:
        """Whether each table in which an activity counts once adds up to the total in these columns of sums."""
        summed = [at for at in columns if self.has_quantity(_TOTAL, "") or at != _QUANTITY]
        parts = [table for table in tables_of(self.version) if table not in _APART]
        return all(self.sums[table][at] == self.sums[_TOTAL][at] for table in parts for at in summed)

    def has_quantity(self, table: str, key: str) -> bool:
        """Whether a quantity stands under a key of a table."""
        return self.version == 1 or (table == "channel" and key != "")

    def owes_in_vain(self, difference: Difference) -> bool:
        """Whether a row of the units, which is too many here, is only that of one that owes a report and did nothing."""
        _table, key = _place(difference.sheet, difference.row)
        sums = self.cells.get(("unit", key), ())
        added = difference.recomputed is None and self.version > 1
        return added and self.rows[_STANDING, key] == 1 and not any(sums)

    def sums_standings(self, difference: Difference) -> bool:
        """Whether a sum of standings, as it is stated, is that of the rows that are stated."""
        if difference.row == lay.OWING:
            return difference.stated == str(self.standings.total())
        if difference.row == lay.TOTAL:
            return difference.stated == lay.reported_words(self.received, self.standings.total())
        return difference.stated == str(self.standings[difference.row])


def may_explain(unread: UnreadBasis, difference: Difference, filed: FiledCells, computed: FiledCells) -> bool:
    """Whether what only a newer program can read may be why a cell is otherwise than it is computed here.

    * An entry of the registry may explain every cell.
    * An entry of a laptop may count: in the rows of its unit and of every unit that ever was its heir, in the total, and
      in the other tables by no more than these units have, as it is filed or computed. It may report: in the standings of
      these units.
    * A report of a laptop that may answer for the period may explain the standings of these units, and no count.
    * A directive may explain that more is asked for: units that stand with a period that it may ask for, of which none need
      have done anything, and that one which has reported is later, or has not; and the names of its own tasks. Of a period
      of its own, for which nothing that can be read asks, it may explain all rows, and the days.

    What is filed must agree within itself all the same: units add up to the total, and so does each table in which an
    activity counts once, else no difference in that column is explained; sums of standings are those of the rows. No row
    stands twice, and nothing explains a sheet, a line or a row out of its place.
    """
    if unread.registry:
        unread = msgspec.structs.replace(unread, demands=True, window=True)
    table, key = _place(difference.sheet, difference.row)
    if not difference.row or (filed.rows[table, key] > 1 and table not in {_TOTAL, _FACT}):
        return False
    if not difference.column and difference.stated is not None and difference.recomputed is not None:
        return False
    if table == _TOTAL:
        at = _SUMS.get(difference.row, _SUMS.get(difference.column))
        return (
            at is not None
            and (at != _QUANTITY or filed.has_quantity(_TOTAL, ""))
            and _counts(unread, "")
            and filed.adds_up([at])
            and difference.stated == str(filed.sums[_TOTAL][at])
        )
    if table in TABLES:
        return _row_explained(unread, difference, filed, computed, table, key)
    if table == _STANDING:
        more = unread.demands and key in computed.reported and _is_no_better(difference)
        owes = unread.demands and filed.version > 1 and not difference.column and difference.recomputed is None
        return unread.window or owes or ((more or key in unread.reporting) and difference.column in _STANDS)
    if table == _STANDINGS_SUMMED:
        return (unread.window or unread.demands or bool(unread.reporting)) and filed.sums_standings(difference)
    return table == _FACT and (unread.registry or (unread.window and key in lay.WINDOW_FACTS))


def _is_demanded(registry: Registry, period: Period) -> bool:
    """Whether a duty that can be read asks for a period of its directive."""
    try:
        return registry.period(period.name) == period
    except Misuse:
        return False


def _is_no_better(difference: Difference) -> bool:
    """Whether a unit is filed as no earlier than it is computed to have reported, as far as this cell says."""
    if difference.column not in _STANDING_HEADS:
        return True
    return _WORSE.get(difference.stated or "", -1) >= _WORSE[difference.recomputed or ""]


def _row_explained(
    unread: UnreadBasis, difference: Difference, filed: FiledCells, computed: FiledCells, table: str, key: str
) -> bool:
    """Whether a row of counts, or a cell of one, may be otherwise."""
    if difference.column in _NAMES:
        return unread.window or (table == "task" and task_of(key)[0] in unread.tasks)
    columns = range(4) if not difference.column else [_SUMS[difference.column]] if difference.column in _SUMS else []
    if difference.column and _QUANTITY in columns and not filed.has_quantity(table, key):
        return False
    if table == "unit" and not difference.column and unread.demands and filed.owes_in_vain(difference):
        return True
    if (
        table not in BY_UNIT
        and not unread.window
        and any(_beyond(unread, filed, computed, (table, key), at) for at in columns)
    ):
        return False
    return bool(columns) and _counts(unread, key if table in BY_UNIT else "") and filed.adds_up(columns)


def _beyond(unread: UnreadBasis, filed: FiledCells, computed: FiledCells, place: tuple[str, str], at: int) -> bool:
    """Whether a sum differs by more than all that the units have for which something unread may count."""
    none = [0, 0, 0, 0]
    theirs = sum(max(cells.cells.get(("unit", unit), none)[at] for cells in (filed, computed)) for unit in unread.counting)
    return abs(filed.cells.get(place, none)[at] - computed.cells.get(place, none)[at]) > theirs


def _counts(unread: UnreadBasis, unit: str) -> bool:
    """Whether something unread may count for a unit; without one, for any."""
    return unread.window or (unit in unread.counting if unit else bool(unread.counting))


def _place(sheet: str, row: str) -> tuple[str, str]:
    """The table in which a row stands, and its key there."""
    if not sheet:
        table, _space, key = row.partition(" ")
        return table, key
    if sheet == lay.SUMMARY:
        if row in _SUMS:
            return _TOTAL, row
        return (_STANDINGS_SUMMED if row in (lay.OWING, *lay.STANDING_WORDS.values()) else _FACT), row
    if row == lay.TOTAL:
        return (_STANDINGS_SUMMED if sheet == lay.STANDINGS else _TOTAL), row
    return _BY_SHEET.get(sheet, _FACT), lay.unguarded(row) if row != lay.UNSAID_CODE else ""


def _is_filled(row: Row, at: int) -> bool:
    return len(row) > at and row[at] not in (None, "")


def _number(value: Cell) -> int:
    """A sum as it is stated; 0 for what is none."""
    if isinstance(value, str):
        return int(value) if value.isascii() and value.isdigit() and len(value) < 20 else 0
    return value if isinstance(value, int) else 0

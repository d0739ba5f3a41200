"""An import taken back whole, in one signed act: what it made is retracted, what it changed is as before."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from sync.activities.entries import retract, revise
from sync.encoding.types import Instant, RandomBytes
from sync.errors import Misuse, NotListed, Refused
from sync.importing.ledger import GONE, ImportLedger, TakenRow
from sync.ledger.activity_fields import BY_CODE
from sync.ledger.entry import Activity, Citation, Fields, Retraction, new_salt
from sync.wording.i18n import catalogue

if TYPE_CHECKING:
    from sync.importing.compare import VanishedRow

_ = catalogue("sync")


def as_set(code: str, value: object) -> object:
    """A field's value as an entry sets it: one that is emptied is null, and several terms or texts an empty list."""
    return () if value is None and BY_CODE[code].kind in ("terms", "lines") else value


class UndoneImport(Struct, frozen=True, kw_only=True):
    """What taking an import back came to."""

    id: int
    file: str
    taken_back: int
    """Activities that it had made."""
    restored: int
    """Activities that it had changed or taken back, and that are as before."""


def undo_import(ledger: ImportLedger, number: int, *, now: Instant, random_bytes: RandomBytes) -> UndoneImport:
    """Take an import back. `NotListed`: "no-such-import", "no-imports"; `Refused("import-undone")` if it was taken back
    already."""
    past = next((each for each in ledger.imports.imports() if each.id == number), None)
    if past is None and not ledger.imports.imports():
        raise NotListed("no-imports", number=number)
    if past is None:
        near = ", ".join(str(each.id) for each in ledger.imports.imports()[:5])
        raise NotListed("no-such-import", number=number, near=near)
    if past.undone:
        raise Refused("import-undone", number=number, file=past.file)
    reason = _("the import of {file} was taken back").format(file=past.file)
    with ledger.transaction():
        rows = ledger.imports.rows_of(number)
        made = [row.record for row in rows if row.before is None]
        undoing = _Undoing(ledger, {row.record for row in rows}, now, random_bytes)
        for record in made:
            undoing.take_back(record, reason)
        taken_back = len(undoing.entries)
        for row in rows:
            if row.before is not None and row.is_gone:
                undoing.bring_back(row.record, msgspec.json.decode(row.before)["reason"])
            elif row.before is not None:
                undoing.restore(row, row.before)
        if undoing.entries:
            ledger.state(undoing.entries)
        ledger.imports.undo(number)
    return UndoneImport(id=number, file=past.file, taken_back=taken_back, restored=len(undoing.entries) - taken_back)


def retract_gone(
    ledger: ImportLedger, gone: Sequence[VanishedRow], number: int, reason: str, now: Instant, random_bytes: RandomBytes
) -> int:
    """Take activities back in one act, as what an import did that taking it back undoes; how many still stood."""
    with ledger.transaction():
        undoing = _Undoing(ledger, {row.record for row in gone}, now, random_bytes)
        for row in gone:
            undoing.take_back(row.record, reason)
        if undoing.entries:
            ledger.state(undoing.entries)
        taken_back = {entry.record for entry in undoing.entries}
        why = msgspec.json.encode({"reason": reason})
        ledger.imports.keep(
            TakenRow(row.record, number, "", 0, row.known, GONE, why) for row in gone if row.record in taken_back
        )
    return len(taken_back)


class _Undoing:
    """The entries that take things back, in one transaction."""

    def __init__(self, ledger: ImportLedger, records: set[str], now: Instant, random_bytes: RandomBytes) -> None:
        self._ledger, self._now, self._random_bytes = ledger, now, random_bytes
        self._records = ledger.records(records)
        self.entries: list[Activity | Retraction] = []

    def _stated(self) -> tuple[str, Citation | None]:
        return new_salt(self._random_bytes), self._ledger.next_seen() if not self.entries else None

    def take_back(self, record: str, reason: str) -> None:
        """Take an activity back that still stands."""
        was = self._records[record]
        if was.retracted is None:
            salt, seen = self._stated()
            self.entries.append(retract(was, reason, at=self._now, salt=salt, seen=seen))

    def bring_back(self, record: str, reason: str) -> None:
        """State an activity again that was taken back for a reason, and that nobody has stated since."""
        was = self._records[record]
        if was.retracted == reason:
            salt, seen = self._stated()
            self.entries.append(revise(was, Fields(), at=self._now, salt=salt, seen=seen))

    def restore(self, row: TakenRow, before: bytes) -> None:
        """Give an activity what a row changed: those values that are still the row's."""
        was = self._records[row.record]
        if was.retracted is not None:
            return
        now, said = msgspec.to_builtins(was.values), msgspec.json.decode(row.said)
        values = {
            code: as_set(code, value)
            for code, value in msgspec.json.decode(before).items()
            if (now.get(code) or None) == (said.get(code) or None)
        }
        try:
            salt, seen = self._stated()
            self.entries.append(revise(was, msgspec.convert(values, Fields), at=self._now, salt=salt, seen=seen))
        except Misuse:
            return  # it is as before already

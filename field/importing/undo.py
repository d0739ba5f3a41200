"""An import taken back whole, in one signed act: what it made is retracted, what it changed is as before."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from msgspec import Struct

from field.activities.entries import retract, revise
from field.store import LaptopStore
from field.store.rows import TakenRow
from sync.encoding.types import Instant, RandomBytes
from sync.errors import Misuse, NotListed, Refused
from sync.ledger.activity_fields import BY_CODE
from sync.ledger.entry import Activity, Citation, Fields, Retraction, new_salt
from sync.log.keys import Signer
from sync.wording.i18n import catalogue

_ = catalogue("field")


def as_set(code: str, value: object) -> object:
    """A field's value as an entry sets it: one that is emptied is null, and some terms an empty list."""
    return () if value is None and BY_CODE[code].terms is not None and BY_CODE[code].kind != "term" else value


class UndoneImport(Struct, frozen=True, kw_only=True):
    """What taking an import back came to."""

    id: int
    file: str
    taken_back: int
    """Activities that it had made."""
    restored: int
    """Activities that it had changed, and that are as before."""


def undo_import(store: LaptopStore, signer: Signer, number: int, *, now: Instant, random_bytes: RandomBytes) -> UndoneImport:
    """Take an import back. `NotListed("no-such-import")`; `Refused("import-undone")` if it was taken back already."""
    past = next((each for each in store.imports.imports() if each.id == number), None)
    if past is None:
        near = ", ".join(str(each.id) for each in store.imports.imports()[:5])
        raise NotListed("no-such-import", number=number, near=near)
    if past.undone:
        raise Refused("import-undone", number=number, file=past.file)
    reason = _("the import of {file} was taken back").format(file=past.file)
    with store.transaction():
        rows = store.imports.rows_of(number)
        made = [row.record for row in rows if row.before is None]
        undoing = _Undoing(store, now, random_bytes)
        for record in made:
            undoing.take_back(record, reason)
        taken_back = len(undoing.entries)
        for row in rows:
            if row.before is not None:
                undoing.restore(row, row.before)
        if undoing.entries:
            store.logs.append(undoing.entries, signer)
        store.imports.undo(number)
    return UndoneImport(id=number, file=past.file, taken_back=taken_back, restored=len(undoing.entries) - taken_back)


def retract_all(
    store: LaptopStore, signer: Signer, records: Sequence[str], reason: str, now: Instant, random_bytes: RandomBytes
) -> int:
    """Take activities back in one act; how many still stood."""
    with store.transaction():
        undoing = _Undoing(store, now, random_bytes)
        for record in records:
            undoing.take_back(record, reason)
        if undoing.entries:
            store.logs.append(undoing.entries, signer)
    return len(undoing.entries)


class _Undoing:
    """The entries that take things back, in one transaction."""

    def __init__(self, store: LaptopStore, now: Instant, random_bytes: RandomBytes) -> None:
        self._store, self._now, self._random_bytes = store, now, random_bytes
        self.entries: list[Activity | Retraction] = []

    def _stated(self) -> tuple[str, Citation | None]:
        return new_salt(self._random_bytes), self._store.logs.next_seen() if not self.entries else None

    def take_back(self, record: str, reason: str) -> None:
        """Take an activity back that still stands."""
        was = self._store.records.page(record).record
        if was.retracted is None:
            salt, seen = self._stated()
            self.entries.append(retract(was, reason, at=self._now, salt=salt, seen=seen))

    def restore(self, row: TakenRow, before: bytes) -> None:
        """Give an activity what a row changed: those values that are still the row's."""
        was = self._store.records.page(row.record).record
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

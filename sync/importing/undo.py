"""An import taken back whole, in one signed act: what it made is retracted, what it changed is as before. What somebody
corrected since is named, and left unless somebody says otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Literal

import msgspec
from msgspec import Struct

from sync.activities.entries import retract, revise
from sync.encoding.types import Instant, RandomBytes
from sync.errors import NotListed, Refused
from sync.importing.ledger import GONE, ImportLedger, PastImport, TakenRow
from sync.importing.said import Said, as_set, plain, same
from sync.ledger.entry import Activity, Citation, Fields, Retraction, new_salt
from sync.ledger.merge import Record
from sync.wording.i18n import catalogue

if TYPE_CHECKING:
    from sync.importing.comparing.comparison import VanishedRow

_ = catalogue("sync")


class CorrectedActivity(Struct, frozen=True, kw_only=True):
    """An activity of an import, and what somebody changed of it since, by hand or in another list."""

    record: str
    date: str
    title: str
    fields: tuple[str, ...]
    """The fields that were changed; `retracted` for one that was taken back."""
    later: str = ""
    """The file of the later import that changed it, where nobody else did."""


class UndoneImport(Struct, frozen=True, kw_only=True):
    """What taking an import back came to."""

    id: int
    file: str
    taken_back: int
    """Activities that it had made."""
    restored: int
    """Activities that it had changed or taken back, and that are as before."""
    corrected: tuple[CorrectedActivity, ...] = ()
    """Activities that it had made, and that were left, as somebody has corrected them since."""
    kept: tuple[CorrectedActivity, ...] = ()
    """Activities that it had changed or taken back, and the fields that were left, as somebody has changed those since."""


def corrected_since(ledger: ImportLedger, number: int) -> tuple[CorrectedActivity, ...]:
    """The activities that an import made, and that somebody has corrected since. Raises as `undo_import` does."""
    _past(ledger, number)
    return tuple(_Undoing(ledger, ledger.imports.rows_of(number)).corrected())


def next_to_undo(ledger: ImportLedger) -> PastImport | None:
    """The newest import that was not taken back, and of which not only corrected activities were left; if that is so of all,
    the newest. None without one."""
    standing = [past for past in ledger.imports.imports() if not past.undone]
    whole = (past for past in standing if _has_more(ledger, past.id))
    return next(whole, standing[0] if standing else None)


def _has_more(ledger: ImportLedger, number: int) -> bool:
    """Whether there is anything of an import but activities that somebody has corrected."""
    return any(not list(_Undoing(ledger, [row]).corrected()) for row in ledger.imports.rows_of(number))


def undo_import(
    ledger: ImportLedger,
    number: int,
    *,
    corrected: Literal["keep", "retract"] = "keep",
    now: Instant,
    random_bytes: RandomBytes,
) -> UndoneImport:
    """Take an import back; of what it made, what somebody `corrected` since is left, and stays the import's, unless that is
    to go, too. `NotListed`: "no-such-import", "no-imports"; `Refused("import-undone")` if it was taken back already."""
    past = _past(ledger, number)
    reason = _("the import of {file} was taken back").format(file=past.file)
    with ledger.transaction():
        rows = ledger.imports.rows_of(number)
        undoing = _Undoing(ledger, rows)
        left = tuple(undoing.corrected()) if corrected == "keep" else ()
        keeping = {each.record for each in left}
        stating = _Stating(ledger, now, random_bytes)
        for row in rows:
            was = undoing.records[row.record]
            if row.before is None and row.record not in keeping and was.retracted is None:
                stating.retract(was, reason)
        taken_back = len(stating.entries)
        kept = []
        for row in rows:
            if row.before is not None:
                values, others = undoing.before(row, row.before)
                if values is not None:
                    stating.revise(undoing.records[row.record], values)
                if others:
                    was = undoing.records[row.record]
                    kept.append(_corrected(was, others, undoing.later_of(was, others)))
        stating.state()
        ledger.imports.undo(number, but=keeping)
    return UndoneImport(
        id=number,
        file=past.file,
        taken_back=taken_back,
        restored=len(stating.entries) - taken_back,
        corrected=left,
        kept=tuple(kept),
    )


def _past(ledger: ImportLedger, number: int) -> PastImport:
    imports = ledger.imports.imports()
    past = next((each for each in imports if each.id == number), None)
    if past is None and not imports:
        raise NotListed("no-imports", number=number)
    if past is None:
        raise NotListed("no-such-import", number=number, near=", ".join(str(each.id) for each in imports[:5]))
    if past.undone:
        raise Refused("import-undone", number=number, file=past.file)
    return past


def _corrected(record: Record, fields: Iterable[str], later: str) -> CorrectedActivity:
    values = record.values
    return CorrectedActivity(
        record=record.record, date=values.date, title=values.title, fields=tuple(sorted(fields)), later=later
    )


def retract_gone(
    ledger: ImportLedger, gone: Sequence[VanishedRow], number: int, reason: str, now: Instant, random_bytes: RandomBytes
) -> int:
    """Take activities back in one act, as what an import did that taking it back undoes; how many still stood."""
    with ledger.transaction():
        stating = _Stating(ledger, now, random_bytes)
        records = ledger.records({row.record for row in gone})
        for row in gone:
            if records[row.record].retracted is None:
                stating.retract(records[row.record], reason)
        stating.state()
        taken_back = {entry.record for entry in stating.entries}
        why = msgspec.json.encode({"reason": reason})
        ledger.imports.keep(
            TakenRow(row.record, number, "", 0, row.known, GONE, why) for row in gone if row.record in taken_back
        )
    return len(taken_back)


class _Undoing:
    """The activities of an import as they are now, beside what it and later ones said of them. Whatever is other than
    that, somebody has changed since."""

    def __init__(self, ledger: ImportLedger, rows: Sequence[TakenRow]) -> None:
        self._rows = rows
        self.records = ledger.records({row.record for row in rows})
        self._said: dict[str, Said] = {row.record: {} for row in rows if row.before is None}
        """By record that the import made, what imports said of it, the newest over the others."""
        self._revised: dict[str, set[str]] = {record: set() for record in self._said}
        """By record that the import made, the fields that later ones changed."""
        later = (
            past for past in reversed(ledger.imports.imports()) if rows and past.id > rows[0].number and not past.undone
        )
        self._later: dict[str, tuple[str, Said]] = {}
        """By record, the last file of a later import that has it, and what such imports said of it."""
        followed = [(past.file, row) for past in later for row in ledger.imports.rows_of(past.id)]
        for file, row in followed:
            said = {"retracted": True} if row.is_gone else msgspec.json.decode(row.said)
            self._later[row.record] = file, {**self._later.get(row.record, (file, {}))[1], **said}
        for row in (*rows, *(row for _file, row in followed)):
            if row.record in self._said and not row.is_gone:
                self._said[row.record] |= msgspec.json.decode(row.said)
                self._revised[row.record].update(msgspec.json.decode(row.before or b"{}"))

    def corrected(self) -> Iterator[CorrectedActivity]:
        """The activities that the import made, that stand, and that somebody has changed."""
        for record, said in self._said.items():
            was = self.records[record]
            now = plain(was.values)
            fields = {code for code in now.keys() | said.keys() if not same(now.get(code), said.get(code))}
            fields |= self._revised[record]
            fields |= {conflict.field for conflict in was.conflicts}
            if fields and was.retracted is None:
                yield _corrected(was, fields, self.later_of(was, fields))

    def later_of(self, was: Record, fields: Iterable[str]) -> str:
        """The file of the later import that alone changed fields of an activity; empty where somebody did by hand."""
        file, said = self._later.get(was.record, ("", {}))
        now = {**plain(was.values), "retracted": True}
        return file if not was.conflicts and all(code in said and same(now.get(code), said[code]) for code in fields) else ""

    def before(self, row: TakenRow, before: bytes) -> tuple[Said | None, set[str]]:
        """The values to set so that an activity is as before a row changed it, or was gone from its list: None where there
        is nothing to do. And the fields that stay as they are, as somebody has changed them."""
        was, told = self.records[row.record], msgspec.json.decode(before)
        if row.is_gone:
            again = was.retracted is not None and was.retracted != told["reason"]
            return ({} if was.retracted == told["reason"] else None), ({"retracted"} if again else set())
        if was.retracted is not None:
            return None, {"retracted"} if told else set()
        now, said = plain(was.values), msgspec.json.decode(row.said)
        other = {code: value for code, value in told.items() if not same(now.get(code), value)}
        ours = () if was.conflicts else [code for code in other if same(now.get(code), said.get(code))]
        return {code: other[code] for code in ours} or None, other.keys() - set(ours)


class _Stating:
    """The entries that take things back, stated in one act."""

    def __init__(self, ledger: ImportLedger, now: Instant, random_bytes: RandomBytes) -> None:
        self._ledger, self._now, self._random_bytes = ledger, now, random_bytes
        self.entries: list[Activity | Retraction] = []

    def retract(self, was: Record, reason: str) -> None:
        """Take an activity back."""
        salt, seen = self._stated()
        self.entries.append(retract(was, reason, at=self._now, salt=salt, seen=seen))

    def revise(self, was: Record, values: Said) -> None:
        """Set values of an activity; without any, bring back one that was taken back."""
        fields = msgspec.convert({code: as_set(code, value) for code, value in values.items()}, Fields)
        salt, seen = self._stated()
        self.entries.append(revise(was, fields, at=self._now, salt=salt, seen=seen))

    def _stated(self) -> tuple[str, Citation | None]:
        return new_salt(self._random_bytes), self._ledger.next_seen() if not self.entries else None

    def state(self) -> None:
        """State the entries, if there are any."""
        if self.entries:
            self._ledger.state(self.entries)

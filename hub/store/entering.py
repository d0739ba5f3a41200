"""What the province entered for units, and from what: of each file the rows that were taken, and where they came from; of
each entry who entered it. It stands here alone, in no log."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

import msgspec
from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from hub.store import schema as t
from hub.store.rows import EnteredBy
from sync.encoding.limits import DAY_SECONDS
from sync.encoding.types import Index, Instant
from sync.importing.answers import Answers
from sync.importing.ledger import PastImport, TakenRow


class StoredEntering:
    """The things entered, as one transaction reads and changes them."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    # -- entries

    def entered(self, log: int, first: Index, count: int, account: str | None, source: str) -> None:
        """Keep who entered some entries, from an index on, and from what."""
        values = {"log": log, "first": first, "after": first + count, "account": account, "source": source}
        self._db.execute(insert(t.entering).values(values))

    def by(self, log: int) -> list[EnteredBy]:
        """Who entered the entries of a log, in their order."""
        rows = self._db.execute(select(t.entering).where(t.entering.c.log == log).order_by(t.entering.c.first))
        return [EnteredBy(row.first, row.after, row.account, row.source) for row in rows]

    # -- files

    def begin(self, unit: str, *, at: Instant, file: str, digest: str, titles: Mapping[str, str]) -> int:
        """Keep a new import, in the transaction that takes its first rows; its number."""
        values = {"unit": unit, "at": at, "file": file, "digest": digest, "titles": msgspec.json.encode(titles)}
        number = self._db.execute(insert(t.brought).values(values)).inserted_primary_key
        assert number is not None, "an insert gives a row number"
        return int(number[0])

    def keep(self, rows: Iterable[TakenRow]) -> None:
        """Keep rows that were taken; in the transaction that takes them."""
        kept = {(row.record, row.number): row for row in rows}
        if not kept:
            return
        column = t.brought_row.c
        same = (column.record == bindparam("of_record"), column.brought == bindparam("of_import"))
        places = [{"of_record": record, "of_import": number} for record, number in kept]
        self._db.execute(delete(t.brought_row).where(*same), places)
        values = [msgspec.structs.asdict(row) for row in kept.values()]
        self._db.execute(insert(t.brought_row), [{"brought": each.pop("number"), **each} for each in values])

    def imports(self, unit: str) -> list[PastImport]:
        """All imports for a unit, the newest first."""
        rows = self._db.execute(select(t.brought).where(t.brought.c.unit == unit).order_by(t.brought.c.id.desc()))
        return [
            PastImport(
                id=row.id,
                at=Instant(row.at),
                file=row.file,
                digest=row.digest,
                undone=row.undone,
                titles=msgspec.json.decode(row.titles or b"{}", type=dict[str, str]),
            )
            for row in rows
        ]

    def newest_rows(self, unit: str) -> list[TakenRow]:
        """Of each record of a unit that came from a file and was not taken back with it, the row that was taken last, in the
        order of files and rows."""
        row, mine = t.brought_row.c, (t.brought.c.unit == unit, t.brought.c.undone.is_(False))
        newest = select(row.record, func.max(row.brought).label("last")).join(t.brought).where(*mine).group_by(row.record)
        last = newest.subquery()
        both = (row.record == last.c.record) & (row.brought == last.c.last)
        query = select(t.brought_row).join(last, both).order_by(row.brought, row.sheet, row.row)
        return [_taken(found) for found in self._db.execute(query)]

    def first_imports(self, unit: str) -> dict[str, int]:
        """The number of the import that took each record of a unit first, of those that were not taken back with it."""
        row, mine = t.brought_row.c, (t.brought.c.unit == unit, t.brought.c.undone.is_(False))
        query = select(row.record, func.min(row.brought)).join(t.brought).where(*mine).group_by(row.record)
        return {found[0]: found[1] for found in self._db.execute(query)}

    def rows_of(self, number: int) -> list[TakenRow]:
        """The rows that an import took."""
        row = t.brought_row.c
        query = select(t.brought_row).where(row.brought == number).order_by(row.sheet, row.row)
        return [_taken(found) for found in self._db.execute(query)]

    def forget_rows(self, records: Collection[str]) -> None:
        """Forget what rows of files said of these records: what they say is erased."""
        if records:
            forget = delete(t.brought_row).where(t.brought_row.c.record == bindparam("of_record"))
            self._db.execute(forget, [{"of_record": record} for record in sorted(records)])

    def undo(self, number: int, *, but: Collection[str]) -> None:
        """Forget the rows of an import, and what later ones found of the records that it made, and say that it was taken
        back; in the transaction that does so. Of some of the records that it made the rows may be left: then they are all
        that there is of the import, which can be taken back still."""
        row, gone = t.brought_row.c, [taken for taken in self.rows_of(number) if taken.record not in but]
        made = [taken.record for taken in gone if taken.before is None]
        found = [taken.record for taken in gone if taken.before is not None]
        for records, whose in ((made, row.brought >= number), (found, row.brought == number)):
            if records:
                forget = delete(t.brought_row).where(row.record == bindparam("of_record"), whose)
                self._db.execute(forget, [{"of_record": record} for record in records])
        if not but:
            self._db.execute(update(t.brought).where(t.brought.c.id == number).values(undone=True))

    def put_aside(self, account: str, name: str, data: bytes, digest: str, now: Instant) -> None:
        """Keep a file that an account sent until its plan is agreed to, in place of the one before; others' that nobody came
        back to for a day are gone."""
        aside = t.aside.c
        self._db.execute(delete(t.aside).where((aside.account == account) | (aside.at < now - DAY_SECONDS)))
        self._db.execute(insert(t.aside).values(account=account, name=name, data=data, digest=digest, at=now))

    def aside(self, account: str, digest: str) -> tuple[str, bytes] | None:
        """The name and the bytes of the file that an account sent, if it is the one of this digest."""
        aside = t.aside.c
        query = select(aside.name, aside.data).where(aside.account == account, aside.digest == digest)
        row = self._db.execute(query).first()
        return None if row is None else (row.name, row.data)

    def drop_aside(self, account: str) -> None:
        """Forget the file that an account sent."""
        self._db.execute(delete(t.aside).where(t.aside.c.account == account))

    def answers(self, shape: str) -> Answers | None:
        """What was answered for files of a shape."""
        row = self._db.execute(select(t.answered_plan.c.answers).where(t.answered_plan.c.shape == shape)).first()
        return None if row is None else msgspec.json.decode(row.answers, type=Answers)

    def keep_answers(self, shape: str, answers: Answers) -> None:
        """Keep what was answered for files of a shape, in place of what was before."""
        self._db.execute(delete(t.answered_plan).where(t.answered_plan.c.shape == shape))
        self._db.execute(insert(t.answered_plan).values(shape=shape, answers=msgspec.json.encode(answers)))


def _taken(row: object) -> TakenRow:
    columns = ("record", "brought", "sheet", "row", "known", "said", "before")
    return TakenRow(*(getattr(row, column) for column in columns))

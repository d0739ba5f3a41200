"""The records of activities, as derived from the logs: found, filtered and summed.

Sums are taken over the table as it stands. It is read whole, in the order in which it lies: a year of a large province is
some 300,000 rows, which takes less than looking most of them up in an index.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any, Final, Literal
from uuid import UUID

from msgspec import Struct, structs
from sqlalchemy import ColumnElement, Connection, and_, case, delete, func, literal, or_, select, update

from hub.store import schema as t
from hub.store.counting_units import CountsFor, counting_unit
from hub.store.rows import ANSWERS, GroupedTally, RecordKey, RecordRow, RecordSummary
from sync.ledger.answered_status import AnswerName
from sync.ledger.figures import BANDS, CountedFields, Tally
from sync.ledger.gathering import Gathering
from sync.ledger.record_name import RecordName

Dimension = Literal[
    "unit",
    "month",
    "date",
    "topics",
    "channel",
    "directive",
    "task",
    "band",
    "audiences",
    "body",
    "languages",
    "answer",
    "conflicted",
]
"""What sums may go by. `topics` is the set of an activity's topics, a space around each, and so are `audiences`, of groups
of people, and `languages`; `band` how many people it reached; `conflicted` 1 or 0."""

_AT_ONCE: Final = 500
"""Values in one statement."""
_DEEP: Final = 5_000
"""From which offset on a list is looked for by its days first."""

_COLUMNS: Final = tuple(column.name for column in t.record.columns)
_ADD_RECORDS: Final = (
    f"INSERT INTO record ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(_COLUMNS))}) ON CONFLICT DO NOTHING"  # noqa: S608 - names of our own columns
)


class RecordFilter(Struct, frozen=True, kw_only=True):
    """Which records are asked for; a field left out asks for all. Empty text asks for those that do not say."""

    start: str | None = None
    end: str | None = None
    """Days (ISO), both inside."""
    unit: str | None = None
    topic: str | None = None
    channel: str | None = None
    directive: str | None = None
    gathering: Gathering | None = None
    """What a period gathers, where that is more than a directive."""
    task: str | None = None
    band: str | None = None
    audience: str | None = None
    """A group of people whom it was for."""
    body: str | None = None
    answer: AnswerName | None = None
    conflicted: bool = False
    stands: bool | None = True
    """Records that stand, records that were taken back (False), or both (None)."""


class StoredRecords:
    """The records, as one transaction reads and changes them."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def add(self, rows: Sequence[RecordRow]) -> int:
        """Add records; how many of them were new. A record that is there already is left as it is."""
        return self._db.exec_driver_sql(_ADD_RECORDS, list(map(structs.astuple, rows))).rowcount if rows else 0

    def put(self, rows: Sequence[RecordRow]) -> set[int]:
        """Put records in place of those there are; the months that those were of."""
        months: set[int] = set()
        for unit in {row.unit for row in rows}:
            records = [row.record for row in rows if row.unit == unit]
            for start in range(0, len(records), _AT_ONCE):
                same = (t.record.c.unit == unit, t.record.c.record.in_(records[start : start + _AT_ONCE]))
                gone = delete(t.record).where(*same).returning(t.record.c.month)
                months.update(self._db.execute(gone).scalars())
        self.add(rows)
        return months

    def find(self, name: RecordName) -> list[RecordKey]:
        """The records that may be meant by a name, three at most."""
        column, whole = t.record.c.record, len(name.digits) // 2
        at_start = func.substr(column, 1, whole) == bytes.fromhex(name.digits[: 2 * whole])
        at_end = func.substr(column, 17 - whole) == bytes.fromhex(name.digits[-2 * whole :])
        query = select(t.record.c.unit, column).where(at_start | at_end)
        keys = (RecordKey(*row) for row in self._db.execute(query))
        # Half a byte is an odd digit, which no comparison of bytes looks at.
        return [key for key in keys if name.fits(key.unit, str(UUID(bytes=key.record)))][:3]

    def ids(self, unit: str) -> list[bytes]:
        """The ids of a unit's records, in order; of those taken back too."""
        query = select(t.record.c.record).where(t.record.c.unit == unit).order_by(t.record.c.record)
        return [row.record for row in self._db.execute(query)]

    def stated_by(self, unit: str, dates: Collection[str]) -> list[RecordSummary]:
        """The records that a unit stated and did not take back whose first day (ISO) is one of these, the latest first."""
        record, found = t.record.c, list[RecordSummary]()
        day = func.coalesce(record.began, record.date)
        wanted = sorted(dates)
        for start in range(0, len(wanted), _AT_ONCE):
            query = select(t.record).where(record.unit == unit, record.standing, day.in_(wanted[start : start + _AT_ONCE]))
            found += map(_summary, self._db.execute(query))
        return sorted(found, key=lambda summary: (summary.date, summary.record), reverse=True)

    def get(self, unit: str, record: bytes) -> RecordSummary | None:
        """A record, if it is there."""
        row = self._db.execute(select(t.record).where(t.record.c.unit == unit, t.record.c.record == record)).first()
        return None if row is None else _summary(row)

    def page(self, wanted: RecordFilter, counts_for: CountsFor, *, limit: int, offset: int = 0) -> list[RecordSummary]:
        """Some of the records asked for, the newest day first."""
        record = t.record.c
        if offset > _DEEP:
            found = self._from_day(wanted, counts_for, offset)
            if found is None:
                return []
            wanted, offset = found
        query = (
            select(t.record)
            .where(*_where(wanted, _unit(counts_for)))
            .order_by(record.date.desc(), record.unit, record.record)
            .limit(limit)
            .offset(offset)
        )
        return [_summary(row) for row in self._db.execute(query)]

    def _from_day(self, wanted: RecordFilter, counts_for: CountsFor, offset: int) -> tuple[RecordFilter, int] | None:
        """A filter of the records from the day on in which the one at this offset lies, and its offset among them: what lies
        far behind is found without putting into order all that comes before. None beyond the last."""
        for (date,), tally in sorted(self.sums(wanted, ("date",), counts_for), reverse=True):
            if offset < tally.activities:
                return structs.replace(wanted, end=date), offset
            offset -= tally.activities
        return None

    def every(self, wanted: RecordFilter, counts_for: CountsFor) -> Iterator[RecordSummary]:
        """All the records asked for, by unit, as they are read."""
        query = select(t.record).where(*_where(wanted, _unit(counts_for))).order_by(t.record.c.unit, t.record.c.record)
        return (_summary(row) for row in self._db.execution_options(yield_per=1_000).execute(query))

    def sums(self, wanted: RecordFilter, by: tuple[Dimension, ...], counts_for: CountsFor) -> list[GroupedTally]:
        """The sums of the records asked for, for each combination of values that occurs. A month is its number as text."""
        unit = _unit(counts_for)
        groups = [_grouped(dimension, unit).label(dimension) for dimension in by]
        record = t.record.c
        sums = [func.coalesce(func.sum(column), 0) for column in (record.quantity, record.audience, record.minutes)]
        query = select(*groups, func.count(), *sums).select_from(t.record).where(*_where(wanted, unit)).group_by(*groups)
        rows = self._db.execute(query).all()
        return [GroupedTally(tuple(map(str, row[: len(by)])), Tally(*row[len(by) :])) for row in rows]

    def places(self, unit: str, records: Iterable[bytes]) -> dict[bytes, bytes]:
        """The places of the entries of those ids that are records of the unit, 8 bytes each."""
        found: dict[bytes, bytes] = {}
        wanted = list(records)
        for start in range(0, len(wanted), _AT_ONCE):
            some = wanted[start : start + _AT_ONCE]
            query = select(t.record.c.record, t.record.c.places)
            rows = self._db.execute(query.where(t.record.c.unit == unit, t.record.c.record.in_(some)))
            found.update((row.record, row.places) for row in rows)
        return found

    def set_answer(self, unit: str, record: bytes, verdict: AnswerName) -> None:
        """Say what the answer to a record is, as it stands now."""
        statement = update(t.record).where(t.record.c.unit == unit, t.record.c.record == record)
        self._db.execute(statement.values(answer=ANSWERS.index(verdict)))


def _unit(counts_for: CountsFor) -> ColumnElement[str]:
    """The unit that a record counts for."""
    return counting_unit(t.record.c.unit, counts_for, lambda since: t.record.c.date >= since)


_STARTS: Final = tuple(int(band.partition("-")[0].rstrip("+")) for band in BANDS)


def _band(column: ColumnElement[Any]) -> ColumnElement[str]:
    steps = [(column >= start, literal(band)) for start, band in reversed(tuple(zip(_STARTS, BANDS, strict=True)))]
    return case(*steps, else_=literal(""))


def _grouped(dimension: Dimension, unit: ColumnElement[str]) -> ColumnElement[Any]:
    record = t.record.c
    if dimension == "unit":
        return unit
    if dimension == "band":
        return _band(record.audience)
    if dimension == "conflicted":
        return case((record.conflicts > 0, literal(1)), else_=literal(0))
    column = record[dimension]
    return func.coalesce(column, "") if dimension in ("channel", "directive", "task", "body") else column


def _where(wanted: RecordFilter, unit: ColumnElement[str]) -> list[ColumnElement[bool]]:
    record = t.record.c
    found: list[ColumnElement[bool]] = [] if wanted.gathering is None else [_gathered(wanted.gathering)]
    if wanted.stands is not None:
        found.append(record.standing.is_(wanted.stands))
    if wanted.start is not None:
        found.append(record.date >= wanted.start)
    if wanted.end is not None:
        found.append(record.date <= wanted.end)
    if wanted.unit is not None:
        found.append(unit == wanted.unit)
    for column, code in ((record.topics, wanted.topic), (record.audiences, wanted.audience)):
        if code is not None:
            found.append(column.contains(f" {code} ", autoescape=True) if code else column == "")
    if wanted.task == "":  # as `figures.task_key` has it: a number alone names no task
        found.append(or_(record.task.is_(None), record.directive.is_(None)))
    for column, value in (
        (record.channel, wanted.channel),
        (record.directive, wanted.directive),
        (record.task, wanted.task or None),
        (record.body, wanted.body),
    ):
        if value is not None:
            found.append(column == value if value else column.is_(None))
    if wanted.band is not None:
        found.append(_band(record.audience) == wanted.band)
    if wanted.answer is not None:
        found.append(record.answer == ANSWERS.index(wanted.answer))
    if wanted.conflicted:
        found.append(record.conflicts > 0)
    return found


def _gathered(gathering: Gathering) -> ColumnElement[bool]:
    record = t.record.c
    return or_(
        record.directive.in_(gathering.directives),
        *(record.topics.contains(f" {topic} ", autoescape=True) for topic in gathering.topics),
        *(and_(record.directive == directive, record.task == number) for directive, number in gathering.tasks),
    )


def _summary(row: Any) -> RecordSummary:
    return RecordSummary(
        unit=row.unit,
        record=row.record,
        date=row.date,
        began=row.began,
        stands=row.standing,
        conflicts=row.conflicts,
        answer=ANSWERS[row.answer],
        counted=CountedFields(
            row.directive,
            row.task,
            tuple(row.topics.split()),
            row.channel,
            row.quantity,
            row.audience,
            row.minutes,
            tuple(row.audiences.split()),
            row.body,
            tuple(row.languages.split()),
        ),
        places=row.places,
    )

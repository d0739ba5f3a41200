"""What is derived of the logs and asked again and again: records found, filtered and summed; the province's answers; when a
laptop was last heard of.

Sums are taken over the table as it stands. It is read whole, in the order in which it lies: a year of a large province is
some 300,000 rows, which takes less than looking most of them up in an index.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final, Literal, get_args

from msgspec import Struct, structs
from sqlalchemy import ColumnElement, Connection, and_, case, delete, func, insert, literal, or_, select, update

from hub.store import schema as t
from sync.ledger.figures import BANDS, CountedFields, Tally

Dimension = Literal["unit", "month", "date", "topics", "channel", "directive", "task", "band", "answer"]
"""What sums may go by. `topics` is the set of an activity's topics, a space around each; `band` how many people it
reached."""

AnswerName = Literal["awaited", "accepted", "returned"]

Steps = tuple[tuple[str, str], ...]
"""From which day (ISO) on what was stated under a code counts for which other code."""

RecordRow = tuple[
    str, bytes, str, int, bool, int, int, str | None, str | None, str, str | None, int | None, int | None, int | None, bytes
]
"""The columns of `schema.record`, in their order."""

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
    task: str | None = None
    band: str | None = None
    answer: AnswerName | None = None
    conflicted: bool = False
    standing: bool | None = True
    """Those that stand, those that were taken back, or (None) both."""


class RecordSummary(Struct, frozen=True, kw_only=True):
    """A record as lists show it."""

    unit: str
    """The unit that stated it."""
    record: bytes
    date: str
    standing: bool
    conflicts: int
    answer: AnswerName
    counted: CountedFields
    places: bytes

    @property
    def entries(self) -> int:
        """How many entries it has: one more whenever somebody revises it."""
        return len(self.places) // 8


class Answer(Struct, frozen=True, kw_only=True):
    """An answer of the province, as it stands in a desk's log."""

    log: int
    idx: int
    unit: str
    record: bytes | None
    period: str | None
    at: int
    verdict: str
    account: str | None


class LaptopContact(Struct, frozen=True):
    """When a laptop was last heard of, and whose it is."""

    id: str
    officer: str | None
    seen: int | None
    by_file: bool


class Facts:
    """What can be asked and changed of these within one transaction. `successors`: see `Steps`; by code."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    # -- records

    def add_records(self, rows: Sequence[RecordRow]) -> int:
        """Records that are new; the number of those that were. One that is there already is left as it is."""
        return self._db.exec_driver_sql(_ADD_RECORDS, list(rows)).rowcount if rows else 0

    def put_records(self, rows: Sequence[RecordRow]) -> set[int]:
        """Records in place of those there are; the months that those were of."""
        months: set[int] = set()
        for unit, record, *_rest in rows:
            gone = delete(t.record).where(t.record.c.unit == unit, t.record.c.record == record).returning(t.record.c.month)
            months.update(self._db.execute(gone).scalars())
        self.add_records(rows)
        return months

    def find_records(self, part: bytes) -> list[tuple[str, bytes]]:
        """(unit, id) of the records whose id begins or ends with these bytes, three at most."""
        column = t.record.c.record
        at_start = func.substr(column, 1, len(part)) == part
        at_end = func.substr(column, 17 - len(part)) == part
        rows = self._db.execute(select(t.record.c.unit, column).where(at_start | at_end).limit(3))
        return [(row.unit, row.record) for row in rows]

    def record_ids(self, unit: str) -> list[bytes]:
        """The ids of a unit's records, retracted ones too, in order."""
        query = select(t.record.c.record).where(t.record.c.unit == unit).order_by(t.record.c.record)
        return [row.record for row in self._db.execute(query)]

    def fact(self, unit: str, record: bytes) -> RecordSummary | None:
        """One record, if it is there."""
        row = self._db.execute(select(t.record).where(t.record.c.unit == unit, t.record.c.record == record)).first()
        return None if row is None else _fact(row)

    def page(
        self, wanted: RecordFilter, successors: dict[str, Steps], *, limit: int, offset: int = 0
    ) -> list[RecordSummary]:
        """Some of the records asked for, the newest day first."""
        record = t.record.c
        if offset > _DEEP:
            found = self._from_day(wanted, successors, offset)
            if found is None:
                return []
            wanted, offset = found
        query = (
            select(t.record)
            .where(*_where(wanted, _unit(successors)))
            .order_by(record.date.desc(), record.unit, record.record)
            .limit(limit)
            .offset(offset)
        )
        return [_fact(row) for row in self._db.execute(query)]

    def _from_day(self, wanted: RecordFilter, successors: dict[str, Steps], offset: int) -> tuple[RecordFilter, int] | None:
        """The same records from the day on in which the one at this offset lies, and its offset among them: what lies far
        behind is found without putting into order all that comes before. None beyond the last."""
        for (date,), tally in sorted(self.sums(wanted, ("date",), successors), reverse=True):
            if offset < tally.activities:
                return structs.replace(wanted, end=date), offset
            offset -= tally.activities
        return None

    def every(self, wanted: RecordFilter, successors: dict[str, Steps]) -> Iterator[RecordSummary]:
        """All the records asked for, by unit, as they are read."""
        query = select(t.record).where(*_where(wanted, _unit(successors))).order_by(t.record.c.unit, t.record.c.record)
        return (_fact(row) for row in self._db.execution_options(yield_per=1_000).execute(query))

    def sums(
        self, wanted: RecordFilter, by: tuple[Dimension, ...], successors: dict[str, Steps]
    ) -> list[tuple[tuple[str, ...], Tally]]:
        """The sums of the records asked for, for each combination of values that occurs. A month is its number as text."""
        unit = _unit(successors)
        groups = [_grouped(dimension, unit).label(dimension) for dimension in by]
        record = t.record.c
        sums = [func.coalesce(func.sum(column), 0) for column in (record.quantity, record.audience, record.minutes)]
        query = select(*groups, func.count(), *sums).select_from(t.record).where(*_where(wanted, unit)).group_by(*groups)
        rows = self._db.execute(query).all()
        return [(tuple(map(str, row[: len(by)])), Tally(*row[len(by) :])) for row in rows]

    # -- answers

    def add_answer(self, answer: Answer) -> None:
        """Keep an answer; one that is there already stays as it is."""
        there = select(t.answer.c.log).where(t.answer.c.log == answer.log, t.answer.c.idx == answer.idx)
        if self._db.execute(there).first() is None:
            self._db.execute(insert(t.answer).values({name: getattr(answer, name) for name in Answer.__struct_fields__}))

    def set_answered(self, unit: str, record: bytes, verdict: AnswerName) -> None:
        """What the answer to a record is, as it stands."""
        statement = update(t.record).where(t.record.c.unit == unit, t.record.c.record == record)
        self._db.execute(statement.values(answer=t.ANSWERS.index(verdict)))

    def answers(self, unit: str, *, record: bytes | None = None, period: str | None = None) -> list[Answer]:
        """The answers to one record, or to one period's reports, the newest first."""
        subject = t.answer.c.period == period if record is None else t.answer.c.record == record
        query = select(t.answer).where(t.answer.c.unit == unit, subject).order_by(t.answer.c.idx.desc())
        return [_answer(row) for row in self._db.execute(query)]

    def report_answers(self) -> dict[tuple[str, str], Answer]:
        """The newest answer to each unit's reports, by unit and period's name."""
        query = select(t.answer).where(t.answer.c.period.is_not(None)).order_by(t.answer.c.log, t.answer.c.idx)
        return {(row.unit, row.period): _answer(row) for row in self._db.execute(query)}

    # -- laptops

    def saw(self, device: str, at: int, *, by_file: bool) -> None:
        """The laptop was heard of now."""
        values = {"seen": at, "by_file": by_file}
        self._put_laptop(device, values)

    def set_officer(self, device: str, officer: str | None) -> None:
        """Whose laptop it is."""
        self._put_laptop(device, {"officer": officer})

    def _put_laptop(self, device: str, values: dict[str, Any]) -> None:
        if self._db.execute(update(t.laptop).where(t.laptop.c.id == device).values(values)).rowcount == 0:
            self._db.execute(insert(t.laptop).values({"id": device, **values}))

    def laptops(self) -> dict[str, LaptopContact]:
        """What is known of laptops beside the registry, by id."""
        return {
            row.id: LaptopContact(row.id, row.officer, row.seen, row.by_file) for row in self._db.execute(select(t.laptop))
        }


def counts_for(
    unit: ColumnElement[str], successors: dict[str, Steps], has_come: Callable[[str], ColumnElement[bool]]
) -> ColumnElement[str]:
    """The unit that what stands under another's code counts for; `has_come` tells of a day whether a row lies past it."""
    cases = [
        (and_(unit == code, has_come(since)), literal(successor))
        for code, steps in sorted(successors.items())
        for since, successor in reversed(steps)  # the latest day that has come says whose it is
    ]
    return case(*cases, else_=unit) if cases else unit


def _unit(successors: dict[str, Steps]) -> ColumnElement[str]:
    """The unit that a record counts for."""
    return counts_for(t.record.c.unit, successors, lambda since: t.record.c.date >= since)


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
    column = record[dimension]
    return func.coalesce(column, "") if dimension in ("channel", "directive", "task") else column


def _where(wanted: RecordFilter, unit: ColumnElement[str]) -> list[ColumnElement[bool]]:
    record = t.record.c
    found: list[ColumnElement[bool]] = []
    if wanted.standing is not None:
        found.append(record.standing.is_(wanted.standing))
    if wanted.start is not None:
        found.append(record.date >= wanted.start)
    if wanted.end is not None:
        found.append(record.date <= wanted.end)
    if wanted.unit is not None:
        found.append(unit == wanted.unit)
    if wanted.topic is not None:
        found.append(record.topics.contains(f" {wanted.topic} ", autoescape=True) if wanted.topic else record.topics == "")
    if wanted.task == "":  # as `figures.task_key` has it: a number alone names no task
        found.append(or_(record.task.is_(None), record.directive.is_(None)))
    for column, value in (
        (record.channel, wanted.channel),
        (record.directive, wanted.directive),
        (record.task, wanted.task or None),
    ):
        if value is not None:
            found.append(column == value if value else column.is_(None))
    if wanted.band is not None:
        found.append(_band(record.audience) == wanted.band)
    if wanted.answer is not None:
        found.append(record.answer == t.ANSWERS.index(wanted.answer))
    if wanted.conflicted:
        found.append(record.conflicts > 0)
    return found


def _fact(row: Any) -> RecordSummary:
    return RecordSummary(
        unit=row.unit,
        record=row.record,
        date=row.date,
        standing=row.standing,
        conflicts=row.conflicts,
        answer=get_args(AnswerName)[row.answer],
        counted=CountedFields(
            row.directive, row.task, tuple(row.topics.split()), row.channel, row.quantity, row.audience, row.minutes
        ),
        places=row.places,
    )


def _answer(row: Any) -> Answer:
    return Answer(**{name: getattr(row, name) for name in Answer.__struct_fields__})


assert get_args(AnswerName) == t.ANSWERS

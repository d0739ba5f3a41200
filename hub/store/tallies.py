"""Sums kept ready: of each unit and reporting month, by directive and by what an activity says, so that a year of a
province is summed from some thousands of rows and not from all its records.

They follow the records and never lead: whatever changes a record marks its unit and month as `stale`, in the same
transaction, and only where nothing asked for is stale are they used. `StoredRecords.sums` gives the same from the records.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any, Final, Literal, get_args

from sqlalchemy import ColumnElement, Connection, delete, func, select

from hub.store import schema as t
from hub.store.counting_units import CountsFor, counting_unit
from hub.store.records import RecordFilter
from hub.store.rows import GroupedTally
from sync.ledger.activity_fields import COUNTED
from sync.ledger.figures import CountedFields, Figures, Tally, band_of, task_key
from sync.ledger.period import begins_month, ends_month, month_number

TallyKind = Literal["total", "topic", "channel", "task", "audience", "audiences", "body", "language"]
"""What the sums of a unit, month and directive are kept by; `total` by nothing more. A task's key is its number."""

_KINDS: Final[tuple[TallyKind, ...]] = get_args(TallyKind)
"""Every kind: a question that names them all is looked up by the primary key, which begins with them."""

_IN_FIGURES: Final[tuple[TallyKind, ...]] = ("total", "topic", "channel", "task", "audiences", "body")
"""What the figures of a report are made of."""

TallyBy = Literal["unit", "month", "directive", "key"]
"""What kept sums may be grouped by; `key` is the key of what they are kept by."""

_MOST_MONTHS: Final = 36

_ADD: Final = (
    "INSERT INTO tally (dimension, month, unit, directive, key, activities, quantity, audience, minutes) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
)


_SUMMED: Final = (
    "INSERT INTO summed (unit, month, times) VALUES (?, ?, 1) ON CONFLICT (unit, month) DO UPDATE SET times = times + 1"
)


class StoredTallies:
    """The sums, as one transaction reads and changes them."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def mark_stale(self, unit: str, months: Iterable[int]) -> None:
        """Mark the sums of some months of a unit as stale, since their records change."""
        rows = [(unit, month) for month in set(months)]
        if rows:
            self._db.exec_driver_sql("INSERT INTO stale (unit, month) VALUES (?, ?) ON CONFLICT DO NOTHING", rows)

    def stale(self) -> dict[str, list[int]]:
        """The months of each unit that are to be summed again."""
        found: dict[str, list[int]] = {}
        for row in self._db.execute(select(t.stale)):
            found.setdefault(row.unit, []).append(row.month)
        return found

    def sum_again(self, unit: str, months: Sequence[int]) -> None:
        """Sum the records of some months of a unit; they are stale no more."""
        record = t.record.c
        query = select(
            record.month,
            record.directive,
            record.task,
            record.topics,
            record.channel,
            record.quantity,
            record.audience,
            record.minutes,
            record.audiences,
            record.body,
            record.languages,
        ).where(record.unit == unit, record.month.in_(months), record.standing.is_(True))
        sums: dict[tuple[TallyKind, int, str, str], list[int]] = {}
        for month, directive, task, topics, channel, quantity, audience, minutes, *others in self._db.execute(query):
            whom, body, languages = others
            activity = CountedFields(
                directive,
                task,
                tuple(topics.split()),
                channel,
                quantity,
                audience,
                minutes,
                tuple(whom.split()),
                body,
                tuple(languages.split()),
            )
            for kept, key in _keys(activity):
                total = sums.setdefault((kept, month, directive or "", key), [0, 0, 0, 0])
                total[0] += 1
                total[1] += quantity or 0
                total[2] += audience or 0
                total[3] += minutes or 0
        kept_sums = (t.tally.c.dimension.in_(_KINDS), t.tally.c.month.in_(months), t.tally.c.unit == unit)
        self._db.execute(delete(t.tally).where(*kept_sums))
        self._db.execute(delete(t.stale).where(t.stale.c.unit == unit, t.stale.c.month.in_(months)))
        self._db.exec_driver_sql(_SUMMED, [(unit, month) for month in months])
        rows = [(kept, month, unit, directive, key, *total) for (kept, month, directive, key), total in sums.items()]
        if rows:
            self._db.exec_driver_sql(_ADD, rows)

    def summed(self) -> dict[str, dict[int, int]]:
        """By unit and month, how often its records were summed: until that grows, or the month is stale, they are the
        same."""
        found: dict[str, dict[int, int]] = {}
        for unit, month, times in self._db.execute(select(t.summed.c.unit, t.summed.c.month, t.summed.c.times)):
            found.setdefault(unit, {})[month] = times
        return found

    def sums(
        self, wanted: RecordFilter, kept: TallyKind, by: tuple[TallyBy, ...], counts_for: CountsFor
    ) -> list[GroupedTally] | None:
        """The sums asked for, as `StoredRecords.sums` gives them, for each combination of values; None where what is kept
        cannot tell: other filters, days that are no whole months, units that merged within one, or sums that are stale."""
        filtered = _filtered(wanted)
        if filtered is None or not _whole_months(wanted) or not _whole_steps(wanted, by, counts_for):
            return None
        if filtered != "total" and "key" in by and (filtered != kept or kept in ("topic", "audiences", "language")):
            return None  # sums are kept by one thing; and an activity of one topic counts under its others too
        if self._is_stale(wanted):
            return None
        row, used = t.tally.c, kept if filtered == "total" else filtered
        unit = counting_unit(row.unit, counts_for, lambda since: row.month >= (_from_month(since) or 0))
        where = [row.dimension == used, *_months(row.month, wanted)]
        if wanted.unit is not None:
            where.append(unit == wanted.unit)
        if wanted.directive is not None:
            where.append(row.directive == wanted.directive)
        if filtered != "total":
            where.append(row.key == _key_of(wanted))
        columns = {"unit": unit, "month": row.month, "directive": row.directive, "key": row.key}
        groups = [columns[name].label(name) for name in by]
        totals = [func.coalesce(func.sum(row[name]), 0) for name in ("activities", *COUNTED)]
        query = select(*groups, *totals).select_from(t.tally).where(*where).group_by(*groups)
        return [
            GroupedTally(tuple(str(value) for value in found[: len(by)]), Tally(*(int(value) for value in found[len(by) :])))
            for found in self._db.execute(query).all()
        ]

    def figures(self, wanted: RecordFilter, units: Collection[str]) -> dict[str, Figures] | None:
        """The figures of these units for some days and a directive, by the unit that stated the activities; None where what
        is kept cannot tell."""
        row = t.tally.c
        found = self._stated(wanted, units, _IN_FIGURES, (row.dimension, row.directive, row.key))
        if found is None:
            return None
        by_unit: dict[str, _Sums] = {}
        for unit, kept, directive, key, *sums in found:
            by_unit.setdefault(unit, _Sums()).add(kept, directive, key, Tally(*map(int, sums)))
        return {unit: sums.figures() for unit, sums in by_unit.items()}

    def totals(self, wanted: RecordFilter, units: Collection[str]) -> dict[str, Tally] | None:
        """As `figures`, their totals alone."""
        found = self._stated(wanted, units, ("total",), ())
        return None if found is None else {unit: Tally(*map(int, sums)) for unit, *sums in found}

    def _stated(
        self, wanted: RecordFilter, units: Collection[str], kinds: Sequence[TallyKind], by: Sequence[ColumnElement[str]]
    ) -> Sequence[Sequence[Any]] | None:
        """What is kept of these units by some kinds, each row a unit that stated the activities, the values grouped by, and
        the sums; None where what is kept cannot tell."""
        if _filtered(wanted) != "total" or wanted.unit is not None or not _whole_months(wanted):
            return None
        if self._is_stale(wanted, units):
            return None
        row = t.tally.c
        where = [row.dimension.in_(kinds), *_each_month(row.month, wanted), row.unit.in_(sorted(units))]
        if wanted.directive is not None:
            where.append(row.directive == wanted.directive)
        totals = [func.coalesce(func.sum(row[name]), 0) for name in ("activities", *COUNTED)]
        return self._db.execute(select(row.unit, *by, *totals).where(*where).group_by(row.unit, *by)).all()

    def _is_stale(self, wanted: RecordFilter, units: Collection[str] | None = None) -> bool:
        """Whether anything that may be asked about, of some units or of all, is to be summed again."""
        query = select(t.stale.c.unit).where(*_months(t.stale.c.month, wanted)).limit(1)
        if units is not None:
            query = query.where(t.stale.c.unit.in_(sorted(units)))
        return self._db.execute(query).first() is not None


class _Sums:
    """The sums of one unit, as its figures have them."""

    def __init__(self) -> None:
        groups = ("", "directive", "channel", "topic", "task", "audiences", "body")
        self._groups: dict[str, dict[str, Tally]] = {group: {} for group in groups}

    def add(self, kept: str, directive: str, key: str, tally: Tally) -> None:
        """Take what is kept under a directive and key."""
        if kept == "total":
            self._grow("", "", tally)
            self._grow("directive", directive, tally)
        elif kept in ("channel", "topic") or (kept != "task" and key):
            self._grow(kept, key, tally)
        elif kept == "task" and task_key(directive, key):
            self._grow("task", task_key(directive, key), tally)

    def _grow(self, group: str, key: str, tally: Tally) -> None:
        sums = self._groups[group]
        sums[key] = sums[key] + tally if key in sums else tally

    def figures(self) -> Figures:
        """The figures that these sums are, their keys in order."""
        ordered = {group: dict(sorted(sums.items())) for group, sums in self._groups.items()}
        return Figures(
            total=ordered[""].get("", Tally()),
            channels=ordered["channel"],
            topics=ordered["topic"],
            directives=ordered["directive"],
            tasks=ordered["task"],
            audiences=ordered["audiences"],
            bodies=ordered["body"],
        )


def _keys(activity: CountedFields) -> Iterable[tuple[TallyKind, str]]:
    """Under what an activity is summed; an activity with several topics once under each."""
    yield "total", ""
    for topic in dict.fromkeys(activity.topics) or ("",):
        yield "topic", topic
    yield "channel", activity.channel or ""
    yield "task", activity.task or ""
    yield "audience", band_of(activity.audience)
    for group in dict.fromkeys(activity.audiences) or ("",):
        yield "audiences", group
    yield "body", activity.body or ""
    for language in activity.every_language or ("",):
        yield "language", language


def _filtered(wanted: RecordFilter) -> TallyKind | None:
    """What the filters beside days, unit and directive are about; None for what is not kept."""
    if wanted.answer is not None or wanted.conflicted or wanted.stands is not True or wanted.gathering is not None:
        return None
    asked: dict[TallyKind, str | None] = {
        "topic": wanted.topic,
        "channel": wanted.channel,
        "task": wanted.task,
        "audience": wanted.band,
        "audiences": wanted.audience,
        "body": wanted.body,
    }
    given = [kept for kept, value in asked.items() if value is not None]
    if not given:
        return "total"
    if len(given) > 1 or (given == ["task"] and not (wanted.task and wanted.directive)):
        return None
    return given[0]


def _months(column: ColumnElement[int], wanted: RecordFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.start is not None:
        found.append(column >= month_number(wanted.start))
    if wanted.end is not None:
        found.append(column <= month_number(wanted.end))
    return found


def _each_month(column: ColumnElement[int], wanted: RecordFilter) -> list[ColumnElement[bool]]:
    """As `_months`, the months named where they are no more than some years': with units named as well, a few rows are
    looked up by their keys and a province's whole year is not read."""
    if wanted.start is None or wanted.end is None:
        return _months(column, wanted)
    first, last = month_number(wanted.start), month_number(wanted.end)
    return [column.in_(range(first, last + 1))] if last - first < _MOST_MONTHS else _months(column, wanted)


def _key_of(wanted: RecordFilter) -> str:
    keys = (wanted.topic, wanted.channel, wanted.task, wanted.band, wanted.audience, wanted.body)
    return next(value for value in keys if value is not None)


def _whole_months(wanted: RecordFilter) -> bool:
    return (wanted.start is None or begins_month(wanted.start)) and (wanted.end is None or ends_month(wanted.end))


def _whole_steps(wanted: RecordFilter, by: tuple[TallyBy, ...], counts_for: CountsFor) -> bool:
    """Whether no unit became another's within a month, as far as those units are asked about."""
    if wanted.unit is None and "unit" not in by:
        return True
    return all(
        _from_month(since) is not None
        for unit, steps in counts_for.items()
        if wanted.unit is None or wanted.unit == unit or wanted.unit in {successor for _since, successor in steps}
        for since, _successor in steps
    )


def _from_month(since: str) -> int | None:
    """The first month of which all days lie on or after a day; None for a day within a month."""
    if since <= "0001":
        return 0
    return month_number(since) if begins_month(since) else None

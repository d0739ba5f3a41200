"""Records as the laptop keeps and shows them: projected from the entries it holds, searched, counted. The other half of
the laptop's SQL; transactions and logs are `store`'s.

A record's row is derived and nothing else: whenever its entries change it is merged anew from all of them.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, Literal

import msgspec
from msgspec import Struct

from field.store import schema
from field.store.search import match_expression, searched
from sync.encoding import DeviceId, Hash, tobase64, unbase64
from sync.errors import Misuse
from sync.ledger import origins
from sync.ledger.entry import Activity, Noted, Reminder, Report, Retraction, Review, Verdict, decode
from sync.ledger.merge import Record, Values, merge
from sync.ledger.origins import LogKind
from sync.ledger.period import Period
from sync.ledger.versions import version_of

RecordStatus = Literal["conflict", "held", "returned", "unsent", "retracted", "accepted", "received"]
"""Where a record stands; of several, the first in this order, which is the order in which somebody must act.

    conflict    two people set it differently without seeing each other
    held        the hub holds back an entry of it
    returned    the province returned it as it stands now, to be revised
    unsent      no receipt covers some own entry of it
    retracted   it was taken back
    accepted    the province accepted it as it stands now
    received    the hub has all of it that was written here
"""

_HELD: Final = "(SELECT record FROM held CROSS JOIN entry WHERE entry.log = 1 AND entry.idx = held.idx)"
"""Records with an entry that the hub holds back: few, so the join begins with what is held."""

_STATE: Final = f"""
    CASE WHEN conflicts > 0 THEN 'conflict'
         WHEN num IN {_HELD} THEN 'held'
         WHEN reviewed = 'returned' AND NOT retracted THEN 'returned'
         WHEN last_own >= (SELECT acked FROM log WHERE id = 1) THEN 'unsent'
         WHEN retracted THEN 'retracted'
         ELSE coalesce(reviewed, 'received') END"""  # noqa: S608 - constants of this file

_SURE: Final[dict[RecordStatus, str]] = {
    "conflict": "conflicts > 0",
    "held": f"num IN {_HELD}",
    "returned": "reviewed = 'returned'",
    "unsent": "last_own >= (SELECT acked FROM log WHERE id = 1)",
    "retracted": "retracted = 1",
    "accepted": "reviewed = 'accepted'",
    "received": "conflicts = 0",
}
"""What holds of every record in a state, besides others: cheaper to ask first than `_STATE`."""

_ALL_MATCHING: Final = "SELECT rowid AS found FROM search WHERE words MATCH :match"
_MATCHING: Final = f"{_ALL_MATCHING} ORDER BY rowid DESC LIMIT :most"
"""Of many matches those logged last: the index gives them in this order, while sorting all of them by date would cost as
much as they are."""

_ID_PART: Final = re.compile(r"[0-9a-f-]{8,36}")
_pack: Final = msgspec.msgpack.Encoder()
_unpack: Final = msgspec.msgpack.Decoder(Record)


class ActivityFilter(Struct, frozen=True, kw_only=True):
    """Which records are wanted. An empty topic, channel or task asks for those that name none."""

    search: str | None = None
    """Words as typed, any accents."""
    period: Period | None = None
    topic: str | None = None
    channel: str | None = None
    directive: str | None = None
    """Its id."""
    task: str | None = None
    state: RecordStatus | None = None
    counting: bool = False
    """Only those that figures count: not taken back."""
    limit: int = 1_000_000


class ActivityRow(Struct, frozen=True):
    """A record in a list."""

    record: str
    state: RecordStatus
    values: Values
    retracted: str | None = None
    """The reason, if it is taken back, whatever its state."""


class HistoryLine(Struct, frozen=True, kw_only=True):
    """One entry of a record."""

    leaf: Hash
    """Its leaf hash: its name for ever."""
    device: DeviceId
    index: int
    """Its place in the device's log."""
    received: bool
    """Whether the hub is known to hold it."""
    held: str | None
    """Why the hub holds it back, if it does."""
    entry: Activity | Retraction
    after: int | None = None
    """Of an own entry: the hub's time, POSIX seconds, after which it was made, as far as its log proves it."""
    receipt: int | None = None
    """Of an own entry: the hub's time on the first receipt that covers it."""


class RecordReview(Struct, frozen=True):
    """The province's answer to a record."""

    verdict: Verdict
    comment: str
    at: int
    """POSIX seconds by the hub's clock."""


class RecordPage(Struct, frozen=True):
    """A record and how it came to be; `history` in order of the claimed times."""

    record: Record
    state: RecordStatus
    history: tuple[HistoryLine, ...]
    review: RecordReview | None = None
    """What the province says of it as it stands now."""


class ReportHead(Struct, frozen=True, kw_only=True):
    """A report entry that no later one replaces."""

    leaf: Hash
    device: DeviceId
    index: int
    received: bool
    entry: Report


class QuarantinedRow(Struct, frozen=True):
    """An own entry that the hub holds back; `record` is None if it is not about an activity."""

    index: int
    why: str
    detail: str
    record: str | None


class RecordCounts(Struct, frozen=True, kw_only=True):
    """How much there is of what. Entries are the own log's, without joins."""

    records: int
    """Activities not taken back, of the whole unit as far as held."""
    unsent: int
    received: int
    held: tuple[QuarantinedRow, ...]
    conflicts: int
    returned: int
    """Activities that the province returned, and that nobody has revised since."""


class HubMessage(Struct, frozen=True, kw_only=True):
    """Something that the province said to this unit."""

    index: int
    """Its place in the unit's desk log."""
    entry: Review | Reminder
    title: str | None = None
    """Of the activity that it is about."""
    settled: bool = False
    """Of a review: whether the activity has changed since, or a later review has come."""


class Records:
    """The records in a store's connection."""

    def __init__(self, sql: sqlite3.Connection) -> None:
        self._sql = sql

    # -- projection

    def number(self, record: str) -> int:
        """The number of a record, given to it if it has none."""
        row = self._sql.execute("SELECT num FROM record WHERE id = ?", (record,)).fetchone()
        if row is not None:
            return int(row[0])
        made = self._sql.execute("INSERT INTO record (id) VALUES (?)", (record,)).lastrowid
        assert made is not None, "an insert gives a row number"
        return made

    def project(self, numbers: Iterable[int]) -> None:
        """Make these records anew from all their entries."""
        for number in sorted(numbers):
            self._project_one(number)

    def _project_one(self, number: int) -> None:
        rows = self._sql.execute("SELECT log, idx, leaf, line FROM entry WHERE record = ?", (number,)).fetchall()
        if not rows:
            return  # something was said of it, and it is not here yet
        record = merge(version_of(line, leaf) for _log, _idx, leaf, line in rows)
        values = record.values
        self._sql.execute(
            "UPDATE record SET date = ?, directive = ?, task = ?, channel = ?, topics = ?, retracted = ?, conflicts = ?,"
            " last_own = ?, state = ?, reviewed = (SELECT verdict FROM review WHERE record = num AND heads = ?)"
            " WHERE num = ?",
            (
                values.date,
                values.directive,
                values.task,
                values.channel,
                schema.spelled(values.topics),
                record.retracted is not None,
                len(record.conflicts),
                max((idx for log, idx, _leaf, _line in rows if log == schema.OWN), default=None),
                _pack.encode(record),
                b"".join(record.heads),
                number,
            ),
        )
        self._sql.execute("DELETE FROM search WHERE rowid = ?", (number,))
        self._sql.execute("INSERT INTO search (rowid, words) VALUES (?, ?)", (number, searched(record.values)))

    def review(self, entry: Review) -> int | None:
        """Take what the province says of a record; its number, None if it is about something else. The record's own
        entries may come later than this."""
        if entry.record is None:
            return None
        number = self.number(entry.record)
        heads = b"".join(sorted(unbase64(head, length=32) for head in entry.heads))
        self._sql.execute(
            "INSERT OR REPLACE INTO review VALUES (?, ?, ?, ?, ?)", (number, heads, entry.verdict, entry.comment, entry.at)
        )
        return number

    # -- looking

    def page(self, typed: str, own: str) -> RecordPage:
        """One record, by the beginning of its id; `own` is the own log's origin."""
        number, state, packed = self._find(typed)
        rows = self._sql.execute(
            "SELECT origin, entry.idx, leaf, line, held.why || ': ' || held.detail,"
            " CASE WHEN entry.log = ?1 THEN (SELECT max(time) FROM receipt WHERE own <= entry.idx) END,"
            " CASE WHEN entry.log = ?1 THEN (SELECT min(time) FROM receipt WHERE receipt.acked > entry.idx) END"
            " FROM entry JOIN log ON log.id = entry.log"
            " LEFT JOIN held ON entry.log = ?1 AND held.idx = entry.idx WHERE record = ?2",
            (schema.OWN, number),
        ).fetchall()
        (acked,) = self._sql.execute("SELECT acked FROM log WHERE id = ?", (schema.OWN,)).fetchone()
        history = [
            HistoryLine(
                leaf=leaf,
                device=origins.parse(origin).device,
                index=idx,
                received=origin != own or idx < acked,
                held=held,
                entry=version_of(line, leaf).entry,
                after=after,
                receipt=receipt,
            )
            for origin, idx, leaf, line, held, after, receipt in rows
        ]
        history.sort(key=lambda line: (line.entry.at, line.device, line.index))
        review = self._sql.execute(
            "SELECT verdict, comment, at FROM review JOIN record ON num = record WHERE record = ? AND reviewed IS NOT NULL",
            (number,),
        ).fetchone()
        return RecordPage(_unpack.decode(packed), state, tuple(history), None if review is None else RecordReview(*review))

    def _find(self, typed: str) -> tuple[int, RecordStatus, bytes]:
        part = typed.strip().lower()
        if not _ID_PART.fullmatch(part):
            raise Misuse("bad-id", text=typed[:40])
        # Ids of one minute begin alike, so people name an activity by how its id ends as well.
        select = f"SELECT num, {_STATE}, state, id FROM record WHERE state IS NOT NULL AND"  # noqa: S608 - a constant
        found = self._sql.execute(f"{select} id >= ? AND id < ? LIMIT 3", (part, part + "~")).fetchall()
        if len(found) != 1:
            ending = self._sql.execute(f"{select} id LIKE ? LIMIT 3", ("%" + part,)).fetchall()
            found = ending if len(ending) == 1 else found or ending
        if len(found) != 1:
            near = ", ".join(row[3] for row in found)
            raise Misuse("ambiguous-id", text=part, near=near) if found else Misuse("no-such-record", text=part)
        number, state, packed, _id = found[0]
        return number, state, packed

    def rows(self, wanted: ActivityFilter) -> list[ActivityRow]:
        """The records that a filter lets through."""
        return self.rows_of(self.numbers(wanted))

    def numbers(self, wanted: ActivityFilter) -> list[int]:
        """The numbers of the records that a filter lets through, the latest date first."""
        # The index that lists are in holds no other column: for a filter one pass over the table is faster, and the
        # plus keeps SQLite from that index.
        plus = "" if wanted == ActivityFilter(limit=wanted.limit) else "+"
        among, where, asked = _question(wanted)
        found = self._sql.execute(
            f"SELECT num FROM {among} WHERE {' AND '.join([f'{plus}state IS NOT NULL', *where])}"  # noqa: S608 - constants
            f" ORDER BY {plus}date DESC, num DESC LIMIT :limit",
            asked,
        )
        return [number for (number,) in found]

    def rows_of(self, numbers: Sequence[int]) -> list[ActivityRow]:
        """The records of these numbers, in their order."""
        rows = self._sql.execute(
            f"SELECT num, id, {_STATE}, state FROM record WHERE num IN (SELECT value FROM json_each(?))",  # noqa: S608 - as above
            (msgspec.json.encode(numbers).decode(),),
        )
        found: dict[int, ActivityRow] = {}
        for number, record, state, packed in rows:
            merged = _unpack.decode(packed)
            found[number] = ActivityRow(record, state, merged.values, merged.retracted)
        return [found[number] for number in numbers if number in found]

    def said(self, desk: str) -> list[HubMessage]:
        """What the province said to the unit, the newest first; `desk` is the origin of its log."""
        rows = self._sql.execute(
            "SELECT entry.idx, line FROM entry JOIN log ON log.id = entry.log"
            " WHERE kind IN ('review', 'reminder') AND entry.record IS NULL AND origin = ? ORDER BY entry.idx DESC",
            (desk,),
        ).fetchall()
        return [self._said(idx, line) for idx, line in rows]

    def _said(self, idx: int, line: bytes) -> HubMessage:
        entry = decode(line, LogKind.DESK)
        assert isinstance(entry, Review | Reminder), "stored as one"
        row = None
        if isinstance(entry, Review) and entry.record is not None:
            row = self._sql.execute(
                "SELECT record.state, reviewed IS NULL OR review.at > ? FROM record LEFT JOIN review ON record = num"
                " WHERE id = ? AND record.state IS NOT NULL",
                (entry.at, entry.record),
            ).fetchone()
        if row is None:
            return HubMessage(index=idx, entry=entry)
        return HubMessage(index=idx, entry=entry, title=_unpack.decode(row[0]).values.title, settled=bool(row[1]))

    def done_by_task(self, directive: str) -> dict[str, int]:
        """How many activities name each task of a directive; `""` for those that name none."""
        rows = self._sql.execute(
            "SELECT coalesce(task, ''), count(*) FROM record WHERE directive = ? AND retracted = 0 GROUP BY task",
            (directive,),
        )
        return dict(rows)

    def noted(self) -> dict[str, int]:
        """By directive, the newest position in the registry that somebody of the unit has noted."""
        rows = self._sql.execute("SELECT line FROM entry WHERE kind = 'noted' AND record IS NULL")
        notes = [entry for (line,) in rows if isinstance(entry := decode(line, LogKind.DEVICE), Noted)]
        return {note.directive: note.position for note in sorted(notes, key=lambda note: note.position)}

    def habits(self, column: Literal["channel", "directive", "language"], limit: int) -> list[str]:
        """What this unit has used lately, the most used first."""
        rows = self._sql.execute(
            "SELECT value, count(*) AS used FROM (SELECT json_extract(CAST(line AS TEXT), '$.fields.' || ?) AS value"
            " FROM entry WHERE record IS NOT NULL ORDER BY log, idx DESC LIMIT 300)"
            " WHERE value IS NOT NULL GROUP BY value ORDER BY used DESC, value LIMIT ?",
            (column, limit),
        )
        return [value for value, _used in rows]

    def counted(self, period: Period) -> Iterator[Record]:
        """The records that a period counts."""
        rows = self._sql.execute(
            "SELECT state FROM record WHERE date BETWEEN :start AND :end AND retracted = 0"
            " AND (:directive IS NULL OR directive = :directive)",
            _window(period),
        )
        return (_unpack.decode(packed) for (packed,) in rows)

    def reports(self) -> dict[str, tuple[ReportHead, ...]]:
        """By period, the reports that no later one replaces."""
        (acked,) = self._sql.execute("SELECT acked FROM log WHERE id = ?", (schema.OWN,)).fetchone()
        rows = self._sql.execute(
            "SELECT log, origin, idx, leaf, line FROM entry JOIN log ON log.id = entry.log"
            " WHERE kind = 'report' AND record IS NULL ORDER BY idx"
        )
        heads: dict[str, list[ReportHead]] = {}
        replaced: set[str] = set()
        for log, origin, idx, leaf, line in rows:
            entry = decode(line, LogKind.DEVICE)
            assert isinstance(entry, Report), "stored as a report"
            received = log != schema.OWN or idx < acked
            head = ReportHead(leaf=leaf, device=origins.parse(origin).device, index=idx, received=received, entry=entry)
            heads.setdefault(entry.period, []).append(head)
            replaced.update(entry.base)
        return {
            period: tuple(head for head in found if tobase64(head.leaf) not in replaced)
            for period, found in sorted(heads.items())
        }

    def counts(self) -> RecordCounts:
        """How much there is of what."""
        size, acked = self._sql.execute("SELECT size, acked FROM log WHERE id = ?", (schema.OWN,)).fetchone()
        joins, acked_joins = self._sql.execute(
            "SELECT count(*), coalesce(sum(idx < ?), 0) FROM entry WHERE kind = 'join' AND log = ? AND record IS NULL",
            (acked, schema.OWN),
        ).fetchone()
        held = self._sql.execute(
            "SELECT held.idx, why, detail, id FROM held LEFT JOIN entry ON entry.log = ? AND entry.idx = held.idx"
            " LEFT JOIN record ON num = entry.record ORDER BY held.idx",
            (schema.OWN,),
        )
        return RecordCounts(
            records=self._one("SELECT count(*) FROM record WHERE retracted = 0 AND state IS NOT NULL"),
            unsent=size - acked - (joins - acked_joins),
            received=acked - acked_joins,
            held=tuple(QuarantinedRow(*row) for row in held),
            conflicts=self._one("SELECT count(*) FROM record WHERE conflicts > 0"),
            returned=self._one("SELECT count(*) FROM record WHERE reviewed = 'returned' AND retracted = 0"),
        )

    def _one(self, statement: str) -> int:
        (number,) = self._sql.execute(statement).fetchone()
        return int(number)


def _question(wanted: ActivityFilter) -> tuple[str, list[str], dict[str, str | int | None]]:
    """What to look among, on which conditions, and the values that they name."""
    asked: dict[str, str | int | None] = {"limit": wanted.limit, **_window(wanted.period)}
    among, where = "record", list[str]()
    if wanted.search is not None:
        asked["match"] = match_expression(wanted.search) or '""'
        asked["most"] = wanted.limit
        only_searched = wanted == ActivityFilter(search=wanted.search, limit=wanted.limit)
        among = f"({_MATCHING if only_searched else _ALL_MATCHING}) JOIN record ON num = found"
    if wanted.period is not None:
        where += ["date BETWEEN :start AND :end", "(:directive IS NULL OR directive = :directive)"]
    for column in ("directive", "task", "channel"):
        if (value := getattr(wanted, column)) is not None:
            where.append(f"coalesce({column}, '') = :wanted_{column}" if value == "" else f"{column} = :wanted_{column}")
            asked[f"wanted_{column}"] = value
    if wanted.counting:
        where.append("retracted = 0")
    if wanted.topic == "":
        where.append("topics = ''")
    elif wanted.topic is not None:
        where.append("topics LIKE '% ' || :topic || ' %'")
        asked["topic"] = wanted.topic
    if wanted.state is not None:
        where += [_SURE[wanted.state], f"{_STATE} = :wanted_state"]
        asked["wanted_state"] = wanted.state
    return among, where, asked


def _window(period: Period | None) -> dict[str, str | None]:
    if period is None:
        return {"start": None, "end": None, "directive": None}
    return {"start": period.start, "end": period.end, "directive": period.directive}

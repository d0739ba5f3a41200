"""A filter of activities as SQL, and a record's status as SQL: which records, on which conditions."""

from __future__ import annotations

from typing import Final, NamedTuple

from field.store.rows import ActivityFilter, RecordStatus
from field.store.schema import HELD_BACK
from field.store.search import match_expression
from sync.ledger.period import Period

_HELD: Final = f"(SELECT record FROM held CROSS JOIN entry WHERE entry.log = 1 AND entry.idx = held.idx AND {HELD_BACK})"  # noqa: S608 - a constant
"""Records with an entry that the hub holds back: few, so the join begins with what is held."""

STATUS: Final = f"""
    CASE WHEN conflicts > 0 THEN 'conflict'
         WHEN num IN {_HELD} THEN 'held'
         WHEN reviewed = 'returned' AND NOT retracted THEN 'returned'
         WHEN last_own >= (SELECT acked FROM log WHERE id = 1) THEN 'unsent'
         WHEN retracted THEN 'retracted'
         ELSE coalesce(reviewed, 'received') END"""  # noqa: S608 - constants of this file
"""A record's `RecordStatus`."""

_SURE: Final[dict[RecordStatus, str]] = {
    "conflict": "conflicts > 0",
    "held": f"num IN {_HELD}",
    "returned": "reviewed = 'returned'",
    "unsent": "last_own >= (SELECT acked FROM log WHERE id = 1)",
    "retracted": "retracted = 1",
    "accepted": "reviewed = 'accepted'",
    "received": "conflicts = 0",
}
"""What holds of every record of a status, and of others besides: cheaper to ask first than `STATUS`."""

_ALL_MATCHING: Final = "SELECT rowid AS found FROM search WHERE words MATCH :match"
_MATCHING: Final = f"{_ALL_MATCHING} ORDER BY rowid DESC LIMIT :most"
"""Of many matches those logged last: the index gives them in this order, while sorting all of them by date would cost as
much as they are."""


class Selection(NamedTuple):
    """A filter's part of a query."""

    source: str
    """What stands behind FROM."""
    conditions: list[str]
    values: dict[str, str | int | None]
    """The values that both name, and `limit`."""


def selection(wanted: ActivityFilter) -> Selection:
    """The part of a query that finds what a filter lets through."""
    values: dict[str, str | int | None] = {"limit": wanted.limit, **window(wanted.period)}
    source, where = "record", list[str]()
    if wanted.search is not None:
        values["match"] = match_expression(wanted.search) or '""'
        values["most"] = wanted.limit
        only_searched = wanted == ActivityFilter(search=wanted.search, limit=wanted.limit)
        source = f"({_MATCHING if only_searched else _ALL_MATCHING}) JOIN record ON num = found"
    if wanted.period is not None:
        where += ["date BETWEEN :start AND :end", "(:directive IS NULL OR directive = :directive)"]
    for column in ("directive", "task", "channel"):
        if (value := getattr(wanted, column)) is not None:
            where.append(f"coalesce({column}, '') = :wanted_{column}" if value == "" else f"{column} = :wanted_{column}")
            values[f"wanted_{column}"] = value
    if wanted.counting:
        where.append("retracted = 0")
    if wanted.topic == "":
        where.append("topics = ''")
    elif wanted.topic is not None:
        where.append("topics LIKE '% ' || :topic || ' %'")
        values["topic"] = wanted.topic
    if wanted.status is not None:
        where += [_SURE[wanted.status], f"{STATUS} = :wanted_status"]
        values["wanted_status"] = wanted.status
    return Selection(source, where, values)


def window(period: Period | None) -> dict[str, str | None]:
    """The values `start`, `end` and `directive` of a period, all None without one."""
    if period is None:
        return {"start": None, "end": None, "directive": None}
    return {"start": period.start, "end": period.end, "directive": period.directive}

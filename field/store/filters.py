"""A filter of activities as SQL, and a record's status as SQL: which records, on which conditions."""

from __future__ import annotations

from typing import Final, NamedTuple

from field.store.rows import ActivityFilter, RecordStatus
from field.store.schema import HELD_BACK
from field.store.search import match_expression
from sync.ledger.gathering import Gathering
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
        where.append(f"date BETWEEN :start AND :end AND {gathered(wanted.period)}")
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


def window(period: Period | None) -> dict[str, str | int | None]:
    """The values of a period that `gathered` and the days `start` and `end` name, None without one."""
    if period is None:
        return {"start": None, "end": None}
    gathering = period.gathering or Gathering()
    return {
        "start": period.start,
        "end": period.end,
        **{f"whose{place}": directive for place, directive in enumerate(gathering.directives)},
        **{f"about{place}": f"% {topic} %" for place, topic in enumerate(gathering.topics)},
        **{f"of{place}": directive for place, (directive, _number) in enumerate(gathering.tasks)},
        **{f"no{place}": number for place, (_directive, number) in enumerate(gathering.tasks)},
    }


def gathered(period: Period, directive: str = "directive") -> str:
    """The condition that a record is one of those that a period gathers; `directive` is the column that has it."""
    gathering = period.gathering
    if gathering is None:
        return "TRUE"
    of_any = [
        *(f"{directive} = :whose{place}" for place in range(len(gathering.directives))),
        *(f"topics LIKE :about{place}" for place in range(len(gathering.topics))),
        *(f"({directive} = :of{place} AND task = :no{place})" for place in range(len(gathering.tasks))),
    ]
    return f"({' OR '.join(of_any)})"

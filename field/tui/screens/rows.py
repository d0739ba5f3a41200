"""Activities as lines of a list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from field.session import Session
from field.store.rows import ActivityFilter, ActivityRow
from field.tui.themes import STATE_COLOURS
from field.tui.widgets.record_table import RecordLine, RecordLines
from sync.wording.dates import days
from sync.wording.directive_names import period_words
from sync.wording.future_day import dated_after_mark
from sync.wording.i18n import catalogue
from sync.wording.listed import marked_title
from sync.wording.names import term
from sync.wording.statuses import status_words

_ = catalogue("field")


def columns() -> tuple[str, str, str, str]:
    """The headings of a list of activities."""
    return _("date"), _("state"), _("channel"), _("title")


def as_line(row: ActivityRow) -> RecordLine:
    """An activity as a line; of one that is taken back that counts, its colour says if it is unsent."""
    shown = "retracted" if row.retracted is not None and row.status == "unsent" else row.status
    return RecordLine(
        row.record,
        days(row.values.date, row.values.span_end),
        status_words(shown),
        STATE_COLOURS[row.status],
        term("channels", row.values.channel),
        listed_title(row),
    )


def listed_title(row: ActivityRow) -> str:
    """The title of an activity, behind what is to be known of it."""
    return marked_title(
        str(row.values.title),
        entered=row.entered,
        erased=row.erased,
        dated_after=row.dated_after,
        altered=row.altered,
    )


def lines_of(session: Session, wanted: ActivityFilter, first: Sequence[RecordLine] = ()) -> RecordLines:
    """The activities that a filter lets through, below what comes `first`; each read as it comes into sight."""
    numbers = session.store.records.numbers(wanted)

    def read(start: int, count: int) -> list[RecordLine]:
        at = start - len(first)
        return [
            *first[start : start + count],
            *map(as_line, session.store.records.rows_of(numbers[max(at, 0) : max(at + count, 0)])),
        ]

    return RecordLines(len(first) + len(numbers), read)


def filter_words(wanted: ActivityFilter, directives: dict[str, str]) -> list[str]:
    """What a filter is limited to, besides its search; `directives` are their names, by id."""
    told = [
        wanted.period and period_words(wanted.period.name),
        _limit("topics", wanted.topic),
        _limit("channels", wanted.channel),
        wanted.directive and directives.get(wanted.directive, wanted.directive),
        wanted.task and _("task {number}").format(number=wanted.task),
        wanted.status and status_words(wanted.status),
        wanted.dated_after and dated_after_mark(),
    ]
    return [limit for limit in told if limit]


def _limit(which: Literal["topics", "channels"], code: str | None) -> str | None:
    if code == "":
        return _("no channel") if which == "channels" else _("no topic")
    return code and term(which, code)

"""How an activity looks as a line of a list."""

from __future__ import annotations

from field.dates import shown
from field.records import Filter, Row
from field.session import Session
from field.tui.themes import STATE_COLOURS
from field.tui.widgets.recordtable import Line, Lines
from field.wording import code_words, state_word
from sync.words import catalogue

_ = catalogue("field")


def columns() -> tuple[str, str, str, str]:
    """The headings."""
    return _("date"), _("state"), _("channel"), _("title")


def as_line(row: Row) -> Line:
    """A line of the list."""
    return Line(
        row.record,
        shown(row.values.date),
        state_word(row.state),
        STATE_COLOURS[row.state],
        code_words("channels", row.values.channel),
        row.values.title,
    )


def lines_of(session: Session, wanted: Filter) -> Lines:
    """The activities that a filter lets through, read as they come into sight."""

    def read(start: int, count: int) -> list[Line]:
        part = Filter(
            search=wanted.search, period=wanted.period, topic=wanted.topic, channel=wanted.channel,
            directive=wanted.directive, task=wanted.task, state=wanted.state, limit=count, offset=start,
        )  # fmt: skip
        return [as_line(row) for row in session.store.records(part)]

    return Lines(session.store.count(wanted), read)

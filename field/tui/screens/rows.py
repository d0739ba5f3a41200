"""How an activity looks as a line of a list."""

from __future__ import annotations

from collections.abc import Sequence

from field.activities.dates import shown
from field.session import Session
from field.store.records import ActivityFilter, ActivityRow
from field.tui.themes import STATE_COLOURS
from field.tui.widgets.recordtable import Line, Lines
from field.wording import code_words, state_word
from sync.wording.i18n import catalogue

_ = catalogue("field")


def columns() -> tuple[str, str, str, str]:
    """The headings."""
    return _("date"), _("state"), _("channel"), _("title")


def as_line(row: ActivityRow) -> Line:
    """A line of the list."""
    return Line(
        row.record,
        shown(row.values.date),
        state_word(row.state),
        STATE_COLOURS[row.state],
        code_words("channels", row.values.channel),
        row.values.title,
    )


def lines_of(session: Session, wanted: ActivityFilter, first: Sequence[Line] = ()) -> Lines:
    """The activities that a filter lets through, below what comes `first`; each read as it comes into sight."""
    store, numbers = session.store, session.store.numbers(wanted)

    def read(start: int, count: int) -> list[Line]:
        at = start - len(first)
        return [*first[start : start + count], *map(as_line, store.rows_of(numbers[max(at, 0) : max(at + count, 0)]))]

    return Lines(len(first) + len(numbers), read)

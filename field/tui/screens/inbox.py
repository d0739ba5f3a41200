"""The inbox: what the province said to this unit, accepted, returned, reminders. Enter opens what it is about."""

from __future__ import annotations

from collections.abc import Callable

from textual import on
from textual.app import ComposeResult

from field.store.rows import HubMessage
from field.tui.screens.page import Page
from field.tui.screens.record import RecordScreen
from field.tui.screens.report import ReportScreen
from field.tui.widgets.column_list import ColumnList, ListCell, ListColumn, ListLine
from sync.ledger.entry import Reminder
from sync.wording.dates import moment
from sync.wording.i18n import catalogue

_ = catalogue("field")

_SHOWN = 300


class Inbox(Page):
    """The unit's desk log, the newest first."""

    ACTIONS = "inbox"

    def where(self) -> str:
        return _("Inbox: what the province said")

    def body(self) -> ComposeResult:
        columns = ListColumn(_("when"), 16), ListColumn(_("answer"), 12), ListColumn(_("about"))
        yield ColumnList(columns, _("Nothing yet. What the province says comes with a sync (F5)."))

    def on_mount(self) -> None:
        """The list is all there is."""
        self.query_one(ColumnList).options.focus()

    def reload(self) -> None:
        messages = self.session.store.reporting.messages()[:_SHOWN]
        self.query_one(ColumnList).show(_line(message, self.session.period_words) for message in messages)

    @on(ColumnList.LineOpened)
    def _opened(self, event: ColumnList.LineOpened) -> None:
        message = next(found for found in self.session.store.reporting.messages() if str(found.index) == event.key)
        with self.telling():
            if message.entry.period is not None:
                self.app.push_screen(ReportScreen(self.session, message.entry.period))
            elif message.entry.record is not None:
                self.app.push_screen(RecordScreen(self.session, message.entry.record))


def _line(message: HubMessage, period_words: Callable[[str], str]) -> ListLine:
    entry = message.entry
    if isinstance(entry, Reminder):
        what = ListCell(_("reminder"), "warning")
    elif entry.verdict == "accepted":
        what = ListCell(_("accepted"), "success")
    else:
        what = ListCell(_("returned"), "" if message.settled else "error")
    about = message.title or (
        _("report {period}").format(period=period_words(entry.period)) if entry.period else _("an activity not held here")
    )
    if message.changed:
        about = _("{about} (changed since)").format(about=about)
    elif message.replaced:
        about = _("{about} (answered again since)").format(about=about)
    return ListLine(str(message.index), (moment(entry.at), what, f"{about}\n{entry.comment}" if entry.comment else about))

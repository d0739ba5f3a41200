"""What the province said to this unit: accepted, returned, reminders. Enter opens what it is about."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult

from field.store.rows import HubMessage
from field.tui.screens.page import Page
from field.tui.screens.record import RecordScreen
from field.tui.screens.report import ReportScreen
from field.tui.widgets.sheet import Cell, Column, Sheet, SheetLine
from sync.ledger.entry import Reminder
from sync.wording.dates import moment
from sync.wording.i18n import catalogue

_ = catalogue("field")

_SHOWN = 300


class Inbox(Page):
    """The unit's desk log, the newest first."""

    ROOM = "inbox"

    def where(self) -> str:
        return _("Inbox: what the province said")

    def body(self) -> ComposeResult:
        columns = Column(_("when"), 16), Column(_("answer"), 12), Column(_("about"))
        yield Sheet(columns, _("Nothing yet. What the province says comes with a sync (F5)."))

    def on_mount(self) -> None:
        """The list is all there is."""
        self.query_one(Sheet).options.focus()

    def reload(self) -> None:
        self.query_one(Sheet).show(map(_line, self.session.store.reporting.messages()[:_SHOWN]))

    @on(Sheet.Opened)
    def _opened(self, event: Sheet.Opened) -> None:
        said = next(one for one in self.session.store.reporting.messages() if str(one.index) == event.key)
        with self.telling():
            if said.entry.period is not None:
                self.app.push_screen(ReportScreen(self.session, said.entry.period))
            elif said.entry.record is not None:
                self.app.push_screen(RecordScreen(self.session, said.entry.record))


def _line(said: HubMessage) -> SheetLine:
    entry = said.entry
    if isinstance(entry, Reminder):
        what = Cell(_("reminder"), "warning")
    elif entry.verdict == "accepted":
        what = Cell(_("accepted"), "success")
    else:
        what = Cell(_("returned"), "" if said.settled else "error")
    about = said.title or (
        _("report {period}").format(period=entry.period) if entry.period else _("an activity not held here")
    )
    if said.settled and not isinstance(entry, Reminder):
        about = _("{about} (changed since)").format(about=about)
    return SheetLine(str(said.index), (moment(entry.at), what, f"{about}\n{entry.comment}" if entry.comment else about))

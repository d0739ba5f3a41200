"""The periods that are to be reported, with their deadlines and where they stand."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult

from field.reporting.reports import DuePeriod, DueState
from field.tui.screens.page import Page
from field.tui.screens.report import ReportScreen
from field.tui.widgets.sheet import Cell, Column, Sheet, SheetLine
from sync.ledger.period import day_of
from sync.wording.dates import day
from sync.wording.i18n import catalogue
from sync.wording.statuses import days_left, status_words

_ = catalogue("field")

_COLOURS: dict[DueState, str] = {
    "returned": "error",
    "overdue": "error",
    "to-do": "warning",
    "unsent": "warning",
    "accepted": "success",
    "received": "",
}


class Reports(Page):
    """All of them, what asks for something first."""

    ROOM = "reports"

    def where(self) -> str:
        return _("Reports")

    def body(self) -> ComposeResult:
        columns = Column(_("period"), 18), Column(_("due before"), 10), Column(_("state"), 13), Column(_("report"))
        yield Sheet(columns)

    def on_mount(self) -> None:
        """The list is all there is."""
        self.query_one(Sheet).options.focus()

    def reload(self) -> None:
        self.query_one(Sheet).show(map(_line, self.session.periods()))

    @on(Sheet.Opened)
    def _opened(self, event: Sheet.Opened) -> None:
        self.app.push_screen(ReportScreen(self.session, event.key))


def _line(one: DuePeriod) -> SheetLine:
    state = status_words(one.state)
    if one.state == "to-do":
        state = days_left(one.days)
    due = day(day_of(one.period.due).isoformat())
    window = f"{day(one.period.start)} – {day(one.period.end)}"
    told = "\n".join([*one.asked_by, window])
    return SheetLine(one.period.name, (one.period.name, due, Cell(state, _COLOURS[one.state]), told))

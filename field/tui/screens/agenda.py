"""The agenda: what is overdue, then what the next 60 days bring. Enter opens the report or the directive."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.widgets import Static

from field.reporting import agenda_words
from field.reporting.agenda import AgendaLine
from field.reporting.arrears import arrears_words
from field.session import Session
from field.tui.screens.page import Page
from field.tui.widgets.column_list import ColumnList, ListCell, ListColumn, ListLine
from sync.wording.i18n import catalogue

_ = catalogue("field")

_COLOURS = {"overdue": "error", "returned": "error", "to-do": "warning", "submitted": "success", "keep": ""}


class Agenda(Page):
    """All lines of the agenda, what presses first."""

    ACTIONS = "agenda"
    DEFAULT_CSS = "Agenda #arrears { height: auto; padding: 0 1; }"

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._lines: tuple[AgendaLine, ...] = ()

    def where(self) -> str:
        return _("Agenda")

    def body(self) -> ComposeResult:
        columns = (ListColumn(_("when"), 18), ListColumn(_("state"), 17), ListColumn(_("what")))
        yield ColumnList(columns, _("Nothing is overdue, and nothing is due in the next 60 days."))
        yield Static("", id="arrears", markup=False)

    def on_mount(self) -> None:
        """The list is all there is."""
        self.query_one(ColumnList).options.focus()

    def reload(self) -> None:
        names = self.session.names()
        status = self.session.laptop_status()
        self._lines = status.agenda
        told = self.query_one("#arrears", Static)
        told.update(arrears_words(status))
        told.display = bool(told.content)
        self.query_one(ColumnList).show(
            ListLine(
                str(place),
                (
                    agenda_words.by_when(line),
                    ListCell(agenda_words.how_long(line.state, line.days), _COLOURS[line.state]),
                    agenda_words.what(line, names, self.session.directives),
                ),
            )
            for place, line in enumerate(self._lines)
        )

    @on(ColumnList.LineOpened)
    def _opened(self, event: ColumnList.LineOpened) -> None:
        line = self._lines[int(event.key)]
        if line.period is not None:
            from field.tui.screens.report import ReportScreen

            self.app.push_screen(ReportScreen(self.session, line.period))
        elif line.periods:
            from field.tui.screens.reports import Reports

            self.app.push_screen(Reports(self.session))
        elif line.directive is not None:
            from field.tui.screens.directives import DirectiveScreen

            self.app.push_screen(DirectiveScreen(self.session, line.directive))

"""The activities behind a figure, a task or a period."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult

from field.session import Session
from field.store.rows import ActivityFilter
from field.tui.screens.page import Page
from field.tui.screens.record import RecordScreen
from field.tui.screens.rows import columns, lines_of
from field.tui.widgets.record_table import RecordTable
from sync.wording.i18n import catalogue

_ = catalogue("field")


class Activities(Page):
    """The activities that a filter lets through."""

    ACTIONS = "activities"

    def __init__(self, session: Session, wanted: ActivityFilter, title: str) -> None:
        super().__init__(session)
        self._wanted = wanted
        self._title = title

    def where(self) -> str:
        return self._title

    def body(self) -> ComposeResult:
        yield RecordTable(columns(), _("No activity."), id="rows")

    def on_mount(self) -> None:
        """The list is all there is."""
        self.query_one(RecordTable).focus()

    def reload(self) -> None:
        self.query_one(RecordTable).show(lines_of(self.session, self._wanted), keep=True)

    @on(RecordTable.RecordOpened)
    def _opened(self, event: RecordTable.RecordOpened) -> None:
        self.app.push_screen(RecordScreen(self.session, event.key))

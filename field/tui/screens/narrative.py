"""The words of a report: results, difficulties, proposals. What is typed is kept at every pause."""

from __future__ import annotations

from typing import Final

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from field.session import Session
from field.tui.screens.page import Page
from field.tui.widgets.text_box import TextBox
from sync.ledger.entry import Narrative
from sync.wording.i18n import N_, catalogue

_ = catalogue("field")

_KEEP_SECONDS: Final = 1.0
_PARTS: Final = {"results": N_("results"), "difficulties": N_("difficulties"), "proposals": N_("proposals")}


class NarrativeScreen(Page):
    """The words of one period's report."""

    ACTIONS = "narrative"
    DEFAULT_CSS = """
    NarrativeScreen VerticalScroll { padding: 0 1; }
    NarrativeScreen Static.part { height: 1; margin-top: 1; text-style: bold; }
    NarrativeScreen TextBox { height: 1fr; min-height: 4; border: none; background: $surface; padding: 0 1; }
    """

    def __init__(self, session: Session, period: str) -> None:
        super().__init__(session)
        self._period = period
        self._held = session.narrative(period)
        """What is kept already."""

    def where(self) -> str:
        return _("Report {period}").format(period=self._period) + " · " + _("in words")

    def body(self) -> ComposeResult:
        with VerticalScroll(can_focus=False):
            for name, label in _PARTS.items():
                yield Static(_(label), classes="part", markup=False)
                yield TextBox(getattr(self._held, name), id=name, compact=True)

    def on_mount(self) -> None:
        """Begin with the results."""
        self.set_interval(_KEEP_SECONDS, self.keep)
        self.query_one("#results", TextBox).focus()

    def keep(self) -> None:
        """Keep what is written, if it has changed since."""
        written = Narrative(**{name: self.query_one(f"#{name}", TextBox).text.strip() for name in _PARTS})
        if written != self._held:
            self._held = written
            with self.telling():
                self.session.keep_narrative(self._period, written)

    def action_back(self) -> None:
        """Go back to the report."""
        self.keep()
        self.dismiss(None)

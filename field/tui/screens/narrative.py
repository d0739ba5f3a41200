"""The words of a report: results, difficulties, proposals, or the headings that are asked for. What is typed is kept at
every pause."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from field.session import Session
from field.tui.screens.page import Page
from field.tui.widgets.text_box import TextBox
from sync.ledger.asked import under_heads, with_heads
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

    def __init__(self, session: Session, period: str, heads: Sequence[str] = ()) -> None:
        super().__init__(session)
        self._period = period
        self._heads = tuple(heads)
        """What its duties ask to be written about."""
        self._held = session.narrative(period)
        """What is kept already."""

    def where(self) -> str:
        return _("Report {period}").format(period=self.session.period_words(self._period)) + " · " + _("in words")

    def body(self) -> ComposeResult:
        under = under_heads(self._held.results, self._heads)
        with VerticalScroll(can_focus=False):
            for number, head in enumerate(self._heads):
                yield Static(head, classes="part", markup=False)
                yield TextBox(under.get(head, ""), id=f"head-{number}", compact=True)
            for name, label in _PARTS.items():
                text = under.get("", "") if name == "results" else getattr(self._held, name)
                if text or not self._heads:
                    yield Static(_(label), classes="part", markup=False)
                    yield TextBox(text, id=name, compact=True)

    def on_mount(self) -> None:
        """Begin with the first box."""
        self.set_interval(_KEEP_SECONDS, self.pause)
        self.query(TextBox).first().focus()

    def keep(self, *, asked: bool = True) -> bool:
        """Keep what is written, if it has changed since."""
        texts = {box.id: box.text.strip() for box in self.query(TextBox)}
        words = {name: texts.get(name, "") for name in _PARTS}
        under = {head: texts[f"head-{number}"] for number, head in enumerate(self._heads)}
        written = Narrative(**{**words, "results": with_heads({"": words["results"], **under})})

        def keep() -> None:
            self.session.keep_narrative(self._period, written)
            self._held = written

        return written == self._held or self.keeps(keep, asked=asked)

    def action_as_before(self) -> None:
        """Fill what is empty with the words of the report before."""
        with self.telling():
            before = self.session.earlier_narrative(self._period)
            under = under_heads(before.results, self._heads)
            words = {f"head-{number}": under.get(head, "") for number, head in enumerate(self._heads)}
            words |= {name: getattr(before, name) for name in _PARTS} | {"results": under.get("", "")}
            empty = [box for box in self.query(TextBox) if not box.text.strip() and words[str(box.id)]]
            for box in empty:
                box.text = words[str(box.id)]
            if not empty:
                self.say(_("The report before has no words for what is empty here."))

    def action_back(self) -> None:
        """Go back to the report."""
        self.leave()

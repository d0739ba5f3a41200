"""An import taken back: what somebody corrected of it since, and whether that is to go, too."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from field.tui.screens.dialogs import Dialog
from sync.wording.i18n import catalogue

if TYPE_CHECKING:
    from sync.importing.undo import CorrectedActivity

_ = catalogue("field")


class CorrectedDialog(Dialog[Literal["keep", "retract"]]):
    """The question whether corrected activities of an import are taken back, too; None if nothing is to be."""

    DEFAULT_CSS = """
    CorrectedDialog VerticalScroll { height: auto; max-height: 12; scrollbar-size-vertical: 1; }
    CorrectedDialog OptionList, CorrectedDialog OptionList:focus {
        height: auto; background: $surface; border: none; padding: 0; margin-top: 1;
    }
    """

    def __init__(self, corrected: Sequence[CorrectedActivity]) -> None:
        super().__init__()
        self._corrected = corrected

    def compose(self) -> ComposeResult:
        from sync.importing.summary import corrected_words

        with Vertical():
            with VerticalScroll(can_focus=True):
                yield Static("\n".join(corrected_words(self._corrected)), markup=False)
            yield OptionList(
                Option(_("Leave these, and take the others back"), id="keep"),
                Option(_("Take these back, too"), id="retract"),
            )

    def on_mount(self) -> None:
        """To leave them is lit."""
        self.query_one(OptionList).focus()

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self.dismiss("retract" if event.option.id == "retract" else "keep")

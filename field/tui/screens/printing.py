"""Printing a period: what of it, for whose signature, as which kind of file, into which folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

from msgspec import Struct
from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from field.exchange.outcome import Watch
from field.printing.files import What, file_name
from field.tui.screens.dialogs import Dialog, answered
from field.tui.screens.page import Page
from field.tui.screens.path_picker import PathPicker
from sync.wording.i18n import catalogue

if TYPE_CHECKING:
    from field.tui.app import FieldApp

_ = catalogue("field")


class Print(Struct, frozen=True):
    """What is printed, and as which kind of file."""

    what: What
    ending: str
    deputy: bool = False
    anew: bool = False


class PrintDialog(Dialog[Print]):
    """The question what is to be printed; None if nothing is."""

    DEFAULT_CSS = """
    PrintDialog OptionList, PrintDialog OptionList:focus {
        height: auto; background: $surface; border: none; padding: 0; margin-top: 1;
    }
    """

    def __init__(self, period: str, *, sent: bool) -> None:
        """`period` in words; `sent`: whether its report was submitted."""
        super().__init__()
        self._period = period
        self._choices = {
            _("The report, Word"): Print("report", ".docx"),
            _("The report, Word, a deputy signs"): Print("report", ".docx", deputy=True),
            _("The report, PDF"): Print("report", ".pdf"),
            _("The report, PDF, a deputy signs"): Print("report", ".pdf", deputy=True),
            _("The report, Excel"): Print("report", ".xlsx"),
            _("The results alone, to paste, Word"): Print("section", ".docx"),
            _("The list of activities, Word"): Print("list", ".docx"),
            _("The list of activities, PDF"): Print("list", ".pdf"),
        }
        if sent:
            self._choices[_("A draft by the ledger as it is now, Word")] = Print("report", ".docx", anew=True)

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(_("What of {period} is to be printed?").format(period=self._period), markup=False)
            yield OptionList(*(Option(words, id=str(place)) for place, words in enumerate(self._choices)), markup=False)
            yield Static(_("Arrows and Enter choose, Esc leaves it."), classes="told", markup=False)

    def on_mount(self) -> None:
        """The report is lit."""
        self.query_one(OptionList).focus()

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(list(self._choices.values())[event.option_index])


def print_period(page: Page, period: str) -> None:
    """Ask what of a period is printed and into which folder, and print it beside the work; then open it, where the machine
    can."""
    session = page.session

    def chosen(wanted: Print) -> None:
        name = file_name(session.store.membership.unit, period, wanted.what, session.clock(), wanted.ending)

        def printed(folder: Path) -> None:
            def act(_watch: Watch) -> str:
                return session.print_to(period, folder / name, wanted.what, deputy=wanted.deputy, anew=wanted.anew)

            if not cast("FieldApp", page.app).exchanger.start(act):
                page.say(_("Something is under way: print once it has ended."))

        question = _("In which folder? The file will be called {name}.").format(name=name)
        page.app.push_screen(PathPicker(question), answered(printed))

    with page.telling():
        sent = bool(session.preview(period).submitted)
        page.app.push_screen(PrintDialog(session.period_words(period), sent=sent), answered(chosen))

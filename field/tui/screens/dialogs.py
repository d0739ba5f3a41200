"""Small questions: a line, yes or no, the passphrase of the key, and the help of a screen."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Button, Input, Static

from field.session import Session
from field.tui.actions import help_lines
from field.tui.widgets.typing import LineInput
from sync.errors import SoxaError
from sync.words import catalogue, sentence

_ = catalogue("field")

_BOX = """
%s { align: center middle; background: $background 60%%; }
%s > Vertical {
    width: 74; max-width: 96%%; height: auto; max-height: 95%%;
    background: $surface; border: round $primary; padding: 1 2;
}
%s LineInput { margin: 1 0; }
%s Horizontal { height: auto; align-horizontal: right; }
%s Button { margin-left: 2; }
%s .wrong { color: $error; height: auto; }
"""


class AskLine(ModalScreen[str | None]):
    """A line of text; None if it was let be."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss_none", show=False)]
    DEFAULT_CSS = _BOX % (("AskLine",) * 6)

    def __init__(self, question: str, *, text: str = "", needed: str = "") -> None:
        """`needed` is what to say if nothing is written; without it nothing may be."""
        super().__init__()
        self._question = question
        self._text = text
        self._needed = needed

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(self._question, markup=False)
            yield LineInput(self._text, compact=True, select_on_focus=False)
            yield Static("", classes="wrong", markup=False)
            with Horizontal():
                yield Button(_("Let be"), id="no", compact=True)
                yield Button(_("Go on"), id="yes", variant="primary", compact=True)

    @on(Input.Submitted)
    @on(Button.Pressed, "#yes")
    def _answered(self) -> None:
        text = self.query_one(LineInput).value.strip()
        if self._needed and not text:
            self.query_one(".wrong", Static).update(self._needed)
            self.query_one(LineInput).focus()
        else:
            self.dismiss(text)

    @on(Button.Pressed, "#no")
    def action_dismiss_none(self) -> None:
        """Leave things as they are."""
        self.dismiss(None)


class Confirm(ModalScreen[bool]):
    """Yes or no. Enter on the lit button answers; Escape is no."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "no", show=False)]
    DEFAULT_CSS = _BOX % (("Confirm",) * 6)

    def __init__(self, question: str, yes: str) -> None:
        super().__init__()
        self._question = question
        self._yes = yes

    def compose(self) -> ComposeResult:
        with Vertical():
            yield VerticalScroll(Static(self._question, markup=False), can_focus=False)
            with Horizontal():
                yield Button(_("Let be"), id="no", compact=True)
                yield Button(self._yes, id="yes", variant="primary", compact=True)

    def on_mount(self) -> None:
        """What was asked for is lit."""
        self.query_one(VerticalScroll).styles.height = "auto"
        self.query_one("#yes").focus()

    @on(Button.Pressed, "#yes")
    def _agreed(self) -> None:
        self.dismiss(True)  # noqa: FBT003 - the answer

    @on(Button.Pressed, "#no")
    def action_no(self) -> None:
        """Leave things as they are."""
        self.dismiss(False)  # noqa: FBT003 - the answer


class Passphrase(ModalScreen[bool]):
    """Unlocks the key; True once it is."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "no", show=False)]
    DEFAULT_CSS = _BOX % (("Passphrase",) * 6)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(_("Passphrase of the key:"), markup=False)
            yield LineInput(password=True, compact=True)
            yield Static("", classes="wrong", markup=False)

    @on(Input.Submitted)
    def _typed(self, event: Input.Submitted) -> None:
        try:
            self._session.unlock(event.value)
        except SoxaError as error:
            self.query_one(".wrong", Static).update(sentence(error))
            self.query_one(LineInput).value = ""
        else:
            self.dismiss(True)  # noqa: FBT003 - the answer

    def action_no(self) -> None:
        """Leave the key locked."""
        self.dismiss(False)  # noqa: FBT003 - the answer


class Help(ModalScreen[None]):
    """What can be done on a screen."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,f1,enter", "close", show=False)]
    DEFAULT_CSS = _BOX % (("Help",) * 6) + "Help VerticalScroll { height: auto; max-height: 100%; }"

    def __init__(self, room: str) -> None:
        super().__init__()
        self._room = room

    def compose(self) -> ComposeResult:
        told = "\n".join(f"{key:<8}{text}" for key, text in help_lines(self._room))
        moving = _("Tab and Shift+Tab go from field to field, arrows within a list, Enter opens. Ctrl+P finds any of these.")
        with Vertical(), VerticalScroll():
            yield Static(f"{told}\n\n{moving}\n\n{_('Esc closes this.')}", markup=False)

    def action_close(self) -> None:
        """Close."""
        self.dismiss(None)

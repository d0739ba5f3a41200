"""Dialogs: small questions, of a line, yes or no, a passphrase, and the help of a screen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar, TypeVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Button, Static

from field.messages import sentence
from field.session import Session
from field.tui.actions import Action, available, help_lines
from field.tui.screens.page import Frame
from field.tui.widgets.typing import LineInput, SecretInput, show_or_hide
from sync.errors import SoxaError
from sync.wording.i18n import catalogue
from sync.wording.safe_text import safe_lines

_ = catalogue("field")

Answer = TypeVar("Answer")


class Dialog(ModalScreen[Answer]):
    """A box over a screen. Escape leaves things as they are."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "let_be", show=False),
        Binding("f1", "help", show=False),
        Binding("ctrl+q", "app.quit", show=False),
    ]
    DEFAULT_CSS = """
    Dialog { align: center middle; background: $background 60%; }
    Dialog > Vertical {
        width: 74; max-width: 96%; height: auto; max-height: 96%;
        background: $surface; border: round $primary; padding: 1 2;
    }
    Dialog LineInput { background: $panel; }
    Dialog > Vertical > LineInput { margin: 1 0 0 0; }
    Dialog .wrong { color: $error; height: auto; margin: 0 0 1 0; }
    Dialog .buttons { height: 1; align-horizontal: right; }
    Dialog Button { margin-left: 2; width: auto; min-width: 0; padding: 0 1; }
    Dialog .told { height: auto; color: $foreground 70%; }
    """

    def choices(self, yes: str) -> ComposeResult:
        """The two ways out, at the foot of the box."""
        with Horizontal(classes="buttons"):
            yield Button(_("Cancel"), id="no", compact=True)
            yield Button(yes, id="yes", variant="primary", compact=True)

    @on(Button.Pressed, "#no")
    def action_let_be(self) -> None:
        """Leave things as they are."""
        self.dismiss(None)

    def action_help(self) -> None:
        """How one moves in a box."""
        self.app.push_screen(Help())

    def wrong(self, text: str) -> None:
        """Say what is wrong, and let it be mended."""
        self.query_one(".wrong", Static).update(text)


class LineDialog(Dialog[str]):
    """The question for a line of text; None if it was let be."""

    def __init__(self, question: str, *, needed: str) -> None:
        """`needed` is what to say if nothing is written."""
        super().__init__()
        self._question = question
        self._needed = needed

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(self._question, markup=False)
            yield LineInput(compact=True, select_on_focus=False)
            yield Static("", classes="wrong", markup=False)
            yield from self.choices(_("Go on"))

    def key_in_turn(self, key: str) -> bool:
        """Enter answers with what was typed before it."""
        if key == "enter":
            self._answered()
        return key == "enter"

    @on(Button.Pressed, "#yes")
    def _answered(self) -> None:
        text = self.query_one(LineInput).value.strip()
        if not text:
            self.wrong(self._needed)
            self.query_one(LineInput).focus()
        else:
            self.dismiss(text)


class Confirm(Dialog[bool]):
    """The question of yes or no. Enter on the lit button answers."""

    DEFAULT_CSS = """
    Confirm VerticalScroll { height: auto; max-height: 16; margin-bottom: 1; }
    """

    def __init__(self, question: str, yes: str) -> None:
        super().__init__()
        self._question = question
        self._yes = yes

    def compose(self) -> ComposeResult:
        with Vertical():
            with VerticalScroll(can_focus=False):
                yield Static(self._question, markup=False)
            yield from self.choices(self._yes)

    def on_mount(self) -> None:
        """What was asked for is lit."""
        self.query_one("#yes").focus()

    @on(Button.Pressed, "#yes")
    def _agreed(self) -> None:
        self.dismiss(True)  # noqa: FBT003 - the answer


class ResultDialog(Dialog[None]):
    """The result of something, in more than a line."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "let_be", show=False)]
    DEFAULT_CSS = """
    ResultDialog VerticalScroll { height: auto; max-height: 16; margin-bottom: 1; scrollbar-size-vertical: 1; }
    """

    def __init__(self, text: str, *, reads_on: str = "") -> None:
        """`reads_on` is a key that was pressed again and again before this: here it reads on, and does nothing else."""
        super().__init__()
        self._text = text
        self._reads_on = reads_on

    def compose(self) -> ComposeResult:
        with Vertical():
            with VerticalScroll():
                yield Static(safe_lines(self._text), markup=False)
            yield Static(_("Arrows move, Esc closes this."), classes="told", markup=False)

    def on_mount(self) -> None:
        """The arrows scroll."""
        self.query_one(VerticalScroll).focus()

    def on_key(self, event: events.Key) -> None:
        """A key of the page below closes this and does what it does there: what is told may not swallow it."""
        if event.key == self._reads_on:
            event.stop()
            self.query_one(VerticalScroll).scroll_page_down(animate=False)
            return
        below = self.app.screen_stack[-2]
        own, actions = self._bindings.key_to_bindings, available(below.ACTIONS if isinstance(below, Frame) else "")
        if event.key in own or all(event.key != action.key for action, _own in actions):
            return
        event.stop()
        self.dismiss(None)
        self.app.simulate_key(event.key)


class SecretDialog(Dialog[Answer]):
    """A question for what is hidden while it is typed, until F3 shows it: who types unseen cannot know the tones."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("f3", "show", show=False)]

    def how(self) -> ComposeResult:
        """What the keys do here."""
        yield Static(_("Enter goes on, Esc leaves things as they are."), classes="told", markup=False)
        yield Static(_("F3 shows what is typed, or hides it."), classes="told", markup=False)

    def action_show(self) -> None:
        """Show what is typed, or hide it again."""
        show_or_hide(self)


class Passphrase(SecretDialog[bool]):
    """The question for the passphrase; True once the key is unlocked."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(_("Passphrase of the key:"), markup=False)
            yield SecretInput()
            yield Static("", classes="wrong", markup=False)
            yield from self.how()

    def key_in_turn(self, key: str) -> bool:
        """Enter tries what was typed before it."""
        if key == "enter":
            self._typed()
        return key == "enter"

    def _typed(self) -> None:
        try:
            self._session.unlock(self.query_one(LineInput).value)
        except SoxaError as error:
            self.wrong(sentence(error))
            self.query_one(LineInput).value = ""
        else:
            self.dismiss(True)  # noqa: FBT003 - the answer


class OpeningPassphrase(SecretDialog[str]):
    """A passphrase that is tried elsewhere; None if it was let be."""

    def __init__(self, question: str) -> None:
        super().__init__()
        self._question = question

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(self._question, markup=False)
            yield SecretInput()
            yield from self.how()

    def key_in_turn(self, key: str) -> bool:
        """Enter answers with what was typed before it."""
        if key == "enter":
            self.dismiss(self.query_one(LineInput).value)
        return key == "enter"


class NewPassphrase(SecretDialog[str]):
    """A passphrase typed twice; empty for none, unless one is needed for something; None if it was let be."""

    def __init__(self, needed: str = "") -> None:
        """`needed` asks for one, and says what for."""
        super().__init__()
        self._needed = needed

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(self._needed or _("New passphrase of the key; leave it empty for none:"), markup=False)
            yield SecretInput(id="first")
            yield Static(_("The same again:"), markup=False)
            yield SecretInput(id="again")
            yield Static("", classes="wrong", markup=False)
            yield from self.how()

    def key_in_turn(self, key: str) -> bool:
        """Enter goes on to the second line, and from there ends; what is typed behind it is of the second."""
        if key == "enter":
            self._typed()
        return key == "enter"

    def _typed(self) -> None:
        first, again = (self.query_one(name, LineInput) for name in ("#first", "#again"))
        if self.focused is first:
            self.set_focus(again)
        elif self._needed and not first.value:
            self.wrong(_("A passphrase is needed: whoever finds the stick must not be able to sign."))
        elif first.value == again.value:
            self.dismiss(first.value)
        else:
            self.wrong(_("The two are not the same."))


class Help(Dialog[None]):
    """The help of a screen: what can be done on it."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("f1,enter", "let_be", show=False)]
    DEFAULT_CSS = """
    Help VerticalScroll { height: auto; max-height: 100%; }
    """

    def __init__(self, found: Sequence[Action] = ()) -> None:
        """`found`: what can be done."""
        super().__init__()
        self._found = found

    def compose(self) -> ComposeResult:
        told = [f"{key:<8}{text}" for key, text in help_lines(self._found)]
        moving = (
            _("Tab and Shift+Tab go from field to field, arrows move within a list, Enter opens or picks."),
            _("Ctrl+P finds anything that can be done. Esc closes this."),
        )
        with Vertical(), VerticalScroll():
            yield Static("\n".join([*told, *([""] if told else []), *moving]), markup=False)


def answered(act: Any) -> Any:
    """What to do with an answer, unless it was let be."""

    def go(answer: Any) -> None:
        if answer is not None:
            act(answer)

    return go

"""The frame of every screen: a line that says where one is, the keys of the moment, one way to tell what went wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, ClassVar, Final

from textual.app import ComposeResult
from textual.screen import Screen
from textual.widgets import Static

from field.exchange.outcome import ExchangeOutcome
from field.messages import sentence
from field.session import Session
from field.tui.actions import Action, available, bindings
from field.tui.background import ExchangeEnded
from sync.errors import Cancelled, SoxaError
from sync.wording.i18n import catalogue

if TYPE_CHECKING:
    from textual.notifications import SeverityLevel

_ = catalogue("field")

_REST: Final = 20
"""Pauses between two tries to keep what could not be kept."""


class Frame(Screen[Any]):
    """The frame of a full screen."""

    ACTIONS: ClassVar[str]
    """The name of its own actions in `actions.SCREENS`."""
    DEFAULT_CSS = """
    Frame > .where { height: 1; background: $primary; color: $background; padding: 0 1; text-style: bold; }
    Frame > Footer { background: $panel; }
    """

    def __init_subclass__(cls, **options: Any) -> None:
        if "ACTIONS" in cls.__dict__:
            cls.BINDINGS = list(bindings(cls.ACTIONS))
        super().__init_subclass__(**options)

    def compose(self) -> ComposeResult:
        yield Static(self.where(), classes="where", markup=False)
        yield from self.body()
        yield from self.foot()

    def where(self) -> str:
        """The line at the top."""
        raise NotImplementedError

    def body(self) -> ComposeResult:
        """The widgets between the line at the top and the keys."""
        raise NotImplementedError

    def foot(self) -> ComposeResult:
        """The keys of the moment."""
        from textual.widgets import Footer

        yield Footer(compact=True, show_command_palette=False)

    def tell_where(self) -> None:
        """Write the line at the top again."""
        self.query_one(".where", Static).update(self.where())

    def works(self) -> Iterator[tuple[Action, bool]]:
        """What can be done here now, its own first; whether the screen itself does it, or the app."""
        for action, own in available(self.ACTIONS):
            if (self if own else self.app).check_action(action.name, ()):
                yield action, own

    def action_back(self) -> None:
        """Go back to the screen before."""
        self.dismiss(None)

    @contextmanager
    def telling(self) -> Iterator[None]:
        """What cannot be done is told in a sentence, and the screen stays as it is; so is what went wrong in the program
        itself."""
        try:
            yield
        except SoxaError as error:
            self.tell(error)
        except Exception as fault:  # noqa: BLE001 - whatever a library raises must not end the program
            self.tell(self._as_told(fault))

    def _as_told(self, fault: Exception) -> SoxaError:
        from field.tui.app import FieldApp
        from sync.shell.console import as_error

        return self.app.as_told(fault) if isinstance(self.app, FieldApp) else as_error(fault)

    def tell(self, error: SoxaError) -> None:
        """Say what was refused, and what to do."""
        self.notice(sentence(error), severity="error", timeout=10)

    def say(self, text: str) -> None:
        """Say what was done."""
        self.notice(text, timeout=4)

    def notice(self, text: str, *, severity: SeverityLevel = "information", timeout: float | None = None) -> None:
        """Say something in a corner, for some seconds."""
        self.notify(text, severity=severity, timeout=timeout, markup=False)


class Page(Frame):
    """A page over an officer's session."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self._resting = 0
        """For how many pauses nothing is kept, since it could not be."""

    def reload(self) -> None:
        """Something may have changed: show it as it is now."""

    def on_screen_resume(self) -> None:
        """Back from another screen."""
        with self.telling():
            self.reload()

    def keep(self, *, asked: bool = True) -> bool:
        """Keep what is typed here and not saved, at a pause or as somebody leaves (`asked`); whether nothing is left that is
        not kept."""
        return True

    def keeps(self, act: Callable[[], None], *, asked: bool) -> bool:
        """Keep something; whether it is kept. What stands in the way is told, and at pauses it is tried again only now and
        then: whoever types must neither wait nor be told all the time."""
        if not asked and self._resting:
            self._resting -= 1
            return False
        with self.telling():
            act()
            self._resting = 0
            return True
        self._resting = _REST
        return False

    def pause(self) -> None:
        """Keep what is typed at a pause."""
        self.keep(asked=False)

    def leave(self) -> None:
        """Go back once what is typed is kept, or where somebody lets it go."""
        if self.keep():
            self.dismiss(None)
        else:
            self.ask_to_lose(lambda: self.dismiss(None))

    def ask_to_lose(self, act: Callable[[], object]) -> None:
        """Do something that loses what is typed here and could not be kept, if that is wanted."""
        from field.tui.screens.dialogs import Confirm, answered

        question = _("What is typed here could not be kept: leave it, and lose it?")
        self.app.push_screen(Confirm(question, _("Leave")), answered(lambda _yes: act()))

    def moved(self, so_far: ExchangeOutcome) -> None:
        """An exchange has come so far."""

    def ended(self, event: ExchangeEnded) -> None:
        """An exchange is over: tell what it came to, unless nobody asked, and show how things stand now."""
        if event.error is None and not event.quiet:
            self._say_all(event.told, event.pressed)
        elif event.error is not None and not event.quiet and not isinstance(event.error, Cancelled):
            self.tell(event.error)
        with self.telling():
            self.reload()

    def _say_all(self, told: str, pressed: str) -> None:
        """A line goes by; more than that stays until it is read."""
        if "\n" in told:
            from field.tui.screens.dialogs import ResultDialog

            self.app.push_screen(ResultDialog(told, reads_on=pressed))
        else:
            self.say(told)

    def signing(self, act: Callable[[], None]) -> None:
        """Do something that needs the key, once it is unlocked."""

        def go(unlocked: bool | None) -> None:
            if unlocked:
                with self.telling():
                    self.session.unlock()
                    act()

        with self.telling():
            if self.session.locked:
                from field.tui.screens.dialogs import Passphrase

                self.app.push_screen(Passphrase(self.session), go)
            else:
                go(True)  # noqa: FBT003 - as the dialog answers

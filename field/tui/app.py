"""The program in the terminal: it opens screens, and does nothing itself."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, ClassVar, Final

from textual import constants
from textual.app import App
from textual.binding import Binding, BindingType

from field import settings
from field.messages import sentence
from field.session import Onboarding, Session
from field.tui import themes
from field.tui.actions import bindings
from field.tui.background import AUTOMATIC_SECONDS, ExchangeEnded, ExchangeMoved, Exchanger
from field.tui.screens.ledger import Ledger
from field.tui.screens.page import Frame, Page
from sync.errors import ProgramFault, SoxaError
from sync.shell.exit_codes import ExitCode
from sync.wording.i18n import catalogue

if TYPE_CHECKING:
    from textual.actions import ActionParseResult
    from textual.command import Provider
    from textual.dom import DOMNode
    from textual.driver import Driver

_ = catalogue("field")

_RESERVE_SECONDS: Final = 60
"""How often what was saved is put on its second place."""
_LOOK_SECONDS: Final = 1.0


def _palette() -> type[Provider]:
    from field.tui.palette import Palette

    return Palette


class FieldApp(App[bool], inherit_bindings=False):
    """The program. It ends with whether it must start anew, in another language."""

    TITLE = "Sổ xã"
    CSS_PATH = "app.tcss"
    COMMANDS = {_palette}  # noqa: RUF012 - Textual's own shape
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("app"),
        Binding("ctrl+c", "screen.copy_text", show=False),
        Binding("ctrl+p", "command_palette", show=False),
    ]

    def __init__(self, beginning: Onboarding, session: Session | None) -> None:
        """Without a session the laptop has not joined yet."""
        super().__init__()
        self._beginning = beginning
        self.session = session
        self.exchanger = Exchanger(self, self.as_told)
        self._keeping: threading.Thread | None = None
        self.broken: SoxaError | None = None
        """What ended the program, if it broke."""
        self._told_faults: set[str] = set()
        self._told_closed = self._told_reserve = ""
        """Why nothing can be saved here, as far as that was told."""
        for theme in themes.THEMES:
            self.register_theme(theme)
        self.theme = themes.LIGHT

    def get_driver_class(self) -> type[Driver]:
        """Textual's driver, but for Windows' console."""
        if sys.platform == "win32" and constants.DRIVER is None:
            from field.tui.windows_driver import RecordDriver

            return RecordDriver
        return super().get_driver_class()

    def on_mount(self) -> None:
        """The ledger, or the first start."""
        self.set_interval(AUTOMATIC_SECONDS, self._sync_quietly)
        self.set_interval(_RESERVE_SECONDS, self._keep_reserve)
        self.set_interval(_LOOK_SECONDS, self._look_for_the_terminal)
        if self.session is None:
            from field.tui.screens.first_start import FirstStart

            self.push_screen(FirstStart(self._beginning), self._joined)
        else:
            self._open(self.session)

    def _joined(self, joined: bool | None) -> None:
        if joined:
            self.session = self._beginning.session()
            self._open(self.session)

    def _open(self, session: Session) -> None:
        self.theme = settings.chosen(session.store, settings.THEME, themes.ALL)
        self.push_screen(Ledger(session, self.exchanger))
        for line in session.made_anew():
            self.notify(line, timeout=_LOOK_SECONDS, markup=False)
        self._tell_closed(session)  # before the first key is pressed
        self.call_after_refresh(self._look_at_key, session)

    def _look_at_key(self, session: Session) -> None:
        """Tell at once that nothing can be signed with the key that is here, behind the first screen."""
        session.look_at_key()
        if self.session is session:
            self._tell_closed(session)

    def _tell_closed(self, session: Session, *, beside: Page | None = None) -> None:
        """Say once that nothing can be saved here, and why: on top, or in a corner of a page that somebody works on."""
        closed, told = session.closed, self._told_closed
        self._told_closed = "" if closed is None else closed.code
        if closed is None or closed.code == told:
            return
        if beside is not None:
            beside.tell(closed)
        else:
            from field.tui.screens.dialogs import ResultDialog

            self.push_screen(ResultDialog(sentence(closed)))

    # -- from anywhere

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Before the laptop has joined there is nothing to sync or to report."""
        return self.session is not None or action not in {"sync", "reports", "directives", "inbox", "agenda", "settings"}

    def _go(self, make: Callable[[Session], Page]) -> None:
        if self.session is not None:
            page = make(self.session)
            if type(page) is not type(self.screen):
                self.push_screen(page)

    def action_sync(self) -> None:
        """Exchange with the province."""
        from field.tui.screens.sync import SyncScreen

        self._go(lambda session: SyncScreen(session, self.exchanger))

    def action_reports(self) -> None:
        """Periods and reports."""
        from field.tui.screens.reports import Reports

        self._go(Reports)

    def action_directives(self) -> None:
        """The directives: what has been asked for."""
        from field.tui.screens.directives import Directives

        self._go(Directives)

    def action_inbox(self) -> None:
        """The inbox: what the province said."""
        from field.tui.screens.inbox import Inbox

        self._go(Inbox)

    def action_agenda(self) -> None:
        """The agenda: what is overdue, and what comes next."""
        from field.tui.screens.agenda import Agenda

        self._go(Agenda)

    def action_settings(self) -> None:
        """The settings."""
        from field.tui.screens.settings import Settings

        if self.session is not None and not isinstance(self.screen, Settings):
            self.push_screen(Settings(self.session), lambda anew: self._leave(anew=True) if anew else None)

    def action_command_palette(self) -> None:
        """Find what can be done."""
        from textual.command import CommandPalette

        self.push_screen(CommandPalette(placeholder=_("What do you want to do?")))

    def action_help(self) -> None:
        """The help of this screen."""
        from field.tui.screens.dialogs import Help

        self.push_screen(Help([action for action, _own in self.screen.works()] if isinstance(self.screen, Frame) else []))

    async def action_quit(self) -> None:
        """Leave the program."""
        self._leave(anew=False)

    def _leave(self, *, anew: bool) -> None:
        """End, and keep what is typed."""
        unkept = self._keep()
        if unkept is None:
            self.exit(anew)
        else:
            unkept.ask_to_lose(lambda: self.exit(anew))

    def _keep(self) -> Page | None:
        """Keep what is typed on any page; a page that could not. At the end that is too late: the fields are closed before
        their page is."""
        unkept = [page for page in self._pages() if not page.keep()]
        return next(iter(unkept), None)

    def _look_for_the_terminal(self) -> None:
        """End with the terminal even where no signal says that it went away: Textual would read from it for ever."""
        if not (self.is_headless or os.isatty(0)):
            self._keep()
            os._exit(1)  # Textual's own end would wait to write to it

    # -- exchanges

    def _sync_quietly(self) -> None:
        session = self.session
        if session is not None and session.may_sync_quietly():
            self.exchanger.start(lambda watch: str(session.sync(watch).sent), quiet=True)

    def _keep_reserve(self) -> None:
        """Put what was saved on its second place, if the last time is over: a stick may be slow. Where the disk was full, it
        is looked whether it still is."""
        if self.session is not None:
            with suppress(SoxaError):  # told wherever somebody wants something
                self.session.look_for_room()
        if self.session is not None and (self._keeping is None or not self._keeping.is_alive()):
            self._keeping = threading.Thread(target=self._keep_in_background, args=(self.session,), daemon=True)
            self._keeping.start()

    def _keep_in_background(self, session: Session) -> None:
        try:
            session.keep_reserve()
            self.call_from_thread(self._tell_reserve, session)
        except Exception as fault:  # noqa: BLE001 - nothing else catches it on this thread
            self.call_from_thread(self.tell_quietly, self.as_told(fault))

    def _tell_reserve(self, session: Session) -> None:
        """Say once that the second place cannot be written to: a line that goes by, and stays under F5."""
        if self.session is session and (told := session.reserve_notice()) != self._told_reserve:
            self._told_reserve = told
            if told:
                self._warn(told)

    # -- faults of the program's own

    def as_told(self, fault: BaseException) -> SoxaError:
        """Whatever went wrong, as one of our errors; a fault of the program's own is in a file for the operator by then."""
        from sync.shell.console import as_error

        told = as_error(fault) if isinstance(fault, Exception) else None
        if told is not None and not isinstance(told, ProgramFault):
            return told
        from sync.shell.faults import kept

        return kept(fault, self._beginning.home.faults)

    def tell_quietly(self, error: SoxaError) -> None:
        """Say what went wrong in work that nobody asked for: a line that goes by, once for each fault."""
        told = sentence(error)
        if isinstance(error, ProgramFault) and told not in self._told_faults:
            self._told_faults.add(told)
            self._warn(told)

    def _warn(self, told: str) -> None:
        """Say something that nobody asked for where the page that is open says what it has to say."""
        if page := self._page():
            page.notice(told, severity="warning", timeout=10)
        else:
            self.notify(told, severity="warning", timeout=10, markup=False)

    async def run_action(
        self,
        action: str | ActionParseResult,
        default_namespace: DOMNode | None = None,
        namespaces: Mapping[str, DOMNode] | None = None,
    ) -> bool:
        """Do what a key asks for; whatever goes wrong in it is told, and the program stands."""
        try:
            return await super().run_action(action, default_namespace, namespaces)
        except Exception as fault:  # noqa: BLE001 - a key must never end the program
            self.notify(sentence(self.as_told(fault)), severity="error", timeout=10, markup=False)
            return True

    def _handle_exception(self, error: Exception) -> None:
        """End in order where a screen itself broke: what is typed is kept, what happened is in a file and in a sentence, and
        nothing of what was on the screen is shown with it, as Textual would."""
        if self.broken is None:
            with suppress(Exception):
                self._keep()
            self.broken = self.as_told(error)
        self._return_code = ExitCode.FAULT
        if self._exception is None:
            self._exception = error
            self._exception_event.set()
        self._close_messages_no_wait()

    def _pages(self) -> Iterator[Page]:
        """The pages that are open, the top one first, below any question."""
        return (screen for screen in reversed(self.screen_stack) if isinstance(screen, Page))

    def _page(self) -> Page | None:
        return next(self._pages(), None)

    def on_exchange_moved(self, event: ExchangeMoved) -> None:
        """An exchange has come so far."""
        if page := self._page():
            page.moved(event.so_far)

    def on_exchange_ended(self, event: ExchangeEnded) -> None:
        """An exchange is over."""
        self.exchanger.over()
        if page := self._page():
            page.ended(event)
            if event.quiet and event.error is not None:
                self.tell_quietly(event.error)
            if self.session is not None:
                self._tell_closed(self.session, beside=page if event.quiet else None)

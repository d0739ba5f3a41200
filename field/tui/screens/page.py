"""What every screen has: a line that says where one is, the keys of the moment below, and one way to tell what went wrong."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.screen import Screen
from textual.widgets import Footer, Static

from field.session import Session
from field.tui.actions import bindings
from field.tui.screens.dialogs import Passphrase
from sync.console import unavailable
from sync.errors import SoxaError
from sync.words import sentence


class Page(Screen[Any]):
    """A full screen over an officer's session."""

    ROOM: ClassVar[str]
    """Its name in the table of actions."""
    DEFAULT_CSS = """
    Page > .where { height: 1; background: $primary; color: $background; padding: 0 1; text-style: bold; }
    Page > Footer { background: $panel; }
    """

    def __init_subclass__(cls, **options: Any) -> None:
        cls.BINDINGS = list(bindings(cls.ROOM))
        super().__init_subclass__(**options)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session

    def compose(self) -> ComposeResult:
        yield Static(self.where(), classes="where", markup=False)
        yield from self.body()
        yield Footer(compact=True, show_command_palette=False)

    def where(self) -> str:
        """The line at the top."""
        raise NotImplementedError

    def body(self) -> ComposeResult:
        """What is between."""
        raise NotImplementedError

    def tell_where(self) -> None:
        """Write the line at the top again."""
        self.query_one(".where", Static).update(self.where())

    def action_back(self) -> None:
        """Go back to the screen before."""
        self.dismiss(None)

    # -- doing

    @contextmanager
    def telling(self) -> Iterator[None]:
        """What cannot be done is told in a sentence, and the screen stays as it is."""
        try:
            yield
        except SoxaError as error:
            self.tell(error)
        except (sqlite3.Error, OSError) as error:
            self.tell(unavailable(error))

    def tell(self, error: SoxaError) -> None:
        """Say what was refused, and what to do."""
        self.notify(sentence(error), severity="error", timeout=10, markup=False)

    def say(self, text: str) -> None:
        """Say what was done."""
        self.notify(text, timeout=4, markup=False)

    def signing(self, act: Callable[[], None]) -> None:
        """Do something that needs the key, once it is unlocked."""

        def go(unlocked: bool | None) -> None:
            if unlocked:
                with self.telling():
                    act()

        if self.session.locked:
            self.app.push_screen(Passphrase(self.session), go)
        else:
            go(True)  # noqa: FBT003 - as the dialog answers

"""What is where on this machine: the folder, the key, the backup, the program; and moving all of it to another machine."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

from textual.app import ComposeResult
from textual.containers import VerticalScroll

from field.exchange.outcome import Watch
from field.tui.screens.dialogs import NewPassphrase, answered
from field.tui.screens.page import Page
from field.tui.screens.path_picker import PathPicker
from field.tui.widgets.fact_list import FactList
from sync.wording.i18n import catalogue

if TYPE_CHECKING:
    from field.tui.app import FieldApp

_ = catalogue("field")


class Places(Page):
    """What is where."""

    ACTIONS = "places"
    DEFAULT_CSS = "Places VerticalScroll { padding: 1 0 0 0; }"

    def where(self) -> str:
        return _("What is where on this machine")

    def body(self) -> ComposeResult:
        with VerticalScroll(can_focus=True):
            yield FactList()

    def on_mount(self) -> None:
        """The arrows scroll."""
        self.query_one(VerticalScroll).focus()

    def reload(self) -> None:
        self.query_one(FactList).show(self.session.whereabouts_lines())
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A folder that can go no further is not moved."""
        return self.session.closed is None if action == "move" else True

    def action_move(self) -> None:
        """Put this laptop on a stick, for another machine."""

        def ask(stick: Path) -> None:
            def given(passphrase: str) -> None:
                def act(_watch: Watch) -> str:
                    return self.session.move_to(stick, passphrase)

                if not cast("FieldApp", self.app).exchanger.start(act):
                    self.say(_("Something is under way: move once it has ended."))

            needed = _("On the way the key is under a passphrase, which the new machine asks for. Choose one:")

            def choose() -> None:
                self.app.push_screen(NewPassphrase(needed), answered(given))

            self.signing(choose)

        question = _(
            "All goes along: what is logged, drafts, what is unsent, the key. Once it is on the stick nothing is saved here "
            "any more. Which stick?"
        )
        self.app.push_screen(PathPicker(question), answered(ask))

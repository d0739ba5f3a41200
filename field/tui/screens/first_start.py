"""The first start: the invite on one screen, the name on the next, and in."""

from __future__ import annotations

from pathlib import Path

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from field.messages import sentence
from field.session import Onboarding
from field.tui.screens.dialogs import OpeningPassphrase, answered
from field.tui.screens.page import Frame
from field.tui.screens.path_picker import PathPicker
from field.tui.widgets.fact_list import FactList
from field.tui.widgets.typing import LineInput, SecretInput, show_or_hide
from sync.ledger.invite import Invite
from sync.ledger.officers import MAX_OFFICER
from sync.wording.dates import moment
from sync.wording.i18n import catalogue

_ = catalogue("field")

_STYLE = """
%s Vertical { padding: 1 2; }
%s Static.told { height: auto; margin-bottom: 1; }
%s LineInput { background: $surface; margin-bottom: 1; max-width: 100; }
"""


class FirstStart(Frame):
    """The invite, pasted or typed. Ends joined."""

    ACTIONS = "first-start"
    DEFAULT_CSS = _STYLE % (("FirstStart",) * 3)

    def __init__(self, beginning: Onboarding) -> None:
        super().__init__()
        self._beginning = beginning

    def where(self) -> str:
        return _("Sổ xã: the first start")

    def body(self) -> ComposeResult:
        lost = self._beginning.lost
        with Vertical():
            if lost is not None:
                yield Static(sentence(lost), classes="told", markup=False)
            yield Static(
                _("Paste the invite here, or type it; F3 opens it from a file.")
                if lost is not None
                else _(
                    "This laptop belongs to no commune yet. The province gives each laptop an invite: a line that begins "
                    "with “soxa-invite”. Paste it here (Ctrl+V, Ctrl+Shift+V or the right mouse button), or type it; F3 "
                    "opens it from a file. No network is needed."
                ),
                classes="told",
                markup=False,
            )
            yield LineInput(id="invite", compact=True, select_on_focus=False, placeholder=_("the invite"))
            yield Static(_("Enter goes on."), classes="told", markup=False)

    def on_mount(self) -> None:
        """There is one thing to do."""
        self.query_one(LineInput).focus()

    def key_in_turn(self, key: str) -> bool:
        """Enter reads what was typed before it; what is typed behind it is of the next page."""
        if key == "enter":
            self.action_go_on()
        return key == "enter"

    def action_go_on(self) -> None:
        """Read the invite."""
        self._read(self.query_one(LineInput).value)

    def _read(self, line: str) -> None:
        with self.telling():
            invite = self._beginning.read_invite(line)
            self.app.push_screen(SecondStart(self._beginning, line, invite), answered(self.dismiss))

    def action_open(self) -> None:
        """Open the invite from a file."""

        def opened(path: Path) -> None:
            with self.telling():
                self._read(self._beginning.read_invite_file(path))

        self.app.push_screen(PathPicker(_("Which file holds the invite?"), endings=(".invite", ".txt")), answered(opened))

    def action_arrive(self) -> None:
        """Take over a laptop that was moved, from its stick."""

        def opened(stick: Path) -> None:
            def given(passphrase: str) -> None:
                with self.telling():
                    self._beginning.move_from(stick, passphrase)
                    self.dismiss(True)  # noqa: FBT003 - joined

            question = _("The passphrase under which the key was put on the stick:")
            self.app.push_screen(OpeningPassphrase(question), answered(given))

        question = _("On the old machine the laptop was put on a stick (F9, F3, F4). Which stick, or which folder on it?")
        self.app.push_screen(PathPicker(question), answered(opened))


class SecondStart(Frame):
    """The unit whose laptop it will be. Ends with True once it is."""

    ACTIONS = "second-start"
    DEFAULT_CSS = _STYLE % (("SecondStart",) * 3)

    def __init__(self, beginning: Onboarding, line: str, invite: Invite) -> None:
        super().__init__()
        self._beginning = beginning
        self._line = line
        self._invite = invite

    def where(self) -> str:
        return _("Sổ xã: join {unit}").format(unit=self._invite.unit_name)

    def body(self) -> ComposeResult:
        with Vertical():
            yield FactList()
            yield Static("", classes="told")
            yield Static(_("Your name, as the program shall call you; it stays on this laptop:"), markup=False)
            yield LineInput(id="name", compact=True, max_length=MAX_OFFICER)
            yield Static(_("A passphrase for the key, or nothing. Who loses it cannot sign any more:"), markup=False)
            yield SecretInput(id="passphrase")
            yield Static(_("The same passphrase again:"), markup=False)
            yield SecretInput(id="again")

    def on_mount(self) -> None:
        """Say what the invite is for."""
        invite = self._invite
        self.query_one(FactList).show(
            [
                (_("unit"), f"{invite.unit_name} ({invite.unit})"),
                (_("the province's hub"), invite.hub),
                (_("address"), invite.url or _("no address: by USB stick only")),
                (_("invite is good until"), moment(invite.expires)),
            ]
        )
        self.query_one("#name", LineInput).focus()

    def key_in_turn(self, key: str) -> bool:
        """Enter goes on to the next line, and from the last one joins."""
        if key != "enter":
            return False
        if self.focused is not None and self.focused.id == "again":
            self.action_join()
        else:
            self.focus_next()
        return True

    def action_show(self) -> None:
        """Show the passphrase, or hide it again."""
        show_or_hide(self)

    def action_join(self) -> None:
        """Join the unit."""
        name, passphrase, again = (self.query_one(field, LineInput).value for field in ("#name", "#passphrase", "#again"))
        if passphrase != again:
            self.notify(_("The two passphrases are not the same."), severity="error", markup=False)
            return
        with self.telling():
            self._beginning.join(self._line, officer=name.strip() or None, passphrase=passphrase or None)
            self.dismiss(True)  # noqa: FBT003 - joined

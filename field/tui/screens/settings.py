"""The settings of the program: name, language, colours, automatic sync, the key's passphrase."""

from __future__ import annotations

from pathlib import Path

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Button, Static

from field import settings
from field.exchange.reserve import FOLDER, OFF, set_folder
from field.exchange.whereabouts import key_words
from field.store.local import HOW_COLLEAGUES
from field.tui import themes
from field.tui.screens.dialogs import NewPassphrase, answered
from field.tui.screens.page import Page
from field.tui.widgets.sides import Sides
from field.tui.widgets.typing import LineInput
from sync.errors import BadInput
from sync.ledger.officers import MAX_OFFICER
from sync.log.keyfile import is_encrypted
from sync.wording.i18n import LANGUAGE, catalogue

_ = catalogue("field")

_LANGUAGES = {"vi": "Tiếng Việt", "en": "English"}


class Settings(Page):
    """The settings. Ends with whether the program must start anew to speak another language."""

    ACTIONS = "settings"
    DEFAULT_CSS = """
    Settings VerticalScroll { padding: 1 1 0 1; }
    Settings Horizontal { height: auto; margin-bottom: 1; }
    Settings .close { margin-bottom: 0; }
    Settings .name { width: 22; height: auto; }
    Settings LineInput { width: 1fr; max-width: 50; background: $surface; }
    Settings Sides { width: 1fr; max-width: 100; background: $background; }
    Settings .told { width: 1fr; height: auto; }
    """

    def where(self) -> str:
        return _("Settings")

    def body(self) -> ComposeResult:
        store = self.session.store
        theme = self.app.theme
        with VerticalScroll(can_focus=False):
            with Horizontal():
                yield Static(_("your name"), classes="name", markup=False)
                yield LineInput(
                    store.membership.officer or "", id="name", compact=True, select_on_focus=False, max_length=MAX_OFFICER
                )
            with Horizontal():
                yield Static(_("language"), classes="name", markup=False)
                yield Sides(list(_LANGUAGES.values()), list(_LANGUAGES).index(LANGUAGE), id="language")
            with Horizontal():
                yield Static(_("colours"), classes="name", markup=False)
                yield Sides([_(words) for words in themes.NAMES.values()], list(themes.NAMES).index(theme), id="theme")
            with Horizontal():
                yield Static(_("automatic sync"), classes="name", markup=False)
                on = settings.is_automatic(store)
                yield Sides([_("no"), _("every ten minutes, while the program is open")], int(on), id="automatic")
            with Horizontal():
                yield Static(_("other laptops"), classes="name", markup=False)
                words = [_("bring all that they log"), _("by USB stick alone"), _("never")]
                yield Sides(words, HOW_COLLEAGUES.index(store.local.colleagues), id="colleagues")
            with Horizontal(classes="close"):
                yield Static(_("key"), classes="name", markup=False)
                yield Button(_("Change the passphrase …"), id="passphrase", compact=True)
            with Horizontal():
                yield Static("", classes="name")
                yield Static(self._sealed(), classes="told", markup=False)
            with Horizontal(classes="close"):
                yield Static(_("backup of unsent"), classes="name", markup=False)
                named = store.local.setting(FOLDER) or ""
                yield LineInput(named, placeholder=_("beside the data folder"), id="reserve", compact=True)

    def _sealed(self) -> str:
        return key_words("sealed" if is_encrypted(self.session.home.key) else "open")

    def on_mount(self) -> None:
        """Begin at the top."""
        self.query_one("#name", LineInput).focus()

    @on(Sides.SideChosen, "#theme")
    def _coloured(self, event: Sides.SideChosen) -> None:
        self.app.theme = list(themes.NAMES)[event.sides.chosen]

    @on(Button.Pressed, "#passphrase")
    def _passphrase(self) -> None:
        def chosen(passphrase: str) -> None:
            with self.telling():
                self.session.change_passphrase(passphrase or None)
                self.query_one(".told", Static).update(self._sealed())
                self.say(_("The passphrase is changed."))

        def ask() -> None:
            self.app.push_screen(NewPassphrase(), answered(chosen))

        self.signing(ask)

    def action_save(self) -> None:
        """Keep these settings."""
        store = self.session.store
        language = list(_LANGUAGES)[self.query_one("#language", Sides).chosen]
        with self.telling():
            store.rename_officer(self.query_one("#name", LineInput).value.strip() or None)
            store.local.set_setting(settings.THEME, self.app.theme)
            store.local.set_setting(settings.LANGUAGE, language)
            self._move_reserve(self.query_one("#reserve", LineInput).value.strip())
            store.local.colleagues = HOW_COLLEAGUES[self.query_one("#colleagues", Sides).chosen]
            settings.set_automatic(store, on=bool(self.query_one("#automatic", Sides).chosen))
            self.dismiss(language != LANGUAGE)

    def _move_reserve(self, typed: str) -> None:
        """Put the reserve into the folder that is typed; beside the data folder where none is."""
        store = self.session.store
        if typed == (store.local.setting(FOLDER) or ""):
            return
        if typed and typed != OFF and not Path(typed).is_dir():
            raise BadInput("file-missing", path=typed)
        set_folder(store, None if typed == OFF else Path(typed))

    def action_places(self) -> None:
        """See what is where; what is typed here stays."""
        from field.tui.screens.places import Places

        self.app.push_screen(Places(self.session))

    def action_back(self) -> None:
        """Leave things as they were."""
        self.app.theme = settings.chosen(self.session.store, settings.THEME, themes.ALL)
        self.dismiss(False)  # noqa: FBT003 - no new start

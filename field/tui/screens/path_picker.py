"""Picking a folder, or a file in one, with the arrows; or typing its path."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Button, OptionList, Static
from textual.widgets.option_list import Option

from field.messages import sentence
from field.tui.screens.dialogs import Dialog
from field.tui.widgets.typing import LineInput
from sync.shell.console import unavailable
from sync.wording.i18n import catalogue
from sync.wording.safe_text import safe_line

_ = catalogue("field")

_MOST: Final = 500
"""Names shown of one folder."""
_UP: Final = Path("..")


class _Names(OptionList, can_focus=False):
    """What is in the folder; the arrows reach it from the line above."""


class PathPicker(Dialog[Path]):
    """The path of a folder; with `endings`, a file that ends in one of them."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "take", show=False),
        Binding("down", "light('down')", show=False),
        Binding("up", "light('up')", show=False),
    ]
    DEFAULT_CSS = """
    PathPicker _Names { height: 11; max-height: 50%; border: none; background: $panel; margin: 1 0; padding: 0 1; }
    """

    def __init__(self, question: str, *, endings: tuple[str, ...] = ()) -> None:
        super().__init__()
        self._question = question
        self._endings = endings
        self._folder: Path | None = None
        self._paths: list[Path] = []

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(self._question, markup=False)
            yield LineInput("", compact=True, select_on_focus=False, placeholder=_("a path, or choose below"))
            yield _Names()
            yield Static(_("Arrows and Enter open what is listed."), classes="told", markup=False)
            yield Static("", classes="wrong", markup=False)
            yield from self.choices(_("Take this (F2)") if self._endings else _("Here (F2)"))

    def on_mount(self) -> None:
        """Begin with the sticks and folders that there are."""
        self._open(None)
        self.query_one(LineInput).focus()

    def _open(self, folder: Path | None) -> None:
        try:
            inside = beginnings() if folder is None else [_UP, *_inside(folder, self._endings)]
        except OSError as error:
            self.wrong(sentence(unavailable(error)))
            return
        self._folder, self._paths = folder, inside
        names = self.query_one(_Names)
        names.clear_options()
        names.add_options([Option(self._words(path)) for path in inside])
        names.highlighted = 0 if inside else None
        line = self.query_one(LineInput)
        line.value = "" if folder is None else str(folder)
        line.cursor_position = len(line.value)
        self.wrong("")

    def _words(self, path: Path) -> str:
        name = str(path) if self._folder is None else path.name
        is_file = bool(self._endings) and path.name.lower().endswith(self._endings)
        return safe_line(name) if is_file or path is _UP else safe_line(name) + os.sep

    def action_light(self, where: str) -> None:
        """Go up or down among the names."""
        names = self.query_one(_Names)
        (names.action_cursor_down if where == "down" else names.action_cursor_up)()

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        self._choose(event.option_index)

    def key_in_turn(self, key: str) -> bool:
        """Enter takes what was typed before it, and F2 as well."""
        act = {"enter": self._entered, "f2": self.action_take}.get(key)
        if act is not None:
            act()
        return act is not None

    def _entered(self) -> None:
        """What was typed; or, where nothing was, what is lit."""
        lit = self.query_one(_Names).highlighted
        typed = self._typed()
        if typed != self._folder:
            if typed is not None and typed.is_dir():
                self._open(typed)
            else:
                self.action_take()
        elif lit is not None:
            self._choose(lit)

    def _choose(self, place: int) -> None:
        path = self._paths[place]
        if path is _UP:
            assert self._folder is not None, "the beginnings have no way up"
            at_the_top = self._folder == self._folder.parent or self._folder in beginnings()
            self._open(None if at_the_top else self._folder.parent)
        elif path.is_dir():
            self._open(path)
        else:
            self.dismiss(path)

    def _typed(self) -> Path | None:
        text = self.query_one(LineInput).value.strip()
        return Path(text) if text else None

    @on(Button.Pressed, "#yes")
    def action_take(self) -> None:
        """Take what is typed; where nothing was, what is lit."""
        path, lit = self._typed(), self.query_one(_Names).highlighted
        if lit is not None and path == self._folder and (self._endings or path is None):
            path = self._paths[lit]
        if path is not None and (path.is_file() if self._endings else path.is_dir()):
            self.dismiss(path)
        else:
            self.wrong(_("There is no such file.") if self._endings else _("There is no such folder."))


def beginnings() -> list[Path]:
    """Where to begin: what is plugged in, then the person's own folder."""
    if sys.platform == "win32":
        drives = [Path(f"{letter}:\\") for letter in "DEFGHIJKLMNOPQRSTUVWXYZ"]
        return [*(drive for drive in drives if drive.exists()), Path.home()]
    sticks: list[Path] = []
    for root in (Path("/media"), Path("/run/media"), Path("/mnt"), Path("/Volumes")):
        try:
            sticks += [stick for folder in _inside(root, ()) for stick in _inside(folder, ()) or [folder]]
        except OSError:
            continue  # this machine plugs things in elsewhere
    return [*sticks[:_MOST], Path.home()]


def _inside(folder: Path, endings: tuple[str, ...]) -> list[Path]:
    """The folders in a folder, then the files that are wanted."""
    found = [path for path in folder.iterdir() if not path.name.startswith(".")]
    folders = sorted(path for path in found if path.is_dir())
    files = sorted(path for path in found if path.name.lower().endswith(endings) and path.is_file()) if endings else []
    return [*folders, *files][:_MOST]

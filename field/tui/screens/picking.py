"""Picking a folder, or a file in one, with the arrows; or typing its path."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Button, Input, OptionList, Static
from textual.widgets.option_list import Option

from field.tui.screens.dialogs import Dialog
from field.tui.widgets.typing import LineInput
from field.wording import plain_text
from sync.words import catalogue

_ = catalogue("field")

_MOST = 500
"""Names shown of one folder."""


class PickPath(Dialog[Path]):
    """A folder; with `endings`, a file that ends in one of them."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("f2", "take", show=False)]
    DEFAULT_CSS = """
    PickPath OptionList { height: 12; max-height: 50%; border: none; background: $panel; margin: 1 0; }
    """

    def __init__(self, question: str, *, endings: tuple[str, ...] = (), start: Path | None = None) -> None:
        super().__init__()
        self._question = question
        self._endings = endings
        self._folder = start
        self._paths: list[Path | None] = []

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(self._question, markup=False)
            yield LineInput("", compact=True, select_on_focus=False, placeholder=_("a path, or choose below"))
            yield OptionList()
            yield Static("", classes="wrong", markup=False)
            with Horizontal(classes="buttons"):
                yield Button(_("Let be"), id="no", compact=True)
                yield Button(
                    _("Take this (F2)") if self._endings else _("Here (F2)"), id="yes", variant="primary", compact=True
                )

    def on_mount(self) -> None:
        """Begin with the sticks and folders that there are."""
        self._open(self._folder)
        self.query_one(OptionList).focus()

    def _open(self, folder: Path | None) -> None:
        try:
            inside = beginnings() if folder is None else _inside(folder, self._endings)
        except OSError as error:
            self.wrong(f"{folder}: {error.strerror or error}")
            return
        self._folder = folder
        self._paths = list(inside) if folder is None else [None, *inside]
        options = self.query_one(OptionList)
        options.clear_options()
        options.add_options([Option(self._words(path)) for path in self._paths])
        if self._paths:
            options.highlighted = 0
        self.query_one(LineInput).value = "" if folder is None else str(folder)
        self.wrong("")

    def _words(self, path: Path | None) -> str:
        if path is None:
            return ".."
        name = str(path) if self._folder is None else path.name
        return plain_text(name) + ("" if path.name.lower().endswith(self._endings or "\0") else os.sep)

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        path = self._paths[event.option_index]
        if path is None:
            assert self._folder is not None, "the beginnings have no way up"
            self._open(None if self._folder in (self._folder.parent, *beginnings()) else self._folder.parent)
        elif path.is_dir():
            self._open(path)
        else:
            self.dismiss(path)

    @on(Input.Submitted)
    def _typed(self, event: Input.Submitted) -> None:
        path = Path(event.value.strip())
        if path.is_dir() and self._endings:
            self._open(path)
        else:
            self.action_take()

    @on(Button.Pressed, "#yes")
    def action_take(self) -> None:
        """Take what is typed, or lit."""
        typed = self.query_one(LineInput).value.strip()
        path = Path(typed) if typed else self._folder
        lit = self.query_one(OptionList).highlighted
        if (self._endings and lit is not None and self.query_one(OptionList).has_focus) or (
            path is None and lit is not None
        ):
            path = self._paths[lit]
        if path is not None and (path.is_file() if self._endings else path.is_dir()):
            self.dismiss(path)
        else:
            self.wrong(_("There is no such file.") if self._endings else _("There is no such folder."))

    @on(Button.Pressed, "#no")
    def _let_be(self) -> None:
        self.dismiss(None)


def beginnings() -> list[Path]:
    """Where to begin: what is plugged in, then the person's own folder."""
    if sys.platform == "win32":
        drives = [Path(f"{letter}:\\") for letter in "DEFGHIJKLMNOPQRSTUVWXYZ"]
        return [*(drive for drive in drives if drive.exists()), Path.home()]
    sticks: list[Path] = []
    for root in (Path("/media"), Path("/run/media"), Path("/mnt"), Path("/Volumes")):
        try:
            sticks += [two for one in _inside(root, ()) for two in (_inside(one, ()) or [one])]
        except OSError:
            continue
    return [*sticks[:_MOST], Path.home()]


def _inside(folder: Path, endings: tuple[str, ...]) -> list[Path]:
    """The folders in a folder, then the files that are wanted."""
    found = [path for path in folder.iterdir() if not path.name.startswith(".")]
    folders = sorted(path for path in found if path.is_dir())
    files = sorted(path for path in found if path.name.lower().endswith(endings) and path.is_file())
    return [*folders, *files][:_MOST]

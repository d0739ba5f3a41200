"""A program with a line and a box: `python -m tests.field.tui.typed FILE [textual]` writes what was typed into FILE.

With `textual` the fields are Textual's own.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import ClassVar

from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input, Static, TextArea

from field.tui.widgets.text_box import TextBox
from field.tui.widgets.typing import LineInput

READY = "ready-to-type"


class Typed(App[None], inherit_bindings=False):
    """Ctrl+Q saves and leaves. It waits its turn behind the letters; Textual's own binding would overtake them."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q", "save", "Save"),
    ]

    def __init__(self, file: Path | None = None, *, ours: bool = True) -> None:
        super().__init__()
        self.file = file
        self.line = LineInput() if ours else Input()
        self.box = TextBox() if ours else TextArea()

    def compose(self) -> ComposeResult:
        yield self.line
        yield self.box
        yield Static(id="told")

    def on_ready(self) -> None:
        self.line.focus()
        self.query_one("#told", Static).update(READY)

    def action_save(self) -> None:
        """Each field first finishes what it was sent."""
        self.line.call_later(self.box.call_later, self.write)

    def write(self) -> None:
        assert self.file is not None
        self.file.write_text(json.dumps({"line": self.line.value, "box": self.box.text}), encoding="utf-8")
        self.exit()


if __name__ == "__main__":
    Typed(Path(sys.argv[1]), ours=sys.argv[2:] != ["textual"]).run()

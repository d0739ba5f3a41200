"""A text of several lines to write Vietnamese in; `typing` says why it is our own."""

from __future__ import annotations

from typing import Any, ClassVar
from unicodedata import normalize

from textual import events
from textual.binding import Binding, BindingType
from textual.document._document import EditResult
from textual.document._edit import Edit
from textual.widgets import TextArea

from field.tui.widgets.typing import Field, composed, lines


class TextBox(TextArea, Field):
    """A text to write: keys act in the order in which they came, the text is NFC, and Tab goes on to the next field."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+a", "select_all", show=False)]

    @property
    def selection_is_empty(self) -> bool:
        return self.selection.is_empty

    @property
    def before(self) -> str:
        row, column = self.cursor_location
        return self._line(row)[:column]

    def ends_line(self, event: events.Key) -> bool:
        """Lines stay lines: Ctrl+J, which is a newline as it is, does as Enter does."""
        event.key = "enter"
        return False

    def put(self, text: str, back: int) -> None:
        row, column = self.cursor_location
        self._replace_via_keyboard(text, (row, column - back), (row, column))

    def __init__(self, text: str = "", **options: Any) -> None:
        super().__init__(normalize("NFC", lines(text)), **{"soft_wrap": True, "tab_behavior": "focus", **options})

    def load_text(self, text: str) -> None:
        super().load_text(normalize("NFC", lines(text)))

    def edit(self, edit: Edit) -> EditResult:
        """Every change comes through here; letters that a mark composes with are replaced along with it."""
        (row, column), (last_row, last_column) = edit.top, edit.bottom
        before, after = self._line(row)[:column], self._line(last_row)[last_column:]
        back, text, on = composed(before, lines(edit.text), after)
        return super().edit(Edit(text, (row, column - back), (last_row, last_column + on), edit.maintain_selection_offset))

    def _line(self, row: int) -> str:
        """The line of an edit's end; to delete the last line is to delete up to the one behind it, which is not there."""
        return self.document.get_line(row) if row < self.document.line_count else ""

"""Sides: a few values beside each other, of which one holds: the left and right arrows choose."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.table import Table
from rich.text import Text
from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Static

from sync.wording.safe_text import safe_lines

_MARKS = "( ) ", "(•) "


class Sides(Static, can_focus=True):
    """A choice between values side by side; which one holds is told by a mark, not by a colour."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,up", "choose(-1)", show=False),
        Binding("right,down,space", "choose(1)", show=False),
    ]
    DEFAULT_CSS = """
    Sides { height: auto; padding: 0 1; background: $surface; }
    Sides:focus { background: $primary 20%; }
    """

    class SideChosen(Message):
        """The side that is chosen is another now."""

        def __init__(self, sides: Sides) -> None:
            self.sides = sides
            super().__init__()

        @property
        def control(self) -> Sides:
            """The sides that it comes from."""
            return self.sides

    def __init__(self, options: Sequence[str], chosen: int = 0, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._options = list(options)
        self.chosen = chosen

    def on_mount(self) -> None:
        """Show them."""
        self._show()

    def _show(self) -> None:
        table = Table.grid(padding=(0, 2, 0, 0), expand=True)
        cells: list[Text] = []
        for place, option in enumerate(self._options):
            table.add_column(width=4)
            table.add_column(ratio=1)
            holds = place == self.chosen
            style = "bold" if holds else ""
            cells += [Text(_MARKS[holds], style=style), Text(safe_lines(option), style=style)]
        table.add_row(*cells)
        self.update(table)

    def action_choose(self, by: int) -> None:
        """Go on to the next."""
        self._choose((self.chosen + by) % len(self._options))

    def on_click(self, event: events.Click) -> None:
        """The one that was clicked."""
        self._choose(min(event.x * len(self._options) // max(self.size.width, 1), len(self._options) - 1))

    def _choose(self, place: int) -> None:
        self.chosen = place
        self._show()
        self.post_message(self.SideChosen(self))

"""A list of facts: names beside their values, the values wrapped between words; a word that is too long, at the edge."""

from __future__ import annotations

from collections.abc import Iterable

from rich.table import Table
from rich.text import Text
from textual.widgets import Static

from sync.wording.safe_text import safe_lines

_NAME_CELLS = 20


class FactList(Static):
    """The facts of a thing. A name may be empty: its line goes with the one above."""

    DEFAULT_CSS = "FactList { height: auto; padding: 0 1; }"

    def show(self, facts: Iterable[tuple[str, str] | tuple[str, str, str]]) -> None:
        """Show `(name, value)`, or `(name, value, a colour of the theme)`."""
        table = Table.grid(padding=(0, 2, 0, 0), expand=True)
        table.add_column(width=_NAME_CELLS)
        table.add_column(ratio=1)
        for name, value, *colour in facts:
            style = f"bold {self.app.theme_variables[colour[0]]}" if colour else ""
            table.add_row(Text(name, style="dim"), Text(safe_lines(value), style=style, overflow="fold"))
        self.update(table)

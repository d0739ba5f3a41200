"""A list of some dozens of lines in columns, wrapped between words; one of them is lit, Enter opens it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct
from rich.table import Table
from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from sync.wording.safe_text import safe_lines


class ListColumn(Struct, frozen=True):
    """A heading with the cells that it takes; 0 takes what is left."""

    title: str
    width: int = 0
    right: bool = False


class ListCell(Struct, frozen=True):
    """A text in a colour of the theme."""

    text: str
    colour: str = ""
    below: tuple[tuple[str, str], ...] = ()
    """Further lines, each in a colour of its own or in none."""


class ListLine(Struct, frozen=True):
    """A line: what it opens, and its cells."""

    key: str
    cells: tuple[str | ListCell, ...]
    is_heading: bool = False
    """Whether its first cell says what follows, over all columns; it cannot be lit."""


class ColumnList(Vertical):
    """A list that is short enough to be laid out whole."""

    DEFAULT_CSS = """
    ColumnList { height: 1fr; }
    ColumnList > .head { height: auto; padding: 0 1; text-style: bold; color: $foreground 80%; }
    ColumnList > .empty { height: auto; padding: 1 3; display: none; }
    ColumnList > OptionList {
        height: 1fr; border: none; padding: 0; background: $background; scrollbar-size-vertical: 1; scrollbar-gutter: stable;
    }
    ColumnList > OptionList:focus { border: none; background-tint: $foreground 0%; }
    ColumnList > OptionList > .option-list--option { padding: 0 1; }
    ColumnList > OptionList > .option-list--option-highlighted { background: $primary 10%; color: $foreground; }
    ColumnList > OptionList > .option-list--option-disabled { color: $accent; text-style: bold; }
    ColumnList > OptionList:focus > .option-list--option-highlighted {
        background: $primary 20%; color: $foreground; text-style: bold;
    }
    """

    class LineOpened(Message):
        """A line was chosen, to be opened."""

        def __init__(self, sheet: ColumnList, key: str) -> None:
            self.sheet = sheet
            self.key = key
            super().__init__()

        @property
        def control(self) -> ColumnList:
            """The list that it comes from."""
            return self.sheet

    def __init__(self, columns: Sequence[ListColumn], empty: str = "", *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._columns = columns
        self._empty = empty

    def compose(self) -> ComposeResult:
        yield Static(self._laid_out([column.title for column in self._columns]), classes="head")
        yield OptionList()
        yield Static(self._empty, classes="empty", markup=False)

    @property
    def options(self) -> OptionList:
        """The widget that takes the focus."""
        return self.query_one(OptionList)

    def show(self, lines: Iterable[ListLine]) -> None:
        """Show these lines; the one that was lit stays lit if it is still there."""
        options = self.options
        lit = options.highlighted_option
        key = lit.id if lit is not None else None
        options.clear_options()
        found = list(lines)
        options.add_options(
            [
                Option(
                    self._text(line.cells[0]) if line.is_heading else self._laid_out(line.cells),
                    id=line.key,
                    disabled=line.is_heading,
                )
                for line in found
            ]
        )
        self.query_one(".empty").display = not found
        options.display = bool(found)
        places = {line.key: at for at, line in enumerate(found) if not line.is_heading}
        if places:
            options.highlighted = places.get(key or "", min(places.values()))

    def _laid_out(self, cells: Sequence[str | ListCell]) -> Table:
        table = Table.grid(padding=(0, 2, 0, 0), expand=True, pad_edge=False)
        for column in self._columns:
            table.add_column(
                width=column.width or None, ratio=None if column.width else 1, justify="right" if column.right else "left"
            )
        table.add_row(*map(self._text, cells))
        return table

    def _text(self, cell: str | ListCell) -> Text:
        if isinstance(cell, str):
            return Text(safe_lines(cell))
        words = Text(safe_lines(cell.text), style=self._style(cell.colour))
        for line, colour in cell.below:
            words.append(f"\n{safe_lines(line)}", style=self._style(colour))
        return words

    def _style(self, colour: str) -> str:
        return self.app.theme_variables[colour] if colour else ""

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        if event.option.id is not None:
            self.post_message(self.LineOpened(self, event.option.id))

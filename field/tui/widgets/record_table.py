"""The table of activities: any number of them, of which only those on the screen are read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar, Final

from msgspec import Struct
from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from sync.wording.safe_text import safe_line

_PAGE: Final = 64
_PAGES_HELD: Final = 32
_CHANNEL: Final = (140, 36), (110, 24), (72, 16), (0, 0)
"""From so many cells on, so many for the channel."""
_WIDE: Final = 110
"""From so many cells on the days of a span within a month stand whole."""


class RecordLine(Struct, frozen=True):
    """An activity as a line of the table."""

    key: str
    date: str
    state: str
    colour: str
    """The colour of the state: a variable of the theme, as $error."""
    channel: str
    title: str


class RecordLines(Struct, frozen=True):
    """The source of lines: how many there are, and those from an index on, so many at most."""

    count: int
    read: Callable[[int, int], Sequence[RecordLine]]


class RecordTable(ScrollView, can_focus=True):
    """Lines under a heading, one of them lit. Columns give way to the title where the window is narrow."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", show=False),
        Binding("up,k", "move(-1)", show=False),
        Binding("down,j", "move(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("home", "move(-1000000000)", show=False),
        Binding("end", "move(1000000000)", show=False),
    ]
    DEFAULT_CSS = """
    RecordTable {
        height: 1fr; background: $background; color: $foreground; overflow-x: hidden; scrollbar-size-vertical: 1;
    }
    RecordTable:focus { background-tint: $foreground 0%; }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {"recordtable--lit", "recordtable--head"}
    cursor: reactive[int] = reactive(0)

    class RecordOpened(Message):
        """An activity was chosen."""

        def __init__(self, key: str) -> None:
            self.key = key
            super().__init__()

    def __init__(self, columns: tuple[str, str, str, str], empty: str, *, id: str | None = None) -> None:  # noqa: A002
        """`columns` are the headings of date, state, channel and title; `empty` is said where there is nothing."""
        super().__init__(id=id)
        self._columns = columns
        self._empty = empty
        self._lines = RecordLines(0, lambda _start, _count: ())
        self._pages: dict[int, Sequence[RecordLine]] = {}

    def show(self, lines: RecordLines, *, keep: bool = False, empty: str | None = None) -> None:
        """Show other lines; the cursor goes to the first, or with `keep` stays where it is. `empty` is said from now on
        where there is nothing."""
        self._lines = lines
        self._empty = self._empty if empty is None else empty
        self._pages.clear()
        self.virtual_size = Size(self.size.width, lines.count + 1)
        self.cursor = min(self.cursor, max(lines.count - 1, 0)) if keep else 0
        if not keep:
            self.scroll_to(0, 0, animate=False)
        self.refresh()

    @property
    def lit(self) -> RecordLine | None:
        """The line under the cursor."""
        return self._line(self.cursor)

    def _line(self, index: int) -> RecordLine | None:
        if not 0 <= index < self._lines.count:
            return None
        page, place = divmod(index, _PAGE)
        if page not in self._pages:
            if len(self._pages) >= _PAGES_HELD:
                self._pages.pop(next(iter(self._pages)))
            self._pages[page] = self._lines.read(page * _PAGE, _PAGE)
        read = self._pages[page]
        return read[place] if place < len(read) else None

    # -- moving

    def action_move(self, by: int) -> None:
        """Move the cursor."""
        self.cursor = min(max(self.cursor + by, 0), max(self._lines.count - 1, 0))

    def action_page(self, by: int) -> None:
        """Move the cursor by what fits the window."""
        self.action_move(by * max(self.size.height - 2, 1))

    def action_open(self) -> None:
        """Open the line under the cursor."""
        if (line := self.lit) is not None:
            self.post_message(self.RecordOpened(line.key))

    def watch_cursor(self) -> None:
        """Keep the cursor in sight, and below the heading."""
        top = int(self.scroll_offset.y)
        if self.cursor < top:
            self.scroll_to(y=self.cursor, animate=False)
        elif self.cursor + 1 >= top + self.size.height:
            self.scroll_to(y=self.cursor + 2 - self.size.height, animate=False)
        self.refresh()

    def on_click(self, event: object) -> None:
        """Light the line that was clicked; open one that was lit."""
        row = int(getattr(event, "y", 0)) - 1 + int(self.scroll_offset.y)
        if getattr(event, "y", 0) > 0 and 0 <= row < self._lines.count:
            if row == self.cursor:
                self.action_open()
            self.cursor = row

    def on_resize(self) -> None:
        """The title takes what is left."""
        self.virtual_size = Size(self.size.width, self._lines.count + 1)

    # -- drawing

    def render_line(self, y: int) -> Strip:
        """The heading, then lines from where the list is scrolled to."""
        width = self.scrollable_content_region.width
        base = self.rich_style
        if y == 0:
            style = base + self.get_component_rich_style("recordtable--head", partial=True) + Style(bold=True)
            return Strip([Segment(_laid_out(self._columns, width), style)], width)
        index = y - 1 + int(self.scroll_offset.y)
        line = self._line(index)
        if line is None:
            text = self._empty if y == 2 and not self._lines.count else ""
            return Strip([Segment(set_cell_size(f"  {text}", width), base)], width)
        lit = index == self.cursor
        style = base + Style(reverse=True, bold=self.has_focus) if lit else base
        before, state, after = _parts((line.date, line.state, line.channel, line.title), width)
        coloured = style if lit else style + Style(color=self._colour(line.colour))
        return Strip([Segment(before, style), Segment(state, coloured), Segment(after, style)], width)

    def _colour(self, name: str) -> str:
        return self.app.theme_variables.get(name.removeprefix("$").split()[0], "default")


def _widths(width: int) -> tuple[int, int, int]:
    """Cells of date, state and channel."""
    channel = next(cells for at_least, cells in _CHANNEL if width >= at_least)
    return (14 if width >= _WIDE else 10), 13, channel


def _parts(cells: tuple[str, str, str, str], width: int) -> tuple[str, str, str]:
    date, state, channel = _widths(width)
    before = f" {_dated(cells[0], date)}"
    middle = f"{_cut(cells[1], state)} "
    after = f"{_cut(cells[2], channel)} " if channel else ""
    rest = width - cell_len(before) - cell_len(middle) - cell_len(after)
    return before, middle, after + _cut(cells[3], max(rest, 1))


def _dated(text: str, width: int) -> str:
    """A day in so many cells and one that is left free; of a span that is longer the whole first day: with its year."""
    first, dash, last = text.partition("–")
    if cell_len(text) > width and dash:
        parts = first.split("/")
        text = "/".join([*parts, *last.split("/")[len(parts) :]])[:width] + "…"
        return set_cell_size(safe_line(text), width + 1)
    return f"{_cut(text, width)} "


def _laid_out(cells: tuple[str, str, str, str], width: int) -> str:
    return "".join(_parts(cells, width))


def _cut(text: str, width: int) -> str:
    """A text in so many cells; one that is longer ends in an ellipsis. Nothing in it can disguise the rest."""
    plain = safe_line(text)
    if cell_len(plain) > width:
        plain = set_cell_size(plain, width - 1) + "…"
    return set_cell_size(plain, width)

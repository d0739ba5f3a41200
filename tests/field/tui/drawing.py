"""A screen of the officer's program as cells: what stands in them, and in which colours."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any, Final

from msgspec import Struct
from rich.style import Style
from textual.geometry import Region as TextualRegion
from textual.pilot import Pilot
from textual.screen import ModalScreen, Screen
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Button, Footer, Input, Static, TextArea

from field.tui import themes
from field.tui.widgets.column_list import ColumnList
from field.tui.widgets.record_table import RecordTable

SNAPSHOTS: Final = Path(__file__).parent / "snapshots"
SHOWN_THEMES: Final = (themes.LIGHT, themes.CONTRAST)
"""Whose colours stand in the snapshots; that all three can be read is checked by their numbers."""

_TIMES_SAME: Final = 2
"""As often a screen is drawn the same way before it counts as still."""

Region = tuple[int, int, int, int]
"""x, y, width, height."""


class Run(Struct, frozen=True, array_like=True):
    """Cells of a row that look alike, from `start` up to `end`."""

    start: int
    end: int
    front: str
    back: str
    marks: str


class Faint(Struct, frozen=True, array_like=True):
    """Cells that need not stand out, and why."""

    region: Region
    why: str


class Picture(Struct, frozen=True, kw_only=True):
    """A screen as it is drawn."""

    scene: str
    size: tuple[int, int]
    lines: list[str]
    styles: dict[str, list[list[Run]]]
    """By theme: the runs of each row."""
    box: Region | None
    """Of a question over a screen: where it stands. What is around it cannot be used meanwhile."""
    faint: list[Faint]
    footer: list[str]
    """What the footer offers: keys and words."""
    texts: list[tuple[str, str]]
    """A text that stands in a widget of its own, and what is drawn of it."""
    headings: list[str]
    sideways: list[str]
    """Widgets that would have to be scrolled sideways, besides lines to write in."""

    @property
    def name(self) -> str:
        """As its snapshot is called, without the language."""
        return f"{self.scene}-{self.size[0]}x{self.size[1]}"

    def file(self, language: str) -> Path:
        """Its snapshot."""
        return SNAPSHOTS / language / f"{self.name}.txt"

    def snapshot(self) -> str:
        """Its text, then each theme's runs of cells: `rows: from-to front/back marks`."""
        told = [line.rstrip() for line in self.lines]
        for theme in SHOWN_THEMES:
            told += [f"--- {theme}", *_told(self.styles[theme])]
        return "\n".join(told) + "\n"


def _told(rows: list[list[Run]]) -> Iterator[str]:
    first = 0
    for at, runs in enumerate(rows):
        if at + 1 == len(rows) or rows[at + 1] != runs:
            which = str(at) if first == at else f"{first}-{at}"
            cells = (f"{run.start}-{run.end - 1} {run.front}/{run.back}{run.marks}" for run in runs)
            yield f"{which}: {'; '.join(cells)}"
            first = at + 1


async def _still(pilot: Pilot[bool]) -> list[Strip]:
    """What is drawn once nothing moves any more. A cursor stands; it does not blink."""
    same, before = 0, None
    while same < _TIMES_SAME:
        await pilot.pause(0)
        for field in pilot.app.screen.query("Input, TextArea"):
            assert isinstance(field, Input | TextArea)
            field.cursor_blink = False
        drawn = [list(strip) for strip in pilot.app.screen._compositor.render_strips()]
        same, before = (same + 1 if drawn == before else 0), drawn
    return pilot.app.screen._compositor.render_strips()


async def taken(scene: str, pilot: Pilot[bool]) -> Picture:
    """A screen as it is drawn now, in the theme of now."""
    app = pilot.app
    strips = await _still(pilot)
    lines = ["".join(segment.text for segment in strip) for strip in strips]
    screen = app.screen
    return Picture(
        scene=scene,
        size=(app.size.width, app.size.height),
        lines=lines,
        styles={app.theme: [_runs(strip) for strip in strips]},
        box=_box(screen) if isinstance(screen, ModalScreen) else None,
        faint=list(_faint(screen)),
        footer=_footer(screen),
        texts=[(words, _drawn(lines, widget)) for widget, words in _texts(screen)],
        headings=_headings(screen),
        sideways=[
            str(one) for one in screen.query("*") if one.show_horizontal_scrollbar and not isinstance(one, Footer | Input)
        ],
    )


def _runs(strip: Strip) -> list[Run]:
    """What a row is drawn in. The colour of letters is nothing to a blank: it looks as what is beside it."""
    cells: list[tuple[str | None, str, str]] = []
    for text, style, _control in strip:
        front, back, marks = _colours(style or Style())
        for letter in text:
            bare = letter.isspace() and "underline" not in marks
            cells.append((None if bare else front, back, "" if bare else marks))
    for order in (range(1, len(cells)), range(len(cells) - 2, -1, -1)):
        by = -order.step
        for at in order:
            if cells[at][0] is None and cells[at + by][1] == cells[at][1]:
                cells[at] = cells[at + by]
    runs: list[Run] = []
    for look, group in groupby(range(len(cells)), lambda at: cells[at]):
        places = list(group)
        runs.append(Run(places[0], places[-1] + 1, look[0] or "", look[1], look[2]))
    return runs


def _colours(style: Style) -> tuple[str, str, str]:
    """Front, back and marks as they come out."""
    front, back = (
        "default" if colour is None or colour.is_default else colour.get_truecolor().hex
        for colour in (style.color, style.bgcolor)
    )
    if style.reverse:
        front, back = back, front
    marks = "".join(f" {mark}" for mark in ("bold", "dim", "italic", "underline", "strike") if getattr(style, mark))
    return front, back, marks


def _region(widget: Widget) -> Region:
    x, y, width, height = widget.screen.find_widget(widget).visible_region
    return x, y, width, height


def _box(screen: Screen[Any]) -> Region:
    placed = screen._compositor.full_map
    whole = [placed[one].visible_region for one in screen.query("*") if one in placed and one.visible]
    x, y, width, height = TextualRegion.from_union(whole)
    return x, y, width, height


def _faint(screen: Screen[Any]) -> Iterator[Faint]:
    for widget in screen.query("*"):
        if isinstance(widget, Input) and not widget.value and widget.placeholder and widget.region:
            yield Faint(_region(widget), "placeholder")
        elif widget.disabled and widget.region:
            yield Faint(_region(widget), "disabled")


def _footer(screen: Screen[Any]) -> list[str]:
    if not screen.query(Footer):
        return []
    shown = [one.binding for one in screen.active_bindings.values() if one.binding.show and one.enabled]
    return [f"{binding.key_display} {binding.description}" for binding in shown]


def _texts(screen: Screen[Any]) -> Iterator[tuple[Widget, str]]:
    """Widgets that say one text, where they are neither scrolled nor under an open list."""
    lists = [one for one in screen.query("Chooser > OptionList") if one.display]
    for widget in screen.query("Static, Button"):
        words = str(widget.label) if isinstance(widget, Button) else widget.content if isinstance(widget, Static) else ""
        is_covered = any(one.region.overlaps(widget.region) for one in lists)
        if isinstance(words, str) and words and widget.region and not is_covered and not _is_scrolled(widget):
            yield widget, words


def _is_scrolled(widget: Widget) -> bool:
    return any(isinstance(one, Widget) and one.max_scroll_y > 0 for one in widget.ancestors)


def _drawn(lines: list[str], widget: Widget) -> str:
    x, y, width, height = _region(widget)
    return "\n".join(line[x : x + width] for line in lines[y : y + height])


def _headings(screen: Screen[Any]) -> list[str]:
    sheets = [column.title for sheet in screen.query(ColumnList) for column in sheet._columns]
    return sheets + [title for table in screen.query(RecordTable) for title in table._columns]

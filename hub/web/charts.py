"""Charts: figures in, one SVG out that needs no script, prints, and is read aloud by its label and titles.

Names come from strangers' records as much as from our words: each is defused and escaped here, since what leaves is
`Markup` and passes the templates as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from markupsafe import Markup, escape
from msgspec import Struct

from hub.web.render import plain
from sync.wording.numbers import number

_WIDTH: Final = 600
_LETTERS: Final = 32
"""Characters of a name that stand beside a bar."""
_BAR_FROM: Final = 215
_BAR_ROOM: Final = 310
"""Where bars begin, and how long the longest is; its number stands after it."""
_ROW: Final = 24
_LEFT, _TOP, _HEIGHT, _FOOT = 52, 22, 150, 24
"""Of charts with columns: room for the scale's numbers, above, for the columns, and for their names."""
_NICE: Final = (1, 2, 5, 10)


class ChartBar(Struct, frozen=True, kw_only=True):
    """A bar: one figure with its name. `title` is said in full when the name is short; the name, where there is none."""

    name: str
    value: int
    href: str = ""
    title: str = ""


class ChartPart(Struct, frozen=True, kw_only=True):
    """A piece of a column: how many stand so. `code` names its colour (`.fill-<code>` in the style sheet)."""

    code: str
    letter: str
    name: str
    value: int


class ChartColumn(Struct, frozen=True, kw_only=True):
    """A whole, in pieces."""

    name: str
    parts: tuple[ChartPart, ...]
    href: str = ""
    title: str = ""


def bars(rows: Sequence[ChartBar], label: str) -> Markup:
    """A bar for each row, one below the other, as long as its part of the greatest."""
    most = max((row.value for row in rows), default=0) or 1
    return _svg(_ROW * max(len(rows), 1) + 4, label, (_bar(row, place, most) for place, row in enumerate(rows)))


def _bar(row: ChartBar, place: int, most: int) -> Markup:
    y, long = place * _ROW + 4, round(_BAR_ROOM * row.value / most, 1)
    drawn = Markup(
        '<text x="0" y="{foot}">{name}</text><rect class="bar" x="{x}" y="{y}" width="{long}" height="16"/>'
        '<text x="{after}" y="{foot}">{value}</text>'
    ).format(
        foot=y + 13,
        name=_cut(row.name),
        x=_BAR_FROM,
        y=y,
        long=max(long, 1) if row.value else 0,
        after=_BAR_FROM + long + 6,
        value=number(row.value),
    )
    return _linked(row.href, f"{row.title or row.name}: {number(row.value)}", drawn)


def trend(points: Sequence[ChartBar], label: str) -> Markup:
    """A line through the points from left to right, from zero up."""
    top = _scale(max((point.value for point in points), default=0))
    step = (_WIDTH - _LEFT - 20) / max(len(points), 1)
    places = [(_LEFT + step * (place + 0.5), _TOP + _HEIGHT * (1 - point.value / top)) for place, point in enumerate(points)]
    drawn = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    line = Markup('<polyline class="line" points="{}"/>').format(drawn)
    dots = (_dot(point, x, y) for point, (x, y) in zip(points, places, strict=True))
    return _svg(_TOP + _HEIGHT + _FOOT, label, (_axis(top), line, *dots))


def _axis(top: int) -> Markup:
    lines = Markup()
    for value in (0, top // 2, top) if top > 1 else (0, top):
        y = _TOP + _HEIGHT * (1 - value / top)
        lines += Markup(
            '<line class="axis" x1="{left}" y1="{y}" x2="{right}" y2="{y}"/>'
            '<text x="{before}" y="{text}" text-anchor="end">{value}</text>'
        ).format(left=_LEFT, right=_WIDTH - 10, y=round(y, 1), before=_LEFT - 6, text=round(y + 4, 1), value=_short(value))
    return lines


def _dot(point: ChartBar, x: float, y: float) -> Markup:
    drawn = Markup(
        '<circle class="hit" cx="{x}" cy="{y}" r="14" fill="transparent"/><circle class="dot" cx="{x}" cy="{y}" r="4"/>'
        '<text x="{x}" y="{over}" text-anchor="middle">{value}</text>'
        '<text x="{x}" y="{foot}" text-anchor="middle">{name}</text>'
    ).format(
        x=round(x, 1),
        y=round(y, 1),
        over=round(y - 8, 1),
        value=_short(point.value),
        foot=_TOP + _HEIGHT + 18,
        name=_cut(point.name, 8),
    )
    return _linked(point.href, f"{point.title or point.name}: {number(point.value)}", drawn)


def stacked(columns: Sequence[ChartColumn], label: str) -> Markup:
    """A column of full height for each whole, its pieces as their shares of it, each with its letter where there is room;
    under it, what the letters mean."""
    step = (_WIDTH - _LEFT - 20) / max(len(columns), 1)
    wide = min(step * 0.8, 60)
    drawn = (_column(column, _LEFT + step * (place + 0.5), wide) for place, column in enumerate(columns))
    return _svg(_TOP + _HEIGHT + _FOOT, label, (_shares(), *drawn)) + _legend(columns)


def _shares() -> Markup:
    return Markup().join(
        Markup('<text x="{x}" y="{y}" text-anchor="end">{share}%</text>').format(
            x=_LEFT - 6, y=_TOP + _HEIGHT * (100 - share) // 100 + 4, share=share
        )
        for share in (0, 50, 100)
    )


def _column(column: ChartColumn, x: float, wide: float) -> Markup:
    whole = sum(part.value for part in column.parts) or 1
    drawn, y = Markup(), float(_TOP + _HEIGHT)
    for part in column.parts:
        high = _HEIGHT * part.value / whole
        y -= high
        if part.value:
            drawn += _part(part, x, y, wide, high)
    drawn += Markup('<text x="{x}" y="{y}" text-anchor="middle">{name}</text>').format(
        x=round(x, 1), y=_TOP + _HEIGHT + 18, name=_cut(column.name, 9)
    )
    counts = ", ".join(f"{part.name} {number(part.value)}" for part in column.parts if part.value)
    return _linked(column.href, f"{column.title or column.name}: {counts}", drawn)


def _part(part: ChartPart, x: float, y: float, wide: float, high: float) -> Markup:
    drawn = Markup('<rect class="part fill-{code}" x="{x}" y="{y}" width="{wide}" height="{high}"/>').format(
        code=part.code, x=round(x - wide / 2, 1), y=round(y, 1), wide=round(wide, 1), high=round(high, 1)
    )
    if high >= 13:
        drawn += Markup('<text class="on-{code}" x="{x}" y="{y}" text-anchor="middle">{letter}</text>').format(
            code=part.code, x=round(x, 1), y=round(y + high / 2 + 4, 1), letter=_cut(part.letter, 2)
        )
    return drawn


def _legend(columns: Iterable[ChartColumn]) -> Markup:
    parts = {part.code: part for column in columns for part in column.parts if part.value}
    items = Markup().join(
        Markup('<li><span class="s s-{}">{}</span> {}</li>').format(part.code, part.letter, plain(part.name))
        for part in parts.values()
    )
    return Markup('<ul class="legend">{}</ul>').format(items)


def _svg(height: int, label: str, pieces: Iterable[Markup]) -> Markup:
    return Markup(
        '<div class="drawn"><svg class="chart" viewBox="0 0 {width} {height}" role="img" aria-label="{label}">{pieces}'
        "</svg></div>"
    ).format(width=_WIDTH, height=height, label=plain(label), pieces=Markup().join(pieces))


def _linked(href: str, title: str, drawn: Markup) -> Markup:
    """Drawn with its title, and a way for the mouse; the keyboard has the table beside the chart."""
    titled = Markup("<title>{}</title>").format(plain(title)) + drawn
    linked = Markup('<a href="{}" tabindex="-1">{}</a>').format(href, titled)
    return linked if href else Markup("<g>{}</g>").format(titled)


def _cut(name: str, letters: int = _LETTERS) -> Markup:
    """A name as long as there is room for it, harmless."""
    shown = str(plain(name))
    return escape(shown if len(shown) <= letters else shown[: letters - 1].rstrip() + "…")


def _scale(most: int) -> int:
    """The end of a scale that holds `most`: 1, 2 or 5 and zeroes.

    >>> [_scale(most) for most in (0, 1, 3, 7, 30, 101)]
    [1, 1, 5, 10, 50, 200]
    """
    power = 1
    while power * 10 <= most:
        power *= 10
    return next(power * nice for nice in _NICE if power * nice >= most)


def _short(value: int) -> str:
    """A number in few characters: 12,300 as 12k.

    >>> [_short(value) for value in (0, 9999, 12_300, 4_500_000, 2_000_000_000)]
    ['0', '9999', '12k', '4M', '2G']
    """
    for size, unit in ((1_000_000_000, "G"), (1_000_000, "M"), (1_000, "k")):
        if value >= size * (10 if unit == "k" else 1):
            return f"{value // size}{unit}"
    return str(value)

"""A line and a box in a program without a terminal: typed in as a terminal sends it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from textual import events
from textual._xterm_parser import XTermParser
from textual.pilot import Pilot
from textual.widget import Widget

from tests.field.tui.typed import Typed

LEFT, RIGHT, UP, DOWN, HOME, END, DELETE = "\x1b[D", "\x1b[C", "\x1b[A", "\x1b[B", "\x1b[H", "\x1b[F", "\x1b[3~"
SHIFT_LEFT, SHIFT_RIGHT, SHIFT_HOME, SHIFT_END = "\x1b[1;2D", "\x1b[1;2C", "\x1b[1;2H", "\x1b[1;2F"


def pasted(text: str) -> str:
    return f"\x1b[200~{text}\x1b[201~"


def played(play: Callable[[Typed, Pilot[None]], Awaitable[None]]) -> None:
    async def run() -> None:
        app = Typed()
        async with app.run_test() as pilot:
            await play(app, pilot)

    asyncio.run(run())


async def feed(app: Typed, field: Widget, text: str) -> None:
    """Give a field what a terminal sends, in one, and wait until the field has taken it."""
    field.focus()
    for message in XTermParser().feed(text):
        assert isinstance(message, events.Event)
        message.set_sender(app)
        app.post_message(message)
    taken = asyncio.Event()
    app.call_later(field.call_later, taken.set)
    await asyncio.wait_for(taken.wait(), 10)

"""An officer at the program: keys, words and clicks go in as a terminal sends them, and what stands on the screen is read.

async def play(officer: Officer) -> None:
    await officer.press("f2")
    await officer.type("Phát loa")
    await officer.sees("Phát loa")

at_work(laptop.home, play)
"""

from __future__ import annotations

import asyncio
import itertools
import random
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Final

from textual import events
from textual._xterm_parser import XTermParser
from textual.pilot import Pilot
from textual.screen import Screen

from field.home import LaptopHome
from field.messages import sentence
from field.session import Onboarding, Session
from field.tui.app import FieldApp
from hub.registry.directives.publish import publish
from sync.encoding.types import Instant
from sync.errors import SoxaError
from sync.ledger.directive import Directive
from sync.wording.i18n import catalogue
from tests.world import LONG_BEFORE, World

_OF_FIELD, _OF_SYNC = catalogue("field"), catalogue("sync")


def said(text: str) -> str:
    """What the program says for an English text, whichever of its two catalogues has it."""
    of_field = _OF_FIELD(text)
    return of_field if of_field != text else _OF_SYNC(text)


_ = said

NOW: Final = Instant(1_793_840_400)
"""8 in the morning of 5 November 2026 in Vietnam."""
UNIT: Final = "03390"
FIELDS: Final = (
    "title",
    "date",
    "directive",
    "task",
    "topics",
    "channel",
    "quantity",
    "audience",
    "minutes",
    "language",
    "place",
    "text",
)
"""Of the form, from its top, without what few activities say."""
_LIMIT: Final = 30
"""Seconds after which what does not come is missing, on any machine."""

Play = Callable[["Officer"], Awaitable[None]]


def ticking(start: int = NOW) -> Callable[[], Instant]:
    """A clock that is a second further at every look."""
    return map(Instant, itertools.count(start)).__next__


def new_world(folder: Path, *directives: Directive) -> World:
    """A province on the officer's day, with these directives in its registry."""
    world = World(folder, founded=LONG_BEFORE)
    world.set_clock(Instant(NOW - 86_400))
    with world.store.writing() as session:
        for one in directives:
            publish(session, world.keys, one, now=world.now(), random_bytes=world.random)
    return world


class Officer:
    """Somebody at the keyboard."""

    def __init__(self, app: FieldApp, pilot: Pilot[bool]) -> None:
        self.app = app
        self._pilot = pilot
        self.pressed: list[str] = []
        """The keys besides those of words."""

    @property
    def session(self) -> Session:
        """What the program works with."""
        assert self.app.session is not None, "not joined"
        return self.app.session

    # -- doing

    def _send(self, *sent: events.Event) -> None:
        for event in sent:
            event.set_sender(self.app)
            self.app.post_message(event)

    async def press(self, *keys: str) -> None:
        """Press keys by their names, each once the one before has been taken."""
        for key in keys:
            self.pressed.append(key)
            self._send(events.Key(key, None))
            await self._pilot.pause()

    async def type(self, text: str) -> None:
        """Type words, letter by letter."""
        for letter in text:
            self._send(*_parsed(letter))
            await self._pilot.pause(0)
        await self._pilot.pause()

    async def rush(self, sent: str) -> None:
        """All that a terminal sends arrives at once: words, and `\\t` for Tab."""
        self.pressed += ["tab"] * sent.count("\t")
        self._send(*_parsed(sent))
        await self._pilot.pause()

    async def paste(self, text: str) -> None:
        """Paste from elsewhere."""
        await self.rush(f"\x1b[200~{text}\x1b[201~")

    async def click(self, text: str) -> None:
        """Click where this stands on the screen."""
        await self.sees(text)
        row = next(row for row, line in enumerate(self.lines) if text in line)
        await self._pilot.click(offset=(self.lines[row].index(text), row))
        await self._pilot.pause()

    async def resize(self, width: int, height: int) -> None:
        """Make the window another size."""
        await self._pilot.resize_terminal(width, height)

    async def pause(self) -> None:
        """Let the program finish what it was given."""
        await self._pilot.pause()

    async def fill(self, **words: str) -> None:
        """Go through the form from its first field to the last that is named, and type."""
        for name in FIELDS:
            await self.type(words.pop(name, ""))
            if not words:
                return
            await self.press("tab")

    # -- looking

    @property
    def screen(self) -> Screen[object]:
        """The screen on top."""
        return self.app.screen

    @property
    def lines(self) -> list[str]:
        """The screen on top, line by line."""
        return [strip.text for strip in self.screen._compositor.render_strips(self.app.size)]

    @property
    def text(self) -> str:
        """All that stands there, with single spaces, so that it does not matter where a line ends."""
        return " ".join(" ".join(self.lines).replace("│", " ").split())

    async def until(self, holds: Callable[[], bool], what: str = "") -> None:
        """Wait for something to hold."""
        try:
            async with asyncio.timeout(_LIMIT):
                while not holds():
                    await self._pilot.pause(0.01)
        except TimeoutError:
            raise AssertionError("\n".join([f"missing: {what}", *self.lines])) from None

    async def sees(self, *texts: str) -> None:
        """Wait until all of this stands on the screen."""
        await self.until(lambda: all(text in self.text for text in texts), " | ".join(texts))

    async def misses(self, *texts: str) -> None:
        """Wait until none of this stands there any more."""
        await self.until(lambda: not any(text in self.text for text in texts), "not " + " | ".join(texts))

    def line_with(self, text: str) -> str:
        """The line that something stands in."""
        return next((" ".join(line.split()) for line in self.lines if text in line), "")

    def colour_of(self, text: str) -> str:
        """The colour in which something stands on the screen, as in `#9b1216`."""
        for strip in self.screen._compositor.render_strips(self.app.size):
            for segment in strip:
                if text in segment.text and segment.style is not None and segment.style.color is not None:
                    return segment.style.color.get_truecolor().hex.lower()
        raise AssertionError("\n".join([f"missing: {text}", *self.lines]))

    @property
    def toasts(self) -> list[str]:
        """What the program says in a corner just now."""
        return [one.message for one in self.app._notifications]

    async def hears(self, text: str) -> None:
        """Wait until the program says this in a corner; then put that away, as it hides what is below."""
        await self.until(lambda: any(text in one for one in self.toasts), f"{text} among {self.toasts}")
        self.app.clear_notifications()
        await self._pilot.pause()

    async def hears_refusal(self, error: SoxaError) -> None:
        """Wait until the program tells this error."""
        await self.hears(sentence(error))


def _parsed(sent: str) -> list[events.Event]:
    return [message for message in XTermParser().feed(sent) if isinstance(message, events.Event)]


def at_work(
    home: LaptopHome, play: Play, *, clock: Callable[[], Instant] | None = None, size: tuple[int, int] = (80, 24)
) -> object:
    """Open the program over a laptop's folder, let somebody work, and leave; what the program ended with.

    The ledger's first paint is not all of it: work begins when the rest, too, is there.
    """
    chance = random.Random(str(home.path.name))
    beginning = Onboarding(home, clock=clock or ticking(), random_bytes=chance.randbytes)
    session = beginning.session() if home.database.exists() else None
    app = FieldApp(beginning, session)

    async def run() -> None:
        async with app.run_test(size=size, notifications=True) as pilot:
            officer = Officer(app, pilot)
            await pilot.pause()
            if session is not None:
                await officer.until(lambda: any(each.query("#search") for each in app.screen_stack), "all of the ledger")
            await play(officer)

    try:
        asyncio.run(run())
    finally:
        if app.session is not None:
            app.session.close()
    return app.return_value

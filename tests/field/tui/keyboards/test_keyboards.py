"""A page of Vietnamese comes out without a wrong letter, by every driver, in every kind of field, at every size of burst.

`page.txt` has every vowel with every tone. The files in `streams/` say where each driver's way was found.
"""

from __future__ import annotations

import asyncio
import os
import re
from collections.abc import Iterable, Iterator
from itertools import product
from pathlib import Path
from typing import Final, get_args
from unicodedata import normalize

import pytest
from textual import events
from textual._xterm_parser import XTermParser
from textual.app import App, ComposeResult
from textual.widget import Widget

from field.activities.choices import Choice
from field.tui.widgets.chooser import Chooser
from field.tui.widgets.text_box import TextBox
from field.tui.widgets.typing import LineInput
from tests.field.tui.keyboards.drivers import Driver, drivers, sent
from tests.field.tui.keyboards.hands import Habit, Method, words_typed

PAGE: Final = " ".join((Path(__file__).parent / "page.txt").read_text(encoding="utf-8").split())
DRIVERS: Final = drivers()
METHODS: Final[tuple[Method, ...]] = get_args(Method)
HABITS: Final[tuple[Habit, ...]] = get_args(Habit)
EXAMPLES: Final = int(os.environ.get("SOXA_EXAMPLES", "30"))
ALL_TRIALS: Final = 200
"""Examples from which on nothing is left out."""
ALL: Final = 0
SIZES: Final = (1, 2, 3, 7, ALL)
"""How many keys arrive at once."""
VOWELS: Final = "aăâeêioôơuưy"
TONES: Final = ("", "\u0301", "\u0300", "\u0309", "\u0303", "\u0323")
_KEY: Final = re.compile("\x1b\\[200~.*?\x1b\\[201~|\x1b\\[[0-9;]*[A-Za-z~]|.", re.DOTALL)


class Fields(App[None]):
    """A field of every kind: a line, what is replaced when one comes to it, what is hidden, a text, a choice."""

    def compose(self) -> ComposeResult:
        yield LineInput(id="line", select_on_focus=False)
        yield LineInput(id="replaced", value="2026")
        yield LineInput(id="hidden", password=True)
        yield TextBox(id="box")
        yield Chooser([Choice("banner", "Băng rôn"), Choice("loud", "Loa truyền thanh")], id="chooser")
        yield Chooser([Choice("online", "Dịch vụ công trực tuyến")], several=True, id="several")

    def field(self, name: str) -> Widget:
        widget = self.query_one(f"#{name}")
        return widget.line if isinstance(widget, Chooser) else widget

    def text(self, name: str) -> str:
        widget = self.field(name)
        return widget.text if isinstance(widget, TextBox) else str(getattr(widget, "value"))  # noqa: B009

    def clear(self, name: str) -> None:
        field = self.field(name)
        if isinstance(field, TextBox):
            field.text = ""
        elif isinstance(field, LineInput):
            field.value = ""


KINDS: Final = ("line", "replaced", "hidden", "box", "chooser", "several")


def bursts(stream: Iterable[str], size: int) -> Iterator[str]:
    """The stream cut into so many keys at a time; all of it in one for `ALL`."""
    keys = _KEY.findall("".join(stream))
    step = size or len(keys)
    for start in range(0, len(keys), step):
        yield "".join(keys[start : start + step])


async def taken(app: App[None], field: Widget) -> None:
    """Wait until a field has taken all that was sent to it."""
    done = asyncio.Event()
    app.call_later(field.call_later, done.set)
    await asyncio.wait_for(done.wait(), 60)


async def type_into(app: Fields, name: str, stream: Iterable[str], size: int) -> str:
    """What a field holds once the stream was typed into it."""
    field = app.field(name)
    field.focus()
    await taken(app, field)
    parser = XTermParser()
    for burst in bursts(stream, size):
        for message in parser.feed(burst):
            assert isinstance(message, events.Event)
            message.set_sender(app)
            app.post_message(message)
        await asyncio.sleep(0)
    await taken(app, field)
    return app.text(name)


def test_the_page_has_every_vowel_with_every_tone() -> None:
    wanted = {normalize("NFC", vowel + tone) for vowel in VOWELS for tone in TONES} | {"đ"}
    assert not wanted - set(PAGE.lower())
    assert len(PAGE.split()) >= 150


@pytest.mark.parametrize("habit", HABITS)
@pytest.mark.parametrize("method", METHODS)
def test_hands_type_every_word_of_the_page(method: Method, habit: Habit) -> None:
    assert [word for word, steps in words_typed(PAGE, method, habit) if steps[-1] != word] == []


def test_at_least_eight_drivers_say_where_they_were_found() -> None:
    assert len({driver.driver.split()[0] for driver in DRIVERS.values()}) >= 8
    assert sum(driver.is_recorded for driver in DRIVERS.values()) >= 3
    assert all(driver.source and (driver.telex if driver.is_recorded else driver.letters) for driver in DRIVERS.values())


@pytest.mark.parametrize("driver", DRIVERS.values(), ids=DRIVERS)
def test_no_word_comes_out_wrong(driver: Driver) -> None:
    """The page, a piece of it to each kind of field at each size of burst; methods and habits take turns."""
    words, hands = PAGE.split(), list(product(METHODS, HABITS))
    trials = list(product(KINDS, SIZES))
    piece = len(words) // len(trials)

    async def run() -> None:
        app = Fields()
        async with app.run_test():
            for number, (kind, size) in enumerate(trials):
                start = number * piece % len(words)
                text = " ".join(words[start : start + piece])
                method, habit = hands[number % len(hands)]
                typed = await type_into(app, kind, sent(driver, text, method, habit), size)
                wrong = [(word, came) for word, came in zip(text.split(), typed.split(), strict=False) if word != came]
                assert (wrong, typed) == ([], f"{text} "), (kind, size, method, habit)
                app.clear(kind)

    asyncio.run(run())


@pytest.mark.parametrize("number", range(len(DRIVERS) if EXAMPLES >= ALL_TRIALS else 1))
def test_the_whole_page_comes_out_right(number: int) -> None:
    """The page typed whole by every driver, into every kind of field at every size of burst, where `SOXA_EXAMPLES` asks for
    that much; else by one, once."""
    driver, hands = list(DRIVERS.values())[number], list(product(METHODS, HABITS))
    trials = list(enumerate(product(KINDS, SIZES)))
    chosen = trials if EXAMPLES >= ALL_TRIALS else trials[3:4]

    async def run() -> None:
        app = Fields()
        async with app.run_test():
            for place, (kind, size) in chosen:
                method, habit = hands[(number + place) % len(hands)]
                typed = await type_into(app, kind, sent(driver, PAGE, method, habit), size)
                wrong = [(word, came) for word, came in zip(PAGE.split(), typed.split(), strict=False) if word != came]
                assert (wrong, typed) == ([], f"{PAGE} "), (kind, size, method, habit)
                app.clear(kind)

    asyncio.run(run())

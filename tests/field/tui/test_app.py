"""Finding one's way: help, the palette, Tab and the mouse, on every screen."""

from __future__ import annotations

from pathlib import Path

import pytest

from field.home import LaptopHome
from field.tui.actions import EVERYWHERE, SCREENS, key_words
from field.tui.screens import (
    form,
    ledger,
)
from field.tui.screens.dialogs import Help
from field.tui.screens.page import Frame
from hub.monitoring import reviews
from tests.field.alone import PLAN
from tests.field.tui.officer import UNIT, Officer, at_work, said
from tests.world import Laptop, World

_ = said

WAYS: dict[str, tuple[str, ...]] = {
    "ledger": (),
    "form": ("f2",),
    "record": ("enter",),
    "conflict": ("enter", "f3"),
    "sync": ("f5",),
    "reports": ("f6",),
    "report": ("f6", "enter"),
    "narrative": ("f6", "enter", "f2"),
    "activities": ("f7", "enter", "enter"),
    "directives": ("f7",),
    "directive": ("f7", "enter"),
    "inbox": ("f8",),
    "settings": ("f9",),
    "places": ("f9", "f3"),
}
"""The keys that lead from the ledger to each screen."""
BY_SCREEN = pytest.mark.parametrize("room", WAYS)


@pytest.fixture
def laptop(world: World) -> Laptop:
    """With one activity, which is in conflict and was returned; and with a stick written."""
    made, colleague = world.laptop(UNIT), world.laptop(UNIT)
    made.exchange(world.line)
    made.log(title="Họp bản", directive=PLAN.id, task="19")
    made.exchange(world.line)
    colleague.exchange(world.line)
    for one, quantity in ((colleague, 7), (made, 9)):
        one.revise(made.record_ids()[0], quantity=quantity)
        one.exchange(world.line)
    made.pack(world.folder / "stick.soxa")
    with world.store.writing() as session:
        record = made.record_ids()[0]
        reviews.review(session, world.keys, record, "returned", "Sai", now=world.now(), random_bytes=world.random)
    made.exchange(world.line)
    return made


async def go(officer: Officer, room: str) -> None:
    """Go to a screen."""
    await officer.press(*WAYS[room])
    await arrive(officer, room)


async def arrive(officer: Officer, room: str) -> None:
    """Wait until a screen is on top."""
    await officer.until(lambda: getattr(officer.screen, "ACTIONS", None) == room, room)


@BY_SCREEN
def test_help_lists_all_that_can_be_done_on_a_screen_and_nothing_else(laptop: Laptop, room: str) -> None:
    async def play(officer: Officer) -> None:
        await go(officer, room)
        assert isinstance(officer.screen, Frame)
        works = [action for action, _own in officer.screen.works()]
        assert len(works) >= len(EVERYWHERE)
        await officer.press("f1")
        await officer.until(lambda: isinstance(officer.screen, Help), "the help")
        for action in works:
            await officer.sees(key_words(action.key), _(action.help))
        assert not any(_(action.help) in officer.text for action in (*SCREENS[room], *EVERYWHERE) if action not in works)
        await officer.press("escape")
        await arrive(officer, room)

    at_work(laptop.home, play, size=(100, 50))


@BY_SCREEN
def test_tab_comes_round_on_every_screen(laptop: Laptop, room: str) -> None:
    async def play(officer: Officer) -> None:
        await go(officer, room)
        await officer.until(lambda: officer.screen.focused is not None, "a field to begin with")
        begin = officer.screen.focused
        there, back = [], []
        for _step in range(len(officer.screen.focus_chain)):
            await officer.press("tab")
            there.append(officer.screen.focused)
        assert there[-1] is begin
        assert set(there) == set(officer.screen.focus_chain)
        for _step in range(len(officer.screen.focus_chain)):
            await officer.press("shift+tab")
            back.append(officer.screen.focused)
        assert back == [*reversed(there[:-1]), begin]

    at_work(laptop.home, play)


def test_tab_comes_round_on_the_first_start(world: World, tmp_path: Path) -> None:
    invite = world.invite(UNIT)

    async def play(officer: Officer) -> None:
        await officer.press("tab")
        await officer.paste(invite)
        await officer.press("enter")
        for name in ("name", "passphrase", "again", "name"):
            assert officer.screen.focused is not None
            assert officer.screen.focused.id == name
            await officer.press("tab")

    at_work(LaptopHome(tmp_path / "new"), play)


def test_a_key_of_the_footer_is_pressed_by_a_click(laptop: Laptop) -> None:
    async def play(officer: Officer) -> None:
        await officer.click(f"F2 {_('New')}")
        await officer.until(lambda: isinstance(officer.screen, form.Form), "the form")
        await officer.click(f"Esc {_('Back')}")
        await officer.until(lambda: isinstance(officer.screen, ledger.Ledger), "the ledger")

    at_work(laptop.home, play)


def test_the_program_is_left_with_one_key_from_any_screen(laptop: Laptop) -> None:
    async def play(officer: Officer) -> None:
        await officer.press("f6", "enter", "ctrl+q")
        await officer.until(lambda: officer.app.return_value is not None, "the end")

    assert at_work(laptop.home, play) is False

"""What is where on this machine; and moving to another one, without a command line."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path

import pytest

from field.exchange.reserve import set_folder
from field.home import LaptopHome
from field.store import LaptopStore
from field.tui.screens.first_start import FirstStart
from field.tui.screens.places import Places
from sync.errors import Refused
from sync.log.keyfile import is_encrypted, load_key
from sync.wording.dates import day
from tests.field.tui.moves import to_ledger
from tests.field.tui.officer import UNIT, Officer, at_work, new_world, said
from tests.world import Laptop, World

_ = said


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = new_world(tmp_path / "world")
    yield made
    made.close()


@pytest.fixture
def laptop(world: World) -> Laptop:
    return world.laptop(UNIT)


async def to_places(officer: Officer) -> None:
    """Open the page from the settings."""
    await officer.press("f9", "f3")
    await officer.until(lambda: isinstance(officer.screen, Places), "the page")


async def choose_folder(officer: Officer, folder: Path) -> None:
    """Type a folder and take it."""
    await officer.sees(_("Arrows and Enter open what is listed."))
    await officer.paste(str(folder))
    await officer.press("f2")


def test_what_is_where_is_told_in_plain_words(laptop: Laptop, tmp_path: Path) -> None:
    stick = tmp_path / "usb"
    stick.mkdir()
    kept = datetime.date(2026, 11, 4)
    name = f"soxa-unsent-{laptop.store.membership.device}"
    (stick / f"{name}-{kept.isoformat()}.soxa").touch()
    (stick / f"{name}-9999-99-99.soxa").touch()  # nobody's day
    set_folder(laptop.store, stick)
    laptop.home.faults.mkdir()
    (laptop.home.faults / "one.txt").touch()

    async def play(officer: Officer) -> None:
        await to_places(officer)
        await officer.misses("…")  # a path that is too long goes on in the next line
        await officer.resize(160, 50)
        await officer.sees(
            str(laptop.home.path),
            str(laptop.home.key),
            _("The key has no passphrase: whoever takes this laptop can sign in its name."),
        )
        await officer.sees(_("The newest file is of {day}.").format(day=day(kept.isoformat())), "faults")
        stick.rename(tmp_path / "gone")
        await officer.press("escape", "f3")
        await officer.sees(_("It is not there now: plug it in. What is unsent is put there as soon as it is."))

    at_work(laptop.home, play)


def test_what_is_typed_in_the_settings_is_still_there_behind_it(laptop: Laptop) -> None:
    async def play(officer: Officer) -> None:
        await officer.press("f9")
        await officer.type("Lò Văn Páo")
        await officer.press("f3")
        await officer.until(lambda: isinstance(officer.screen, Places), "the page")
        await officer.press("escape")
        await officer.sees("Lò Văn Páo")

    at_work(laptop.home, play)


def test_a_laptop_moves_to_another_machine_by_stick_with_what_is_unsent(laptop: Laptop, tmp_path: Path) -> None:
    laptop.log(title="Chưa gửi ở máy cũ")
    stick, other = tmp_path / "usb", LaptopHome(tmp_path / "new" / "soxa")
    stick.mkdir()

    async def leave(officer: Officer) -> None:
        await to_places(officer)
        await officer.press("f4")
        await choose_folder(officer, stick)
        await officer.sees(_("The same again:"))
        await officer.press("enter", "enter")
        await officer.sees(_("A passphrase is needed: whoever finds the stick must not be able to sign."))
        await officer.press("shift+tab")
        await officer.type("đường dài")
        await officer.press("enter")
        await officer.type("đường dài")
        await officer.press("enter")
        await officer.sees(str(stick.name))
        await officer.until(lambda: officer.session.closed is not None, "closed")

    async def arrive(officer: Officer) -> None:
        await officer.until(lambda: isinstance(officer.screen, FirstStart), "the first start")
        await officer.press("f4")
        await choose_folder(officer, stick)
        await officer.sees(_("The passphrase under which the key was put on the stick:"))
        await officer.type("sai")
        await officer.press("enter")
        await officer.hears_refusal(Refused("wrong-passphrase"))
        await officer.press("f4")
        await choose_folder(officer, stick)
        await officer.type("đường dài")
        await officer.press("enter")
        await to_ledger(officer)
        await officer.sees("Chưa gửi ở máy cũ")

    at_work(laptop.home, leave)
    with LaptopStore.open(laptop.home) as store:
        assert store.closed is not None and store.closed.code == "home-moved"
    at_work(other, arrive)
    assert list(stick.iterdir()) == []
    assert is_encrypted(other.key) and load_key(other.key, passphrase="đường dài")
    with LaptopStore.open(other) as store:
        assert store.closed is None and store.records.unsent() == 1


def test_a_folder_that_was_moved_is_not_moved_again(laptop: Laptop, tmp_path: Path) -> None:
    with laptop.store.transaction():
        laptop.store.logs.standing.close("moved")

    async def play(officer: Officer) -> None:
        await officer.press("escape")
        await to_places(officer)
        await officer.misses(_("To another machine"))

    at_work(laptop.home, play)

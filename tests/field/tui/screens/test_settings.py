"""Settings: they are kept, and a passphrase guards the key."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from field.store import LaptopStore
from field.tui import themes
from sync.errors import Refused
from sync.log.keyfile import is_encrypted, load_key
from sync.wording.i18n import LANGUAGE
from tests.field.tui.moves import change_passphrase, to_ledger
from tests.field.tui.officer import UNIT, Officer, at_work, new_world, said
from tests.world import Laptop, World

_ = said


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = new_world(tmp_path)
    yield made
    made.close()


@pytest.fixture
def laptop(world: World) -> Laptop:
    return world.laptop(UNIT)


async def to_settings(officer: Officer) -> None:
    """Open the settings: keys go to their first line once it has the focus."""
    await officer.press("f9")
    await officer.until(lambda: officer.screen.focused is not None and officer.screen.focused.id == "name", "the settings")


async def unlock_to_change(officer: Officer, now: str) -> None:
    """Go to the settings of a sealed key, and open it with the passphrase that it has now."""
    await to_settings(officer)
    await officer.press("tab", "tab", "tab", "tab", "tab", "enter")
    await officer.sees(_("Passphrase of the key:"))
    await officer.type(now)
    await officer.press("enter")
    await officer.sees(_("New passphrase of the key; leave it empty for none:"))


def test_name_colours_and_automatic_sync_are_kept_over_a_new_start(laptop: Laptop) -> None:
    async def change(officer: Officer) -> None:
        await to_settings(officer)
        await officer.type("Lù Thị Mẩy")
        await officer.press("tab", "tab", "right")
        assert officer.app.theme == themes.DARK
        await officer.press("tab", "right", "tab", "right", "f2")
        await to_ledger(officer)
        await officer.sees("Lù Thị Mẩy")

    async def look(officer: Officer) -> None:
        await officer.sees("Lù Thị Mẩy")
        assert officer.app.theme == themes.DARK
        await to_settings(officer)
        await officer.sees(f"(•) {_('dark')}", f"(•) {_('every ten minutes, while the program is open')}")

    assert at_work(laptop.home, change) is None, "no new start"
    assert laptop.store.local.colleagues == "stick"
    at_work(laptop.home, look)
    with LaptopStore.open(laptop.home) as store:
        assert store.membership.officer == "Lù Thị Mẩy"


def test_settings_that_are_left_with_escape_stay_as_they_were(laptop: Laptop) -> None:
    async def play(officer: Officer) -> None:
        await to_settings(officer)
        await officer.type("Ai đó")
        await officer.press("tab", "tab", "right", "right", "escape")
        await to_ledger(officer)
        assert officer.app.theme == themes.LIGHT
        assert "Ai đó" not in officer.text

    at_work(laptop.home, play)


def test_what_is_unsent_is_put_where_the_settings_say_and_once_more_at_the_end(laptop: Laptop, tmp_path: Path) -> None:
    stick = tmp_path / "usb"
    laptop.log(title="Chưa gửi")

    async def choose(officer: Officer) -> None:
        await to_settings(officer)
        await officer.press("shift+tab")
        await officer.type(str(stick))
        await officer.press("f2")
        await officer.sees(str(stick.name))
        stick.mkdir()
        await officer.press("f2")
        await to_ledger(officer)

    at_work(laptop.home, choose)
    (file,) = stick.glob("soxa-unsent-*.soxa")
    with LaptopStore.open(laptop.home) as store:
        assert store.kept == store.logs.own.size and file.stat().st_size > 0


def test_while_the_program_is_open_it_is_put_there_every_minute(laptop: Laptop) -> None:
    async def play(officer: Officer) -> None:
        laptop.log(title="Chưa gửi")
        officer.app._keep_reserve()
        await officer.until(lambda: laptop.store.kept == laptop.store.logs.own.size, "the reserve")

    at_work(laptop.home, play)


def test_another_language_starts_the_program_anew(laptop: Laptop) -> None:
    async def play(officer: Officer) -> None:
        await to_settings(officer)
        await officer.press("tab", "right", "f2")
        await officer.until(lambda: officer.app.return_value is not None, "the end")

    assert at_work(laptop.home, play) is True
    with LaptopStore.open(laptop.home) as store:
        assert store.local.setting("language") == ("en" if LANGUAGE == "vi" else "vi")


def test_a_passphrase_is_changed_and_taken_away_by_who_knows_it(laptop: Laptop) -> None:
    async def seal(officer: Officer) -> None:
        await change_passphrase(officer, "một")
        await officer.hears(_("The passphrase is changed."))

    async def differ(officer: Officer) -> None:
        await unlock_to_change(officer, "một")
        await officer.type("hai")
        await officer.press("enter")
        await officer.type("ba")
        await officer.press("enter")
        await officer.sees(_("The two are not the same."))
        await officer.press("backspace", "backspace")
        await officer.type("hai")
        await officer.press("enter")
        await officer.hears(_("The passphrase is changed."))

    async def remove(officer: Officer) -> None:
        await unlock_to_change(officer, "hai")
        await officer.press("enter", "enter")
        await officer.hears(_("The passphrase is changed."))
        await officer.sees(_("The key has no passphrase: whoever takes this laptop can sign in its name."))

    at_work(laptop.home, seal)
    at_work(laptop.home, differ)
    with pytest.raises(Refused):
        load_key(laptop.home.key, passphrase="một")
    at_work(laptop.home, remove)
    assert not is_encrypted(laptop.home.key)

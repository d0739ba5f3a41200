"""The first start: an invite, a name, and in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from field.home import LaptopHome
from field.store import LaptopStore
from sync.encoding.types import Instant
from sync.errors import BadInput, Refused
from sync.log.keyfile import is_encrypted, load_key
from tests.field.tui.officer import NOW, UNIT, Officer, at_work, new_world, said
from tests.world import World

_ = said


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = new_world(tmp_path / "world")
    yield made
    made.close()


@pytest.fixture
def home(tmp_path: Path) -> LaptopHome:
    return LaptopHome(tmp_path / "new")


def joined(home: LaptopHome) -> str:
    """Whose laptop it is."""
    with LaptopStore.open(home) as store:
        assert store.membership.unit == UNIT
        return store.membership.officer or ""


def test_a_pasted_invite_a_name_and_one_is_in_the_ledger(world: World, home: LaptopHome) -> None:
    invite = world.invite(UNIT)

    async def play(officer: Officer) -> None:
        await officer.sees(_("Sổ xã: the first start"))
        await officer.paste(invite + "\n")
        await officer.press("enter")
        await officer.sees(f"({UNIT})", world.keys.hub, _("no address: by USB stick only"))
        await officer.type("Lù Thị Mẩy")
        await officer.press("f2")
        await officer.sees(_("Nothing here yet. F2 writes the first activity."), "Lù Thị Mẩy")

    at_work(home, play)
    assert joined(home) == "Lù Thị Mẩy"
    assert not is_encrypted(home.key)


def test_a_wrong_invite_is_told_in_words_and_can_be_mended(world: World, home: LaptopHome) -> None:
    invite = world.invite(UNIT)

    async def play(officer: Officer) -> None:
        await officer.type("hello")
        await officer.press("enter")
        await officer.hears_refusal(BadInput("not-an-invite"))
        await officer.press(*["backspace"] * 5)
        await officer.paste(invite[:-1])
        await officer.press("f2")
        await officer.hears_refusal(BadInput("not-an-invite"))
        await officer.type("0" if invite[-1] != "0" else "1")
        await officer.press("f2")
        await officer.hears_refusal(BadInput("mistyped-invite"))
        await officer.press("backspace")
        await officer.type(invite[-1])
        await officer.press("f2")
        await officer.sees(f"({UNIT})")
        await officer.press("escape")
        await officer.sees(_("Sổ xã: the first start"))

    at_work(home, play)
    assert not home.database.exists()


def test_an_invite_that_ran_out_is_refused(world: World, home: LaptopHome) -> None:
    invite = world.invite(UNIT, days=30)

    async def play(officer: Officer) -> None:
        await officer.paste(invite)
        await officer.press("enter")
        await officer.hears_refusal(Refused("expired-invite"))

    at_work(home, play, clock=lambda: Instant(NOW + 31 * 86_400))
    assert not home.database.exists()


def test_two_passphrases_must_be_the_same_and_the_one_given_seals_the_key(world: World, home: LaptopHome) -> None:
    invite = world.invite(UNIT)

    async def play(officer: Officer) -> None:
        await officer.paste(invite)
        await officer.press("enter")
        await officer.type("Mẩy")
        await officer.press("enter")
        await officer.type("bí mật")
        await officer.press("enter")
        await officer.type("bí mâ")
        await officer.press("enter")
        await officer.hears(_("The two passphrases are not the same."))
        assert "bí m" not in officer.text
        await officer.press("backspace")
        await officer.type("ật")
        await officer.press("enter")
        await officer.sees(_("Nothing here yet. F2 writes the first activity."))

    at_work(home, play)
    assert joined(home) == "Mẩy"
    assert is_encrypted(home.key)
    load_key(home.key, passphrase="bí mật")
    with pytest.raises(Refused):
        load_key(home.key, passphrase="bí mâ")


def test_nothing_of_a_joined_laptop_is_offered_before_it_has_joined(home: LaptopHome) -> None:
    async def play(officer: Officer) -> None:
        await officer.press("f5", "f6", "f7", "f8", "f9")
        await officer.sees(_("Sổ xã: the first start"))

    at_work(home, play)
    assert not home.database.exists()


def test_all_that_is_typed_in_one_burst_comes_to_its_fields(world: World, home: LaptopHome) -> None:
    invite = world.invite(UNIT)

    async def play(officer: Officer) -> None:
        await officer.sees(_("Sổ xã: the first start"))
        await officer.rush(f"{invite}\rLù Thị Mẩy\rbí mật\rbí mật\r")
        await officer.sees(_("Nothing here yet. F2 writes the first activity."), "Lù Thị Mẩy")

    at_work(home, play)
    assert joined(home) == "Lù Thị Mẩy"
    load_key(home.key, passphrase="bí mật")

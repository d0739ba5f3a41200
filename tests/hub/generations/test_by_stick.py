"""A hub that went back, and laptops that go by stick: what is said of each file is so, and leads on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sync.encoding.types import DeviceId
from sync.ledger import origins
from sync.shell.exit_codes import ExitCode
from tests.command import soxa
from tests.hub.generations.gathering import backed_up, put_back
from tests.hub.registry.replacing import replacing
from tests.world import HUB, Laptop, World

UNIT = "03390"
REGISTRY = origins.registry(HUB)


class Stick:
    """Journeys between laptops and the hub, by the commands."""

    def __init__(self, world: World, folder: Path) -> None:
        self.home = str(world.home.path)
        self.folder = folder
        self.turn = 0

    def hub(self, *words: str) -> str:
        """A command of the hub that does what it says, and what it tells."""
        done = soxa("hub", *words, "--home", self.home)
        assert done.returncode == ExitCode.DONE, done.stderr
        return (done.stdout + done.stderr).decode()

    def goes(self, laptop: Laptop) -> tuple[str, str]:
        """A journey there and back: what the hub tells of the file, and the laptop of the answer."""
        self.turn += 1
        file, answer = (str(self.folder / f"{self.turn}.{name}") for name in ("soxa", "answer"))
        at = ("--home", str(laptop.home.path))
        packed = soxa("field", "pack", file, *at)
        assert packed.returncode == ExitCode.DONE, packed.stderr
        told = self.hub("unpack", file, "--reply", answer)
        taken = soxa("field", "unpack", answer, *at)
        assert taken.returncode == ExitCode.DONE, taken.stderr
        return told, taken.stderr.decode()


@pytest.fixture
def stick(world: World, tmp_path: Path) -> Stick:
    return Stick(world, tmp_path)


@pytest.mark.parametrize("is_unsent", [True, False])
def test_who_joined_since_the_backup_is_led_on_by_each_answer(
    world: World, tmp_path: Path, stick: Stick, *, is_unsent: bool
) -> None:
    """The hub goes on before it calls; it holds a log of another that joined since, and something of the province's."""
    world.laptop(UNIT).exchange(world.line)
    backup = backed_up(world, tmp_path / "backup")
    other, since = world.laptop(UNIT), world.laptop(UNIT)
    for laptop in (other, since):
        laptop.log()
        laptop.exchange(world.line)
    if is_unsent:
        since.log(title="Chưa gửi")
    put_back(world, backup)
    leaves = since.leaves()
    world.close()
    stick.hub("restored", "--close", "--none-revoked")
    told, taken = stick.goes(since)
    assert "does not know the laptop" in told and "More is needed of this laptop: take " in told, told
    assert "cannot be told" not in told and "says why" not in told
    assert "are to be sent to it again: sync, or by stick pack once more" in taken, taken
    told, taken = stick.goes(since)
    assert f"{2 + is_unsent} new entries taken from the laptop" in told, told
    assert "lacks something that this laptop holds" in told and "More is needed of this laptop: take " in told
    assert "went back" not in told and "says why" not in told
    assert "still lacks something that this laptop holds" in taken and "is putting its books" not in taken, taken
    told, taken = stick.goes(since)
    assert "More is needed" not in told, told
    assert "It has all that it had of this laptop" in taken, taken
    world.reopen()
    assert world.hub_leaves(since.origin) == leaves
    assert len(world.hub_leaves(other.origin)) == 2, "brought by the other"


def test_who_sent_since_the_backup_is_led_on_too(world: World, tmp_path: Path, stick: Stick) -> None:
    laptop = world.laptop(UNIT)
    laptop.exchange(world.line)
    backup = backed_up(world, tmp_path / "backup")
    laptop.log()
    laptop.exchange(world.line)
    laptop.log(title="Chưa gửi")
    put_back(world, backup)
    leaves = laptop.leaves()
    world.close()
    stick.hub("restored", "--close", "--none-revoked")
    told, taken = stick.goes(laptop)
    assert "lacks something that this laptop holds" in told and "More is needed of this laptop: take " in told, told
    assert "1 entry of this laptop is to be sent to it again: sync, or by stick" in taken, taken
    assert "2 new entries taken" in stick.goes(laptop)[0]
    world.reopen()
    assert world.hub_leaves(laptop.origin) == leaves


def test_a_hub_made_anew_says_of_which_laptops_another_file_is_awaited(world: World, stick: Stick) -> None:
    first, second = world.laptop(UNIT), world.laptop("03424")
    for laptop in (first, second):
        laptop.log()
        laptop.exchange(world.line)
    first.log(title="Chưa gửi")
    leaves = second.leaves()
    world.close()
    world.home.database.unlink()
    stick.hub("rebuild")
    told, _taken = stick.goes(first)
    assert "is not known here yet" in told and "More is needed of this laptop: take " in told, told
    assert "need do nothing else" not in told and "says why" not in told
    told, _taken = stick.goes(first)
    assert "3 new entries of the laptop" in told and "More is needed" not in told, told
    told, _taken = stick.goes(second)
    assert "More is needed of this laptop: take " in told, told
    device = origins.parse(second.origin).name
    assert f"Another file is awaited of these laptops, which hold more than they have brought: {device}." in stick.hub(
        "restored"
    )
    assert json.loads(soxa("hub", "restored", "--json", "--home", stick.home).stdout)["awaited"] == [device]
    ended = stick.hub("restored", "--close", "--none-revoked")
    assert f"which hold more than they have brought: {device}." in ended, ended
    for _journey in range(2):
        told, _taken = stick.goes(second)
    assert "More is needed" not in told, told
    world.reopen()
    assert world.hub_leaves(second.origin) == leaves


def test_a_place_that_was_taken_since_the_backup_is_named(world: World, tmp_path: Path, stick: Stick) -> None:
    old = world.laptop(UNIT)
    old.exchange(world.line)
    backup, device = backed_up(world, tmp_path / "backup"), origins.parse(old.origin).name
    new = Laptop(world, tmp_path / "new", replacing(world, DeviceId(device)))
    new.exchange(world.line)
    put_back(world, backup)
    world.close()
    new.store.close()
    stick.hub("restored", "--close", "--none-revoked")
    stick.goes(new)
    for told in (stick.goes(new)[0], stick.hub("restored")):
        assert f"{origins.parse(new.origin).name} had taken the place of {device} in what was lost" in told, told

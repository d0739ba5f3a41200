"""The key file that is not there, or is another laptop's: what commands say, and the way on that they name."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from field.store.own_key import own_key
from sync.errors import Refused
from sync.shell.exit_codes import ExitCode
from tests.command import soxa
from tests.world import World

UNIT = "03390"
WORDS = (("log", "--title", "Họp", "--date", "today"), ("sync",), ("pack", "x.soxa"), ("renew-key",))


@pytest.fixture
def world(tmp_path: Path) -> World:
    """A laptop with something unsent, and a colleague's."""
    made = World(tmp_path / "world")
    laptop, _colleague = made.laptop(UNIT), made.laptop(UNIT)
    laptop.exchange(made.line)
    laptop.log()
    return made


@pytest.mark.parametrize(
    ("key", "code", "said"),
    [("gone", "home-key-lost", "is not in its folder"), ("another's", "home-key-other", "is the key of the laptop")],
)
def test_every_command_that_needs_the_key_says_what_happened_and_what_to_do(
    world: World, tmp_path: Path, key: str, code: str, said: str
) -> None:
    laptop, other = world.laptops
    size, home = laptop.store.logs.own.size, str(laptop.home.path)
    whole = laptop.home.key.read_bytes()
    laptop.home.key.unlink()
    if key != "gone":
        shutil.copy(other.home.key, laptop.home.key)
    with pytest.raises(Refused) as refused:
        own_key(laptop.store, None)
    assert refused.value.code == code
    for words in WORDS:
        typed = [str(tmp_path / word) if word.endswith(".soxa") else word for word in words]
        done = soxa("field", *typed, "--home", home)
        told = done.stderr.decode()
        assert done.returncode == ExitCode.NO and said in told, (typed, told)
        assert "ask the province for an invite" in told and "in this folder" in told
        assert "Traceback" not in told
    if key != "gone":
        assert str(laptop.store.membership.device) in told and str(other.store.membership.device) in told
    checked = soxa("field", "check", "--home", home)
    assert (checked.returncode, b"invite" in checked.stderr) == (ExitCode.DAMAGED, True), checked.stderr
    assert laptop.store.logs.own.size == size, "nothing was signed with it"
    laptop.home.key.write_bytes(whole)
    laptop.home.key.chmod(0o600)
    assert soxa("field", "log", "--title", "Họp", "--date", "today", "--home", home).returncode == ExitCode.DONE
    world.close()


@pytest.mark.parametrize("key", ["gone", "another's"])
def test_the_way_that_is_named_is_open(world: World, key: str) -> None:
    """An invite, used in the same folder: what is unsent goes on under a new key."""
    laptop, other = world.laptops
    shown = laptop.records()
    laptop.home.key.unlink()
    if key != "gone":
        shutil.copy(other.home.key, laptop.home.key)
        laptop.home.key.rename(laptop.home.path / "aside.key")  # as it says
    laptop.begin_anew()
    assert laptop.records() == shown
    laptop.exchange(world.line)
    assert world.hub_records(UNIT).keys() >= shown.keys()
    world.close()

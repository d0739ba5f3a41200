"""The key file that is not there, or is another laptop's: what commands say, and the way on that they name."""

from __future__ import annotations

import json
import shutil
from contextlib import closing
from pathlib import Path

import pytest

from field.exchange.joining import join
from field.home import LaptopHome
from field.store.own_key import own_key
from sync.errors import BadInput, Refused
from sync.shell.console import choose_passphrase
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
    laptop.log()
    laptop.exchange(made.line)
    laptop.log()
    return made


@pytest.mark.parametrize(
    ("key", "code", "said"),
    [
        ("gone", "home-key-lost", "is not in its folder"),
        ("another's", "home-key-other", "is the key of the laptop"),
        ("damaged", "home-key-damaged", "is damaged"),
    ],
)
def test_every_command_that_needs_the_key_says_what_happened_and_what_to_do(
    world: World, tmp_path: Path, key: str, code: str, said: str
) -> None:
    laptop, other = world.laptops
    size, home = laptop.store.logs.own.size, str(laptop.home.path)
    whole = laptop.home.key.read_bytes()
    laptop.home.key.unlink()
    if key == "another's":
        shutil.copy(other.home.key, laptop.home.key)
    elif key == "damaged":
        damage(laptop.home, whole)
    with pytest.raises(Refused) as refused:
        own_key(laptop.store, None)
    assert refused.value.code == code
    for words in WORDS:
        typed = [str(tmp_path / word) if word.endswith(".soxa") else word for word in words]
        done = soxa("field", *typed, "--home", home)
        told = done.stderr.decode()
        ending = ExitCode.DAMAGED if key == "damaged" else ExitCode.NO
        assert done.returncode == ending and said in told, (typed, told)
        assert "ask the province for an invite" in told and "in this folder" in told
        assert "Traceback" not in told
    status = soxa("field", "status", "--home", home)
    assert (status.returncode, said in status.stderr.decode()) == (ExitCode.DONE, True), status.stderr
    if key == "another's":
        assert str(laptop.store.membership.device) in told and str(other.store.membership.device) in told
    checked = soxa("field", "check", "--home", home)
    assert (checked.returncode, b"invite" in checked.stderr) == (ExitCode.DAMAGED, True), checked.stderr
    assert laptop.store.logs.own.size == size, "nothing was signed with it"
    laptop.home.key.write_bytes(whole)
    laptop.home.key.chmod(0o600)
    assert soxa("field", "log", "--title", "Họp", "--date", "today", "--home", home).returncode == ExitCode.DONE
    world.close()


def damage(home: LaptopHome, whole: bytes) -> None:
    """A key file of which the disk gives other bytes."""
    home.key.write_bytes(whole[:10] + bytes(20) + whole[30:])
    home.key.chmod(0o600)


@pytest.mark.parametrize("key", ["gone", "another's", "damaged"])
def test_the_way_that_is_named_is_open(world: World, key: str) -> None:
    """An invite, used in the same folder: what is unsent goes on under a new key."""
    laptop, other = world.laptops
    shown = laptop.records()
    whole = laptop.home.key.read_bytes()
    laptop.home.key.unlink()
    if key == "damaged":
        damage(laptop.home, whole)  # it is set aside by joining
    if key == "another's":
        shutil.copy(other.home.key, laptop.home.key)
        laptop.home.key.rename(laptop.home.path / "aside.key")  # as it says
    laptop.begin_anew()
    assert laptop.records() == shown
    listed = json.loads(soxa("field", "list", "--json", "--home", str(laptop.home.path)).stdout)
    assert len(listed) == len(shown) == 2, "what was received, too, before any sync"
    laptop.exchange(world.line)
    assert world.hub_records(UNIT).keys() >= shown.keys()
    world.close()


def test_a_damaged_key_that_a_try_has_left_does_not_stop_the_next(tmp_path: Path) -> None:
    with closing(World(tmp_path / "world")) as world:
        home = LaptopHome(tmp_path / "laptop")
        home.path.mkdir()
        damage(home, bytes(60))
        now, random_bytes = world.now(), world.random
        join(home, world.invite(UNIT), officer=None, passphrase=None, now=now, random_bytes=random_bytes)
        assert home.database.exists() and (home.path / "device.key.damaged").exists()


def test_who_moves_a_laptop_without_a_terminal_is_told_that_a_passphrase_is_chosen_now(world: World, tmp_path: Path) -> None:
    home = ("--home", str(world.laptops[0].home.path))
    world.close()
    refused = soxa("field", "move", "--to", str(tmp_path), *home)
    assert refused.returncode == ExitCode.UNREACHABLE
    assert b"which you choose now" in refused.stderr and b"The key is under a passphrase" not in refused.stderr
    assert soxa("field", "move", "--to", str(tmp_path), *home, SOXA_PASSPHRASE="lúa nước").returncode == ExitCode.DONE


@pytest.mark.parametrize(("again", "code"), [("lúa nước", None), ("lua nuoc", "two-passphrases")])
def test_a_passphrase_that_is_chosen_is_typed_twice(monkeypatch: pytest.MonkeyPatch, again: str, code: str | None) -> None:
    typed = iter(["", "lúa nước", again])
    monkeypatch.delenv("SOXA_PASSPHRASE", raising=False)
    monkeypatch.setattr("sys.stdin.isatty", lambda: False)
    with pytest.raises(Refused, match="passphrase-to-choose"):
        choose_passphrase()
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("getpass.getpass", lambda _prompt: next(typed))
    if code is None:
        assert choose_passphrase() == "lúa nước"
        return
    with pytest.raises(BadInput) as refused:
        choose_passphrase()
    assert refused.value.code == code

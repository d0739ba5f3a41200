"""A join in a closed folder that was cut short: wherever it was, the unsent work goes on in the new log, once."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from field.cli import options
from field.exchange import beginning, joining, rescue, reserve, unfinished
from field.exchange.unfinished import finish_rescues
from field.home import LaptopHome
from field.home import unfinished as set_aside
from field.messages import sentence
from field.session import Onboarding, Session
from field.store import LaptopStore
from field.store.rows import ActivityFilter, Membership
from sync.encoding.types import DeviceId
from sync.errors import Refused
from tests.world import Laptop, World


class PowerCut(BaseException):
    """The power fails here."""


def closed(world: World) -> Laptop:
    """A laptop whose key is lost, with work that was never sent."""
    laptop = world.laptop("03390")
    laptop.log(title="Đã gửi")
    laptop.exchange(world.line)
    laptop.log(title="Chưa gửi")
    laptop.store.close()
    laptop.home.key.unlink()
    return laptop


def titles(store: LaptopStore) -> list[str]:
    return sorted(str(row.values.title) for row in store.records.rows(ActivityFilter()))


def join(world: World, laptop: Laptop, invite: str) -> None:
    joining.join(laptop.home, invite, officer=None, passphrase=None, now=world.now(), random_bytes=world.random)


def at_start(world: World, laptop: Laptop) -> LaptopStore:
    """The program opened in the terminal, and closed again; then the store."""
    Session(laptop.home, clock=world.now, random_bytes=world.random).close()
    laptop.store = LaptopStore.open(laptop.home)
    return laptop.store


@pytest.mark.parametrize("late", [False, True])
def test_cut_between_the_new_log_and_the_rescue_it_goes_on_at_the_next_start(
    world: World, monkeypatch: pytest.MonkeyPatch, late: bool
) -> None:
    laptop = closed(world)

    def cut(*args: Any, **given: Any) -> None:
        if late:  # all is carried, and nobody was told
            done(*args, **given)
        raise PowerCut

    done = rescue.rescue
    with monkeypatch.context() as patched:
        patched.setattr(unfinished, "rescue", cut)
        with pytest.raises(PowerCut):
            join(world, laptop, world.invite("03390"))
    (aside,) = set_aside(laptop.home)
    store = at_start(world, laptop)
    assert titles(store) == ["Chưa gửi", "Đã gửi"]
    assert set_aside(laptop.home) == [] and aside.database.exists()
    assert store.records.unsent() == 2, "the entry that says so, and the activity"


def test_a_command_that_writes_goes_on_as_well(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    laptop = closed(world)
    with monkeypatch.context() as patched:
        patched.setattr(unfinished, "rescue", lambda *args, **given: (_ for _ in ()).throw(PowerCut))
        with pytest.raises(PowerCut):
            join(world, laptop, world.invite("03390"))
    with options.writing(str(laptop.home.path)) as (store, _signer):
        assert titles(store) == ["Chưa gửi", "Đã gửi"]
    laptop.store = LaptopStore.open(laptop.home)


@pytest.mark.parametrize("step", ["rename", "made", "appended"])
def test_cut_before_the_new_log_has_begun_another_join_ends_it(
    world: World, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    laptop = closed(world)
    rename, begin = Path.rename, beginning.begin_after

    def moved(path: Path, target: Path) -> Path:
        done = rename(path, target)
        if path == laptop.home.database:
            raise PowerCut
        return done

    def made(*args: Any) -> None:
        if step == "appended":
            begin(*args)
        raise PowerCut

    with monkeypatch.context() as patched:
        if step == "rename":
            patched.setattr(Path, "rename", moved)
        else:
            patched.setattr(joining, "begin_after", made)
        with pytest.raises(PowerCut):
            join(world, laptop, world.invite("03390"))
    join(world, laptop, world.invite("03390"))
    assert titles(at_start(world, laptop)) == ["Chưa gửi", "Đã gửi"] and set_aside(laptop.home) == []


def test_what_cannot_be_read_stays_set_aside_and_nothing_stops_for_it(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    laptop = closed(world)
    with monkeypatch.context() as patched:
        patched.setattr(unfinished, "rescue", lambda *args, **given: (_ for _ in ()).throw(PowerCut))
        with pytest.raises(PowerCut):
            join(world, laptop, world.invite("03390"))
    (aside,) = set_aside(laptop.home)
    whole = aside.path.parent / "whole"
    shutil.copy(aside.database, whole)
    aside.database.write_bytes(b"no database")
    assert titles(at_start(world, laptop)) == ["Đã gửi"] and set_aside(laptop.home) == [LaptopHome(aside.path)]
    laptop.store.close()
    shutil.copy(whole, aside.database)
    assert titles(at_start(world, laptop)) == ["Chưa gửi", "Đã gửi"]


def test_a_folder_whose_old_store_cannot_be_read_any_more_begins_with_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    laptop = closed(world)
    rename = Path.rename

    def rotten(path: Path, target: Path) -> Path:
        done = rename(path, target)
        if path == laptop.home.database:
            data = bytearray(target.read_bytes())
            data[4096:] = bytes(len(data) - 4096)
            target.write_bytes(data)
        return done

    with monkeypatch.context() as patched:
        patched.setattr(Path, "rename", rotten)
        join(world, laptop, world.invite("03390"))
    assert titles(at_start(world, laptop)) == [] and len(set_aside(laptop.home)) == 1


@pytest.mark.parametrize("by_stick", [False, True])
def test_a_folder_whose_data_file_is_gone_says_so_and_goes_on_by_joining_there(
    world: World, tmp_path: Path, by_stick: bool
) -> None:
    """Neither the key nor an invite begins a second history under the same name; what is unsent is in the backup."""
    laptop = world.laptop("03390")
    laptop.log(title="Đã gửi")
    laptop.exchange(world.line)
    laptop.log(title="Chưa gửi")
    reserve.keep(laptop.store, laptop.home, now=world.now())
    device = laptop.store.membership.device
    laptop.store.close()
    laptop.home.database.unlink()
    for open_it in (LaptopStore.open, lambda home: Session(home, clock=world.now, random_bytes=world.random)):
        with pytest.raises(Refused) as raised:
            open_it(laptop.home)
        assert (raised.value.code, raised.value.facts["device"]) == ("home-bereft", device)
    assert (lost := Onboarding(laptop.home, clock=world.now, random_bytes=world.random).lost) is not None
    assert str(laptop.home.path) in sentence(lost)
    anew = world.invite("03390")
    joining.join(laptop.home, anew, officer=None, passphrase=None, now=world.now(), random_bytes=world.random)
    assert not list(laptop.home.path.glob("soxa.new")) and [home.path.name for home in set_aside(laptop.home)]
    laptop.reopen()
    assert laptop.store.membership.device != device and laptop.store.closed is None
    for time in range(2):
        if by_stick:
            answer = tmp_path / f"answer{time}.soxa"
            world.unpack(laptop.pack(tmp_path / f"out{time}.soxa"), answer)
            laptop.unpack(answer)
        else:
            laptop.exchange(world.line)
        finish_rescues(laptop.home, laptop.store, laptop.signer, now=world.now(), random_bytes=world.random)
    assert set_aside(laptop.home) == []
    laptop.exchange(world.line)
    rows = {row.values.title: row.status for row in laptop.store.records.rows(ActivityFilter())}
    assert rows == {"Đã gửi": "received", "Chưa gửi": "received"}


def test_what_cannot_begin_leaves_nothing_behind(tmp_path: Path) -> None:
    home = LaptopHome(tmp_path / "new")

    def cut(_store: LaptopStore) -> None:
        raise Refused("home-forked")

    membership = Membership(
        hub="h", key="k", url="", unit="03390", unit_name="Xã", device=DeviceId("a" * 16), officer=None, invite="i"
    )
    with pytest.raises(Refused, match="home-forked"):
        LaptopStore.create(home, membership, cut)
    assert list(home.path.iterdir()) == []

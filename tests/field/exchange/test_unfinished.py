"""A join in a closed folder that was cut short: wherever it was, the unsent work goes on in the new log, once."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from field.cli import options
from field.exchange import beginning, joining, rescue, unfinished
from field.home import LaptopHome
from field.home import unfinished as set_aside
from field.session import Session
from field.store import LaptopStore
from field.store.rows import ActivityFilter
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

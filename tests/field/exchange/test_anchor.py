"""A folder that went back is found out before it signs, by what it had shown; and what nobody has does not bind it."""

from __future__ import annotations

from pathlib import Path

import pytest

from field.store import LaptopStore
from field.store.anchor import LaptopAnchor
from sync.errors import NoAnswer, Refused, SoxaError
from tests.world import Laptop, World

UNIT = "03390"


def refusal(laptop: Laptop) -> str:
    """Why nothing can be saved, as a new sitting finds before anything is typed."""
    with LaptopStore.open(laptop.home) as store:
        closed = store.closed
    with pytest.raises(Refused) as raised:
        laptop.log(title="Không lưu được")
    assert closed is not None and closed.code == raised.value.code
    return raised.value.code


def anchors(laptop: Laptop) -> list[Path]:
    home = laptop.home.path
    return [*home.parent.glob(f".{home.name}-*.anchor"), home / "anchor"]


def sent(world: World) -> Laptop:
    laptop = world.laptop(UNIT)
    laptop.log(title="Một")
    laptop.exchange(world.line)
    return laptop


def test_a_folder_that_was_put_back_saves_nothing_before_its_tail_is_here(world: World, tmp_path: Path) -> None:
    laptop = sent(world)
    copy = laptop.copied(tmp_path / "copy")
    laptop.log(title="Hai")
    laptop.exchange(world.line)
    laptop.put_back(copy, anchored=True)
    assert refusal(laptop) == "home-behind"
    laptop.exchange(world.line)
    laptop.log(title="Ba")
    laptop.exchange(world.line)
    assert len(world.hub_leaves(laptop.origin)) == laptop.store.logs.own.acked == 4


def test_the_database_alone_put_back_is_found_out_by_the_file_in_the_folder(world: World, tmp_path: Path) -> None:
    laptop = sent(world)
    copy = laptop.copied(tmp_path / "copy")
    laptop.log(title="Hai")
    laptop.exchange(world.line)
    laptop.store.close()
    laptop.home.database.write_bytes((copy / "soxa.db").read_bytes())
    anchors(laptop)[0].unlink()
    laptop.reopen()
    assert refusal(laptop) == "home-behind"


def test_what_never_left_binds_nobody(world: World, tmp_path: Path) -> None:
    laptop = sent(world)
    copy = laptop.copied(tmp_path / "copy")
    laptop.log(title="Hai")
    laptop.put_back(copy, anchored=True)
    laptop.log(title="Ba")
    laptop.exchange(world.line)
    assert laptop.store.closed is None


def test_what_was_lost_on_the_line_is_settled_by_the_next_exchange(world: World, tmp_path: Path) -> None:
    laptop = sent(world)
    copy = laptop.copied(tmp_path / "copy")
    laptop.log(title="Hai")

    def cut(_body: bytes) -> list[bytes]:
        raise NoAnswer(why="cut")

    with pytest.raises(SoxaError):
        laptop.exchange(cut)
    laptop.put_back(copy, anchored=True)
    assert refusal(laptop) == "home-behind"
    laptop.exchange(world.line)
    laptop.log(title="Ba")
    laptop.exchange(world.line)
    assert len(world.hub_leaves(laptop.origin)) == 3


def test_what_is_on_a_stick_is_waited_for_whatever_the_line_says(world: World, tmp_path: Path) -> None:
    laptop = sent(world)
    copy = laptop.copied(tmp_path / "copy")
    laptop.log(title="Hai")
    stick = laptop.pack(tmp_path / "out.soxa")
    laptop.put_back(copy, anchored=True)
    assert refusal(laptop) == "home-behind-stick"
    laptop.exchange(world.line)
    assert refusal(laptop) == "home-behind-stick"
    world.unpack(stick, tmp_path / "answer.soxa")
    laptop.exchange(world.line)
    laptop.log(title="Ba")
    laptop.exchange(world.line)
    assert len(world.hub_leaves(laptop.origin)) == 4


def test_a_stick_asks_for_the_tail_and_brings_it(world: World, tmp_path: Path) -> None:
    laptop = sent(world)
    copy = laptop.copied(tmp_path / "copy")
    laptop.log(title="Hai")
    world.unpack(laptop.pack(tmp_path / "out.soxa"), tmp_path / "answer.soxa")
    laptop.put_back(copy, anchored=True)
    asks = laptop.pack(tmp_path / "asks.soxa")
    world.unpack(asks, tmp_path / "brings.soxa")
    laptop.unpack(tmp_path / "brings.soxa")
    assert laptop.store.closed is None and laptop.store.logs.own.size == 3
    laptop.log(title="Ba")
    laptop.exchange(world.line)
    assert laptop.store.records.unsent() == 0


@pytest.mark.parametrize("junk", [b"", b"{", b'{"note":"x","stick":0}', b"\xff"])
def test_a_file_that_cannot_be_read_says_nothing(world: World, junk: bytes) -> None:
    laptop = sent(world)
    for path in anchors(laptop):
        path.write_bytes(junk)
    laptop.reopen()
    laptop.log(title="Hai")
    laptop.exchange(world.line)
    anchor = LaptopAnchor(laptop.home, laptop.origin).read()
    assert anchor is not None and (anchor.size, anchor.stick) == (3, 0)


def test_an_anchor_of_another_laptop_is_none(world: World) -> None:
    laptop, other = sent(world), sent(world)
    for _number in range(5):
        other.log()
    other.exchange(world.line)
    for mine, theirs in zip(anchors(laptop), anchors(other), strict=True):
        mine.write_bytes(theirs.read_bytes())
    laptop.reopen()
    assert laptop.store.closed is None


def test_one_that_cannot_be_written_stops_nobody(world: World) -> None:
    laptop = world.laptop(UNIT)
    for path in anchors(laptop)[-1:]:
        path.with_name(f"{path.name}.part").mkdir()
    laptop.log()
    laptop.exchange(world.line)
    assert laptop.store.records.unsent() == 0
    assert LaptopAnchor(laptop.home, laptop.origin).read() is not None, "the other file stands"

"""Commands between the laptop and the hub: joining with an invite in any form, and a file for the stick."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from field.home import LaptopHome
from field.store import LaptopStore
from sync.encoding.types import Origin, Size
from sync.exchange.parcel import Header, ParcelWriter
from sync.exchange.ranges import RangeHead
from tests.field.alone import HUB, UNIT
from tests.field.cli.desk import Desk, invite
from tests.world import World


def test_an_officer_joins_and_logs_without_a_network(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    (tmp_path / "xa.invite").write_text(invite() + "\n", encoding="utf-8")
    device = desk.soxa("join", "@xa.invite", "--name", "Lù Thị Mẩy").strip()
    assert "Xã Bình Lư" in desk.said
    record = desk.soxa("log", "--title", "Phát loa").strip()
    standing = desk.json("status")
    assert (standing["device"], standing["officer"]) == (device, "Lù Thị Mẩy")
    assert (standing["records"], standing["unsent"], standing["received"]) == (1, 1, 0)
    assert [row["id"] for row in desk.json("list")] == [record]
    assert "Lù Thị Mẩy".encode() not in b"".join(_lines(tmp_path))


def _lines(folder: Path) -> list[bytes]:
    with LaptopStore.open(LaptopHome(folder / "laptop")) as store:
        return store.logs.lines(store.logs.own.origin, 0, 2**40)


def test_an_invite_may_come_by_standard_input(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.soxa("join", "-", stdin=invite())
    desk.soxa("join", invite(), "--home", "other")
    assert (tmp_path / "other" / "soxa.db").exists()


@pytest.mark.parametrize(
    ("line", "word", "code"),
    [("nonsense", "not an invite", 2), (invite()[:-1] + "z", "", 2), (invite(expires=1), "run out", 1), ("@none", "", 3)],
)
def test_a_bad_invite_makes_nothing(tmp_path: Path, line: str, word: str, code: int) -> None:
    desk = Desk(tmp_path)
    desk.soxa("join", line, expect=code)
    assert word in desk.said
    assert not (tmp_path / "laptop" / "soxa.db").exists()


def test_a_file_for_the_stick_is_new_and_its_entries_stay_unsent(desk: Desk) -> None:
    desk.soxa("log", "--title", "Họp")
    desk.soxa("pack", "xa.soxa")
    assert (desk.folder / "xa.soxa").stat().st_size > 0
    assert desk.json("status")["unsent"] == 1
    desk.soxa("pack", "xa.soxa", expect=1)
    assert "xa.soxa" in desk.said
    desk.soxa("unpack", "xa.soxa", expect=1)
    (desk.folder / "page.soxa").write_text("<html>đăng nhập</html>", encoding="utf-8")
    desk.soxa("unpack", "page.soxa", expect=3)
    desk.soxa("unpack", "none.soxa", expect=3)
    desk.soxa("sync", expect=3)  # this laptop has no address of the hub
    assert "soxa field pack" in desk.said


def test_an_answer_from_the_stick_says_how_much_the_province_holds(tmp_path: Path) -> None:
    """Also where it brings nothing else: the receipt is what the stick was carried for."""
    with closing(World(tmp_path / "world")) as world:
        laptop = world.laptop(UNIT)
        laptop.log(title="Họp")
        laptop.pack(tmp_path / "out.soxa")
        world.unpack(tmp_path / "out.soxa", tmp_path / "back.soxa")
    desk = Desk(tmp_path)
    for _time in range(2):
        desk.soxa("unpack", "back.soxa", "--home", str(laptop.home.path))
        assert "The province now has all that was saved here: 2 entries." in desk.said


def test_an_old_answer_after_a_newer_one_is_told_as_old(tmp_path: Path) -> None:
    """An ordinary mistake with two files on one stick."""
    with closing(World(tmp_path / "world")) as world:
        laptop = world.laptop(UNIT)
        for name in ("first", "second"):
            laptop.log(title=name)
            laptop.pack(tmp_path / f"{name}.soxa")
            world.unpack(tmp_path / f"{name}.soxa", tmp_path / f"{name}-back.soxa")
    desk, home = Desk(tmp_path), ("--home", str(laptop.home.path))
    assert desk.json("unpack", "second-back.soxa", *home)["older"] is False
    desk.soxa("unpack", "first-back.soxa", *home)
    assert "This file is older than what this machine has received: nothing is lost." in desk.said
    assert "The province now has" not in desk.said
    assert desk.json("unpack", "first-back.soxa", *home) == {
        "received": 0,
        "skipped": 0,
        "older": True,
        "believed": True,
        "unsent": 0,
    }
    assert desk.json("status", *home)["last_exchange"] == "done"
    desk.soxa("pack", "third.soxa", *home)
    assert "Nothing was unsent." in desk.said and "0 entries" not in desk.said


def test_logs_that_are_passed_over_are_told_of_where_there_are_any(desk: Desk) -> None:
    writer = ParcelWriter()
    whole = writer.header(Header(soxa=1, kind="reply", hub=HUB))
    for name in ("news/1", "desk/03405"):
        whole += writer.range(RangeHead(origin=Origin(f"{HUB}/{name}"), start=Size(0), end=Size(0), checkpoint=""))
    (desk.folder / "answer.soxa").write_bytes(whole + writer.end())
    assert desk.json("unpack", "answer.soxa") == {"received": 0, "skipped": 2, "older": False, "believed": True, "unsent": 0}
    assert "Passed over: 2 logs" in desk.said
    writer = ParcelWriter()
    (desk.folder / "none.soxa").write_bytes(writer.header(Header(soxa=1, kind="reply", hub=HUB)) + writer.end())
    desk.soxa("unpack", "none.soxa")
    assert "Passed over" not in desk.said


def test_a_key_is_renewed_by_stick_and_nothing_else_changes(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    with closing(World(tmp_path / "world")) as world:
        laptop = world.laptop(UNIT)
        home = ("--home", str(laptop.home.path))
        laptop.log(title="Họp")
        laptop.store.close()
        desk.soxa("renew-key", "--pack", "early.soxa", *home, expect=1)
        assert "Sync first: 2" in desk.said
        desk.soxa("renew-key", "--pack", "a.soxa", "--unpack", "b.soxa", *home, expect=2)
        laptop.reopen()
        laptop.exchange(world.line)
        old = laptop.store.membership.device
        laptop.store.close()
        assert desk.json("renew-key", "--pack", "out.soxa", *home) == {"done": False, "device": old}
        assert "--unpack" in desk.said
        world.unpack(tmp_path / "out.soxa", tmp_path / "back.soxa")
        done = desk.json("renew-key", "--unpack", "back.soxa", *home)
        assert done["done"] and done["device"] != old
        laptop.reopen()
        desk.soxa("log", "--title", "Sau đó", *home)
        status = desk.json("status", *home)
        assert (status["device"], status["records"], status["unsent"]) == (done["device"], 2, 1)


def test_the_backup_is_kept_by_every_command_and_rescued_from_its_folder(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    with closing(World(tmp_path / "world")) as world:
        laptop, other = world.laptop(UNIT), world.laptop(UNIT)
        laptop.exchange(world.line)
        other.exchange(world.line)
        laptop.store.close()
        other.store.close()
        homes = [("--home", str(each.home.path)) for each in (laptop, other)]
        desk.soxa("log", "--title", "Chưa gửi", *homes[0])
        beside = laptop.home.path.with_name(f"{laptop.home.path.name}-backup")
        assert len(list(beside.glob("*.soxa"))) == 1
        assert desk.json("backup", *homes[0]) == {"path": str(beside)}
        desk.soxa("backup", "nowhere", *homes[0], expect=3)
        desk.soxa("backup", "--off", "--beside", *homes[0], expect=2)
        (tmp_path / "stick").mkdir()
        assert desk.json("backup", "stick", *homes[0]) == {"path": str(tmp_path / "stick")}
        assert "could not be written" not in desk.said
        (tmp_path / "stick").rename(tmp_path / "away")
        desk.soxa("log", "--title", "Họp", *homes[0])
        desk.soxa("backup", *homes[0])
        assert "could not be written: its place is not there" in desk.said
        (tmp_path / "away").rename(tmp_path / "stick")
        assert len(list((tmp_path / "stick").glob("*.soxa"))) == 1
        assert desk.json("backup", "--off", *homes[0]) == {"path": None} and "this disk alone" in desk.said
        desk.soxa("rescue", str(beside), *homes[1])
        assert "1 entry goes on" in desk.said
        (file,) = (tmp_path / "stick").glob("*.soxa")
        assert desk.json("rescue", str(file), *homes[1])["there"] == 1
        desk.soxa("rescue", "none", *homes[1], expect=3)
        laptop.reopen()
        other.reopen()

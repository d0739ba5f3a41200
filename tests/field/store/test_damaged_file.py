"""A laptop's file of which a page is hurt: every page in turn, overwritten in each of several ways. It opens, nothing that
is acknowledged is lost after an exchange, and what is said is true."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing, nullcontext, suppress
from pathlib import Path
from typing import Final

import msgspec
import pytest

from field.home import LaptopHome
from field.reporting.made_anew import made_anew_lines
from field.store import LaptopStore
from field.store.derived import OWN_PARTS, MadeAnew, ReadOut
from field.store.own_key import own_key
from field.store.rows import StoredDraft
from sync.encoding.types import Instant
from sync.errors import Refused, SoxaError, StoreDamaged
from sync.ledger import origins
from sync.shell import sqlite_pages as pages
from sync.wording.i18n import speaking
from tests.world import Laptop, World

UNIT: Final = "03390"
PAGE: Final = 4096
FILLS: Final[dict[str, Callable[[random.Random], bytes]]] = {
    "zeros": lambda _chance: b"\0" * PAGE,
    "ones": lambda _chance: b"\xff" * PAGE,
    "chance": lambda chance: chance.randbytes(PAGE),
}
STRIDE: Final = int(os.environ.get("SOXA_STRIDE", "3"))
"""1 fills each page in all ways, 3 in one each."""
RECEIVED, UNSENT, THEIRS = 30, 12, 40


def lived(folder: Path) -> Laptop:
    """A laptop of a hundred entries and more, some of them unsent, with a draft."""
    world = World(folder)
    colleague, laptop = world.laptop(UNIT), world.laptop(UNIT)
    for number in range(THEIRS):
        colleague.log(title=f"Việc của bạn {number}", text="Treo cờ " * 9)
    colleague.exchange(world.line)
    for number in range(RECEIVED):
        laptop.log(title=f"Việc đã gửi {number}", text="Phát loa " * 9)
    laptop.exchange(world.line)
    for number in range(UNSENT):
        laptop.log(title=f"Việc chưa gửi {number}", text="Họp dân " * 9)
    laptop.store.local.keep_draft(StoredDraft(0, None, '{"title":"Nháp"}'.encode(), Instant(1_793_000_000)))
    return laptop


def titles(laptop: Laptop) -> set[str]:
    """What is shown, and what is kept as drafts."""
    shown = {str(record.values.title) for record in laptop.records().values()}
    return shown | {msgspec.json.decode(draft.typed)["title"] for draft in laptop.store.local.drafts()}


def hurt(path: Path, page: int, fill: str) -> None:
    with path.open("r+b") as file:
        file.seek(page * PAGE)
        file.write(FILLS[fill](random.Random(page)))


def follows(folder: Path, before: set[str]) -> ReadOut | None:
    """What everybody comes to from a damaged file on; what was read out of it, if that was needed."""
    world = World(folder, seed=5)
    try:
        world.set_clock(Instant(1_793_100_000))
        with LaptopStore.open_well_formed(LaptopHome(folder / "laptop-1")) as store:
            found = store.made_anew.read_out
        _colleague, laptop = world.laptop(UNIT), world.laptop(UNIT)
        lost_parts = set() if found is None else set(found.parts)
        unsent = 0 if found is None else found.unsent
        assert laptop.store.logs.own.acked == 1 + RECEIVED
        assert laptop.store.logs.own.size == 1 + RECEIVED + UNSENT
        own_key(laptop.store, None)
        assert bool(laptop.store.closed) == bool(unsent), "at once, and not at the next exchange"
        with suppress(SoxaError):  # without the registry nothing of an answer is proven but the registry
            laptop.exchange(world.line)
        with nullcontext() if not unsent else pytest.raises(Refused):
            laptop.exchange(world.line)
        assert bool(laptop.store.closed) == bool(unsent)
        if unsent:
            laptop.begin_anew()
            laptop.exchange(world.line)
        assert laptop.store.soundness.check(laptop.signer.verifier, lambda _count: None) == []
        assert laptop.records() == world.hub_records(UNIT)
        missing = before - titles(laptop)
        assert missing <= ({"Nháp"} if "draft" in lost_parts else set())
        assert laptop.store.records.unsent() == 0
        world.audit(folder / "bundle")
        return found
    finally:
        world.close()


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, set[str]]:
    folder = tmp_path_factory.mktemp("lived")
    laptop = lived(folder)
    before = titles(laptop)
    laptop.world.close()
    return folder, before


def test_whatever_page_is_hurt_nothing_acknowledged_is_lost(prepared: tuple[Path, set[str]], tmp_path: Path) -> None:
    folder, before = prepared
    count = (folder / "laptop-1" / "soxa.db").stat().st_size // PAGE
    assert count > 40
    for page in range(count):
        for fill in FILLS if STRIDE == 1 else (list(FILLS)[page % 3],):
            copy = tmp_path / f"{page}-{fill}"
            shutil.copytree(folder, copy)
            hurt(copy / "laptop-1" / "soxa.db", page, fill)
            follows(copy, before)
            shutil.rmtree(copy)


def test_a_row_that_is_longer_than_a_page_is_read(tmp_path: Path) -> None:
    world = World(tmp_path)
    laptop = world.laptop(UNIT)
    for length in (10, 3_000, 7_000, 15_000):
        laptop.log(title="Việc", text="ạ" * (length // 3))
    world.close()
    with closing(sqlite3.connect(laptop.home.database)) as database:
        entries = set(database.execute("SELECT * FROM entry"))
        heads = set(database.execute("SELECT * FROM hub_word"))
    read = {row.values for row in pages.rows(laptop.home.database.read_bytes())}
    assert entries and entries <= read
    assert heads <= read


def first_page_hurt(folder: Path) -> Laptop:
    world = World(folder)
    laptop = world.laptop(UNIT)
    laptop.log(title="Việc")
    world.close()
    hurt(laptop.home.database, 0, "zeros")
    return laptop


def test_it_is_said_once_where_the_damaged_file_is(tmp_path: Path) -> None:
    laptop = first_page_hurt(tmp_path)
    damaged = laptop.home.database.read_bytes()
    with LaptopStore.open(laptop.home) as store, speaking("en"):
        lines = made_anew_lines(store.made_anew)
    assert str(laptop.home.path / "soxa.db.damaged") in lines[0]
    assert lines[1] == "Nothing is lost."
    assert (laptop.home.path / "soxa.db.damaged").read_bytes() == damaged
    with LaptopStore.open(laptop.home) as store:
        assert made_anew_lines(store.made_anew) == []
    assert laptop.home.database.stat().st_mode & 0o777 == 0o600


def test_each_part_that_is_hurt_is_named() -> None:
    for part in OWN_PARTS:
        with speaking("en"):
            lines = made_anew_lines(MadeAnew(read_out=ReadOut("soxa.db.damaged", 1, 2, (part,))))
        assert len(lines) == 5 and "Nothing is lost." not in lines, part


def test_a_file_that_is_open_elsewhere_is_left_as_it_is(tmp_path: Path) -> None:
    world = World(tmp_path)
    laptop = world.laptop(UNIT)
    laptop.log(title="Việc")
    with closing(sqlite3.connect(laptop.home.database)) as database:
        (page,) = database.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'sqlite_autoindex_log_1'").fetchone()
    laptop.store.close()
    hurt(laptop.home.database, page - 1, "zeros")
    laptop.store = LaptopStore.open(laptop.home)
    with pytest.raises(StoreDamaged):
        LaptopStore.open_well_formed(laptop.home)
    assert not list(laptop.home.path.glob("*.damaged"))
    laptop.store.close()
    with LaptopStore.open_well_formed(laptop.home) as store:
        assert store.made_anew.read_out is not None and store.soundness.is_well_formed()
    world.store.close()


def test_a_file_of_which_nothing_can_be_read_is_left_as_it_is(tmp_path: Path) -> None:
    laptop = first_page_hurt(tmp_path)
    laptop.home.database.write_bytes(b"no database " * 1_000)
    with pytest.raises(StoreDamaged):
        LaptopStore.open(laptop.home)
    assert laptop.home.database.read_bytes() == b"no database " * 1_000
    assert sorted(path.name for path in laptop.home.path.glob("soxa.db*")) == ["soxa.db"]


def test_a_receipt_is_not_taken_back_because_the_registry_cannot_be_read(tmp_path: Path) -> None:
    world = World(tmp_path)
    laptop = world.laptop(UNIT)
    laptop.exchange(world.line)
    registry = origins.registry(laptop.store.membership.hub)
    laptop.store._sql.execute(
        "UPDATE entry SET line = x'7b7d' WHERE log = (SELECT id FROM log WHERE origin = ?)", (registry,)
    )
    laptop.store.derived.make_anew(laptop.store.soundness.own_verifier(), lambda _count: None)
    assert laptop.store.logs.own.acked == 1
    world.close()


def test_the_head_that_is_gone_is_signed_again(tmp_path: Path) -> None:
    world = World(tmp_path)
    laptop = world.laptop(UNIT)
    laptop.store._sql.execute("UPDATE log SET checkpoint = '' WHERE id = 1")
    own_key(laptop.store, None)
    assert laptop.store.soundness.check(laptop.signer.verifier, lambda _count: None) == []
    world.close()


def test_a_newer_programs_file_is_left_to_that_program(tmp_path: Path) -> None:
    world = World(tmp_path)
    laptop = world.laptop(UNIT)
    world.close()
    with closing(sqlite3.connect(laptop.home.database)) as database, database:
        database.execute("INSERT INTO _sqlite_migrations VALUES (NULL, 'soxa.field', 'of_later', '2030-01-01')")
    hurt(laptop.home.database, 0, "zeros")
    damaged = laptop.home.database.read_bytes()
    with pytest.raises(Refused) as caught:
        LaptopStore.open(laptop.home)
    assert caught.value.code == "newer-store"
    assert laptop.home.database.read_bytes() == damaged

"""A hub's file is hurt at any place: it is mended and everybody comes to what they would have come to, or that is refused
with what to do instead, and the file stays as it is."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Final

import pytest

from field.reporting.reports import submit
from hub.cli.mending import TABLES
from hub.export import bundle
from hub.home import HubHome, load_keys
from hub.messages import MESSAGES
from hub.monitoring import counts, reviews
from hub.safekeeping import anchor as anchors
from hub.safekeeping.backup import back_up
from hub.safekeeping.check import check, mend_edges
from hub.safekeeping.derived import put_right
from hub.safekeeping.mend import Mended, Way, mend
from hub.store import HubStore, reading_out, schema
from hub.store.rows import Asking
from sync.encoding.types import Instant
from sync.errors import Refused, SoxaError, StoreDamaged
from sync.ledger import origins
from sync.ledger.entry import Narrative
from sync.shell.console import random_bytes
from tests.hub.safekeeping.rot import rot
from tests.sync.audit.bundles import audited
from tests.world import HUB, World

UNIT: Final = "03390"
PAGE: Final = 4096
NOW, AFTER = Instant(1_793_400_000), Instant(1_793_500_000)
PLACES: Final = int(os.environ.get("SOXA_PLACES", "60"))
"""Places at which a byte is changed, half of them anywhere, half where pages say what stands on them."""
STRIDE: Final = int(os.environ.get("SOXA_STRIDE", "5"))
"""Each so many-th page is overwritten; 1 for all."""
FILLS: Final[tuple[Callable[[random.Random], bytes], ...]] = (
    lambda _chance: bytes(PAGE),
    lambda _chance: b"\xff" * PAGE,
    lambda chance: chance.randbytes(PAGE),
)
COMPARED: Final = {
    "tally": "SELECT * FROM tally WHERE activities > 0",
    "record": "SELECT * FROM record",
    "report": "SELECT * FROM report",
    "accepted": "SELECT * FROM accepted",
    "answer": "SELECT log, idx, unit, record, verdict FROM answer",
}
Rows = dict[str, set[str]]


def lived(folder: Path) -> World:
    """A hub with two laptops of some hundred entries, a report, an answer, an account and an invite."""
    world = World(folder)
    world.ask_monthly()
    laptops = [world.laptop(UNIT) for _each in range(2)]
    for laptop in laptops:
        for times in range(3):
            for number in range(40):
                laptop.log(title=f"Việc {number}", text="Phát loa " * 6, quantity=number + times)
            laptop.exchange(world.line)
    with world.store.writing() as transaction:
        record = f"{UNIT}/{laptops[0].record_ids()[0]}"
        reviews.review(transaction, world.keys, record, "accepted", "Đủ", now=world.now(), random_bytes=world.random)
        transaction.accounts.add("lan", "admin", "$argon2id$", world.now())
    submit(
        laptops[0].store, laptops[0].signer, "2026-11", Narrative(results="Xong"), now=world.now(), random_bytes=world.random
    )
    world.invite(UNIT)
    for laptop in laptops:
        laptop.exchange(world.line)
    counts.freshen(world.store)
    with world.store.reading() as transaction:
        anchors.write(world.home.anchor, anchors.state(transaction, world.keys))
    world.close()
    return world


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of such a world, which is not touched."""
    folder = tmp_path_factory.mktemp("lived") / "world"
    lived(folder)
    return folder


@pytest.fixture
def folder(whole: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return shutil.copytree(whole, tmp_path / "world")


@pytest.fixture(scope="module")
def figures(whole: Path, tmp_path_factory: pytest.TempPathFactory) -> Rows:
    """What everybody comes to who was never hurt."""
    return comes_to(shutil.copytree(whole, tmp_path_factory.mktemp("figures") / "world"))


def rows_of(database: Path) -> Rows:
    with closing(sqlite3.connect(database)) as opened:
        return {name: set(map(repr, opened.execute(query))) for name, query in COMPARED.items()}


def comes_to(folder: Path) -> Rows:
    """The hub starts, laptops exchange, and the bundle is proven: the figures."""
    anchors.opened(HubHome(folder / "hub")).close()
    world = World(folder, seed=3)
    world.set_clock(AFTER)
    try:
        laptops = [world.laptop(UNIT) for _each in range(2)]
        for laptop in (*laptops, *laptops):
            laptop.exchange(world.line)
            assert not laptop.store.closed
        summary = audited(world.folder, b"".join(bundle.pieces(world.store, world.keys)), world.keys.logs.verifier)
        assert (len(summary.faults), len(summary.findings), len(summary.generations)) == (0, 0, 0)
        with world.store.reading() as transaction:
            assert transaction.settings.damage == ()
        counts.freshen(world.store)
    finally:
        world.close()
    return rows_of(world.home.database)


def mended(folder: Path, backup: Path | None = None) -> Mended | None:
    home = HubHome(folder / "hub")
    return mend(home, Way(keys=lambda: load_keys(home, str), ask=str, backup=backup), NOW)


def checked(folder: Path) -> None:
    """What `soxa hub check` does with a file that holds together."""
    home = HubHome(folder / "hub")
    key = load_keys(home, str).logs.verifier
    store = anchors.opened(home)
    try:
        store.check_form()
        damage = mend_edges(store, key, check(store, key, lambda _count: None))
        with store.writing() as transaction:
            transaction.settings.keep_damage(damage)
        if not damage:
            put_right(store, home, key, lambda _count: None)
    finally:
        store.close()


def follows(folder: Path, figures: Rows) -> str:
    """What comes of a hub that is hurt: all is as if it had never been, or it is refused with what to do."""
    database = folder / "hub" / "hub.db"
    hurt = database.read_bytes()
    try:
        done = mended(folder)
    except Refused as error:
        assert all(cure in MESSAGES[error.code] for cure in ("soxa hub restore", "soxa hub rebuild")), error
        assert database.read_bytes() == hurt
        assert not list(database.parent.glob("hub.db.*"))
        return error.code
    if done is None:
        try:
            checked(folder)
            assert comes_to(folder) == figures
        except SoxaError as error:  # entries of the acceptances, of which a backup is asked
            assert error.code == "damaged-export", error
            return error.code
        return "whole"
    assert Path(done.kept).read_bytes() == hurt
    assert comes_to(folder) == figures
    return "mended"


def test_wherever_a_byte_changes_nothing_is_lost_or_it_is_refused(whole: Path, figures: Rows, tmp_path: Path) -> None:
    chance, found = random.Random(13), list[str]()
    size = (whole / "hub" / "hub.db").stat().st_size
    for number in range(PLACES):
        at = chance.randrange(size)
        if number % 2:
            at = at // PAGE * PAGE + chance.randrange(100 if at < PAGE else 40)
        copy = shutil.copytree(whole, tmp_path / f"{number}")
        with (copy / "hub" / "hub.db").open("r+b") as file:
            file.seek(at)
            was = file.read(1)[0]
            file.seek(at)
            file.write(bytes([was ^ chance.randrange(1, 256)]))
        try:
            found.append(follows(copy, figures))
        except BaseException as error:
            error.add_note(f"byte {at} of {size}")
            raise
        shutil.rmtree(copy)
    assert found.count("mended") > PLACES // 10, found


def test_whatever_page_is_overwritten_nothing_is_lost_or_it_is_refused(whole: Path, figures: Rows, tmp_path: Path) -> None:
    found: list[str] = []
    count = (whole / "hub" / "hub.db").stat().st_size // PAGE
    for page in range(0, count, STRIDE):
        copy = shutil.copytree(whole, tmp_path / f"{page}")
        overwrite(copy / "hub" / "hub.db", page, FILLS[page % 3](random.Random(page)))
        try:
            found.append(follows(copy, figures))
        except BaseException as error:
            error.add_note(f"page {page} of {count}")
            raise
        shutil.rmtree(copy)
    assert found.count("mended") > len(found) // 2, found


def overwrite(path: Path, page: int, data: bytes) -> None:
    with path.open("r+b") as file:
        file.seek(page * PAGE)
        file.write(data)


def page_of(database: Path, name: str, *, leaf: int | None = None) -> int:
    """The page, from 0 on, that is the root of a table or an index; or one of its leaves."""
    with closing(sqlite3.connect(database)) as opened:
        (root,) = opened.execute("SELECT rootpage FROM sqlite_schema WHERE name = ?", (name,)).fetchone()
    if leaf is None:
        return int(root) - 1
    page = database.read_bytes()[(root - 1) * PAGE : root * PAGE]
    cells = [int.from_bytes(page[at : at + 2], "big") for at in range(12, 12 + 2 * int.from_bytes(page[3:5], "big"), 2)]
    children = [int.from_bytes(page[cell : cell + 4], "big") for cell in cells]
    return children[leaf] - 1


def hurt(folder: Path, name: str, leaf: int | None = None) -> None:
    database = folder / "hub" / "hub.db"
    overwrite(database, page_of(database, name, leaf=leaf), bytes(PAGE))


# -- what is kept, and what stands against it


def test_a_file_that_holds_together_is_left_as_it_is(folder: Path) -> None:
    before = {path.name: path.read_bytes() for path in (folder / "hub").iterdir()}
    assert mended(folder) is None
    assert {name: (folder / "hub" / name).read_bytes() for name in before} == before
    assert not list((folder / "hub").glob("hub.mending*"))


def test_a_hub_that_is_open_is_not_touched(folder: Path) -> None:
    store = HubStore.open(folder / "hub" / "hub.db")
    with pytest.raises(Refused) as refused:
        mended(folder)
    assert refused.value.code == "hub-is-open"
    store.close()


def test_without_the_anchor_nobody_knows_how_far_it_has_signed(folder: Path) -> None:
    hurt(folder, "record")
    (folder / "hub" / "hub.anchor").unlink()
    assert follows(folder, {}) == "mend-without-anchor"


def test_a_file_that_is_older_than_its_anchor_is_not_mended(folder: Path) -> None:
    """Else it would go on, and sign another history."""
    old = shutil.copy(folder / "hub" / "hub.db", folder / "old.db")
    world = World(folder, seed=3)
    world.set_clock(AFTER)
    laptop = world.laptop(UNIT)
    laptop.log()
    with anchors.kept(world.store, world.keys, world.home.anchor):
        laptop.exchange(world.line)
    world.close()
    shutil.copy(old, folder / "hub" / "hub.db")
    hurt(folder, "record")
    assert follows(folder, {}) == "mend-gap"


def test_a_hub_that_gathers_what_it_lacks_does_so_after_it(folder: Path) -> None:
    store = HubStore.open(folder / "hub" / "hub.db")
    asking = Asking(since=NOW, why="behind")
    with store.writing() as transaction:
        transaction.settings.ask(asking)
    store.close()
    hurt(folder, "record")
    assert mended(folder) is not None
    store = HubStore.open(folder / "hub" / "hub.db")
    with store.reading() as transaction:
        assert transaction.settings.asking == asking
    store.close()


def test_what_one_that_gathers_was_shown_is_not_lost_in_silence(folder: Path) -> None:
    store = HubStore.open(folder / "hub" / "hub.db")
    with store.writing() as transaction:
        transaction.settings.ask(Asking(since=NOW, why="behind"))
    store.close()
    hurt(folder, "shown_head")
    assert follows(folder, {}) == "beyond-mending"


@pytest.mark.parametrize("page", [0, 3])
def test_what_stands_beside_the_file_is_read_too(folder: Path, figures: Rows, page: int) -> None:
    """As a power cut left it: what came last stands in the log of writes, and what is hurt in the file."""
    database = folder / "hub" / "hub.db"
    cut = folder / "cut"
    store = HubStore.open(database)
    with store.writing() as transaction:
        transaction.accounts.add("huong", "operator", "$argon2id$", NOW)
    shutil.copytree(database.parent, cut, ignore=shutil.ignore_patterns("*-shm"))
    store.close()
    shutil.rmtree(database.parent)
    cut.rename(database.parent)
    assert database.with_name("hub.db-wal").stat().st_size > PAGE
    overwrite(database, page, bytes(PAGE))
    before, log = database.read_bytes(), database.with_name("hub.db-wal").read_bytes()
    done = mended(folder)
    assert done is not None
    assert (Path(done.kept).read_bytes(), Path(f"{done.kept}-wal").read_bytes()) == (before, log)
    assert not list(database.parent.glob("hub.mending*"))
    store = HubStore.open(database)
    with store.reading() as transaction:
        assert [account.name for account in transaction.accounts.all()] == ["huong", "lan"]
    store.close()
    assert comes_to(folder) == figures


# -- the hub's own logs


def rotted_acceptance(folder: Path) -> None:
    """An acceptance is gone."""
    database = folder / "hub" / "hub.db"
    with closing(sqlite3.connect(database)) as opened:
        (log,) = opened.execute("SELECT id FROM log WHERE origin = ?", (origins.acceptances(HUB),)).fetchone()
    rot(database, "DELETE FROM segment WHERE place = ?", log << 40 | 2)
    hurt(folder, "record")


def test_what_of_the_acceptances_cannot_be_read_a_backup_gives(folder: Path, figures: Rows, tmp_path: Path) -> None:
    home = HubHome(folder / "hub")
    backup = tmp_path / "backup"
    back_up(home, backup, passphrase=None, with_keys=False, random_bytes=random_bytes, advance=lambda _left, _pages: None)
    rotted_acceptance(folder)
    hurt_bytes = home.database.read_bytes()
    with pytest.raises(Refused) as refused:
        mended(folder)
    assert refused.value.code == "mend-gap"
    assert refused.value.facts["log"] == origins.acceptances(HUB)
    assert home.database.read_bytes() == hurt_bytes
    done = mended(folder, backup)
    assert done is not None and done.damage == ()
    assert comes_to(folder) == figures


def test_the_head_of_a_desk_that_is_lost_is_signed_again(folder: Path, figures: Rows) -> None:
    rot(folder / "hub" / "hub.db", "UPDATE log SET checkpoint = 'x' WHERE origin = ?", origins.desk(HUB, UNIT))
    hurt(folder, "log")
    done = mended(folder)
    assert done is not None and done.damage == ()
    assert comes_to(folder) == figures


# -- what laptops bring again


def test_entries_that_are_gone_stay_counted_and_come_back(folder: Path, figures: Rows) -> None:
    """A whole row of the logs' table, with the report in it: what follows from it stays as it was until laptops bring it."""
    database = folder / "hub" / "hub.db"
    with closing(sqlite3.connect(database)) as opened:
        ((log, index),) = opened.execute("SELECT log, idx FROM report").fetchall()
        (place,) = opened.execute("SELECT max(place) FROM segment WHERE place <= ?", (log << 40 | index,)).fetchone()
    before = rows_of(database)
    with closing(sqlite3.connect(database)) as opened, opened:
        opened.execute("DELETE FROM segment WHERE place = ?", (place,))
    hurt(folder, "tally")
    done = mended(folder)
    assert done is not None
    assert [(each.what, each.start, each.end) for each in done.damage] == [("entries", 121, 122)]
    now = rows_of(database)
    assert {name: now[name] for name in ("record", "report", "accepted", "answer")} == {
        name: before[name] for name in ("record", "report", "accepted", "answer")
    }
    assert comes_to(folder) == figures


def test_answers_that_are_gone_stay_and_come_back(folder: Path, figures: Rows) -> None:
    database = folder / "hub" / "hub.db"
    with closing(sqlite3.connect(database)) as opened, opened:
        opened.execute("UPDATE answer SET account = 'lan'")
        ((log,),) = opened.execute("SELECT log FROM answer").fetchall()
    before = rows_of(database)
    rot(database, "DELETE FROM segment WHERE place = ?", log << 40)
    hurt(folder, "tally")
    done = mended(folder)
    assert done is not None
    assert [(each.what, each.start, each.end) for each in done.damage] == [("entries", 0, 1)]
    now = rows_of(database)
    assert (now["answer"], now["record"]) == (before["answer"], before["record"])
    with closing(sqlite3.connect(database)) as opened:
        assert opened.execute("SELECT account FROM answer").fetchall() == [("lan",)]
    assert comes_to(folder) == figures


def test_answers_that_nothing_tells_of_are_noted_as_they_come_back(folder: Path, figures: Rows) -> None:
    database = folder / "hub" / "hub.db"
    with closing(sqlite3.connect(database)) as opened:
        ((log,),) = opened.execute("SELECT log FROM answer").fetchall()
    rot(database, "DELETE FROM segment WHERE place = ?", log << 40)
    for table in ("answer", "record"):
        hurt(folder, table)
    assert mended(folder) is not None
    assert comes_to(folder) == figures


def test_receipts_that_are_gone_come_back(folder: Path, figures: Rows) -> None:
    hurt(folder, "accepted")
    done = mended(folder)
    assert done is not None
    assert {each.what for each in done.damage} == {"acceptance"}
    assert comes_to(folder) == figures


# -- what stands nowhere else


def test_what_is_lost_is_named(folder: Path, figures: Rows) -> None:
    hurt(folder, "account")
    done = mended(folder)
    assert done is not None
    ((table, names, is_counted),) = [(each.table, each.names, each.is_counted) for each in done.lost]
    assert (table, names, is_counted) == ("account", ("lan",), True)
    assert comes_to(folder) == figures


def test_a_row_that_was_deleted_is_not_there_again(folder: Path) -> None:
    """Its bytes are still in the file."""
    database = folder / "hub" / "hub.db"
    store = HubStore.open(database)
    with store.writing() as transaction:
        transaction.accounts.add("huong", "operator", "$argon2id$", NOW)
    store.close()
    with closing(sqlite3.connect(database)) as opened, opened:
        opened.execute("PRAGMA secure_delete = OFF")
        opened.execute("DELETE FROM account WHERE name = 'huong'")
    assert b"huong" in database.read_bytes()
    with database.open("r+b") as file:  # the page has one row more again
        at = page_of(database, "account") * PAGE
        file.seek(at + 3)
        cells = int.from_bytes(file.read(2), "big")
        file.seek(at + 3)
        file.write((cells + 1).to_bytes(2, "big"))
    done = mended(folder)
    assert done is not None
    store = HubStore.open(database)
    with store.reading() as transaction:
        assert [account.name for account in transaction.accounts.all()] == ["lan"]
    store.close()


def test_a_table_whose_name_is_lost_is_known_by_its_rows(folder: Path, figures: Rows) -> None:
    database = folder / "hub" / "hub.db"
    data = bytearray(database.read_bytes())
    at = data.index(b"CREATE TABLE setting")
    at = data.rindex(b"table", 0, at)
    data[at : at + 5] = b"tadle"
    database.write_bytes(data)
    done = mended(folder)
    assert done is not None and done.lost == ()
    assert comes_to(folder) == figures


def test_a_setting_that_tells_whether_the_hub_asks_is_not_guessed(folder: Path) -> None:
    store = HubStore.open(folder / "hub" / "hub.db")
    with store.writing() as transaction:
        transaction.settings.ask(Asking(since=NOW, why="behind"))
    store.close()
    hurt(folder, "setting")
    assert follows(folder, {}) == "beyond-mending"


def test_a_text_that_is_none_is_said_to_be_damage(folder: Path, figures: Rows) -> None:
    database = folder / "hub" / "hub.db"
    newest = "(SELECT max(id) FROM log WHERE unit <> '')"
    rot(database, f"UPDATE log SET origin = CAST(x'ff' || origin AS TEXT) WHERE id = {newest}")
    with pytest.raises(StoreDamaged):
        checked(folder)
    assert follows(folder, figures) == "mended"


def test_whatever_may_be_lost_has_words() -> None:
    told = {table.name for table in schema.METADATA.sorted_tables} - {"log", "segment", "accepted"}
    assert set(TABLES) == told - {table.name for table in reading_out.LEFT_OUT}


def test_the_form_of_a_file_is_looked_at_by_a_check(folder: Path, figures: Rows) -> None:
    hurt(folder, "sqlite_autoindex_account_1")
    with pytest.raises(StoreDamaged):
        checked(folder)
    assert follows(folder, figures) == "mended"

"""Whatever single value rots in a hub's database is found and put right, or can do no harm: each column of each table."""

from __future__ import annotations

import itertools
import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

import pytest

from field.exchange.rescue import rescue
from field.home import LaptopHome
from field.reporting.reports import submit
from hub.monitoring import counts, reviews
from hub.safekeeping import check as checking
from hub.safekeeping.derived import put_right
from hub.store import HubStore
from sync.errors import SoxaError
from sync.ledger.entry import Narrative
from sync.shell.exit_codes import ExitCode
from tests.command import soxa
from tests.rotten import Column, columns, rot
from tests.world import World

UNIT: Final = "03390"
OPERATORS: Final = "the operator's, which no figure rests on: whoever needs it misses it, and is given another"
SIGNED: Final = "of what laptops have signed: whoever is shown it holds it against a signature"
HARMLESS: Final[dict[str, str]] = {
    "setting": OPERATORS,
    "invite": OPERATORS,
    "laptop": OPERATORS,
    "account": OPERATORS,
    "visit": OPERATORS,
    "guess": OPERATORS,
    "reader": OPERATORS,
    "nonce": "a request that is refused for it is made again",
    "summed": "tells what is kept in memory that it is old: too often is slow, and too seldom lasts until the next entry",
    "evidence": SIGNED,
    "waiting_range": SIGNED,
    "shown_head": SIGNED,
    "answer.account": "who gave an answer stands nowhere else",
    "log.seen_size": "of others than laptops' logs never read; of theirs see below",
    "log.unit": "looked at against the registry by whoever reads a log",
}
"""The tables and columns in which nobody can tell what stood there, with why that does no harm."""


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    """A hub that has something in the tables that hubs have in ordinary times."""
    made = World(tmp_path_factory.mktemp("rotten"))
    laptop = made.laptop(UNIT)
    for number in range(3):
        laptop.log(title=f"Việc {number}", quantity=number, topics=("digital-skills",), channel="meeting", audience=30)
    laptop.exchange(made.line)
    with made.store.writing() as transaction:
        record = f"{UNIT}/{laptop.record_ids()[0]}"
        reviews.review(transaction, made.keys, record, "accepted", "Đủ", now=made.now(), random_bytes=made.random)
    laptop.exchange(made.line)
    submit(laptop.store, laptop.signer, "2026-11", Narrative(results="Xong"), now=made.now(), random_bytes=made.random)
    laptop.exchange(made.line)
    counts.freshen(made.store)
    made.close()
    return made


def looked_at(world: World, *, whole: bool = True) -> str:
    """What is found as the hub is opened and checked, and put right; empty where nothing is."""
    key = world.keys.logs.verifier
    try:
        store = HubStore.open(world.home.database)
        try:
            damage = checking.check(store, key, lambda _count: None)
            put = put_right(store, world.home, key, lambda _count: None) if whole and not damage else {}
            again = put_right(store, world.home, key, lambda _count: None) if put else {}
        finally:
            store.close()
    except (SoxaError, LookupError) as error:
        return type(error).__name__
    assert not again, "it was not put right"
    return " ".join([*(each.what for each in damage), *put])


def is_harmless(column: Column) -> bool:
    return column[0] in HARMLESS or ".".join(column) in HARMLESS


def test_a_hub_that_is_whole_is_left_as_it_is(world: World) -> None:
    assert looked_at(world) == ""


def test_whatever_rots_is_found_and_put_right_or_does_no_harm(world: World, tmp_path: Path) -> None:
    kept = tmp_path / "kept.db"
    shutil.copy(world.home.database, kept)
    tables = columns(kept)
    assert {"log", "segment", "accepted", "record", "report", "answer", "tally"} <= {table for table, _column in tables}
    wrong = []
    for column in sorted(tables):
        if is_harmless(column):
            continue
        shutil.copy(kept, world.home.database)
        was, now = rot(world.home.database, column, newest=True)
        if not looked_at(world):
            wrong.append(f"{column}: {was!r} became {now!r}, and nobody found it")
    shutil.copy(kept, world.home.database)
    assert not wrong, "\n".join(wrong)


def test_what_a_laptop_cited_last_is_put_right(world: World) -> None:
    whole = world.home.database.read_bytes()
    with closing(sqlite3.connect(world.home.database)) as database, database:
        assert database.execute("UPDATE log SET seen_size = seen_size + 7 WHERE unit = ?", (UNIT,)).rowcount == 1
    assert looked_at(world) == "log"
    world.home.database.write_bytes(whole)


def test_figures_that_lie_are_put_right_and_that_is_said(world: World) -> None:
    """Records and sums; who gave an answer stays known."""
    whole = world.home.database.read_bytes()
    home = str(world.home.path)
    with closing(sqlite3.connect(world.home.database)) as database, database:
        database.execute("UPDATE record SET quantity = 5000 WHERE quantity = 2")
        database.execute("UPDATE tally SET activities = 77 WHERE dimension = 'total'")
        database.execute("UPDATE answer SET account = 'lan', verdict = 'returned'")
    told = soxa("hub", "check", "--json", "--home", home)
    assert told.returncode == ExitCode.DONE and b"were not what its logs give" in told.stderr, told.stderr
    assert json.loads(told.stdout)["put_right"] == {"record": 1, "tally": 1, "answer": 1}
    with closing(sqlite3.connect(world.home.database)) as database:
        assert database.execute("SELECT max(quantity), (SELECT account FROM answer) FROM record").fetchone() == (2, "lan")
        assert database.execute("SELECT max(activities) FROM tally").fetchone() == (3,)
    again = soxa("hub", "check", "--json", "--home", home)
    assert json.loads(again.stdout)["put_right"] == {} and not again.stderr, again.stderr
    world.home.database.write_bytes(whole)


@pytest.mark.parametrize("order", sorted(set(itertools.permutations(("one", "other", "one")))), ids="-".join)
def test_what_several_logs_say_of_one_record_is_read_again_in_the_order_in_which_it_came(
    tmp_path: Path, order: tuple[str, ...]
) -> None:
    """Colleagues correct what they did not state, in any order; and a laptop whose key is lost carries its log on."""
    made = World(tmp_path)
    laptops = {name: made.laptop(UNIT) for name in ("one", "other")}
    laptops["other"].log(title="Việc")
    for laptop in (*laptops.values(), *laptops.values()):
        laptop.exchange(made.line)
    (record,) = laptops["one"].record_ids()
    for number, name in enumerate(order):
        laptops[name].revise(record, quantity=number)
        laptops[name].exchange(made.line)
    counts.freshen(made.store)
    assert put_right(made.store, made.home, made.keys.logs.verifier, lambda _count: None) == {}
    laptops["one"].revise(record, quantity=99)
    copy = laptops["one"].copied(tmp_path / "copy")
    laptops["one"].exchange(made.line)
    fresh = made.laptop(UNIT)
    now, random_bytes = made.now(), made.random
    assert rescue(fresh.store, fresh.signer, LaptopHome(copy), now=now, random_bytes=random_bytes).entries == 1
    for laptop in (fresh, laptops["other"]):
        laptop.log(title="Mới")
        laptop.exchange(made.line)
    counts.freshen(made.store)
    assert put_right(made.store, made.home, made.keys.logs.verifier, lambda _count: None) == {}
    made.close()

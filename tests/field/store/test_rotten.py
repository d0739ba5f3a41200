"""Whatever single value rots in a laptop's database is found, or can do no harm: each column of each table in turn."""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from traceback import extract_tb
from typing import Final

import pytest

from field.activities import drafts
from field.exchange.pace import last_pace
from field.home import LaptopHome
from field.reporting.notices import notice_lines
from field.reporting.reports import submit
from field.reporting.status import laptop_status
from field.store import LaptopStore
from field.store.derived import MadeAnew
from field.store.rows import ActivityFilter, PastExchange, StoredDraft
from hub.monitoring import reviews
from sync.encoding.types import Instant
from sync.errors import SoxaError
from sync.exchange.machine import Pace
from sync.ledger.entry import Narrative
from tests.rotten import Column, columns, misshape, misshapes, rot
from tests.world import Laptop, World

NOW: Final = Instant(1_793_000_500)
UNIT: Final = "03390"
JOINED: Final = "the log's first entry states it, signed: that is what is read"
OWN_THINGS: Final = "the officer's own, which nobody else holds, and nothing is counted by; what cannot be read is nothing"
HARMLESS: Final[dict[str, dict[str, str]]] = {
    "_sqlite_migrations": {
        "id": "never read",
        "applied_at": "never read",
        "migration_set": "the newest does nothing to the tables, and is applied again",
    },
    "membership": {
        "hub": JOINED,
        "key": JOINED,
        "unit": JOINED,
        "device": JOINED,
        "invite": "it was used to join, once",
        "url": "an address that is wrong reaches nobody, and says so; whoever answers is known by his key",
        "unit_name": "shown alone: what leaves carries the unit's code",
    },
    "log": {"acked": "of others' logs never read", "cited": "of others' logs never read"},
    "search_idx": {
        "segid": "where it leads nowhere, an activity is not found by its words, which is looked at",
        "term": "as of its segment",
    },
    "draft": dict.fromkeys(("id", "record", "typed", "at"), OWN_THINGS),
    "setting": dict.fromkeys(("name", "value"), OWN_THINGS),
    "exchange": dict.fromkeys(
        ("id", "at", "how", "outcome", "sent", "received", "sent_bytes", "received_bytes", "facts"), OWN_THINGS
    ),
    "receipted": {
        "idx": "tells the officer after which moment an entry was made; what is sent of it proves itself or is passed over",
        "own": "as of its index",
    },
}
"""The columns in which nobody can tell what stood there, with why that does no harm."""


def lived(folder: Path) -> Laptop:
    """A laptop that has something in every table."""
    world = World(folder)
    one, other = world.laptop(UNIT), world.laptop(UNIT)
    for laptop in (other, one):
        for number in range(3):
            laptop.log(title=f"Việc {number}", topics=("digital-skills",), channel="meeting")
        laptop.exchange(world.line)
    record = one.record_ids()[0]
    with world.store.writing() as transaction:
        reviews.review(
            transaction, world.keys, f"{UNIT}/{record}", "returned", "Xem lại", now=world.now(), random_bytes=world.random
        )
    one.exchange(world.line)
    submit(one.store, one.signer, "2026-11", Narrative(results="Xong"), now=world.now(), random_bytes=world.random)
    one.exchange(world.line)
    one.log(title="Việc chưa gửi")
    one.store.local.keep_draft(StoredDraft(0, record, b"{}", world.now()))
    one.store.local.set_setting("language", "vi")
    one.store.local.record_exchange(PastExchange(world.now(), "line", 1, 1, 100, 100, "no-answer", {"why": "cut"}))
    return one


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> LaptopHome:
    """The folder of a laptop that has something in every table that laptops have in ordinary times."""
    laptop = lived(tmp_path_factory.mktemp("rotten"))
    laptop.world.close()
    return laptop.home


def looked_at(home: LaptopHome) -> str:
    """What is found when the store is opened and checked; empty where nothing is."""
    try:
        with LaptopStore.open_well_formed(home) as store:
            anew = store.derived.make_anew(store.soundness.own_verifier(), lambda _count: None)
            found = store.soundness.check(None, lambda _count: None)
            opened = store.made_anew
    except SoxaError as error:
        return error.code
    return " ".join([*(damage.part for damage in found), *(str(each) for each in (opened, anew) if each)])


def derived(home: LaptopHome) -> dict[str, list[tuple[object, ...]]]:
    """What follows from the logs, table by table, records by their ids."""
    with closing(sqlite3.connect(home.database)) as database:
        return {
            query: sorted(database.execute(query).fetchall(), key=repr)
            for query in (
                "SELECT id, date, task, channel, topics, retracted, conflicts, last_own, reviewed, level, state FROM record"
                " WHERE state IS NOT NULL",
                "SELECT id, heads, verdict, comment, at FROM review JOIN record ON num = record",
                "SELECT id, words FROM search JOIN record ON num = search.rowid",
                "SELECT origin, idx, kind, record.id FROM entry JOIN log ON log.id = log LEFT JOIN record ON num = record",
                "SELECT origin, size, frontier FROM log",
                "SELECT idx, size FROM citation",
                "SELECT origin, idx, verdict, code, facts FROM verdict JOIN log ON log.id = log",
            )
        }


def use(home: LaptopHome) -> None:
    """What an officer sees can be shown, and a push be made."""
    with LaptopStore.open(home) as store:
        shown = list(store.records.rows(ActivityFilter()))
        assert len(list(store.records.rows(ActivityFilter(search="viec")))) == len(shown) == 7
        assert isinstance(last_pace(store), Pace)
        for row in shown:
            store.records.page(row.record)
        drafts.kept(store)
        notice_lines(store, NOW)
        store.local.exchanges(10)
        assert store.local.hub_state is not None
        store.look(50)


def test_a_laptop_that_is_whole_is_left_as_it_is(home: LaptopHome) -> None:
    before = home.database.read_bytes()
    with LaptopStore.open(home) as store:
        assert store.made_anew == store.derived.make_anew(store.soundness.own_verifier(), lambda _count: None) == MadeAnew()
    assert home.database.read_bytes() == before


def test_whatever_rots_is_found_or_does_no_harm(home: LaptopHome) -> None:
    whole, kept = derived(home), home.database.read_bytes()
    wrong: list[str] = []
    tables: set[Column] = set(columns(home.database))
    assert {"record", "entry", "log", "review", "verdict", "receipted", "draft"} <= {table for table, _column in tables}
    for column in sorted(tables):
        for newest in (True, False):
            home.database.write_bytes(kept)
            was, now = rot(home.database, column, newest=newest)
            told = looked_at(home)
            harmless = HARMLESS.get(column[0], {}).get(column[1])
            if not told and harmless is None:
                wrong.append(f"{column}: {was!r} became {now!r}, and nobody found it")
            elif "MadeAnew" in told and told.startswith("MadeAnew") and derived(home) != whole:
                wrong.append(f"{column}: {was!r} became {now!r}, and was not made again what it was: {told}")
            elif not told:
                use(home)
    home.database.write_bytes(kept)
    assert not wrong, "\n".join(wrong)


def test_what_is_no_value_of_its_column_stops_nothing(home: LaptopHome) -> None:
    """A text that is none, another type, nothing: it is found or made anew, all can be shown before and after, and no fault
    comes of it but those that say what to do."""
    kept, wrong = home.database.read_bytes(), list[str]()
    with closing(sqlite3.connect(home.database)) as database:
        values = {
            (table, name): database.execute(f'SELECT "{name}" FROM "{table}" WHERE "{name}" IS NOT NULL LIMIT 1').fetchone()[
                0
            ]
            for table, name in sorted(columns(home.database))
            if not table.startswith(("search", "_sqlite"))
        }
    for column, value in values.items():
        for shape in misshapes(value):
            home.database.write_bytes(kept)
            misshape(home.database, column, shape, as_text=isinstance(value, str) and isinstance(shape, bytes))
            try:
                for _before_and_after in range(2):
                    show(home)
                    looked_at(home)
            except Exception as error:  # noqa: BLE001 - whatever comes
                wrong.append(f"{column}: {shape!r} gives {error!r} in {extract_tb(error.__traceback__)[-1]}")
    home.database.write_bytes(kept)
    assert not wrong, "\n".join(wrong)


def show(home: LaptopHome) -> None:
    """What an officer sees, as far as it can be shown."""
    with suppress(SoxaError), LaptopStore.open(home) as store:
        for row in store.records.rows(ActivityFilter()):
            store.records.page(row.record)
        store.reporting.messages()
        laptop_status(store, NOW)
        store.look(50)


def test_an_own_first_entry_that_rotted_takes_nothing_back_of_what_is_received(home: LaptopHome) -> None:
    kept = home.database.read_bytes()
    with closing(sqlite3.connect(home.database)) as database, database:
        database.execute("UPDATE entry SET line = CAST(x'00' || substr(line, 2) AS BLOB) WHERE log = 1 AND idx = 0")
    with LaptopStore.open(home) as store:
        acked = store.logs.own.acked
        anew = store.derived.make_anew(store.soundness.own_verifier(), lambda _count: None)
        found = store.soundness.check(None, lambda _count: None)
        assert store.logs.own.acked == acked > 0 and anew.logs == 0
    assert [(damage.part, damage.index, damage.own, damage.received) for damage in found] == [("entry", 0, True, True)]
    home.database.write_bytes(kept)


def test_an_index_whose_form_is_damaged_is_built_anew(home: LaptopHome) -> None:
    kept, whole = home.database.read_bytes(), derived(home)
    with closing(sqlite3.connect(home.database, isolation_level=None)) as database:
        (table,) = database.execute("SELECT sql FROM sqlite_schema WHERE name = 'record'").fetchone()
        (page,) = database.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'sqlite_autoindex_record_1'").fetchone()
        (size,) = database.execute("PRAGMA page_size").fetchone()
    assert "UNIQUE" in table
    rotten = bytearray(kept)
    at = rotten.rindex(b"-", (page - 1) * size, page * size)
    rotten[at] ^= 0x10
    home.database.write_bytes(bytes(rotten))
    looked_at(home)
    assert looked_at(home) == "" and derived(home) == whole
    home.database.write_bytes(kept)

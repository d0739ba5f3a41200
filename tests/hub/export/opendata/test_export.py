"""Open data says what the ledger says, in files that others can read, and nothing that is not theirs."""

from __future__ import annotations

import csv
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from hub import own_logs
from hub.export.documents.annex import ledger_heads
from hub.export.opendata import export as opendata
from hub.export.opendata.tables import TABLES, VIEWS
from hub.monitoring import counts as counting
from hub.store.records import RecordFilter
from sync.errors import Refused
from sync.ledger.figures import By, Tally
from sync.ledger.period import month_name
from tests.hub.export.opendata.stocked import HOSTILE, OFFICER, full, open_province
from tests.world import World


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = open_province(tmp_path / "world")
    yield made
    made.close()


def exported(world: World, folder: Path) -> dict[str, int]:
    return opendata.export(world.store, world.keys, folder, now=world.now(), random_bytes=world.random)


def asked(folder: Path, sql: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(folder / "soxa.db")) as database:
        return database.execute(sql).fetchall()


def test_the_file_is_whole_and_everything_refers_to_something(world: World, tmp_path: Path) -> None:
    full(world)
    counts = exported(world, tmp_path / "open")
    assert asked(tmp_path / "open", "PRAGMA integrity_check") == [("ok",)]
    assert asked(tmp_path / "open", "PRAGMA foreign_key_check") == []
    assert counts["activities"] == 5 and counts["units"] == 39 and counts["reports"] == 1
    assert {path.name for path in (tmp_path / "open").iterdir()} == {
        "soxa.db",
        "metadata.json",
        "README.txt",
        *(f"{shape.name}.csv" for shape in (*TABLES, *VIEWS)),
    }
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


@pytest.mark.parametrize(("by", "key"), [("unit", "counts_for"), ("topic", "topic"), ("channel", "channel")])
def test_the_views_add_up_to_what_the_desk_counts(world: World, tmp_path: Path, by: By, key: str) -> None:
    full(world)
    exported(world, tmp_path / "open")
    with world.store.reading() as transaction:
        of = counting.counts_for(own_logs.registry(transaction, world.keys), "then", "2026-12-31")
        expected = {
            (month_name(month), code, *_stated(by, code, tally))
            for month in counting.by_month(transaction, RecordFilter(), of)
            for code, tally in counting.tallies(
                transaction, RecordFilter(start=f"{month_name(month - 1)}-15", end=f"{month_name(month)}-14"), by, of
            ).items()
        }
    found = asked(
        tmp_path / "open", f"SELECT month, coalesce({key}, ''), activities, quantity, people, minutes FROM counts_by_{by}"
    )
    assert set(found) == expected and len(found) == len(expected)


def _stated(by: By, key: str, tally: Tally) -> tuple[int | None, ...]:
    """The sums that are stated; quantities of several channels are not added up."""
    quantity = tally.quantity if by == "channel" and key else None
    return (tally.activities, quantity, tally.audience, tally.minutes)


def test_what_was_taken_back_and_who_people_are_is_not_public(world: World, tmp_path: Path) -> None:
    full(world)
    exported(world, tmp_path / "open")
    every = b"".join(path.read_bytes() for path in (tmp_path / "open").iterdir())
    for secret in ("Vàng A", OFFICER, "an.account", "argon2", "ý kiến riêng"):
        assert secret.encode() not in every, secret
    states = asked(tmp_path / "open", "SELECT state, count(*), count(title) FROM activities GROUP BY state ORDER BY state")
    assert states == [("in-conflict", 1, 1), ("stands", 3, 3), ("taken-back", 1, 0)]


def test_hostile_text_is_text_in_every_file(world: World, tmp_path: Path) -> None:
    full(world)
    exported(world, tmp_path / "open")
    (found,) = asked(tmp_path / "open", "SELECT title FROM activities WHERE channel = 'from-tomorrow'")
    assert found == (HOSTILE.replace("\u202e", "·").replace("\x00", "·"),)
    for shape in (*TABLES, *VIEWS):
        path = tmp_path / "open" / f"{shape.name}.csv"
        assert path.read_bytes().startswith(b"\xef\xbb\xbf")
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file))
        assert rows[0] == [column.name for column in shape.columns]
        assert not [cell for row in rows for cell in row if cell[:1] in ("=", "+", "-", "@", "\t", "\r")]


def test_a_search_minds_no_accents(world: World, tmp_path: Path) -> None:
    full(world)
    exported(world, tmp_path / "open")
    sql = (
        "SELECT title FROM activities WHERE rowid IN (SELECT rowid FROM activities_fts WHERE activities_fts MATCH 'hop ban')"
    )
    assert asked(tmp_path / "open", sql) == [("Họp bản",)]


def test_every_column_is_described_and_the_state_of_the_ledger_named(world: World, tmp_path: Path) -> None:
    full(world)
    exported(world, tmp_path / "open")
    described = json.loads((tmp_path / "open" / "metadata.json").read_bytes())
    with closing(sqlite3.connect(tmp_path / "open" / "soxa.db")) as database:
        for name, table in described["databases"]["soxa"]["tables"].items():
            columns = [row[1] for row in database.execute(f"PRAGMA table_info({name})")]
            assert list(table["columns"]) == columns, name
    with world.store.reading() as transaction:
        ledger = ledger_heads(transaction, world.keys)
    readme = (tmp_path / "open" / "README.txt").read_text(encoding="utf-8-sig")
    assert ledger.acceptances in readme and ledger.registry in readme
    assert ledger.acceptances.splitlines()[2] in described["source"]


def test_nothing_is_added_to_a_folder_that_holds_something(world: World, tmp_path: Path) -> None:
    (tmp_path / "open").mkdir()
    exported(world, tmp_path / "open")
    before = {path.name: path.read_bytes() for path in (tmp_path / "open").iterdir()}
    for path in (tmp_path / "open", tmp_path / "open" / "README.txt"):
        with pytest.raises(Refused) as caught:
            exported(world, path)
        assert caught.value.code == "folder-not-empty"
    assert {path.name: path.read_bytes() for path in (tmp_path / "open").iterdir()} == before


def test_an_export_that_fails_leaves_nothing(world: World, tmp_path: Path) -> None:
    full(world)

    def full_disk(_count: int) -> None:
        raise OSError("no space left")

    with pytest.raises(OSError, match="no space"):
        opendata.export(
            world.store, world.keys, tmp_path / "open", now=world.now(), random_bytes=world.random, progress=full_disk
        )
    assert [path.name for path in tmp_path.iterdir()] == ["world"]

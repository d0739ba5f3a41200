"""A hub of schema 10, which was restored once, has gone on, was restored again and asks: it is brought up to date, and all
that it and its laptops have comes together as it would have then."""

from __future__ import annotations

import json
import tarfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from hub import upgrade
from hub.home import HubHome, load_keys
from hub.store import HubStore
from hub.store import schema as t
from sync.audit.verify import verify
from sync.encoding.types import Instant
from sync.errors import Refused
from sync.log.note import Verifier
from tests.hub.generations.gathering import closed
from tests.world import World

ARCHIVE = Path(__file__).parent / "schema-10.tar.xz"
LAPTOPS = ("03390", "03390", "03405", "03390")
"""In the order in which they joined; the last was revoked."""


@pytest.fixture
def old(tmp_path: Path) -> Iterator[Path]:
    with tarfile.open(ARCHIVE) as archive:
        archive.extractall(tmp_path, filter="data")
    yield tmp_path / "schema-10"


@pytest.fixture
def told(old: Path) -> dict[str, Any]:
    """What that version said of it."""
    found: dict[str, Any] = json.loads((old / "told.json").read_text(encoding="utf-8"))
    return found


def test_its_bundle_is_proven_with_its_restore_named(old: Path, told: dict[str, Any]) -> None:
    summary = verify(old / "bundle.soxa", Verifier.parse(told["key"]))
    assert summary.faults == () and [each.generation for each in summary.generations] == [2]
    assert summary.generations[0].honoured == 3


def test_it_is_refused_until_it_is_brought_up_to_date(old: Path, told: dict[str, Any]) -> None:
    assert told["schema"] == 10 < t.VERSION
    with pytest.raises(Refused) as refused:
        HubStore.open(old / "world" / "hub" / "hub.db")
    assert refused.value.code == "older-hub"


def test_what_waits_is_taken_and_everybody_goes_on(old: Path, told: dict[str, Any]) -> None:
    home = HubHome(old / "world" / "hub")
    with closing(HubStore.open(home.database, any_version=True)) as store:
        upgrade.upgrade(store, load_keys(home, lambda: ""), lambda _count: None)
    with closing(World(old / "world", seed=42)) as world:
        world.set_clock(Instant(told["now"] + 86_400))
        with world.store.reading() as transaction:
            assert transaction.settings.asking is not None and transaction.settings.generation == 2
            assert [row.known for row in transaction.waiting.all()] == [True], "what came while it asked waits"
        laptops = [world.laptop(unit) for unit in LAPTOPS]
        for laptop in laptops[:3]:
            laptop.exchange(world.line)
        closed(world)
        for _again in range(2):
            for laptop in laptops[:3]:
                laptop.exchange(world.line)
        more = {"03390": ["Chưa gửi", "Trước khi hỏng lần nữa"], "03405": []}
        for unit, titles in told["records"].items():
            found = sorted(str(record.values.title) for record in world.hub_records(unit).values())
            assert found == sorted([*titles, *more[unit]])
        for laptop in laptops[:3]:
            assert laptop.records() == world.hub_records(laptop.unit) and laptop.store.records.unsent() == 0
        with pytest.raises(Refused):
            laptops[3].exchange(world.line)
        world.audit(old / "new.soxa")

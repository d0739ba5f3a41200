"""Opening a hub for one command: with its keys or without, and closed at the end."""

from __future__ import annotations

import random
import sys
from pathlib import Path

import pytest

from hub.cli.options import opened, opened_store
from hub.home import HubHome, make_keys
from hub.store import HubStore
from sync.errors import Refused
from tests.world import World

PASSPHRASE = "ruộng bậc thang"


def pending(path: Path) -> bool:
    """Whether somebody has the store open: its log of writes is folded in by the last who closes it."""
    return path.with_name(path.name + "-wal").exists()


@pytest.fixture
def home(tmp_path: Path) -> HubHome:
    """A store and its keys, open to nobody."""
    made = HubHome(tmp_path / "hub")
    make_keys(made, "soxa.test.example", PASSPHRASE, random.Random(7).randbytes)
    HubStore.create(made.database).close()
    return made


def test_a_hub_is_open_while_the_block_lasts_whatever_ends_it(home: HubHome, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOXA_PASSPHRASE", PASSPHRASE)
    with pytest.raises(LookupError), opened(str(home.path)) as hub:
        assert hub.keys.hub == "soxa.test.example"
        with hub.store.writing() as transaction:
            transaction.settings.set("url", "http://here")
        assert pending(home.database)
        raise LookupError
    assert not pending(home.database)


def test_a_store_is_opened_without_a_key(home: HubHome, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOXA_PASSPHRASE", raising=False)
    monkeypatch.setattr(sys.stdin, "isatty", lambda: False)
    with pytest.raises(Refused) as refused, opened(str(home.path)):
        raise AssertionError("a key under a passphrase opens with it alone")
    assert refused.value.code == "key-needs-passphrase"
    home.logs_key.unlink()
    with pytest.raises(LookupError), opened_store(str(home.path)) as store:
        with store.writing() as transaction:
            transaction.settings.set("url", "http://here")
        assert pending(home.database)
        raise LookupError
    assert not pending(home.database)


def test_where_there_is_no_hub_none_is_made(tmp_path: Path) -> None:
    for opening in (opened, opened_store):
        with pytest.raises(Refused) as refused, opening(str(tmp_path / "none")):
            raise AssertionError("there is nothing to open")
        assert (refused.value.code, refused.value.facts) == ("no-hub", {"path": str(tmp_path / "none" / "hub.db")})
    assert not (tmp_path / "none").exists()


def test_a_hub_without_its_keys_is_not_opened(world: World) -> None:
    world.home.mirror_key.unlink()
    with pytest.raises(Refused) as refused, opened(str(world.home.path)):
        raise AssertionError("a hub signs")
    assert (refused.value.code, refused.value.facts) == (
        "keys-lost",
        {"path": str(world.home.path), "missing": "mirror.key"},
    )

"""Founding a hub: once, with its province first, and everything in one signed registry."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from hub import own_logs
from hub.home import HubHome, Keys
from hub.registry import foundation
from hub.registry.directives.yaml import shipped
from hub.registry.official_units import province_units
from hub.store import HubStore
from sync.encoding.types import Instant
from sync.errors import Misuse, Refused
from sync.log import checkpoint as checkpoints


def found(home: HubHome, hub: str = "soxa.test.example", url: str = "http://here") -> Keys:
    return foundation.found(
        home,
        hub,
        province_units("12"),
        shipped(),
        url=url,
        passphrase=None,
        now=Instant(1000),
        random_bytes=random.Random(1).randbytes,
    )


def test_a_hub_is_founded_with_its_province_its_units_and_its_directives(tmp_path: Path) -> None:
    home = HubHome(tmp_path / "hub")
    keys = found(home)
    store = HubStore.open(home.database)
    with store.reading() as transaction:
        registry = own_logs.registry(transaction, keys)
        (log,) = transaction.logs.all()
        assert transaction.settings.get("url") == "http://here"
    store.close()
    assert registry.hub is not None and (registry.hub.province, registry.hub.name) == ("12", "Lai Châu")
    assert list(registry.units) == [unit.code for unit in province_units("12")]
    assert [directive.id for directive in registry.directives] == [directive.id for directive in shipped()]
    assert checkpoints.verify(log.checkpoint, keys.logs.verifier).checkpoint.size == log.size


def test_a_hub_that_is_there_is_not_founded_again(tmp_path: Path) -> None:
    home = HubHome(tmp_path / "hub")
    found(home)
    before = {path.name: path.read_bytes() for path in home.path.iterdir()}
    with pytest.raises(Refused) as refused:
        found(home, "soxa.other.example")
    assert refused.value.code == "hub-exists"
    assert {path.name: path.read_bytes() for path in home.path.iterdir()} == before


def test_a_hub_whose_address_leads_nowhere_is_not_founded(tmp_path: Path) -> None:
    home = HubHome(tmp_path / "hub")
    with pytest.raises(Misuse) as misused:
        found(home, url="soxa.test.example")
    assert (misused.value.code, misused.value.facts) == ("bad-hub-url", {"text": "soxa.test.example"})
    assert not home.path.exists()
    assert found(home, url="")

"""Founding a hub: once, with its province first, and everything in one signed registry."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from hub import own_logs
from hub.home import HubHome, Keys, load_keys
from hub.registry import foundation
from hub.registry.directives.yaml import shipped
from hub.registry.official_units import province_units
from hub.store import HubStore
from sync.encoding.types import Instant
from sync.errors import Misuse, Refused, Unavailable
from sync.log import checkpoint as checkpoints
from tests.dying import DIED, die


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
        acceptances, log = transaction.logs.all()
        assert transaction.settings.get("url") == "http://here"
    store.close()
    assert acceptances.size == 1, "they say what the registry holds"
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


def founded_with(folder: Path, seed: int) -> None:
    foundation.found(
        HubHome(folder),
        "soxa.test.example",
        province_units("12"),
        (),
        url="",
        passphrase=None,
        now=Instant(1000),
        random_bytes=random.Random(seed).randbytes,
    )


def test_a_founding_that_is_stopped_anywhere_is_whole_or_can_be_done_again(tmp_path: Path) -> None:
    step = 0
    code: int | None = DIED
    whole = set()
    while code == DIED:
        home = HubHome(tmp_path / str(step))
        code = die(step, home.path, founded_with, home.path, 1)
        whole.add(home.database.exists())
        if not home.database.exists():
            founded_with(home.path, 2)
        store, keys = HubStore.open(home.database), load_keys(home, lambda: "")
        with store.reading() as transaction:
            assert len(own_logs.registry(transaction, keys).units) == len(province_units("12"))
        store.close()
        step += 1
    assert (code, whole) == (0, {False, True})
    assert step > 15


def test_keys_whose_database_is_lost_are_kept_and_nothing_half_made_is_left(tmp_path: Path) -> None:
    home = HubHome(tmp_path / "hub")
    found(home)
    home.database.unlink()
    before = {path.name: path.read_bytes() for path in home.path.iterdir()}
    for _again in range(2):
        with pytest.raises(Refused) as refused:
            found(home)
        assert refused.value.code == "hub-lost"
        assert {path.name: path.read_bytes() for path in home.path.iterdir()} == before


def test_keys_of_another_hub_are_not_taken_for_those_of_a_founding_that_was_stopped(tmp_path: Path) -> None:
    home, other = HubHome(tmp_path / "hub"), HubHome(tmp_path / "other")
    found(other)
    home.beginning.path.mkdir(parents=True)
    for lost in (other.database, other.logs_key, other.mirror_key):  # as it stood just before its keys had their names
        lost.rename(home.beginning.path / lost.name)
    founded_with(other.path, 9)
    for key in (other.logs_key, other.mirror_key):
        key.rename(home.path / key.name)
    kept = home.logs_key.read_bytes()
    with pytest.raises(Refused) as refused:
        found(home)
    assert (refused.value.code, home.logs_key.read_bytes()) == ("hub-lost", kept)


@pytest.mark.parametrize("fails", [0, 3, 10])
def test_a_founding_that_fails_leaves_nothing(tmp_path: Path, fails: int) -> None:
    drawn = iter(range(fails))

    def random_bytes(count: int) -> bytes:
        if next(drawn, None) is None:
            raise Unavailable("disk-full")
        return bytes(count)

    for folder in (tmp_path / "new", tmp_path / "there"):
        (tmp_path / "there").mkdir(exist_ok=True)
        with pytest.raises(Unavailable):
            foundation.found(
                HubHome(folder),
                "soxa.test.example",
                province_units("12"),
                (),
                url="",
                passphrase=None,
                now=Instant(1000),
                random_bytes=random_bytes,
            )
    assert [path.name for path in tmp_path.rglob("*")] == ["there"]

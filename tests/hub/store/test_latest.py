"""What is made once and kept: by what it is made of, the latest alone, whoever asks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hub import own_logs
from hub.monitoring.reporting_status import statuses_by
from hub.registry import unit_changes
from hub.store.latest import Latest
from sync.errors import Refused
from tests.world import World


def test_a_value_is_made_once_while_it_is_among_the_latest() -> None:
    latest: Latest[str, list[str]] = Latest()
    made: list[str] = []

    def get(key: str) -> list[str]:
        return latest.get(key, lambda: [made.append(key) or key])  # type: ignore[func-returns-value]

    first = get("a")
    assert get("a") is first
    get("b")
    assert get("a") is first, "a transaction of before may still be under way"
    get("c")
    assert get("a") is not first
    assert made == ["a", "b", "c", "a"]


def test_what_cannot_be_made_is_not_kept() -> None:
    latest: Latest[str, int] = Latest()

    def refuse() -> int:
        raise Refused("store-busy")

    for _ in range(2):
        try:
            latest.get("a", refuse)
        except Refused:
            continue
        raise AssertionError("made of nothing")
    assert latest.get("a", lambda: 1) == 1


def test_the_registry_is_read_once_for_each_signed_head_of_each_store(world: World, tmp_path: Path) -> None:
    other = World(tmp_path / "other")
    with world.store.reading() as before:
        read = own_logs.registry(before, world.keys)
        rules = statuses_by(before, read)
        with other.store.reading() as elsewhere:
            assert own_logs.registry(elsewhere, other.keys) is not read
        world.laptop("03390").exchange(world.line)
        with world.store.reading() as after:
            grown = own_logs.registry(after, world.keys)
            assert grown is not read and len(grown.devices) == len(read.devices) + 1
            assert own_logs.registry(after, world.keys) is grown
            assert statuses_by(after, grown) is statuses_by(after, grown) is not rules
        assert own_logs.registry(before, world.keys) is read
        assert statuses_by(before, read) is rules
    other.close()


def test_a_registry_that_was_only_tried_is_not_taken_for_the_one_that_is(world: World) -> None:
    stated: dict[str, Any] = {"since": "2026-11-01", "now": world.now(), "random_bytes": world.random}
    with world.store.trying() as transaction:
        unit_changes.rename(transaction, world.keys, "03390", name="Mới", **stated)
        assert own_logs.registry(transaction, world.keys).units["03390"].name == "Mới"
    with world.store.reading() as transaction:
        assert own_logs.registry(transaction, world.keys).units["03390"].name == "Bình Lư"
    with world.store.writing() as transaction:
        unit_changes.rename(transaction, world.keys, "03390", name="Khác", **stated)
        assert own_logs.registry(transaction, world.keys).units["03390"].name == "Khác"

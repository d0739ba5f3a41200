"""The hub's own logs: signed at every head, read once for each, and passed on with the hub's signature alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from hub import own_logs
from hub.home import HubHome, make_keys
from hub.monitoring.reporting_status import statuses_by
from hub.registry import unit_changes
from hub.store import HubStore
from sync.encoding.spelling import tobase64
from sync.encoding.types import DeviceId, Hash, Instant, Size
from sync.ledger import origins
from sync.ledger.decode import decode, encode
from sync.ledger.entry import Acceptance, Reminder
from sync.ledger.origins import LogKind
from sync.log import checkpoint as checkpoints
from sync.log import note as notes
from sync.log.merkle import leaf_hash, tree_root
from tests.world import World

UNIT = "03390"
ROOT = tobase64(Hash(bytes(32)))


def reminder(comment: str) -> Reminder:
    return Reminder(salt="00112233445566aa", at=Instant(1_793_000_000), period="2026-11", comment=comment)


def test_what_is_added_goes_on_where_the_log_ended_and_the_new_head_is_signed_in_the_logs_name(world: World) -> None:
    desk = origins.desk(world.keys.hub, UNIT)
    entries = [reminder(str(number)) for number in range(5)]
    with world.store.trying() as transaction:
        number, first = own_logs.append(transaction, world.keys, desk, entries[:2])
        assert (own_logs.append(transaction, world.keys, desk, entries[2:]), first) == ((number, 2), 0)
        log = transaction.logs.get(desk)
        assert log is not None and (log.id, log.size, log.unit) == (number, 5, "")
        lines = list(transaction.logs.lines(number, 0, 5))
    assert [decode(line, LogKind.DESK) for line in lines] == entries
    head = checkpoints.verify(log.checkpoint, world.keys.logs.verifier.renamed(desk)).checkpoint
    assert (head.origin, head.size, head.root) == (desk, 5, tree_root(list(map(leaf_hash, lines))))


def test_what_is_added_is_undone_with_the_callers_transaction(world: World) -> None:
    desk = origins.desk(world.keys.hub, UNIT)
    with pytest.raises(LookupError), world.store.writing() as transaction:
        own_logs.append(transaction, world.keys, desk, [reminder("x")])
        raise LookupError
    with world.store.reading() as transaction:
        assert transaction.logs.get(desk) is None


def test_the_acceptances_keep_their_root_at_every_size_and_other_logs_none(world: World) -> None:
    origin = origins.acceptances(world.keys.hub)
    entries = [
        Acceptance(salt="00112233445566aa", at=Instant(5), device=DeviceId("a" * 16), size=Size(size), root=ROOT)
        for size in (1, 2, 3)
    ]
    leaves = [leaf_hash(encode(entry)) for entry in entries]
    with world.store.trying() as transaction:
        own_logs.append(transaction, world.keys, origins.desk(world.keys.hub, UNIT), [reminder("x")])
        assert transaction.logs.root_at(Size(1)) is None
        own_logs.append(transaction, world.keys, origin, entries[:1])
        own_logs.append(transaction, world.keys, origin, entries[1:])
        assert [transaction.logs.root_at(Size(size)) for size in (1, 2, 3)] == [tree_root(leaves[:end]) for end in (1, 2, 3)]
        assert transaction.logs.root_at(Size(4)) is None


def test_before_a_hub_is_founded_its_registry_says_nothing(tmp_path: Path, world: World) -> None:
    keys = make_keys(HubHome(tmp_path / "new"), "soxa.new.example", None, world.random)
    store = HubStore.create(tmp_path / "new" / "hub.db")
    with store.reading() as transaction:
        registry = own_logs.registry(transaction, keys)
    store.close()
    assert (registry.hub, registry.units, registry.devices) == (None, {}, {})


def test_a_note_is_passed_on_with_its_owners_signature_alone(world: World) -> None:
    laptop = world.laptop(UNIT)
    laptop.exchange(world.line)
    with world.store.reading() as transaction:
        log = transaction.logs.get(laptop.origin)
        owner = own_logs.registry(transaction, world.keys).verifier(laptop.origin)
    assert log is not None and len(notes.parse(log.checkpoint).signatures) == 2
    passed_on = own_logs.owner_only(log.checkpoint, owner)
    (signature,) = notes.parse(passed_on).signatures
    assert (signature.name, signature.key_id) == (owner.name, owner.key_id)
    assert checkpoints.verify(passed_on, owner) == checkpoints.parse(passed_on)
    assert checkpoints.parse(passed_on).checkpoint == checkpoints.parse(log.checkpoint).checkpoint
    assert own_logs.owner_only(passed_on, owner) == passed_on


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

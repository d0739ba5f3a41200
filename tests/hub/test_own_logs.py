"""The hub's own logs: signed at every head, read once for each, and passed on with the hub's signature alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest

from hub import own_logs
from hub.export import bundle
from hub.home import HubHome, make_keys
from hub.monitoring.reporting_status import statuses_by
from hub.registry import unit_changes
from hub.store import HubStore
from hub.store.rows import Damage
from sync.audit.verify import verify
from sync.encoding.spelling import tobase64, unbase64
from sync.encoding.types import DeviceId, Hash, Index, Instant, Origin, Size
from sync.ledger import origins
from sync.ledger.decode import decode, encode
from sync.ledger.entry import Acceptance, Citation, Head, Reminder
from sync.ledger.origins import LogKind
from sync.log import checkpoint as checkpoints
from sync.log import note as notes
from sync.log.merkle import leaf_hash, tree_root
from tests.hub.generations.gathering import backed_up, closed, put_back
from tests.hub.intake.party import Party, outcome
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
        log = transaction.logs.get(origin)
        assert log is not None and log.size == 1
        founding = list(map(leaf_hash, transaction.logs.lines(log.id, 0, 1)))
        own_logs.append(transaction, world.keys, origin, entries[:1])
        own_logs.append(transaction, world.keys, origin, entries[1:])
        found = [transaction.logs.root_at(Size(size)) for size in (1, 2, 3, 4)]
        assert found == [tree_root([*founding, *leaves[:end]]) for end in (0, 1, 2, 3)]
        assert transaction.logs.root_at(Size(5)) is None


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


def unsaid(world: World) -> dict[str, tuple[int, Hash]]:
    """What each of the hub's other logs holds, by its name of now, less what the acceptances last said of it."""
    with world.store.reading() as transaction:
        holds = {log.name: (int(log.size), log.frontier.root()) for log in own_logs.own(transaction)}
        acceptances = transaction.logs.get(origins.acceptances(world.keys.hub))
        assert acceptances is not None
        lines = list(transaction.logs.lines(acceptances.id, 0, acceptances.size))
        del holds[acceptances.name]
    said = {}
    for entry in (decode(line, LogKind.ACCEPTANCES) for line in lines):
        if isinstance(entry, Head):
            said[entry.origin] = (int(entry.size), unbase64(entry.root))
    return {str(name): held for name, held in holds.items() if said.get(name) != held}


def state(world: World, unit: str = UNIT) -> None:
    """The province says something to a unit, and renames it."""
    stated: dict[str, Any] = {"since": "2026-11-01", "now": world.now(), "random_bytes": world.random}
    with world.store.writing() as transaction:
        own_logs.append(transaction, world.keys, origins.desk(world.keys.hub, unit), [reminder(unit)])
        unit_changes.rename(transaction, world.keys, unit, name=f"Mới {world.now()}", **stated)


def test_one_head_of_the_acceptances_speaks_for_every_log_of_the_hub(world: World, tmp_path: Path) -> None:
    assert unsaid(world) == {}, "from its founding on"
    laptop = world.laptop(UNIT)
    laptop.exchange(world.line)
    assert unsaid(world) == {}
    state(world)
    state(world, "03405")
    assert unsaid(world) == {}
    laptop.exchange(world.line)
    backup = backed_up(world, tmp_path / "backup")
    put_back(world, backup)
    closed(world)
    assert {origins.parse(Origin(name)).generation for name in holding(world)} == {2}
    assert unsaid(world) == {}, "by their names of now"
    world.audit(tmp_path / "bundle.soxa")


def holding(world: World) -> list[str]:
    with world.store.reading() as transaction:
        return [log.name for log in own_logs.own(transaction)]


def test_a_hub_of_before_says_of_all_its_logs_what_they_hold_once_one_grows(world: World, tmp_path: Path) -> None:
    """As one that is opened by this version for the first time: its desks may never grow again."""
    state(world)
    with world.store.writing() as transaction:
        transaction.settings.note_journal(whole=False)
        desk = origins.desk(world.keys.hub, "03405")
        own_logs._add(transaction, world.keys, desk, [reminder("of a version that says nothing of it")])
    assert list(unsaid(world)) == [desk]
    before = len(world.hub_leaves(origins.acceptances(world.keys.hub)))
    laptop = world.laptop(UNIT)
    laptop.exchange(world.line)
    assert unsaid(world) == {}
    with world.store.reading() as transaction:
        log = transaction.logs.get(laptop.origin)
        assert log is not None
        (row,) = transaction.logs.accepted(log.id)
    assert row.acceptance == before + 3, "behind the registry and two desks"
    world.audit(tmp_path / "bundle.soxa")


def test_a_citation_in_a_first_push_is_judged_where_its_acceptance_stands(world: World, tmp_path: Path) -> None:
    """An enrolment makes the acceptances grow before that: hub and auditor hold the same against the same index."""
    party = Party(7)
    next_ = len(world.hub_leaves(origins.acceptances(world.keys.hub))) + 1
    party.says(party.join(world.keys, world.invite(UNIT)))
    for more in (0, 1):
        party.says(msgspec.structs.replace(party.activity(more), seen=Citation(Size(next_ + more), ROOT)))
    assert outcome(world, party.push()) is None
    with world.store.reading() as transaction:
        log = transaction.logs.get(party.origin)
        assert log is not None
        (row,) = transaction.logs.accepted(log.id)
        told = [held.detail for held in transaction.logs.quarantined(log.id, 9)]
    assert row.acceptance == next_
    assert [detail.split(":")[0] for detail in told] == ["unsigned-contradiction", "cited-before-it-was"]
    path = tmp_path / "bundle.soxa"
    bundle.write(world.store, world.keys, path, lambda _count: None)
    assert [each.code for each in verify(path, world.keys.logs.verifier).findings] == [
        detail.split(":")[0] for detail in told
    ]


def test_the_registry_goes_on_while_the_acceptances_are_damaged_and_they_say_so_once_they_are_mended(world: World) -> None:
    origin = origins.acceptances(world.keys.hub)
    before = world.hub_leaves(origin)
    with world.store.writing() as transaction:
        transaction.settings.keep_damage([Damage(origin, "", "entries", Index(0), Size(1))])
    state(world)
    assert world.hub_leaves(origin) == before, "nothing is signed over what is damaged"
    with world.store.writing() as transaction:
        transaction.settings.keep_damage([])
    state(world, "03405")
    assert unsaid(world) == {}

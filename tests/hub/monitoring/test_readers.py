"""What units note of a directive is seen at the province: who read which form of it, and when."""

from __future__ import annotations

import msgspec

from field.reporting.directives import note
from hub import own_logs, upgrade
from hub.monitoring.readers import DirectiveReader, readers, units_that_read
from hub.registry.directives.publish import publish
from hub.store import schema as t
from tests.field.alone import PLAN
from tests.world import Laptop, World


def read(laptop: Laptop) -> None:
    laptop.exchange(laptop.world.line)
    note(laptop.store, laptop.signer, PLAN.id, now=laptop.world.now(), random_bytes=laptop.world.random)
    laptop.exchange(laptop.world.line)


def state(world: World, subject: str = PLAN.subject) -> None:
    with world.store.writing() as transaction:
        plan = msgspec.structs.replace(PLAN, subject=subject)
        publish(transaction, world.keys, plan, now=world.now(), random_bytes=world.random)


def shown(world: World) -> list[DirectiveReader]:
    with world.store.reading() as transaction:
        return readers(transaction, own_logs.registry(transaction, world.keys), PLAN.id)


def units(world: World) -> set[str]:
    with world.store.reading() as transaction:
        return units_that_read(transaction, own_logs.registry(transaction, world.keys), PLAN.id)


def test_who_read_a_directive_is_named_with_the_form_that_was_read(world: World) -> None:
    state(world)
    first, second = world.laptop("03390"), world.laptop("03394")
    assert shown(world) == []
    read(first)
    (reader,) = shown(world)
    assert (reader.unit, reader.name, reader.current) == ("03390", "Xã Bình Lư", True)
    assert reader.claimed < reader.received and reader.device == first.store.membership.device
    state(world, "Nội dung khác")
    read(second)
    assert [(found.unit, found.current) for found in shown(world)] == [("03390", False), ("03394", True)]
    assert units(world) == {"03394"}
    read(first)
    assert [(found.unit, found.current) for found in shown(world)] == [("03394", True), ("03390", True)], "its newest note"


def test_notes_are_derived_of_the_logs(world: World) -> None:
    state(world)
    read(world.laptop("03390"))
    before = shown(world)
    with world.store.writing() as transaction:
        transaction.settings.set("schema", str(t.VERSION - 1))
    upgrade.upgrade(world.store, world.keys, lambda _count: None)
    assert shown(world) == before != []

"""Publishing a directive: a new one, a new edition, and one that is known in just this form."""

from __future__ import annotations

import msgspec
import pytest

from hub import own_logs
from hub.registry.directives.publish import publish
from hub.registry.directives.yaml import shipped
from sync.errors import BadInput
from sync.ledger.directive import Directive
from tests.world import World

PLAN = shipped()[0]


def told(world: World, directive: Directive) -> bool:
    with world.store.writing() as transaction:
        return publish(transaction, world.keys, directive, now=world.now(), random_bytes=world.random)


def known(world: World) -> list[Directive]:
    with world.store.reading() as transaction:
        return list(own_logs.registry(transaction, world.keys).directives)


def test_a_directive_is_made_known_once_and_an_edition_takes_its_place(world: World) -> None:
    edition = msgspec.structs.replace(PLAN, subject="Khác")
    before = known(world)
    assert told(world, PLAN) and not told(world, PLAN)
    assert known(world) == [*before, PLAN]
    assert told(world, edition)
    assert known(world) == [*before, edition]
    assert told(world, PLAN), "an edition of before is another than the one in force"


def test_what_no_reader_would_take_is_not_published(world: World) -> None:
    before = known(world)
    with pytest.raises(BadInput) as refused:
        told(world, msgspec.structs.replace(PLAN, subject="hai\ndòng"))
    assert refused.value.code == "bad-directive"
    assert known(world) == before

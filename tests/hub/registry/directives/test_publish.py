"""Publishing a directive: a new one, a new edition, and one that is known in just this form."""

from __future__ import annotations

import msgspec
import pytest

from hub import own_logs
from hub.registry.directives.publish import publish
from hub.registry.directives.yaml import shipped
from sync.errors import BadInput, Refused
from sync.ledger import origins
from sync.ledger.directive import Directive, DirectiveAsRead, Unread
from sync.ledger.entry import Directed, DirectedInPart
from tests import later
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


@pytest.mark.parametrize("line", [later.OPAQUE_DUTY, later.OPAQUE_EDITION, later.PASSED_OVER])
def test_an_edition_that_was_not_read_whole_is_not_taken_the_place_of(world: World, line: bytes) -> None:
    later.state(world, line)
    before = known(world)
    (part,) = [directive for directive in before if directive.id.startswith("later-")]
    for edition in (msgspec.structs.replace(part, needs=()), msgspec.structs.replace(part, needs=(), subject="Khác")):
        with pytest.raises(Refused) as refused:
            told(world, edition)
        assert (refused.value.code, refused.value.facts) == ("directive-read-in-part", {"name": part.name})
    assert known(world) == before
    assert told(world, PLAN), "others are made known as ever"


def test_a_newer_edition_that_is_read_whole_may_be_changed_again(world: World) -> None:
    whole = later.plan("later-edition", "73/KH-UBND", later.MONTHLY)
    later.state(world, later.OPAQUE_EDITION, later.line(whole))
    assert told(world, msgspec.structs.replace(whole, subject="Khác"))


def test_a_hub_writes_nothing_that_it_could_not_read_again(world: World) -> None:
    before = known(world)
    rule = msgspec.structs.replace(later.MONTHLY, rule="every-ten-days")
    for directive, code in (
        (msgspec.structs.replace(PLAN, needs=("spans",)), "bad-entry"),
        (msgspec.structs.replace(PLAN, duties=(rule,)), "bad-directive"),
    ):
        with pytest.raises(BadInput) as refused:
            told(world, directive)
        assert refused.value.code == code
    unread = Unread(edition=True)
    for entry in (
        DirectedInPart(salt="0" * 16, at=world.now(), directive=PLAN, unread=unread),
        Directed(salt="0" * 16, at=world.now(), directive=DirectiveAsRead(**msgspec.structs.asdict(PLAN), unread=unread)),
    ):
        with pytest.raises(BadInput), world.store.writing() as transaction:
            own_logs.append(transaction, world.keys, origins.registry(world.keys.hub), [entry])
    assert known(world) == before

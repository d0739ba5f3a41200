"""What went upward is stated with the digest of the annex, and an auditor tells it."""

from __future__ import annotations

import hashlib

import msgspec
import pytest

from hub.registry.directives.publish import publish
from hub.registry.directives.yaml import shipped
from hub.registry.dispatches import digest_of, dispatch
from sync.errors import NotListed, SoxaError
from sync.ledger.entry import Dispatched
from tests.hub.registry.stating import registry
from tests.world import World


def sent(world: World, period: str, *, number: str = "12/BC-SVHTTDL", date: str = "2026-11-20") -> Dispatched:
    with world.store.writing() as transaction:
        return dispatch(
            transaction,
            world.keys,
            period,
            number=number,
            date=date,
            recipient=" UBND  tỉnh ",
            annex=digest_of(b"an annex"),
            now=world.now(),
            random_bytes=world.random,
        )


def test_what_went_upward_stands_in_the_registry_in_order(world: World) -> None:
    first, second = sent(world, "2026-11"), sent(world, "2026-11", number="13/BC-SVHTTDL")
    assert registry(world).dispatched == [first, second]
    assert (first.period, first.recipient, first.annex) == (
        "2026-11",
        "UBND tỉnh",
        hashlib.sha256(b"an annex").hexdigest(),
    )


@pytest.mark.parametrize(
    ("period", "number", "date", "code"),
    [
        ("2026-13", "1", "2026-11-20", "bad-period"),
        ("2026-11", " ", "2026-11-20", "bad-entry"),
        ("2026-11", "1", "2026-11-31", "bad-entry"),
    ],
)
def test_what_cannot_have_been_sent_is_not_stated(world: World, period: str, number: str, date: str, code: str) -> None:
    with pytest.raises(SoxaError) as refused:
        sent(world, period, number=number, date=date)
    assert refused.value.code == code
    assert registry(world).dispatched == []


def test_of_a_name_that_two_directives_share_it_is_asked_which(world: World) -> None:
    """A report that is stated of the wrong one stays in the registry for ever."""
    plan = next(known for known in shipped() if known.number == "2653/KH-UBND")
    first = msgspec.structs.replace(plan, id="first", number=None, symbol="SV-TT", subject="Loa xã")
    second = msgspec.structs.replace(first, id="second", subject="Mạng xã hội")
    with world.store.writing() as transaction:
        for directive in (first, second):
            publish(transaction, world.keys, directive, now=world.now(), random_bytes=world.random)
    with pytest.raises(NotListed) as which:
        sent(world, f"{first.name}@2026-11")
    assert which.value.code == "ambiguous-period"
    assert which.value.facts["near"] == "first@2026-11 (Loa xã); second@2026-11 (Mạng xã hội)"
    assert registry(world).dispatched == []
    assert [sent(world, f"{known.id}@2026-11").period for known in (first, second)] == [
        f"{first.name}@2026-11",
        "second@2026-11",
    ]

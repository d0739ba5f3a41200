"""What went upward is stated with the digest of the annex, and an auditor tells it."""

from __future__ import annotations

import hashlib

import pytest

from hub.registry.dispatches import digest_of, dispatch
from sync.errors import SoxaError
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

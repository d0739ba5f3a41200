"""What a hub takes back of its damaged logs: only what it once vouched for."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from hub.intake.mending import Mender
from hub.safekeeping.check import check
from sync.encoding.types import Size
from sync.errors import BadInput, Refused, SoxaError, Unproven
from sync.exchange.mending import MendingRange, given_again
from sync.exchange.parcel import WantedRange
from sync.ledger import origins
from sync.log import checkpoint as checkpoints
from sync.log.checkpoint import Checkpoint
from sync.log.merkle import leaf_hashes, tree_root
from tests.hub.safekeeping.rot import rot_entry
from tests.world import HUB, Laptop, World

UNIT = "03390"


@pytest.fixture
def laptop(world: World) -> Laptop:
    """A laptop whose log of 6 has rotted at the hub, at 3."""
    laptop = world.laptop(UNIT)
    for count in (1, 4):
        for _each in range(count):
            laptop.log(title="Phát loa")
        laptop.exchange(world.line)
    rot_entry(world.store, laptop.origin, 3, b"loa", b"lob")
    with world.store.writing() as transaction:
        transaction.settings.keep_damage(check(world.store, world.keys.logs.verifier, lambda _count: None))
    return laptop


def given(laptop: Laptop, start: int = 3, end: int = 4) -> MendingRange:
    (mending,) = laptop.store.mending.given([WantedRange(laptop.origin, Size(start), Size(end))], 1_000)
    return mending


def take(world: World, mending: MendingRange, **changed: Any) -> int:
    with world.store.writing() as transaction:
        head = msgspec.structs.replace(mending.head, **changed)
        return Mender(transaction, world.keys).take(head, mending.lines)


def test_what_was_receipted_is_taken_once(world: World, laptop: Laptop) -> None:
    assert take(world, given(laptop)) == 1
    assert take(world, given(laptop)) == 0
    with world.store.reading() as transaction:
        assert transaction.settings.damage == ()


def test_no_head_is_taken_that_the_hub_did_not_receipt(world: World, laptop: Laptop) -> None:
    """Not even of the very same entries: who has the log's key could sign any."""
    lines = laptop.store.logs.lines(laptop.origin, 0, 10**6)
    leaves = leaf_hashes(lines)
    own = Checkpoint(laptop.origin, Size(len(lines)), tree_root(leaves))
    (mending,) = given_again(3, lines[3:4], leaves, checkpoints.sign(own, laptop.signer))
    with pytest.raises(Unproven) as refused:
        take(world, mending)
    assert refused.value.code == "no-receipt"


def test_no_head_is_taken_of_a_size_that_was_never_accepted(world: World, laptop: Laptop) -> None:
    """As after the hub went back: its receipts of then are no word on what it holds now."""
    mending = given(laptop)
    with world.store.writing() as transaction:
        log = transaction.logs.get(laptop.origin)
        assert log is not None
        transaction.logs._db.exec_driver_sql("UPDATE accepted SET size = 5 WHERE size = 6")
    with pytest.raises(Unproven) as refused:
        take(world, mending)
    assert refused.value.code == "never-vouched"


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"start": Size(2), "end": Size(3)}, Unproven("bad-part-proof")),
        ({"proof": ()}, Unproven("bad-part-proof")),
        ({"start": Size(2)}, BadInput("bad-range")),
        ({"mend": False}, BadInput("bad-range")),
    ],
)
def test_a_range_that_does_not_hold_mends_nothing(
    world: World, laptop: Laptop, changed: dict[str, Any], expected: SoxaError
) -> None:
    with pytest.raises(type(expected)) as refused:
        take(world, given(laptop), **changed)
    assert refused.value.code == expected.code
    assert take(world, given(laptop)) == 1


def test_a_hub_whose_registry_is_damaged_states_nothing_in_it(world: World, laptop: Laptop) -> None:
    rot_entry(world.store, origins.registry(HUB), 2, b'"name":"', b'"name":"X')
    with world.store.writing() as transaction:
        transaction.settings.keep_damage(check(world.store, world.keys.logs.verifier, lambda _count: None))
    with pytest.raises(Refused) as refused:
        world.ask_monthly()
    assert refused.value.code == "damaged-hub-log"
    laptop.log()
    laptop.exchange(world.line)
    world.ask_monthly()

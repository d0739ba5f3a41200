"""Proofs of single entries from the hub's store: each line of the evidence is checked anew, and one that fails is told."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import msgspec
import pytest

from hub import own_logs
from hub.monitoring.proofs import Prover
from hub.store import Transaction
from hub.store.places import place_of
from sync.encoding.spelling import tobase64
from sync.encoding.types import Hash, Size
from sync.errors import SoxaError, Unproven
from sync.ledger import origins
from sync.ledger.entry import Activity, Citation
from sync.proof import entry_proof
from tests.hub.intake.party import Party, outcome
from tests.world import World

UNIT = "03390"


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A laptop that was received three times: it joined, logged two activities that cite the first receipt, and one more.
    What a test changes it undoes."""
    made = World(tmp_path_factory.mktemp("proofs"))
    laptop = made.laptop(UNIT)
    laptop.exchange(made.line)
    laptop.log(title="Phát loa", quantity=9)
    laptop.log(title="Họp bản")
    laptop.exchange(made.line)
    laptop.log(title="Zalo")
    laptop.exchange(made.line)
    yield made
    made.close()


class Opened:
    """The story's prover within a transaction, and the number of the laptop's log."""

    def __init__(self, world: World, transaction: Transaction) -> None:
        registry = own_logs.registry(transaction, world.keys)
        self.prover = Prover(transaction, world.keys, registry, UNIT)
        log = transaction.logs.get(world.laptops[0].origin)
        assert log is not None
        self.log = log.id
        self.times = [accepted.at for accepted in transaction.logs.accepted(log.id)]


@contextmanager
def opened(world: World, change: str | None = None) -> Iterator[Opened]:
    """The prover of a store in which somebody changed one thing, which is undone."""
    with world.store.trying() as transaction:
        if change is not None:
            assert transaction.logs._db.exec_driver_sql(change).rowcount == 1, change
        yield Opened(world, transaction)


def test_an_entry_was_made_after_what_it_cites_and_received_when_it_was_first_accepted(story: World) -> None:
    with opened(story) as hub:
        times = [hub.prover.times(place_of(hub.log, index)) for index in range(4)]
    first, second, third = hub.times
    assert [(time.after, time.received) for time in times] == [
        (None, first),
        (first, second),
        (first, second),
        (second, third),
    ]


def test_an_entry_whose_citation_is_void_is_bounded_by_the_valid_ones_before_it_alone(world: World) -> None:
    party = Party(1)
    party.says(party.join(world.keys, world.invite(UNIT)))
    assert outcome(world, party.push()) is None
    with world.store.reading() as transaction:
        acceptances = transaction.logs.get(origins.acceptances(world.keys.hub))
        assert acceptances is not None
        root, first = tobase64(acceptances.frontier.root()), transaction.logs.last_accepted_at()
        size = acceptances.size
    other = tobase64(Hash(bytes(32)))
    cited = (Citation(Size(size + 1), root), Citation(size, root), Citation(size, other), None)
    for number, seen in enumerate(cited):
        party.says(msgspec.structs.replace(party.activity(number), seen=seen))
    assert outcome(world, party.push()) is None
    with world.store.reading() as transaction:
        prover = Prover(transaction, world.keys, own_logs.registry(transaction, world.keys), UNIT)
        log = transaction.logs.get(party.origin)
        assert log is not None
        assert [prover.times(place_of(log.id, index)).after for index in range(5)] == [None, None, first, first, first]


def test_evidence_that_holds_names_what_was_checked_and_by_which_keys(story: World) -> None:
    laptop, keys = story.laptops[0], story.keys
    with opened(story) as hub:
        found = hub.prover.evidence(place_of(hub.log, 1))
    assert found.holds and [check.fault for check in found.checks] == [None] * 4
    assert (found.device, found.origin) == (origins.parse(laptop.origin).device, laptop.origin)
    assert (found.index, found.leaf) == (1, laptop.leaves()[1])
    assert (found.size, found.received) == (3, hub.times[1]), "of the first checkpoint with the entry in it"
    assert found.laptop_key.key == laptop.signer.verifier.key
    assert (found.hub_key.key, found.registry_key) == (keys.mirror.verifier.key, keys.logs.verifier)


def test_a_proof_as_a_file_holds_by_the_registrys_key_alone(story: World) -> None:
    with opened(story) as hub:
        proofs = [hub.prover.proof(place_of(hub.log, index)) for index in range(4)]
    for index, text in enumerate(proofs):
        proven = entry_proof.check(text, story.keys.logs.verifier)
        assert (proven.index, proven.unit, proven.hub) == (index, UNIT, story.keys.hub)
        assert proven.received == hub.times[(0, 1, 1, 2)[index]]
        assert index == 0 or isinstance(proven.entry, Activity)


@pytest.mark.parametrize("ask", [Prover.times, Prover.evidence, Prover.proof])
def test_what_no_receipt_covers_is_not_proven(story: World, ask: object) -> None:
    assert callable(ask)
    with opened(story, "DELETE FROM accepted WHERE size > 3") as hub, pytest.raises(Unproven) as unproven:
        ask(hub.prover, place_of(hub.log, 3))
    assert unproven.value.code == "no-receipt"
    assert unproven.value.facts == {"name": f"{story.keys.hub}/mirror", "origin": story.laptops[0].origin}


_CHANGED = (
    "UPDATE segment SET lines = CAST(replace(CAST(lines AS TEXT), '{old}', '{new}') AS BLOB) WHERE instr(lines, '{old}')"
)
ENTRY = _CHANGED.format(old='"quantity":9', new='"quantity":8')
NEIGHBOUR = _CHANGED.format(old="Họp bản", new="Họp xã")
OTHER_SIZE = "UPDATE accepted SET checkpoint = (SELECT checkpoint FROM accepted WHERE size = 4) WHERE size = 3"
OTHER_TIME = "UPDATE accepted SET at = at + 1 WHERE size = 3"
LOST = "DELETE FROM segment WHERE instr(lines, 'Zalo')"


@pytest.mark.parametrize(
    ("change", "index", "failed"),
    [(ENTRY, 1, [0, 3]), (NEIGHBOUR, 1, [0, 3]), (OTHER_TIME, 1, [2]), (LOST, 0, []), (OTHER_SIZE, 1, [0, 2, 3])],
    ids=["the entry", "its neighbour", "the time", "a later entry", "the checkpoint"],
)
def test_whatever_is_changed_in_the_store_fails_the_checks_that_rest_on_it(
    story: World, change: str, index: int, failed: list[int]
) -> None:
    with opened(story, change) as hub:
        found = hub.prover.evidence(place_of(hub.log, index))
    assert [at for at, check in enumerate(found.checks) if check.fault is not None] == failed
    assert found.holds == (not failed)


@pytest.mark.parametrize("change", [ENTRY, NEIGHBOUR])
def test_a_proof_of_what_was_changed_does_not_check(story: World, change: str) -> None:
    with opened(story, change) as hub:
        text = hub.prover.proof(place_of(hub.log, 1))
    with pytest.raises(SoxaError) as unproven:
        entry_proof.check(text, story.keys.logs.verifier)
    assert (type(unproven.value), unproven.value.code) == (Unproven, "bad-inclusion-proof")


def test_a_hub_that_lost_what_was_signed_writes_no_proof(story: World) -> None:
    with opened(story, LOST) as hub, pytest.raises(Unproven) as unproven:
        hub.prover.proof(place_of(hub.log, 3))
    assert (unproven.value.code, unproven.value.facts) == ("wrong-root", {"origin": story.laptops[0].origin})

"""A hub and real witnesses on loopback: what grew is cosigned, and who goes back or signs two histories is found out."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from hub import own_logs
from hub.cosigning.choosing import add_witness, believe, chosen_witness
from hub.cosigning.rounds import cosigning
from hub.cosigning.words import told_lines
from hub.export.bundle import witnessed
from hub.generations.standing import gathering
from hub.store.rows import WitnessAlarm
from sync.encoding.types import Instant, Size
from sync.errors import BadInput, Misuse, Refused
from sync.ledger import origins
from sync.ledger.entry import Restored
from sync.log import checkpoint as checkpoints
from sync.log.checkpoint import Checkpoint
from sync.log.witness import cosignature_time
from tests.hub.generations.gathering import backed_up, closed, entries, put_back
from tests.witnesses import RealWitness, always, ask, asked_of, lying, two_asked, witness_signer
from tests.world import HUB, World

UNIT = "03390"
REGISTRY, ACCEPTANCES = origins.registry(HUB), origins.acceptances(HUB)


def work(world: World) -> None:
    """A laptop joins, and something is accepted."""
    laptop = world.laptop(UNIT)
    laptop.log()
    laptop.exchange(world.line)


def alarms(world: World) -> list[tuple[str, str, str]]:
    with world.store.reading() as transaction:
        return [(alarm.witness, alarm.origin, alarm.kind) for alarm in transaction.witnesses.alarms()]


def heads(world: World) -> dict[str, Checkpoint]:
    with world.store.reading() as transaction:
        return {log.origin: checkpoints.parse(log.checkpoint).checkpoint for log in own_logs.own(transaction)}


@pytest.fixture
def two(world: World, tmp_path: Path) -> Iterator[list[RealWitness]]:
    with two_asked(world, tmp_path) as made:
        yield made


def test_what_grew_is_cosigned_by_both_and_stands_in_a_bundle(world: World, two: list[RealWitness]) -> None:
    asked = ask(world)
    assert [each.witness.name for each in asked] == ["w1.example", "w2.example"]
    work(world)
    work(world)
    for witness in two:
        witness.now = Instant(witness.now + 100)
    asked = ask(world)
    assert all(outcome.line for each in asked for outcome in each.outcomes)
    held = heads(world)
    for origin in (ACCEPTANCES, REGISTRY):
        with world.store.reading() as transaction:
            log = transaction.logs.get(origin)
            assert log is not None
            (note,) = witnessed(transaction, log)
        signed = checkpoints.verify(note, world.keys.signer(origin).verifier)
        assert signed.checkpoint == held[origin]
        assert [cosignature_time(signed.note, signed.checkpoint, witness.key) for witness in two] == [1_793_000_100] * 2
    assert (ask(world, everybody=False), alarms(world)) == ([], [])


def test_heads_of_two_sizes_are_two_notes(world: World, two: list[RealWitness]) -> None:
    ask(world)
    with world.store.writing() as transaction:
        gone = chosen_witness(transaction, "w2.example")
        transaction.witnesses.failed(gone.name, Instant(world.now() + 1), "", {})
    work(world)
    assert [each.witness.name for each in ask(world, everybody=False)] == ["w1.example"]
    with world.store.reading() as transaction:
        log = transaction.logs.get(REGISTRY)
        assert log is not None
        first, second = (checkpoints.parse(note) for note in witnessed(transaction, log))
    assert first.checkpoint.size < second.checkpoint.size == log.size
    assert [note.signatures[1].name for note in (first.note, second.note)] == ["w2.example", "w1.example"]
    assert two


def test_a_service_asks_by_itself(world: World, two: list[RealWitness]) -> None:
    asked = threading.Event()

    class Told:
        def __call__(self) -> Instant:
            return world.now()

    with cosigning(world.store, world.keys, Told(), world.random, between=0.01):
        while not asked.wait(0.01):
            if all(log.last.size for witness in two for log in witness.store.logs()):
                with world.store.reading() as transaction:
                    if all(transaction.witnesses.cosigned(witness.key.name) for witness in two):
                        asked.set()
    assert alarms(world) == []


def test_who_does_not_answer_is_asked_less_and_less_and_the_hub_goes_on(world: World) -> None:
    _signer, key = witness_signer("silent.example")
    with asked_of(world, lying(always(500)), key):
        pass  # it is gone
    work(world)
    (asked,) = ask(world)
    assert [outcome.trouble.code for outcome in asked.outcomes if outcome.trouble] == ["witness-no-answer"] * 2
    assert ask(world, everybody=False) == []
    world.set_clock(Instant(world.now() + 61))
    assert len(ask(world, everybody=False)) == 1
    world.set_clock(Instant(world.now() + 61))
    assert ask(world, everybody=False) == []
    with world.store.reading() as transaction:
        row = chosen_witness(transaction, key.name)
        assert (row.failures, row.trouble, row.answered) == (2, "witness-no-answer", None)
        assert list(told_lines(transaction, world.now())) == []
        (told,) = told_lines(transaction, Instant(world.now() + 86_400))
    assert "silent.example" in told
    work(world)  # what laptops bring is taken, whoever is silent


def test_a_log_that_a_witness_does_not_follow_yet_is_told_with_its_key(world: World, tmp_path: Path) -> None:
    witness = RealWitness(tmp_path / "w", "w.example")
    with asked_of(world, witness.app, witness.key):
        (asked,) = ask(world)
        codes = [(outcome.trouble.code, outcome.trouble.facts["key"]) for outcome in asked.outcomes if outcome.trouble]
        assert codes == [
            ("witness-unknown-log", world.keys.signer(origin).verifier.vkey()) for origin in (ACCEPTANCES, REGISTRY)
        ]
        witness.store.follow(world.keys.signer(ACCEPTANCES).verifier)
        other, _key = witness_signer(REGISTRY)
        witness.store.follow(other.verifier)
        (asked,) = ask(world)
        assert [outcome.trouble and outcome.trouble.code for outcome in asked.outcomes] == [None, "witness-other-key"]


def test_a_hub_that_forgot_what_a_witness_cosigned_goes_on_from_there(world: World, two: list[RealWitness]) -> None:
    ask(world)
    work(world)
    with world.store.writing() as transaction:
        row = chosen_witness(transaction, "w1.example")
        transaction.witnesses.remove(row.name)
        add_witness(transaction, row.url, row.vkey, world.now())
    asked = ask(world)
    assert all(outcome.line for each in asked for outcome in each.outcomes)
    assert alarms(world) == []


def test_a_hub_put_back_by_hand_is_shown_what_it_signed_and_asks(
    world: World, two: list[RealWitness], tmp_path: Path
) -> None:
    ask(world)
    before = {path: path.read_bytes() for path in _database(world)}
    work(world)
    ask(world)
    signed = heads(world)
    world.store.close()
    for path in _database(world):
        path.unlink()
    for path, data in before.items():
        path.write_bytes(data)
    world.reopen()
    work(world)  # it signs another history meanwhile
    ask(world)
    with world.store.reading() as transaction:
        state = gathering(transaction, world.keys)
        assert state is not None
        assert state.asking.why == "witnessed"
        shown = {head.origin: checkpoints.parse(head.note).checkpoint for head in transaction.waiting.heads()}
    assert shown == {origin: signed[origin] for origin in (ACCEPTANCES, REGISTRY)}
    assert {code for _witness, _origin, code in alarms(world)} <= {"witness-ahead", "witness-other-history"}


def _database(world: World) -> list[Path]:
    world.store.close()
    world.reopen()
    return [
        path for path in world.home.path.glob("hub.db*") if path.is_file() and not path.name.endswith(("-lock", "-gate"))
    ]


def test_a_hub_that_was_restored_says_what_its_witnesses_had_seen(
    world: World, two: list[RealWitness], tmp_path: Path
) -> None:
    ask(world)
    backup = backed_up(world, tmp_path / "backup")
    work(world)
    ask(world)
    seen = heads(world)[ACCEPTANCES].size
    put_back(world, backup)
    assert ask(world)  # what is kept is signed already: asking states nothing
    assert alarms(world) == []
    closed(world)
    restored = next(entry for entry in entries(world, REGISTRY) if isinstance(entry, Restored))
    assert [(row.witness, row.size) for row in restored.witnessed] == [("w1.example", seen), ("w2.example", seen)]
    assert len(restored.lost) >= 1
    (asked, _other) = ask(world)
    assert {outcome.trouble.code for outcome in asked.outcomes if outcome.trouble} == {"witness-unknown-log"}
    for witness in two:
        witness.follow(world)  # a person did, who asked why
    assert all(outcome.line for each in ask(world) for outcome in each.outcomes)


def test_a_number_that_nobody_signed_is_an_alarm_and_stops_no_hub(world: World) -> None:
    _signer, key = witness_signer("ahead.example")
    with asked_of(world, lying(always(409, b"9007199254740991\n")), key):
        ask(world)
        assert alarms(world) == [(key.name, ACCEPTANCES, "witness-ahead"), (key.name, REGISTRY, "witness-ahead")]
        work(world)
        with world.store.reading() as transaction:
            assert transaction.settings.asking is None
            told = list(told_lines(transaction, world.now()))
        assert len(told) == 2 and all("soxa hub witness believe ahead.example" in line for line in told)
        ask(world)
        assert len(alarms(world)) == 2
        with world.store.writing() as transaction:
            believe(transaction, key.name, world.now())
        with world.store.reading() as transaction:
            assert transaction.settings.asking is not None and transaction.settings.asking.why == "witnessed"


def test_who_says_no_such_thing_is_not_believed(world: World, two: list[RealWitness]) -> None:
    assert two
    with world.store.writing() as transaction, pytest.raises(Refused, match="nothing-to-believe"):
        believe(transaction, "w1.example", world.now())
    with world.store.writing() as transaction, pytest.raises(Misuse, match="no-such-witness"):
        chosen_witness(transaction, "w3.example")


def test_only_so_many_witnesses_are_asked_and_each_once(world: World) -> None:
    def add(number: int, url: str = "http://127.0.0.1:1") -> None:
        with world.store.writing() as transaction:
            add_witness(transaction, url, witness_signer(f"w{number}.example", number)[1].vkey(), world.now())

    with pytest.raises(BadInput, match="bad-witness-url"):
        add(1, "university.example/witness")
    for number in range(1, 17):
        add(number)
    with pytest.raises(Refused, match="witness-known"):
        add(3)
    with world.store.writing() as transaction, pytest.raises(Refused, match="witness-known"):
        same_key = witness_signer("other.example", 3)[1]
        add_witness(transaction, "http://127.0.0.1:1", same_key.vkey(), world.now())
    with pytest.raises(Refused, match="too-many-witnesses"):
        add(17)
    with world.store.writing() as transaction, pytest.raises(Misuse, match="bad-witness-name"):
        add_witness(transaction, "http://127.0.0.1:1", witness_signer("x" * 101, 99)[1].vkey(), world.now())


def test_alarms_of_one_witness_have_their_bound(world: World) -> None:
    with world.store.writing() as transaction:
        for number in range(130):
            found = WitnessAlarm(
                at=world.now(), witness="w.example", origin=REGISTRY, kind="witness-ahead", size=Size(1), said=Size(number)
            )
            assert transaction.witnesses.alarm(found) is (number < 100)
            assert transaction.witnesses.alarm(found) is False
            transaction.witnesses.settle("w.example")
        assert len(transaction.witnesses.alarms(settled=True)) == 100

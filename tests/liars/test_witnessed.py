"""Witnesses that lie, and a hub with two histories: each is found out or harmless, and named by whom and by what."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import pytest
from starlette.responses import Response

from hub.cosigning.words import alarm_line, trouble_line
from hub.home import HubHome
from hub.store import HubStore
from sync.encoding.limits import DAY_SECONDS
from sync.encoding.types import Instant
from sync.ledger import origins
from sync.log import checkpoint as checkpoints
from sync.log.keys import Signer
from sync.log.receipt import cosign
from sync.log.witness import parse_request
from tests.witnesses import (
    Answers,
    RealWitness,
    always,
    ask,
    asked_of,
    dripping,
    endless,
    lying,
    streaming,
    witness_signer,
)
from tests.world import HUB, World

UNIT = "03390"
REGISTRY, ACCEPTANCES = origins.registry(HUB), origins.acceptances(HUB)
NAME = "liar.example"
SIGNER, KEY = witness_signer(NAME)


def cosigning(time_of: Callable[[], int], signer: Signer = SIGNER) -> Answers:
    """A witness that cosigns whatever it is shown."""

    async def answer(body: bytes) -> Response:
        shown = checkpoints.parse(parse_request(body).note).checkpoint
        return Response(cosign(shown, signer, Instant(time_of())).line())

    return answer


def trouble(world: World) -> tuple[str, str]:
    """What the hub says went wrong with the witness, by code and in words; and that nothing of it is kept."""
    with world.store.reading() as transaction:
        (row,) = transaction.witnesses.all()
        assert not any(transaction.witnesses.cosigned_of(origin) for origin in (REGISTRY, ACCEPTANCES))
        assert transaction.settings.asking is None
        return row.trouble, trouble_line(row)


async def _cut(body: bytes) -> Response:
    return Response(cosign(checkpoints.parse(parse_request(body).note).checkpoint, SIGNER, Instant(1)).line()[:-9] + "\n")


def _other_head(body: bytes) -> Response:
    shown = checkpoints.parse(parse_request(body).note).checkpoint
    other = checkpoints.Checkpoint(shown.origin, shown.size, shown.root[::-1])  # type: ignore[arg-type]
    return Response(cosign(other, SIGNER, Instant(1_793_000_000)).line())


async def other_head(body: bytes) -> Response:
    return _other_head(body)


LIES: dict[str, tuple[Answers, str]] = {
    "a signature over another head": (other_head, "bad-cosignature"),
    "a signature that is cut": (_cut, "bad-cosignature"),
    "another's signature": (cosigning(lambda: 1_793_000_000, witness_signer("other.example", 3)[0]), "not-cosigned"),
    "its name with another's key": (cosigning(lambda: 1_793_000_000, witness_signer(NAME, 3)[0]), "not-cosigned"),
    "a time of two days ago": (cosigning(lambda: 1_793_000_000 - 2 * DAY_SECONDS), "witness-clock"),
    "a time to come": (cosigning(lambda: 1_793_000_000 + 2 * DAY_SECONDS), "witness-clock"),
    "a page": (always(200, b"<!doctype html>\n"), "bad-witness-answer"),
    "nothing": (always(200), "bad-witness-answer"),
    "no size": (always(409, b"seven\n"), "bad-witness-answer"),
    "another place": (always(302), "witness-status"),
    "more than anybody needs": (always(200, b"x" * 100_000), "witness-answer-too-big"),
    "an answer without end": (streaming(endless), "witness-answer-too-big"),
    "a byte now and then": (streaming(dripping), "witness-no-answer"),
}


@pytest.mark.parametrize("lie", LIES)
def test_a_witness_that_answers_what_is_no_answer_is_named_and_nothing_of_it_kept(world: World, lie: str) -> None:
    answers, code = LIES[lie]
    with asked_of(world, lying(answers), KEY):
        ask(world, deadline=1.0)
    found, told = trouble(world)
    assert (found, NAME in told) == (code, True)
    laptop = world.laptop(UNIT)
    laptop.log()
    laptop.exchange(world.line)  # which no witness keeps from being received


def test_a_witness_that_says_another_size_each_time_is_asked_twice_and_no_more(world: World) -> None:
    sizes, asked = itertools.cycle([1, 2]), []

    async def answer(body: bytes) -> Response:
        asked.append(body)
        return Response(f"{next(sizes)}\n", 409)

    with asked_of(world, lying(answer), KEY):
        ask(world)
    assert (len(asked), trouble(world)[0]) == (4, "witness-wavers")  # of each of two logs


def test_a_slow_witness_keeps_no_other_waiting(world: World, tmp_path: Path) -> None:
    honest = RealWitness(tmp_path / "w", "honest.example")
    honest.follow(world)
    with asked_of(world, lying(streaming(dripping)), KEY), asked_of(world, honest.app, honest.key):
        liar, other = sorted(ask(world, deadline=1.0), key=lambda each: each.witness.name != NAME)
    assert all(outcome.trouble for outcome in liar.outcomes)
    assert all(outcome.line for outcome in other.outcomes)


def test_a_cosignature_that_is_older_than_the_last_is_not_taken(world: World) -> None:
    times = iter([1_793_000_500] * 2 + [1_793_000_400] * 2)
    with asked_of(world, lying(cosigning(lambda: next(times))), KEY):
        ask(world)
        laptop = world.laptop(UNIT)
        laptop.log()
        laptop.exchange(world.line)
        (asked,) = ask(world)
    assert {outcome.trouble.code for outcome in asked.outcomes if outcome.trouble} == {"witness-clock"}


@pytest.mark.parametrize(("status", "body"), [(422, b""), (409, b""), (409, b"same")])
def test_a_witness_that_refuses_for_good_is_an_alarm_and_is_asked_no_more(world: World, status: int, body: bytes) -> None:
    asked = 0

    async def answer(ask_: bytes) -> Response:
        nonlocal asked
        asked += 1
        return Response(f"{parse_request(ask_).old}\n" if body else b"", status)

    with asked_of(world, lying(answer), KEY):
        ask(world)
        assert ask(world) == []
        with world.store.writing() as transaction:
            found = transaction.witnesses.alarms()
            assert [(alarm.kind, alarm.witness) for alarm in found] == [("witness-other-history", NAME)] * 2
            assert all(NAME in alarm_line(alarm) for alarm in found)
            assert transaction.settings.asking is None
            assert transaction.witnesses.settle(NAME) == 2
        ask(world)
    assert asked == 4


def test_a_witness_that_was_put_back_from_a_copy_is_told_of(world: World, tmp_path: Path) -> None:
    witness = RealWitness(tmp_path / "w", "forgetful.example")
    witness.follow(world)
    with asked_of(world, witness.app, witness.key):
        ask(world)
        copy = witness.store.path.read_bytes()
        laptop = world.laptop(UNIT)
        laptop.log()
        laptop.exchange(world.line)
        ask(world)
        witness.store.path.write_bytes(copy)
        laptop.log()
        laptop.exchange(world.line)
        ask(world)
    with world.store.reading() as transaction:
        found = [(alarm.kind, alarm.witness) for alarm in transaction.witnesses.alarms()]
    assert found == [("witness-forgot", "forgetful.example")] * 2  # of each of two logs


class TwoHistories:
    """A hub that was copied whole, keys and all, and shows each copy to somebody else."""

    def __init__(self, world: World, folder: Path) -> None:
        self.one = world
        world.store.close()
        shutil.copytree(world.home.path, folder / "hub")
        world.reopen()
        self.other = World(folder, seed=2)

    def grow(self) -> None:
        for world in (self.one, self.other):
            laptop = world.laptop(UNIT)
            laptop.log()
            laptop.exchange(world.line)


def test_two_histories_are_refused_by_every_witness_and_shown_by_the_one_who_saw_both(world: World, tmp_path: Path) -> None:
    witness = RealWitness(tmp_path / "w", "honest.example")
    witness.follow(world)
    with ExitStack() as stack:
        url = stack.enter_context(asked_of(world, witness.app, witness.key))
        ask(world)
        split = TwoHistories(world, tmp_path / "copy")
        split.grow()
        ask(split.one)
        ask(split.other)
        assert HubStore.open(HubHome(tmp_path / "copy/hub").database) is not None
        with split.other.store.reading() as transaction:
            found = {(alarm.kind, alarm.witness) for alarm in transaction.witnesses.alarms()}
            assert found == {("witness-other-history", "honest.example")}
            asking = transaction.settings.asking
            assert asking is not None and asking.why == "witnessed"  # the head it showed is under the hub's own key
            assert any(head.beside for head in transaction.waiting.heads())
            assert not any(head.size > 38 for head in transaction.witnesses.cosigned_of(ACCEPTANCES))
        assert all(log.contradictions for log in witness.store.logs())
    assert url
    split.other.close()
    with split.one.store.reading() as transaction:
        assert transaction.settings.asking is None and transaction.witnesses.alarms() == []

"""A hub that lies with its own key, so that the laptop must believe that it said so: nothing that it says without proof
keeps a laptop asking. Each exchange ends after so many rounds at most, however it goes on."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any

import pytest

from field.exchange import client
from field.exchange.outcome import ExchangeOutcome
from sync.encoding.types import Size
from sync.errors import SoxaError
from sync.exchange import answers
from sync.exchange.machine import MAX_MENDING, MAX_THIN, Exchange, ExchangeState
from sync.exchange.parcel import Refusal, WantedRange
from sync.ledger import origins
from tests.liars.line import retold
from tests.world import HUB, Laptop, Line, World

FEW = 12
"""Rounds: the answers that are wrong, and what an honest exchange takes."""


@pytest.fixture
def laptop(world: World) -> Laptop:
    """One that is known, and holds some of each log."""
    made, colleague = world.laptop("03390"), world.laptop("03390")
    for each in (made, colleague):
        for _ in range(5):
            each.log()
        each.exchange(world.line)
    made.exchange(world.line)
    return made


def lying(world: World, lies: Iterator[Mapping[str, Any]]) -> Line:
    """A hub that adds another lie to each answer, and signs it."""
    signer = answers.hub_signer(world.keys.logs)

    def line(body: bytes) -> Iterator[bytes]:
        yield retold(b"".join(world.line(body)), signer, **next(lies))

    return line


def rounds(laptop: Laptop, line: Line) -> int:
    """How many requests an exchange makes, however it ends."""
    asked = 0

    def counted(body: bytes) -> Iterator[bytes]:
        nonlocal asked
        asked += 1
        assert asked < 1_000, "asks for ever"
        yield from line(body)

    with suppress(SoxaError):
        client.exchange(laptop.store, laptop.signer, counted, ExchangeOutcome())
    return asked


def test_more_that_brings_nothing_is_asked_no_further(world: World, laptop: Laptop) -> None:
    assert rounds(laptop, lying(world, itertools.repeat({"more": True}))) == 1


@pytest.mark.parametrize("kind", ["registry", "acceptances", "desk", "colleague"])
def test_a_log_is_shown_once_whatever_the_hub_says_that_it_holds(world: World, laptop: Laptop, kind: str) -> None:
    logs = laptop.store.logs.cursors()
    named = {
        "registry": origins.registry(HUB),
        "acceptances": origins.acceptances(HUB),
        "desk": origins.desk(HUB, "03390"),
        "colleague": next(origin for origin in logs if "/device/" in origin and origin != laptop.origin),
    }
    lies = ({"refusal": Refusal("show-head", {"origin": named[kind], "size": size})} for size in itertools.count())
    assert rounds(laptop, lying(world, lies)) <= FEW


def test_logs_that_were_not_spoken_of_are_not_shown(world: World, laptop: Laptop) -> None:
    lies = ({"refusal": Refusal("show-head", {"origin": f"{HUB}/desk/{unit:05}", "size": 0})} for unit in itertools.count(3))
    assert rounds(laptop, lying(world, lies)) == 1


@pytest.mark.parametrize(
    "facts", [{}, {"origin": f"{HUB}/registry"}, {"origin": f"{HUB}/registry", "size": "all"}, {"origin": None, "size": 0}]
)
def test_a_word_without_its_facts_is_a_refusal_like_any_other(
    world: World, laptop: Laptop, facts: dict[str, str | int | None]
) -> None:
    line = lying(world, itertools.repeat({"refusal": Refusal("show-head", facts)}))
    with pytest.raises(SoxaError) as refused:
        client.exchange(laptop.store, laptop.signer, line, ExchangeOutcome())
    assert refused.value.code == "show-head"


@pytest.mark.parametrize("code", ["behind", "unknown-device", "asking", "clock", "quota", "revoked-device"])
def test_a_refusal_for_ever_is_taken_for_one(world: World, laptop: Laptop, code: str) -> None:
    laptop.log()
    assert rounds(laptop, lying(world, itertools.repeat({"refusal": Refusal(code, {})}))) <= FEW


@pytest.mark.parametrize("room", [0, 1, 5, 10**12, -1])
def test_a_hub_that_says_for_ever_how_much_it_still_takes_and_takes_nothing_is_taken_at_its_word_once(
    world: World, laptop: Laptop, room: int
) -> None:
    for _entry in range(9):
        laptop.log()
    facts: dict[str, str | int | None] = {"entries": 9, "mib": 1, "entries_left": room, "bytes_left": room}
    assert rounds(laptop, lying(world, itertools.repeat({"refusal": Refusal("quota", facts)}))) <= FEW


@pytest.mark.parametrize("code", ["damaged-log", "damaged-hub-log"])
def test_what_a_hub_wants_again_is_given_so_many_times(world: World, laptop: Laptop, code: str) -> None:
    held = laptop.store.logs.own.size
    parts = itertools.cycle([(start, end) for start in range(held) for end in range(start + 1, held + 1)])
    lies = (
        {"refusal": Refusal(code, {"origin": laptop.origin}), "wanted": (WantedRange(laptop.origin, Size(a), Size(b)),)}
        for a, b in parts
    )
    assert rounds(laptop, lying(world, lies)) <= 2 * MAX_MENDING + FEW


def test_a_hub_that_has_ever_more_and_gives_an_entry_at_a_time_is_left_for_the_next_exchange() -> None:
    machine, asked = Exchange(size=Size(5), acked=Size(5)), 0
    while machine.state is ExchangeState.READY:
        machine.ask()
        asked += 1
        machine.receipted(size=Size(5), more=True, news=1, sent=0, came=200, seconds=1.0)
    assert asked == MAX_THIN + 1 and machine.state is ExchangeState.DONE

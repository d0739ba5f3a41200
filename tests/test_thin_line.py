"""The ordinary line: thin, far away, and broken every so often. What came stays, the own receipt is there first, and all of
it arrives in hardly more than the time of its bytes. Seconds here are the line's own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from field.exchange import client
from field.exchange.outcome import ExchangeOutcome
from field.exchange.pace import keep_pace
from sync.errors import NoAnswer
from sync.exchange import machine
from sync.exchange.machine import MAX_BUDGET, MAX_VAIN, Pace
from sync.exchange.parcel import ONE_EXCHANGE
from sync.exchange.ranges import RangeHead
from sync.exchange.walker import events_of
from tests.bench.records import activities
from tests.thin import ThinLine, generous
from tests.world import Laptop, World

FOREIGN = 5_000


def history(world: World, count: int, *, pushes: int = 1) -> Laptop:
    """A colleague whose work the hub holds, taken in so many pushes."""
    colleague = world.laptop("03390")
    entries, each = list(activities(count)), count // pushes
    for at in range(0, count, each):
        colleague.store.logs.append(entries[at : at + each], colleague.signer)
        colleague.exchange(world.line)
    return colleague


def history_of(world: World, count: int) -> Laptop:
    """A laptop with so much that is unsent."""
    laptop = world.laptop("03390")
    laptop.exchange(world.line)
    laptop.store.logs.append(list(activities(count)), laptop.signer)
    return laptop


def exchange(laptop: Laptop, line: ThinLine, *, tries: int) -> int:
    """Sync until it is done, as an officer would; how many tries that took."""
    for one in range(1, tries + 1):
        try:
            client.exchange(laptop.store, laptop.signer, line, ExchangeOutcome(), clock=line.clock)
        except NoAnswer:
            continue
        return one
    raise AssertionError(f"not done after {tries} tries, {line.seconds:.0f} s")


def whole_answer(world: World, laptop: Laptop) -> int:
    """The bytes of all that the hub has for a laptop, in one piece on a line that holds."""
    line = ThinLine(generous(world), speed=1e9, trip=0.0, life=1e9)
    client.exchange(laptop.store, laptop.signer, line, ExchangeOutcome(), clock=line.clock)
    return line.down + line.up


@pytest.mark.parametrize("pushes", [1, 10])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_colleagues_years_arrive_and_the_own_receipt_is_there_in_seconds(world: World, pushes: int, seed: int) -> None:
    mine, twin = world.laptop("03390"), world.laptop("03390")
    for laptop in (mine, twin):
        laptop.exchange(world.line)
    colleague = history(world, FOREIGN, pushes=pushes)
    least = whole_answer(world, twin)
    mine.store.logs.append(list(activities(20)), mine.signer)
    line = ThinLine(generous(world), speed=8_000, trip=0.2, life=20.0, seed=seed)
    received: list[float] = []

    def watch(so_far: ExchangeOutcome) -> None:
        if mine.store.logs.own.acked == 21 and not received:
            assert so_far.sent == 20, "who watches is told at once"
            received.append(line.seconds)

    client.exchange(mine.store, mine.signer, line, ExchangeOutcome(), watch, clock=line.clock)
    assert received[0] < 5.0
    assert line.breaks and line.seconds < 1.5 * least / line.speed
    assert mine.store.logs.extent(colleague.origin).size == FOREIGN + 1
    world.close()


def test_what_is_unsent_gets_through_a_line_that_hardly_moves(world: World) -> None:
    mine = world.laptop("03390")
    mine.exchange(world.line)
    mine.store.logs.append(list(activities(400)), mine.signer)
    line = ThinLine(generous(world), speed=500, trip=0.2, life=60.0)
    exchange(mine, line, tries=3)
    assert mine.store.logs.own.acked == 401 and line.breaks
    whole = ThinLine(generous(world), speed=500, trip=0.2, life=1e9)
    exchange(history_of(world, 400), whole, tries=1)
    assert line.seconds < 3 * whole.seconds
    world.close()


@pytest.mark.parametrize(("speed", "life"), [(8_000, 20.0), (500, 60.0)])
def test_a_new_laptop_learns_its_province_and_its_units_years(world: World, speed: int, life: float) -> None:
    world.ask_monthly()
    count = FOREIGN if speed > 1_000 else 400
    colleague = history(world, count)
    mine = world.laptop("03390")
    mine.log()
    line = ThinLine(generous(world), speed=speed, trip=0.2, life=life)
    exchange(mine, line, tries=5)
    assert line.breaks
    assert mine.store.logs.extent(colleague.origin).size == count + 1
    assert mine.store.logs.own.acked == 2
    assert len(mine.record_ids()) == count + 1
    world.close()


def test_a_line_that_brings_nothing_is_given_up_and_what_came_before_is_kept(world: World) -> None:
    mine = world.laptop("03390")
    mine.exchange(world.line)
    colleague = history(world, 400)
    line = ThinLine(generous(world), speed=500, trip=0.2, life=60.0)
    dead: list[float] = []

    def dying(body: bytes) -> Iterator[bytes]:
        for piece in line(body):
            if mine.store.logs.extent(colleague.origin).size > 1:
                dead.append(line.seconds)
                raise NoAnswer(why="line-broke")
            yield piece

    outcome = ExchangeOutcome()
    with pytest.raises(NoAnswer):
        client.exchange(mine.store, mine.signer, dying, outcome, clock=line.clock)
    held = mine.store.logs.extent(colleague.origin).size
    assert 1 < held < 401 and outcome.received == held + 1, "and what enrolled the colleague"
    assert len(dead) == 1 + MAX_VAIN
    exchange(mine, line, tries=3)
    assert mine.store.logs.extent(colleague.origin).size == 401
    world.close()


def test_a_receipt_that_was_lost_on_its_way_is_not_paid_for_twice(world: World) -> None:
    """The hub has the push and its answer breaks off: the next try sends less, and is told of all."""
    mine = world.laptop("03390")
    mine.exchange(world.line)
    mine.store.logs.append(list(activities(3)), mine.signer)
    lost = iter([True])

    def line(body: bytes) -> Iterator[bytes]:
        answered = b"".join(generous(world)(body))
        if next(lost, False):
            raise NoAnswer(why="line-broke")
        yield answered

    with pytest.raises(NoAnswer):
        client.exchange(mine.store, mine.signer, line, ExchangeOutcome())
    outcome = ExchangeOutcome()
    client.exchange(mine.store, mine.signer, line, outcome)
    assert (mine.store.logs.own.acked, outcome.sent) == (4, 3)
    world.close()


def test_a_line_that_was_fast_when_it_was_used_last_costs_the_receipt_nothing(world: World) -> None:
    mine = world.laptop("03390")
    mine.exchange(world.line)
    history(world, 2_000)
    keep_pace(mine.store, Pace(push=MAX_BUDGET, answer=MAX_BUDGET))
    mine.store.logs.append(list(activities(20)), mine.signer)
    line = ThinLine(generous(world), speed=8_000, trip=0.2, life=20.0)
    received: list[float] = []

    def watch(_so_far: ExchangeOutcome) -> None:
        if mine.store.logs.own.acked == 21 and not received:
            received.append(line.seconds)

    client.exchange(mine.store, mine.signer, line, ExchangeOutcome(), watch, clock=line.clock)
    assert received[0] < 2.0
    world.close()


def test_a_whole_answer_and_one_in_parts_come_to_the_same(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """And parts come to a laptop that asks for them alone."""
    world.ask_monthly()
    first, second = world.laptop("03390"), world.laptop("03390")
    history(world, 300)
    keep_pace(second.store, Pace(push=MAX_BUDGET, answer=MAX_BUDGET))
    heads: dict[int, list[RangeHead]] = {}
    for number, laptop in enumerate((first, second)):
        bodies: list[bytes] = []
        monkeypatch.setattr(machine, "START_ANSWER", MAX_BUDGET)  # as a laptop of before, which says nothing

        def line(body: bytes, into: list[bytes] = bodies) -> Iterator[bytes]:
            into.append(b"".join(generous(world)(body)))
            yield into[-1]

        client.exchange(laptop.store, laptop.signer, line, ExchangeOutcome(), clock=iter(range(10**6)).__next__)
        events = [event for body in bodies for event in events_of([body], ONE_EXCHANGE)]
        heads[number] = [event for event in events if isinstance(event, RangeHead)]
    assert any(head.proof for head in heads[0]) and not any(head.proof for head in heads[1])
    assert len(heads[0]) > len(heads[1])
    assert first.records() == second.records()
    world.close()

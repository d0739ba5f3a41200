"""Nothing that the hub signed leaves it before what it signs is on the disk: killed anywhere between, it holds, once it is
there again, every head and every receipt that anybody can have got of it. A head that left without would be half of two
histories."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import event

from hub.home import HubHome, Keys, load_keys
from hub.intake.receive import Receiver
from hub.intake.reply import answer
from hub.store import HubStore
from sync.encoding.types import Instant
from sync.errors import BadInput, NoAnswer
from sync.exchange.answers import name_of
from sync.exchange.parcel import ONE_EXCHANGE, Effort, ParcelReader
from sync.exchange.ranges import RangeHead
from sync.ledger import origins
from sync.log import checkpoint as checkpoints
from sync.log import note as notes
from sync.log import receipt
from sync.log.merkle import tree_root
from tests.dying import DIED, processes
from tests.world import Laptop, World, sender_of

NOW = Instant(1_793_900_000)


def serve(folder: Path, push: bytes, line: Path, last_step: int, now: int) -> None:
    """Take a push and answer it, each byte of the answer on the line as it is made, and die at the step of that number: a
    statement, or what comes before or behind a commit."""
    steps = iter(range(last_step))
    home = HubHome(folder)
    store = HubStore.open(home.database)

    def step(*_told: object) -> None:
        if next(steps, None) is None:
            os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))

    for moment in ("before_cursor_execute", "commit"):
        event.listen(store._engine, moment, step)
    keys = load_keys(home, lambda: "")
    taken = Receiver(store, keys, bytes).take([push], ONE_EXCHANGE, Instant(now), sender_of(push), asked=name_of(push))
    step()  # it is committed, and nothing of the answer is made
    with line.open("wb", buffering=0) as out:
        for piece in answer(store, keys, taken, budget=50_000, effort=Effort.LINE):
            out.write(piece)
            step()
    store.close()


def signed(line: Path) -> Iterator[str]:
    """The notes on whatever came over a line."""
    reader = ParcelReader(ONE_EXCHANGE)
    with contextlib.suppress(BadInput):  # it broke off
        for event_ in reader.feed(line.read_bytes() if line.exists() else b""):
            if isinstance(event_, RangeHead):
                yield event_.checkpoint


def not_held(store: HubStore, keys: Keys, note: str) -> str:
    """What a note signs and the hub does not hold; empty if it holds all."""
    parsed = checkpoints.parse(note).checkpoint
    with store.reading() as transaction:
        log = transaction.logs.get(origins.parse(parsed.origin).first)
        leaves = [] if log is None else list(transaction.logs.leaves(log.id, 0, log.size))
        rows = [] if log is None else transaction.logs.accepted(log.id)
    if parsed.size > len(leaves) or tree_root(leaves[: parsed.size]) != parsed.root:
        return f"{parsed.origin} at {parsed.size}"
    mirror = receipt.cosigner_verifier(keys.mirror)
    if notes.parse(note).find(mirror) is None:
        return ""
    at = receipt.receipt_time(notes.parse(note), parsed, mirror)
    return "" if (parsed.size, at) in [(row.size, row.at) for row in rows] else f"a receipt of {at}"


def push_of(world: World, laptop: Laptop) -> bytes:
    bodies: list[bytes] = []
    with pytest.raises(NoAnswer):
        laptop.exchange(world.kept(bodies))
    return bodies[0]


@pytest.mark.parametrize("first", [True, False])
def test_whatever_left_a_hub_that_was_killed_is_what_it_holds(world: World, tmp_path: Path, first: bool) -> None:
    """A push that enrols, with the registry and both heads of the acceptances; and one more of a laptop that is known."""
    laptop, colleague = world.laptop("03390"), world.laptop("03390")
    colleague.log()
    colleague.exchange(world.line)
    if not first:
        laptop.exchange(world.line)
    laptop.log()
    push = push_of(world, laptop)
    world.store.close()
    step, code, with_receipts, silent = 0, DIED, 0, 0
    while code == DIED:
        home, line = HubHome(shutil.copytree(world.home.path, tmp_path / f"{step}")), tmp_path / f"{step}.line"
        process = processes().Process(target=serve, args=(home.path, push, line, step, NOW))  # type: ignore[attr-defined]
        process.start()
        process.join(120)
        code = process.exitcode
        store = HubStore.open(home.database)
        found = list(signed(line))
        assert [fault for note in found if (fault := not_held(store, world.keys, note))] == [], f"killed at {step}"
        store.close()
        again = tmp_path / f"{step}.again"
        serve(home.path, push, again, 10_000, NOW + 60)  # the laptop heard nothing, and sends it again a minute later
        for note in signed(again):
            parsed = checkpoints.parse(note).checkpoint
            same = [other for other in found if checkpoints.parse(other).checkpoint.origin == parsed.origin]
            assert all(other == note for other in same if checkpoints.parse(other).checkpoint.size == parsed.size)
        with_receipts += any(origins.parse(checkpoints.parse(note).checkpoint.origin).name for note in found)
        silent += not found
        shutil.rmtree(home.path)
        step += 7
    assert code == 0 and with_receipts and silent, "it died before and behind the commit"
    world.reopen()

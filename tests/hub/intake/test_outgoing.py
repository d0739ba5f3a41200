"""Answers on their way out: one exchange of a laptop at a time, and what is large in a file."""

from __future__ import annotations

from pathlib import Path

import anyio
import pytest

from hub.intake.outgoing import Outgoing
from hub.intake.uploads import NoRoom
from sync.encoding.types import DeviceId

ONE, OTHER = DeviceId("kze7e7bqcghqjedt"), DeviceId("abcdefghij234567")
LARGE = [bytes(30_000)] * 4


def test_of_a_laptop_one_is_under_way_and_one_waits(tmp_path: Path) -> None:
    outgoing, done = Outgoing(tmp_path), list[str]()

    async def ask(name: str, device: DeviceId | None, going: anyio.Event) -> None:
        try:
            async with outgoing.turn(device):
                done.append(f"{name} begins")
                await going.wait()
                done.append(f"{name} ends")
        except NoRoom:
            done.append(f"{name} is sent away")

    async def play() -> None:
        going = anyio.Event()
        async with anyio.create_task_group() as group:
            for name, device in (("first", ONE), ("second", ONE), ("third", ONE), ("other", OTHER), ("unknown", None)):
                group.start_soon(ask, name, device, going)
                await anyio.wait_all_tasks_blocked()
            assert done == ["first begins", "second is sent away", "other begins", "unknown begins"]
            going.set()
        assert done.index("third begins") > done.index("first ends") and "third ends" in done

    anyio.run(play)


def test_who_fetches_none_of_its_large_answers_gets_no_third(tmp_path: Path) -> None:
    outgoing = Outgoing(tmp_path)

    async def comes(device: DeviceId) -> None:
        async with outgoing.turn(device):
            pass

    kept = [outgoing.kept(LARGE, ONE) for _each in range(2)]
    with pytest.raises(NoRoom):
        anyio.run(comes, ONE)
    anyio.run(comes, OTHER)
    kept.pop().forget()
    anyio.run(comes, ONE)


def test_one_that_was_lost_on_the_way_counts_no_more(tmp_path: Path) -> None:
    outgoing = Outgoing(tmp_path)

    async def comes() -> None:
        async with outgoing.turn(ONE):
            pass

    for _each in range(5):
        outgoing.kept(LARGE, ONE)
        anyio.run(comes)


@pytest.mark.parametrize("pieces", [[], [b"a", b"b"], LARGE], ids=["nothing", "small", "large"])
def test_what_is_kept_is_what_was_made(tmp_path: Path, pieces: list[bytes]) -> None:
    answer = Outgoing(tmp_path).kept(pieces, ONE)
    assert b"".join(answer.pieces()) == b"".join(pieces)
    assert (answer.size, answer.is_small) == (len(b"".join(pieces)), pieces is not LARGE)
    assert not list(tmp_path.iterdir()), "its file has no name"

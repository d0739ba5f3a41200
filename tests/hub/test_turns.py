"""Turns: strangers come one after the other, and keep nobody waiting whom the hub knows."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import anyio
import httpx
import pytest

from hub.turns import GAP, Turns
from sync.encoding.types import DeviceId
from sync.log.keys import Signer
from sync.shell.console import now, random_bytes
from tests.bench.records import activities
from tests.hub.live import Live


class Hours:
    """A clock that goes on only where somebody sleeps."""

    def __init__(self) -> None:
        self.time = 100.0
        self.slept: list[float] = []

    async def sleep_until(self, moment: float) -> None:
        self.slept.append(moment)


def test_one_comes_at_once_and_each_who_comes_with_another_a_gap_behind() -> None:
    hours = Hours()
    turns = Turns(lambda: hours.time, hours.sleep_until)

    async def come(count: int) -> None:
        for _one in range(count):
            await turns.wait()

    anyio.run(come, 4)
    assert hours.slept == pytest.approx([100 + GAP, 100 + 2 * GAP, 100 + 3 * GAP])
    hours.time, hours.slept = 200.0, []
    anyio.run(come, 1)
    assert hours.slept == []


def test_a_laptop_that_the_hub_knows_is_served_while_all_who_are_strangers_wait(
    live: Live, monkeypatch: pytest.MonkeyPatch
) -> None:
    live.sync()
    live.store.logs.append(list(activities(5)), live.signer)
    begun, go_on = threading.Semaphore(0), threading.Event()

    async def wait(_turns: Turns) -> None:
        begun.release()
        while not go_on.is_set():
            await anyio.sleep(0.01)

    monkeypatch.setattr(Turns, "wait", wait)
    body, another = live.idle_push(), Signer(live.signer.name, random_bytes(32))
    heads = [
        {},
        {**live.headers(body, at=now()), "Signature": "soxa=:AAAA:"},
        live.headers(body, at=now(), signer=another),
        live.headers(body, at=now(), signer=another, device=DeviceId("b" * 16)),
    ]
    with ThreadPoolExecutor(len(heads) + 1) as strangers:
        asked = [strangers.submit(live.post, body, head) for head in heads]
        page = strangers.submit(httpx.get, f"{live.url}/signin")
        try:
            for _one in (*heads, page):
                assert begun.acquire(timeout=60)
            live.sync()
            assert live.store.logs.own.acked == live.store.logs.own.size == 6
            assert not page.done() and not any(answer.done() for answer in asked)
        finally:
            go_on.set()
    assert [answer.result() for answer in asked] == [(401, "bad-request-signature")] * 4
    assert page.result().status_code == 200

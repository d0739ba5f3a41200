"""Exchanges of a laptop: over the line in as many rounds as it takes, by stick, and each kept in its history."""

from __future__ import annotations

from pathlib import Path

import pytest

from field.exchange import client
from field.exchange.outcome import ExchangeOutcome
from field.store import LaptopStore
from sync.errors import BadInput, Refused, SoxaError, Unproven
from sync.shell.console import now, random_bytes
from tests.bench.records import activities
from tests.field.alone import NOW, signer
from tests.hub.live import Live
from tests.world import World


def test_everything_goes_over_in_chunks_and_an_idle_sync_is_one_round(live: Live) -> None:
    live.store.logs.append(list(activities(900)), live.signer)
    outcome = live.sync()
    assert (outcome.sent, live.store.records.unsent()) == (901, 0)
    assert outcome.rounds > 1
    assert live.sync().rounds == 1


def test_a_hub_with_another_key_is_not_believed(live: Live, tmp_path: Path) -> None:
    live.store.logs.append(list(activities(1)), live.signer)
    other = tmp_path / "other"
    other.mkdir()
    impostor = Live(other)
    store, signer = live.laptop(tmp_path / "second", impostor.url)
    with pytest.raises(SoxaError) as refused:
        client.sync(store, signer, now=now(), nonce=lambda: random_bytes(12))
    assert isinstance(refused.value, Unproven) and refused.value.code == "unsigned"
    assert store.logs.own.acked == 0
    store.close()
    impostor.close()


def test_a_laptop_without_an_address_of_the_hub_says_so_and_tries_nothing(store: LaptopStore) -> None:
    with pytest.raises(Refused) as refused:
        client.sync(store, signer(), now=NOW, nonce=lambda: b"x")
    assert refused.value.code == "no-address"
    assert store.local.last_exchange() is None


def test_an_exchange_that_is_stopped_keeps_what_was_received_and_is_told_as_cancelled(live: Live) -> None:
    live.store.logs.append(list(activities(900)), live.signer)

    def stop(_so_far: ExchangeOutcome) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        client.sync(live.store, live.signer, now=now(), nonce=lambda: random_bytes(12), watch=stop)
    last = live.store.local.last_exchange()
    assert last is not None
    assert (last.how, last.outcome, last.facts) == ("line", "cancelled", {})
    assert 0 < live.store.logs.own.acked < 901
    assert last.sent == live.store.logs.own.acked and last.sent_bytes > 0
    assert live.sync().sent == 901 - last.sent


def test_by_stick_all_that_is_unsent_goes_and_the_answer_may_be_taken_twice(tmp_path: Path) -> None:
    world = World(tmp_path)
    laptop = world.laptop("03390")
    laptop.log(title="Phát loa")
    stick, answer = tmp_path / "stick.soxa", tmp_path / "answer.soxa"
    told: list[int] = []
    assert client.pack(laptop.store, laptop.signer, stick, now=world.now(), progress=told.append) == sum(told) == 2
    assert laptop.store.records.unsent() == 1
    world.unpack(stick, answer)
    assert client.unpack(laptop.store, answer, now=world.now()).acked == 2
    before = laptop.store.logs.own
    assert client.unpack(laptop.store, answer, now=world.now()).received == 0
    assert (laptop.store.logs.own, laptop.store.records.unsent()) == (before, 0)
    exchanges = laptop.store.local.exchanges(9)
    assert [(past.how, past.outcome) for past in exchanges] == [
        ("file in", "done"),
        ("file in", "done"),
        ("file out", "done"),
    ]
    assert (exchanges[2].sent, exchanges[2].sent_bytes) == (2, stick.stat().st_size)
    assert exchanges[0].received_bytes == answer.stat().st_size
    world.close()


def test_a_file_that_cannot_be_taken_or_written_stands_in_the_history_with_its_facts(
    store: LaptopStore, tmp_path: Path
) -> None:
    stick = tmp_path / "stick.soxa"
    stick.write_bytes(b"a login page")
    with pytest.raises(BadInput):
        client.unpack(store, stick, now=NOW)
    with pytest.raises(SoxaError):
        client.pack(store, signer(), stick, now=NOW)
    assert stick.read_bytes() == b"a login page"
    written, taken = store.local.exchanges(2)
    assert (taken.how, taken.outcome, taken.received_bytes) == ("file in", "not-a-parcel", 0)
    assert (written.how, written.outcome, written.facts) == ("file out", "file-exists", {"path": str(stick)})

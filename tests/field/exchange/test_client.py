"""Exchanges of a laptop: over the line in as many rounds as it takes, by stick, and each kept in its history."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from field.exchange import client, packing
from field.exchange.outcome import ExchangeOutcome
from field.store import LaptopStore
from sync.encoding.spelling import tobase64
from sync.encoding.types import Instant, Origin, Size
from sync.errors import BadInput, Refused, SoxaError, Unproven
from sync.exchange.parcel import ONE_EXCHANGE, ParcelWriter
from sync.exchange.ranges import RangeHead
from sync.exchange.walker import events_of, ranges_of
from sync.ledger import origins
from sync.ledger.decode import decode, encode
from sync.ledger.entry import Acceptance, Citation
from sync.ledger.origins import LogKind
from sync.log import checkpoint as checkpoints
from sync.log.merkle import leaf_hash
from sync.shell.console import now, random_bytes
from tests.bench.records import activities
from tests.field.alone import NOW, activity, report, signer
from tests.hub.live import Live
from tests.world import Line, World


def test_an_invite_that_has_run_out_by_the_hubs_clock_alone_is_told_so(tmp_path: Path) -> None:
    """Another invite would not help: one of the two clocks is wrong."""
    live = Live(tmp_path, clock=lambda: Instant(now() + 400 * 86_400))
    try:
        with pytest.raises(Refused) as refused:
            live.sync()
        assert refused.value.code == "invite-by-clocks"
        with pytest.raises(Refused) as refused:
            live.sync(at=now() + 400 * 86_400)
        assert refused.value.code == "expired-invite"
    finally:
        live.close()


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


def spoiled(world: World, origin: Origin) -> Line:
    """A good line, but that the log's ranges in answers state another root than their entries give."""

    def line(body: bytes) -> Iterator[bytes]:
        header, ranges = ranges_of(events_of(world.line(body), ONE_EXCHANGE))
        writer = ParcelWriter()
        yield writer.header(header)
        for incoming in ranges:
            lines = [line for batch in incoming for line in batch]
            if incoming.head.origin == origin:
                lines[-1] = encode(activity())
            yield writer.range(incoming.head) + writer.entries(lines)
        yield writer.end()

    return line


def test_a_log_that_does_not_hold_stops_none_of_the_others_and_is_told_at_the_end(tmp_path: Path) -> None:
    world = World(tmp_path)
    mine, colleague, other = (world.laptop("03390", for_older=True) for _ in range(3))
    for laptop in (colleague, other):
        laptop.log()
        laptop.exchange(world.line)
    mine.store.logs.append(list(activities(900)), mine.signer)
    outcome = ExchangeOutcome()
    with pytest.raises(Unproven) as raised:
        client.exchange(mine.store, mine.signer, spoiled(world, colleague.origin), outcome)
    assert (raised.value.code, raised.value.facts["origin"]) == ("wrong-root", colleague.origin)
    assert mine.store.logs.own.acked == outcome.sent == 901 and outcome.rounds > 1
    assert mine.store.logs.extent(other.origin).size == 2
    assert mine.store.logs.extent(colleague.origin).size == 0
    mine.exchange(world.line)
    assert mine.store.logs.extent(colleague.origin).size == 2
    world.close()


def test_a_hub_that_says_that_it_holds_less_gets_the_rest_again_in_the_same_exchange(tmp_path: Path) -> None:
    world = World(tmp_path)
    laptop = world.laptop("03390")
    laptop.log()
    laptop.exchange(world.line)
    shutil.copytree(world.home.path, tmp_path / "copy")
    laptop.log()
    laptop.exchange(world.line)
    world.store.close()
    shutil.rmtree(world.home.path)
    shutil.copytree(tmp_path / "copy", world.home.path)
    world.reopen()
    with laptop.store.transaction():  # as if nothing had come since by which it went back
        laptop.store._sql.execute("UPDATE receipted SET note = '' WHERE acked = 3")
        laptop.store._sql.execute("UPDATE log SET size = 0, checkpoint = '' WHERE origin LIKE '%/acceptances'")
        laptop.store._sql.execute("DELETE FROM hub_head WHERE note LIKE '%/acceptances%'")
    laptop.exchange(world.line)
    assert laptop.store.logs.own.acked == len(world.hub_leaves(laptop.origin)) == 3
    world.close()


def test_an_acceptance_comes_with_its_receipt_and_bounds_what_is_written_next(tmp_path: Path) -> None:
    world = World(tmp_path)
    laptop, colleague = world.laptop("03390"), world.laptop("03390")
    laptop.log()
    laptop.exchange(world.line)
    (kept,) = laptop.store.logs.receipts()
    assert (kept.acked, kept.time, kept.note) == (2, laptop.store.logs.own.receipt_time, laptop.store.logs.own.receipt)
    assert kept.index is not None and kept.line is not None
    assert world.hub_leaves(origins.acceptances(world.keys.hub))[kept.index] == leaf_hash(kept.line)
    accepted = decode(kept.line, LogKind.ACCEPTANCES)
    assert isinstance(accepted, Acceptance) and (accepted.at, accepted.size) == (kept.time, kept.acked)
    laptop.exchange(world.line)
    assert laptop.store.logs.receipts() == [kept]
    colleague.exchange(world.line)  # acceptances go on
    laptop.exchange(world.line)
    (first,) = laptop.record_ids()
    laptop.log()
    (second,) = set(laptop.record_ids()) - {first}
    laptop.exchange(world.line)
    (line,) = laptop.store.records.page(first).history
    assert (line.after, line.receipt) == (None, kept.time)
    (line,) = laptop.store.records.page(second).history
    assert line.after == kept.time and line.receipt == laptop.store.logs.own.receipt_time
    sizes = [checkpoints.parse(note).checkpoint for note in laptop.store.logs.hub_heads()]
    assert [head.size for head in sizes if head.origin.endswith("/acceptances")] == [3, 6]
    world.close()


def test_what_the_hub_finds_in_made_up_entries_comes_back_and_stops_nothing(tmp_path: Path) -> None:
    world = World(tmp_path)
    laptop, colleague = world.laptop("03390"), world.laptop("03390")
    laptop.log()
    laptop.exchange(world.line)
    false = report("2026-11", author=laptop.signer, index=2, records=5)
    seen = Citation(Size(2**53), tobase64(leaf_hash(b"another")))
    laptop.store.logs.append([msgspec.structs.replace(false, seen=seen)], laptop.signer)
    laptop.log()
    laptop.exchange(world.line)
    counts = laptop.store.records.counts()
    assert counts.quarantined == () and counts.unsent == 0
    assert {(found.index, found.why) for found in counts.findings} == {(2, "void-seen"), (2, "false-report")}
    assert laptop.store.reporting.reports(answering=True) == {}
    colleague.exchange(world.line)
    assert len(colleague.record_ids()) == 2
    (head,) = colleague.store.reporting.reports()["2026-11"]
    assert head.judged.verdict == "false-report"
    laptop.exchange(world.line)
    assert laptop.store.records.counts() == counts
    world.close()


def test_an_answer_without_a_receipt_says_whose_is_missing(tmp_path: Path) -> None:
    world = World(tmp_path)
    laptop = world.laptop("03390", for_older=True)

    def line(body: bytes) -> Iterator[bytes]:
        header, _ranges = ranges_of(events_of(world.line(body), ONE_EXCHANGE))
        writer = ParcelWriter()
        yield writer.header(header) + writer.end()

    with pytest.raises(Unproven) as raised:
        laptop.exchange(line)
    assert (raised.value.code, raised.value.facts) == ("no-receipt", {"name": origins.mirror(world.keys.hub)})
    world.close()


def test_logs_of_no_interest_are_counted_once_however_often_they_come(tmp_path: Path) -> None:
    world = World(tmp_path)
    laptop = world.laptop("03390", for_older=True)
    laptop.store.logs.append(list(activities(900)), laptop.signer)

    def line(body: bytes) -> Iterator[bytes]:
        header, ranges = ranges_of(events_of(world.line(body), ONE_EXCHANGE))
        writer = ParcelWriter()
        yield writer.header(header)
        for name in ("journal/1", "desk/03405"):
            yield writer.range(RangeHead(origin=Origin(f"{header.hub}/{name}"), start=Size(0), end=Size(0), checkpoint=""))
        for incoming in ranges:
            yield writer.range(incoming.head) + writer.entries([line for batch in incoming for line in batch])
        yield writer.end()

    outcome = ExchangeOutcome()
    client.exchange(laptop.store, laptop.signer, line, outcome)
    assert outcome.rounds > 1 and outcome.skipped == 2
    world.close()


def test_a_laptop_without_an_address_of_the_hub_says_so_and_tries_nothing(store: LaptopStore) -> None:
    with pytest.raises(Refused) as refused:
        client.sync(store, signer(), now=NOW, nonce=lambda: b"x")
    assert refused.value.code == "no-address"
    assert store.local.last_exchange() is None


def test_an_exchange_that_is_stopped_keeps_what_was_received_and_is_told_as_cancelled(live: Live) -> None:
    live.store.logs.append(list(activities(900)), live.signer)

    def stop(so_far: ExchangeOutcome) -> None:
        if so_far.sent:
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
    assert packing.pack(laptop.store, laptop.signer, stick, now=world.now(), progress=told.append) == sum(told) == 2
    assert laptop.store.records.unsent() == 1
    world.unpack(stick, answer)
    assert packing.unpack(laptop.store, answer, now=world.now()).acked == 2
    before = laptop.store.logs.own
    assert packing.unpack(laptop.store, answer, now=world.now()).received == 0
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
        packing.unpack(store, stick, now=NOW)
    with pytest.raises(SoxaError):
        packing.pack(store, signer(), stick, now=NOW)
    assert stick.read_bytes() == b"a login page"
    written, taken = store.local.exchanges(2)
    assert (taken.how, taken.outcome, taken.received_bytes) == ("file in", "not-a-parcel", 0)
    assert (written.how, written.outcome, written.facts) == ("file out", "file-exists", {"path": str(stick)})

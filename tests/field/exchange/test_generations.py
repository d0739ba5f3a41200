"""A hub that went back, seen from a laptop: what it kept is gone on with, what it lost is given again and shown, and nothing
is said to be received that it has not."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest

from field.exchange import client, packing
from field.exchange.outcome import ExchangeOutcome
from field.home import LaptopHome
from field.store import LaptopStore
from field.store.rows import ActivityFilter
from sync.encoding.types import Instant
from sync.errors import SoxaError, Unproven, WrongRoot
from sync.exchange.parcel import ONE_EXCHANGE, Header
from sync.exchange.walker import events_of, ranges_of
from sync.ledger import origins
from sync.ledger.entry import Reminder, Review
from sync.log import checkpoint as checkpoints
from tests.field.alone import NOW, activity, check_log, heads_of, new_store, salt, signer
from tests.field.exchange.handmade import ACCEPTANCES, DESK, REGISTRY, HandmadeHub

ME, PEER = 3, 9


@pytest.fixture
def store(tmp_path: Path) -> Iterator[LaptopStore]:
    with new_store(tmp_path / "me") as made:
        yield made


@pytest.fixture
def peer(tmp_path: Path) -> Iterator[LaptopStore]:
    with new_store(tmp_path / "peer", PEER) as made:
        yield made


def sync(store: LaptopStore, hub: HandmadeHub, seed: int = ME) -> ExchangeOutcome:
    outcome = ExchangeOutcome()
    client.exchange(store, signer(seed), hub.line, outcome)
    return outcome


def log(store: LaptopStore, title: str, seed: int = ME) -> str:
    made = activity(title)
    store.logs.append([made], signer(seed))
    return made.record


def sizes(store: LaptopStore) -> tuple[int, int, int]:
    return tuple(store.logs.extent(origin).size for origin in (REGISTRY, ACCEPTANCES, DESK))  # type: ignore[return-value]


def remind(hub: HandmadeHub, *periods: str) -> None:
    hub.say(DESK, *(Reminder(salt=salt(), at=NOW, period=period) for period in periods))


def of_the_hub(store: LaptopStore, hub: HandmadeHub) -> None:
    """The laptop holds the hub's own logs as they are, and all that it has is the hub's."""
    for first in (REGISTRY, DESK):
        assert store.logs.lines(first, 0, 2**40) == hub.own[first]
        assert store.logs.extent(first).frontier.size == len(hub.own[first])
    assert store.logs.extent(ACCEPTANCES).size == len(hub.own[ACCEPTANCES])
    own = store.logs.own
    assert own.acked == own.size and hub.logs[own.origin] == store.logs.lines(own.origin, 0, 2**40)
    assert store.soundness.check(None, lambda _count: None) == []


def lived(store: LaptopStore, hub: HandmadeHub) -> HandmadeHub:
    """A laptop and a hub that have exchanged; the hub's backup of then, and all that came since."""
    log(store, "Một")
    remind(hub, "2026-09")
    sync(store, hub)
    backup = hub.copy()
    log(store, "Hai")
    sync(store, hub)
    log(store, "Ba")
    remind(hub, "2026-10", "2026-11")
    hub.enrol(5)
    sync(store, hub)
    return backup


def test_the_acceptances_of_a_later_generation_go_on_from_what_was_kept(store: LaptopStore) -> None:
    """What the registry says was kept of them is all that a laptop holds whose own head was lost."""
    hub = HandmadeHub(ME)
    hub.restore(lived(store, hub))
    true = hub.own[ACCEPTANCES][0]
    hub.own[ACCEPTANCES][0] = true.replace(b'"at":', b'"at":1')
    log(store, "Bốn")
    with pytest.raises(Unproven):
        sync(store, hub)
    assert store.logs.extent(ACCEPTANCES).size == 0 and {word.why for word in store.logs.hub_words()} == {"doubted"}
    hub.own[ACCEPTANCES][0] = true
    log(store, "Năm")
    sync(store, hub)
    of_the_hub(store, hub)


def test_a_later_generation_is_taken_from_where_it_left_and_the_rest_is_sent_again(store: LaptopStore) -> None:
    hub = HandmadeHub(ME)
    backup = lived(store, hub)
    lost = {origin: list(lines) for origin, lines in hub.own.items()}
    receipts = {kept.acked: kept.note for kept in store.logs.receipts()}
    hub.restore(backup)
    log(store, "Bốn")
    outcome = sync(store, hub)
    assert (outcome.restored, outcome.asking) == (2, False)
    of_the_hub(store, hub)
    given = hub.brought[store.logs.own_origin]
    assert [(start, end) for start, end, _note in given] == [(4, 5)] or [(s, e) for s, e, _n in given][-3:] == [
        (2, 3),
        (3, 4),
        (4, 5),
    ]
    notes = {end: note for _start, end, note in given}
    assert all(notes[size] == note for size, note in receipts.items() if size > 2), "what proves that they were on time"
    left = store.logs.left_behind()
    kept = {first: len(lines) for first, lines in backup.own.items()}
    assert {(origin, line) for origin, _index, line in left} == {
        (first, line) for first in (REGISTRY, DESK, ACCEPTANCES) for line in lost[first][kept[first] :]
    }
    assert store.logs.generation == 2
    assert store.local.hub_state.receipted == 4
    check_log(store)
    sync(store, hub)
    of_the_hub(store, hub)


def test_receipts_of_before_stay_and_prove_the_earlier_time(store: LaptopStore) -> None:
    hub = HandmadeHub(ME)
    backup = lived(store, hub)
    times = {kept.acked: kept.time for kept in store.logs.receipts()}
    hub.time += 100_000
    hub.restore(backup)
    sync(store, hub)
    assert {kept.acked: kept.time for kept in store.logs.receipts()} == times
    assert store.logs.own.receipt_time is not None and store.logs.own.receipt_time > max(times.values())


def test_what_is_not_receipted_by_the_hub_of_now_is_not_received(store: LaptopStore) -> None:
    """The line breaks as soon as the restore is known."""
    hub = HandmadeHub(ME)
    record = log(store, "Một")
    backup = hub.copy()
    sync(store, hub)
    assert store.records.page(record).status == "received"
    hub.restore(backup)

    def cut(body: bytes) -> Iterator[bytes]:
        yield hub._reply(_header(body), None)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        client.exchange(store, signer(), cut, ExchangeOutcome())
    assert store.records.page(record).status == "unsent" and store.logs.own.acked == 0
    sync(store, hub)
    assert store.records.page(record).status == "received"


def _header(body: bytes) -> Header:
    header, _ranges = ranges_of(events_of([body], ONE_EXCHANGE))
    return header


def test_answers_that_the_hub_has_lost_are_not_shown_as_its_answers(store: LaptopStore) -> None:
    hub = HandmadeHub(ME)
    record = log(store, "Một")
    sync(store, hub)
    hub.say(DESK, Review(salt=salt(), at=NOW, record=record, heads=heads_of(store, record), verdict="accepted"))
    sync(store, hub)
    backup = hub.copy()
    returned = Review(salt=salt(), at=NOW, record=record, heads=heads_of(store, record), verdict="returned", comment="Sai")
    hub.say(DESK, returned)
    sync(store, hub)
    assert store.records.page(record).status == "returned"
    hub.restore(backup)
    sync(store, hub)
    page = store.records.page(record)
    assert page.status == "accepted" and page.review is not None and page.review.verdict == "accepted"


def test_a_hub_that_asks_gets_what_it_lacks_and_nothing_twice(store: LaptopStore, peer: LaptopStore) -> None:
    hub = HandmadeHub(ME, PEER)
    log(peer, "Của bạn", PEER)
    sync(peer, hub, PEER)
    backup = lived(store, hub)
    log(peer, "Của bạn nữa", PEER)
    sync(peer, hub, PEER)
    sync(store, hub)
    whole = hub.copy()
    hub.ask(backup)
    outcome = sync(store, hub)
    assert outcome.asking and store.local.hub_state.asking
    assert hub.own[REGISTRY] == whole.own[REGISTRY] and hub.own[DESK] == whole.own[DESK]
    assert hub.logs == whole.logs, "the own log, and the colleague's"
    for origin, given in hub.brought.items():
        assert origin == ACCEPTANCES or len({(start, end) for start, end, _note in given}) == len(given), origin
    (note,) = {note for _start, _end, note in hub.brought[ACCEPTANCES]}
    assert checkpoints.parse(note).checkpoint.size == len(whole.own[ACCEPTANCES])
    peers = [note for _start, _end, note in hub.brought[peer.logs.own_origin]]
    assert "/mirror " in peers[-1], "with the receipt that was given on it"
    before = len(hub.pushes)
    sync(store, hub)
    assert len(hub.pushes) == before + 1
    hub.close()
    sync(store, hub)
    assert not store.local.hub_state.asking
    assert store.logs.generation == 2 and store.records.unsent() == 0


def test_a_laptop_that_the_hub_does_not_know_any_more_sends_all_with_its_receipts(store: LaptopStore) -> None:
    hub = HandmadeHub()
    backup = hub.copy()
    hub.enrol(ME)
    for title in "Một", "Hai":
        log(store, title)
        sync(store, hub)
    hub.restore(backup)
    with pytest.raises(SoxaError):
        sync(store, hub)
    given = hub.brought[store.logs.own_origin]
    assert [(start, end) for start, end, _note in given][-2:] == [(0, 2), (2, 3)]
    assert all("/mirror " in note for _start, _end, note in given[-2:])
    hub.enrol(ME)
    sync(store, hub)
    of_the_hub(store, hub)


def test_an_old_head_in_a_file_is_no_alarm_and_on_the_line_it_is(store: LaptopStore, tmp_path: Path) -> None:
    hub = HandmadeHub(ME)
    packing.pack(store, signer(), tmp_path / "up", now=NOW)
    backup = lived(store, hub)
    old = hub.copy()
    (tmp_path / "old").write_bytes(old.answer((tmp_path / "up").read_bytes()))
    hub.restore(backup)
    sync(store, hub)
    held = sizes(store)
    reply = packing.unpack(store, tmp_path / "old", now=NOW)
    assert reply.older and sizes(store) == held and store.logs.generation == 2
    remind(old, "2026-12")
    with pytest.raises(SoxaError) as raised:
        sync(store, old)
    assert raised.value.code == "stale-checkpoint" and sizes(store) == held


def test_a_later_generation_that_leaves_elsewhere_than_it_says_is_a_fork_and_kept(store: LaptopStore) -> None:
    hub = HandmadeHub(ME)
    backup = lived(store, hub)
    hub.ask(backup)
    hub.close()
    restored = hub.own[REGISTRY].pop()
    hub.own[REGISTRY][1:2] = [b"".join([hub.own[REGISTRY][1].replace(b"B\xc3\xacnh L\xc6\xb0", b"L\xc6\xb0")]), restored]
    held = sizes(store)
    with pytest.raises(WrongRoot):
        sync(store, hub)
    assert sizes(store)[0] == held[0]
    assert [checkpoints.parse(note).checkpoint.origin for note in store.logs.contradictions()] == [
        origins.registry("soxa.test.example", 2)
    ]


ORDERS = [
    order for order in itertools.permutations(("me", "peer", "ask", "close")) if order.index("ask") < order.index("close")
]


@pytest.mark.parametrize("order", ORDERS)
def test_whoever_calls_when_all_ends_alike(store: LaptopStore, peer: LaptopStore, order: tuple[str, ...]) -> None:
    hub = HandmadeHub(ME, PEER)
    log(peer, "Của bạn", PEER)
    sync(peer, hub, PEER)
    backup = lived(store, hub)
    log(peer, "Nữa", PEER)
    sync(peer, hub, PEER)
    for step in order:
        if step == "ask":
            hub.ask(backup)
        elif step == "close":
            hub.close()
        elif step == "me":
            sync(store, hub)
        elif step == "peer":
            sync(peer, hub, PEER)
    for _again in range(2):
        sync(store, hub)
        sync(peer, hub, PEER)
    of_the_hub(store, hub)
    of_the_hub(peer, hub)
    titles = [{str(row.values.title) for row in held.records.rows(ActivityFilter())} for held in (store, peer)]
    assert titles == [{"Một", "Hai", "Ba", "Của bạn", "Nữa"}] * 2


def test_by_stick_as_by_line(store: LaptopStore, peer: LaptopStore, tmp_path: Path) -> None:
    hub = HandmadeHub(ME, PEER)
    log(peer, "Của bạn", PEER)
    sync(peer, hub, PEER)
    backup = lived(store, hub)
    whole = hub.copy()
    hub.ask(backup)
    names = itertools.count()

    def carry() -> None:
        up, down = tmp_path / f"{next(names)}.up", tmp_path / f"{next(names)}.down"
        packing.pack(store, signer(), up, now=NOW)
        down.write_bytes(hub.answer(up.read_bytes()))
        packing.unpack(store, down, now=Instant(NOW + 5))

    carry()
    assert store.local.hub_state.asking
    carry()
    assert (hub.own[REGISTRY], hub.own[DESK], hub.logs) == (whole.own[REGISTRY], whole.own[DESK], whole.logs)
    hub.close()
    carry()
    carry()
    assert not store.local.hub_state.asking and store.logs.generation == 2
    of_the_hub(store, hub)


def test_a_restore_from_a_copy_of_before_the_last_restore(store: LaptopStore) -> None:
    hub = HandmadeHub(ME)
    first = hub.copy()
    backup = lived(store, hub)
    hub.restore(backup)
    sync(store, hub)
    log(store, "Bốn")
    sync(store, hub)
    hub.ask(first)
    hub.close(number=3)
    sync(store, hub)
    assert store.logs.generation == 3
    of_the_hub(store, hub)


def test_two_restores_that_a_laptop_slept_through(store: LaptopStore) -> None:
    hub = HandmadeHub(ME)
    backup = lived(store, hub)
    hub.restore(backup)
    remind(hub, "2026-12")
    again = hub.copy()
    hub.restore(again)
    sync(store, hub)
    assert [restored.generation for restored in store.logs.restores()] == [2, 3]
    of_the_hub(store, hub)


def test_a_new_laptop_of_a_restored_hub_knows_of_it_and_is_not_troubled(store: LaptopStore) -> None:
    hub = HandmadeHub(ME)
    hub.restore(hub.copy())
    outcome = sync(store, hub)
    assert outcome.restored == 0 and store.local.hub_state.restored_at is None and store.logs.generation == 2
    of_the_hub(store, hub)


def test_the_store_is_opened_again_in_the_later_generation(tmp_path: Path) -> None:
    hub = HandmadeHub(ME)
    with new_store(tmp_path) as store:
        backup = lived(store, hub)
        hub.restore(backup)
        sync(store, hub)
    with LaptopStore.open(LaptopHome(tmp_path)) as store:
        log(store, "Sau")
        sync(store, hub)
        of_the_hub(store, hub)

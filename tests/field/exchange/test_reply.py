"""The hub's answer, true and forged: nothing is taken of it but what is proven, range by range."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
import pytest

from field.exchange.reply import take_reply
from field.exchange.taken_reply import Reply
from field.store import LaptopStore
from field.store.rows import ActivityFilter, KeptReceipt
from sync.encoding.spelling import tobase64
from sync.encoding.types import Base64Hash, Hash, Index, Instant, Origin, Size
from sync.errors import BadInput, Fork, Refused, SoxaError, Unproven
from sync.exchange.parcel import ONE_EXCHANGE, ONE_FILE, Header, ParcelWriter, QuarantinedEntry, Refusal
from sync.exchange.ranges import RangeHead, ReceiptedBy
from sync.ledger import origins
from sync.ledger.decode import encode
from sync.ledger.entry import Acceptance, Device, Entry, Hub, Reminder, Unit
from sync.log import checkpoint as checkpoints
from sync.log.checkpoint import Checkpoint
from sync.log.keys import Signer
from sync.log.merkle import consistency_proof, leaf_hash, leaf_hashes, tree_root
from sync.log.receipt import MAX_TIME, cosign, cosigner_verifier, with_signature
from tests.field.alone import ACCEPTANCES, HUB, HUB_KEY, MIRROR, NOW, PEER, UNIT, activity, join, salt, signer

REGISTRY = origins.registry(HUB)
DESK = origins.desk(HUB, UNIT)
OTHER_UNIT = "03405"
STRANGER = signer(11)
"""The key of a laptop of another unit."""
IMPOSTOR = Signer(HUB_KEY.name, b"\x07" * 32)

Range = tuple[RangeHead, list[bytes]]
REMINDER = Reminder(salt="0" * 16, at=NOW, period="2026-11")


def device(key: Signer, unit: str) -> Device:
    return Device(salt="0" * 16, at=NOW, unit=unit, key=key.verifier.vkey(), invite="a" * 16)


def registry() -> list[Entry]:
    """A hub with two units, the laptop and its colleague in one, a stranger in the other."""
    return [
        Hub(salt="0" * 16, at=NOW, name=HUB, province="12", cosigner=cosigner_verifier(MIRROR).vkey()),
        Unit(salt="0" * 16, at=NOW, code=UNIT, name="Bình Lư", type="xã", valid_from="2025-07-01"),
        Unit(salt="0" * 16, at=NOW, code=OTHER_UNIT, name="Khun Há", type="xã", valid_from="2025-07-01"),
        device(signer(), UNIT),
        device(PEER, UNIT),
        device(STRANGER, OTHER_UNIT),
    ]


def a_range(
    origin: Origin, key: Signer, entries: Sequence[Entry | bytes], start: int = 0, *, root: Hash | None = None, **head: Any
) -> Range:
    """A range of a log of these entries, from a place to its end."""
    lines = [entry if isinstance(entry, bytes) else encode(entry) for entry in entries]
    root = tree_root(leaf_hashes(lines)) if root is None else root
    note = checkpoints.sign(Checkpoint(origin, Size(len(lines)), root), key.renamed(origin))
    good: dict[str, Any] = {"origin": origin, "start": start, "end": len(lines), "checkpoint": note}
    return RangeHead(**(good | head)), lines[start:]


def acceptances(size: int, root: bytes = b"r", key: Signer = HUB_KEY, **head: Any) -> Range:
    """The head of the hub's acceptances, as if there were so many."""
    note = checkpoints.sign(Checkpoint(ACCEPTANCES, Size(size), leaf_hash(root)), key.renamed(ACCEPTANCES))
    good: dict[str, Any] = {"origin": ACCEPTANCES, "start": size, "end": size, "checkpoint": note}
    return RangeHead(**(good | head)), []


def receipt(
    store: LaptopStore,
    size: int,
    *,
    root: Hash | None = None,
    owner: Signer | None = None,
    mirror: Signer = MIRROR,
    time: int = NOW + 60,
    **head: Any,
) -> Range:
    """The hub's receipt on the first entries of the laptop's log."""
    origin = store.logs.own.origin
    root = store.logs.frontier_at(origin, min(size, store.logs.own.size)).root() if root is None else root
    at = Checkpoint(origin, Size(size), root)
    note = with_signature(checkpoints.sign(at, owner or signer()), cosign(at, mirror, Instant(time)))
    return RangeHead(origin=origin, start=Size(size), end=Size(size), checkpoint=note, **head), []


def parcel(ranges: Sequence[Range], **header: Any) -> bytes:
    writer = ParcelWriter()
    good: dict[str, Any] = {"soxa": 1, "kind": "reply", "hub": HUB}
    pieces = [writer.header(Header(**(good | header)))]
    for head, lines in ranges:
        pieces += [writer.range(head), writer.entries(lines)]
    return b"".join([*pieces, writer.end()])


def take(store: LaptopStore, *ranges: Range, **header: Any) -> Reply:
    return take_reply(store, [parcel(ranges, **header)], ONE_EXCHANGE, on_line=True)


def taken(store: LaptopStore, *ranges: Range, **header: Any) -> Reply:
    """A reply of which nothing was kept away."""
    reply = take(store, *ranges, **header)
    assert reply.fault is None
    return reply


def held(store: LaptopStore) -> dict[str, tuple[int, str]]:
    """How far each log is held, and by which note."""
    logs = [REGISTRY, ACCEPTANCES, DESK, PEER.origin, store.logs.own.origin]
    extents = [store.logs.extent(origin) for origin in logs]
    return {extent.origin: (extent.size, extent.checkpoint) for extent in extents} | {"own": (store.logs.own.acked, "")}


def refused(store: LaptopStore, *ranges: Range) -> SoxaError:
    """Why a part of an answer is not taken. Nothing of it is, and what stands before and after it is."""
    before = held(store)
    if not store.logs.registry_head[1]:
        ranges = (a_range(REGISTRY, HUB_KEY, registry()), *ranges)
    notices = store.logs.extent(DESK).size
    reminders: list[Entry] = [Reminder(salt="0" * 16, at=NOW, period="2026-11")] * (notices + 1)
    desk = a_range(DESK, HUB_KEY, reminders, notices)
    reply = take(store, *ranges, desk)
    after = held(store)
    assert after.pop(DESK) == (notices + 1, desk[0].checkpoint)
    assert after.pop(REGISTRY)[0] >= len(registry())
    assert after == {name: kept for name, kept in before.items() if name in after}
    assert reply.fault is not None
    return reply.fault


def test_a_whole_answer_is_taken(store: LaptopStore) -> None:
    peer: list[Entry] = [join(PEER), activity("Họp bản")]
    reminder = Reminder(salt=salt(), at=NOW, period="2026-11")
    reply = take(
        store,
        a_range(REGISTRY, HUB_KEY, registry()),
        acceptances(4),
        receipt(store, 1),
        a_range(DESK, HUB_KEY, [reminder]),
        a_range(PEER.origin, PEER, peer),
        more=True,
        held=(QuarantinedEntry(Index(0), "invalid", "x"),),
    )
    size = sum(len(encode(entry)) for entry in (*registry(), reminder, *peer))
    assert reply == Reply(acked=Size(1), received=9, received_bytes=size, more=True, believed=True)
    assert [size for size, _note in held(store).values()] == [6, 4, 1, 2, 1, 1]


def test_an_answer_again_changes_nothing_and_its_overlap_is_no_fault(store: LaptopStore) -> None:
    ranges = [a_range(REGISTRY, HUB_KEY, registry()), acceptances(4), receipt(store, 1)]
    take(store, *ranges)
    before = held(store)
    assert take(store, *ranges).received == 0
    assert held(store) == before


def test_what_is_no_answer_for_this_laptop_is_refused(store: LaptopStore) -> None:
    for header, code, facts in (
        ({"kind": "push"}, "wrong-parcel", {"kind": "push"}),
        ({"kind": "bundle"}, "wrong-parcel", {"kind": "bundle"}),
        ({"hub": "other.example"}, "another-hub", {"origin": "other.example", "hub": HUB}),
        ({"device": "b" * 16}, "another-laptop", {"device": "b" * 16}),
    ):
        before = held(store)
        with pytest.raises(Refused) as raised:
            take(store, a_range(REGISTRY, HUB_KEY, registry()), **header)
        assert (raised.value.code, raised.value.facts) == (code, facts)
        assert held(store) == before
    for own in ("", origins.parse(store.logs.own.origin).device):
        assert take(store, device=own).refusal is None


def test_a_refusal_is_told_and_leaves_what_is_known_of_quarantined_entries(store: LaptopStore) -> None:
    take(store, held=(QuarantinedEntry(Index(0), "invalid", "x"),))
    refusal = Refusal("clock", {"now": 1})
    assert take(store, refusal=refusal) == Reply(refusal=refusal, believed=True)
    assert len(store.records.counts().quarantined) == 1
    take(store)
    assert store.records.counts().quarantined == ()


def test_a_registry_is_believed_by_the_key_of_the_invite_alone(store: LaptopStore) -> None:
    for wrong, code in (
        (a_range(REGISTRY, IMPOSTOR, registry()), "unsigned"),
        (a_range(REGISTRY, HUB_KEY, registry(), root=leaf_hash(b"another")), "wrong-root"),
    ):
        fault = take(store, wrong).fault
        assert isinstance(fault, Unproven) and fault.code == code
        assert store.logs.registry_head[1] == 0


def test_a_registry_that_is_kept_away_is_not_believed_in_the_rest_of_the_answer(store: LaptopStore) -> None:
    reply = take(
        store,
        a_range(REGISTRY, HUB_KEY, registry(), root=leaf_hash(b"another")),
        a_range(PEER.origin, PEER, [join(PEER)]),
        receipt(store, 1),
    )
    assert reply.fault is not None and reply.fault.code == "wrong-root"
    assert (reply.acked, reply.received, set(reply.skipped)) == (None, 0, {PEER.origin})
    assert store.logs.extent(PEER.origin).size == 0


def test_a_followed_log_that_forks_is_refused_and_one_that_is_older_changes_nothing(store: LaptopStore) -> None:
    entries = registry()
    take(store, a_range(REGISTRY, HUB_KEY, entries))
    other = [*entries[:1], device(STRANGER, UNIT), *entries[2:], entries[1]]
    error = refused(store, a_range(REGISTRY, HUB_KEY, other))
    assert (error.code, error.facts["index"]) == ("fork", 1)
    before = held(store)
    assert take(store, a_range(REGISTRY, HUB_KEY, entries[:3])).received == 0
    assert held(store) == before


def test_a_range_beyond_what_is_held_is_not_taken(store: LaptopStore) -> None:
    error = refused(store, a_range(PEER.origin, PEER, [join(PEER), activity()], 1))
    assert (error.code, error.facts) == ("behind", {"origin": PEER.origin, "at": 0})


def test_logs_that_are_not_followed_or_not_known_are_skipped_and_are_no_fault(store: LaptopStore) -> None:
    nobody = signer(13)
    reminder: list[Entry] = [Reminder(salt=salt(), at=NOW, period="2026-11")]
    strange = [
        a_range(origins.desk(HUB, OTHER_UNIT), HUB_KEY, reminder),
        a_range(STRANGER.origin, STRANGER, [join(STRANGER)]),
        a_range(nobody.origin, nobody, [join(nobody)]),
        a_range(origins.registry("other.example"), HUB_KEY, registry()),
        a_range(Origin(f"{HUB}/journal/2"), HUB_KEY, [b"{}"]),
        a_range(Origin("x"), HUB_KEY, []),
    ]
    reply = taken(store, a_range(REGISTRY, HUB_KEY, registry()), *strange, a_range(DESK, HUB_KEY, reminder), strange[0])
    assert reply.skipped == {head.origin for head, _lines in strange}
    assert (reply.received, store.logs.extent(DESK).size) == (7, 1)
    assert set(store.logs.cursors()) == {REGISTRY, DESK, store.logs.own.origin}


def test_entries_of_the_registry_that_cannot_be_read_stop_nothing(store: LaptopStore) -> None:
    unreadable = [b"{}", b'{"kind":"unit"}', encode(device(PEER, UNIT)), b'{"kind":"charter","salt":"00","new":1}']
    late = signer(13)
    taken(store, a_range(REGISTRY, HUB_KEY, [*registry(), *unreadable, device(late, UNIT)]), receipt(store, 1))
    assert taken(store, a_range(late.origin, late, [join(late)])).received == 1
    read = store.logs.registry()
    assert [contradiction.index for contradiction in read.contradictions] == [6, 7, 8]
    assert read.size == store.logs.registry_head[1] == 11
    assert store.logs.own.acked == 1


def test_a_colleagues_log_is_believed_by_the_colleagues_key(store: LaptopStore) -> None:
    forged = Signer(PEER.name, b"\x08" * 32)
    assert refused(store, a_range(PEER.origin, forged, [join(PEER)])).code == "unsigned"


def test_older_acceptances_are_refused(store: LaptopStore) -> None:
    take(store, a_range(REGISTRY, HUB_KEY, registry()), acceptances(4))
    error = refused(store, acceptances(3))
    assert isinstance(error, Unproven)
    assert (error.code, error.facts) == ("stale-checkpoint", {"origin": ACCEPTANCES, "held": 4, "found": 3})
    assert refused(store, acceptances(0)).code == "stale-checkpoint"
    take(store, acceptances(5))
    assert held(store)[ACCEPTANCES][0] == 4, "nothing proves that they go on from those four"


def from_file(store: LaptopStore, *ranges: Range, **header: Any) -> Reply:
    return take_reply(store, [parcel(ranges, **header)], ONE_FILE, on_line=False)


def test_a_file_that_says_less_is_old_and_nothing_went_back(store: LaptopStore) -> None:
    store.logs.append([activity()], signer())
    said = QuarantinedEntry(Index(0), "invalid", "x")
    registry_range, desk = a_range(REGISTRY, HUB_KEY, registry()), a_range(DESK, HUB_KEY, [REMINDER, REMINDER])
    newest = [registry_range, acceptances(4), receipt(store, 2), desk]
    assert not taken(store, *newest, held=(said,)).older
    before = held(store)
    assert not from_file(store, *newest, held=(said,)).older
    for part in (
        acceptances(3),
        acceptances(2),
        receipt(store, 1),
        a_range(DESK, HUB_KEY, [REMINDER]),
        a_range(REGISTRY, HUB_KEY, registry()[:-1]),
    ):
        reply = from_file(store, part)
        assert (reply.older, reply.fault, reply.received) == (True, None, 0)
        assert held(store) == before
        assert [row.index for row in store.records.counts().quarantined] == [0]


def test_an_old_file_that_differs_from_what_the_hub_signed_then_is_a_fork(store: LaptopStore) -> None:
    take(store, a_range(REGISTRY, HUB_KEY, registry()), acceptances(3), acceptances(4))
    reply = from_file(store, acceptances(3, root=b"another"))
    assert isinstance(reply.fault, Fork)
    assert not reply.older


def test_other_acceptances_of_the_same_size_are_a_fork_and_the_same_are_kept_as_they_are(store: LaptopStore) -> None:
    take(store, a_range(REGISTRY, HUB_KEY, registry()), acceptances(4))
    error = refused(store, acceptances(4, b"another"))
    assert isinstance(error, Unproven)
    assert (error.code, error.facts) == ("fork", {"origin": ACCEPTANCES, "index": 4})
    before = held(store)
    again, _none = acceptances(4)
    crowded = with_signature(again.checkpoint, cosign(Checkpoint(ACCEPTANCES, Size(4), leaf_hash(b"r")), MIRROR, Instant(1)))
    take(store, acceptances(4, checkpoint=crowded))
    assert held(store) == before


def test_acceptances_are_a_head_alone_at_its_own_size_and_of_the_hub(store: LaptopStore) -> None:
    for wrong, code in (
        (acceptances(4, start=3), "bad-range"),
        (acceptances(4, start=3, end=3), "bad-range"),
        (acceptances(4, start=5, end=5), "bad-range"),
        (acceptances(4, key=IMPOSTOR), "unsigned"),
    ):
        head, _none = wrong
        assert refused(store, (head, [b"x"] * (head.end - head.start))).code == code


def test_a_receipt_needs_the_laptops_signature_its_own_root_and_the_hubs(store: LaptopStore) -> None:
    store.logs.append([activity(), activity()], signer())
    for wrong, code in (
        (receipt(store, 2, owner=Signer(signer().name, b"\x09" * 32)), "unsigned"),
        (receipt(store, 2, mirror=Signer(MIRROR.name, b"\x09" * 32)), "no-receipt"),
        (receipt(store, 2, root=leaf_hash(b"another")), "own-fork"),
    ):
        error = refused(store, wrong)
        assert isinstance(error, Unproven)
        assert error.code == code
    take(store, a_range(REGISTRY, HUB_KEY, registry()), receipt(store, 3))
    assert store.logs.own.acked == 3


def test_a_receipt_before_the_hubs_key_is_known_is_none(store: LaptopStore) -> None:
    fault = take(store, receipt(store, 1)).fault
    assert isinstance(fault, Unproven)
    assert (fault.code, fault.facts) == ("no-receipt", {"name": f"{HUB}/mirror"})


@pytest.mark.parametrize("whose", ["own", "acceptances"])
def test_entries_in_a_range_that_has_none_are_refused(store: LaptopStore, whose: str) -> None:
    head, _none = receipt(store, 1) if whose == "own" else acceptances(1)
    start_before = RangeHead(origin=head.origin, start=Size(0), end=head.end, checkpoint=head.checkpoint)
    error = refused(store, (start_before, [b"x"]))
    assert error.code == ("wrong-root" if whose == "own" else "bad-range"), "of the own log they would be its tail"


def test_of_several_faults_the_first_is_told_and_each_part_that_holds_is_taken(store: LaptopStore) -> None:
    forged = Signer(PEER.name, b"\x08" * 32)
    reply = take(
        store,
        a_range(REGISTRY, HUB_KEY, registry()),
        acceptances(4, start=5, end=5),
        receipt(store, 1),
        a_range(PEER.origin, forged, [join(PEER)]),
        a_range(DESK, HUB_KEY, [Reminder(salt=salt(), at=NOW, period="2026-11")]),
        more=True,
    )
    assert reply.fault is not None and reply.fault.code == "bad-range"
    assert (reply.acked, reply.received, reply.more) == (1, 7, True)
    assert [size for size, _note in held(store).values()] == [6, 0, 1, 0, 1, 1]


def test_entries_of_a_range_that_does_not_hold_are_nowhere(store: LaptopStore) -> None:
    noted = activity("Họp bản")
    wrong = a_range(PEER.origin, PEER, [join(PEER), noted], root=leaf_hash(b"another"))
    assert refused(store, wrong).code == "wrong-root"
    assert store.records.rows(ActivityFilter()) == []
    assert taken(store, a_range(PEER.origin, PEER, [join(PEER), noted])).received == 2
    assert [row.record for row in store.records.rows(ActivityFilter())] == [noted.record]


# -- receipts


def acceptance(store: LaptopStore, at_size: int, **stated: Any) -> Acceptance:
    origin = store.logs.own.origin
    good: dict[str, Any] = {
        "salt": "0" * 16,
        "at": NOW + 60,
        "device": origins.parse(origin).device,
        "size": at_size,
        "root": tobase64(store.logs.frontier_at(origin, at_size).root()),
    }
    return Acceptance(**(good | stated))


def told(entry: Entry | str, index: int = 8) -> dict[str, Any]:
    return {"acceptance": ReceiptedBy(index=Index(index), entry=entry if isinstance(entry, str) else encode(entry).decode())}


def test_an_acceptance_is_kept_beside_the_receipt_that_it_is_of(store: LaptopStore) -> None:
    line = encode(acceptance(store, 1))
    head, _none = given = receipt(store, 1, **told(line.decode()))
    taken(store, a_range(REGISTRY, HUB_KEY, registry()), given)
    assert store.logs.receipts() == [KeptReceipt(Size(1), head.checkpoint, Instant(NOW + 60), Index(8), line)]


def test_a_receipt_needs_no_acceptance_and_is_taken_beside_one_that_a_newer_hub_wrote(store: LaptopStore) -> None:
    newer = encode(acceptance(store, 1)).decode().replace('"acceptance"', '"accepted-again"', 1)
    for given in (receipt(store, 1), receipt(store, 1, **told(newer))):
        assert taken(store, a_range(REGISTRY, HUB_KEY, registry()), given).acked == 1
        (kept,) = store.logs.receipts()
        assert (kept.acked, kept.time, kept.index, kept.line) == (1, NOW + 60, None, None)


def test_an_acceptance_of_which_a_newer_hub_says_more_is_kept_as_it_stands(store: LaptopStore) -> None:
    newer = encode(acceptance(store, 1)).decode().replace("}", ',"generation":2}')
    taken(store, a_range(REGISTRY, HUB_KEY, registry()), receipt(store, 1, **told(newer)))
    (kept,) = store.logs.receipts()
    assert (kept.acked, kept.index, kept.line) == (1, Index(8), newer.encode())


def test_an_acceptance_of_something_else_keeps_its_receipt_away(store: LaptopStore) -> None:
    store.logs.append([activity()], signer())
    for wrong in (
        acceptance(store, 2, device="b" * 16),
        acceptance(store, 2, size=1),
        acceptance(store, 2, root=tobase64(leaf_hash(b"another"))),
        Reminder(salt="0" * 16, at=NOW, period="2026-11"),
        "{}",
    ):
        error = refused(store, receipt(store, 2, **told(wrong)))
        assert isinstance(error, Unproven)
        assert (error.code, error.facts) == ("other-acceptance", {"origin": store.logs.own.origin, "index": 8})
    assert store.logs.receipts() == []


def test_a_receipt_of_another_time_than_its_acceptance_is_taken_and_told(store: LaptopStore) -> None:
    reply = take(store, a_range(REGISTRY, HUB_KEY, registry()), receipt(store, 1, **told(acceptance(store, 1, at=NOW))))
    assert reply.fault is not None and reply.fault.code == "other-acceptance"
    assert (reply.acked, store.logs.own.acked) == (1, 1)
    assert [kept.index for kept in store.logs.receipts()] == [None]


@pytest.mark.parametrize("time", [0, NOW - 1, MAX_TIME])
def test_a_receipts_time_is_no_reason_to_refuse_it(store: LaptopStore, time: int) -> None:
    store.logs.append([activity()], signer())
    taken(store, a_range(REGISTRY, HUB_KEY, registry()), receipt(store, 1))
    taken(store, receipt(store, 2, time=time))
    own = store.logs.own
    assert (own.acked, own.receipt_time) == (2, time)


def test_less_is_believed_on_the_line_and_a_file_may_be_old(store: LaptopStore) -> None:
    store.logs.append([activity()], signer())
    taken(store, a_range(REGISTRY, HUB_KEY, registry()), receipt(store, 2))
    older = parcel([receipt(store, 1)])
    assert take_reply(store, [older], ONE_FILE, on_line=False).acked == 1
    assert store.logs.own.acked == 2
    on_line = take_reply(store, [older], ONE_EXCHANGE, on_line=True)
    assert (on_line.acked, on_line.older) == (1, False)
    assert store.logs.own.acked == 1


# -- the form


def test_of_an_answer_that_was_cut_every_whole_range_stays_and_nothing_of_the_one_it_was_cut_in(store: LaptopStore) -> None:
    whole = parcel([a_range(REGISTRY, HUB_KEY, registry())])
    for cut in range(0, len(whole), 40):
        with pytest.raises(BadInput) as raised:
            take_reply(store, [whole[:cut]], ONE_EXCHANGE, on_line=True)
        assert raised.value.code == "not-a-parcel"
    writer = ParcelWriter()
    head, lines = a_range(REGISTRY, HUB_KEY, registry())
    peers, theirs = a_range(PEER.origin, PEER, [join(PEER), activity("Họp bản")])
    body = writer.header(Header(soxa=1, kind="reply", hub=HUB)) + writer.range(head) + writer.entries(lines)
    body += writer.range(peers) + writer.entries(theirs[:1]) + writer.flush()
    for on_line in (False, True):
        reply = Reply()
        with pytest.raises(BadInput) as raised:
            take_reply(store, [body], ONE_EXCHANGE, on_line=on_line, reply=reply)
        assert raised.value.code == "cut-parcel"
        assert (store.logs.registry_head[1], store.logs.extent(PEER.origin).size) == (6, 0)
        assert (reply.received, reply.acked) == (0 if on_line else 6, None)


def a_part(end: int, lines: Sequence[bytes], author: Signer = PEER, proof: Sequence[Hash] | None = None) -> Range:
    """The first entries of a log, as a part of it."""
    leaves = [leaf_hash(line) for line in lines]
    note = checkpoints.sign(Checkpoint(author.origin, Size(len(lines)), tree_root(leaves)), author)
    shown = tuple(Base64Hash(tobase64(hash_)) for hash_ in proof or consistency_proof(leaves, Size(end)))
    return RangeHead(origin=author.origin, start=Size(0), end=Size(end), checkpoint=note, proof=shown), list(lines[:end])


def test_a_part_of_a_log_is_taken_with_its_proof_and_the_rest_joins_on(store: LaptopStore) -> None:
    peer = [encode(entry) for entry in (join(PEER), activity("Họp bản"), activity("Phát loa"), activity("Treo băng rôn"))]
    take(store, a_range(REGISTRY, HUB_KEY, registry()))
    assert taken(store, a_part(3, peer)).received == 3
    assert store.logs.extent(PEER.origin).size == store.logs.cursors()[PEER.origin] == 3
    assert [position.size for position in store.logs.covers() if position.device in PEER.name] == [3]
    whole, _lines = a_part(4, peer)
    assert taken(store, (msgspec.structs.replace(whole, start=Size(3), proof=()), peer[3:])).received == 1
    assert store.logs.extent(PEER.origin).size == 4


def test_a_part_without_the_right_proof_is_kept_away(store: LaptopStore) -> None:
    peer = [encode(entry) for entry in (join(PEER), activity("Họp bản"), activity("Phát loa"))]
    take(store, a_range(REGISTRY, HUB_KEY, registry()))
    other = [leaf_hash(b"x")] * 2
    for part, code in (
        (a_part(2, peer, proof=other), "bad-consistency-proof"),
        (a_part(2, peer, author=Signer(PEER.name, b"\x07" * 32)), "unsigned"),
        (a_part(3, peer, proof=other), "bad-range"),
    ):
        assert refused(store, part).code == code
        assert store.logs.extent(PEER.origin).size == 0


def test_a_part_of_the_registry_is_believed_and_its_head_is_kept(store: LaptopStore) -> None:
    lines = [encode(entry) for entry in registry()]
    assert taken(store, a_part(5, lines, author=HUB_KEY.renamed(REGISTRY))).received == 5
    assert store.logs.registry().size == store.logs.registry_head[1] == 5
    (note,) = store.logs.hub_heads()
    assert checkpoints.parse(note).checkpoint.size == 6

"""When the hub received an entry: by its clock, by a receipt of before, and where its clock was wrong."""

from __future__ import annotations

import msgspec
import pytest

from sync.encoding.types import Base64Hash, Index, Instant, Origin, Size
from sync.ledger import origins
from sync.ledger.entry import Restored
from sync.ledger.received_time import HubTimes, counts, received, restore_of
from sync.ledger.registry import Registry, Restore
from sync.ledger.restores import KeptLog
from sync.log.keys import Signer

HUB = "soxa.example"
FIRST = origins.acceptances(HUB)
KEY = Signer(origins.registry(HUB), bytes(32)).verifier
ROOT = Base64Hash("A" * 43 + "=")


def registry(*restores: tuple[int, int, int], grown: int = 0) -> Registry:
    """A registry of restores, each by what was kept of the acceptances, and by its gap."""
    found = Registry(KEY)
    for number, (kept, since, at) in enumerate(restores, 2):
        branch = (KeptLog(Origin(FIRST), Size(grown), ROOT),) if grown else ()
        entry = Restored(
            salt="0" * 16, at=Instant(at), generation=number, kept=(), grown=branch, since=Instant(since), reason=""
        )
        row = KeptLog(origins.acceptances(HUB, number - 1), Size(kept), ROOT)
        found.restores.append(Restore(entry, Index(number), {FIRST: row}, ()))
    return found


RESTORED = registry((4, 100, 200))


@pytest.mark.parametrize(("held", "expected"), [(99, 500), (100, 100), (150, 150), (200, 200), (201, 500), (None, 500)])
def test_a_receipt_of_before_counts_within_the_gap(held: int | None, expected: int) -> None:
    time = None if held is None else Instant(held)
    assert received(RESTORED, Instant(500), Index(4), time, None) == expected


def test_it_counts_in_the_generation_of_that_restore_alone() -> None:
    assert not counts(RESTORED, Instant(150), Index(3), None)
    assert not counts(registry(), Instant(150), Index(3), None)
    twice = registry((4, 100, 200), (9, 300, 400))
    assert counts(twice, Instant(150), Index(8), None) and not counts(twice, Instant(150), Index(9), None)
    assert counts(twice, Instant(350), Index(9), None) and not counts(twice, Instant(350), Index(8), None)


@pytest.mark.parametrize(("after", "expected"), [(None, 150), (150, 150), (151, 500)])
def test_nobody_received_it_before_what_it_has_seen(after: int | None, expected: int) -> None:
    lower = None if after is None else Instant(after)
    assert received(RESTORED, Instant(500), Index(4), Instant(150), lower) == expected


def test_it_makes_nothing_later() -> None:
    assert received(RESTORED, Instant(120), Index(4), Instant(150), None) == 120


def test_of_two_histories_the_generation_begins_where_the_one_that_stays_ended() -> None:
    forked = registry((4, 100, 200), grown=7)
    assert restore_of(forked, Index(6)) is None
    assert restore_of(forked, Index(7)) is forked.restores[0]


def test_a_name_of_before_holds_as_far_as_every_later_restore_kept() -> None:
    twice = registry((9, 0, 0), (4, 0, 0))
    assert twice.stayed(FIRST) == 4 == twice.stayed(origins.acceptances(HUB, 2))
    assert twice.stayed(origins.acceptances(HUB, 3)) is None
    assert twice.stayed(origins.desk(HUB, "03390")) == 0, "it was not there yet"


def times(*said: int) -> HubTimes:
    found = HubTimes()
    for time in said:
        found.add(Instant(time))
    return found


def test_where_the_clock_was_wrong_the_truth_lies_between_two_that_are_right() -> None:
    hub = times(100, 9_000, 9_001)
    assert hub.state(Index(1), Index(2), Instant(300))
    hub.pass_over()
    hub.add(Instant(310))
    assert hub.earliest(Size(4)) == 100, "the statement's own time is that of the acceptance before, which is false"
    assert [hub.latest(Index(index)) for index in (0, 1, 2, 4)] == [100, 300, 300, 310]
    assert [hub.earliest(Size(size)) for size in (0, 1, 2, 3, 5)] == [None, 100, 100, 100, 310]
    before = Size(3)
    assert (hub.latest(Index(1), before), hub.earliest(Size(2), before)) == (9_000, 9_000), "as it was known then"


@pytest.mark.parametrize(("first", "last", "at"), [(1, 3, 300), (1, 2, 99)])
def test_a_stretch_is_of_what_was_said_and_not_before_what_is_right(first: int, last: int, at: int) -> None:
    assert not times(100, 9_000, 9_001).state(Index(first), Index(last), Instant(at))


def test_a_stretch_is_stated_once() -> None:
    hub = times(100, 9_000, 9_001, 400)
    assert hub.state(Index(1), Index(2), Instant(300))
    assert not hub.state(Index(2), Index(3), Instant(500))
    assert hub.state(Index(3), Index(3), Instant(500))


def test_a_clock_that_was_wrong_from_the_first() -> None:
    hub = times(9_000)
    assert hub.state(Index(0), Index(0), Instant(300))
    assert (hub.earliest(Size(1)), hub.latest(Index(0))) == (0, 300)


def test_the_key_is_the_same_pair_whatever_generation_it_was_handed_out_in() -> None:
    later = Registry(KEY.renamed(origins.registry(HUB, 3)))
    assert later.key == KEY and later.name == HUB
    assert msgspec.structs.asdict(later.verifier(origins.acceptances(HUB, 2)))["name"] == f"{FIRST}/2"

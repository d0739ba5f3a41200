"""Reports: the figures that are shown are those that are committed to, and anybody can work them out again."""

from __future__ import annotations

import msgspec
import pytest

from field.reporting.reports import LanguageSums, Preview, outdated, preview, submit
from field.reporting.sent_words import changed_words as sent_by
from field.store import LaptopStore
from sync.encoding.spelling import unbase64
from sync.encoding.types import Instant, Size
from sync.errors import Misuse
from sync.ledger import origins
from sync.ledger.asked import with_heads
from sync.ledger.decode import decode
from sync.ledger.entry import Narrative, Position, Report
from sync.ledger.figures import Tally, commitment
from sync.ledger.origins import LogKind
from sync.log.merkle import leaf_hash
from sync.wording.i18n import speaking
from tests import later
from tests.field.alone import (
    DESK,
    HUB,
    NOW,
    PEER,
    PLAN,
    activity,
    check_log,
    follow,
    follow_registry,
    join,
    random_bytes,
    signer,
)

DAY = 86_400
NARRATIVE = Narrative(results="Đã phát loa đủ các bản.")


def send(store: LaptopStore, period: str = "2026-11", now: Instant = NOW) -> Preview:
    return submit(store, signer(), period, NARRATIVE, now=now, random_bytes=random_bytes)


def last_entry(store: LaptopStore) -> Report:
    entry = decode(store.logs.lines(store.logs.own.origin, store.logs.own.size - 1, 1)[0], LogKind.DEVICE)
    assert isinstance(entry, Report)
    return entry


def test_a_preview_counts_what_lies_in_the_window_and_was_not_taken_back(store: LaptopStore) -> None:
    store.logs.append(
        [
            activity(date="2026-10-14", quantity=100),
            activity(date="2026-10-15", quantity=1, channel="commune-radio", topics=("digital-skills",), audience=10),
            activity(date="2026-11-14", quantity=2, channel="meeting", topics=("digital-skills", "digital-literacy")),
            activity(date="2026-11-15", quantity=100),
            activity(date="2026-10-20", minutes=7),
        ],
        signer(),
    )
    said = preview(store, "2026-11", NOW)
    assert said.figures.total == Tally(3, 3, 10, 7)
    assert said.figures.channels == {"": Tally(1, 0, 0, 7), "commune-radio": Tally(1, 1, 10), "meeting": Tally(1, 2)}
    assert said.figures.topics["digital-skills"] == Tally(2, 3, 10)
    assert (said.records, said.unsent, said.conflicts, said.submitted) == (3, 5, 0, 0)
    assert store.logs.own.size == 6  # a preview saves nothing


def test_the_commitment_is_over_the_heads_of_what_was_counted(store: LaptopStore) -> None:
    leaves = store.logs.append([activity(), activity(), activity(date="2025-01-01")], signer())
    assert unbase64(preview(store, "2026-11", NOW).root) == commitment(leaves[:2])


def test_a_directives_period_counts_its_activities_alone(store: LaptopStore) -> None:
    follow_registry(store, PLAN)
    store.logs.append([activity(directive=PLAN.id, quantity=2), activity(quantity=5)], signer())
    assert preview(store, "2653/kh-ubnd@2026-11", NOW).figures.total == Tally(1, 2)
    assert preview(store, "2026-11", NOW).figures.total == Tally(2, 7)


@pytest.mark.parametrize("period", ["2026-13", "x", "", "1/KH@2026-11"])
def test_a_period_that_is_none_is_refused(store: LaptopStore, period: str) -> None:
    with pytest.raises(Misuse):
        preview(store, period, NOW)


def test_a_submitted_report_says_what_was_previewed(store: LaptopStore) -> None:
    store.logs.append([activity(quantity=3)], signer())
    shown = preview(store, "2026-11", NOW)
    assert send(store) == shown
    entry = last_entry(store)
    assert (entry.period, entry.figures, entry.records, entry.root) == ("2026-11", shown.figures, 1, shown.root)
    assert (entry.narrative, entry.base, entry.at) == (NARRATIVE, (), NOW)
    check_log(store)


def test_a_report_covers_its_own_log_up_to_itself_and_colleagues_as_far_as_held(store: LaptopStore) -> None:
    peer = signer(9)
    store.logs.append([activity() for _ in range(3)], signer())
    follow(store, peer.origin, peer, [join(peer), activity()])
    send(store)
    own = origins.parse(store.logs.own.origin).device
    covers = {position.device: position.size for position in last_entry(store).covers}
    assert covers == {own: 4, origins.parse(peer.name).device: 2}
    assert covers[own] == store.logs.own.size - 1  # its own index
    assert preview(store, "2026-11", NOW).figures.total.activities == 4  # the unit's, whoever wrote it
    assert Position(own, Size(4)) in last_entry(store).covers


@pytest.mark.parametrize(("day", "provisional"), [(0, True), (19, True), (20, False), (400, False)])
def test_a_report_before_the_window_closes_is_provisional(store: LaptopStore, day: int, provisional: bool) -> None:
    assert (
        send(store, now=Instant(NOW + day * DAY)).provisional is provisional
    )  # NOW is 26 October; it closes on 14 November
    assert last_entry(store).provisional is provisional


def test_entries_of_the_unit_that_a_newer_program_wrote_are_told_of(store: LaptopStore) -> None:
    newer = b'{"kind":"of-a-later-time","salt":"0000000000000000","at":%d,"what":"x"}' % NOW
    assert preview(store, "2026-11", NOW).future == 0
    follow_registry(store)
    with store.taking() as taking:
        for origin, lines in ((PEER.origin, [newer, newer, b"{}"]), (DESK, [newer]), (origins.registry(HUB), [newer])):
            taking.append(origin, store.logs.extent(origin).size, lines, list(map(leaf_hash, lines)))
    assert preview(store, "2026-11", NOW).future == 2
    assert send(store).future == 2


def test_figures_alone_do_not_answer_who_asks_for_words(store: LaptopStore) -> None:
    asked = msgspec.structs.replace(PLAN.duties[0], heads=("Thiệt hại", "Kiến nghị"))
    follow_registry(store, msgspec.structs.replace(PLAN, duties=(asked,)))
    period, size = f"{PLAN.number}@2026-11", store.logs.own.size
    with pytest.raises(Misuse) as refused:
        submit(store, signer(), period, Narrative(), now=NOW, random_bytes=random_bytes)
    assert (refused.value.code, refused.value.facts) == ("heads-unwritten", {"heads": "Thiệt hại; Kiến nghị"})
    assert store.logs.own.size == size
    one = Narrative(results=with_heads({"Thiệt hại": "Ba nhà"}), proposals="Không có gì")
    with pytest.raises(Misuse) as refused:
        submit(store, signer(), period, one, now=NOW, random_bytes=random_bytes)
    assert refused.value.facts == {"heads": "Kiến nghị"}, "one of two is asked for, too"
    both = Narrative(results=with_heads({"Thiệt hại": "Ba nhà", "Kiến nghị": "Không có"}))
    submit(store, signer(), period, both, now=NOW, random_bytes=random_bytes)


def test_an_amended_report_takes_the_place_of_the_one_before(store: LaptopStore) -> None:
    send(store)
    (first,) = store.reporting.reports()["2026-11"]
    store.logs.append([activity(quantity=3)], signer())
    assert preview(store, "2026-11", NOW).submitted == 1
    send(store)
    (second,) = store.reporting.reports()["2026-11"]
    assert [unbase64(name) for name in second.entry.base] == [first.leaf]
    assert (second.entry.records, second.received) == (1, False)
    send(store, "2026-12")
    assert set(store.reporting.reports()) == {"2026-11", "2026-12"}


@pytest.mark.parametrize("period", ["72/KH-UBND@2026-H1", "73/KH-UBND@2026-11"])
def test_no_report_is_made_of_what_cannot_be_read(store: LaptopStore, period: str) -> None:
    follow_registry(store, later.OPAQUE_DUTY, later.OPAQUE_EDITION)
    size = store.logs.own.size
    with pytest.raises(Misuse) as refused:
        send(store, period)
    assert refused.value.code == "unread-duty"
    assert store.logs.own.size == size


def test_a_report_that_the_ledger_outgrew_is_told_with_both_figures_until_it_is_sent_again(store: LaptopStore) -> None:
    store.logs.append([activity(audience=307)], signer())
    send(store)
    assert (outdated(store), preview(store, "2026-11", NOW).outdated) == ([], ())
    store.logs.append([activity(audience=1), activity(date="2026-11-15")], signer())
    (changed,) = outdated(store)
    assert preview(store, "2026-11", NOW).outdated == (changed,)
    assert (changed.period, changed.at, changed.provisional) == ("2026-11", NOW, True)
    assert (changed.sent.total, changed.now.total) == (Tally(1, 0, 307), Tally(2, 0, 308))
    assert (changed.device, changed.own, changed.entered) == (store.membership.device, True, False)
    with speaking("en"):
        told = sent_by(changed, ())
        assert told.startswith("report month 11/2026 sent ") and " by this laptop: its figures" in told
        other = msgspec.structs.replace(changed, own=False)
        assert f" by laptop {changed.device[:8]}: its figures" in sent_by(other, ())
        assert " by the province for the unit: " in sent_by(msgspec.structs.replace(other, entered=True), ())
    send(store)
    assert outdated(store) == []


def test_a_preview_sums_by_language_as_well(store: LaptopStore) -> None:
    store.logs.append(
        [activity(language="hmn", audience=5), activity(language="hmn", audience=2), activity(minutes=3)], signer()
    )
    assert list(preview(store, "2026-11", NOW).languages.items()) == [
        ("hmn", LanguageSums(2, 7, 0)),
        ("", LanguageSums(1, 0, 3)),
    ]

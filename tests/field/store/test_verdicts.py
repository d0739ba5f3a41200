"""Verdicts on the unit's reports: by what this laptop holds, and made anew when it holds more."""

from __future__ import annotations

from typing import Any

import pytest

from field.store import LaptopStore
from field.store.rows import ReportHead
from sync.encoding.spelling import tobase64
from sync.encoding.types import Index, Size
from sync.exchange.parcel import QuarantinedEntry
from sync.ledger import origins
from sync.ledger.decode import encode
from sync.ledger.entry import Activity, Device, Entry, Hub, Position, Report, Unit
from sync.ledger.figures import Tally, commitment, count
from sync.ledger.merge import counted_alone
from sync.log.keys import Signer
from sync.log.merkle import leaf_hash
from sync.log.receipt import cosigner_verifier
from tests.field.alone import (
    HUB,
    HUB_KEY,
    MIRROR,
    NOW,
    PEER,
    UNIT,
    activity,
    follow,
    join,
    receive,
    report,
    salt,
    signer,
)

THIRD = signer(11)
"""The key of another colleague's laptop."""
STRANGER = signer(13)
"""The key of a laptop of another unit."""
OTHER_UNIT = "03405"


def device(key: Signer) -> str:
    return origins.parse(key.name).device


def enrolled(store: LaptopStore) -> None:
    """Give the store the registry with all four laptops."""
    units = [
        Unit(salt=salt(), at=NOW, code=code, name=code, type="xã", valid_from="2025-07-01") for code in (UNIT, OTHER_UNIT)
    ]
    devices = [
        Device(salt=salt(), at=NOW, unit=unit, key=key.verifier.vkey(), invite="a" * 16)
        for key, unit in ((signer(), UNIT), (PEER, UNIT), (THIRD, UNIT), (STRANGER, OTHER_UNIT))
    ]
    hub = Hub(salt=salt(), at=NOW, name=HUB, province="12", cosigner=cosigner_verifier(MIRROR).vkey())
    follow(store, origins.registry(HUB), HUB_KEY, [hub, *units, *devices])


def counting(*entries: Activity, covers: dict[Signer, int], **stated: Any) -> Report:
    """A report of November that is right about these entries, and covers so much of these laptops' logs."""
    positions = [Position(origins.parse(key.name).device, Size(size)) for key, size in covers.items()]
    figures = count(counted_alone(entry.fields) for entry in entries)
    right: dict[str, Any] = {
        "covers": tuple(sorted(positions, key=lambda position: position.device)),
        "records": len(entries),
        "root": tobase64(commitment(leaf_hash(encode(entry)) for entry in entries)),
        "figures": figures,
    }
    return report("2026-11", **(right | stated))


def heads(store: LaptopStore) -> list[ReportHead]:
    return list(store.reporting.reports().get("2026-11", ()))


def verdicts(store: LaptopStore) -> list[tuple[str, str]]:
    return [(head.judged.verdict, head.judged.code) for head in heads(store)]


def test_a_colleagues_report_that_the_entries_give_answers(store: LaptopStore) -> None:
    enrolled(store)
    done = activity(quantity=3)
    follow(store, PEER.origin, PEER, [join(PEER), done, counting(done, covers={PEER: 2})])
    assert verdicts(store) == [("valid", "")]
    assert store.reporting.reports(answering=True) == store.reporting.reports()


@pytest.mark.parametrize(
    ("stated", "code"),
    [
        ({"figures": count(()), "records": 0, "root": tobase64(commitment(()))}, "other-figures"),
        ({"records": 2}, "other-figures"),
        ({"root": tobase64(leaf_hash(b"another"))}, "other-commitment"),
        ({"covers": {PEER: 1}}, "covers-not-itself"),
        ({"covers": {PEER: 2, STRANGER: 2}}, "covers-a-stranger"),
    ],
)
def test_one_that_contradicts_the_entries_or_itself_answers_nothing(
    store: LaptopStore, stated: dict[str, Any], code: str
) -> None:
    enrolled(store)
    done = activity(quantity=3)
    follow(store, PEER.origin, PEER, [join(PEER), done, counting(done, **({"covers": {PEER: 2}} | stated))])
    assert verdicts(store) == [("false-report", code)]
    assert store.reporting.reports(answering=True) == {}


def test_one_of_a_newer_program_answers_and_is_not_called_right(store: LaptopStore) -> None:
    enrolled(store)
    follow(store, PEER.origin, PEER, [join(PEER), report("2026-11", author=PEER, level=9, records=99)])
    assert verdicts(store) == [("unread", "newer-level")]
    assert len(store.reporting.reports(answering=True)) == 1


@pytest.mark.parametrize("with_registry", [True, False])
def test_one_of_entries_that_are_not_here_waits_for_them(store: LaptopStore, with_registry: bool) -> None:
    """Whichever comes first: its device may not be known either."""
    if with_registry:
        enrolled(store)
    theirs, mine = activity(quantity=3), activity(quantity=4)
    third: list[Entry] = [join(THIRD), theirs]
    follow(store, PEER.origin, PEER, [join(PEER), mine, counting(mine, theirs, covers={PEER: 2, THIRD: 2})])
    if not with_registry:
        assert verdicts(store) == [("false-report", "covers-a-stranger")]
        enrolled(store)
    assert verdicts(store) == [("covers-more", "covers-what-is-not-here")]
    assert heads(store)[0].judged.facts == {"device": device(THIRD), "size": 2}
    assert store.reporting.reports(answering=True) == {}
    follow(store, THIRD.origin, THIRD, third[:1])
    assert [verdict for verdict, _code in verdicts(store)] == ["covers-more"]
    follow(store, THIRD.origin, THIRD, third)
    assert verdicts(store) == [("valid", "")]


def test_a_false_report_does_not_take_the_place_of_a_right_one(store: LaptopStore) -> None:
    enrolled(store)
    right = report("2026-11", author=PEER)
    false = report("2026-11", (tobase64(leaf_hash(encode(right))),), author=PEER, index=2, records=5)
    follow(store, PEER.origin, PEER, [join(PEER), right, false])
    assert [head.index for head in heads(store)] == [2]  # what a next report takes the place of
    assert [head.index for head in store.reporting.reports(answering=True)["2026-11"]] == [1]


def test_own_reports_are_judged_too_and_the_province_has_the_last_word(store: LaptopStore) -> None:
    store.logs.append([report("2026-11"), report("2026-10", index=2, records=7)], signer())
    assert len(store.reporting.reports(answering=True)) == 2  # not judged yet
    receive(store, 3)
    assert set(store.reporting.reports(answering=True)) == {"2026-11"}
    for word, answers in (("covers-more", False), ("false-report", False), ("void-seen", True), ("unheard-of", True)):
        with store.taking() as taking:
            taking.quarantined((QuarantinedEntry(Index(1), word, "x"),))
        assert ("2026-11" in store.reporting.reports(answering=True)) is answers
        assert verdicts(store) == [("valid" if answers else word, "")]
    with store.taking() as taking:
        taking.quarantined(())
    assert verdicts(store) == [("valid", "")]


def test_merged_and_revised_records_count_as_they_are_merged(store: LaptopStore) -> None:
    enrolled(store)
    made = activity(quantity=3)
    store.logs.append([made], signer())
    revised = Activity(
        salt=salt(),
        at=NOW,
        record=made.record,
        base=(tobase64(leaf_hash(encode(made))),),
        fields=made.fields.__class__(quantity=8),
    )
    says = counting(
        covers={PEER: 2, signer(): 2},
        records=1,
        root=tobase64(commitment([leaf_hash(encode(revised))])),
        figures=count([counted_alone(activity(quantity=8).fields)]),
    )
    follow(store, PEER.origin, PEER, [join(PEER), revised, says])
    assert verdicts(store) == [("valid", "")]
    assert says.figures.total == Tally(1, 8)

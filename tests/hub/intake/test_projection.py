"""From entries to rows: the row of the many that need no merging is the one that merging would give, field by field."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from sqlalchemy import select

from hub import own_logs
from hub.intake.projection import record_of
from hub.store import Transaction, schema
from hub.times import AcceptedTimes
from sync.audit.acceptances import Acceptances
from sync.audit.faults import AuditMarks
from sync.encoding.spelling import tobase64
from sync.encoding.types import Base64Hash, Index, Instant, Size
from sync.ledger import origins
from sync.ledger.decode import decode, encode
from sync.ledger.entry import Activity, Citation, Fields, Narrative, Position, Report, Retraction
from sync.ledger.figures import commitment, count
from sync.ledger.origins import LogKind
from sync.log.merkle import leaf_hash
from tests import later
from tests.every_field import EVERY_FIELD
from tests.hub.intake.party import Party, outcome
from tests.world import HUB, World

UNIT = "03390"


def stated(number: int, **fields: Any) -> Activity:
    record = f"01a17700-0000-7000-8000-{number:012}"
    given = {"title": "x", "date": "2026-10-28", **fields}
    return Activity(salt=f"{number:016x}", at=Instant(1), record=record, fields=Fields(**given))


def test_an_id_that_two_units_use_is_two_records(world: World) -> None:
    entry, other = stated(1, title="Của một xã", quantity=3), stated(1, title="Của xã khác", quantity=5)
    joined(world, entry)
    party = Party(2)
    party.says(party.join(world.keys, world.invite("03394")), other)
    assert outcome(world, party.push()) is None
    found = [[record.values.title for record in world.hub_records(unit).values()] for unit in (UNIT, "03394")]
    assert found == [["Của một xã"], ["Của xã khác"]]


def key_of(entry: Activity) -> bytes:
    return bytes.fromhex(entry.record.replace("-", ""))


def joined(world: World, *after: Any) -> Party:
    """A party whose join the hub took with these entries."""
    party = Party(1)
    party.says(party.join(world.keys, world.invite(UNIT)), *after)
    assert outcome(world, party.push()) is None
    return party


def row_of(world: World, entry: Activity) -> dict[str, Any]:
    """What the store says of a record, but for which record it is and where its entries stand."""
    with world.store.reading() as transaction:
        table = schema.record
        row = transaction.records._db.execute(select(table).where(table.c.record == key_of(entry))).one()
    return {name: value for name, value in row._mapping.items() if name not in ("record", "places")}


def leaf(entry: Activity) -> Base64Hash:
    return tobase64(leaf_hash(encode(entry)))


@pytest.mark.parametrize("name", [None, *EVERY_FIELD])
def test_a_record_with_one_entry_has_the_row_that_merging_would_give(world: World, name: str | None) -> None:
    """Alone among the many, or merged with a revision that sets the same fields again."""
    fields = EVERY_FIELD if name is None else {name: EVERY_FIELD[name]}
    alone, first = stated(1, **fields), stated(2)
    revision = msgspec.structs.replace(first, base=(leaf(first),), fields=Fields(**fields))
    joined(world, alone, first, revision)
    assert row_of(world, alone) == row_of(world, first)


def test_the_row_says_what_the_record_says_and_nothing_of_what_it_does_not(world: World) -> None:
    full, bare = stated(1, **EVERY_FIELD), stated(2)
    joined(world, full, bare)
    common = {"unit": UNIT, "standing": True, "conflicts": 0, "answer": 0}
    assert row_of(world, full) == {
        **common,
        "date": "2026-11-06",
        "month": 2026 * 12 + 10,
        "began": "2026-11-04",
        "directive": "plan",
        "task": "7",
        "topics": " digital-skills gender-equality ",
        "channel": "meeting",
        "quantity": 4,
        "audience": 120,
        "minutes": 15,
        "audiences": " women youth ",
        "body": "culture-society-office",
        "languages": " hmn tai vi ",
    }
    nothing = dict.fromkeys(("began", "directive", "task", "channel", "quantity", "audience", "minutes", "body"))
    days = {"date": "2026-10-28", "month": 2026 * 12 + 10}
    assert row_of(world, bare) == {**common, **nothing, **days, "topics": "", "audiences": "", "languages": ""}
    with world.store.reading() as transaction:
        assert record_of(transaction, UNIT, key_of(full)).values.audience == 120


def test_two_entries_that_make_the_same_record_in_one_push_are_merged(world: World) -> None:
    one, other = stated(1, quantity=4), msgspec.structs.replace(stated(1, quantity=5), salt="f" * 16)
    joined(world, one, other)
    assert row_of(world, one)["conflicts"] == 1


def test_an_entry_of_a_record_from_a_push_before_is_merged_with_it(world: World) -> None:
    one, other = stated(1, quantity=4), msgspec.structs.replace(stated(1, quantity=5), salt="f" * 16)
    party = joined(world, one)
    assert outcome(world, party.says(other).push()) is None
    assert row_of(world, one)["conflicts"] == 1
    retraction = Retraction(salt="0" * 16, at=Instant(1), record=one.record, base=(leaf(one), leaf(other)), reason="nhầm")
    assert outcome(world, party.says(retraction).push()) is None
    assert (row_of(world, one)["conflicts"], row_of(world, one)["standing"]) == (0, False)


def earliest(transaction: Transaction, world: World, size: Size) -> Instant | None:
    return AcceptedTimes(transaction, own_logs.registry(transaction, world.keys)).earliest(size)


def test_the_time_at_a_size_is_that_of_the_newest_acceptance_that_can_be_read(world: World) -> None:
    """By one rule at the hub and with an auditor."""
    origin = origins.acceptances(HUB)
    foreign = [msgspec.json.encode({"kind": "head", "salt": "00" * 8, "at": 1, "what": text}) for text in "abcd"]
    party = joined(world, stated(1))
    with world.store.reading() as transaction:
        first = transaction.logs.last_accepted_at()
    assert first is not None
    later.write(world, origin, *foreign)
    assert outcome(world, party.says(stated(2)).push(), Instant(first + 60)) is None
    acceptances, marks = Acceptances(), AuditMarks()
    with world.store.reading() as transaction:
        log = transaction.logs.get(origin)
        assert log is not None
        for index, line in enumerate(transaction.logs.lines(log.id, 0, log.size)):
            acceptances.take(Index(index), decode(line, LogKind.ACCEPTANCES), line, marks, origin)
        sizes = [Size(size) for size in range(log.size + 2)]
        times = [earliest(transaction, world, size) for size in sizes]
    assert times == [None, None, None, *[first] * 5, first + 60, None]
    assert [acceptances.time_at(size) for size in sizes] == times
    unreadable = Acceptances()
    unreadable.take(Index(0), decode(foreign[0], LogKind.ACCEPTANCES), foreign[0], marks, origin)
    assert unreadable.time_at(Size(1)) is None


def test_a_report_is_bracketed_by_the_newest_citation_so_far_and_the_hubs_own_time(world: World) -> None:
    party = joined(world, stated(1))
    with world.store.reading() as transaction:
        log = transaction.logs.get(origins.acceptances(HUB))
        assert log is not None
        accepted_at = transaction.logs.last_accepted_at()
        seen = Citation(log.size, tobase64(log.frontier.root()))
        assert [earliest(transaction, world, Size(size)) for size in (0, 2, 3, 4)] == [None, None, accepted_at, None]
    older = Citation(Size(0), tobase64(leaf_hash(b"x")))
    for citing, period in ((None, "2026-10"), (seen, "2026-11"), (older, "2026-12"), (None, "2027-01")):
        party.says(report(party, period, citing))
    now = world.now()
    assert outcome(world, party.push(), now) is None
    with world.store.reading() as transaction:
        rows = {row.period: row for row in transaction.reports.all(UNIT)}
    assert [rows[name].after for name in ("2026-10", "2026-11", "2026-12", "2027-01")] == [None, *[accepted_at] * 3]
    assert {(row.received, row.claimed, row.provisional) for row in rows.values()} == {(now, 77, False)}


def report(party: Party, period: str, seen: Citation | None) -> Report:
    """A report of nothing, as its author claims to have made it."""
    return Report(
        salt="0" * 16,
        at=Instant(77),
        seen=seen,
        period=period,
        covers=(Position(party.device, Size(1)),),
        records=0,
        root=tobase64(commitment(())),
        figures=count(()),
        narrative=Narrative(),
    )

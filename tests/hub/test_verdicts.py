"""Verdicts of the hub on citations and reports: a function of what it holds, whatever the order in which that came; and
nobody but the laptop that lied has anything of it."""

from __future__ import annotations

import itertools
from typing import Any, Final

import msgspec
import pytest

from hub import own_logs, upgrade, verdicts
from hub.export.documents.annex import annex
from hub.monitoring.board import board
from hub.monitoring.report_entries import awaiting
from hub.monitoring.reporting_status import receipts_by_unit
from hub.registry.directives.publish import publish
from hub.store import schema as t
from sync.encoding.spelling import tobase64
from sync.encoding.types import DeviceId, Hash, Instant, Size
from sync.ledger import origins
from sync.ledger.directive import Directive, Duty
from sync.ledger.entry import Citation, Position, Report
from sync.ledger.figures import Figures, Tally, commitment, count
from sync.ledger.period import parse
from sync.ledger.report_verdict import VALID
from sync.log import checkpoint as checkpoints
from sync.log import note as notes
from sync.log.checkpoint import Checkpoint
from sync.log.merkle import EMPTY_ROOT
from tests.hub.intake.party import Party, outcome
from tests.hub.intake.reporting import PERIOD, held, report_of, rows_of
from tests.world import HUB, World

UNIT: Final = "03390"
ELSEWHERE: Final = "03405"
FAR: Final = Size(2**53)
OTHER: Final = Hash(bytes(32))
PLAN: Final = Directive(
    id="plan",
    number="1/KH",
    kind="plan",
    date="2025-06-06",
    province="12",
    issuer="UBND tỉnh",
    subject="Tuyên truyền",
    duties=(Duty(id="monthly", what="Báo cáo tháng", reporters=("commune-committee",), rule="monthly-15"),),
)
OF_NOTHING: Final[dict[str, Any]] = {"records": 0, "root": tobase64(commitment(())), "figures": count(())}


def joined(world: World, seed: int, activities: int = 2, unit: str = UNIT) -> Party:
    """A party whose join the hub took, with some activities."""
    party = Party(seed)
    party.says(party.join(world.keys, world.invite(unit)), *(party.activity(100 * seed + n) for n in range(activities)))
    assert outcome(world, party.push()) is None
    return party


def pushes(world: World, party: Party, end: int | None = None) -> Instant:
    """The hub takes what is new of a party's log; its time then."""
    now = world.now()
    assert outcome(world, party.push(0, end), now) is None
    return now


def found(world: World, party: Party) -> list[tuple[str, str]]:
    """The verdict and code of each report in a party's log."""
    return [(row.verdict, row.code) for row in rows_of(world, party)]


def acceptances(world: World) -> tuple[Size, Hash]:
    """How many acceptances there are, and their root."""
    with world.store.reading() as transaction:
        log = transaction.logs.get(origins.acceptances(HUB))
        assert log is not None
        return log.size, log.frontier.root()


def publishes(world: World, directive: Directive) -> None:
    with world.store.writing() as transaction:
        publish(transaction, world.keys, directive, now=world.now(), random_bytes=world.random)


def cited(world: World, size: Size, root: Hash, signed: tuple[Size, Hash] | None = None) -> Citation:
    """A citation, with the hub's signature on a head of its acceptances, if any."""
    if signed is None:
        return Citation(size, tobase64(root))
    origin = origins.acceptances(HUB)
    note = checkpoints.sign(Checkpoint(origin, *signed), world.keys.signer(origin))
    (line,) = notes.parse(note).signatures
    return Citation(size, tobase64(root), tobase64(line.key_id + line.signature))


# -- citations


def test_a_citation_of_what_was_there_bounds_what_comes_after_it(world: World) -> None:
    party = joined(world, 1)
    size, root = acceptances(world)
    with world.store.reading() as transaction:
        first = transaction.logs.last_accepted_at()
    party.says(report_of(party))
    party.says(msgspec.structs.replace(report_of(party), seen=cited(world, Size(0), EMPTY_ROOT)))
    party.says(msgspec.structs.replace(report_of(party), seen=cited(world, size, root)))
    party.says(msgspec.structs.replace(report_of(party), seen=cited(world, size, root, (size, root))))
    pushes(world, party)
    assert held(world, party) == []
    assert [row.after for row in rows_of(world, party)] == [None, None, first, first]


LIES: Final = {
    "another root": "unsigned-contradiction",
    "one beyond": "cited-before-it-was",
    "far beyond": "cited-before-it-was",
    "nobody's signature": "bad-citation-signature",
    "a signature on another": "bad-citation-signature",
    "two heads of one size": "hub-signed-another-root",
    "signed before it is": "cited-before-it-was",
}


def lie(world: World, name: str) -> Citation:
    """A citation that proves nothing."""
    size, root = acceptances(world)
    made = {
        "another root": cited(world, size, OTHER),
        "one beyond": cited(world, Size(size + 1), root),
        "far beyond": cited(world, FAR, root),
        "nobody's signature": msgspec.structs.replace(cited(world, size, root), sig="AAAA"),
        "a signature on another": cited(world, size, root, (size, OTHER)),
        "two heads of one size": cited(world, size, OTHER, (size, OTHER)),
        "signed before it is": cited(world, FAR, OTHER, (FAR, OTHER)),
    }
    return made[name]


@pytest.mark.parametrize(("name", "code"), LIES.items())
def test_a_void_citation_is_told_and_bounds_nothing_and_its_entry_counts(world: World, name: str, code: str) -> None:
    party = joined(world, 1)
    party.says(msgspec.structs.replace(party.activity(7), seen=lie(world, name)))
    party.says(report_of(party))
    pushes(world, party)
    assert held(world, party) == [(3, "void-seen", code)]
    assert len(world.hub_records(UNIT)) == 3
    (row,) = rows_of(world, party)
    assert (row.judged, row.after) == (VALID, None)
    with world.store.reading() as transaction:
        log = transaction.logs.get(party.origin)
        assert log is not None and log.seen_size == 0


def test_a_citation_that_goes_back_is_void_and_the_newest_before_it_holds(world: World) -> None:
    party = joined(world, 1)
    old = acceptances(world)
    joined(world, 2)
    new = acceptances(world)
    with world.store.reading() as transaction:
        newest = transaction.logs.last_accepted_at()
    party.says(msgspec.structs.replace(party.activity(7), seen=cited(world, *new)))
    pushes(world, party)
    party.says(msgspec.structs.replace(report_of(party), seen=cited(world, *old)))
    pushes(world, party)
    assert held(world, party) == [(4, "void-seen", "citation-goes-back")]
    assert [row.after for row in rows_of(world, party)] == [newest]


# -- reports


def test_a_report_that_covers_what_is_here_is_valid(world: World) -> None:
    party, colleague = joined(world, 1), joined(world, 2)
    party.says(report_of(party, {colleague: 2}))
    pushes(world, party)
    assert found(world, party) == [("valid", "")]
    assert held(world, party) == []


def false(world: World, party: Party) -> dict[str, Report]:
    """Reports that are false, by the code of what is wrong."""
    right = report_of(party)
    stranger = Position(DeviceId("a" * 16), Size(1))
    return {
        "covers-a-stranger": msgspec.structs.replace(
            right, covers=tuple(sorted((*right.covers, stranger), key=lambda p: p.device))
        ),
        "covers-not-itself": msgspec.structs.replace(right, covers=(Position(party.device, Size(len(party.lines) - 1)),)),
        "other-figures": msgspec.structs.replace(right, figures=Figures(total=Tally(activities=9))),
        "other-commitment": msgspec.structs.replace(right, root=tobase64(OTHER)),
        "no-such-duty": msgspec.structs.replace(right, period=f"{PLAN.number}@2026"),
        "unknown-directive": msgspec.structs.replace(right, period="9/KH@2026-11"),
    }


@pytest.mark.parametrize(
    "code",
    [
        "covers-a-stranger",
        "covers-not-itself",
        "other-figures",
        "other-commitment",
        "no-such-duty",
        "unknown-directive",
    ],
)
def test_a_false_report_answers_no_duty_and_is_nobodys_matter_but_its_laptops(world: World, code: str) -> None:
    """Board, annex, queue and colleagues go on; the activities count."""
    publishes(world, PLAN)
    party, colleague = joined(world, 1), joined(world, 2)
    party.says(false(world, party)[code])
    pushes(world, party)
    assert found(world, party) == [("false-report", code)]
    assert held(world, party) == [(3, "false-report", code)]
    assert standing(world) == "due"
    colleague.says(report_of(colleague, {party: 4}))
    received = pushes(world, colleague)
    assert found(world, colleague) == [("valid", "")]
    assert standing(world) == "on-time"
    with world.store.reading() as transaction:
        registry = own_logs.registry(transaction, world.keys)
        period = parse(PERIOD, registry.directives)
        filed = annex(transaction, world.keys, registry, period, units="then", made=world.now())
        assert [row.received for row in filed.standings if row.unit == UNIT] == [received]
        assert filed.total.activities == 4
        assert [row.log for row in awaiting(transaction)] == [row.log for row in rows_of(world, colleague)]


def standing(world: World) -> str:
    """Where the unit stands with the period, by the board."""
    with world.store.reading() as transaction:
        registry = own_logs.registry(transaction, world.keys)
        shown = board(transaction, registry, 2026, world.now())
        (column,) = (at for at, column in enumerate(shown.columns) if column.period.name == PERIOD)
        (line,) = (line for line in shown.lines if line.unit == UNIT)
    cell = line.cells[column]
    assert cell is not None
    return cell.standing


def test_another_units_laptop_is_a_stranger(world: World) -> None:
    party, stranger = joined(world, 1), joined(world, 2, unit=ELSEWHERE)
    party.says(report_of(party, {stranger: 3}))
    pushes(world, party)
    assert found(world, party) == [("false-report", "covers-a-stranger")]


def test_a_report_of_a_newer_program_answers_and_is_no_fault(world: World) -> None:
    publishes(world, PLAN)
    party = joined(world, 1)
    party.says(report_of(party, level=3, figures=Figures(total=Tally(activities=9))))
    pushes(world, party)
    assert found(world, party) == [("unread", "newer-level")]
    assert (held(world, party), standing(world)) == ([], "on-time")


ORDERS: Final = list(itertools.permutations(("report", "first", "second")))


@pytest.mark.parametrize("order", ORDERS, ids=" ".join)
def test_a_report_waits_for_what_it_covers_and_counts_from_its_own_acceptance(world: World, order: tuple[str, ...]) -> None:
    """Whatever comes first: the report, or the entries of a colleague that it covers, in two sticks."""
    party, colleague = joined(world, 1), joined(world, 2)
    colleague.says(colleague.activity(8), colleague.activity(9))
    party.says(report_of(party, {colleague: 5}))
    received, there = Instant(0), 3
    for step in order:
        if step == "report":
            received = pushes(world, party)
        else:
            there += 1
            pushes(world, colleague, there)
        if received:
            waits = there < 5
            assert found(world, party) == [("covers-more", "covers-what-is-not-here") if waits else ("valid", "")]
            assert held(world, party) == ([(3, "covers-more", "covers-what-is-not-here")] if waits else [])
            with world.store.reading() as transaction:
                assert [row.received for row in receipts_by_unit(transaction).get(UNIT, ())] == ([] if waits else [received])


def test_what_waits_may_turn_out_to_be_false(world: World) -> None:
    party, colleague = joined(world, 1), joined(world, 2)
    colleague.says(colleague.activity(8))
    party.says(report_of(party, {colleague: 4}, records=9))
    pushes(world, party)
    pushes(world, colleague)
    assert found(world, party) == [("false-report", "other-figures")]
    assert held(world, party) == [(3, "false-report", "other-figures")]


def test_a_report_that_waits_for_ever_has_no_log_read_again(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    party, colleague = joined(world, 1), joined(world, 2)
    here = report_of(party, {colleague: 3})
    beyond = sorted([here.covers[0], here.covers[1]], key=lambda position: position.device == colleague.device)
    covers = sorted((beyond[0], Position(colleague.device, FAR)), key=lambda position: position.device)
    party.says(msgspec.structs.replace(here, covers=tuple(covers)))
    pushes(world, party)
    assert found(world, party) == [("covers-more", "covers-what-is-not-here")]

    def read_again(*_args: object) -> None:
        raise AssertionError("a unit's logs are read for nothing")

    monkeypatch.setattr(verdicts, "UnitRecords", read_again)
    colleague.says(colleague.activity(8))
    pushes(world, colleague)
    assert found(world, party) == [("covers-more", "covers-what-is-not-here")]


def test_a_report_of_a_directive_that_comes_later_is_judged_again(world: World) -> None:
    party, other = joined(world, 1), joined(world, 2, unit=ELSEWHERE)
    for each in (party, other):
        each.says(report_of(each, period="plan@2026-11", **OF_NOTHING))
        pushes(world, each)
        assert found(world, each) == [("false-report", "unknown-directive")]
    publishes(world, PLAN)
    for each in (party, other):
        assert (found(world, each), held(world, each)) == ([("valid", "")], [])


def test_a_report_that_covers_a_laptop_which_joins_later_is_judged_again(world: World) -> None:
    party, late = joined(world, 1), Party(2)
    late.says(late.join(world.keys, world.invite(UNIT)), late.activity(8))
    party.says(report_of(party, {late: 2}))
    pushes(world, party)
    assert found(world, party) == [("false-report", "covers-a-stranger")]
    joined(world, 3, unit=ELSEWHERE)
    assert found(world, party) == [("false-report", "covers-a-stranger")]
    pushes(world, late)
    assert (found(world, party), held(world, party)) == ([("valid", "")], [])


def test_an_upgrade_finds_the_same_of_every_citation_and_report(world: World) -> None:
    publishes(world, PLAN)
    party, colleague = joined(world, 1), joined(world, 2)
    signed = ("two heads of one size", "signed before it is")  # at which the hub begins to ask
    for name in sorted(LIES.keys() - signed):
        party.says(msgspec.structs.replace(party.activity(len(party.lines)), seen=lie(world, name)))
        pushes(world, party)
    for code in ("covers-a-stranger", "other-figures", "unknown-directive"):
        party.says(msgspec.structs.replace(false(world, party)[code], seen=lie(world, "another root")))
        pushes(world, party)
    party.says(report_of(party, {colleague: 3}), report_of(party, {colleague: 3}, level=7))
    size, root = acceptances(world)
    party.says(msgspec.structs.replace(report_of(party, {colleague: 9}), seen=cited(world, size, root, (size, root))))
    pushes(world, party)
    party.says(*(msgspec.structs.replace(party.activity(len(party.lines)), seen=lie(world, name)) for name in signed))
    pushes(world, party)
    tables = (t.held, t.report, t.accepted, t.acceptance_root, t.log)
    with world.store.writing() as transaction:
        before = {table.name: sorted(map(repr, transaction.logs._db.execute(table.select()))) for table in tables}
        transaction.migration.renew_tables()
        transaction.logs._db.execute(t.accepted.update().values(acceptance=0))
        transaction.logs._db.execute(t.log.update().where(t.log.c.unit != "").values(seen_size=FAR))
        upgrade.derive(transaction, world.keys, lambda _count: None)
        after = {table.name: sorted(map(repr, transaction.logs._db.execute(table.select()))) for table in tables}
    assert {code for _index, _why, code in held(world, party)} > set(LIES.values())
    assert after == before

"""What units say is gathered from the reports that answer for the period, each unit's newest."""

from __future__ import annotations

import msgspec

from field.reporting.reports import submit
from hub import own_logs
from hub.export.documents.narratives import UnitNarrative, gather
from hub.registry.directives.publish import publish
from sync.encoding.types import Size
from sync.ledger.entry import Narrative, Position
from sync.ledger.period import parse
from tests.field.alone import PLAN
from tests.hub.intake.party import Party, outcome
from tests.hub.intake.reporting import report_of
from tests.world import BEGAN, Laptop, World


def report(laptop: Laptop, period: str, **words: str) -> None:
    submit(laptop.store, laptop.signer, period, Narrative(**words), now=laptop.world.now(), random_bytes=laptop.world.random)
    laptop.exchange(laptop.world.line)


def gathered(world: World, period: str) -> tuple[UnitNarrative, ...]:
    with world.store.reading() as transaction:
        registry = own_logs.registry(transaction, world.keys)
        return gather(transaction, registry, parse(period, registry.directives))


def words(world: World, period: str) -> list[tuple[str, str, str, str, str]]:
    return [(said.name, said.period, said.results, said.difficulties, said.proposals) for said in gathered(world, period)]


def test_each_units_standing_report_for_the_period_speaks(world: World) -> None:
    first, second, silent = world.laptop("03390"), world.laptop("03388"), world.laptop("03394")
    report(first, "2026-11", results="Bản đầu.")
    report(second, "2026-11", difficulties="Mưa lũ.")
    report(first, "2026-12", results="Tháng sau.")
    report(first, "2026-11", results="Bản sửa.", proposals="Cấp loa.")
    report(silent, "2026-11")
    assert words(world, "2026-11") == [
        ("Phường Đoàn Kết", "2026-11", "", "Mưa lũ.", ""),
        ("Xã Bình Lư", "2026-11", "Bản sửa.", "", "Cấp loa."),
    ]


def test_every_report_of_a_unit_speaks_and_those_of_its_laptops_apart(world: World) -> None:
    with world.store.writing() as transaction:
        publish(transaction, world.keys, PLAN, now=BEGAN, random_bytes=world.random)
    one, other = world.laptop("03390"), world.laptop("03390")
    for laptop in (one, other):
        laptop.exchange(world.line)
    report(one, "2026-11", results="Tháng.", difficulties="Thiếu loa.")
    submit(other.store, other.signer, "2026-11", Narrative(results="Máy hai."), now=world.now(), random_bytes=world.random)
    report(one, "2653/KH-UBND@2026-11", results="Kế hoạch.")
    other.exchange(world.line)
    assert [said[1:4] for said in words(world, "2653/KH-UBND@2026-11")] == [
        ("2026-11", "Tháng.", "Thiếu loa."),
        ("2653/KH-UBND@2026-11", "Kế hoạch.", ""),
        ("2026-11", "Máy hai.", ""),
    ]
    assert words(world, "2026-11") == words(world, "2653/KH-UBND@2026-11")


def test_a_report_of_the_month_speaks_for_a_directive_and_those_of_directives_for_the_month(world: World) -> None:
    other = msgspec.structs.replace(PLAN, id="other", number="99/KH-UBND")
    with world.store.writing() as transaction:
        for one in (PLAN, other):
            publish(transaction, world.keys, one, now=BEGAN, random_bytes=world.random)
    apart, at_once = world.laptop("03390"), world.laptop("03388")
    for laptop in (apart, at_once):
        laptop.exchange(world.line)
    report(apart, "99/KH-UBND@2026-11", results="Việc hai.")
    report(apart, "2653/KH-UBND@2026-11", results="Việc một.")
    report(at_once, "2026-11", results="Tất cả.")
    assert [(one.unit, one.results) for one in gathered(world, "2026-11")] == [
        ("03388", "Tất cả."),
        ("03390", "Việc hai."),
        ("03390", "Việc một."),
    ]
    assert [(one.unit, one.results) for one in gathered(world, "2653/KH-UBND@2026-11")] == [
        ("03388", "Tất cả."),
        ("03390", "Việc một."),
    ]


def test_a_report_that_is_not_right_says_nothing(world: World) -> None:
    laptop, party = world.laptop("03390"), Party(1)
    report(laptop, "2026-11", results="Đúng.")
    party.says(party.join(world.keys, world.invite("03390")))
    party.says(report_of(party, records=9, narrative=Narrative(results="Sai.")))
    party.says(report_of(party, covers=(Position(party.device, Size(9)),), narrative=Narrative(results="Sai.")))
    assert outcome(world, party.push()) is None
    assert [said.results for said in gathered(world, "2026-11")] == ["Đúng."]

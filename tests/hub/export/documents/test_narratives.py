"""What units say is gathered from the reports that answer for the period, each unit's newest."""

from __future__ import annotations

import msgspec

from field.reporting.reports import submit
from hub import own_logs
from hub.export.documents.narratives import UnitNarrative, gather
from hub.registry.directives.publish import publish
from sync.encoding.types import Instant, Size
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


def test_each_units_newest_report_for_the_period_speaks(world: World) -> None:
    first, second, silent = world.laptop("03390"), world.laptop("03388"), world.laptop("03394")
    report(first, "2026-11", results="Bản đầu.")
    report(second, "2026-11", difficulties="Mưa lũ.")
    report(first, "2026-12", results="Tháng sau.")
    report(first, "2026-11", results="Bản sửa.", proposals="Cấp loa.")
    report(silent, "2026-11")
    assert gathered(world, "2026-11") == (
        UnitNarrative(unit="03388", name="Phường Đoàn Kết", difficulties="Mưa lũ."),
        UnitNarrative(unit="03390", name="Xã Bình Lư", results="Bản sửa.", proposals="Cấp loa."),
    )


def test_a_report_of_the_month_speaks_for_a_directive_and_those_of_directives_for_the_month(world: World) -> None:
    other = msgspec.structs.replace(PLAN, id="other", number="99/KH-UBND")
    with world.store.writing() as transaction:
        for one in (PLAN, other):
            publish(transaction, world.keys, one, now=Instant(BEGAN), random_bytes=world.random)
    apart, at_once = world.laptop("03390"), world.laptop("03388")
    for laptop in (apart, at_once):
        laptop.exchange(world.line)
    report(apart, "99/KH-UBND@2026-11", results="Việc hai.")
    report(apart, "2653/KH-UBND@2026-11", results="Việc một.")
    report(at_once, "2026-11", results="Tất cả.")
    assert {one.unit: one.results for one in gathered(world, "2026-11")} == {
        "03388": "Tất cả.",
        "03390": "Việc hai.\nViệc một.",
    }
    assert {one.unit: one.results for one in gathered(world, "2653/KH-UBND@2026-11")} == {
        "03388": "Tất cả.",
        "03390": "Việc một.",
    }


def test_a_report_that_is_not_right_says_nothing(world: World) -> None:
    laptop, party = world.laptop("03390"), Party(1)
    report(laptop, "2026-11", results="Đúng.")
    party.says(party.join(world.keys, world.invite("03390")))
    party.says(report_of(party, records=9, narrative=Narrative(results="Sai.")))
    party.says(report_of(party, covers=(Position(party.device, Size(9)),), narrative=Narrative(results="Sai.")))
    assert outcome(world, party.push()) is None
    assert [said.results for said in gathered(world, "2026-11")] == ["Đúng."]

"""Reports as entries: what answers for a period, what an answer speaks of, and what awaits one."""

from __future__ import annotations

import msgspec

from field.reporting import reports
from hub import own_logs
from hub.monitoring import report_entries, reviews
from hub.registry.directives.publish import publish
from hub.registry.directives.yaml import shipped
from sync.encoding.spelling import tobase64
from sync.ledger.entry import Narrative, Verdict
from sync.ledger.period import parse
from tests.world import Laptop, World

PLAN = next(directive for directive in shipped() if directive.number == "2653/KH-UBND")
OTHER = msgspec.structs.replace(PLAN, id="other", number="1/CV-UBND")


def submit(laptop: Laptop, period: str = "2026-11", results: str = "Xong") -> None:
    world = laptop.world
    narrative = Narrative(results=results)
    reports.submit(laptop.store, laptop.signer, period, narrative, now=world.now(), random_bytes=world.random)
    laptop.exchange(world.line)


def awaiting(world: World) -> list[tuple[str, str]]:
    with world.store.reading() as transaction:
        return [(row.unit, row.period) for row in report_entries.awaiting(transaction)]


def answer(world: World, unit: str, verdict: Verdict) -> None:
    with world.store.writing() as transaction:
        reviews.review_report(
            transaction, world.keys, unit, "2026-11", verdict, "Xem lại", now=world.now(), random_bytes=world.random
        )


def test_a_report_is_read_as_its_laptop_said_it(world: World) -> None:
    laptop = world.laptop("03390")
    laptop.log(quantity=3)
    submit(laptop, results="Đã xong")
    with world.store.reading() as transaction:
        (row,) = transaction.reports.all()
        found = report_entries.read(transaction, row)
    assert (found.row, found.leaf) == (row, laptop.leaves()[-1])
    assert (found.entry.period, found.entry.narrative.results, found.entry.figures.total.quantity) == (
        "2026-11",
        "Đã xong",
        3,
    )


def test_an_answer_speaks_of_the_reports_that_no_other_builds_on(world: World) -> None:
    one, other = world.laptop("03390"), world.laptop("03390")
    for laptop in (one, other):
        laptop.exchange(world.line)
    submit(one)
    submit(one, results="Bổ sung")
    submit(other, results="Của máy khác")  # it had not heard of the others
    with world.store.reading() as transaction:
        first, second, third = (report_entries.read(transaction, row) for row in transaction.reports.all())
    assert second.entry.base == (tobase64(first.leaf),)
    assert report_entries.heads([first, second, third]) == {second.leaf, third.leaf}
    assert report_entries.heads([first]) == {first.leaf}
    assert report_entries.heads([]) == frozenset()


def test_the_newest_report_of_each_unit_and_name_awaits_an_answer_until_it_has_one(world: World) -> None:
    laptop, other = world.laptop("03390"), world.laptop("03405")
    submit(laptop)
    submit(other)
    submit(laptop, "2026-10")
    assert awaiting(world) == [("03390", "2026-10"), ("03405", "2026-11"), ("03390", "2026-11")]
    submit(laptop)
    assert awaiting(world) == [("03390", "2026-11"), ("03390", "2026-10"), ("03405", "2026-11")]
    verdicts: tuple[Verdict, ...] = ("accepted", "returned")
    for verdict in verdicts:
        answer(world, "03390", verdict)
        assert awaiting(world) == [("03390", "2026-10"), ("03405", "2026-11")]
        laptop.exchange(world.line)
        submit(laptop, results=f"sau {verdict}")
        assert awaiting(world)[0] == ("03390", "2026-11"), "what came after an answer awaits another"


def test_names_answer_for_the_period_they_name_and_for_what_it_stands_for(world: World) -> None:
    with world.store.writing() as transaction:
        for directive in (PLAN, OTHER):
            publish(transaction, world.keys, directive, now=world.now(), random_bytes=world.random)
    of_plan, of_other = f"{PLAN.number}@2026-11", f"{OTHER.number}@2026-11"
    names = ["2026-11", "2026-11", of_plan, of_other, "2026-10", f"{PLAN.number}@2026-10", "x", ""]
    with world.store.reading() as transaction:
        registry = own_logs.registry(transaction, world.keys)

        def answering(period: str) -> set[str]:
            return report_entries.names_for(transaction, registry, parse(period, registry.directives), names)

        assert answering("2026-11") == {"2026-11", of_plan, of_other}
        assert answering(of_plan) == {"2026-11", of_plan}, "a report of the month is one of all that it gathers"
        assert answering("2026-12") == set()

"""The board: verdicts from receipts and brackets, what the desk returned, and units that were merged."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path

import pytest

from field.reporting.reports import submit
from hub import own_logs
from hub.entering.ledger import Entering
from hub.entering.stating import enter_report
from hub.monitoring import reviews
from hub.monitoring.board import Board, BoardCell, begun, board, countable, periods_of
from hub.monitoring.chase import chased
from hub.monitoring.reporting_status import statuses_by
from hub.registry import unit_changes
from hub.registry.directives.publish import publish
from hub.registry.directives.yaml import shipped
from sync.encoding.types import Instant
from sync.ledger.entry import Narrative
from tests import later
from tests.world import Laptop, World


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """A province whose directives ask for reports."""
    made = World(tmp_path)
    with made.store.writing() as transaction:
        for directive in shipped():
            publish(transaction, made.keys, directive, now=made.now(), random_bytes=made.random)
    yield made
    made.close()


def at(moment: str) -> Instant:
    """A moment in Vietnam, in POSIX seconds."""
    return Instant(int(datetime.datetime.fromisoformat(f"{moment}+07:00").timestamp()))


def report(world: World, laptop: Laptop, when: str, period: str = "2026-11", *, sent: str | None = None) -> None:
    """A report made by the laptop's clock, and sent then or later."""
    world.set_clock(at(when))
    submit(laptop.store, laptop.signer, period, Narrative(results="Xong"), now=world.now(), random_bytes=world.random)
    if sent is not None:
        world.set_clock(at(sent))
    laptop.exchange(world.line)


def shown(world: World, year: int = 2026, when: str = "2026-11-20T08:00:00") -> Board:
    """The board of a year as of a moment."""
    with world.store.reading() as transaction:
        return board(transaction, own_logs.registry(transaction, world.keys), year, at(when))


def cell(found: Board, unit: str, label: str) -> BoardCell | None:
    """One cell, by the head of its column."""
    place = [column.label for column in found.columns].index(label)
    return next(line for line in found.lines if line.unit == unit).cells[place]


def test_each_verdict_stands_in_its_cell(world: World) -> None:
    on_time, claimed, late = (world.laptop(unit) for unit in ("03390", "03394", "03405"))
    for laptop in (on_time, claimed, late):
        laptop.exchange(world.line)
    report(world, on_time, "2026-11-12T08:00:00")
    report(world, claimed, "2026-11-12T08:00:00", sent="2026-11-16T09:00:00")
    report(world, late, "2026-11-16T09:00:00")
    found = shown(world)
    standings = [getattr(cell(found, unit, "11"), "standing", None) for unit in ("03390", "03394", "03405", "03388")]
    assert standings == ["on-time", "claimed-on-time", "late", "missing"]
    (november,) = [column for column in found.columns if column.label == "11"]
    assert november.sums == {"on-time": 1, "claimed-on-time": 1, "late": 1, "missing": 35}
    assert november.owing == 38 == len(found.lines)
    assert cell(found, "03390", "12") == BoardCell(standing="due", sent="due", reported=False)


def test_what_the_province_entered_is_marked(world: World) -> None:
    entering = Entering("lan", "điện thoại", now=world.now(), random_bytes=world.random)
    with world.store.writing() as transaction:
        enter_report(transaction, world.keys, "03390", "2026-11", Narrative(results="Xong"), entering)
    own = world.laptop("03394")
    own.exchange(world.line)
    report(world, own, "2026-11-12T08:00:00")
    found = shown(world)
    marked = {line.unit for line in found.lines for told in line.cells if told is not None and told.entered}
    assert marked == {"03390"}


def test_what_was_due_before_there_was_a_hub_is_missing_from_nobody(world: World) -> None:
    assert [column.label for column in shown(world).columns] == ["11", "2026", "12"]
    assert shown(world, 2025).columns == ()
    world.set_clock(at("2026-11-16T08:00:00"))
    laptop = world.laptop("03390")
    report(world, laptop, "2026-11-16T08:00:00", "2026-09")
    assert [column.label for column in shown(world).columns] == ["11", "2026", "12"], "and others are not for one that came"


def test_a_returned_report_is_returned_until_another_comes(world: World) -> None:
    laptop = world.laptop("03390")
    laptop.exchange(world.line)
    report(world, laptop, "2026-11-12T08:00:00")
    with world.store.writing() as transaction:
        reviews.review_report(
            transaction,
            world.keys,
            "03390",
            "2026-11",
            "returned",
            "Thiếu số người",
            now=world.now(),
            random_bytes=world.random,
        )
    world.set_clock(at("2026-11-12T12:00:00"))
    found = shown(world)
    returned = cell(found, "03390", "11")
    assert returned is not None and (returned.standing, returned.sent, returned.reported) == ("returned", "on-time", False)
    (line,) = [line for line in found.lines if line.unit == "03390"]
    (november,) = [column for column in found.columns if column.label == "11"]
    assert november.reported == 0 and november.sums["returned"] == 1
    assert found.behind(line, at("2026-11-14T23:59:59")) == 0, "the deadline is to come"
    assert found.behind(line, at("2026-11-15T00:00:00")) == 1
    laptop.exchange(world.line)
    report(world, laptop, "2026-11-13T08:00:00")
    again = cell(shown(world), "03390", "11")
    assert again is not None and (again.standing, again.reported) == ("on-time", True)


def test_a_returned_month_stays_returned_whichever_other_report_covers_it(world: World) -> None:
    laptop = world.laptop("03390")
    laptop.exchange(world.line)
    report(world, laptop, "2026-11-12T08:00:00")
    with world.store.writing() as transaction:
        reviews.review_report(
            transaction, world.keys, "03390", "2026-11", "returned", "Sai", now=world.now(), random_bytes=world.random
        )
    report(world, laptop, "2026-11-13T08:00:00", "2653/KH-UBND@2026-11")
    found = shown(world)
    returned = cell(found, "03390", "11")
    assert returned is not None and (returned.standing, returned.reported) == ("returned", True), "the other counts"
    assert [column.reported for column in found.columns if column.label == "11"] == [1]

    def urged() -> list[tuple[str, bool]]:
        with world.store.reading() as transaction:
            registry = own_logs.registry(transaction, world.keys)
            found = chased(transaction, registry, registry.period("2026-11"), at("2026-11-20T08:00:00"))
        return [(unit.status.unit, unit.returned) for unit in found]

    assert ("03390", True) in urged() and ("03394", False) in urged() and len(urged()) == 38
    with world.store.writing() as transaction:
        registry = own_logs.registry(transaction, world.keys)
        period, now = registry.period("2026-11"), world.now()
        reminded = reviews.remind(
            transaction, world.keys, registry, period, "", now=now, random_bytes=world.random, only=("03390",)
        )
    assert reminded == ["03390"]
    report(world, laptop, "2026-11-14T08:00:00")
    again = cell(shown(world), "03390", "11")
    assert again is not None and again.standing == "on-time" and "03390" not in dict(urged())


def test_a_unit_that_was_merged_away_owes_nothing_from_then_on(world: World) -> None:
    one, other = world.laptop("03390"), world.laptop("03394")
    for laptop in (one, other):
        laptop.exchange(world.line)
    report(world, one, "2026-11-12T08:00:00")
    with world.store.writing() as transaction:
        unit_changes.merge(
            transaction,
            world.keys,
            ["03390", "03394"],
            "09901",
            name="Hợp Nhất",
            type="xã",
            since="2026-12-01",
            document="",
            now=world.now(),
            random_bytes=world.random,
        )
    report(world, one, "2026-12-10T08:00:00", "2026-12")
    partly = shown(world, when="2026-12-12T08:00:00")
    report(world, other, "2026-12-11T08:00:00", "2026-12")
    whole = shown(world, when="2026-12-12T08:00:00")
    assert getattr(cell(whole, "03390", "11"), "standing", None) == "on-time"
    assert cell(whole, "09901", "11") is None
    assert cell(whole, "03390", "12") is None
    assert getattr(cell(partly, "09901", "12"), "standing", None) == "due", "one of the two has not reported"
    assert getattr(cell(whole, "09901", "12"), "standing", None) == "on-time"
    (line,) = [line for line in whole.lines if line.unit == "09901"]
    assert [event.how for event in line.happened] == ["merged"]
    assert [line.unit for line in whole.lines if line.ended] == ["03390", "03394"]


def test_what_no_duty_asks_for_has_no_column_and_can_be_counted(tmp_path: Path) -> None:
    """Nor does a duty that cannot be read: a newer program may know what is asked for."""
    made = World(tmp_path / "other")
    try:
        assert shown(made).columns == ()
        later.state(made, later.line(later.plan("later-duty", "72/KH-UBND"), duties=[later.QUARTERLY]))
        assert shown(made).columns == ()
        with made.store.reading() as transaction:
            obligations = statuses_by(transaction, own_logs.registry(transaction, made.keys)).obligations
        assert begun(obligations, at("2026-11-20T08:00:00")) == periods_of(obligations, 2026) == []
        names = [
            period.name for period in countable(begun(obligations, at("2026-11-20T08:00:00")), at("2026-11-20T08:00:00"))
        ]
        assert (names[:2], len(names)) == (["2026-12", "2026-11"], 13)
        later.state(made, later.line(later.plan("month", "74/KH-UBND", later.MONTHLY)))
        assert "11" in [column.label for column in shown(made).columns]
    finally:
        made.close()

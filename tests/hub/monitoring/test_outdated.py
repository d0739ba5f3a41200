"""Reports whose figures the ledger does not give any more: named with both, and marked provisional only if they are."""

from __future__ import annotations

from typing import Any

import pytest

from field.reporting.reports import submit
from hub import own_logs
from hub.monitoring import counts
from hub.monitoring.board import board
from hub.monitoring.outdated import OutdatedReport, outdated
from hub.store.records import RecordFilter
from sync.encoding.types import Instant
from sync.ledger.entry import Narrative
from sync.ledger.figures import Figures, Tally
from sync.ledger.period import parse
from tests.field.alone import report
from tests.world import Laptop, World

WINDOW_OPEN, WINDOW_CLOSED = Instant(1_794_500_000), Instant(1_794_700_000)
"""13 and 15 November 2026 in Vietnam."""


def send(laptop: Laptop, when: Instant, period: str = "2026-11") -> None:
    laptop.world.set_clock(when)
    submit(laptop.store, laptop.signer, period, Narrative(), now=laptop.world.now(), random_bytes=laptop.world.random)
    laptop.exchange(laptop.world.line)


def log(laptop: Laptop, **fields: Any) -> None:
    laptop.log(**({"date": "2026-11-02", "channel": "leaflet", "quantity": 3, "audience": 40} | fields))
    laptop.exchange(laptop.world.line)


def found(world: World) -> list[OutdatedReport]:
    with world.store.reading() as transaction:
        registry = own_logs.registry(transaction, world.keys)
        return list(outdated(transaction, registry, transaction.reports.answering()).values())


def marks(world: World) -> tuple[bool, bool]:
    """Whether the report of November is shown as provisional on the board, and says itself that it was sent early."""
    world.ask_monthly()
    with world.store.reading() as transaction:
        shown = board(transaction, own_logs.registry(transaction, world.keys), 2026, Instant(WINDOW_CLOSED + 86_400))
    place = [column.label for column in shown.columns].index("11")
    cell = next(line for line in shown.lines if line.unit == "03390").cells[place]
    assert cell is not None
    return cell.grew, cell.provisional


def test_a_report_that_was_sent_early_and_is_whole_is_not_called_provisional(world: World) -> None:
    laptop = world.laptop("03390")
    log(laptop)
    send(laptop, WINDOW_OPEN)
    assert found(world) == []
    assert marks(world) == (False, True), "the key that was signed stays as it is"


def test_a_report_sent_early_is_provisional_once_something_came_in_for_its_window(world: World) -> None:
    laptop = world.laptop("03390")
    log(laptop)
    send(laptop, WINDOW_OPEN)
    log(laptop, date="2026-11-20")
    assert found(world) == [], "that is of another window"
    log(laptop, channel=None, quantity=None, audience=1)
    (changed,) = found(world)
    assert (changed.stated.total, changed.now.total) == (Tally(1, 3, 40, 0), Tally(2, 3, 41, 0))
    assert changed.provisional and marks(world) == (True, True)


def test_what_was_found_is_found_again_whether_or_not_the_months_were_summed_meanwhile(world: World) -> None:
    laptop = world.laptop("03390")
    log(laptop)
    send(laptop, WINDOW_OPEN)
    counts.freshen(world.store)
    assert found(world) == []
    for number in (1, 2):
        log(laptop, audience=number)
        (unsummed,) = found(world)
        counts.freshen(world.store)
        assert found(world) == [unsummed] and unsummed.now.total.activities == 1 + number
    log(laptop, date="2026-12-20")
    counts.freshen(world.store)
    assert found(world) == [unsummed], "another month has changed"


def test_a_report_of_a_newer_program_clears_no_mark_of_a_colleagues(world: World) -> None:
    laptop, colleague = world.laptop("03390"), world.laptop("03390")
    log(laptop)
    send(laptop, WINDOW_OPEN)
    log(laptop, channel=None, quantity=None, audience=1)
    ahead = report("2026-11", author=colleague.signer, index=colleague.store.logs.own.size, level=9)
    colleague.store.logs.append([ahead], colleague.signer)
    colleague.exchange(world.line)
    assert len(found(world)) == 1 and marks(world) == (True, True)


def test_a_report_sent_when_its_window_had_closed_is_outdated_and_not_provisional(world: World) -> None:
    laptop = world.laptop("03390")
    log(laptop)
    send(laptop, WINDOW_CLOSED)
    log(laptop)
    (changed,) = found(world)
    assert not changed.provisional and marks(world) == (False, False)


def test_what_is_taken_back_or_told_otherwise_changes_a_report_as_well(world: World) -> None:
    laptop, other = world.laptop("03390"), world.laptop("03394")
    for one in (laptop, other):
        log(one)
        send(one, WINDOW_OPEN)
    laptop.retract(laptop.record_ids()[0])
    laptop.exchange(world.line)
    other.revise(other.record_ids()[0], channel="meeting")
    other.exchange(world.line)
    unsummed = found(world)
    counts.freshen(world.store)
    assert found(world) == unsummed
    gone, moved = sorted(unsummed, key=lambda changed: changed.row.unit)
    assert gone.now == Figures(total=Tally())
    assert moved.now.total == moved.stated.total and set(moved.now.channels) == {"meeting"}


@pytest.mark.parametrize("directive", [None, "lai-chau-2653-kh-ubnd"])
def test_figures_kept_ready_are_those_of_the_records_and_of_a_laptop(world: World, directive: str | None) -> None:
    laptop = world.laptop("03390")
    for number, (task, topics) in enumerate(
        [("1", ()), ("10", ("digital-skills", "resolution-57")), (None, ("digital-skills",))]
    ):
        log(laptop, directive="lai-chau-2653-kh-ubnd", task=task, topics=topics, minutes=number)
    log(laptop, task=None)
    wanted = RecordFilter(start="2026-10-15", end="2026-11-14", directive=directive)
    with world.store.reading() as transaction:
        from_records = counts.figures(transaction, wanted, {"03390"})
        assert transaction.tallies.totals(wanted, {"03390"}) is None, "not summed yet"
        assert counts.stated_totals(transaction, wanted, {"03390"}) == {"03390": from_records["03390"].total}
    counts.freshen(world.store)
    with world.store.reading() as transaction:
        assert transaction.tallies.figures(wanted, {"03390"}) == from_records
        totals = {unit: figures.total for unit, figures in from_records.items()}
        assert (
            transaction.tallies.totals(wanted, {"03390"}) == totals == counts.stated_totals(transaction, wanted, {"03390"})
        )
    if directive is None:
        send(laptop, WINDOW_OPEN)
        (report,) = laptop.store.reporting.reports()["2026-11"]
        assert from_records == {"03390": report.entry.figures}
    assert parse("2026-11", ()).holds("2026-11-02")

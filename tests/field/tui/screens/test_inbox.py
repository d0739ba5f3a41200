"""The inbox: what the province said, and what it is about."""

from __future__ import annotations

from field.tui.screens.record import RecordScreen
from field.tui.screens.report import ReportScreen
from hub import own_logs
from hub.monitoring import reviews
from sync.ledger.entry import Verdict
from sync.ledger.period import parse
from tests.field.tui.moves import PERIOD, PERIOD_SAID
from tests.field.tui.officer import Officer, at_work, said
from tests.world import Laptop, World

_ = said


def review(world: World, record: str, verdict: Verdict, comment: str) -> None:
    """The province answers an activity."""
    with world.store.writing() as session:
        reviews.review(session, world.keys, record, verdict, comment, now=world.now(), random_bytes=world.random)


def test_what_was_returned_is_opened_from_the_inbox_revised_and_is_returned_no_more(world: World, laptop: Laptop) -> None:
    laptop.log(title="Họp bản", quantity=90)
    laptop.log(title="Phát loa")
    laptop.exchange(world.line)
    returned, accepted = laptop.record_ids()
    review(world, returned, "returned", "Số buổi chưa đúng")
    review(world, accepted, "accepted", "Tốt")
    laptop.exchange(world.line)

    async def play(officer: Officer) -> None:
        await officer.sees(_("returned: {count}").format(count=1))
        await officer.press("f8")
        await officer.sees("Số buổi chưa đúng", "Tốt", _("accepted"), _("returned"))
        await officer.press("end", "enter")
        await officer.until(lambda: isinstance(officer.screen, RecordScreen), "the page")
        await officer.sees(f"{_('state')} {_('returned')}", "Số buổi chưa đúng")
        await officer.press("f2")
        await officer.fill(quantity="\x159")
        await officer.press("ctrl+s")
        await officer.hears(_("Saved."))
        await officer.sees(f"{_('state')} {_('unsent')}")
        await officer.misses("Số buổi chưa đúng")
        await officer.press("escape")
        await officer.sees(_("{about} (changed since)").format(about="Họp bản"))
        await officer.press("escape")
        await officer.sees(_("unsent: {count}").format(count=1))
        assert _("returned: {count}").format(count=1) not in officer.text

    at_work(laptop.home, play)
    assert laptop.store.records.page(returned).record.values.quantity == 9
    assert laptop.store.records.counts().returned == 0


def test_a_reminder_opens_the_report_that_it_asks_for(world: World, laptop: Laptop) -> None:
    with world.store.writing() as session:
        registry = own_logs.registry(session, world.keys)
        reviews.remind(
            session, world.keys, registry, parse(PERIOD, ()), "Sắp đến hạn", now=world.now(), random_bytes=world.random
        )
    laptop.exchange(world.line)

    async def play(officer: Officer) -> None:
        await officer.press("f8")
        await officer.sees(_("reminder"), "Sắp đến hạn", PERIOD_SAID)
        await officer.press("enter")
        await officer.until(lambda: isinstance(officer.screen, ReportScreen), "the report")

    at_work(laptop.home, play)


def test_an_inbox_with_nothing_in_it_says_so(laptop: Laptop) -> None:
    async def play(officer: Officer) -> None:
        await officer.press("f8")
        await officer.sees(_("Nothing yet. What the province says comes with a sync (F5)."))
        await officer.press("enter", "escape")

    at_work(laptop.home, play)

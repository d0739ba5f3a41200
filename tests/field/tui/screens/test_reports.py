"""The periods that are to be reported: each with its deadline and where it stands, and Enter opens its report."""

from __future__ import annotations

import msgspec

from field.messages import report_words
from field.tui.screens.report import ReportScreen
from field.tui.screens.reports import Reports
from sync.encoding.types import Size
from sync.ledger.entry import Position
from sync.wording.dates import day_at
from sync.wording.statuses import days_left, status_words
from tests import later
from tests.field.alone import report
from tests.field.tui.officer import UNIT, Officer, at_work, said
from tests.world import Laptop, World

_ = said


def test_every_period_is_listed_with_its_deadline_and_where_it_stands(laptop: Laptop) -> None:
    async def play(officer: Officer) -> None:
        due = officer.session.due_periods()
        await officer.press("f6")
        await officer.until(lambda: isinstance(officer.screen, Reports), "the periods")
        said = officer.session.period_words
        await officer.sees(*(said(period.period.name) for period in due))
        for period in due:
            status = days_left(period.days) if period.status == "to-do" else status_words(period.status)
            line = officer.line_with(said(period.period.name))
            assert day_at(period.period.due) in line and status in line, line
        await officer.press("down", "enter")
        await officer.until(lambda: isinstance(officer.screen, ReportScreen), "a report")
        await officer.sees(said(due[1].period.name))

    at_work(laptop.home, play, size=(120, 40))


def test_reports_that_cannot_be_read_are_told_under_the_list(world: World) -> None:
    later.state(world, later.OPAQUE_DUTY)
    laptop = world.laptop(UNIT)
    laptop.exchange(world.line)

    async def play(officer: Officer) -> None:
        await officer.press("f6")
        await officer.sees("tháng 11/2026", "Có 1 báo cáo theo 72/KH-UBND mà phần mềm này chưa đọc được")

    at_work(laptop.home, play, size=(160, 40))


def test_a_report_whose_period_cannot_be_read_is_listed_and_opens_nothing(world: World) -> None:
    later.state(world, later.line(later.plan("later-edition", "73/KH-UBND", later.MONTHLY)))
    laptop = world.laptop(UNIT)
    laptop.exchange(world.line)
    laptop.store.logs.append([report("73/KH-UBND@2026-11", author=laptop.signer, index=1)], laptop.signer)
    later.state(world, later.OPAQUE_EDITION)
    laptop.exchange(world.line)
    laptop.exchange(world.line)

    async def play(officer: Officer) -> None:
        await officer.press("f6")
        await officer.sees("73/KH-UBND, tháng", "phần mềm này chưa đọc được kỳ báo cáo")
        await officer.press("end", "enter")
        await officer.hears("73/KH-UBND, tháng 11/2026: phần mềm này chưa đọc được kỳ báo cáo")
        assert isinstance(officer.screen, Reports)

    at_work(laptop.home, play, size=(160, 40))


def test_why_a_report_does_not_count_stands_beside_its_period(world: World, laptop: Laptop) -> None:
    colleague, third = world.laptop(laptop.unit), world.laptop(laptop.unit)
    for other in (colleague, third, laptop):
        other.exchange(world.line)
    waits = report("2026-10", author=colleague.signer, index=1)
    beyond = Position(third.store.membership.device, Size(9))
    covers = tuple(sorted([*waits.covers, beyond], key=lambda position: position.device))
    colleague.store.logs.append(
        [msgspec.structs.replace(waits, covers=covers), report("2026-11", author=colleague.signer, index=2, records=7)],
        colleague.signer,
    )
    for other in (colleague, laptop):
        other.exchange(world.line)

    async def play(officer: Officer) -> None:
        await officer.press("f6")
        who = _("laptop {device}").format(device=colleague.store.membership.device[:8])
        for head in (head for due in officer.session.due_periods() for head in due.doubtful):
            await officer.sees(_("report of {who}: {why}").format(who=who, why=report_words(head.judged)))
        await officer.sees(_("waits for entries of laptop {device}").format(device=beyond.device[:8]))
        await officer.sees(_("its figures are not those of the entries received"))

    at_work(laptop.home, play, size=(160, 40))

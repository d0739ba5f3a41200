"""Directives, reports and the inbox: what is asked for, what is answered, and what the province says to it."""

from __future__ import annotations

from field.tui.screens.record import RecordScreen
from field.tui.screens.report import ReportScreen
from hub import own_logs
from hub.monitoring import reviews
from sync.ledger import origins
from sync.ledger.entry import Noted, Report, Verdict, decode
from sync.ledger.period import parse
from sync.wording.names import term
from tests.field.alone import PLAN
from tests.field.tui.officer import UNIT, Officer, at_work, said
from tests.world import Laptop, World

_ = said
PERIOD = "2026-11"


def written(laptop: Laptop) -> list[object]:
    """The entries of the laptop's own log."""
    own = laptop.store.logs.own
    return [decode(line, origins.LogKind.DEVICE) for line in laptop.store.logs.lines(own.origin, 0, 2**40)]


def review(world: World, record: str, verdict: Verdict, comment: str) -> None:
    """The province answers an activity."""
    with world.store.writing() as session:
        reviews.review(session, world.keys, record, verdict, comment, now=world.now(), random_bytes=world.random)


# -- directives


def test_a_directive_shows_its_tasks_and_each_opens_what_was_done_for_it(laptop: Laptop) -> None:
    laptop.log(title="Phát-loa", directive=PLAN.id, task="19")
    laptop.log(title="Loa-nữa", directive=PLAN.id, task="19")
    laptop.log(title="Tới-nhà", directive=PLAN.id, task="V.10")
    laptop.log(title="Chung", directive=PLAN.id)
    laptop.log(title="Nhầm", directive=PLAN.id, task="19")
    laptop.retract(laptop.record_ids()[-1])
    laptop.log(title="Ngoài")

    async def play(officer: Officer) -> None:
        await officer.press("f7")
        await officer.sees("2653/KH-UBND 4", PLAN.subject, PLAN.issuer)
        await officer.press("enter")
        await officer.sees("19 2", "V.10 1", "– 1", "Báo cáo tháng")
        for opened in ({"Phát-loa", "Loa-nữa"}, {"Tới-nhà"}, {"Chung"}):
            await officer.press("enter")
            await officer.sees(*opened)
            shown = {one for one in ("Phát-loa", "Loa-nữa", "Tới-nhà", "Chung", "Nhầm", "Ngoài") if one in officer.text}
            assert shown == opened
            await officer.press("escape")
            await officer.sees("V.10 1")
            await officer.press("down")

    at_work(laptop.home, play)


def test_a_directive_that_was_read_is_noted_once_in_the_own_log(laptop: Laptop) -> None:
    async def play(officer: Officer) -> None:
        await officer.press("f7")
        await officer.sees(_("new"))
        await officer.press("enter")
        await officer.sees(_("not yet: F2 writes it down"))
        await officer.press("f2")
        await officer.hears(_("Written down: seen. The province learns it with the next sync."))
        await officer.sees(_("written down"))
        await officer.press("f2")
        await officer.hears(_("Seen already."))
        await officer.press("escape")
        await officer.misses(_("new"))

    at_work(laptop.home, play)
    noted = [one for one in written(laptop) if isinstance(one, Noted)]
    assert [one.directive for one in noted] == [PLAN.id]


def test_without_directives_the_list_says_how_they_come(world: World) -> None:
    async def play(officer: Officer) -> None:
        await officer.press("f7")
        await officer.sees(_("No directive yet. They come with the first sync (F5)."))

    at_work(world.laptop(UNIT).home, play)


# -- reports


def test_each_figure_opens_exactly_the_activities_that_it_counts(laptop: Laptop) -> None:
    for title, fields in (
        ("Loa-một", {"channel": "commune-radio", "quantity": 12, "topics": ("digital-skills",)}),
        ("Loa-hai", {"channel": "commune-radio", "quantity": 3}),
        ("Họp", {"channel": "meeting", "audience": 60, "topics": ("digital-skills",)}),
        ("Trơn", {}),
        ("Trước", {"date": "2026-10-14"}),
        ("Nhầm", {"channel": "commune-radio", "quantity": 100}),
    ):
        laptop.log(title=title, **fields)
    laptop.retract(next(key for key, one in laptop.records().items() if one.values.title == "Nhầm"))
    everything = {"Loa-một", "Loa-hai", "Họp", "Trơn", "Trước", "Nhầm"}
    radio, skills = term("channels", "commune-radio"), term("topics", "digital-skills")
    counted = {
        _("all activities"): {"Loa-một", "Loa-hai", "Họp", "Trơn"},
        f"{_('channel')}: {radio}": {"Loa-một", "Loa-hai"},
        f"{_('channel')}: {term('channels', 'meeting')}": {"Họp"},
        f"{_('topic')}: {skills}"[:20]: {"Loa-một", "Họp"},
    }

    async def play(officer: Officer) -> None:
        await officer.press("f6")
        await officer.sees(PERIOD, _("{days} days left").format(days=9), "15/11/2026")
        await officer.click(PERIOD)
        await officer.sees(f"{_('all activities')} 4 15 60 0")
        left = dict(counted)
        for _line in range(8):
            await officer.press("enter")
            await officer.sees(_("title"))
            shown = {one for one in everything if one in " ".join(officer.lines[1:])}
            head = officer.lines[0]
            for name, titles in counted.items():
                if name.rpartition(": ")[2] in head:
                    assert shown == titles, name
                    left.pop(name, None)
            await officer.press("escape")
            await officer.sees(_("gathers"))
            await officer.press("down")
        assert left == {}

    at_work(laptop.home, play, size=(110, 40))


def test_the_words_of_a_report_are_kept_while_they_are_typed_and_shown_after(laptop: Laptop) -> None:
    async def write(officer: Officer) -> None:
        await to_report(officer)
        await officer.sees(_("none yet: F2 writes them"))
        await officer.press("f2")
        await officer.type("Đã phát loa đủ các bản.")
        await officer.press("tab")
        await officer.type("Loa bản Hon hỏng.")
        await officer.press("escape")
        await officer.sees("Đã phát loa đủ các bản.")

    async def look(officer: Officer) -> None:
        await to_report(officer)
        await officer.sees("Đã phát loa đủ các bản.")
        await officer.press("f2")
        await officer.sees("Đã phát loa đủ các bản.", "Loa bản Hon hỏng.")

    at_work(laptop.home, write)
    at_work(laptop.home, look)


async def to_report(officer: Officer) -> None:
    """Open the report of the period that is due next."""
    await officer.press("f6")
    await officer.click(PERIOD)
    await officer.sees(_("gathers"))


def test_submitting_says_what_goes_and_only_a_yes_submits(laptop: Laptop) -> None:
    laptop.log(title="Loa", quantity=12, audience=1200, minutes=15)
    size = laptop.store.logs.own.size

    async def play(officer: Officer) -> None:
        await to_report(officer)
        await officer.press("f3")
        await officer.sees(
            _("{activities} activities; {quantity} times or pieces, {people} people, {minutes} minutes").format(
                activities=1, quantity=12, people=_THOUSAND, minutes=15
            ),
            _("no words: F2 writes them"),
            _("The period is still open, and figures may grow."),
        )
        await officer.press("escape")
        await officer.sees(_("gathers"))
        assert laptop.store.logs.own.size == size
        await officer.press("f3", "enter")
        await officer.hears(_("Submitted. It goes to the province with the next sync."))
        await officer.sees(_("It was submitted before. To correct it, submit again: the new one takes its place."))
        await officer.press("escape")
        await officer.until(lambda: _("unsent") in officer.line_with(PERIOD), "its state")

    at_work(laptop.home, play)
    (report,) = [one for one in written(laptop) if isinstance(one, Report)]
    assert (report.period, report.figures.total.quantity, report.provisional) == (PERIOD, 12, True)


_THOUSAND = f"1{'.' if _('unsent') != 'unsent' else ','}200"


def test_a_second_report_takes_the_place_of_the_first_and_the_province_has_the_one(world: World, laptop: Laptop) -> None:
    laptop.log(title="Loa", quantity=12)

    async def submit(officer: Officer) -> None:
        await to_report(officer)
        await officer.press("f3", "enter")
        await officer.hears(_("Submitted. It goes to the province with the next sync."))

    async def correct(officer: Officer) -> None:
        await officer.press("f6")
        await officer.until(lambda: _("received") in officer.line_with(PERIOD), "its state")
        await officer.click(PERIOD)
        await officer.sees(_("gathers"))
        await officer.press("f3")
        await officer.sees(_("It takes the place of what was submitted before."))
        await officer.press("enter")
        await officer.hears(_("Submitted. It goes to the province with the next sync."))

    at_work(laptop.home, submit)
    laptop.log(title="Thêm", quantity=3)
    laptop.exchange(world.line)
    at_work(laptop.home, correct)
    laptop.exchange(world.line)
    (head,) = laptop.store.reporting.reports()[PERIOD]
    assert head.entry.figures.total.quantity == 15
    assert len([one for one in written(laptop) if isinstance(one, Report)]) == 2


# -- the inbox


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
        await officer.sees(_("reminder"), "Sắp đến hạn", PERIOD)
        await officer.press("enter")
        await officer.until(lambda: isinstance(officer.screen, ReportScreen), "the report")

    at_work(laptop.home, play)


def test_an_inbox_with_nothing_in_it_says_so(laptop: Laptop) -> None:
    async def play(officer: Officer) -> None:
        await officer.press("f8")
        await officer.sees(_("Nothing yet. What the province says comes with a sync (F5)."))
        await officer.press("enter", "escape")

    at_work(laptop.home, play)

"""A report: its figures, each of which opens what it counts, and submitting it."""

from __future__ import annotations

from field.messages import unread_entries
from sync.ledger.entry import Report
from sync.ledger.figures import Figures, Tally
from sync.log.merkle import leaf_hash
from sync.wording.changed_figures import changed_figures
from sync.wording.names import term
from tests.field.alone import PEER
from tests.field.tui.moves import PERIOD, PERIOD_SAID, to_report, written
from tests.field.tui.officer import Officer, at_work, said
from tests.world import Laptop, World

_ = said
FIGURES = Figures(total=Tally(1)), Figures(total=Tally(2))


def test_each_figure_opens_exactly_the_activities_that_it_counts(laptop: Laptop) -> None:
    for title, fields in (
        ("Loa-một", {"channel": "commune-radio", "quantity": 12, "topics": ("digital-skills",), "language": "hmn"}),
        ("Loa-hai", {"channel": "commune-radio", "quantity": 3}),
        ("Họp", {"channel": "meeting", "audience": 60, "topics": ("digital-skills",)}),
        ("Trơn", {"directive": "some-plan", "task": "19"}),
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
        f"{_('language')}: {term('languages', 'hmn')}": {"Loa-một"},
        f"{_('directive')}: some-plan": {"Trơn"},
        f"{_('task')}: some-plan, 19": {"Trơn"},
    }

    async def play(officer: Officer) -> None:
        await officer.press("f6")
        await officer.sees(PERIOD_SAID, _("{days} days left").format(days=9), "15/11/2026")
        await officer.click(PERIOD_SAID)
        await officer.sees(f"{_('all activities')} 4 – 60 0", " 2 15 0 0")
        left = dict(counted)
        for _line in range(12):
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


def test_submitting_says_what_goes_and_only_a_yes_submits(laptop: Laptop) -> None:
    laptop.log(title="Loa", quantity=12, audience=1200, minutes=15)
    size = laptop.store.logs.own.size

    async def play(officer: Officer) -> None:
        await to_report(officer)
        await officer.press("f3")
        await officer.sees(
            _("activities: {activities}; people: {people}, minutes: {minutes}").format(
                activities=1, people=_THOUSAND, minutes=15
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
        await officer.until(lambda: _("unsent") in officer.line_with(PERIOD_SAID), "its state")

    at_work(laptop.home, play)
    (report,) = [one for one in written(laptop) if isinstance(one, Report)]
    assert (report.period, report.figures.total.quantity, report.provisional) == (PERIOD, 12, True)


def test_before_it_is_submitted_it_says_what_of_a_newer_program_it_does_not_count(laptop: Laptop) -> None:
    newer = b'{"kind":"of-a-later-time","salt":"0000000000000000","at":1793000000,"what":"x"}'
    with laptop.store.taking() as taking:
        taking.append(PEER.origin, 0, [newer], [leaf_hash(newer)])
    words = unread_entries(1)[:40]

    async def play(officer: Officer) -> None:
        await to_report(officer)
        await officer.sees(words)
        await officer.press("f3")
        await officer.sees(words, _("no words: F2 writes them"))

    at_work(laptop.home, play, size=(160, 40))


_THOUSAND = f"1{'.' if _('unsent') != 'unsent' else ','}200"


def test_a_second_report_takes_the_place_of_the_first_and_the_province_has_the_one(world: World, laptop: Laptop) -> None:
    laptop.log(title="Loa", quantity=12)

    async def submit(officer: Officer) -> None:
        await to_report(officer)
        await officer.press("f3", "enter")
        await officer.hears(_("Submitted. It goes to the province with the next sync."))

    async def correct(officer: Officer) -> None:
        await officer.press("f6")
        await officer.until(lambda: _("received") in officer.line_with(PERIOD_SAID), "its state")
        await officer.click(PERIOD_SAID)
        await officer.sees(_("Submit it again?"), changed_figures(*FIGURES))
        await officer.sees(_("It takes the place of what was submitted before."))
        await officer.press("escape")
        await officer.sees(_("gathers"), f"{_('all activities')} 2 – 0 0", _("as sent {time}").partition("{")[0])
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

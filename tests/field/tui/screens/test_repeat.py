"""An activity once more: on another day, by a few letters, with a word where it is there already."""

from __future__ import annotations

from field.tui.screens.form import Form
from field.tui.screens.ledger import Ledger
from field.tui.screens.repeat import RepeatDialog
from sync.wording.i18n import counted
from tests.field.tui.moves import saved, to_ledger, typed
from tests.field.tui.officer import Officer, at_work, said
from tests.world import Laptop

_ = said


def weekly(laptop: Laptop) -> Laptop:
    """A laptop whose unit broadcasts the same thing each week, and does other things once."""
    for date in ("2026-10-15", "2026-10-22", "2026-10-29"):
        laptop.log(title="Phát loa: VNeID", date=date, channel="commune-radio", quantity=3, place="Bản Hon")
    laptop.log(title="Họp bản", date="2026-11-03")
    return laptop


def test_a_repeated_broadcast_takes_four_keys_besides_its_letters(laptop: Laptop) -> None:
    async def play(officer: Officer) -> None:
        await officer.press("ctrl+e")
        await officer.sees(
            _("Log once more: which? Type a few letters."), counted(3, "", _("{count} times")).format(count=3)
        )
        await officer.type("vneid")
        await officer.press("enter")
        await officer.press("enter")
        await officer.until(lambda: isinstance(officer.screen, Form))
        await officer.press("ctrl+s")
        await to_ledger(officer)
        assert officer.pressed == ["ctrl+e", "enter", "enter", "ctrl+s"]

    at_work(weekly(laptop).home, play)
    assert (saved(laptop)[0].title, saved(laptop)[0].date, saved(laptop)[0].quantity) == ("Phát loa: VNeID", "2026-11-05", 3)


def test_what_is_there_already_on_that_day_is_told_before_and_again_is_again(laptop: Laptop) -> None:
    async def play(officer: Officer) -> None:
        await officer.press("ctrl+d")
        await officer.type("3/11")
        await officer.press("enter")
        await officer.sees(
            _("It is logged on {day} already. Enter once more goes on all the same.").format(day="03/11/2026")[:30]
        )
        assert isinstance(officer.screen, RepeatDialog)
        await officer.press("enter")
        await officer.until(lambda: isinstance(officer.screen, Form))
        assert typed(officer).date == "03/11/2026"

    at_work(weekly(laptop).home, play)


def test_a_day_that_cannot_be_and_letters_that_mean_nothing_stay_in_the_box(laptop: Laptop) -> None:
    async def play(officer: Officer) -> None:
        await officer.press("ctrl+e")
        await officer.type("khong co")
        await officer.press("tab", "enter")
        await officer.sees(_("Type a few letters of an activity, and pick it."))
        await officer.press("escape")
        await officer.press("ctrl+d")
        await officer.type("32/11")
        await officer.press("enter")
        await officer.sees("32/11")
        assert isinstance(officer.screen, RepeatDialog)
        await officer.press("escape")
        assert isinstance(officer.screen, Ledger)

    at_work(weekly(laptop).home, play)
    assert len(saved(laptop)) == 4


def test_what_was_taken_back_is_not_offered(laptop: Laptop) -> None:
    laptop.log(title="Nhầm")
    (record,) = laptop.records()
    laptop.retract(record)

    async def play(officer: Officer) -> None:
        assert [one.last.title for one in officer.session.repeated()] == []

    at_work(laptop.home, play)

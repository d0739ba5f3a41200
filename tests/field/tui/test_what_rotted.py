"""What rotted on the disk, with the program open: nothing is typed on or signed from it, it is said so, and a sync brings it
back."""

from __future__ import annotations

import pytest

from field.activities import drafts
from field.messages import MESSAGES
from field.tui.screens.form import Form
from field.tui.screens.ledger import Ledger
from field.tui.screens.record import RecordScreen
from field.tui.screens.report import ReportScreen
from sync.activities.draft import ActivityDraft
from sync.wording.statuses import altered_mark
from tests.field.tui.moves import saved, to_page, to_report, typed
from tests.field.tui.officer import Officer, at_work, said
from tests.world import Laptop, World

_ = said
REFUSED = _(MESSAGES["altered-record"]).partition("{record}")[2].partition(":")[0]
CLOSED = _(MESSAGES["home-forked"]).partition(".")[0]
NOT_SIGNED = _(MESSAGES["figures-damaged"]).partition("{what}")[2].partition(":")[0]


@pytest.fixture
def rotten(world: World, laptop: Laptop) -> Laptop:
    """A laptop with two activities that are received, of which the later one rotted."""
    laptop.log(title="Lành", date="2026-11-02", place="Bản Hon")
    laptop.log(title="Hỏng", date="2026-11-03", place="Nà Tăm", audience=40)
    laptop.exchange(world.line)
    sql = laptop.store._sql
    (line,) = sql.execute("SELECT line FROM entry WHERE log = 1 AND idx = 2").fetchone()
    sql.execute("UPDATE entry SET line = ? WHERE log = 1 AND idx = 2", (line.replace(b'"audience":40', b'"audience":90'),))
    return laptop


def test_it_is_not_copied_from_the_list_nor_as_before(rotten: Laptop) -> None:
    async def play(officer: Officer) -> None:
        await officer.press("ctrl+d")
        await officer.hears(REFUSED)
        assert isinstance(officer.screen, Ledger)
        await officer.press("f2", "f3")
        assert isinstance(officer.screen, Form)
        assert (typed(officer).title, typed(officer).place) == ("Lành", "Bản Hon")

    at_work(rotten.home, play)


@pytest.mark.parametrize("key", ["f2", "f4", "ctrl+d"])
def test_its_page_is_shown_and_nothing_built_on_it(rotten: Laptop, key: str) -> None:
    async def play(officer: Officer) -> None:
        await officer.press("enter")
        await to_page(officer)
        await officer.press(key)
        await officer.hears(REFUSED)
        assert isinstance(officer.screen, RecordScreen)

    at_work(rotten.home, play)
    assert rotten.store.logs.own.size == 3


def test_a_conflict_of_it_is_not_settled(world: World, rotten: Laptop) -> None:
    colleague = world.laptop("03390")
    (record,) = [key for key, one in rotten.records().items() if one.values.title == "Hỏng"]
    colleague.exchange(world.line)
    colleague.revise(record, place="Một")
    colleague.exchange(world.line)
    rotten.revise(record, place="Hai")
    sql = rotten.store._sql
    line, leaf = sql.execute("SELECT line, leaf FROM entry WHERE log = 1 AND idx = 2").fetchone()
    rotten.exchange(world.line)
    sql.execute("UPDATE entry SET line = ?, leaf = ? WHERE log = 1 AND idx = 2", (line, leaf))  # rotten again

    async def play(officer: Officer) -> None:
        await officer.press("enter")
        await to_page(officer)
        await officer.press("f3")
        await officer.hears(REFUSED)
        assert isinstance(officer.screen, RecordScreen)

    at_work(rotten.home, play)


def test_a_report_that_counts_it_says_so_and_is_submitted_once_it_is_back(world: World, rotten: Laptop) -> None:
    async def play(officer: Officer) -> None:
        await to_report(officer)
        await officer.sees("Hỏng")
        await officer.press("f3")
        await officer.hears(NOT_SIGNED)
        assert isinstance(officer.screen, ReportScreen)
        rotten.exchange(world.line)
        await officer.press("f3")
        await officer.sees(_("no words: F2 writes them"))

    at_work(rotten.home, play, size=(110, 40))
    assert [values.audience for values in saved(rotten)] == [40, None]


def test_what_was_typed_over_it_stands_first_and_goes_on_once_it_is_whole(world: World, rotten: Laptop) -> None:
    """A draft says only what was typed: what is shown beside that may be false, and is filled in when it is true again."""
    (record,) = [key for key, one in rotten.records().items() if one.values.title == "Hỏng"]
    drafts.keep_unsaved(rotten.store, ActivityDraft(place="Bản mới"), record=record, now=world.now())

    async def play(officer: Officer) -> None:
        await officer.sees(f"{altered_mark()}: Hỏng")
        await officer.press("home", "enter")
        await officer.hears(REFUSED)
        assert isinstance(officer.screen, Form)
        assert (typed(officer).place, typed(officer).audience) == ("Bản mới", None)
        await officer.press("f2")
        await officer.hears(REFUSED)
        await officer.press("escape")
        rotten.exchange(world.line)
        await officer.press("home", "enter")
        assert isinstance(officer.screen, Form)
        assert (typed(officer).title, typed(officer).place, typed(officer).audience) == ("Hỏng", "Bản mới", "40")
        await officer.press("ctrl+s")
        await officer.sees(_("Saved."))

    at_work(rotten.home, play)
    assert rotten.store.records.page(record).record.values.place == "Bản mới"
    assert drafts.kept(rotten.store) == []


def test_no_reason_is_asked_for_where_nothing_can_be_saved(rotten: Laptop) -> None:
    async def play(officer: Officer) -> None:
        await officer.press("enter")
        await to_page(officer)
        rotten.store.close_log("forked")
        await officer.press("f4")
        await officer.hears(CLOSED)
        assert isinstance(officer.screen, RecordScreen)

    at_work(rotten.home, play)

"""The ledger: what there is, newest first; what is searched and filtered; what matters today."""

from __future__ import annotations

from field.activities import drafts
from field.activities.drafts import keep
from hub.monitoring import reviews
from sync.activities.draft import ActivityDraft
from sync.ledger.entry import Verdict
from tests.field.tui.moves import titles
from tests.field.tui.officer import NOW, UNIT, Officer, at_work, said
from tests.world import World

_ = said


def test_the_newest_day_stands_first_and_of_one_day_what_was_logged_last(world: World) -> None:
    laptop = world.laptop(UNIT)
    for title, date in (("A", "2026-11-02"), ("B", "2026-11-04"), ("C", "2026-10-20"), ("D", "2026-11-04")):
        laptop.log(title=title, date=date)

    async def play(officer: Officer) -> None:
        await officer.sees(_("{count} activities").format(count=4), "04/11/2026")
        assert titles(officer) == ["D", "B", "A", "C"]

    at_work(laptop.home, play)


def test_an_empty_ledger_says_how_to_begin(world: World) -> None:
    async def play(officer: Officer) -> None:
        await officer.sees(_("Nothing here yet. F2 writes the first activity."), "Xã Bình Lư")
        await officer.press("enter", "ctrl+d", "down", "end")
        await officer.sees(_("Nothing here yet. F2 writes the first activity."))

    at_work(world.laptop(UNIT).home, play)


def test_a_search_without_accents_finds_and_once_emptied_all_are_shown(world: World) -> None:
    laptop = world.laptop(UNIT)
    laptop.log(title="Phát-loa-dọn-đường")
    laptop.log(title="Họp-bản", place="Đường 32")
    laptop.log(title="Tập-huấn")

    async def play(officer: Officer) -> None:
        await officer.press("f3")
        await officer.type("duong")
        await officer.misses("Tập-huấn")
        assert titles(officer) == ["Họp-bản", "Phát-loa-dọn-đường"]
        await officer.press("f3")
        await officer.sees("Tập-huấn")
        assert len(titles(officer)) == 3
        await officer.type("tâp huân")
        await officer.misses("Họp-bản")
        await officer.press("enter", "enter")
        await officer.sees(_("What it says"), "Tập-huấn")
        await officer.press("escape")
        await officer.misses(_("What it says"))
        assert titles(officer) == ["Tập-huấn"], "the search stands as it was left"

    at_work(laptop.home, play)


def test_a_search_for_what_is_not_there_shows_nothing_and_breaks_nothing(world: World) -> None:
    laptop = world.laptop(UNIT)
    laptop.log(title="Phát-loa")

    async def play(officer: Officer) -> None:
        await officer.press("f3")
        await officer.type('"*) OR')
        await officer.misses("Phát-loa")
        await officer.press("f3")
        await officer.sees("Phát-loa")

    at_work(laptop.home, play)


def test_every_state_is_told_by_its_word(world: World) -> None:
    laptop, colleague = world.laptop(UNIT), world.laptop(UNIT)
    names = ("Nhận", "Trả", "Duyệt", "Rút", "Chung")
    for title in names:
        laptop.log(title=title)
    laptop.exchange(world.line)
    colleague.exchange(world.line)
    by_title = {record.values.title: key for key, record in laptop.records().items()}
    with world.store.writing() as session:
        answers: tuple[tuple[str, Verdict, str], ...] = ("Trả", "returned", "Sai"), ("Duyệt", "accepted", "")
        for title, verdict, comment in answers:
            record = by_title[title]
            reviews.review(session, world.keys, record, verdict, comment, now=world.now(), random_bytes=world.random)
    for one, quantity in ((laptop, 1), (colleague, 2)):
        one.revise(by_title["Chung"], quantity=quantity)
    colleague.exchange(world.line)
    laptop.retract(by_title["Rút"])
    laptop.exchange(world.line)
    laptop.log(title="Mới")
    keep(laptop.store, ActivityDraft(title="Dở"), id=0, record=None, now=NOW)

    async def play(officer: Officer) -> None:
        await officer.sees(_("{count} activities").format(count=6))
        for title, word in (
            ("Dở", _("draft")),
            ("Mới", _("unsent")),
            ("Nhận", _("received")),
            ("Trả", _("returned")),
            ("Duyệt", _("accepted")),
            ("Rút", _("taken back")),
            ("Chung", _("in conflict")),
        ):
            assert word in officer.line_with(title), title
        await officer.sees(
            _("unsent: {count}").format(count=1),
            _("drafts: {count}").format(count=1),
            _("returned: {count}").format(count=1),
            _("in conflict: {count}").format(count=1),
        )

    at_work(laptop.home, play)


def test_what_was_just_saved_is_taken_back_with_one_key(world: World) -> None:
    laptop = world.laptop(UNIT)

    async def play(officer: Officer) -> None:
        await officer.press("f2")
        await officer.type("Lưu nhầm")
        await officer.press("ctrl+s")
        await officer.hears(_("For a minute Ctrl+Z on the list of activities takes it back."))
        await officer.press("ctrl+z")
        await officer.hears(_("Taken back: {title}. What was typed is a draft.").format(title="Lưu nhầm"))
        await officer.sees(_("draft"))

    at_work(laptop.home, play)
    assert [draft.draft.title for draft in drafts.kept(laptop.store)] == ["Lưu nhầm"]

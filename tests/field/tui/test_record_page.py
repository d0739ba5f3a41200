"""An activity's page: what it says, how it came to be; revised, taken back, copied, and a conflict settled."""

from __future__ import annotations

import pytest

from field.activities.drafts import ActivityDraft
from field.tui.screens.conflict import ConflictScreen
from field.tui.screens.form import Form
from field.tui.screens.record import RecordScreen
from sync.ledger.entry import Activity, Fields
from sync.wording.dates import moment
from sync.wording.names import term
from tests.field.alone import PLAN
from tests.field.tui.officer import UNIT, Officer, at_work, said
from tests.world import Laptop, World

_ = said


async def page(officer: Officer) -> None:
    """Wait until the activity's page is on top."""
    await officer.until(lambda: isinstance(officer.screen, RecordScreen), "the page")
    await officer.sees(_("How it came to be"))


def test_a_page_says_every_field_and_how_it_came_to_be(laptop: Laptop) -> None:
    laptop.log(
        title="Phát loa",
        date="2026-11-02",
        directive=PLAN.id,
        task="19",
        topics=("digital-skills",),
        channel="banner",
        quantity=3,
        audience=1200,
        minutes=15,
        language="hmn",
        place="Bản Hon",
        text="Ghi chú dài",
    )
    (record,) = laptop.record_ids()
    laptop.revise(record, quantity=4)

    async def play(officer: Officer) -> None:
        await officer.press("enter")
        await officer.sees(
            _("Activity …{end}").format(end=record[-8:]),
            "Phát loa",
            "02/11/2026",
            PLAN.number or "",
            "19",
            term("topics", "digital-skills"),
            term("channels", "banner"),
            term("languages", "hmn"),
            "Bản Hon",
            "Ghi chú dài",
            _("not received yet"),
            record,
        )
        await officer.sees(f"{_('quantity')} 4")
        await officer.press("end")
        await officer.sees(f"{_('quantity')}: 3", f"{_('quantity')}: 4", _("this laptop"))

    at_work(laptop.home, play, size=(80, 60))


def test_after_a_sync_a_page_shows_the_receipt_and_between_which_times_it_was_made(world: World, laptop: Laptop) -> None:
    laptop.log(title="Phát loa")
    before = laptop.store.logs.own.receipt_time
    laptop.exchange(world.line)
    after = laptop.store.logs.own.receipt_time

    async def play(officer: Officer) -> None:
        await officer.press("enter")
        await officer.sees(
            _("received"),
            _("received by the province {time}").format(time=moment(after)),
            _("proven to be made after {time}").format(time=moment(before)),
        )

    at_work(laptop.home, play, size=(80, 60))


def test_an_activity_is_revised_and_only_what_changed_is_written(laptop: Laptop) -> None:
    laptop.log(title="Phát loa", quantity=3, place="Bản Hon")

    async def play(officer: Officer) -> None:
        await officer.press("enter", "f2")
        await officer.sees(_("Revise an activity"))
        await officer.fill(title=" hai lần", quantity="\x154")  # Ctrl+U empties the field
        await officer.press("ctrl+s")
        await page(officer)
        await officer.sees("Phát loa hai lần", f"{_('quantity')} 4", "Bản Hon")

    at_work(laptop.home, play, size=(80, 60))
    (record,) = laptop.record_ids()
    last = laptop.store.records.page(record).history[-1].entry
    assert isinstance(last, Activity)
    assert last.fields == Fields(title="Phát loa hai lần", quantity=4)
    assert laptop.store.records.page(record).record.values.place == "Bản Hon"


def test_a_revision_that_changes_nothing_is_told(laptop: Laptop) -> None:
    laptop.log(title="Phát loa")
    size = laptop.store.logs.own.size

    async def play(officer: Officer) -> None:
        await officer.press("enter", "f2", "ctrl+s")
        await officer.until(lambda: bool(officer.toasts), "a word about it")
        assert isinstance(officer.screen, Form)

    at_work(laptop.home, play)
    assert laptop.store.logs.own.size == size


def test_taking_back_asks_for_a_reason_and_takes_none_that_is_empty(laptop: Laptop) -> None:
    laptop.log(title="Phát loa")

    async def play(officer: Officer) -> None:
        await officer.press("enter", "f4", "enter")
        await officer.sees(_("Say why."))
        await officer.type("   ")
        await officer.press("enter")
        await officer.sees(_("Say why."))
        await officer.press("escape")
        await page(officer)
        await officer.press("f4")
        await officer.type("ghi trùng")
        await officer.press("enter")
        await officer.hears(_("Taken back."))
        await officer.sees(f"{_('taken back')} ghi trùng")
        await officer.press("f4")
        await page(officer)

    at_work(laptop.home, play)
    (record,) = laptop.records().values()
    assert record.retracted == "ghi trùng"


def test_what_was_taken_back_comes_back_when_it_is_revised(laptop: Laptop) -> None:
    laptop.log(title="Phát loa")
    laptop.retract(laptop.record_ids()[0])

    async def play(officer: Officer) -> None:
        await officer.press("enter", "f2")
        await officer.type("!")
        await officer.press("ctrl+s")
        await page(officer)
        await officer.misses("nhầm (")

    at_work(laptop.home, play)
    (record,) = laptop.records().values()
    assert (record.retracted, record.values.title) == (None, "Phát loa!")


def test_a_new_activity_is_begun_from_a_page(laptop: Laptop) -> None:
    laptop.log(title="Phát loa", date="2026-11-02", channel="banner", quantity=3)

    async def play(officer: Officer) -> None:
        await officer.press("enter", "ctrl+d")
        await officer.sees(_("Write an activity"))
        await officer.press("ctrl+s")
        await page(officer)

    at_work(laptop.home, play)
    one, other = laptop.records().values()
    assert one.values == other.values


# -- conflicts


async def choose(officer: Officer, wanted: str) -> None:
    """Let this side hold, of the two where the cursor is."""
    if f"(•) {wanted}" not in officer.text:
        await officer.press("right")
    await officer.sees(f"(•) {wanted}")


@pytest.fixture
def disputed(world: World, laptop: Laptop) -> Laptop:
    """Two laptops of one unit set quantity and place without seeing each other."""
    colleague = world.laptop(UNIT)
    laptop.log(title="Họp bản", quantity=1, place="Bản")
    laptop.exchange(world.line)
    colleague.exchange(world.line)
    (record,) = laptop.record_ids()
    colleague.revise(record, quantity=7, place="Nà Tăm")
    laptop.revise(record, quantity=9, place="Bản Hon")
    colleague.exchange(world.line)
    laptop.exchange(world.line)
    return laptop


def test_the_sides_of_a_conflict_stand_beside_each_other_and_each_field_is_chosen(disputed: Laptop) -> None:
    async def play(officer: Officer) -> None:
        await officer.press("enter")
        await officer.sees(_("in conflict"), _("F3 settles it."))
        await officer.press("f3")
        await officer.until(lambda: isinstance(officer.screen, ConflictScreen), "the conflict")
        await officer.sees("7", "9", "Nà Tăm", "Bản Hon", _("this laptop"))
        row = officer.line_with("Nà Tăm")
        assert "Bản Hon" in row, "side by side"
        for field, wanted in (("place", "Nà Tăm"), ("quantity", "9")):
            await choose(officer, wanted)
            assert officer.screen.focused is officer.screen.query_one(f"#choose-{field}")
            await officer.press("tab")
        await officer.press("f2")
        await page(officer)
        await officer.misses(_("F3 settles it."))

    at_work(disputed.home, play)
    (record,) = disputed.records().values()
    assert record.conflicts == ()
    assert (record.values.quantity, record.values.place) == (9, "Nà Tăm")


def test_revising_what_is_in_conflict_settles_it_first_and_escape_leaves_it(disputed: Laptop) -> None:
    async def play(officer: Officer) -> None:
        await officer.press("enter", "f2")
        await officer.until(lambda: isinstance(officer.screen, ConflictScreen), "the conflict")
        await officer.press("right", "escape")
        await page(officer)
        await officer.sees(_("F3 settles it."))

    at_work(disputed.home, play)
    (record,) = disputed.records().values()
    assert len(record.conflicts) == 2


@pytest.mark.parametrize("taken_back", [True, False])
def test_a_conflict_with_a_retraction_is_settled_either_way(world: World, laptop: Laptop, taken_back: bool) -> None:
    colleague = world.laptop(UNIT)
    laptop.log(title="Họp bản", quantity=1)
    laptop.exchange(world.line)
    colleague.exchange(world.line)
    (key,) = laptop.record_ids()
    colleague.retract(key)
    laptop.revise(key, quantity=9)
    colleague.exchange(world.line)
    laptop.exchange(world.line)
    wanted = _("take it back: {reason}").format(reason="nhầm") if taken_back else _("keep it")

    async def play(officer: Officer) -> None:
        await officer.press("enter", "f3")
        await officer.sees(_("keep it"), _("take it back: {reason}").format(reason="nhầm"))
        await choose(officer, wanted)
        await officer.press("f2")
        await page(officer)
        await officer.misses(_("F3 settles it."))

    at_work(laptop.home, play)
    (record,) = laptop.records().values()
    assert record.conflicts == ()
    assert (record.retracted, record.values.quantity) == ("nhầm" if taken_back else None, 9)


def test_a_conflict_settled_here_is_settled_for_the_colleague_too(world: World, disputed: Laptop) -> None:
    async def play(officer: Officer) -> None:
        await officer.press("enter", "f3", "f2")
        await page(officer)

    at_work(disputed.home, play)
    disputed.exchange(world.line)
    colleague = world.laptops[1]
    colleague.exchange(world.line)
    assert [one.values for one in colleague.records().values()] == [one.values for one in disputed.records().values()]
    assert all(not one.conflicts for one in colleague.records().values())


def test_a_draft_of_a_revision_goes_on_as_one(laptop: Laptop) -> None:
    laptop.log(title="Phát loa", quantity=3)

    async def leave(officer: Officer) -> None:
        await officer.press("enter", "f2")
        await officer.type(" dở")
        await officer.press("escape")
        await page(officer)

    async def go_on(officer: Officer) -> None:
        await officer.sees(_("draft"), "Phát loa dở")
        await officer.press("enter")
        await officer.sees(_("Revise an activity"))
        assert isinstance(officer.screen, Form)
        draft: ActivityDraft = officer.screen.typed()
        assert (draft.title, draft.quantity) == ("Phát loa dở", "3")
        await officer.press("ctrl+s")
        await officer.misses(_("draft"))

    at_work(laptop.home, leave)
    at_work(laptop.home, go_on)
    assert [one.values.title for one in laptop.records().values()] == ["Phát loa dở"]

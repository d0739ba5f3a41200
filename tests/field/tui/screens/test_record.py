"""An activity's page: what it says, how it came to be; revised, taken back, copied, and a conflict settled."""

from __future__ import annotations

from msgspec.structs import replace

from field.tui.screens.form import Form
from sync.activities.draft import ActivityDraft
from sync.ledger.entry import Activity, Fields
from sync.wording.dates import moment
from sync.wording.names import term
from tests.field.alone import PLAN
from tests.field.tui.moves import to_page
from tests.field.tui.officer import Officer, at_work, said
from tests.world import Laptop, World

_ = said


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
        await to_page(officer)
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
        await to_page(officer)
        await officer.press("f4")
        await officer.type("ghi trùng")
        await officer.press("enter")
        await officer.hears(_("Taken back."))
        await officer.sees(f"{_('taken back')} ghi trùng")
        await officer.press("f4")
        await to_page(officer)

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
        await to_page(officer)
        await officer.misses("nhầm (")

    at_work(laptop.home, play)
    (record,) = laptop.records().values()
    assert (record.retracted, record.values.title) == (None, "Phát loa!")


def test_it_is_logged_once_more_on_another_day_from_its_page(laptop: Laptop) -> None:
    laptop.log(title="Phát loa", date="2026-11-02", channel="banner", quantity=3)

    async def play(officer: Officer) -> None:
        await officer.press("enter", "ctrl+d")
        await officer.sees(_("On which day?"))
        await officer.press("enter")
        await officer.sees(_("Write an activity"))
        await officer.press("ctrl+s")
        await to_page(officer)

    at_work(laptop.home, play)
    one, other = sorted((one.values for one in laptop.records().values()), key=lambda values: values.date or "")
    assert other == replace(one, date="2026-11-05")


# -- conflicts


def test_a_draft_of_a_revision_goes_on_as_one(laptop: Laptop) -> None:
    laptop.log(title="Phát loa", quantity=3)

    async def leave(officer: Officer) -> None:
        await officer.press("enter", "f2")
        await officer.type(" dở")
        await officer.press("escape")
        await to_page(officer)

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


def test_what_is_dated_before_its_unit_began_is_marked_as_it_is_typed_and_on_its_page(world: World, laptop: Laptop) -> None:
    laptop.log(title="Sớm", date="2025-06-30")
    laptop.exchange(world.line)
    assert laptop.store.logs.registry().units["03390"].valid_from == "2025-07-01"

    async def play(officer: Officer) -> None:
        await officer.press("enter")
        await officer.sees("Sớm", "ngày ghi trước ngày đầu của đơn vị trong sổ (01/07/2025)")
        await officer.press("f2")
        await officer.until(lambda: isinstance(officer.app.screen, Form), "the form")
        await officer.sees("30/06/2025: ngày ghi trước")

    at_work(laptop.home, play, size=(160, 40))

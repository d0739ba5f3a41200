"""Writing an activity: what is typed is understood, told where it is wrong, kept while it is typed, and saved."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from unicodedata import normalize

import pytest
from msgspec.structs import replace

from field.activities.drafts import kept
from field.messages import sentence
from field.tui.screens.form import Form
from field.tui.widgets.chooser import Chooser
from field.tui.widgets.text_box import TextBox
from sync.activities.draft import ActivityDraft
from sync.errors import Misuse, Unavailable
from sync.ledger.merge import Values
from sync.ledger.vocabulary import vocabulary
from sync.wording.fields import field_name
from sync.wording.i18n import LANGUAGE
from tests.field.alone import PLAN, led, led_plan
from tests.field.tui.moves import saved, to_ledger, typed
from tests.field.tui.officer import UNIT, Officer, at_work, new_world, said
from tests.world import Laptop

_ = said

EMPTY = ActivityDraft(
    title="",
    date="",
    directive="",
    task="",
    topics=(),
    channel="",
    quantity="",
    audience="",
    minutes="",
    language="",
    until="",
    audiences=(),
    body="",
    languages=(),
    place="",
    places="",
    text="",
)
REPEATED = {"date": "3/11", "directive": "2653", "task": "19", "minutes": "15", "language": "mong", "place": "Bản Hon"}
"""What is typed of an activity in several tests."""


async def open_form(officer: Officer, **words: str) -> None:
    """The form, opened at the ledger and filled."""
    await officer.press("f2")
    await officer.fill(**words)


async def save_and_next(officer: Officer) -> None:
    """What is typed, saved; the form stays for the next."""
    await officer.press("f2")
    await officer.hears(_("Saved."))


async def save_and_leave(officer: Officer) -> None:
    """What is typed, saved; back at the ledger."""
    await officer.press("ctrl+s")
    await to_ledger(officer)


@pytest.mark.parametrize(
    ("words", "date"),
    [
        ("3/11", "2026-11-03"),
        ("03-11-26", "2026-11-03"),
        ("2026-10-31", "2026-10-31"),
        ("hôm nay", "2026-11-05"),
        ("hom qua", "2026-11-04"),
        ("today", "2026-11-05"),
        ("6/11", "2026-11-06"),
        ("30/12", "2025-12-30"),
        ("", "2026-11-05"),
    ],
)
def test_a_day_is_meant_as_it_is_typed(laptop: Laptop, words: str, date: str) -> None:
    async def play(officer: Officer) -> None:
        await open_form(officer, title="Họp", date=words)
        await officer.sees(f"{date[8:]}/{date[5:7]}/{date[:4]}")
        await save_and_leave(officer)

    at_work(laptop.home, play)
    assert [one.date for one in saved(laptop)] == [date]


@pytest.mark.parametrize(
    ("field", "words", "error"),
    [
        ("date", "chợ phiên", Misuse("bad-date", text="chợ phiên")),
        ("date", "32/12", Misuse("no-such-day", text="32/12", day=32, month=12, days=31)),
        ("date", "9/11/2026", Misuse("date-out-of-range", date="09/11/2026", latest="06/11/2026")),
        ("quantity", "mười", Misuse("bad-count", text="mười")),
        ("audience", "1.2", Misuse("not-whole", text="1.2")),
        ("task", "19", Misuse("task-without-directive", task="19")),
    ],
)
def test_what_is_wrong_is_told_beside_its_field_and_nothing_is_saved(
    laptop: Laptop, field: str, words: str, error: Misuse
) -> None:
    async def play(officer: Officer) -> None:
        await open_form(officer, title="Họp", **{field: words})
        await officer.sees(sentence(error))
        before = saved(laptop)
        for key in ("f2", "ctrl+s"):
            await officer.press(key)
            await officer.hears(sentence(error))
            assert saved(laptop) == before == []
            focused = officer.screen.focused
            assert focused is not None and field in {one.id for one in focused.ancestors_with_self}

    at_work(laptop.home, play)


def test_that_there_is_no_title_yet_is_said_when_one_wants_to_save_and_not_before(laptop: Laptop) -> None:
    needed = _("“{field}” is needed.").format(field=_("title"))

    async def play(officer: Officer) -> None:
        await officer.press("f2")
        await officer.sees(_("title"))  # keys before that are the ledger's
        await officer.press("tab")
        await officer.type("hôm qua")
        await officer.sees("04/11/2026")
        assert needed not in officer.text
        await officer.press("f2")
        await officer.hears(needed)
        await officer.sees(needed)
        await officer.type("Họp")
        await officer.misses(needed)

    at_work(laptop.home, play)


@pytest.mark.parametrize("letters", ["bang ron", "commune-radio", "luu dong"])
def test_what_is_counted_follows_the_channel(laptop: Laptop, letters: str) -> None:
    async def play(officer: Officer) -> None:
        await open_form(officer, title="x", channel=letters)
        await officer.press("tab")
        channel = vocabulary().channels[str(typed(officer).channel)]
        unit = channel.quantity_en if LANGUAGE == "en" else channel.quantity_vi
        await officer.until(lambda: unit in officer.line_with(_("quantity")))

    at_work(laptop.home, play)


def test_save_and_next_keeps_what_repeats_and_nothing_else(laptop: Laptop) -> None:
    async def play(officer: Officer) -> None:
        await open_form(
            officer,
            **REPEATED,
            title="Phát loa",
            topics="ky nang so; binh dan hoc",
            channel="loa",
            quantity="12",
            audience="1.200",
            text="Ghi chú",
        )
        await save_and_next(officer)
        assert typed(officer) == replace(
            EMPTY,
            date="3/11",
            directive=PLAN.number,
            task="19",
            topics=("digital-skills", "digital-literacy"),
            channel="commune-radio",
            language="hmn",
            place="Bản Hon",
        )
        await officer.type("Phát lại")
        await save_and_next(officer)

    at_work(laptop.home, play)
    again, first = saved(laptop)
    assert first == Values(
        title="Phát loa",
        date="2026-11-03",
        directive=PLAN.id,
        task="19",
        topics=("digital-skills", "digital-literacy"),
        channel="commune-radio",
        quantity=12,
        audience=1200,
        minutes=15,
        language="hmn",
        place="Bản Hon",
        text="Ghi chú",
    )
    assert (again.title, again.place, again.quantity, again.text) == ("Phát lại", "Bản Hon", None, None)


def test_a_field_that_repeats_is_typed_over(laptop: Laptop) -> None:
    async def play(officer: Officer) -> None:
        await open_form(officer, title="Một", date="3/11", place="Bản Hon")
        await save_and_next(officer)
        await officer.fill(title="Hai", date="4/11", place="Nà Tăm")
        await save_and_next(officer)

    at_work(laptop.home, play)
    assert [(one.title, one.date, one.place) for one in saved(laptop)] == [
        ("Hai", "2026-11-04", "Nà Tăm"),
        ("Một", "2026-11-03", "Bản Hon"),
    ]


def test_an_earlier_one_is_copied_whole_and_stays_as_it_was(laptop: Laptop) -> None:
    laptop.log(title="Cũ", date="2026-11-02", channel="banner", quantity=3, directive=PLAN.id, task="19")
    laptop.log(title="Mới", date="2026-11-03")

    async def play(officer: Officer) -> None:
        await officer.press("down", "ctrl+d")
        await officer.sees(_("On which day?"))
        await officer.type("4/11")
        await officer.press("enter")
        await officer.sees(_("Write an activity"))
        assert typed(officer) == replace(
            EMPTY,
            title="Cũ",
            date="04/11/2026",
            channel="banner",
            quantity="3",
            directive=PLAN.number,
            task="19",
        )
        await officer.type(" lại")
        await save_and_leave(officer)

    at_work(laptop.home, play)
    assert [one.title for one in saved(laptop)] == ["Cũ lại", "Mới", "Cũ"]
    assert saved(laptop)[0].quantity == 3


def test_as_before_fills_what_is_empty_and_leaves_what_is_typed(laptop: Laptop) -> None:
    laptop.log(title="Cũ", date="2026-11-02", channel="banner", quantity=3, place="Bản Hon")

    async def play(officer: Officer) -> None:
        await officer.press("f2")
        await officer.type("Riêng")
        await officer.press("f3")
        filled = typed(officer)
        assert (filled.title, filled.channel, filled.quantity, filled.place) == ("Riêng", "banner", "3", "Bản Hon")
        assert filled.date == _("today")

    at_work(laptop.home, play)


def test_what_is_typed_stays_as_a_draft_over_a_new_start_and_is_gone_once_saved(laptop: Laptop) -> None:
    words = replace(
        EMPTY,
        title="Dở dang",
        date="3/11",
        directive=PLAN.number,
        task="19",
        topics=("digital-skills",),
        channel="banner",
        quantity="mười",
        minutes="15",
        language="hmn",
        place="Bản Hon",
        text="Còn viết",
    )

    async def leave(officer: Officer) -> None:
        await open_form(
            officer,
            **REPEATED,
            title="Dở dang",
            topics="ky nang so",
            channel="bang ron",
            quantity="mười",
            text="Còn viết",
        )
        await officer.press("escape")
        await officer.sees("Dở dang", _("draft"))
        await officer.press("enter")
        await officer.sees(_("Write an activity"))
        assert typed(officer) == words
        await officer.press("escape")
        await to_ledger(officer)

    async def come_back(officer: Officer) -> None:
        await officer.sees("Dở dang", _("drafts: {count}").format(count=1))
        await officer.press("enter")
        await officer.sees(_("Write an activity"))
        assert typed(officer) == words
        await officer.press(*["tab"] * 6, "ctrl+u")
        await officer.type("10")
        await save_and_leave(officer)
        await officer.misses(_("draft"))

    at_work(laptop.home, leave)
    assert (saved(laptop), len(kept(laptop.store))) == ([], 1)
    at_work(laptop.home, come_back)
    assert ([one.quantity for one in saved(laptop)], kept(laptop.store)) == ([10], [])


def test_a_form_left_as_it_was_opened_leaves_no_draft(laptop: Laptop) -> None:
    async def play(officer: Officer) -> None:
        await officer.press("f2", "tab", "escape")
        await to_ledger(officer)

    at_work(laptop.home, play)
    assert kept(laptop.store) == []


def test_a_draft_is_thrown_away_only_by_who_says_so_twice(laptop: Laptop) -> None:
    async def play(officer: Officer) -> None:
        await officer.press("f2")
        await officer.type("Bỏ đi")
        await officer.press("f4")
        await officer.sees(_("Throw away what is typed here?"))
        await officer.press("escape")
        assert typed(officer).title == "Bỏ đi"
        await officer.press("escape", "enter")
        assert typed(officer).title == "Bỏ đi"
        await officer.press("f4", "enter")
        await to_ledger(officer)
        await officer.misses("Bỏ đi")

    at_work(laptop.home, play)
    assert (saved(laptop), kept(laptop.store)) == ([], [])


def test_words_whose_marks_come_apart_are_stored_composed(laptop: Laptop) -> None:
    async def play(officer: Officer) -> None:
        await officer.press("f2")
        await officer.type(normalize("NFD", "Phát thanh về đường"))
        for _field in range(10):
            await officer.press("tab")
        await officer.paste(normalize("NFD", "Bản Nà Tăm"))
        await officer.press("tab")
        await officer.paste(normalize("NFD", "Tiếng Việt\nhai dòng"))
        await save_and_leave(officer)

    at_work(laptop.home, play)
    (one,) = saved(laptop)
    assert (one.title, one.place, one.text) == ("Phát thanh về đường", "Bản Nà Tăm", "Tiếng Việt\nhai dòng")


def test_a_number_that_one_comes_back_to_is_typed_over(laptop: Laptop) -> None:
    async def play(officer: Officer) -> None:
        await open_form(officer, title="Phát loa", quantity="12")
        await officer.press("tab", "shift+tab")
        await officer.type("5")
        await officer.press("ctrl+s")
        await officer.hears(_("Saved."))

    at_work(laptop.home, play)
    (record,) = laptop.records().values()
    assert record.values.quantity == 5


FILLING = led_plan(
    led("1", topics=("digital-skills", "digital-literacy"), channels=("commune-radio",)),
    led("17", topics=("resolution-57",), channels=("bulletin", "leaflet")),
    led("19", channels=("hands-on",)),
    led("20"),
)
"""A plan whose tasks name topics and channels."""


@pytest.fixture
def filling(tmp_path: Path) -> Iterator[Laptop]:
    world = new_world(tmp_path / "filling", FILLING)
    laptop = world.laptop(UNIT)
    laptop.exchange(world.line)
    yield laptop
    world.close()


def by_task(officer: Officer, no: str) -> list[str]:
    """The fields beside which it is said that this task filled them."""
    words = _("by task {task}").format(task=no)
    return [name for name in ("topics", "channel") if officer.line_with(_(name)).endswith(words)]


def test_picking_a_task_fills_its_topics_and_channel_and_says_so(filling: Laptop) -> None:
    async def play(officer: Officer) -> None:
        await open_form(officer, title="Phát loa", directive="2653", task="1 Việc")
        await officer.press("tab")
        await officer.until(lambda: by_task(officer, "1") == ["topics", "channel"])
        assert (typed(officer).topics, typed(officer).channel) == (("digital-skills", "digital-literacy"), "commune-radio")
        await save_and_next(officer)
        assert by_task(officer, "1") == ["topics", "channel"]

    at_work(filling.home, play)
    (one,) = saved(filling)
    assert (one.task, one.topics, one.channel) == ("1", ("digital-skills", "digital-literacy"), "commune-radio")


def test_a_task_fills_nothing_over_what_was_typed(filling: Laptop) -> None:
    async def play(officer: Officer) -> None:
        await open_form(officer, title="x", directive="2653", channel="zalo oa")
        await officer.press("shift+tab", "shift+tab")
        await officer.type("1 Việc")
        await officer.press("tab")
        await officer.until(lambda: by_task(officer, "1") == ["topics"])
        assert typed(officer).channel == "zalo-oa"

    at_work(filling.home, play)


def test_another_task_takes_the_place_of_what_the_first_one_filled_and_of_nothing_else(filling: Laptop) -> None:
    async def play(officer: Officer) -> None:
        await open_form(officer, title="x", directive="2653", task="1 Việc", channel="zalo oa")
        await officer.press("shift+tab", "shift+tab")
        await officer.type("17")
        await officer.press("tab")
        await officer.until(lambda: by_task(officer, "17") == ["topics"])
        assert (typed(officer).topics, typed(officer).channel) == (("resolution-57",), "zalo-oa")
        await officer.press("shift+tab")
        await officer.type("20")
        await officer.press("tab")
        await officer.until(lambda: typed(officer).topics == ())
        assert typed(officer).channel == "zalo-oa"

    at_work(filling.home, play)


def test_what_was_filled_is_typed_over_emptied_and_stays_so(filling: Laptop) -> None:
    async def play(officer: Officer) -> None:
        await open_form(officer, title="x", directive="2653", task="1 Việc")
        await officer.press("tab")
        await officer.until(lambda: by_task(officer, "1") == ["topics", "channel"])
        await officer.type("binh dang")
        await officer.press("tab", "ctrl+u", "tab")
        await officer.until(lambda: by_task(officer, "1") == [])
        assert (typed(officer).topics, typed(officer).channel) == (("gender-equality",), "")
        await save_and_leave(officer)

    at_work(filling.home, play)
    (one,) = saved(filling)
    assert (one.topics, one.channel) == (("gender-equality",), None)


def test_what_was_filled_is_shown_from_its_beginning_and_added_to_behind_a_semicolon(filling: Laptop) -> None:
    async def play(officer: Officer) -> None:
        await open_form(officer, title="x", directive="2653", task="1 Việc")
        await officer.press("tab")
        await officer.until(lambda: by_task(officer, "1") == ["topics", "channel"])
        assert officer.line_with(_("topics")).startswith(f"{_('topics')} Kỹ năng số")
        await officer.type("; binh dang")
        await officer.press("tab")
        await officer.until(lambda: by_task(officer, "1") == ["channel"])
        assert typed(officer).topics == ("digital-skills", "digital-literacy", "gender-equality")

    at_work(filling.home, play)


def test_of_several_channels_of_a_task_none_is_filled_and_all_come_first(filling: Laptop) -> None:
    async def play(officer: Officer) -> None:
        await open_form(officer, title="x", directive="2653", task="17")
        await officer.press("tab", "tab")
        channel = officer.screen.query_one("#channel", Chooser)
        await officer.until(lambda: channel.is_open)
        assert typed(officer).channel == ""
        assert [choice.value for choice in channel._found[:2]] == ["bulletin", "leaflet"]

    at_work(filling.home, play)


def test_a_task_whose_letters_were_typed_just_before_saving_fills_what_is_saved(filling: Laptop) -> None:
    async def play(officer: Officer) -> None:
        await open_form(officer, title="x", directive="2653", task="19")
        await officer.press("ctrl+s")
        await to_ledger(officer)

    at_work(filling.home, play)
    (one,) = saved(filling)
    assert (one.task, one.channel, one.topics) == ("19", "hands-on", ())


def test_opening_what_names_a_task_fills_nothing(filling: Laptop) -> None:
    filling.log(title="Cũ", directive=FILLING.id, task="1")

    async def play(officer: Officer) -> None:
        await officer.press("ctrl+d", "enter")
        await officer.sees(_("Write an activity"))
        assert (typed(officer).task, typed(officer).topics, typed(officer).channel) == ("1", (), "")
        await officer.type(" lại")
        await save_and_leave(officer)

    at_work(filling.home, play)
    assert [(one.topics, one.channel) for one in saved(filling)] == [((), None)] * 2


def test_what_few_activities_say_is_shown_once_asked_for_and_kept_for_the_next_by_its_body(laptop: Laptop) -> None:
    async def play(officer: Officer) -> None:
        await open_form(officer, title="Tập huấn ba ngày", date="2/11")
        await officer.sees(_("{key} for more: {fields}").format(key="Ctrl+T", fields=field_name("until")))
        assert not officer.screen.query_one("#row-until").display
        await officer.press("ctrl+t")
        await officer.type("4/11")
        await officer.sees("04/11/2026")
        officer.screen.query_one("#audiences Input").focus()
        await officer.type("phu nu")
        officer.screen.query_one("#languages Input").focus()
        await officer.type("mong")
        officer.screen.query_one("#places").focus()
        await officer.type("Nà Tăm; Bản Thẳm")
        officer.screen.query_one("#body Input").focus()
        await officer.type("van hoa")
        await officer.press("f2")
        await officer.hears(said("Saved."))
        assert officer.screen.query_one("#row-body").display, "what repeats is seen"
        await officer.press("escape")
        await to_ledger(officer)

    at_work(laptop.home, play)
    (values,) = saved(laptop)
    assert (values.date, values.until, values.audiences) == ("2026-11-02", "2026-11-04", ("women",))
    assert values.body == "culture-society-office"
    assert (values.languages, values.places) == (("hmn",), ("Nà Tăm", "Bản Thẳm"))


def test_a_span_is_typed_in_the_field_of_the_day(laptop: Laptop) -> None:
    async def play(officer: Officer) -> None:
        await open_form(officer, title="Hội diễn", date="2-5/11")
        await officer.sees("02–05/11/2026")
        await officer.press("shift+tab", "shift+tab")
        await save_and_leave(officer)

    at_work(laptop.home, play)
    assert [(one.date, one.until) for one in saved(laptop)] == [("2026-11-02", "2026-11-05")]


def test_what_is_typed_right_behind_the_key_for_more_stands_there(laptop: Laptop) -> None:
    async def play(officer: Officer) -> None:
        await open_form(officer, title="Hội diễn", date="2/11")
        await officer.rush("\x144/11")
        await officer.sees("04/11/2026")
        await save_and_leave(officer)

    at_work(laptop.home, play)
    assert [(one.date, one.until) for one in saved(laptop)] == [("2026-11-02", "2026-11-04")]


def test_lines_pasted_by_an_old_console_stay_apart_and_save_nothing(laptop: Laptop) -> None:
    async def play(officer: Officer) -> None:
        await open_form(officer, title="")
        await officer.rush("Họp thôn\rPhát loa\r")
        assert typed(officer).title == "Họp thôn Phát loa"
        await officer.until(lambda: at(officer, "directive"))  # the last of them leads on, over the day that stands there
        await officer.press(*["tab"] * 9)
        await officer.rush("Dòng một\rDòng hai\r\rDòng ba")
        assert typed(officer).text == "Dòng một\nDòng hai\n\nDòng ba"

    at_work(laptop.home, play)
    assert saved(laptop) == []


def test_what_cannot_be_kept_stays_on_the_screen_and_is_not_lost_by_leaving(laptop: Laptop) -> None:
    """A full disk: it is told, what was typed stands, leaving asks first, and all is saved once there is room."""

    async def play(officer: Officer) -> None:
        await officer.press("f2")
        await officer.type("Phát loa")
        form = officer.screen
        sql = officer.session.store._sql
        (pages,) = sql.execute("PRAGMA page_count").fetchone()
        (before,) = sql.execute("PRAGMA max_page_count").fetchone()
        sql.execute(f"PRAGMA max_page_count = {pages}")  # acts as a full disk does
        form.query_one("#text", TextBox).text = "ở bản " * 3_000  # as if pasted
        await officer.press("escape")
        await officer.hears(sentence(Unavailable("disk-full")))
        await officer.sees(_("What is typed here could not be kept: leave it, and lose it?"))
        await officer.press("escape")
        assert officer.screen is form
        assert form.query_one("#text", TextBox).text == "ở bản " * 3_000
        sql.execute(f"PRAGMA max_page_count = {before}")
        await officer.press("escape")
        assert officer.screen is not form
        (draft,) = kept(officer.session.store)
        assert (draft.draft.title, draft.draft.text) == ("Phát loa", "ở bản " * 3_000)

    at_work(laptop.home, play)


async def asked_of_a_copy(officer: Officer) -> None:
    """Wait until it is asked whether what was copied is to be there twice."""
    await officer.sees(_("Nothing differs from the activity that this was copied from. Save it once more?")[:30])


def test_a_copy_that_nothing_was_changed_in_is_asked_about_once(laptop: Laptop) -> None:
    laptop.log(title="Cũ", date="2026-11-02")

    async def play(officer: Officer) -> None:
        await officer.press("f2", "f3", "f2")
        await asked_of_a_copy(officer)
        await officer.press("escape", "f2")
        await asked_of_a_copy(officer)
        assert len(saved(laptop)) == 1
        await officer.press("enter")
        await officer.hears(_("Saved."))
        await officer.until(lambda: typed(officer).title == "")
        await officer.press("f3", "f2")
        await asked_of_a_copy(officer)
        await officer.press("escape")
        await officer.type(" và mới")
        await save_and_leave(officer)

    at_work(laptop.home, play)
    assert [one.title for one in saved(laptop)] == ["Cũ và mới", "Cũ", "Cũ"]


def test_letters_replace_what_a_list_holds_a_semicolon_adds_and_it_says_how_many_it_holds(laptop: Laptop) -> None:
    async def play(officer: Officer) -> None:
        await open_form(officer, title="Một", topics="ky nang so; binh dang")
        await officer.press("tab")
        await officer.sees(_("topics: {count}").format(count=2))
        await save_and_next(officer)
        assert typed(officer).topics == ("digital-skills", "gender-equality")
        await officer.fill(title="Hai", topics=";nghi quyet 57")
        await save_and_next(officer)
        await officer.fill(title="Ba", topics="ky nang so")
        await officer.press("tab")
        await officer.sees(_("topics: {count}").format(count=1))
        await save_and_leave(officer)

    at_work(laptop.home, play)
    assert [one.topics for one in saved(laptop)] == [
        ("digital-skills",),
        ("digital-skills", "gender-equality", "resolution-57"),
        ("digital-skills", "gender-equality"),
    ]


OTHER_PLAN = replace(
    led_plan(led("1", topics=("gender-equality",)), led("5")),
    id="lai-chau-99-kh-ubnd",
    number="99/KH-UBND",
    subject="Kế hoạch khác",
)


@pytest.fixture
def two_plans(tmp_path: Path) -> Iterator[Laptop]:
    world = new_world(tmp_path / "two-plans", FILLING, OTHER_PLAN)
    laptop = world.laptop(UNIT)
    laptop.exchange(world.line)
    yield laptop
    world.close()


def test_what_belongs_to_another_directive_goes_with_it(two_plans: Laptop) -> None:
    async def play(officer: Officer) -> None:
        await open_form(officer, title="Một", directive="2653", task="1 Việc")
        await officer.press("tab")
        await officer.until(lambda: by_task(officer, "1") == ["topics", "channel"])
        await save_and_next(officer)
        await officer.fill(title="Hai", date="4/11", directive="99")
        await officer.press("tab")
        await officer.until(lambda: (typed(officer).task, typed(officer).topics, typed(officer).channel) == ("", (), ""))
        await save_and_next(officer)
        await officer.fill(title="Ba", date="4/11", directive="26")
        assert typed(officer).task == ""
        await officer.press("shift+tab", "tab")
        await officer.press("f4")
        await officer.press("enter")
        await to_ledger(officer)

    at_work(two_plans.home, play)
    assert [(one.title, one.directive, one.task) for one in saved(two_plans)] == [
        ("Một", FILLING.id, "1"),
        ("Hai", OTHER_PLAN.id, None),
    ]


def test_a_directive_that_is_typed_again_keeps_its_task(two_plans: Laptop) -> None:
    async def play(officer: Officer) -> None:
        await open_form(officer, title="Một", directive="2653", task="20")
        await officer.press("shift+tab")
        await officer.type("2653")
        await officer.press("tab")
        await save_and_leave(officer)

    at_work(two_plans.home, play)
    assert [one.task for one in saved(two_plans)] == ["20"]


def test_another_directive_and_its_task_typed_in_one_burst_belong_together(two_plans: Laptop) -> None:
    async def play(officer: Officer) -> None:
        await officer.press("f2")
        await officer.rush("Một\t3/11\t2653\t1 Việc\t")
        await save_and_next(officer)
        await officer.rush("Hai\t3/11\t99\t5\t")
        await save_and_next(officer)
        await officer.rush("Ba\t3/11\t2653\t19\t\x13")
        await to_ledger(officer)

    at_work(two_plans.home, play)
    assert [(one.directive, one.task, one.topics) for one in saved(two_plans)] == [
        (FILLING.id, "19", ()),
        (OTHER_PLAN.id, "5", ()),
        (FILLING.id, "1", ("digital-skills", "digital-literacy")),
    ]


def at(officer: Officer, name: str) -> bool:
    """Whether a field of the form is lit."""
    form = officer.screen
    return isinstance(form, Form) and form.focused is form.fields.entered(name)


def test_enter_goes_on_over_what_is_filled(filling: Laptop) -> None:
    async def play(officer: Officer) -> None:
        await open_form(officer, title="Phát loa")
        await officer.press("enter")
        await officer.until(lambda: at(officer, "directive"))  # today stands there
        await officer.type("2653 1")
        await officer.press("enter")
        await officer.until(lambda: at(officer, "quantity"))  # topics and channel are the task's
        await officer.type("12 buổi, 1.200 người, 180 phút")
        await officer.press("enter")
        await officer.until(lambda: at(officer, "language"))
        await officer.type("mong")
        await officer.press("enter")
        await officer.until(lambda: at(officer, "place"))
        await officer.type("Bản Hon")
        await officer.press("enter")
        await officer.until(lambda: at(officer, "text"))
        await officer.type("Loa tốt")
        await officer.press("ctrl+s")
        await to_ledger(officer)

    at_work(filling.home, play)
    (values,) = saved(filling)
    assert (values.directive, values.task, values.channel) == (PLAN.id, "1", "commune-radio")
    assert (values.quantity, values.audience, values.minutes) == (12, 1200, 180)
    assert (values.language, values.place, values.text) == ("hmn", "Bản Hon", "Loa tốt")


def test_enter_goes_to_the_next_field_of_an_activity_that_is_revised(laptop: Laptop) -> None:
    laptop.log(title="Họp thôn")

    async def play(officer: Officer) -> None:
        await officer.press("enter")
        await officer.press("f2")
        await officer.until(lambda: at(officer, "title"))
        await officer.press("enter")
        await officer.until(lambda: at(officer, "date"))

    at_work(laptop.home, play)


def test_a_number_and_letters_that_no_task_has_pick_nothing(filling: Laptop) -> None:
    async def play(officer: Officer) -> None:
        await open_form(officer, title="x", directive="2653 khong co viec nay")
        await officer.press("ctrl+s")
        await officer.sees("khong co viec nay")
        assert typed(officer).task == ""

    at_work(filling.home, play)
    assert saved(filling) == []


def test_figures_of_several_fields_are_not_put_over_what_stands_there(filling: Laptop) -> None:
    async def play(officer: Officer) -> None:
        await open_form(officer, title="x", audience="5")
        await officer.press("shift+tab")
        await officer.type("3 buổi 40 người")
        await officer.press("tab")
        assert typed(officer).audience == "5"
        assert typed(officer).quantity == "3 buổi 40 người"

    at_work(filling.home, play)


def test_a_line_is_selected_whole_and_what_was_changed_is_taken_back(laptop: Laptop) -> None:
    async def play(officer: Officer) -> None:
        await officer.press("f2")
        await officer.type("Phát loa")
        await officer.press("ctrl+a")
        await officer.type("x")
        assert typed(officer).title == "x"
        await officer.press("ctrl+z")
        assert typed(officer).title == "Phát loa"
        await officer.press("ctrl+z")
        assert (typed(officer).title or "").strip() == "Phát"
        await officer.press(*["ctrl+z"] * 9)
        assert typed(officer).title == ""

    at_work(laptop.home, play)

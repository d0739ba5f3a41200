"""What is typed is checked in full."""

from __future__ import annotations

import msgspec
import pytest
from msgspec import UNSET

from sync.activities.check import check
from sync.activities.draft import ActivityDraft
from sync.errors import Misuse
from sync.ledger.entry import Fields
from sync.ledger.merge import Values
from tests.field.alone import PLAN, TODAY


def test_every_field_is_read_as_it_is_meant() -> None:
    draft = ActivityDraft(
        title="  Ðọc loa  về\tkỹ năng số ",
        date="hôm qua",
        until="27/10",
        directive="2653/kh-ubnd",
        task="v.10",
        topics=("kỹ năng số", "digital-skills"),
        channel="commune-radio",
        text="dòng một\r\ndòng hai",
        place="Bản Hon",
        quantity="1.200",
        audience="12 500",
        audiences=("thanh niên", "phu nu", "youth"),
        body="phong van hoa",
        minutes="0",
        language="mông",
    )
    checked = check(draft, today=TODAY, directives=[PLAN])
    assert checked.wrong == ()
    assert checked.whole() == Fields(
        title="Đọc loa về kỹ năng số",
        date="2026-10-25",
        directive=PLAN.id,
        task="V.10",
        topics=("digital-skills",),
        channel="commune-radio",
        text="dòng một\ndòng hai",
        place="Bản Hon",
        quantity=1200,
        audience=12500,
        minutes=0,
        language="hmn",
        until="2026-10-27",
        audiences=("women", "youth"),
        body="culture-society-office",
    )


@pytest.mark.parametrize(
    ("typed", "field", "code"),
    [
        ({"title": None}, "title", "field-needed"),
        ({"title": "   "}, "title", "field-needed"),
        ({"date": None}, "date", "field-needed"),
        ({"date": "31/2"}, "date", "no-such-day"),
        ({"title": "x" * 501}, "title", "too-long"),
        ({"text": "x" * 10_001}, "text", "too-long"),
        ({"quantity": "ba"}, "quantity", "bad-count"),
        ({"quantity": "-1"}, "quantity", "bad-count"),
        ({"quantity": "1,5"}, "quantity", "not-whole"),
        ({"quantity": "12.34"}, "quantity", "not-whole"),
        ({"quantity": "9999999999"}, "quantity", "bad-count"),
        ({"audience": "٣"}, "audience", "bad-count"),
        ({"until": "24/10"}, "until", "bad-span"),
        ({"until": "31/2"}, "until", "no-such-day"),
        ({"until": "30/11"}, "until", "date-out-of-range"),
        ({"until": "30/11/2025"}, "until", "bad-span"),
        ({"audiences": ("women", "no such people")}, "audiences", "unknown-code"),
        ({"body": "culture-department"}, "body", "unknown-code"),
        ({"channel": "no such channel"}, "channel", "unknown-code"),
        ({"topics": ("digital-skills", "no such topic")}, "topics", "unknown-code"),
        ({"language": "klingon"}, "language", "unknown-code"),
        ({"directive": "1/KH"}, "directive", "unknown-directive"),
        ({"task": "19"}, "task", "task-without-directive"),
        ({"directive": "2653/KH-UBND", "task": "20"}, "task", "no-such-task"),
    ],
)
def test_what_cannot_be_meant_is_refused_by_field(typed: dict[str, object], field: str, code: str) -> None:
    draft = ActivityDraft(**{"title": "Phát loa", "date": "hôm nay", **typed})  # type: ignore[arg-type] # a table of cases
    (wrong,) = check(draft, today=TODAY, directives=[PLAN]).wrong
    assert (wrong.field, wrong.error.code) == (field, code)


@pytest.mark.parametrize("until", [None, "", "  ", "26/10", "26/10/2026"])
def test_a_span_may_be_typed_in_place_of_the_day(until: str | None) -> None:
    draft = ActivityDraft(title="Tập huấn", date="từ 24 đến 26/10", until=until)
    assert check(draft, today=TODAY, directives=[]).whole() == Fields(
        title="Tập huấn", date="2026-10-24", until="2026-10-26"
    )
    moved = check(draft, today=TODAY, directives=[], was=Values(title="Tập huấn", date="2026-10-20", until="2026-10-21"))
    assert (moved.whole().date, moved.whole().until) == ("2026-10-24", "2026-10-26")


@pytest.mark.parametrize(
    ("date", "until", "field", "code"),
    [
        ("24-26/10", "25/10", "until", "other-last-day"),
        ("24-26/10", "mai", "until", "bad-date"),
        ("24-26/10", "30/10", "until", "date-out-of-range"),
        ("26-24/10", None, "date", "bad-span"),
        ("24-32/10", None, "date", "no-such-day"),
    ],
)
def test_a_span_that_is_none_or_is_said_twice_is_refused(date: str, until: str | None, field: str, code: str) -> None:
    (wrong,) = check(ActivityDraft(title="Tập huấn", date=date, until=until), today=TODAY, directives=[]).wrong
    assert (wrong.field, wrong.error.code) == (field, code)


def test_all_that_is_wrong_is_told_at_once() -> None:
    draft = ActivityDraft(title="", date="31/2", quantity="ba", channel="x y z")
    checked = check(draft, today=TODAY, directives=[])
    assert {wrong.field for wrong in checked.wrong} == {"title", "date", "quantity", "channel"}
    with pytest.raises(Misuse):
        checked.whole()


def test_a_task_that_cannot_be_read_is_left_out_or_stays() -> None:
    opaque = msgspec.structs.replace(PLAN, tasks=(), duties=(), needs=("spans",))

    def checked(directive: str | None, task: str | None, was: Values | None = None) -> tuple[object, list[str]]:
        draft = ActivityDraft(title="Loa", date="1/10/2026", directive=directive, task=task)
        found = check(draft, today=TODAY, directives=[opaque], was=was)
        return found.fields.task, [wrong.error.code for wrong in found.wrong]

    assert checked(PLAN.name, "") == (msgspec.UNSET, [])
    assert checked(PLAN.name, "19") == (msgspec.UNSET, ["tasks-unread"])
    was = Values(title="Loa", date="2026-10-01", directive=PLAN.id, task="V.10")
    assert checked(PLAN.name, "v.10", was) == ("V.10", [])
    assert checked(None, "V.10", was) == ("V.10", [])
    assert checked(PLAN.name, "19", was) == (msgspec.UNSET, ["tasks-unread"])
    assert checked(PLAN.name, "", was) == (None, [])
    elsewhere = msgspec.structs.replace(was, directive="another")
    assert checked(PLAN.name, "V.10", elsewhere) == (msgspec.UNSET, ["tasks-unread"])


def test_an_activity_after_a_directive_ended_is_not_one_of_it_and_an_old_record_keeps_it() -> None:
    ended = msgspec.structs.replace(PLAN, valid_to="2026-10-01")

    def codes(date: str, was: Values | None = None) -> list[str]:
        draft = ActivityDraft(title="Loa", date=date, directive=PLAN.name)
        return [wrong.error.code for wrong in check(draft, today=TODAY, directives=[ended], was=was).wrong]

    assert codes("1/10/2026") == []
    assert codes("2/10/2026") == ["directive-ended"]
    assert codes("2/10/2026", Values(title="Loa", date="2026-10-02", directive=PLAN.id)) == []


@pytest.mark.parametrize("typed", ["2653", "KH 2653", "Kế hoạch số 2653", "số: 2653"])
def test_a_directive_is_found_by_the_digits_of_its_number(typed: str) -> None:
    draft = ActivityDraft(title="Loa", date="1/10/2026", directive=typed)
    assert check(draft, today=TODAY, directives=[PLAN]).whole().directive == PLAN.id
    other = msgspec.structs.replace(PLAN, id="khac", number="2653/QĐ-UBND")
    (wrong,) = check(draft, today=TODAY, directives=[PLAN, other]).wrong
    near = f"{PLAN.id} ({PLAN.subject}); khac ({PLAN.subject})"
    assert (wrong.error.code, wrong.error.facts["near"]) == ("ambiguous-directive", near)
    twin = msgspec.structs.replace(PLAN, id="twin")
    for name in (typed, PLAN.name):  # a number of two is neither's: the first is not taken in silence
        (wrong,) = check(msgspec.structs.replace(draft, directive=name), today=TODAY, directives=[PLAN, twin]).wrong
        assert wrong.error.code == "ambiguous-directive"
    assert (
        check(msgspec.structs.replace(draft, directive="twin"), today=TODAY, directives=[PLAN, twin]).whole().directive
        == "twin"
    )
    (wrong,) = check(msgspec.structs.replace(draft, directive="265"), today=TODAY, directives=[PLAN]).wrong
    assert wrong.error.code == "unknown-directive"


def test_several_places_are_typed_in_one_field_or_in_two() -> None:
    def read(was: Values | None = None, *, place: str, places: str | None = None) -> tuple[object, object]:
        draft = ActivityDraft(title="Loa", date="1/10/2026", place=place, places=places)
        fields = check(draft, today=TODAY, directives=(), was=was).whole()
        return fields.place, fields.places

    assert read(place="Bản Hon; Bản Thẳm;") == ("Bản Hon", ("Bản Thẳm",))
    assert read(place="Bản Hon; Bản Thẳm", places="Nà Đa; Bản Thẳm") == ("Bản Hon", ("Bản Thẳm", "Nà Đa"))
    assert read(place=" ; Bản Hon;") == ("Bản Hon", UNSET)
    was = Values(title="Loa", date="2026-10-01", place="Bản Hon", places=("Nà Đa",))
    assert read(was, place="Bản Thẳm; Bản Mới") == ("Bản Thẳm", ("Bản Mới",))
    assert read(was, place="Bản Thẳm") == ("Bản Thẳm", UNSET)
    assert read(place="Bản Hon; bản hon; Bản Hon") == ("Bản Hon", UNSET)
    assert read(place="Bản Hon", places="Bản Thẳm; bản hon; bản thẳm") == ("Bản Hon", ("Bản Thẳm",))
    assert read(was, place="Bản Thẳm", places="Bản Thẳm") == ("Bản Thẳm", ())
    many = "; ".join(f"Bản {number}" for number in range(40))
    (wrong,) = check(ActivityDraft(title="Loa", date="1/10/2026", place=many), today=TODAY, directives=()).wrong
    assert (wrong.field, wrong.error.code) == ("places", "too-many-places")

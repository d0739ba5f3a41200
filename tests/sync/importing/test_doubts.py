"""What is taken unasked: nothing that its own words, or those over it, say was not held, is planned, or is a sum."""

from __future__ import annotations

import csv as tables
import io
from collections.abc import Sequence
from pathlib import Path

import pytest
from openpyxl import Workbook

from sync.errors import NotListed
from sync.importing.answers import ROWS_ASKED, Answers, answered_rows, open_rows, other_answer
from sync.importing.command import answers_of
from sync.importing.doubts import spoken
from sync.importing.options import Asked
from sync.importing.plan import Plan
from sync.importing.planning import make_plan
from sync.importing.question_words import changing_words, no_words, question_words, rows_words
from sync.tables import book_of, read_book
from sync.wording.i18n import speaking
from tests.sync.importing.test_plan import NOV, TODAY, asked, csv, stated
from tests.sync.importing.told_texts import (
    HELD_NAMES,
    HELD_NOTES,
    HELD_STATUSES,
    HELD_TITLES,
    PLANNED_HEADINGS,
    TOTALS,
    UNHELD_NAMES,
    UNHELD_NOTES,
    UNHELD_STATUSES,
    UNHELD_TITLES,
)

HEADING = ("Ngày", "Nội dung", "Địa điểm", "Số người")
FIRST = ("3/11/2026", "Họp bản", "Bản Hon", "30")


def rows(*lines: Sequence[str], name: str = "so.csv", **answered: str) -> Plan:
    text = io.StringIO()
    tables.writer(text).writerows(lines)
    answers = Answers(rows={code.replace("_", "-"): what for code, what in answered.items()})  # type: ignore[misc]
    return make_plan(book_of(text.getvalue().encode(), name), file=name, answers=answers, today=TODAY, directives=())


def unasked(plan: Plan) -> set[int]:
    """The numbers of the rows that are taken, and about which nothing is asked."""
    return {row.number for sheet in plan.taken for row in sheet.rows if row.kind == "data" and not row.doubt}


def silent(texts: Sequence[str], place: str, figure: str) -> list[str]:
    """The texts that are taken unasked, each in a row of its own."""
    heading = (*HEADING, place) if place != "title" else HEADING
    lines = [
        ("4/11/2026", text, "Bản Hon", figure)
        if place == "title"
        else ("4/11/2026", f"Họp bản {number}", "Bản Hon", figure, text)
        for number, text in enumerate(texts)
    ]
    taken = unasked(rows(heading, (*FIRST, "")[: len(heading)], *lines))
    return [text for number, text in enumerate(texts, 3) if number in taken]


FIGURES = pytest.mark.parametrize("figure", ["", "30"])


def test_there_are_enough_of_each() -> None:
    assert len(HELD_TITLES) >= 200
    assert len(UNHELD_TITLES) + len(UNHELD_NOTES) + len(UNHELD_NAMES) + len(TOTALS) >= 250


@FIGURES
@pytest.mark.parametrize(
    ("texts", "place"), [(UNHELD_TITLES, "title"), (UNHELD_NOTES, "Ghi chú"), (UNHELD_STATUSES, "Kết quả")]
)
def test_no_text_of_what_was_not_held_is_taken_unasked(texts: list[str], place: str, figure: str) -> None:
    assert silent(texts, place, figure) == []


@FIGURES
@pytest.mark.parametrize(("texts", "place"), [(HELD_TITLES, "title"), (HELD_NOTES, "Ghi chú"), (HELD_STATUSES, "Kết quả")])
def test_of_what_was_held_at_most_three_of_a_hundred_are_asked_about(texts: list[str], place: str, figure: str) -> None:
    quiet = set(silent(texts, place, figure))
    loud = [text for text in texts if text not in quiet]
    assert 100 * len(loud) <= 3 * len(texts), loud


def under(name: str, where: str, tmp_path: Path) -> Plan:
    if where == "group":
        return rows(HEADING, (name, "", "", ""), ("4/11/2026", "Họp bản", "Bản Hon", "30"))
    if where == "title":
        return rows((name, "", "", ""), HEADING, ("4/11/2026", "Họp bản", "Bản Hon", "30"))
    book = Workbook()
    assert book.active is not None
    book.active.title = "".join(char for char in name if char not in "[]:*?/\\")[:31]
    for line in (HEADING, FIRST):
        book.active.append(line)
    book.save(tmp_path / "so.xlsx")
    return make_plan(read_book(tmp_path / "so.xlsx"), file="so.xlsx", answers=Answers(), today=TODAY, directives=())


@pytest.mark.parametrize("where", ["group", "title", "sheet"])
def test_no_row_under_a_name_of_a_plan_is_taken_unasked(where: str, tmp_path: Path) -> None:
    assert [name for name in UNHELD_NAMES if unasked(under(name, where, tmp_path))] == []


@pytest.mark.parametrize("where", ["group", "title", "sheet"])
def test_rows_under_a_name_of_what_was_done_are_taken(where: str, tmp_path: Path) -> None:
    assert [name for name in HELD_NAMES if not unasked(under(name, where, tmp_path))] == []


@pytest.mark.parametrize("heading", PLANNED_HEADINGS)
def test_rows_below_a_heading_of_what_is_planned_are_asked_about(heading: str) -> None:
    plan = rows(("Ngày", heading, "Số người"), ("4/11/2026", "Họp bản", "30"))
    assert unasked(plan) == set()
    assert "maybe-plan" in asked(plan)


@pytest.mark.parametrize("day", ["", "27/11/2026", "Từ 2/11 đến 9/11"])
@pytest.mark.parametrize("figure", ["70", "71"])
def test_no_total_is_taken_unasked(day: str, figure: str) -> None:
    above = (("Lá", "2/11/2026", "Họp bản", "30"), ("Chồi", "9/11/2026", "Tập huấn", "40"))
    taken = {}
    for label in TOTALS:
        for line in ((label, day, "2 cuộc", figure), ("", day, label, figure)):
            plan = rows(("Lớp", "Ngày", "Nội dung", "Số người"), *above, line)
            if 4 in unasked(plan):
                taken[line] = asked(plan)
    assert taken == {}


def test_a_row_of_several_days_with_the_sums_of_those_within_is_asked_about() -> None:
    plan = csv("Ngày,Nội dung,Số người", "2/11/2026,Họp,30", "9/11/2026,Họp,40", "2-9/11/2026,Họp các bản,70")
    assert (asked(plan), len(stated(plan))) == (["maybe-total"], 2)
    plan = csv("Ngày,Nội dung,Số người", "2/11/2026,Họp,30", "9/11/2026,Họp,40", "2-8/11/2026,Họp các bản,70")
    assert (asked(plan), len(stated(plan))) == ([], 3)
    plan = csv("Ngày,Nội dung,Số người", "2/11/2026,Họp,", "9/11/2026,Họp,", "2-9/11/2026,Họp các bản,70")
    assert (asked(plan), len(stated(plan))) == ([], 3)


def test_a_group_is_asked_about_once_for_all_its_rows() -> None:
    lines = (
        "Ngày,Nội dung,Số người",
        "Đã làm,,",
        "2/11/2026,Họp,30",
        "Sẽ làm,,",
        "9/11/2026,Tập huấn,20",
        "10/11/2026,Loa,1",
    )
    plan = csv(*lines)
    assert (asked(plan), stated(plan, "title")) == (["maybe-plan"], [(f"{NOV}02", "Họp")])
    with speaking("en"):
        told = question_words(plan.questions[0])
    assert told.startswith("2 rows stand under “Sẽ làm”: of a plan, or of what was not done (row 5: “")
    taken = rows(*(line.split(",") for line in lines), maybe_plan="take")
    assert (asked(taken), len(stated(taken))) == ([], 3)


def test_a_plan_beside_what_came_of_it_is_asked_about_alone() -> None:
    plan = csv(
        "KẾ HOẠCH,,,KẾT QUẢ,,",
        "Ngày,Nội dung,Số người,Ngày,Nội dung,Số người",
        "5/11/2026,Họp bản,50,6/11/2026,Họp bản,41",
        "19/11/2026,Diễn tập,100,,,",
    )
    assert (asked(plan).count("maybe-plan"), stated(plan, "audience")) == (1, [(f"{NOV}06", 41)])


@pytest.mark.parametrize("heading", ["Ngày,Nội dung,Số người", "Ngày,Nội dung,Số lượt"])
def test_a_plan_above_or_below_what_came_of_it_is_asked_about_alone(heading: str) -> None:
    plan, held = ("A. KẾ HOẠCH THÁNG 11,,", heading, "5/11/2026,Họp,50"), ("B. KẾT QUẢ,,", heading, "6/11/2026,Họp,41")
    for lines in ((*plan, *held), (*held, *plan)):
        found = csv(*lines)
        assert (asked(found).count("maybe-plan"), [date for (date,) in stated(found)]) == (1, [f"{NOV}06"])


def test_rows_that_were_refused_are_not_said_to_be_planned_by_what_says_why() -> None:
    lines = ("Kế hoạch,,", "Ngày,Nội dung,Lý do không nhận", "5/11/2026,Họp,Ngày: không phải là ngày. Hãy ghi hôm nay")
    assert (asked(csv(*lines)), len(stated(csv(*lines)))) == ([], 1)
    assert asked(csv("Hôm nào,Nội dung", "5/11/2026,Họp")) == []


def test_the_name_of_a_file_tells_too() -> None:
    assert asked(csv("Ngày,Nội dung", "5/11/2026,Họp", name="Ke hoach T11.csv")) == ["maybe-plan"]
    assert asked(csv("SỔ THEO DÕI,", "Ngày,Nội dung", "5/11/2026,Họp", name="Ke hoach T11.csv")) == []


@pytest.mark.parametrize(("mark", "kind"), [("✓", "taken"), ("x", "asked"), ("?", "asked"), ("o", "out"), ("✗", "out")])
def test_signs_of_how_it_stands_are_asked_about_where_they_differ(mark: str, kind: str) -> None:
    plan = csv("Ngày,Nội dung,Tình trạng", "2/11/2026,Họp,✓", "3/11/2026,Loa,v", f"4/11/2026,Cờ,{mark}")
    found = "out" if len(stated(plan)) == 2 else "asked" if 4 not in unasked(plan) else "taken"
    assert found == kind


def test_a_sign_for_nothing_in_place_of_every_figure_is_asked_about() -> None:
    plan = csv("Ngày,Nội dung,Số buổi,Số người", "2/11/2026,Họp,1,30", "9/11/2026,Phòng dại,-,-")
    assert (asked(plan), len(stated(plan))) == (["not-held"], 1)
    plan = csv("Ngày,Nội dung,Số người", "2/11/2026,Họp,30", "9/11/2026,Phòng dại,-")
    assert (asked(plan), len(stated(plan))) == (["maybe-not-held"], 2)
    assert asked(csv("Ngày,Nội dung,Số buổi,Số người", "2/11/2026,Họp,1,-")) == []


def test_a_day_that_is_to_come_is_not_of_last_year_unasked() -> None:
    lines = ("Ngày,Nội dung,Số người", "13/11,Họp bản,40", "15/12,Họp tổng kết,")
    plan = csv(*lines)
    assert (asked(plan), stated(plan)) == (["to-come"], [(f"{NOV}13",)])
    taken = rows(*(line.split(",") for line in lines), to_come="take")
    assert stated(taken) == [(f"{NOV}13",), ("2025-12-15",)]
    assert "to-come" not in asked(taken)


@pytest.mark.parametrize(
    "lines",
    [
        ("Ngày,Nội dung", "5/12/2025,Họp"),
        ("NĂM 2025,", "Ngày,Nội dung", "5/12,Họp"),
        ("Ngày,Nội dung", "5/3,Họp"),
        ("Ngày,Nội dung", "26/11,Họp"),
    ],
)
def test_a_day_of_which_the_year_is_known_is_taken(lines: tuple[str, ...]) -> None:
    plan = csv(*lines)
    assert "to-come" not in asked(plan)
    assert len(stated(plan)) == 1


ANSWERED: dict[str, tuple[tuple[str, ...], int]] = {
    "not-held": (("Ngày,Nội dung,Số người", "2/11/2026,Họp,40", "3/11/2026,Loa (hoãn),30"), 2),
    "maybe-not-held": (("Ngày,Nội dung,Số người", "2/11/2026,Họp,40", "3/11/2026,Loa - mất điện,30"), 1),
    "maybe-plan": (("KẾ HOẠCH,,", "Ngày,Nội dung,Số người", "3/11/2026,Loa,30"), 1),
    "to-come": (("Ngày,Nội dung,Số người", "2/11,Họp,40", "3/12,Loa,30"), 2),
    "maybe-total": (("Ngày,Nội dung,Số người", "2/11/2026,Họp,40", ",Tổng HKI,30"), 2),
    "maybe-head": (
        ("Ngày,Nội dung,Số người", "2-9/11/2026,Tuần 1,70", "2/11/2026,Họp,30", "9/11/2026,Loa,40"),
        3,
    ),
    "maybe-signature": (("Ngày,Nội dung,Số người", "2/11/2026,Họp,40", "25/11/2026,Người lập biểu,"), 2),
    "spending": (("Ngày,Nội dung chi,Thành tiền", "2/11/2026,In tờ rơi,400000"), 1),
    "twice": (("Ngày,Nội dung,Số người", "2/11/2026,Họp,40", "2/11/2026,Họp,40"), 1),
    "parts": (("Ngày,Nội dung,Số người", "2/11/2026,Ngày hội,70", ",Bản Hon,30", ",Nà Tăm,40"), 3),
}
"""By question, a file that asks it, and how many rows are taken when it is answered otherwise than proposed."""


def test_every_question_about_rows_can_be_answered() -> None:
    assert {*ANSWERED, "sheet-place"} == set(ROWS_ASKED), "that one is about sheets: test_places_above.py"


@pytest.mark.parametrize("code", ANSWERED)
def test_no_is_an_answer(code: str) -> None:
    lines, count = ANSWERED[code]
    plan = csv(*lines)
    (question,) = [question for question in plan.questions if question.code == code]
    assert len(stated(plan)) != count
    answers = Answers(rows=other_answer({}, code))
    again = rows(*(line.split(",") for line in lines), **{code.replace("-", "_"): answers.rows[code]})
    assert len(stated(again)) == count
    assert code not in asked(again)
    assert other_answer(answers.rows, code) == {code: ROWS_ASKED[code]}
    assert open_rows(asked(plan), Answers())[code] == ROWS_ASKED[code]
    assert open_rows((), answers) == answers.rows
    with speaking("en"):
        assert f"(--rows {code}={answers.rows[code]} " in question_words(question)
        assert no_words(question).startswith("these rows are ")
        assert changing_words(question) == "if not, Enter on the line of these rows changes that"
        assert rows_words(code).startswith("rows ")


def test_answers_about_rows_are_read() -> None:
    assert answered_rows(["maybe-total=take", " Parts = Skip"]) == {"maybe-total": "take", "parts": "skip"}
    with pytest.raises(NotListed, match="no-such-answer") as caught:
        answered_rows(["maybe-totals=take"])
    assert "maybe-total=take" in str(caught.value.facts["near"])


def test_the_option_of_the_command_is_an_answer() -> None:
    assert answers_of(Asked(rows=["maybe-plan=take"])).rows == {"maybe-plan": "take"}


def test_a_text_without_accents_is_read_by_what_stands_beside() -> None:
    assert [spoken(text, "title") for text in ("Hoan thanh lam duong", "Hoan hop ban", "Chi bo sinh hoat")] == [
        "",
        "off",
        "",
    ]

"""Rows that go on with the text of the row above: nothing of it is lost, and somebody is asked."""

from __future__ import annotations

import datetime

import pytest

from sync.importing.answers import Answers
from sync.importing.plan import Plan
from sync.importing.planning import make_plan
from sync.tables import book_of
from tests.sync.importing.test_plan import CASES, asked, csv, planned, stated

HEADING = "TT;Ngày;Nội dung;Địa điểm;Số người"
FIRST, LAST = "1;2/11/2026;{};Hội trường;85", "2;18/11/2026;Ngày hội Đại đoàn kết;Bản Hon;140"


def parts(plan: Plan) -> list[int]:
    return [row.number for sheet in plan.taken for row in sheet.rows if row.kind == "part"]


@pytest.mark.parametrize(
    ("title", "lines", "whole"),
    [
        ("Họp bản, nội dung:", ["- Phổ biến luật", "- Bình xét"], "Họp bản, nội dung: Phổ biến luật; Bình xét"),
        ("Tập huấn kỹ năng số", ["- Cài VNeID"], "Tập huấn kỹ năng số: Cài VNeID"),
        ("Họp bản:", ["+ Luật Đất đai;", "+ Bình xét."], "Họp bản: Luật Đất đai; Bình xét."),
        ("Họp bản", ["• Luật Đất đai", "• hộ nghèo"], "Họp bản: Luật Đất đai; hộ nghèo"),
        ("Họp bản", ["-Luật Đất đai"], "Họp bản: Luật Đất đai"),
        ("Phổ biến Luật Đất đai", ["năm 2024 và văn bản thi hành"], "Phổ biến Luật Đất đai năm 2024 và văn bản thi hành"),
        ("Tập huấn cho cán bộ,", ["hội viên"], "Tập huấn cho cán bộ, hội viên"),
        ("Tập huấn cho", ["Hội Phụ nữ"], "Tập huấn cho Hội Phụ nữ"),
        ("Tuyên truyền về", ["Luật Đất đai", "và Nghị quyết 57"], "Tuyên truyền về Luật Đất đai và Nghị quyết 57"),
        ("Họp bản", ["a) Phổ biến luật", "b) Bình xét"], "Họp bản: a) Phổ biến luật; b) Bình xét"),
        ("Tập huấn (lớp 1,", ["Năm 2026)"], "Tập huấn (lớp 1, Năm 2026)"),
        ("Phát loa phòng rét cho", ["trâu, bò"], "Phát loa phòng rét cho trâu, bò"),
    ],
)
def test_what_goes_on_below_is_of_the_row_above(title: str, lines: list[str], whole: str) -> None:
    plan = csv(HEADING, FIRST.format(title), *(f";;{line};;" for line in lines), LAST)
    assert stated(plan, "title") == [("2026-11-02", whole), ("2026-11-18", "Ngày hội Đại đoàn kết")]
    assert (asked(plan), parts(plan)) == (["parts"], [3 + at for at in range(len(lines))])


def test_a_place_goes_on_too() -> None:
    plan = csv(
        HEADING, FIRST.format("Tập huấn cho cán bộ,").replace("Hội trường", "Nhà văn hóa bản"), ";;hội viên;Thẳm;", LAST
    )
    assert stated(plan, "title", "place")[0] == ("2026-11-02", "Tập huấn cho cán bộ, hội viên", "Nhà văn hóa bản Thẳm")
    assert asked(plan) == ["parts"]


def test_a_place_alone_goes_on_where_its_name_is_still_to_come() -> None:
    plan = csv(HEADING, FIRST.format("Họp bản").replace("Hội trường", "Nhà văn hóa bản"), ";;;Thẳm;", LAST)
    assert (stated(plan, "place")[0], asked(plan)) == (("2026-11-02", "Nhà văn hóa bản Thẳm"), ["parts"])
    plan = csv(HEADING, FIRST.format("Họp bản").replace("Hội trường", "Bản Hon"), ";;;Bản Thẳm;", LAST)
    assert (stated(plan, "place")[0], parts(plan)) == (("2026-11-02", "Bản Hon"), [])


def test_a_list_without_numbers_goes_on_too() -> None:
    plan = csv("Ngày;Nội dung;Số người", "2/11/2026;Phổ biến Luật Đất đai;40", ";năm 2024;", "18/11/2026;Phim;30")
    assert (stated(plan, "title")[0][1], asked(plan)) == ("Phổ biến Luật Đất đai năm 2024", ["parts"])


def test_a_table_of_word_is_read_whole() -> None:
    plan = planned(CASES / "wrapped-titles.xlsx")
    assert (len(stated(plan)), asked(plan), parts(plan)) == (4, ["parts"], [3, 5])
    assert (
        stated(plan, "title")[0][1]
        == "Hội nghị tuyên truyền, phổ biến Luật Đất đai năm 2024 và các văn bản hướng dẫn thi hành"
    )


def test_what_goes_on_in_another_column_is_no_name_of_a_plan() -> None:
    heading = "TT;Ngày;Nội dung;Ghi chú"
    plan = csv(heading, "1;2/11/2026;Họp Tổ;Phân công", ";;;lịch trực một cửa", "2;18/11/2026;Làm căn cước;Đạt")
    assert stated(plan, "text") == [("2026-11-02", "Phân công lịch trực một cửa"), ("2026-11-18", "Đạt")]
    assert asked(plan) == ["parts"]


@pytest.mark.parametrize(("above", "whole"), [("Còn", "Còn thiếu loa"), ("", "thiếu loa")])
def test_a_remark_goes_on_too(above: str, whole: str) -> None:
    heading = "TT;Ngày;Nội dung;Ghi chú"
    plan = csv(heading, f"1;2/11/2026;Họp;{above}", ";;;thiếu loa", "2;18/11/2026;Làm căn cước;Đạt")
    assert (stated(plan, "text")[0][1], asked(plan)) == (whole, ["parts"])


def test_with_no_they_are_activities_of_their_own() -> None:
    lines = (HEADING, FIRST.format("Họp bản"), ";;- Phổ biến luật;;", LAST)
    book = book_of("\n".join(lines).encode(), "so.csv")
    today, answers = datetime.date(2026, 11, 25), Answers(rows={"parts": "take"})
    plan = make_plan(book, file="so.csv", answers=answers, today=today, directives=())
    assert [title for _day, title in stated(plan, "title")] == ["Họp bản", "- Phổ biến luật", "Ngày hội Đại đoàn kết"]
    assert (asked(plan), stated(plan)[1]) == ([], ("2026-11-02",))


@pytest.mark.parametrize(
    "name",
    [
        "II. TUYÊN TRUYỀN",
        "Truyền thanh",
        "Bản Hon",
        "b) Hội nghị",
        "Cộng",
        "Tổng cộng",
        "Ghi chú: thiếu loa",
        "Người lập biểu",
    ],
)
def test_another_row_of_words_is_what_it_was(name: str) -> None:
    plan = csv(HEADING, FIRST.format("Họp bản"), f";;{name};;", LAST)
    assert (parts(plan), stated(plan, "title")[0][1]) == ([], "Họp bản")


@pytest.mark.parametrize(
    ("first", "second"),
    [("- Bản Hon", "- Bản Thẳm"), ("truyền thanh", "hội nghị"), ("a) Truyền thanh", "b) Hội nghị"), ("a. Hội", "a. Đoàn")],
)
def test_names_above_others_are_names_below_rows_too(first: str, second: str) -> None:
    plan = csv(HEADING, f";;{first};;", FIRST.format("Họp bản"), f";;{second};;", LAST)
    assert (asked(plan), parts(plan), plan.taken[0].count("group")) == ([], [], 2)


def test_where_all_is_written_small_that_says_nothing() -> None:
    plan = csv(HEADING, "1;2/11/2026;họp bản;;85", ";;phát loa;;", "2;18/11/2026;dọn đường;;40")
    assert (parts(plan), stated(plan, "title")[0][1]) == ([], "họp bản")


@pytest.mark.parametrize(
    ("title", "second"), [("- Họp bản", "- Phát loa"), ("Họp bản", "phát loa"), ("Họp bản", "Dọn đường"), ("họp", "loa")]
)
def test_a_second_activity_of_a_day_is_no_part(title: str, second: str) -> None:
    plan = csv("Ngày;Nội dung;Số người;Nơi", f"2/11/2026;{title};40;Hon", f";{second};;Thẳm", "18/11/2026;Phim;30;Hon")
    assert (asked(plan), len(stated(plan)), parts(plan)) == (["day-above"], 3, [])


def test_the_name_of_a_plan_by_a_dash_is_asked_about_as_that() -> None:
    plan = csv(HEADING, FIRST.format("Họp bản"), ";;- Việc tuần tới;;", LAST)
    assert (asked(plan), len(stated(plan))) == (["not-held"], 1)

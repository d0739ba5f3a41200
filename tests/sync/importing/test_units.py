"""Units over numbers, beside them and behind them: what is not of the field is never taken as it stands."""

from __future__ import annotations

import pytest
from msgspec import UNSET

from sync.importing.words import plan_lines
from sync.wording.i18n import speaking
from tests.sync.importing.test_plan import NOV, asked, csv, faults, stated

HEADING = "Ngày,Nội dung"


@pytest.mark.parametrize(
    "heading",
    [
        "Thời lượng (ngày)",
        "Thời lượng (s)",
        "Thời lượng (giây)",
        "Thời lượng (tiết)",
        "Thời lượng (buổi)",
        "Thời lượng (tuần)",
        "Số lượng (hộ)",
        "Số lượng (hộ dân)",
        "Số lượng (triệu đồng)",
        "Số lượng (%)",
        "Số lượng (giờ)",
        "Số người (hộ)",
        "Số người (buổi)",
    ],
)
def test_a_column_in_the_unit_of_something_else_is_named_and_not_used(heading: str) -> None:
    plan = csv(f"{HEADING},{heading}", "2/11/2026,A,2")
    assert stated(plan, "title") == [(f"{NOV}02", "A")]
    assert [(column.heading, column.field) for column in plan.taken[0].unused] == [(heading, "")]


def test_a_unit_below_a_heading_is_of_it() -> None:
    plan = csv(f"{HEADING},Thời lượng,", ",,Ngày,Giờ", "2/11/2026,A,2,3", named=["C=none"])
    assert stated(plan, "title") == [(f"{NOV}02", "A")]
    plan = csv(f"{HEADING},Thời lượng,", ",,(giờ),(phút)", "2/11/2026,A,2,30", named=["D=none"])
    assert stated(plan, "minutes") == [(f"{NOV}02", 120)]


@pytest.mark.parametrize("heading", ["Thời lượng (khối)", "Số lượng (mảng)", "Số người (khối phố)"])
def test_a_unit_that_is_not_known_is_asked_about(heading: str) -> None:
    assert asked(csv(f"{HEADING},{heading}", "2/11/2026,A,2")) == ["unsure-heading"]


@pytest.mark.parametrize("heading", ["Số buổi (nếu có)", "Số lượng (buổi/cuộc)", "Số lượng (tin, bài)", "Số lượng (1)"])
def test_a_unit_of_the_field_or_none_at_all_is_not(heading: str) -> None:
    plan = csv(f"{HEADING},{heading}", "2/11/2026,A,2")
    assert (stated(plan, "quantity"), asked(plan)) == ([(f"{NOV}02", 2)], [])


@pytest.mark.parametrize("heading", ["Hết mấy tiếng", "T/gian (giờ)", "Thời gian (giờ)"])
def test_hours_are_turned_and_shown(heading: str) -> None:
    plan = csv(f"{HEADING},{heading}", "2/11/2026,A,2")
    assert stated(plan, "minutes") == [(f"{NOV}02", 120)]
    assert "scaled" in asked(plan)


def test_the_hour_of_a_day_is_no_length() -> None:
    plan = csv(f"{HEADING},Thời gian (giờ)", "2/11/2026,A,7h30", "3/11/2026,B,14h")
    assert [column.heading for column in plan.taken[0].unused] == ["Thời gian (giờ)"]


def test_a_length_that_cannot_be_turned_is_refused_though_its_column_was_named() -> None:
    plan = csv(f"{HEADING},Thời lượng (ngày)", "2/11/2026,A,2", named=["Thời lượng (ngày)=minutes"])
    assert faults(plan) == [(2, "Thời lượng (ngày)", "other-scale")]
    assert faults(csv("ĐVT: ngày", f"{HEADING},Thời lượng", "2/11/2026,A,2")) == [(3, "Thời lượng", "other-scale")]


@pytest.mark.parametrize(
    ("unit", "fault"), [("hộ", "no-times"), ("triệu đồng", "no-times"), ("ngày", "no-times"), ("%", "no-times")]
)
def test_a_unit_in_its_row_that_no_field_counts_is_refused(unit: str, fault: str) -> None:
    plan = csv(f"{HEADING},Số lượng,ĐVT", f"2/11/2026,A,2,{unit}", "3/11/2026,B,2,buổi")
    assert faults(plan) == [(2, "Số lượng", fault)]
    assert stated(plan, "quantity") == [(f"{NOV}03", 2)]


def test_a_unit_in_its_row_that_is_not_known_is_asked_about_and_hours_are_a_length() -> None:
    assert asked(csv(f"{HEADING},Số lượng,ĐVT", "2/11/2026,A,2,mảng")) == ["words"]
    assert stated(csv(f"{HEADING},Số lượng,ĐVT", "2/11/2026,A,2,giờ"), "minutes") == [(f"{NOV}02", 120)]


@pytest.mark.parametrize("figure", ["38 nhà", "20 xe", "3 chi hội", "5 hộ", "4 con trâu", "5 đoàn", "30 s"])
def test_a_number_of_what_is_no_people_is_not_taken_for_them(figure: str) -> None:
    assert faults(csv(f"{HEADING},Số người", f"2/11/2026,A,{figure}")) == [(2, "Số người", "no-people")]


@pytest.mark.parametrize("figure", ["38 người bản Hon", "20 hội viên mới", "3 cháu mẫu giáo"])
def test_words_beside_those_of_people_are_asked_about(figure: str) -> None:
    assert asked(csv(f"{HEADING},Số người", f"2/11/2026,A,{figure}")) == ["words"]


@pytest.mark.parametrize("figure", ["45/60", "45 / 60 người", "45 trên tổng số 60"])
def test_so_many_who_came_of_so_many_are_asked_about(figure: str) -> None:
    plan = csv(f"{HEADING},Số người", f"2/11/2026,A,{figure}")
    assert (stated(plan, "audience"), asked(plan)) == ([(f"{NOV}02", 45)], ["came"])
    with speaking("en"):
        assert any("those who came were taken" in line for line in plan_lines(plan))


@pytest.mark.parametrize(
    ("figure", "fault"),
    [("60/45", "bad-count"), ("0/45", "bad-count"), ("12/30 nữ", "no-people"), ("45/60 hộ", "no-people")],
)
def test_other_numbers_with_a_stroke_are_not_taken(figure: str, fault: str) -> None:
    assert faults(csv(f"{HEADING},Số người", f"2/11/2026,A,{figure}")) == [(2, "Số người", fault)]


@pytest.mark.parametrize("said", ["không ai đến", "Không có ai đến", "ko ai dự", "không có người nào"])
def test_nobody_came_is_what_was_not_held(said: str) -> None:
    plan = csv(f"{HEADING},Số người", f"2/11/2026,A,{said}", "3/11/2026,B,30")
    assert (stated(plan, "audience"), asked(plan)) == ([(f"{NOV}03", 30)], ["not-held"])


@pytest.mark.parametrize("figure", ["0912345678", "912345678", "20261114", "46341", "5000000"])
def test_a_figure_that_is_hardly_people_is_asked_about(figure: str) -> None:
    plan = csv(f"{HEADING},Số người", "2/11/2026,A,30", f"3/11/2026,B,{figure}")
    assert asked(plan) == ["unlikely"]
    (example,) = plan.questions[0].examples
    assert (example.before, example.after, example.rows) == ("B, số người", str(int(figure)), (3,))


@pytest.mark.parametrize("figures", [("45000", "46000"), ("300", "9000"), ("19000", "20")])
def test_a_large_figure_among_its_likes_is_not(figures: tuple[str, str]) -> None:
    rows = [f"{day}/11/2026,A{day},{figure}" for day, figure in enumerate(figures, 2)]
    assert asked(csv(f"{HEADING},Số người", *rows)) == []


def test_a_telephone_number_is_one_whatever_stands_beside_it() -> None:
    assert asked(csv(f"{HEADING},Số người", "2/11/2026,A,0912345678")) == ["unlikely"]


def test_a_plan_in_a_unit_is_no_paper_whatever_else_stands_below_it() -> None:
    plan = csv(
        f"{HEADING},KH (buổi),TH (buổi)",
        "2/11/2026,A,2,1",
        "3/11/2026,B,1,1",
        ",,CHỦ TỊCH HỘI,",
        ",,(Ký tên),",
        ",,Lò Văn Ánh,",
    )
    assert stated(plan, "directive", "text") == [(f"{NOV}02", UNSET, UNSET), (f"{NOV}03", UNSET, UNSET)]
    assert "KH (buổi)" in [column.heading for column in plan.taken[0].unused]


@pytest.mark.parametrize(
    ("cell", "people", "times"),
    [
        ("40 người/2 cuộc", 40, 2),
        ('"2 cuộc, 120 người"', 120, 2),
        ("2 buổi - 80 lượt người", 80, 2),
        ("30 em (1 lớp)", 30, 1),
    ],
)
def test_people_and_times_of_one_cell_are_both_taken_and_shown(cell: str, people: int, times: int) -> None:
    plan = csv(f"{HEADING},Số người", f"2/11/2026,A,{cell}", "3/11/2026,B,5")
    assert stated(plan, "audience", "quantity") == [(f"{NOV}02", people, times), (f"{NOV}03", 5, UNSET)]
    (sheet,) = plan.taken
    assert [reading.how for reading in sheet.readings] == ["units-apart"]
    assert sheet.totals == {"audience": people + 5, "quantity": times}
    with speaking("vi"):
        assert f"số người: {people}" in "\n".join(plan_lines(plan))


def test_a_number_of_a_cell_that_another_column_has_otherwise_is_not_taken() -> None:
    lines = (f"{HEADING},Số người,Số cuộc", "2/11/2026,A,40 người/2 cuộc,2", "3/11/2026,B,40 người/2 cuộc,3")
    plan = csv(*lines, "4/11/2026,C,40 người/2 cuộc,")
    assert stated(plan, "audience", "quantity") == [(f"{NOV}02", 40, 2), (f"{NOV}04", 40, 2)]
    assert faults(plan) == [(3, "Số người", "other-unit")]


def test_women_are_people_and_their_branches_are_not() -> None:
    plan = csv("Ngày,Nội dung,Số người", "5/11/2026,Sinh hoạt,22 chị", "6/11/2026,Họp,3 chi hội")
    assert stated(plan, "audience") == [(f"{NOV}05", 22)]


@pytest.mark.parametrize("unit", ["phiên", "Đêm"])
def test_a_session_of_a_market_and_an_evening_are_units(unit: str) -> None:
    plan = csv("Ngày,Nội dung,ĐVT,Thực hiện", f"20/11/2026,Chợ phiên,{unit},1", f"21/11/2026,Văn nghệ,{unit},2")
    assert "words" not in asked(plan)

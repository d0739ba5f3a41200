"""Rows of what was not held: named and asked about, and no activities."""

from __future__ import annotations

import pytest
from msgspec import UNSET

from sync.importing.planning import HalfHeading
from sync.importing.question_words import question_words
from sync.importing.words import plan_lines
from sync.wording.i18n import speaking
from tests.sync.importing.test_plan import NOV, asked, csv, faults, stated

HEADING = "Ngày,Nội dung,Số lượng,Số người,Ghi chú"
HELD = "3/11/2026,Họp bản,1,30,"


@pytest.mark.parametrize(
    "row",
    [
        "4/11/2026,Phát loa,0,0,",
        "4/11/2026,Phát loa,0,,",
        "4/11/2026,Phát loa,0 buổi,0 người,",
        "4/11/2026,Phát loa,Không,-,",
        "4/11/2026,Họp bản Hon,,,Hoãn",
        "4/11/2026,Họp bản Hon,,,HOÃN do mưa",
        "4/11/2026,Họp bản Hon,1,50,Tạm hoãn sang tháng 12",
        "4/11/2026,Họp bản Hon,,,chưa họp",
        "4/11/2026,Họp bản Hon,,,Hoãn: mưa lũ",
        "4/11/2026,Họp bản Hon,,,Chưa thực hiện",
        "4/11/2026,Họp bản Hon,,,không tổ chức được",
        "4/11/2026,Họp bản Hon,,,ko hop",
        "4/11/2026,Họp bản Hon,,,Đã hủy",
        "4/11/2026,Họp bản Hon,hủy,,",
        "Hoãn,Họp bản Hon,,,",
        "4/11/2026,Họp bản Hon (hoãn),1,,",
        "4/11/2026,Họp bản Hon - HOÃN vì mưa lũ,,,",
        "4/11/2026,Hoãn họp bản Hon,,,",
        "4/11/2026,HOÃN: Họp bản Hon,1,50,",
        "4/11/2026,[Hủy] - Họp bản Hon,,,",
        "4/11/2026,Họp bản Hon,1,50,Tạm dừng",
        "4/11/2026,Họp bản Hon,1,50,Chuyển sang tháng 12",
        "4/11/2026,Họp bản Hon,1,50,Dự kiến",
        "4/11/2026,Họp bản Hon,,,Dự kiến tổ chức tháng 12",
        "4/11/2026,Phát loa,1,50,Mất điện - không phát",
        "4/11/2026,Phát loa,1,50,Mất điện nên không phát được",
        "4/11/2026,Phát loa,1,50,Loa hỏng; hoãn",
        "4/11/2026,Họp bản Hon,1,50,Trời mưa - không tổ chức",
        "4/11/2026,Họp bản Hon,1,50,Chuyển sang 12/11",
        "4/11/2026,Họp bản Hon,,,Không phát sinh",
        "4/11/2026,Không phát sinh,,,",
        "4/11/2026,Tập huấn,,,khong co phat sinh",
        "4/11/2026,Mất điện,,,",
        "4/11/2026,Nghỉ lễ,,,",
        "4/11/2026,Nghỉ bão số 3,,,",
        "4/11/2026,Chủ nhật nghỉ,,,",
        "4/11/2026,Loa bản Hon bị hỏng,,,",
        "4/11/2026,may hong,,,",
        "4/11/2026,Không phát,,,",
        "4/11/2026,Không có,,,",
        "4/11/2026,Không hoạt động,,,",
        "4/11/2026,Phát loa,,,Mất điện từ 7h",
        "4/11/2026,Phát loa,,,Do mưa to",
        "4/11/2026,Phát loa,,,Nghỉ Quốc khánh",
    ],
)
def test_what_was_not_held_is_named_and_asked_about(row: str) -> None:
    plan = csv(HEADING, HELD, row, "5/11/2026,Loa,2,,")
    assert stated(plan, "title") == [(f"{NOV}03", "Họp bản"), (f"{NOV}05", "Loa")]
    (sheet,) = plan.taken
    assert [(named.row, named.kind) for named in sheet.named] == [(3, "unheld")]
    assert (asked(plan), faults(plan)) == (["not-held"], [])
    with speaking("en"):
        assert "2 activities, 1 row of what was not held" in "\n".join(plan_lines(plan))
        assert question_words(plan.questions[0]).startswith(
            "1 row tells of what was not held, or has nothing but 0 (row 3: “"
        )


@pytest.mark.parametrize(
    "row",
    [
        "4/11/2026,Phát loa,3,0,",
        "4/11/2026,Phát loa,,,",
        "4/11/2026,Phát loa,10,20,Hoàn thành",
        "4/11/2026,Không tổ chức ăn uống linh đình trong đám cưới,1,20,",
        "4/11/2026,Hủy tài khoản mạng xã hội giả mạo,1,20,",
        "4/11/2026,Hoàn thiện hồ sơ,1,20,tốt",
        "4/11/2026,Họp bản,1,20,Chưa thực hiện được việc cài VNeID cho 3 hộ",
        "4/11/2026,Tuyên truyền (không hút thuốc),1,20,",
        "4/11/2026,Họp bản,1,20,Huy",
        "4/11/2026,Tạm dừng quán karaoke,1,20,",
        "4/11/2026,Họp bản,1,20,Chuyển sang hình thức trực tuyến",
        "4/11/2026,Dự kiến dự toán ngân sách,1,20,",
        "4/11/2026,Rà soát người mắc sốt xuất huyết,3,20,Không phát sinh",
        "4/11/2026,Phòng chống bão lũ,1,20,",
        "4/11/2026,Sửa loa hỏng,1,,",
        "4/11/2026,Nghỉ hưu: gặp mặt cán bộ,1,20,",
        "4/11/2026,Không khí lạnh tăng cường,1,,",
        "4/11/2026,Máy tính và hỏng hóc thường gặp,1,20,",
    ],
)
def test_what_was_held_is_taken(row: str) -> None:
    plan = csv(HEADING, HELD, row)
    assert len(stated(plan)) == 2
    assert (asked(plan), faults(plan)) == ([], [])


@pytest.mark.parametrize(
    "group",
    [
        "B. CHƯA THỰC HIỆN",
        "II. Các nội dung chưa triển khai được:",
        "Kế hoạch tuần tới",
        "III. PHƯƠNG HƯỚNG, NHIỆM VỤ THỜI GIAN TỚI",
        "Dự kiến tháng 12",
        "Dự kiến",
        "Những việc bị hoãn",
        "Việc chưa làm",
        "2. Nội dung tồn đọng:",
        "Kế hoạch tháng sau",
        "Kế hoạch công tác tháng 12/2026",
    ],
)
def test_what_stands_below_the_name_of_a_group_of_what_was_not_held(group: str) -> None:
    lines = ("A. ĐÃ THỰC HIỆN,,,,", "3/11/2026,Họp,1,30,", f'"{group}",,,,', "13/11/2026,Loa,1,5,", "14/11/2026,Phim,1,6,")
    plan = csv(HEADING, *lines, "C. PHÁT SINH THÊM,,,,", "15/11/2026,Vẽ,1,7,")
    assert stated(plan, "title") == [(f"{NOV}03", "Họp"), (f"{NOV}15", "Vẽ")]
    assert [(row.row, row.kind) for row in plan.taken[0].named if row.kind == "unheld"] == [(5, "unheld"), (6, "unheld")]
    assert asked(plan) == ["not-held"]


@pytest.mark.parametrize(
    "group", ["I. Kế hoạch 2653/KH-UBND", "II. CÔNG TÁC TUYÊN TRUYỀN", "Nhiệm vụ tháng 11", "Thôn Sau", "Việc hoàn thành"]
)
def test_what_stands_below_another_name_was_held(group: str) -> None:
    plan = csv(HEADING, f"{group},,,,", "3/11/2026,Họp,1,30,")
    assert (len(stated(plan)), asked(plan)) == (1, [])


def test_that_no_difficulty_came_up_says_nothing_of_what_was_held() -> None:
    plan = csv("Ngày,Nội dung,Khó khăn vướng mắc", "4/11/2026,Họp bản,Không phát sinh")
    assert (len(stated(plan)), asked(plan)) == (1, [])


def test_rows_below_are_of_the_day_of_what_was_not_held() -> None:
    plan = csv(HEADING, HELD, "4/11/2026,Họp bản Hon,,,Hoãn", ",Loa,2,,")
    assert stated(plan, "title")[1:] == [(f"{NOV}04", "Loa")]
    assert set(asked(plan)) == {"not-held", "day-above"}


def test_what_was_done_of_a_plan_is_not_nothing() -> None:
    plan = csv("Ngày,Nội dung,KH,TH", "3/11/2026,Họp,2,2", "4/11/2026,Loa,5,0")
    assert stated(plan, "quantity") == [(f"{NOV}03", 2)]
    assert asked(plan) == ["not-held"]


def test_each_cell_of_what_was_not_held_is_named() -> None:
    plan = csv("TT,Ngày,Nội dung,Số người,Ghi chú", "10,4/11/2026,Họp,10,Hoãn", "11,5/11/2026,Loa,3,")
    assert [row.text for row in plan.taken[0].named] == ["10 · 4/11/2026 · Họp · 10 · Hoãn"]


@pytest.mark.parametrize("group", ["Việc chưa làm", "Những việc bị hoãn"])
def test_the_name_of_such_a_group_may_stand_where_titles_do_and_days_below_it(group: str) -> None:
    lines = ("3/11/2026,Họp", f",{group}", "Ngày 4/11/2026,", ",Phim", "5/11/2026,Loa")
    plan = csv("Ngày,Nội dung", *lines)
    assert stated(plan, "title")[:1] == [(f"{NOV}03", "Họp")]
    assert [(row.row, row.kind) for row in plan.taken[0].named if row.kind == "unheld"] == [(5, "unheld"), (6, "unheld")]


@pytest.mark.parametrize(
    ("heading", "held", "unheld", "said"),
    [
        ("Đã làm,Chưa làm", "x,", ",x", "Chưa làm: x"),
        ("Đã thực hiện,Chưa thực hiện", "x,", ",x", "Chưa thực hiện: x"),
        ("Có,Không", "x,", ",x", "Không: x"),
        ("Có,Không", "✓,-", "-,✓", "Không: ✓"),
        ("Ghi chú,Hoãn", "tốt,", ",x", "Hoãn: x"),
        ("Ghi chú,Chưa họp", "tốt,", ",x", "Chưa họp: x"),
        ("Ghi chú,Hoàn thành", "tốt,x", "tốt,", "Hoàn thành: –"),
        ("Ghi chú,Hoàn thành", "tốt,x", "tốt,Chưa", "Hoàn thành: Chưa"),
        ("Ghi chú,Đã làm", "tốt,Có", "tốt,không", "Đã làm: không"),
        ("Ghi chú,Kết quả", "tốt,Xong", "tốt,Chưa", "Kết quả: Chưa"),
        ("Ghi chú,Kết quả", "tốt,Xong", "tốt,Bỏ", "Kết quả: Bỏ"),
        ("Ghi chú,Tiến độ", "tốt,100%", "tốt,0%", "Tiến độ: 0%"),
        ("Ghi chú,Nguyên nhân chưa thực hiện", "tốt,", "tốt,Mưa to", "Mưa to"),
        ("Ghi chú,Lý do không làm được", "tốt,Không", "tốt,Thiếu người", "Thiếu người"),
    ],
)
def test_columns_say_what_was_not_held(heading: str, held: str, unheld: str, said: str) -> None:
    plan = csv(f"Ngày,Nội dung,{heading}", f"3/11/2026,Họp,{held}", f"14/11/2026,Phim,{unheld}")
    assert stated(plan, "title") == [(f"{NOV}03", "Họp")]
    (named,) = [row for row in plan.taken[0].named if row.kind == "unheld"]
    assert named.row == 3 and said in named.text
    assert asked(plan) == ["not-held"]
    with speaking("en"):
        assert said in question_words(plan.questions[0])


def test_a_heading_of_two_rows_says_what_yes_and_no_are_of() -> None:
    lines = ("3/11/2026,Họp,x,", "14/11/2026,Phim,,x")
    plan = csv("Ngày,Nội dung,Thực hiện,", ",,Có,Không", *lines)
    assert [row.kind for row in plan.taken[0].rows] == ["data", "unheld"]
    plan = csv("Ngày,Nội dung,Thu phí,", ",,Có,Không", *lines)
    assert [row.kind for row in plan.taken[0].rows] == ["data", "data"]


@pytest.mark.parametrize(
    ("heading", "row"),
    [
        ("Ghi chú", "14/11/2026,Phim,1,20,Mất điện"),
        ("Ghi chú", "14/11/2026,Nghỉ lễ,1,20,tốt"),
        ("Ghi chú", "14/11/2026,Phim,1,20,chưa xong"),
        ("Kết quả", "14/11/2026,Phim,1,,đang làm"),
        ("Kết quả", "14/11/2026,Phim,1,20,Chưa"),
        ("Lý do chưa đạt", "14/11/2026,Phim,1,20,Ít người"),
        ("Lý do", "14/11/2026,Phim,,,Theo kế hoạch"),
        ("Chưa làm", "14/11/2026,Phim,1,20,Phần vẽ tranh"),
    ],
)
def test_what_may_have_been_held_or_not_is_asked_about(heading: str, row: str) -> None:
    plan = csv(f"Ngày,Nội dung,Số lượng,Số người,{heading}", "3/11/2026,Họp,1,30,", row)
    assert len(stated(plan)) == 2
    assert asked(plan) == ["maybe-not-held"]
    with speaking("en"):
        told = question_words(plan.questions[0])
    assert told.startswith("1 row leaves open whether it was held (row 3: “")
    assert row.split(",")[1] in told


def test_ticks_that_contradict_are_asked_about() -> None:
    plan = csv("Ngày,Nội dung,Đã làm,Chưa làm,Số người", "3/11/2026,Họp,x,,3", "14/11/2026,Phim,x,x,20")
    assert (len(stated(plan)), asked(plan)) == (2, ["maybe-not-held"])


def test_a_column_that_somebody_named_says_nothing_of_it() -> None:
    lines = ("Ngày,Nội dung,Đã làm,Chưa làm", "3/11/2026,Họp,x,", "14/11/2026,Phim,,x")
    plan = csv(*lines, named=["Chưa làm=none", "Đã làm=none"])
    assert (len(stated(plan)), asked(plan)) == (2, [])


def test_columns_that_tell_of_it_are_told_as_that() -> None:
    plan = csv("Ngày,Nội dung,Đã làm,Chưa làm", "3/11/2026,Họp,x,", "14/11/2026,Phim,,x")
    with speaking("en"):
        assert "  D “Chưa làm” → not used (says whether it was held): x" in list(plan_lines(plan))


def test_figures_of_what_is_not_done_are_no_ticks() -> None:
    plan = csv("Ngày,Nội dung,Kế hoạch,Đã thực hiện,Chưa thực hiện", "3/11/2026,Loa,10,8,2", "14/11/2026,Tin,5,5,0")
    assert (len(stated(plan)), [code for code in asked(plan) if code.endswith("not-held")]) == (2, [])


def test_a_planned_day_is_no_day_of_it() -> None:
    lines = ("Họp,2/11/2026,3/11/2026,45", "Tập huấn,13/11/2026,,", "Thi,14/11/2026,chưa,", "Hát,15/11/2026,,30")
    plan = csv("Việc,Ngày dự kiến,Ngày thực hiện,Số người", *lines)
    assert stated(plan, "title") == [(f"{NOV}03", "Họp")]
    assert [row.text for row in plan.taken[0].named] == [
        "Tập huấn · 13/11/2026 (Ngày thực hiện: –)",
        "Thi · 14/11/2026 · chưa (Ngày thực hiện: chưa)",
    ]
    assert faults(plan) == [(5, "Ngày thực hiện", "planned-day")]
    assert asked(plan) == ["not-held"]


def test_the_day_on_which_it_was_done_is_the_day_beside_another() -> None:
    plan = csv("Việc,Ngày,Ngày thực hiện", "Họp,2/11/2026,3/11/2026", "Tập huấn,13/11/2026,", "Thi,14/11/2026,15/11/2026")
    assert stated(plan, "title") == [(f"{NOV}03", "Họp"), (f"{NOV}15", "Thi")]
    assert asked(plan) == ["two-columns", "not-held"]


@pytest.mark.parametrize(
    ("planned", "done"),
    [
        ("Số buổi: KH", "Số buổi: TH"),
        ("Số người: Kế hoạch", "Số người: Thực hiện"),
        ("Kế hoạch", "Thực hiện"),
        ("Số lượng KH", "Số lượng TH"),
        ("Chỉ tiêu", "Đạt được"),
    ],
)
@pytest.mark.parametrize("none", ["", "0", "-"])
def test_what_was_planned_and_of_which_nothing_was_done_is_left_out(planned: str, done: str, none: str) -> None:
    plan = csv(
        f"Ngày,Nội dung,{planned},{done}",
        "2/11/2026,Họp bản,2,2",
        f"20/11/2026,Tuyên truyền ATGT,1,{none}",
        "21/11/2026,Ra quân,1,1",
        "22/11/2026,Phát loa,,",
    )
    assert [title for _date, title in stated(plan, "title")] == ["Họp bản", "Ra quân", "Phát loa"]
    assert asked(plan) == ["not-held"]


def test_nothing_in_the_column_of_what_was_done_is_asked_about_where_another_figure_stands() -> None:
    plan = csv("Ngày,Nội dung,Số buổi KH,Số buổi TH,Số người", "2/11/2026,Họp bản,2,2,50", "3/11/2026,Ra quân,1,,30")
    assert [title for _date, title in stated(plan, "title")] == ["Họp bản", "Ra quân"]
    assert asked(plan) == ["maybe-not-held"]
    assert plan.taken[0].rows[1].doubt == "Số buổi TH: –"


def test_those_who_should_come_are_no_plan() -> None:
    plan = csv("Ngày,Nội dung,Tổng số hội viên,Có mặt", "2/11/2026,Họp bản,20,12", "3/11/2026,Ra quân,20,")
    assert "not-held" not in asked(plan)


@pytest.mark.parametrize(
    ("heading", "done", "undone"),
    [
        ("Đã TH,Chưa TH", "x,", ",x"),
        ("TH,Chưa TH", "x,", ",x"),
        ("HT,CHT", "x,", ",x"),
        ("Đạt,Chưa đạt", "x,", ",x"),
        ("Đã TH", "x", ""),
        ("HT", "x", ""),
        ("✓", "x", ""),
        ("Đã TH?", "C", "K"),
        ("TH", "Có", "Không"),
        ("% HT", "100%", "0%"),
        ("% hoàn thành", "1", "0"),
        ("Tỷ lệ HT", "1", "0"),
        ("Kết quả (%)", "100", "0"),
    ],
)
def test_short_headings_say_whether_it_was_held(heading: str, done: str, undone: str) -> None:
    plan = csv(f"Ngày,Nội dung,Số người,{heading}", f"2/11/2026,Họp bản,40,{done}", f"10/11/2026,Phát tờ rơi,,{undone}")
    assert stated(plan, "channel") == [(f"{NOV}02", UNSET)]
    assert asked(plan) == ["not-held"]


@pytest.mark.parametrize(
    ("heading", "all_", "half"),
    [("% HT", "100%", "50%"), ("Tỷ lệ HT", "1", '"0,5"'), ("% hoàn thành", "100", "50"), ("Kết quả (%)", "100", "99")],
)
def test_less_than_all_of_it_is_asked_about(heading: str, all_: str, half: str) -> None:
    plan = csv(f"Ngày,Nội dung,Số người,{heading}", f"2/11/2026,Họp bản,40,{all_}", f"3/11/2026,Loa,,{half}")
    assert (len(stated(plan)), asked(plan)) == (2, ["maybe-not-held"])


@pytest.mark.parametrize("said", ["Chưa xong", "Đang làm"])
def test_what_is_begun_is_left_out_where_it_has_no_figure(said: str) -> None:
    plan = csv(
        "Ngày,Nội dung,Số người,Kết quả", "2/11/2026,Họp,40,Xong", f"3/11/2026,Thi,,{said}", f"4/11/2026,Loa,5,{said}"
    )
    assert [title for _date, title in stated(plan, "title")] == ["Họp", "Loa"]
    assert sorted(asked(plan)) == ["maybe-not-held", "not-held"]


def test_weather_beside_a_number_that_nobody_counts_is_taken_and_asked_about() -> None:
    plan = csv("Ngày,Nội dung,Lượt bạn đọc,Ghi chú", "3/11/2026,Trưng bày,25,", "10/11/2026,Kể chuyện,18,trời mưa")
    assert (len(stated(plan)), asked(plan)) == (2, ["maybe-not-held"])


def test_whatever_is_no_word_for_done_is_asked_about_where_others_say_it() -> None:
    plan = csv(
        "Ngày,Nội dung,Số người,Tình trạng",
        "2/11/2026,Họp,40,Xong",
        "3/11/2026,Thi,30,Ngâm",
        "4/11/2026,Loa,5,Đã làm",
    )
    assert asked(plan) == ["maybe-not-held"]
    assert [row.number for row in plan.taken[0].rows if row.doubt] == [3]


def test_a_dash_in_each_remark_says_nothing() -> None:
    plan = csv("Ngày,Nội dung,Số người,Ghi chú", "2/11/2026,Họp,40,-", "3/11/2026,Thi,30,-", "4/11/2026,Loa,5,tốt")
    assert asked(plan) == []
    plan = csv("Ngày,Nội dung,Số người,Ghi chú", "2/11/2026,Họp,40,tốt", "3/11/2026,Thi,30,đông vui", "4/11/2026,Loa,5,0")
    assert asked(plan) == ["maybe-not-held"]


@pytest.mark.parametrize(
    ("heading", "cells", "doubted"),
    [
        ("Trạng thái", ("Xong", "", "Xong"), [3]),
        ("Trạng thái", ("", "", ""), [2, 3, 4]),
        ("Kết quả", ("Xong", "", ""), [3, 4]),
        ("Đánh dấu", ("x", "", "x"), [3]),
        ("x", ("x", "", "x"), [3]),
        ("Đã thực hiện", ("", "", ""), [2, 3, 4]),
        ("Kết quả", ("Tốt", "", ""), []),
        ("Ảnh", ("x", "", "x"), []),
        ("Đã gửi BC", ("x", "", ""), []),
        ("Ghi chú", ("xong", "", ""), []),
    ],
)
def test_nothing_where_it_says_how_it_stands_is_asked_about(
    heading: str, cells: tuple[str, ...], doubted: list[int]
) -> None:
    lines = [f"{day}/11/2026,Việc {day},{day},{cell}" for day, cell in zip((2, 10, 15), cells, strict=True)]
    plan = csv(f"Ngày,Nội dung,Số người,{heading}", *lines)
    (sheet,) = plan.taken
    assert [row.number for row in sheet.rows if row.doubt] == doubted
    assert ("maybe-not-held" in asked(plan)) == bool(doubted)


@pytest.mark.parametrize("heading", ["Ngày TH", "Ngày thực hiện", "Ngày HT"])
def test_the_day_on_which_it_was_done_counts_beside_another(heading: str) -> None:
    plan = csv(f"Ngày,Nội dung,{heading}", "2/11/2026,Họp,3/11/2026", "10/11/2026,Loa,", "11/11/2026,Tin,11/11/2026")
    assert stated(plan, "title") == [(f"{NOV}03", "Họp"), (f"{NOV}11", "Tin")]
    assert "not-held" in asked(plan)


@pytest.mark.parametrize("heading", ["Thời hạn", "Hạn nộp", "Hạn hoàn thành", "Hạn cuối", "Ngày hết hạn", "Deadline"])
def test_the_day_until_which_is_no_day_of_what_was_done(heading: str) -> None:
    with pytest.raises(HalfHeading):
        csv(f"TT,Nội dung,{heading},Số người", "1,Họp,5/11/2026,20", "2,Loa,6/11/2026,30")


COUNTED = tuple(f"{at}/11/2026,Họp bản số {at},1,{30 + at}," for at in range(1, 5))
"""Rows with figures, and without a remark."""


@pytest.mark.parametrize(
    "remark", ["hẹn 25/11", "Điện cúp", "Bà con đi nương hết", "Thiếu kinh phí", "Đ/c Mai ốm", "Nhường hội trường cho UBND"]
)
def test_a_remark_instead_of_the_figures_that_most_rows_have_is_asked_about(remark: str) -> None:
    plan = csv(HEADING, *COUNTED, f"13/11/2026,Họp bản số 9,,,{remark}")
    assert (len(stated(plan, "title")), asked(plan)) == (5, ["maybe-not-held"])
    assert [row.number for row in plan.taken[0].rows if row.doubt] == [6]


@pytest.mark.parametrize(
    "lines",
    [
        (HEADING, *COUNTED, "13/11/2026,Họp bản số 9,1,,Đ/c Mai ốm"),
        (HEADING, *COUNTED, "13/11/2026,Họp bản số 9,,,Đã xong"),
        (HEADING, *COUNTED, "13/11/2026,Họp bản số 9,,,"),
        (HEADING, *COUNTED[:2], "13/11/2026,Họp bản số 9,,,Đ/c Mai ốm"),
        (HEADING, *COUNTED, *(f"{at}/11/2026,Loa số {at},,," for at in range(10, 15)), "20/11/2026,Loa,,,Đ/c Mai ốm"),
        ("Ngày,Nội dung,Số lượng,Số người,Kết quả", *COUNTED, "13/11/2026,Họp bản số 9,,,Bà con đồng tình"),
        ("Ngày,Nội dung,Số lượng,Số người,Phụ trách / ghi chú", *COUNTED, "13/11/2026,Họp bản số 9,,,Công an xã"),
    ],
)
def test_a_remark_beside_figures_or_where_few_have_any_is_no_doubt(lines: tuple[str, ...]) -> None:
    assert "maybe-not-held" not in asked(csv(*lines))


@pytest.mark.parametrize(
    ("heading", "row"),
    [
        ("Số học sinh,Số người,Ghi chú", "320,0,"),
        ("Trong đó nữ,Số người,Ghi chú", "20,0,"),
        ("Tờ rơi đã phát,Số người,Ghi chú", "200,0,"),
        ("Số người,Số lượt người,Ghi chú", "0,320,"),
    ],
)
def test_figures_that_are_not_taken_are_figures_all_the_same(heading: str, row: str) -> None:
    plan = csv(f"Ngày,Nội dung,{heading}", "3/11/2026,Họp bản,10,20,", f"4/11/2026,Mít tinh,{row}")
    assert (len(stated(plan, "title")), "not-held" in asked(plan)) == (2, False)
    none = csv(f"Ngày,Nội dung,{heading}", "3/11/2026,Họp bản,10,20,", "4/11/2026,Mít tinh,0,0,")
    assert (len(stated(none, "title")), "not-held" in asked(none)) == (1, True)


def test_what_was_planned_is_not_left_undone_by_an_empty_column_of_something_else() -> None:
    plan = csv("Ngày,Nội dung,Số lượng kế hoạch,Xăng xe", "3/11/2026,Họp bản,1,", "4/11/2026,Phát loa,2,")
    assert [row.kind for row in plan.taken[0].rows] == ["data", "data"]
    assert faults(plan) == []

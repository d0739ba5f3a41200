"""Rows of what was not held: named and asked about, and no activities."""

from __future__ import annotations

import pytest

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
    ],
)
def test_what_stands_below_the_name_of_a_group_of_what_was_not_held(group: str) -> None:
    lines = ("A. ĐÃ THỰC HIỆN,,,,", "3/11/2026,Họp,1,30,", f'"{group}",,,,', "13/11/2026,Loa,1,5,", "14/11/2026,Phim,1,6,")
    plan = csv(HEADING, *lines, "C. PHÁT SINH THÊM,,,,", "15/11/2026,Vẽ,1,7,")
    assert stated(plan, "title") == [(f"{NOV}03", "Họp"), (f"{NOV}15", "Vẽ")]
    assert [(row.row, row.kind) for row in plan.taken[0].named if row.kind == "unheld"] == [(5, "unheld"), (6, "unheld")]
    assert asked(plan) == ["not-held"]


@pytest.mark.parametrize("group", ["I. Kế hoạch 2653/KH-UBND", "II. CÔNG TÁC TUYÊN TRUYỀN", "Nhiệm vụ tháng 11", "Thôn Sau"])
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

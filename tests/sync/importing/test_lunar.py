"""Days of the lunar calendar: none is read as one of the solar calendar, and one beside it is that."""

from __future__ import annotations

import pytest

from sync.importing.headings import meaning
from tests.sync.importing.test_plan import NOV, asked, csv, faults, stated


@pytest.mark.parametrize("heading", ["Ngày (ÂL)", "Ngày âm", "Âm lịch", "Ngày âm lịch", "Thời gian (âm lịch)"])
def test_days_of_a_lunar_column_are_refused_with_true_words(heading: str) -> None:
    assert faults(csv(f"{heading},Nội dung", "1/10,A", "5/10/2026,B")) == [
        (2, heading, "lunar-day"),
        (3, heading, "lunar-day"),
    ]


@pytest.mark.parametrize("heading", ["Ngày (ÂL)", "Âm lịch", "Ngày âm"])
def test_a_lunar_column_beside_a_solar_one_is_named_and_not_used(heading: str) -> None:
    for line in (f"{heading},Dương lịch,Nội dung", f"{heading},Ngày,Nội dung"):
        plan = csv(line, "5/10,14/11/2026,A")
        assert (stated(plan, "title"), asked(plan)) == ([(f"{NOV}14", "A")], [])
        assert [column.heading for column in plan.taken[0].unused] == [heading]


@pytest.mark.parametrize(
    "text",
    [
        "mùng 5/10",
        "mồng 5 tháng 10",
        "5/10 ÂL",
        "5/10 (âm lịch)",
        "5/10 al",
        "rằm tháng 10",
        "15/10 A.L",
        "30 tháng 9 nhuận",
    ],
)
def test_a_lunar_day_alone_is_refused(text: str) -> None:
    assert faults(csv("Ngày,Nội dung", f"{text},Họp bản Hon")) == [(2, "Ngày", "lunar-day")]


@pytest.mark.parametrize(
    "text",
    [
        "14/11/2026 (mùng 5/10 ÂL)",
        "14/11/2026 (5/10 ÂL)",
        "14/11/2026 (tức mùng 5/10 âm lịch)",
        "14/11/2026 tức 5/10 âm lịch",
        "14/11/2026 - mùng 5/10 ÂL",
        "Thứ bảy 14/11/2026 (mùng 5/10 ÂL)",
        "mùng 5/10 ÂL (14/11/2026)",
        "5/10 ÂL (14/11/2026 DL)",
        "14/11/2026 DL",
        "14/11/2026 (dương lịch)",
    ],
)
def test_the_solar_day_beside_it_is_the_day(text: str) -> None:
    plan = csv("Ngày,Nội dung", f"{text},Họp bản Hon")
    assert stated(plan, "title") == [(f"{NOV}14", "Họp bản Hon")]
    assert [reading.how for reading in plan.taken[0].readings] == ["around"]


def test_the_night_from_one_day_to_the_next_is_both() -> None:
    plan = csv("Ngày,Nội dung", "Đêm 20 rạng 21/11/2026,Tuần tra", "Đêm 22/11 rạng sáng 23/11/2026,Tuần tra")
    assert stated(plan, "until") == [(f"{NOV}20", f"{NOV}21"), (f"{NOV}22", f"{NOV}23")]


def test_the_last_day_of_another_first_day_is_none_of_the_activity() -> None:
    plan = csv("Nội dung,Ngày niêm yết,Ngày kết thúc,Ngày họp dân", "Công khai,20/10/2026,10/11/2026,12/11/2026")
    assert stated(plan, "title") == [(f"{NOV}12", "Công khai")]
    assert "Ngày kết thúc" in [column.heading for column in plan.taken[0].unused]
    assert stated(csv("Nội dung,Ngày,Ngày kết thúc", "A,2/11/2026,4/11/2026"), "until") == [(f"{NOV}02", f"{NOV}04")]


@pytest.mark.parametrize(
    ("heading", "field"),
    [("Dương lịch", "date"), ("N/tháng", "date"), ("Hôm", "date"), ("Làm gì", "title"), ("Chủ đề truyền thông", "title"),
     ("Số PH", "audience"), ("Tổng phút", "minutes"), ("Đ/bàn", "place"), ("Mấy người", "audience")],
)  # fmt: skip
def test_headings_of_offices_are_known(heading: str, field: str) -> None:
    found = meaning(heading)
    assert found is not None and (found.field, found.sure) == (field, True)


def test_what_feast_and_rite_had_are_two_numbers_of_people() -> None:
    plan = csv("Ngày,Nội dung,Số người dự,", ",,Phần lễ,Phần hội", "15/11/2026,Ngày hội,120,300")
    assert [(column.field, column.claimed) for column in plan.taken[0].columns][2:] == [
        ("audience", ""),
        ("text", "audience"),
    ]
    assert "two-columns" in asked(plan)

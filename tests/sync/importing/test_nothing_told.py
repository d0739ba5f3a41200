"""Rows of a log that say that there was nothing, and rows "as above" below those."""

from __future__ import annotations

import pytest

from sync.importing.unheld.words import of_title
from tests.sync.importing.test_plan import asked, csv, faults, stated

NOTHING = """\
Bình thường
Không có sự việc gì
Ổn định
Trực bình thường
Trống
Chủ nhật
Thứ bảy
T7
Trực: bình thường, không có gì đặc biệt
Mọi việc bình thường
Tình hình trong xã ổn định, không có gì mới
An ninh trật tự đảm bảo
ANTT ổn định
Không xảy ra sự cố
Không có vụ việc nào xảy ra
Không ghi nhận ca bệnh nào
Không có công dân đến
Sáng: bình thường; chiều: ổn định
Yên ổn
Ngày nghỉ
binh thuong
khong co su viec gi"""
SOMETHING = """\
Ổn định dân cư bản tái định cư
Ổn định giá chợ phiên
Chủ nhật xanh
Thứ bảy tình nguyện
Đảm bảo an toàn Ngày hội Đại đoàn kết
Đảm bảo an ninh trật tự
Trực
Trực Tết
Trực chốt kiểm dịch
Tuyên truyền an toàn giao thông
An toàn thực phẩm
Nắm tình hình địa bàn
Trống hội khai giảng
Trồng rừng
Không gian văn hóa
Bình xét hộ nghèo
Tuần tra an ninh trật tự
Thông báo rét đậm trên Zalo các bản
Sinh hoạt chi bộ bình thường tháng 11
Bản không tội phạm"""


@pytest.mark.parametrize("title", NOTHING.replace(";", ",").splitlines())
def test_a_row_that_tells_of_nothing_is_left_out_and_asked_about(title: str) -> None:
    plan = csv("Ngày;Nội dung;Người trực", f"2/11/2026;{title};Thào", "13/11/2026;Họp bản;Sử")
    assert (asked(plan), stated(plan, "title")) == (["not-held"], [("2026-11-13", "Họp bản")])


@pytest.mark.parametrize("title", SOMETHING.splitlines())
def test_what_was_done_is_taken_whatever_such_words_it_has(title: str) -> None:
    said = of_title(title)
    assert not (said.says_so or said.hindered or said.speaks)


def test_beside_figures_it_is_taken_and_asked_about() -> None:
    plan = csv("Ngày,Nội dung,Số người", "2/11/2026,Bình thường,40", "13/11/2026,Họp bản,30")
    assert (asked(plan), len(stated(plan))) == (["maybe-not-held"], 2)


@pytest.mark.parametrize(
    "above", ["nghỉ mưa", "Nghỉ chủ nhật", "mất điện", "Hoãn", "Không họp", "Bình thường", "Không có", "nt"]
)
@pytest.mark.parametrize("sign", ["nt", "Như trên", "〃"])
def test_as_above_with_figures_is_refused_below_what_was_not_held(above: str, sign: str) -> None:
    first = "nghỉ mưa;" if above == "nt" else "làm đường;40"
    lines = (f"7/11/2026;{first}", f"9/11/2026;{above};", f"20/11/2026;{sign};38", "21/11/2026;họp chi bộ;11")
    plan = csv("Ngày;Nội dung;Số người", *lines)
    assert faults(plan) == [(4, "Nội dung", "unheld-above")]
    assert ("2026-11-20", 38) not in stated(plan, "audience")


def test_as_above_without_figures_is_not_held_either() -> None:
    plan = csv("Ngày,Nội dung,Số người", "7/11/2026,nghỉ mưa,", "19/11/2026,nt,", "20/11/2026,Họp,30")
    assert (asked(plan), len(stated(plan)), faults(plan)) == (["not-held"], 1, [])


@pytest.mark.parametrize("above", ["Họp bản,0", "Họp bản,", "Họp bàn kế hoạch tháng tới,12"])
def test_as_above_below_work_is_that_work(above: str) -> None:
    plan = csv("Ngày,Nội dung,Số người", f"9/11/2026,{above}", "20/11/2026,nt,38")
    assert (stated(plan, "audience")[-1], faults(plan)) == (("2026-11-20", 38), [])

"""One activity in two lists, told in other words: it is asked about before it counts twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from field.store import LaptopStore
from sync.importing.comparing.there import about
from tests.field.importing.test_again import take
from tests.field.importing.test_lists import codes

MONTH = (
    "Ngày,Nội dung,Địa điểm,Số lượng,Số người",
    "18/11/2026,Ngày hội đại đoàn kết,Bản Nậm Củm,1,180",
    "05/11/2026,Treo băng rôn hưởng ứng Ngày Chuyển đổi số,Trục đường chính,8,",
    "10/11/2026,Lễ hưởng ứng Ngày Chuyển đổi số quốc gia,Sân vận động xã,1,350",
    "15-16/11/2026,Tập huấn kỹ năng số cho tổ công nghệ số cộng đồng,Hội trường UBND xã,2,44",
)


def listed(folder: Path, name: str, *lines: str) -> Path:
    path = folder / name
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("heading", "row"),
    [
        ("Ngày,Nội dung,Địa điểm,Số người", "18/11/2026,Ngày hội đại đoàn kết,Nậm Củm,180"),
        ("Ngày,Nội dung,Địa điểm,Số người", "18/11/2026,Ngày hội đại đoàn kết bản Nậm Củm,Bản Nậm Củm,180"),
        ("Ngày,Nội dung,Địa điểm,Số người", "18/11/2026,Ngày hội Đại đoàn kết,Nhà văn hóa bản Nậm Củm,150"),
        ("Ngày,Nội dung,Số người dự", "18/11/2026,Ngày hội đại đoàn kết bản Nậm Củm,180"),
        ("Ngày,Nội dung,Số lượng", "05/11/2026,Treo băng rôn,8"),
        ("Ngày,Nội dung,Số người", "10/11/2026,Mít tinh Ngày Chuyển đổi số,350"),
        ("Ngày,Nội dung,Số người", "15-16/11/2026,Tập huấn tổ công nghệ số cộng đồng,44"),
        ("Ngày,Nội dung,Địa điểm,Số người", "10/11/2026,Lễ hưởng ứng Ngày Chuyển đổi số,Hội phụ nữ,350"),
    ],
)
def test_the_same_in_other_words_is_asked_about(store: LaptopStore, tmp_path: Path, heading: str, row: str) -> None:
    take(store, listed(tmp_path, "so-thang-11.csv", *MONTH))
    assert codes(store, listed(tmp_path, "hoi-phu-nu.csv", heading, row)) == ["alike"]


@pytest.mark.parametrize(
    ("heading", "row"),
    [
        ("Ngày,Nội dung,Địa điểm,Số người", "18/11/2026,Ngày hội đại đoàn kết,Bản Nà Hiềng,180"),
        ("Ngày,Nội dung,Địa điểm,Số người", "18/11/2026,Ngày hội đại đoàn kết,Bản Nà Củm,180"),
        ("Ngày,Nội dung,Số người", "18/11/2026,Phát quà cho hộ nghèo,180"),
        ("Ngày,Nội dung,Số lượng", "05/11/2026,Treo cờ Tổ quốc,8"),
        ("Ngày,Nội dung,Số lượng", "05/11/2026,Treo băng rôn,3"),
        ("Ngày,Nội dung,Số người", "10/11/2026,Tập huấn kỹ năng số cho hội viên,40"),
    ],
)
def test_what_is_something_else_is_not(store: LaptopStore, tmp_path: Path, heading: str, row: str) -> None:
    take(store, listed(tmp_path, "so-thang-11.csv", *MONTH))
    assert codes(store, listed(tmp_path, "hoi-phu-nu.csv", heading, row)) == []


def test_broadcasts_of_one_day_that_begin_alike_are_not_one() -> None:
    titles = ("Phát loa về phòng cháy", "Phát loa về chuyển đổi số")
    first, second = (about({"title": title, "quantity": 2}) for title in titles)
    assert not first.is_like(second)

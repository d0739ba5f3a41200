"""Cells of figures: units are taken off and told, what would change a figure is not."""

from __future__ import annotations

import pytest

from sync.importing.cells import Terms, figure, is_nothing, several


@pytest.mark.parametrize(
    ("text", "field", "typed", "how"),
    [
        ("12", "quantity", "12", None),
        ("12 lượt", "quantity", "12", "unit"),
        ("150 người", "audience", "150", "unit"),
        ("1 200.", "audience", "1 200", None),
        ("~150", "audience", "150", "about"),
        ("khoảng 150 người", "audience", "150", "about"),
        ("45 phút", "minutes", "45", "unit"),
        ("45'", "minutes", "45", "unit"),
        ("45s", "minutes", "45s", None),
        ("40 hộ", "audience", "40 hộ", None),
        ("12 buổi", "audience", "12 buổi", None),
        ("150 người", "quantity", "150 người", None),
        ("1h30", "minutes", "90", "hours"),
        ("1h30'", "minutes", "90", "hours"),
        ("2 giờ", "minutes", "120", "hours"),
        ("1,5 giờ", "minutes", "90", "hours"),
        ("1 tiếng rưỡi", "minutes", "90", "hours"),
        ("1 giờ 5 phút", "minutes", "65", "hours"),
        ("1h30", "audience", "1h30", None),
        ("10 nam", "audience", "10", "words"),
        ("12 nữ", "audience", "12", "words"),
        ("30 phụ nữ", "audience", "30", "unit"),
        ("10 năm", "audience", "10 năm", None),
        ("10 nam", "quantity", "10 nam", None),
        ("10 nam, 12 nữ", "audience", "22", "both"),
        ("Nam: 10; nữ: 12", "audience", "22", "both"),
        ("12 nữ + 10 nam", "audience", "22", "both"),
        ("22 (12 nữ)", "audience", "22", "words"),
        ("1.200 người, trong đó 12 nữ", "audience", "1.200", "words"),
        ("22 người; nữ: 12", "audience", "22", "words"),
        ("12 (30 nữ)", "audience", "12 (30 nữ)", None),
        ("22/30 nữ", "audience", "22/30 nữ", None),
        ("15 nam 5 nữ và 3 trẻ em", "audience", "15 nam 5 nữ và 3 trẻ em", None),
        ("45 người (20 nam + 25 nữ)", "audience", "45 người (20 nam + 25 nữ)", None),
        ("1,2 nghìn", "audience", "1,2 nghìn", None),
        ("10-15", "audience", "10-15", None),
        ("12 lượt/ngày", "quantity", "12 lượt/ngày", None),
        ("ba buổi", "quantity", "ba buổi", None),
        ("12 (không đạt)", "quantity", "12 (không đạt)", None),
        ("5 chiếc hỏng", "quantity", "5 chiếc hỏng", None),
        ("4 buổi (hủy)", "quantity", "4 buổi (hủy)", None),
        ("7 bộ", "quantity", "7", "unit"),
        ("3 hội nghị", "quantity", "3", "unit"),
        ("150 hội viên phụ nữ", "audience", "150", "unit"),
        ("150 người ở bản Hon", "audience", "150", "words"),
        ("12 (có đoàn tỉnh)", "quantity", "12", "words"),
        ("12 (ước)", "quantity", "12", "about"),
        ("12 buổi (ước tính)", "quantity", "12", "about"),
        ("ước đạt 150 người", "audience", "150", "about"),
        ("100 người trở lên", "audience", "100", "about"),
        ("30 em", "minutes", "30 em", None),
    ],
)
def test_a_figure_loses_nothing_but_what_is_told(text: str, field: str, typed: str, how: str | None) -> None:
    assert figure(text, field) == (typed, how)


def test_signs_that_stand_for_nothing_are_known() -> None:
    assert all(map(is_nothing, ("-", "–", "...", "…", "_", "---")))
    assert not any(map(is_nothing, ("0", "-4", "x", "a-b")))


def test_a_cell_of_several_terms_is_split_where_people_split_them() -> None:
    assert several("a; b, c\nd;") == ("a", "b", "c", "d")


def test_a_term_is_looked_up_by_what_it_is_called_and_by_nothing_like_it() -> None:
    terms = Terms()
    assert [terms.code("channels", text) for text in ("loa", "loa", "Facebook", "gì đó")] == [
        "commune-radio",
        "commune-radio",
        "facebook",
        "",
    ]
    for text in ("Trực tuyến", "Online", "Trực tiếp", "Bảng", "Báo cáo", "Học", "Nhóm"):
        assert terms.code("channels", text) == "", text
    assert [terms.code("channels", text) for text in ("Họp trực tuyến", "Hội nghị trực tuyến", "Tập huấn online")] == [
        "meeting",
        "meeting",
        "training",
    ]
    for text in (
        "Pháp luật",
        "PBGDPL",
        "Đảng",
        "Công tác cán bộ",
        "Chính trị",
        "Kinh tế",
        "Giáo dục",
        "Văn hóa",
        "Bảo vệ",
        "Nghị quyết",
    ):
        assert terms.code("topics", text) == "", text
    for text in ("Chuyển đổi số", "An toàn thông tin", "Bình đẳng giới", "CĐS", "PCTT", "chuyen doi so"):
        assert terms.code("topics", text), text
    assert [terms.code("languages", text) for text in ("Mông", "tiếng Mông", "Tiếng Thái", "Việt")] == [
        "hmn",
        "hmn",
        "tai",
        "vi",
    ]

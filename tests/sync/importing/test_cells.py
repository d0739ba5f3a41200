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
        ("45 người (20 nam + 25 nữ)", "audience", "45", "words"),
        ("50 (nam 20, nữ 30)", "audience", "50", "words"),
        ("50 (20+30)", "audience", "50", "words"),
        ("45 người (20 nam + 30 nữ)", "audience", "45 người (20 nam + 30 nữ)", None),
        ("1,2 nghìn", "audience", "1200", "about"),
        ("1,2k", "audience", "1200", "about"),
        ("1k2", "audience", "1200", "about"),
        ("2 nghìn lượt", "audience", "2000", "about"),
        ("1,2 triệu", "audience", "1,2 triệu", None),
        ("10-15", "audience", "10", "range"),
        ("khoảng 50-60 người", "audience", "50", "range"),
        ("từ 50 đến 60", "audience", "50", "range"),
        ("15-20 phút", "minutes", "15", "range"),
        ("10-12 buổi", "quantity", "10", "range"),
        ("10-150", "audience", "10-150", None),
        ("60-50", "audience", "60-50", None),
        ("5-6 lớp", "audience", "5-6 lớp", None),
        ("2 lớp x 25", "audience", "50", "reckoned"),
        ("25 người x 2 lớp", "audience", "50", "reckoned"),
        ("2 lớp × 25 = 50", "audience", "50", "reckoned"),
        ("2 lớp x 25 = 60", "audience", "2 lớp x 25 = 60", None),
        ("2 lớp x 25", "quantity", "2 lớp x 25", None),
        ("2 lần x 3 ngày", "quantity", "6", "reckoned"),
        ("2 x 15 phút", "minutes", "30", "reckoned"),
        ("15'x2", "minutes", "30", "reckoned"),
        ("20 hộ x 4", "audience", "20 hộ x 4", None),
        ("20+30", "audience", "50", "reckoned"),
        ("20 + 30 = 50", "audience", "50", "reckoned"),
        ("20 + 30 = 60", "audience", "20 + 30 = 60", None),
        ("35 cán bộ, 120 dân", "audience", "155", "reckoned"),
        ("35 CB + 120 dân", "audience", "155", "reckoned"),
        ("150 người, 30 hội viên", "audience", "150", "words"),
        ("3 tin, 2 bài", "quantity", "5", "reckoned"),
        ("1 cuộc, 3 buổi", "quantity", "1 cuộc, 3 buổi", None),
        ("150 đ/c", "audience", "150", "unit"),
        ("150 đồng chí", "audience", "150", "unit"),
        ("150 chị em", "audience", "150", "unit"),
        ("150 đoàn viên, thanh niên", "audience", "150", "unit"),
        ("150 HS", "audience", "150", "unit"),
        ("150 hội viên", "audience", "150", "unit"),
        ("5 đoàn", "audience", "5 đoàn", None),
        ("5 ảnh", "audience", "5 ảnh", None),
        ("1200đ", "audience", "1200đ", None),
        ("1200 đồng", "audience", "1200 đồng", None),
        ("3 km", "quantity", "3 km", None),
        ("5 kg", "quantity", "5 kg", None),
        ("42 người/60 hộ", "audience", "42 người/60 hộ", None),
        ("1200,0", "audience", "1200", "zeros"),
        ("1.200,00", "audience", "1.200", "zeros"),
        ("1200.0 người", "audience", "1200", "unit"),
        ("1200,5", "audience", "1200,5", None),
        ("1.200", "audience", "1.200", None),
        ("xấp xỉ 100", "audience", "100", "about"),
        ("ít nhất 100", "audience", "100", "about"),
        ("không dưới 100", "audience", "100", "about"),
        ("cỡ 40", "audience", "40", "about"),
        ("có 40 người", "audience", "40", "unit"),
        ("150+", "audience", "150", "about"),
        ("150 (?)", "audience", "150", "about"),
        ("150;", "audience", "150", None),
        ("150 (1)", "audience", "150", "words"),
        ("cả bản", "audience", "cả bản", None),
        ("0:15:00", "minutes", "15", "hours"),
        ("00:15:00", "minutes", "15", "hours"),
        ("1:15:00", "minutes", "75", "hours"),
        ("00:30", "minutes", "30", "hours"),
        ("1:30h", "minutes", "90", "hours"),
        ("02:00", "minutes", "02:00", None),
        ("15:00:00", "minutes", "15:00:00", None),
        ("0:15:30", "minutes", "0:15:30", None),
        ("nửa tiếng", "minutes", "30", "hours"),
        ("2 tiếng đồng hồ", "minutes", "120", "hours"),
        ("7h30 - 9h", "minutes", "90", "hours"),
        ("gần 1 tiếng", "minutes", "60", "about"),
        ("hơn 1 giờ", "minutes", "60", "about"),
        ("15 phút/buổi", "minutes", "15 phút/buổi", None),
        ("cả ngày", "minutes", "cả ngày", None),
        ("12 lượt/ngày", "quantity", "12 lượt/ngày", None),
        ("ba buổi", "quantity", "3", "spelled"),
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


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("hai mươi", "20"),
        ("Mười lăm người", "15"),
        ("một trăm linh năm", "105"),
        ("một nghìn hai trăm", "1200"),
        ("ba mươi tư lượt", "34"),
        ("hai muoi", "20"),
    ],
)
def test_a_number_in_words_is_that_number(text: str, number: str) -> None:
    assert figure(text, "audience") == (number, "spelled")


@pytest.mark.parametrize(
    "text",
    ["vài chục", "nam", "hai mươi nam", "năm năm", "bay", "mươi", "trăm", "hai lăm", "một nghìn hai", "ba buổi", "cả bản"],
)
def test_words_that_may_say_something_else_are_no_number(text: str) -> None:
    assert figure(text, "audience") == (text, None)

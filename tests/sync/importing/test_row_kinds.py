"""What a row below the heading is: a total is told from what was done by its words, whichever part of the list it sums."""

from __future__ import annotations

import pytest

from sync.importing.row_kinds import Columns, row_kind
from sync.tables import Cell, Row

COLUMNS = Columns(date=1, title=2, counted=(3,), numbers=(0,), heading={0: "STT", 1: "Ngày", 2: "Nội dung", 3: "Số lượng"})


def below(label: str) -> Row:
    return Row(number=9, cells=(Cell(), Cell(), Cell(text=label), Cell(text="6", number=6)))


@pytest.mark.parametrize(
    "label",
    [
        "Cộng I",
        "Cộng (II)",
        "Cộng mục 1",
        "Tổng mục IV:",
        "Tiểu cộng",
        "Cộng nhóm b",
        "Tổng nhóm",
        "Cộng phần A",
        "TỔNG CỘNG (I+II)",
        "Tổng cộng tháng 11/2026",
        "Total",
        "TC",
        "Bình quân",
        "Lũy kế từ đầu năm",
        "Mang sang",
        "Trang trước chuyển sang",
        "Trang 1 chuyển sang",
        "Chuyển từ trang 1",
        "Cộng mang sang:",
        "Số trang trước chuyển sang",
        "Chuyển trang sau",
        "Cộng chuyển sang trang 2",
        "Tháng trước chuyển qua",
        "Tổng số cuộc",
        "Tổng số người tham dự",
    ],
)
def test_a_sum_of_any_part_is_a_total(label: str) -> None:
    assert row_kind(below(label), COLUMNS, dated=False, ended=False) == "total"


@pytest.mark.parametrize(
    "label",
    [
        "Công an xã ra quân",
        "Cộng tác viên tập huấn",
        "Tổng vệ sinh môi trường",
        "Tổng kết phong trào",
        "Tổng hợp ý kiến cử tri",
        "Cộng đồng học tập",
        "Chuyển sang dùng chữ ký số",
        "Mang sách đến bản",
        "Tổng số hóa hộ tịch",
    ],
)
def test_what_was_done_is_none(label: str) -> None:
    assert row_kind(below(label), COLUMNS, dated=False, ended=False) == "data"


def test_words_where_rows_are_numbered_are_looked_at_as_words() -> None:
    note = Row(number=9, cells=(Cell(text="Ghi chú: chưa có số liệu bản Nà Khan (3 buổi)"), Cell(), Cell(), Cell()))
    total = Row(number=9, cells=(Cell(text="Cộng I"), Cell(), Cell(), Cell(text="6", number=6)))
    signed = Row(number=9, cells=(Cell(text="Người lập biểu"), Cell(), Cell(), Cell()))
    kinds = [row_kind(row, COLUMNS, dated=False, ended=False) for row in (note, total, signed)]
    assert kinds == ["note", "total", "signature"]


@pytest.mark.parametrize(
    "label",
    ["Duyệt của BGH", "BGH duyệt", "Người duyệt", "Hiệu trưởng", "Tổng phụ trách Đội", "Xác nhận của UBND xã", "Người lập"],
)
def test_who_signs_below_a_table_is_no_activity(label: str) -> None:
    row = Row(number=9, cells=(Cell(label), Cell(), Cell(), Cell(), Cell("Thủ trưởng đơn vị")))
    alone = Row(number=9, cells=(Cell(), Cell(), Cell(label)))
    assert [row_kind(each, COLUMNS, dated=False, ended=False) for each in (row, alone)] == ["signature", "signature"]


@pytest.mark.parametrize("label", ["Họp xét duyệt hộ nghèo", "Hiệu trưởng nói chuyện đầu tuần", "Duyệt văn nghệ"])
def test_what_was_done_with_such_a_word_is_one(label: str) -> None:
    row = Row(number=9, cells=(Cell("1"), Cell(), Cell(label), Cell("6", number=6)))
    assert row_kind(row, COLUMNS, dated=False, ended=False) == "data"
    bare = Row(number=9, cells=(Cell("1"), Cell(), Cell(label)))
    assert row_kind(bare, COLUMNS, dated=False, ended=False) == "data"


POSTS = [
    *("CHỦ TỊCH UBND XÃ BÌNH LƯ", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "T/M UBND XÃ", "UBND XÃ\nCHỦ TỊCH", "Chủ tịch (đã ký)"),
    *(
        "Trưởng bản Nà Hiềng",
        "TRƯỞNG BẢN",
        "Lò Văn Ín - Trưởng bản",
        "Bí thư Đoàn xã",
        "Kế toán trưởng",
        "Thủ trưởng đơn vị",
    ),
    *("(Ký, ghi rõ họ tên)", "Đã ký", "Nơi nhận: Đảng ủy", "Lưu: VT", "Bình Lư, ngày 30 tháng 11 năm 2026", "Xác nhận"),
    *("Công chức Văn hóa - Xã hội", "Giám đốc Trung tâm VH-TT", ".., ngày ... tháng ... năm 2026"),
]
DONE_WITH_POSTS = [
    *(
        "Bầu trưởng bản",
        "Bầu Trưởng bản",
        "BẦU TRƯỞNG BẢN",
        "Họp trưởng bản",
        "Chủ tịch xã thăm hộ nghèo",
        "Bầu bí thư chi bộ",
    ),
    *("CHỦ TỊCH XÃ THĂM HỘ NGHÈO", "Bí thư Đoàn xã nói chuyện", "Tập huấn kế toán", "Xác nhận hộ nghèo", "Ký tên cam kết"),
    *("Tập huấn người lập biểu", "Công chức tư pháp phổ biến luật", "Lập bảng tin", "Họp bản, ngày 5 tháng 11 năm 2026"),
]


@pytest.mark.parametrize("text", POSTS)
def test_who_signs_alone_in_a_row_is_a_signature(text: str) -> None:
    row = Row(number=9, cells=(Cell(), Cell(), Cell(text)))
    assert row_kind(row, COLUMNS, dated=False, ended=False) == "signature"


@pytest.mark.parametrize("text", DONE_WITH_POSTS)
def test_what_was_done_with_the_word_of_a_post_is_left_out_in_no_silence(text: str) -> None:
    for number in (Cell(), Cell("1")):
        row = Row(number=9, cells=(number, Cell(), Cell(text)))
        assert row_kind(row, COLUMNS, dated=False, ended=False) != "signature"


@pytest.mark.parametrize("text", ["Bầu trưởng bản", "Chủ tịch"])
@pytest.mark.parametrize("more", [Cell("9/11/2026"), Cell("9/11/2026", date="2026-11-09"), Cell("52", number=52)])
def test_a_row_with_a_day_or_a_figure_in_any_column_is_no_signature(text: str, more: Cell) -> None:
    row = Row(number=9, cells=(Cell(), Cell(), Cell(text), Cell(), more))
    assert row_kind(row, COLUMNS, dated=False, ended=False) == "data"
    beside = Row(number=9, cells=(Cell(), Cell(), Cell(), Cell(), more, Cell("Bầu trưởng bản")))
    assert row_kind(beside, COLUMNS, dated=False, ended=False) != "signature"


def test_who_did_it_makes_no_signature_of_what_was_done() -> None:
    row = Row(number=9, cells=(Cell(), Cell(), Cell("Phát loa"), Cell(), Cell("Trưởng bản")))
    assert row_kind(row, COLUMNS, dated=False, ended=False) == "data"


def test_below_a_signature_a_row_with_a_title_and_a_day_is_still_one() -> None:
    row = Row(number=9, cells=(Cell(), Cell(), Cell("Họp bản"), Cell(), Cell("9/11/2026")))
    assert row_kind(row, COLUMNS, dated=False, ended=True) == "data"

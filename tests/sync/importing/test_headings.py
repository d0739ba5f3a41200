"""Headings as communes write them, and what each means."""

from __future__ import annotations

import pytest

from sync.importing.headings import ROW_NUMBERS, UNUSED, compared, joined_meaning, meaning

KNOWN = {
    "date": "Ngày|Ngày, tháng|Ngày tháng năm|Thời gian|Thời gian tổ chức|NGÀY THỰC HIỆN|Ngày phát sóng|Ngày họp|date",
    "title": "Nội dung|Nội dung công việc|Tên bài, tin|Nội dung tuyên truyền|Tên hoạt động|Tiêu đề|Nội dung cụ thể",
    "quantity": "Số lượng|Số lượng (buổi)|Số lượt|Số buổi|Số tin, bài|SL|Số lượng (tin, bài)|Tổng số buổi",
    "audience": "Số người|Số người tham dự|Số lượt người tham dự|Lượt người nghe|Số lượng (người)|Số lượng người tham gia",
    "minutes": "Thời lượng|Thời lượng (phút)|Thời lượng phát (phút)|Số phút|Thời gian (phút)",
    "channel": "Hình thức|Hình thức tuyên truyền|Kênh|Kênh truyền thông",
    "place": "Địa điểm|Địa điểm tổ chức (thôn, bản)|Nơi thực hiện|Thôn, bản|Bản",
    "text": "Ghi chú|Kết quả|Kết quả thực hiện|Mô tả|Đường link",
    "directive": "Văn bản|Văn bản chỉ đạo|Kế hoạch",
    ROW_NUMBERS: "STT|TT|No.|Số TT",
    UNUSED: "Người phụ trách|Người phụ trách nội dung|Kinh phí|Người ký|Số hộ|Đơn vị tính|Giờ|Ngày ký",
}


@pytest.mark.parametrize(
    ("heading", "field"), [(heading, field) for field, some in KNOWN.items() for heading in some.split("|")]
)
def test_a_usual_heading_is_known_for_certain(heading: str, field: str) -> None:
    found = meaning(heading)
    assert found is not None
    assert (found.field, found.sure) == (field, True)


@pytest.mark.parametrize("heading", ["Hình thức, nội dung tuyên truyền", "Số người nam", "Lý do thay đổi ngày"])
def test_a_heading_with_more_in_it_is_not_sure(heading: str) -> None:
    found = meaning(heading)
    assert found is not None and not found.sure


@pytest.mark.parametrize("heading", ["", "Xăng xe", "E", "12", "x" * 200, "bản tin mới"])
def test_a_heading_without_anything_known_means_nothing(heading: str) -> None:
    assert meaning(heading) is None


@pytest.mark.parametrize("heading", ["Số lượt (nghìn)", "Thời lượng (giờ)", "Số người (%)"])
def test_what_is_counted_on_another_scale_is_no_number_of_ours(heading: str) -> None:
    found = meaning(heading)
    assert found is not None and (found.field, found.sure) == (UNUSED, False)


def test_headings_are_named_with_their_units() -> None:
    assert compared("Số lượng (buổi)") == compared("SO LUONG (BUOI)") != compared("Số lượng")


@pytest.mark.parametrize(
    "heading",
    [
        "Số lượng kế hoạch",
        "Số người (dự kiến) được giao",
        "Số buổi theo KH",
        "Ngày dự kiến",
        "Chỉ tiêu số lượng",
        "Số lượng lũy kế",
        "Số người cùng kỳ",
        "Số lượt năm trước",
    ],
)
def test_what_was_planned_or_is_of_another_time_is_no_figure_of_a_row(heading: str) -> None:
    found = meaning(heading)
    assert found is not None and found.field == UNUSED


@pytest.mark.parametrize(
    ("texts", "field"),
    [
        (("Số lượng", "Kế hoạch"), UNUSED),
        (("Số lượng", "Thực hiện"), "quantity"),
        (("Số người", "Đã thực hiện"), "audience"),
        (("Thời gian", "Kế hoạch"), UNUSED),
        (("Kết quả", "Số người"), "audience"),
        (("Chỉ tiêu", "Số người"), UNUSED),
        (("Kế hoạch",), "directive"),
    ],
)
def test_headings_one_above_the_other_are_read_together(texts: tuple[str, ...], field: str) -> None:
    found = joined_meaning(texts)
    assert found is not None and (found.field, found.sure) == (field, True)

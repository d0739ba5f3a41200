"""Headings as communes write them, and what each means."""

from __future__ import annotations

import pytest

from sync.importing.headings import DESCRIPTION, ROW_NUMBERS, UNUSED, compared, joined_meaning, meaning

KNOWN = {
    "date": "Hôm nào|Khi nào|Ngày công tác|Ngày hoạt động|Ngày sinh hoạt|Ngày giảng|Ngày khám|Ngày tuần tra|Ngày ra quân|"
    "Ngày TH|T/gian|TGTC|Ng. tháng|Thời gian TH|Thứ, ngày|NGÀY HUẤN LUYỆN|"
    "Ngày mở lớp|Thời gian họp|Tgian|When|Ngày|TG|TG thực hiện|Ngày, tháng|Ngày tháng năm|Thời gian"
    "|Thời gian tổ chức|NGÀY THỰC HIỆN"
    "|Ngày phát sóng|Ngày họp|date",
    "title": "Việc gì|Làm gì|Trích yếu|TRÍCH YẾU NỘI DUNG|Chương trình|Tên tiết mục|Tên bài giảng|Nội dung tư vấn|"
    "Nội dung sinh hoạt chi hội|ND HĐ|Nội dung CV|Nội dung huấn luyện|Nội dung truyền thông GDSK|Tên mô hình|"
    "Đầu việc|Nhiệm vụ thực hiện|Chuyên đề sinh hoạt|noi dung ra quan|"
    "Việc|Tên việc|Nội dung TT|Tên lớp|Công tác|Content|Nội dung|ND|ND tuyên truyền|Nội dung cuộc họp"
    "|Nội dung sinh hoạt|Nội dung công việc|Tên bài, tin"
    "|Nội dung tuyên truyền|Tên hoạt động|Tiêu đề|Nội dung cụ thể",
    "quantity": "Mấy buổi|Bao nhiêu lần|Số buổi sinh hoạt|Số lần tuần tra|Số hoạt động|Số chuyên đề"
    "|Số buổi TTPBGDPL|"
    "TỔNG BUỔI|Số tờ gấp|"
    "Số buổi TT|Số lượt TT|Số phóng sự|Số lượng|Số lượng (buổi)|Số lượt|Số buổi|Số tin, bài|SL"
    "|Số lượng (tin, bài)|Tổng số buổi|Lượt|Cuộc"
    "|Lần|Lượt phát|Số buổi đã phát|Số cuộc đã tổ chức|Số băng rôn|Số pa nô|Số tờ rơi|Số video|Số bài viết|Tổng số cuộc"
    "|Số lần thực hiện|Số lượng đã thực hiện",
    "audience": "Bao nhiêu người|Mấy người|Có mặt|QS có mặt|Số khán giả|Số bà mẹ|Số chị em tham gia|Số lượng học viên|SL ĐB|"
    "Số lượt khách|Số ng. dự|TS người|Số HV|Số dân dự|Số người được tư vấn|Số người TG|Số phụ huynh|SỐ CHIẾN SĨ|"
    "Người|People|Số TV tham gia|Số TV|Số thành viên tham gia|SN|Số bà con tham gia|Số dân tham gia"
    "|Participants"
    "|Số người|Số người tham dự|Số lượt người tham dự|Lượt người nghe|Số lượng (người)"
    "|Số lượng người tham gia"
    "|Người dự|Số người dân|Số người dân tham dự|SL người|SL người tham dự|Số người được hướng dẫn"
    "|Số người được tập huấn|Số người họp"
    "|Số người đến dự|Số người có mặt|Số lượt người dự|Lượt nghe|Lượt đọc|Lượt truy cập|Số lượng tham dự"
    "|Tổng số người tham dự|Số người được tiếp cận|Lượt (người)|Quy mô người",
    "minutes": "Lâu bao nhiêu|Bao lâu|Mấy phút|T.lượng|"
    "Phát bao lâu|Duration (phút)|Thời lượng|Thời lượng (phút)|Thời lượng phát (phút)|Số phút"
    "|Thời gian (phút)|Phút|Số phút phát sóng",
    "channel": "HTTT|H.thức|Kênh nào|Bằng cách nào|Đăng ở đâu|Trang/nhóm|Hình thức sinh hoạt|"
    "Loại hoạt động|Cách tổ chức|Hình thức TT|Hình thức|Hình thức tuyên truyền|Kênh|Kênh truyền thông"
    "|Cách thức|Phương pháp tuyên truyền"
    "|Hình thức phát"
    "|Trang đăng|Nền tảng",
    "topics": "Chủ đề gì|Nhóm nội dung tuyên truyền|Lĩnh vực pháp luật|"
    "Mảng|Mảng công tác|Chủ đề|Chủ điểm|Mảng nội dung|Nhóm lĩnh vực|Chuyên mục",
    "place": "Điểm giao dịch|Điểm chi trả|"
    "Bản nào|Chỗ nào|Đ/điểm|Nơi tuần tra|Điểm trường|Thôn, xóm|TDP|Loa cụm|Địa điểm khám|Điểm sinh hoạt|"
    "Nơi|Xã/thôn|Thôn/xã|Chỗ|Ở đâu|Tên bản|Khóm|Làng|Where|Địa điểm|ĐĐ|Địa điểm họp"
    "|Địa điểm tổ chức (thôn, bản)|Nơi thực hiện|Thôn, bản|Bản|Nơi phát|Điểm phát"
    "|Điểm tuyên truyền|Nơi họp"
    "|Hội trường|Nhà văn hóa|Cụm loa|Khu vực|Tổ chức tại|Xóm|Ấp|Buôn|Khu phố|Tiểu khu",
    "places": "Địa điểm khác|Các điểm khác|Các thôn khác|Các bản khác|Nơi phát khác",
    "language": "Nói tiếng gì|Tiếng gì|Bằng tiếng gì|Tiếng DT|Ngôn ngữ phát thanh|"
    "Tiếng nói|Tiếng|Ngôn ngữ|Tiếng dân tộc|Phát bằng tiếng|Ngôn ngữ sử dụng",
    "languages": "Các thứ tiếng khác|Tiếng khác",
    "audiences": "TP tham dự|Ai dự|Cho ai nghe|Đ.tượng|Đối tượng TT|Thành phần mời|"
    "Đối tượng|Thành phần tham dự|Đối tượng tham gia|Đối tượng hướng đến",
    "body": "Tổ thực hiện|Bộ phận|Tổ công nghệ số|Đơn vị tổ chức",
    "text": "Ra sao|Kết quả thế nào|K.quả|KQTH|Dân hỏi gì|Vướng mắc|Ghi thêm|Nội dung khác|Kiến nghị, đề xuất|"
    "KQ|GC|Ghi chép|Phản ánh|Ý kiến người dân|Notes|Remarks|Ghi chú|Kết quả|Kết quả thực hiện|Mô tả|Đường link"
    "|Hiệu quả|Thuận lợi|Hạn chế|Đường dẫn bài viết|Ý kiến",
    "directive": "Theo giấy nào|Theo KH|KH số|Văn bản triển khai|Số, ngày văn bản|"
    "VB|VB chỉ đạo|Số VB|Văn bản|Văn bản chỉ đạo|Kế hoạch|KH|Công văn|CV|Số KH|Số công văn|Quyết định"
    "|Chỉ thị|Căn cứ"
    "|Số, ký hiệu"
    "|Văn bản, kế hoạch|Văn bản cấp trên|Theo công văn",
    ROW_NUMBERS: "Thứ tự|STT|TT|No.|Số TT",
    UNUSED: "Sĩ số|Tổng quân số|Số người mời|"
    "Biên chế|Quân số biên chế|Vắng|Số người vắng mặt|Mã hoạt động|Người trực|Ai nói|Ngày công|Lượt thích|"
    "Lượt chia sẻ|Số người phục vụ|Số hộ được hướng dẫn|Người tuyên truyền|KP|Tuần|Lý do không nhận|"
    "Người phụ trách|Người phụ trách nội dung|Kinh phí|Người ký|Số hộ|Đơn vị tính|Giờ|Ngày ký|Người duyệt"
    "|Biên tập"
    "|Kỹ thuật viên|Thành tiền|Đơn giá|Chữ ký|Ngày gửi|Giảng viên|Năm|Trong đó nữ|Nam|Nữ",
}


@pytest.mark.parametrize(
    ("heading", "field"), [(heading, field) for field, some in KNOWN.items() for heading in some.split("|")]
)
def test_a_usual_heading_is_known_for_certain(heading: str, field: str) -> None:
    found = meaning(heading)
    assert found is not None
    assert (found.field, found.sure) == (field, True)


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Số người tư vấn", "audience"),
        ("Số người hướng dẫn tuyên truyền", "audience"),
        ("Số khẩu", "audience"),
        ("Số lượt khám", "audience"),
        ("Tiếp cận (người)", "audience"),
        ("TL (phút)", "minutes"),
        ("Số phản ánh", "quantity"),
        ("Chi hội", "place"),
        ("Bài đăng", "title"),
        ("Người phổ biến nội dung", UNUSED),
    ],
)
def test_a_heading_that_may_mean_something_else_is_asked_about(heading: str, field: str) -> None:
    found = meaning(heading)
    assert found is not None
    assert (found.field, found.sure) == (field, False)


@pytest.mark.parametrize("heading", ["Hình thức, nội dung tuyên truyền", "Số người Mông", "Lý do thay đổi ngày"])
def test_a_heading_with_more_in_it_is_not_sure(heading: str) -> None:
    found = meaning(heading)
    assert found is not None and not found.sure


@pytest.mark.parametrize("heading", ["", "Xăng xe", "E", "12", "x" * 200, "bản tin mới"])
def test_a_heading_without_anything_known_means_nothing(heading: str) -> None:
    assert meaning(heading) is None


@pytest.mark.parametrize("heading", ["Số lượt (%)", "Thời lượng (giây)", "Số người (%)", "Số buổi (triệu đồng)"])
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
        (("Số người", "Tổng số"), "audience"),
        (("Số người tham dự", "Trong đó nữ"), UNUSED),
        (("Trong đó", "Số người DTTS"), UNUSED),
        (("Số buổi", "TH"), "quantity"),
        (("Số buổi", "KH"), UNUSED),
        (("Quân số", "Biên chế"), UNUSED),
        (("Quân số", "Có mặt"), "audience"),
        (("Quân số", "Vắng"), UNUSED),
    ],
)
def test_headings_one_above_the_other_are_read_together(texts: tuple[str, ...], field: str) -> None:
    found = joined_meaning(texts)
    assert found is not None and (found.field, found.sure) == (field, True)


@pytest.mark.parametrize(
    ("heading", "opened"),
    [
        ("Kế hoạch", "planned"),
        ("KH", "planned"),
        ("Kế hoạch giao", "planned"),
        ("KH năm 2026", "planned"),
        ("Chỉ tiêu", "planned"),
        ("Lũy kế", "planned"),
        ("Thực hiện lũy kế", "planned"),
        ("Ước thực hiện", "planned"),
        ("Thực hiện", "done"),
        ("Đã thực hiện", "done"),
        ("(Đã) thực hiện", "done"),
        ("Thực hiện kế hoạch", "done"),
        ("TH", "done"),
        ("TH tháng 11", "done"),
        ("Thực hiện trong kỳ", "done"),
        ("Thực tế", "done"),
        ("Đạt", "done"),
        ("Kết quả", "done"),
        ("TH/KH", ""),
        ("Tỷ lệ thực hiện", ""),
        ("Ngày thực hiện", ""),
        ("Nam", "men"),
        ("Số người nam", "men"),
        ("Nam giới", "men"),
        ("Năm", ""),
        ("Nữ", "women"),
        ("Số nữ tham gia", "women"),
        ("Trong đó nữ", "women"),
        ("Trong đó DTTS", "part"),
        ("Người DTTS", "part"),
        ("Số đảng viên", "part"),
        ("Số ĐVTN", "group"),
        ("Số hội viên tham gia", "group"),
        ("Tổng HS", "group"),
        ("Số phụ nữ", "group"),
        ("Cán bộ, công chức", "group"),
        ("Đại biểu", "group"),
        ("Biên chế", "planned"),
        ("Tổng số", "total"),
        ("TS", "total"),
    ],
)
def test_what_a_heading_leaves_to_the_cells_below_it(heading: str, opened: str) -> None:
    found = meaning(heading)
    assert (found.open if found is not None else "") == opened


def test_what_was_done_is_counted_in_the_unit_of_its_heading() -> None:
    counts = {text: found.counts for text in ("Thực hiện (phút)", "TH (người)", "Đã thực hiện (buổi)", "TH (%)") if (
        found := meaning(text)
    ) is not None}  # fmt: skip
    assert list(counts.values()) == ["minutes", "audience", "quantity", UNUSED]


@pytest.mark.parametrize(
    ("heading", "field"),
    [("Điểm phục vụ", "place"), ("Chú thích", DESCRIPTION), ("Số cụm loa", UNUSED), ("Cụm loa", "place")],
)
def test_places_served_and_sets_of_loudspeakers_are_known(heading: str, field: str) -> None:
    found = meaning(heading)
    assert found is not None
    assert found.field == field


@pytest.mark.parametrize(
    ("heading", "field"), [("Số tiết", "quantity"), ("Bản / cơ quan", "place"), ("Thôn, cơ quan", "place")]
)
def test_a_heading_that_may_be_of_something_else_is_asked_about(heading: str, field: str) -> None:
    found = meaning(heading)
    assert found is not None
    assert (found.field, found.sure) == (field, False)

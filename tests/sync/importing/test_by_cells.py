"""Columns whose headings leave it open: a plan beside what was done, men and women beside their total."""

from __future__ import annotations

import datetime

import pytest
from msgspec import UNSET

from sync.errors import Misuse
from sync.importing.answers import Answers, answered_columns
from sync.importing.plan import Plan
from sync.importing.planning import make_plan
from sync.importing.question_words import asked_lines
from sync.importing.words import plan_lines
from sync.tables import book_of
from sync.wording.i18n import speaking
from sync.wording.messages import sentence
from tests.field.alone import PLAN

TODAY = datetime.date(2026, 11, 25)


def plan_of(*lines: str, named: tuple[str, ...] = ()) -> Plan:
    answers = Answers(columns=answered_columns(named))
    return make_plan(
        book_of("\n".join(lines).encode(), "so.csv"), file="so.csv", answers=answers, today=TODAY, directives=(PLAN,)
    )


def fields(plan: Plan) -> dict[str, tuple[str, str]]:
    return {column.heading: (column.field, column.why) for column in plan.taken[0].columns}


def stated(plan: Plan, field: str) -> list[object]:
    return [getattr(row.fields, field) or None for row in plan.taken[0].rows if row.fields is not None]


def asked(plan: Plan) -> list[str]:
    return [question.code for question in plan.questions]


@pytest.mark.parametrize("planned", ["Kế hoạch", "KH", "Kế hoạch giao", "Chỉ tiêu", "KH năm 2026"])
@pytest.mark.parametrize("done", ["Thực hiện", "Đã thực hiện", "(Đã) thực hiện", "Thực hiện kế hoạch", "TH", "Thực tế"])
def test_numbers_of_a_plan_are_named_and_those_of_what_was_done_counted(planned: str, done: str) -> None:
    plan = plan_of(f"Ngày,Nội dung,{planned},{done}", "03/11/2026,Phát thanh,4,3", "05/11/2026,Họp,2 buổi,2 buổi")
    assert (fields(plan)[planned], fields(plan)[done]) == (("", "planned"), ("quantity", "cells"))
    assert stated(plan, "quantity") == [3, 2]
    assert stated(plan, "directive") == [None, None]
    assert asked(plan) == []
    with speaking("en"):
        told = "\n".join(plan_lines(plan))
    assert f"C “{planned}” → not used (planned, on paper, who did not come, or of another time): 4, 2 buổi" in told
    assert f"D “{done}” → quantity (by what stands in it)" in told


@pytest.mark.parametrize("heading", ["Kế hoạch", "KH", "Công văn", "Văn bản", "Số KH", "Căn cứ"])
def test_a_document_under_a_plan_is_the_directive(heading: str) -> None:
    plan = plan_of(f"Ngày,Nội dung,{heading}", f"03/11/2026,Phát thanh,{PLAN.number}", "05/11/2026,Họp,")
    assert fields(plan)[heading] == ("directive", "heading")
    assert stated(plan, "directive") == [PLAN.id, None]


@pytest.mark.parametrize("heading", ["Kế hoạch", "Công văn"])
def test_a_document_where_no_directive_is_known_is_kept_in_the_description(heading: str) -> None:
    text = f"Ngày,Nội dung,{heading},Nhiệm vụ\n03/11/2026,Phát thanh,2653/KH-UBND,19"
    plan = make_plan(book_of(text.encode(), "so.csv"), file="so.csv", answers=Answers(), today=TODAY, directives=())
    assert stated(plan, "text") == [f"{heading}: 2653/KH-UBND\nNhiệm vụ: 19"]
    assert set(asked(plan)) == {"not-listed"}


def test_a_plan_by_its_day_is_no_day_of_what_was_done() -> None:
    plan = plan_of("Ngày,Nội dung,Kế hoạch", "03/11/2026,Phát thanh,02/11/2026", "05/11/2026,Họp,04/11/2026")
    assert fields(plan)["Kế hoạch"] == ("", "planned")


def test_numbers_of_what_was_done_without_a_plan_beside_them_are_asked_about() -> None:
    plan = plan_of("Ngày,Nội dung,Thực hiện", "03/11/2026,Phát thanh,3")
    assert (fields(plan)["Thực hiện"], asked(plan)) == (("quantity", "unsure"), ["unsure-heading"])


def test_words_of_what_was_done_are_not_used_and_named() -> None:
    plan = plan_of("Ngày,Nội dung,Thực hiện", "03/11/2026,Phát thanh,Đ/c Nam")
    assert fields(plan)["Thực hiện"] == ("", "unknown")
    assert [column.heading for column in plan.taken[0].unused] == ["Thực hiện"]


def test_a_result_of_numbers_is_a_description_only_where_a_column_counts() -> None:
    alone = plan_of("Ngày,Nội dung,Kết quả", "03/11/2026,Phát thanh,3")
    assert (fields(alone)["Kết quả"], asked(alone)) == (("quantity", "unsure"), ["unsure-heading"])
    beside = plan_of("Ngày,Nội dung,Số buổi,Kết quả", "03/11/2026,Phát thanh,3,95")
    assert fields(beside)["Kết quả"] == ("text", "heading")
    words = plan_of("Ngày,Nội dung,Kết quả", "03/11/2026,Phát thanh,Bà con hiểu")
    assert (fields(words)["Kết quả"], asked(words)) == (("text", "heading"), [])


@pytest.mark.parametrize("done", ["Thực hiện (%)", "% TH"])
def test_a_share_of_the_plan_is_no_quantity(done: str) -> None:
    plan = plan_of(f"Ngày,Nội dung,KH,{done}", "03/11/2026,Phát thanh,4,75")
    assert fields(plan)[done][0] == ""


def test_a_part_of_the_day_is_no_quantity() -> None:
    day = plan_of("Ngày,Nội dung,Buổi", "03/11/2026,Phát thanh,Sáng", "04/11/2026,Phát thanh,Chiều")
    assert (fields(day)["Buổi"][0], stated(day, "quantity"), day.taken[0].count("refused")) == ("", [None, None], 0)
    counted = plan_of("Ngày,Nội dung,Buổi", "03/11/2026,Phát thanh,2", "04/11/2026,Phát thanh,1")
    assert (stated(counted, "quantity"), asked(counted)) == ([2, 1], ["unsure-heading"])


@pytest.mark.parametrize("upper", ["Số hội viên", "ĐVTN tham gia", "Hội viên", "Số học sinh", "Giáo viên"])
@pytest.mark.parametrize("done", ["Thực hiện", "TH"])
def test_what_was_done_counts_what_the_heading_above_it_names(upper: str, done: str) -> None:
    plan = plan_of(f"Ngày,Nội dung,{upper},", ",,KH," + done, "03/11/2026,Họp,50,45")
    assert fields(plan)[f"{upper}: {done}"] == ("audience", "unsure")
    assert (stated(plan, "audience"), stated(plan, "quantity"), asked(plan)) == ([45], [None], ["unsure-heading"])


@pytest.mark.parametrize("upper", ["Số hộ", "Kinh phí", "Gia đình văn hóa"])
def test_what_was_done_of_what_no_field_counts_is_no_quantity(upper: str) -> None:
    plan = plan_of(f"Ngày,Nội dung,{upper},", ",,KH,TH", "03/11/2026,Họp,50,45")
    assert (fields(plan)[f"{upper}: TH"][0], stated(plan, "quantity")) == ("", [None])


@pytest.mark.parametrize("upper", ["Quý IV", "Năm 2026", "Số cuộc"])
def test_what_was_done_in_a_time_is_a_quantity(upper: str) -> None:
    plan = plan_of(f"Ngày,Nội dung,{upper},", ",,KH,TH", "03/11/2026,Họp,5,4")
    assert stated(plan, "quantity") == [4]


def test_things_that_were_done_without_a_word_of_how_many_are_asked_about() -> None:
    plan = plan_of("Ngày,Nội dung,Tờ rơi,", ",,KH,TH", "03/11/2026,Họp,50,45")
    assert (fields(plan)["Tờ rơi: TH"], asked(plan)) == (("quantity", "unsure"), ["unsure-heading"])


# -- numbers under headings that are not known


@pytest.mark.parametrize(
    "heading", ["Số cụ dự", "Lượt bạn đọc", "Số bạn đọc", "Số đồng chí dự", "Tổng số tham dự", "Người dân được tuyên truyền"]
)
def test_who_came_is_known_by_the_words_of_it(heading: str) -> None:
    assert stated(plan_of(f"Ngày,Nội dung,{heading}", "03/11/2026,Họp,45"), "audience") == [45]


def test_all_of_a_group_is_the_people() -> None:
    plan = plan_of("Ngày,Nội dung,Số học sinh tham gia,", ",,Khối 6,Tổng", "3/11/2026,Họp,5,9")
    assert (stated(plan, "audience"), asked(plan)) == ([9], ["unsure-heading", "numbers"])


def test_numbers_with_a_word_of_people_are_proposed_as_these() -> None:
    plan = plan_of("Ngày,Nội dung,Quần chúng ở bản", "03/11/2026,Họp,45", "05/11/2026,Họp,30")
    assert (stated(plan, "audience"), asked(plan)) == ([45, 30], ["unsure-heading"])
    beside = plan_of("Ngày,Nội dung,Số người,Quần chúng ở bản", "03/11/2026,Họp,60,45")
    assert (stated(beside, "audience"), asked(beside)) == ([60], ["numbers"])


def test_numbers_under_unknown_headings_are_asked_about_at_once() -> None:
    plan = plan_of("Ngày,Nội dung,Nà Đon,Pa Pe", "03/11/2026,Họp,45,12", "05/11/2026,Họp,30,")
    (question,) = plan.questions
    assert (question.code, question.count) == ("numbers", 2)
    with speaking("en"):
        (told,) = asked_lines(plan)
    assert told.startswith(
        "Nothing says what the numbers of 2 columns count (“Nà Đon” → 45, 30; “Pa Pe” → 12). Leave them out?"
    )
    named = plan_of("Ngày,Nội dung,Nà Đon", "03/11/2026,Họp,45", named=("Nà Đon=audience",))
    assert (stated(named, "audience"), asked(named)) == ([45], [])


@pytest.mark.parametrize(
    ("heading", "cell"),
    [
        ("Ủng hộ (đồng)", "500"),
        ("Tỷ lệ đạt", "95"),
        ("Máy gọi", "0912345678"),
        ("Kế hoạch xã", "4"),
        ("Xăng xe", "đủ"),
        ("Giá vé", "5"),
    ],
)
def test_money_shares_and_telephones_are_named_alone(heading: str, cell: str) -> None:
    plan = plan_of(f"Ngày,Nội dung,{heading}", f"03/11/2026,Họp,{cell}", f"05/11/2026,Họp,{cell}")
    assert "numbers" not in asked(plan)


def test_running_numbers_under_an_unknown_heading_are_no_question() -> None:
    plan = plan_of("Thứ tự ưu tiên,Ngày,Nội dung", "1,03/11/2026,Họp", "2,05/11/2026,Họp", "3,06/11/2026,Họp")
    assert (fields(plan)["Thứ tự ưu tiên"], asked(plan)) == (("", "unknown"), [])


# -- men and women


@pytest.mark.parametrize(
    ("men", "women"),
    [
        ("Nam", "Nữ"),
        ("Số nam", "Số nữ"),
        ("Số người nam", "Số người nữ"),
        ("Nam giới", "Nữ giới"),
        ("Số người (nam)", "Số người (nữ)"),
    ],
)
def test_men_and_women_without_a_total_are_added(men: str, women: str) -> None:
    plan = plan_of(f"Ngày,Nội dung,{men},{women}", "03/11/2026,Họp,12,15", "05/11/2026,Họp thôn,,20", "Tổng số,,12,35")
    assert stated(plan, "audience") == [27, 20]
    assert (asked(plan), plan.taken[0].unused) == ([], ())
    assert [(sums.stated, sums.found) for sums in plan.taken[0].sums] == [(47, 47)]
    with speaking("en"):
        told = "\n".join(plan_lines(plan))
    assert "1 cell: the numbers of two columns were added (“12 + 15” → 27)" in told


@pytest.mark.parametrize(
    ("total", "men", "women"),
    [
        ("Số người", "Nam", "Nữ"),
        ("Tổng số", "Nam", "Nữ"),
        ("Tổng", "Nam", "Nữ"),
        ("Số người tham dự", "Số nam", "Trong đó nữ"),
        ("Tổng cộng", "Số hội viên", "Số đoàn viên"),
        ("Cộng", "Cán bộ", "Nhân dân"),
    ],
)
def test_the_total_of_the_people_is_the_people(total: str, men: str, women: str) -> None:
    for order in ((total, men, women), (men, women, total)):
        numbers = {total: "27", men: "12", women: "15"}
        plan = plan_of(f"Ngày,Nội dung,{','.join(order)}", f"03/11/2026,Họp,{','.join(map(numbers.__getitem__, order))}")
        assert stated(plan, "audience") == [27]
        assert [column.heading for column in plan.taken[0].unused] == [each for each in order if each != total]
        assert asked(plan) == []


@pytest.mark.parametrize(
    "part", ["Trong đó nữ", "Nữ", "Số người nam", "Số người (trong đó nữ)", "Người DTTS", "Số đảng viên"]
)
def test_a_part_of_the_people_is_never_the_people(part: str) -> None:
    beside = plan_of(f"Ngày,Nội dung,Số người,{part}", "03/11/2026,Họp,27,15")
    assert (stated(beside, "audience"), fields(beside)[part], asked(beside)) == ([27], ("", "part"), [])
    alone = plan_of(f"Ngày,Nội dung,{part}", "03/11/2026,Họp,15")
    assert (stated(alone, "audience"), fields(alone)[part], asked(alone)) == ([None], ("", "part"), ["part-alone"])
    told = plan_of(f"Ngày,Nội dung,{part}", "03/11/2026,Họp,15", named=(f"{part}=audience",))
    assert (stated(told, "audience"), asked(told)) == ([15], [])


@pytest.mark.parametrize("group", ["Số hội viên", "ĐVTN tham gia", "Tổng HS", "Số phụ nữ", "Đại biểu tham dự", "Nông dân"])
def test_one_group_alone_is_asked_about_as_the_people(group: str) -> None:
    alone = plan_of(f"Ngày,Nội dung,{group}", "03/11/2026,Họp,15")
    assert (stated(alone, "audience"), asked(alone)) == ([15], ["unsure-heading"])
    beside = plan_of(f"Ngày,Nội dung,Số người,{group}", "03/11/2026,Họp,27,15")
    assert (stated(beside, "audience"), asked(beside)) == ([27], [])
    women = plan_of(f"Ngày,Nội dung,{group},Trong đó nữ", "03/11/2026,Họp,27,15")
    assert (stated(women, "audience"), asked(women)) == ([27], ["unsure-heading"])
    names = plan_of(f"Ngày,Nội dung,{group}", "03/11/2026,Họp,Lò Văn Páo")
    assert (fields(names)[group][0], asked(names)) == ("", [])


def test_the_strength_on_paper_and_who_did_not_come_are_not_the_people() -> None:
    plan = plan_of("Ngày,Nội dung,Biên chế,Có mặt,Vắng", "03/11/2026,Tuần tra,28,25,3", "05/11/2026,Tuần tra,28,28,0")
    assert (stated(plan, "audience"), asked(plan)) == ([25, 28], [])
    assert [fields(plan)[heading] for heading in ("Biên chế", "Vắng")] == [("", "planned"), ("", "planned")]


def test_groups_of_people_without_a_total_are_asked_about() -> None:
    plan = plan_of("Ngày,Nội dung,Cán bộ,Nhân dân,Học sinh", "03/11/2026,Mít tinh,10,200,150")
    assert (stated(plan, "audience"), asked(plan)) == ([360], ["added"])
    words = plan_of("Ngày,Nội dung,Cán bộ", "03/11/2026,Mít tinh,Lò Văn Páo")
    assert (fields(words)["Cán bộ"][0], asked(words)) == ("", [])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Số học sinh", "Số phụ huynh"),
        ("Số hội viên", "Số người dân"),
        ("Số HS dự", "Số PH dự"),
        ("Người lớn", "Trẻ em"),
        ("Số đảng viên dự", "Số quần chúng dự"),
        ("Số người (HS)", "Số người (PH)"),
        ("Số người (HS)", "Số người (phụ huynh)"),
        ("Đại biểu", "Hội viên"),
        ("Số giáo viên", "Số học sinh tham gia"),
    ],
)
def test_some_of_the_people_are_added_to_others_and_asked_about(one: str, other: str) -> None:
    rows = ("13/11/2026,Mít tinh,330,60", "14/11/2026,Đọc sách,300,", "Tổng,,630,60")
    plan = plan_of(f"Ngày,Nội dung,{one},{other}", *rows)
    assert (stated(plan, "audience"), asked(plan)) == ([390, 300], ["added"])
    assert [(sums.stated, sums.found) for sums in plan.taken[0].sums] == [(690, 690)]
    with speaking("en"):
        assert asked_lines(plan) == [
            f"2 columns count some of the people each, and none counts all (“{one}”; “{other}”): is their sum the field "
            f"“people”? (--map “{one}=none” leaves one out, =audience takes it for all)"
        ]
        assert "(“330 + 60” → 390)" in "\n".join(plan_lines(plan))
    whole = plan_of(f"Ngày,Nội dung,{one},{other}", *rows, named=(f"{one}=audience", f"{other}=none"))
    assert (stated(whole, "audience"), asked(whole)) == ([330, 300], [])


@pytest.mark.parametrize("whole", ["Số người", "Tổng số", "Số lượt người dự", "Có mặt", "Lượt tiếp cận"])
def test_some_of_the_people_are_not_added_where_a_column_has_all(whole: str) -> None:
    plan = plan_of(f"Ngày,Nội dung,Số học sinh,Số phụ huynh,{whole}", "13/11/2026,Mít tinh,330,60,400")
    assert (stated(plan, "audience"), "added" in asked(plan)) == ([400], False)


@pytest.mark.parametrize("part", ["Nữ", "Trong đó: đảng viên", "DTTS", "Hộ nghèo", "Số lợn", "Số HS vắng"])
def test_what_some_of_the_same_people_are_is_not_added(part: str) -> None:
    plan = plan_of(f"Ngày,Nội dung,Số hội viên,{part}", "13/11/2026,Họp,40,15")
    assert (stated(plan, "audience"), "added" in asked(plan)) == ([40], False)


def test_columns_below_the_people_are_added_and_asked_about() -> None:
    plan = plan_of("Ngày,Nội dung,Lực lượng tham gia,,", ",,ĐV,TN,Nữ", "8/11/2026,Dọn vệ sinh,20,15,12")
    assert (stated(plan, "audience"), asked(plan)) == ([35], ["added"])
    plan = plan_of("Ngày,Nội dung,Bạn đọc (lượt),,", ",,TN,NL,Cộng", "2/11/2026,Mở cửa,12,3,15")
    assert (stated(plan, "audience"), "added" in asked(plan)) == ([15], False)
    empty = plan_of("Ngày,Nội dung,Số người dự,", ",,HS,PH", "5/11/2026,Họp,320,", "6/11/2026,Vẽ,315,")
    assert (stated(empty, "audience"), asked(empty)) == ([320, 315], ["added"])


def test_columns_of_figures_that_somebody_names_the_same_are_added() -> None:
    lines = ("Ngày,Nội dung,HS,PH,Ông bà", "13/11/2026,Mít tinh,330,60,2", "14/11/2026,Họp,,20,", "15/11/2026,Vẽ,,,")
    plan = plan_of(*lines, named=("HS=audience", "PH=audience", "Ông bà=audience"))
    assert (stated(plan, "audience"), asked(plan)) == ([392, 20, None], [])
    with speaking("en"):
        assert "the numbers of two columns were added (“330 + 60” → 390" in "\n".join(plan_lines(plan))


def test_two_columns_that_cannot_be_added_are_refused_by_the_name_of_their_field() -> None:
    with pytest.raises(Misuse) as refused:
        plan_of("Ngày,Nội dung,Một,Hai", "13/11/2026,Mít tinh,Bản Hon,Bản Thẳm", named=("Một=place", "Hai=place"))
    assert refused.value.code == "column-twice"
    with speaking("vi"):
        assert sentence(refused.value) == "“Một” và “Hai” không thể cùng là địa điểm. Hãy chọn một cột."


@pytest.mark.parametrize(
    ("heading", "below"),
    [
        ("Ngày,Nội dung,Khối lượng,,Số người", ",,ĐVT,Số lượng,"),
        ("Ngày,Nội dung,Kết quả thực hiện,,Số người", ",,ĐVT,SL,"),
        ("Ngày,Nội dung,Kết quả,,Số người", ",,Đơn vị tính,Khối lượng,"),
    ],
)
def test_a_unit_below_a_heading_of_several_is_that_of_the_figure_beside_it(heading: str, below: str) -> None:
    rows = ("13/11/2026,Tuyên truyền,buổi,2,45", "14/11/2026,Ký cam kết,hộ,38,", "15/11/2026,Trồng cây,ha,5,")
    plan = plan_of(heading, below, *rows)
    assert (stated(plan, "quantity"), asked(plan)) == ([2], [])
    assert [fault.error.code for row in plan.taken[0].rows for fault in row.faults] == ["no-times", "no-times"]


def test_two_rows_of_headings_have_men_and_women_below_the_people() -> None:
    plan = plan_of("Ngày,Nội dung,Số người tham dự,,", ",,Tổng số,Nam,Nữ", "03/11/2026,Họp,27,12,15")
    assert stated(plan, "audience") == [27]
    plan = plan_of("Ngày,Nội dung,Số người tham dự,", ",,Nam,Nữ", "03/11/2026,Họp,12,15")
    assert stated(plan, "audience") == [27]


@pytest.mark.parametrize("group", ["Thành phần tham dự (người)", "Đối tượng tham gia"])
def test_a_total_below_those_who_came_is_the_people(group: str) -> None:
    heading = (f"Ngày,Nội dung,{group},,", ",,Tổng số,Nam,Nữ")
    plan = plan_of(*heading, "03/11/2026,Họp,28,12,15", "04/11/2026,Loa,9,4,5")
    assert (stated(plan, "audience"), asked(plan)) == ([28, 9], ["parts-differ"])
    assert [row.fields.text for row in plan.taken[0].rows if row.fields is not None] == [UNSET, UNSET]
    alone = plan_of(f"Ngày,Nội dung,{group}", ",,Tổng số", "03/11/2026,Họp,28")
    assert (stated(alone, "audience"), asked(alone)) == ([28], ["unsure-heading"])
    words = plan_of(f"Ngày,Nội dung,{group}", ",,Chung", "03/11/2026,Họp,Phụ nữ")
    assert stated(words, "audiences") == [("women",)]


def test_men_and_women_are_the_people_where_their_total_is_empty() -> None:
    plan = plan_of("Ngày,Nội dung,Số người,Nam,Nữ", "03/11/2026,Họp,27,12,15", "04/11/2026,Loa,,4,5", "05/11/2026,Vẽ,,,3")
    assert (stated(plan, "audience"), asked(plan)) == ([27, 9, None], [])
    with speaking("en"):
        assert "the numbers of two columns were added (“4 + 5” → 9)" in "\n".join(plan_lines(plan))


def test_men_and_women_of_two_groups_are_not_guessed_at() -> None:
    plan = plan_of("Ngày,Nội dung,Nam,Nữ,Nam,Nữ", "03/11/2026,Họp,1,2,3,4")
    assert (stated(plan, "audience"), set(asked(plan))) == ([None], {"part-alone"})


def test_a_number_of_one_part_that_cannot_be_read_refuses_the_row() -> None:
    plan = plan_of("Ngày,Nội dung,Nam,Nữ", "03/11/2026,Họp,12,đông", "05/11/2026,Họp,12,13", "06/11/2026,Họp,1,2")
    (refused,) = [row for row in plan.taken[0].rows if row.faults]
    assert [(fault.column, fault.error.code) for fault in refused.faults] == [("Nữ", "bad-count")]


def test_marks_of_men_and_women_are_no_numbers_and_halves_are_no_people() -> None:
    marks = plan_of("Ngày,Nội dung,Nam,Nữ", "03/11/2026,Họp,x,", "04/11/2026,Họp thôn,,x")
    assert (stated(marks, "audience"), asked(marks)) == ([None, None], [])
    halves = plan_of("Ngày,Nội dung,Nam,Nữ", "03/11/2026,Họp,5,đông", "04/11/2026,Họp thôn,7,9")
    assert (stated(halves, "audience"), set(asked(halves))) == ([None, None], {"part-alone"})


def test_a_year_is_no_number_of_men() -> None:
    plan = plan_of("Ngày,Nội dung,Năm,Nữ", "03/11/2026,Họp,2026,15")
    assert stated(plan, "audience") == [None]


def test_a_number_counts_what_the_unit_in_its_row_says() -> None:
    plan = plan_of(
        "Ngày,Nội dung,Số lượng,ĐVT",
        "03/11/2026,Phát thanh,2,buổi",
        "04/11/2026,Họp,150,lượt người",
        "05/11/2026,Phát tin,15,phút",
        "06/11/2026,Loa,3,bộ",
    )
    assert stated(plan, "quantity") == [2, None, None, 3]
    assert (stated(plan, "audience"), stated(plan, "minutes")) == ([None, 150, None, None], [None, None, 15, None])
    with speaking("en"):
        assert "2 cells: people or minutes, by the unit in the row (“150” → 150)" in "\n".join(plan_lines(plan))
    beside = plan_of("Ngày,Nội dung,Số lượng,ĐVT,Số người", "04/11/2026,Họp,150,người,20")
    ((fault,),) = [row.faults for row in beside.taken[0].rows]
    assert (fault.column, fault.error.code) == ("Số lượng", "other-unit")
    with speaking("en"):
        assert sentence(fault.error) == "“150 người” is not what this column counts: it belongs into the column “Số người”."


@pytest.mark.parametrize(
    "roster", ["Sĩ số", "Biên chế", "Tổng quân số", "Tổng số hội viên", "Số người mời", "Số được triệu tập", "QS"]
)
@pytest.mark.parametrize("came", ["Có mặt", "Tham gia", "Tham dự", "Số người dự"])
def test_those_who_came_are_the_people_and_not_those_who_should(roster: str, came: str) -> None:
    plan = plan_of(f"Ngày,Nội dung,{roster},{came}", "3/11/2026,Họp,412,405")
    assert people(plan) == [405]
    assert plan.questions == ()
    assert {column.heading: column.field for column in plan.taken[0].columns}[roster] == ""


@pytest.mark.parametrize("roster", ["Sĩ số", "Tổng quân số", "Tổng số hội viên"])
def test_those_who_should_come_alone_are_asked_about(roster: str) -> None:
    plan = plan_of(f"Ngày,Nội dung,{roster}", "3/11/2026,Họp,412")
    assert people(plan) == [412]
    assert [question.code for question in plan.questions] == ["unsure-heading"]


def test_who_takes_part_in_words_is_no_number() -> None:
    plan = plan_of("Ngày,Nội dung,Tham gia", "3/11/2026,Họp,Dân bản Hon")
    assert [column.field for column in plan.taken[0].columns] == ["date", "title", ""]


@pytest.mark.parametrize("total", ["Cộng", "Tổng", "Tổng cộng"])
def test_a_sum_of_columns_of_villages_is_the_people(total: str) -> None:
    plan = plan_of(
        f"Ngày,Nội dung,Số người dự Bản Hon,Số người dự Nà Tăm,{total}", "3/11/2026,Họp,10,20,30", "4/11/2026,Loa,5,,5"
    )
    assert people(plan) == [30, 5]
    text = plan.taken[0].rows[0].fields.text  # type: ignore[union-attr]
    assert text == "Số người dự Bản Hon: 10\nSố người dự Nà Tăm: 20"


def test_a_column_that_is_no_sum_of_those_before_is_none() -> None:
    plan = plan_of("Ngày,Nội dung,Số người dự Bản Hon,Số người dự Nà Tăm,Cộng", "3/11/2026,Họp,10,20,31")
    assert people(plan) == [10]
    assert "unsure-heading" in [question.code for question in plan.questions]


def people(plan: Plan) -> list[object]:
    return [row.fields.audience for row in plan.taken[0].rows if row.fields is not None]

"""The tables of a sheet: each is read by its own heading, below another or beside it, and one that cannot be read is named
with its rows."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec import UNSET
from openpyxl import Workbook

from sync.errors import BadInput, NotListed
from sync.importing.plan import Plan, PlannedSheet
from sync.importing.question_words import question_words
from sync.importing.words import plan_lines
from sync.wording.i18n import speaking
from tests.sync.importing.test_plan import NOV, asked, csv, faults, planned, stated

Cells = list[object]


def sheet_of(path: Path, *rows: Cells, sheets: tuple[str, ...] = (), named: tuple[str, ...] = ()) -> Plan:
    book = Workbook()
    page = book.active
    assert page is not None
    page.title = "So"
    for row in rows:
        page.append(row)
    book.save(path / "so.xlsx")
    return planned(path / "so.xlsx", *named, sheets=sheets)


def said(sheet: PlannedSheet, *fields: str) -> list[tuple[object, ...]]:
    return [tuple(getattr(row.fields, field) for field in fields) for row in sheet.rows if row.fields is not None]


FIRST: Cells = ["STT", "Ngày", "Nội dung", "Số lượng"]


def test_a_heading_with_other_columns_begins_a_table(tmp_path: Path) -> None:
    plan = sheet_of(
        tmp_path,
        ["BẢNG 1: TRUYỀN THANH"],
        FIRST,
        [1, "03/11/2026", "Loa", 3],
        ["BẢNG 2: HỘI NGHỊ"],
        ["TT", "Ngày", "Nội dung", "Số người", "Địa điểm"],
        [1, "05/11/2026", "Họp", 77, "Bản Hon"],
        ["STT", "Ngày", "Nội dung", "Số người", "Địa điểm"],
        [2, "06/11/2026", "Họp", 78, "Bản Nà Khan"],
        ["", "Tổng cộng", "", 155],
    )
    upper, lower = plan.taken
    assert (upper.name, lower.name) == ("So!A2", "So!A5")
    assert said(upper, "date", "quantity") == [(f"{NOV}03", 3)]
    assert said(lower, "date", "audience", "place") == [(f"{NOV}05", 77, "Bản Hon"), (f"{NOV}06", 78, "Bản Nà Khan")]
    assert [(row.row, row.kind) for row in lower.named] == [(4, "above"), (7, "heading"), (9, "total")]
    assert [(sums.field, sums.agrees) for sums in lower.sums] == [("audience", True)]
    assert (asked(plan), faults(plan)) == ([], [])


@pytest.mark.parametrize("words", [["TT", "Ngày", "Nội dung", "SL"], ["STT", "Ngày tháng", "Nội dung", "Số lượng"]])
def test_the_same_heading_in_other_words_is_of_the_same_table(tmp_path: Path, words: Cells) -> None:
    plan = sheet_of(tmp_path, FIRST, [1, "03/11/2026", "Loa", 3], words, [2, "04/11/2026", "Họp", 1])
    (table,) = plan.taken
    assert table.name == "So"
    assert [(row.row, row.kind) for row in table.named] == [(3, "heading")]
    assert len(stated(plan)) == 2


def test_columns_that_have_changed_places_are_read_where_they_stand(tmp_path: Path) -> None:
    plan = sheet_of(
        tmp_path, FIRST, [1, "03/11/2026", "Loa", 3], ["STT", "Nội dung", "Ngày", "Số lượng"], [1, "Họp", "04/11/2026", 1]
    )
    assert stated(plan, "title", "quantity") == [(f"{NOV}03", "Loa", 3), (f"{NOV}04", "Họp", 1)]


def test_a_heading_of_two_rows_begins_a_table(tmp_path: Path) -> None:
    plan = sheet_of(
        tmp_path,
        FIRST,
        [1, "03/11/2026", "Loa", 3],
        [],
        ["STT", "Ngày", "Nội dung", "Kết quả", ""],
        ["", "", "", "Số buổi", "Số người"],
        [1, "05/11/2026", "Họp", 1, 77],
    )
    assert said(plan.taken[1], "quantity", "audience") == [(1, 77)]


def test_tables_side_by_side_are_two(tmp_path: Path) -> None:
    plan = sheet_of(
        tmp_path,
        ["Tháng 11 năm 2026"],
        ["Ngày", "Nội dung", "Số lượng", "", "Ngày", "Nội dung", "Số người"],
        ["03/11", "Trái 1", 1, "", "04/11", "Phải 1", 2],
        ["05/11", "Trái 2", 1],
        ["Tổng cộng", "", 2, "", "Tổng cộng", "", 2],
    )
    left, right = plan.taken
    assert (left.name, right.name) == ("So!A2", "So!E2")
    assert said(left, "date", "title", "quantity") == [(f"{NOV}03", "Trái 1", 1), (f"{NOV}05", "Trái 2", 1)]
    assert said(right, "date", "title", "audience") == [(f"{NOV}04", "Phải 1", 2)]
    assert all(sums.agrees for sums in (*left.sums, *right.sums))
    assert asked(plan) == []


def test_the_same_headings_anew_are_a_table_beside(tmp_path: Path) -> None:
    plan = sheet_of(tmp_path, ["Ngày", "Nội dung", "Ngày", "Nội dung"], ["03/11/2026", "A", "04/11/2026", "B"])
    assert stated(plan, "title") == [(f"{NOV}03", "A"), (f"{NOV}04", "B")]


def test_two_columns_of_a_field_in_one_table_are_asked_about_by_their_letters(tmp_path: Path) -> None:
    rows: tuple[Cells, ...] = (["Ngày", "Nội dung", "Số người", "Số người"], ["03/11/2026", "Họp", 20, 30])
    plan = sheet_of(tmp_path, *rows)
    (question,) = plan.questions
    with speaking("en"):
        assert "Columns C “Số người” and D “Số người”" in question_words(question)
        assert "--map “D=audience”" in question_words(question)
    assert stated(sheet_of(tmp_path, *rows, named=("D=audience", "C=none")), "audience") == [(f"{NOV}03", 30)]


UNREAD: tuple[Cells, ...] = (
    FIRST,
    [1, "03/11/2026", "Loa", 3],
    ["STT", "Ngày", "Chủ đề", "Số phút"],
    [1, "04/11/2026", "Chuyển đổi số", 45],
    [2, "05/11/2026", "An toàn", 30],
)


def test_a_table_that_lacks_what_is_needed_is_named_with_its_rows(tmp_path: Path) -> None:
    plan = sheet_of(tmp_path, *UNREAD)
    assert stated(plan, "title", "quantity") == [(f"{NOV}03", "Loa", 3)]
    assert [(question.code, question.facts) for question in plan.questions] == [("unread-table", {"first": 3, "last": 5})]
    with speaking("en"):
        assert "“So, table in row 3”, rows 3-5, is not used: it has no heading" in "\n".join(plan_lines(plan))


def test_a_table_whose_columns_are_named_is_taken(tmp_path: Path) -> None:
    plan = sheet_of(tmp_path, *UNREAD, named=("Chủ đề=title",))
    assert said(plan.taken[1], "title", "minutes") == [("Chuyển đổi số", 45), ("An toàn", 30)]


def test_one_of_several_tables_is_chosen_by_its_first_cell(tmp_path: Path) -> None:
    rows: tuple[Cells, ...] = (*UNREAD[:2], ["Nội dung", "Ngày"], ["Họp", "05/11/2026"])
    assert stated(sheet_of(tmp_path, *rows, sheets=("so!a3",)), "title") == [(f"{NOV}05", "Họp")]
    assert len(stated(sheet_of(tmp_path, *rows, sheets=("So",)))) == 2
    with pytest.raises(NotListed):
        sheet_of(tmp_path, *rows, sheets=("So!A9",))


def test_notes_and_words_that_head_nothing_are_named_as_such(tmp_path: Path) -> None:
    plan = sheet_of(
        tmp_path,
        FIRST,
        ["I", "", "PHÁT THANH"],
        [1, "03/11/2026", "Loa", 3],
        ["Đề nghị tỉnh cấp thêm loa"],
        [2, "04/11/2026", "Họp", 3],
        ["Số liệu chưa gồm bản Nà Khan"],
        ["Người lập biểu"],
    )
    kinds = [(2, "group"), (4, "note"), (6, "note"), (7, "signature")]
    assert [(row.row, row.kind) for row in plan.taken[0].named] == kinds


def test_letters_of_columns_do_not_make_a_heading_of_the_title_above(tmp_path: Path) -> None:
    plan = sheet_of(
        tmp_path, ["TỪ NGÀY 15/10 ĐẾN NGÀY 14/11/2026", "", "x"], FIRST, [1, "03/11/2026", "Loa", 3], named=("C=title",)
    )
    assert (plan.taken[0].heading, stated(plan, "title")) == ((2, 2), [(f"{NOV}03", "Loa")])


def test_a_sheet_without_a_table_that_was_chosen_is_told_apart(tmp_path: Path) -> None:
    book = Workbook()
    for name, row in (("Bìa", ["UBND XÃ"]), ("Tháng 11", ["Ngày", "Nội dung"])):
        book.create_sheet(name).append(row)
    book["Tháng 11"].append(["03/11/2026", "Loa"])
    book.save(tmp_path / "so.xlsx")
    with pytest.raises(NotListed) as caught:
        planned(tmp_path / "so.xlsx", sheets=["Bìa"])
    assert (caught.value.code, caught.value.facts) == ("sheet-no-table", {"text": "Bìa", "near": "Tháng 11"})
    assert stated(planned(tmp_path / "so.xlsx", sheets=["thang 11"]), "title") == [(f"{NOV}03", "Loa")]


def test_a_signature_may_stand_between_tables_side_by_side(tmp_path: Path) -> None:
    heading: Cells = ["Ngày", "Nội dung", "", "Ngày", "Nội dung", "STT"]
    data: Cells = ["03/11/2026", "A", "", "04/11/2026", "B", 1]
    plan = sheet_of(tmp_path, heading, data, [], ["", "", "Bình Lư, ngày 14 tháng 11 năm 2026"])
    assert stated(plan, "title") == [(f"{NOV}03", "A"), (f"{NOV}04", "B")]
    assert [(row.row, row.kind) for row in plan.taken[0].named] == [(4, "signature")]


def test_a_heading_of_two_rows_beside_one_of_one_row_takes_none_of_its_rows(tmp_path: Path) -> None:
    book = Workbook()
    page = book.active
    assert page is not None
    page.append(["Ngày", "Nội dung", "Kết quả", None, None, "Ngày", "Nội dung"])
    page.append([None, None, "Số buổi", "Số người", None, "04/11/2026", "B"])
    page.append(["03/11/2026", "A", 1, 20])
    for cells in ("A1:A2", "B1:B2", "C1:D1"):
        page.merge_cells(cells)
    book.save(tmp_path / "so.xlsx")
    assert stated(planned(tmp_path / "so.xlsx"), "title") == [(f"{NOV}03", "A"), (f"{NOV}04", "B")]


def test_a_column_without_a_heading_is_of_the_table_that_it_touches(tmp_path: Path) -> None:
    plan = sheet_of(
        tmp_path,
        ["Ngày", "Nội dung", "", "", "Ngày", "Nội dung"],
        ["", "", "", "(1)", "(2)", "(3)"],
        ["03/11/2026", "A", "", "x", "04/11/2026", "B"],
    )
    assert [(sheet.name, sheet.columns[0].letter) for sheet in plan.taken] == [("So!A1", "A"), ("So!E1", "D")]
    assert stated(plan, "title") == [(f"{NOV}03", "A"), (f"{NOV}04", "B")]


BELOW = ["Ngày,Nội dung,A lạ", "3/11/2026,Họp,4", "", "Ngày,Nội dung,B lạ", "4/11/2026,Loa,5"]


def test_a_column_of_one_table_is_named_with_its_table() -> None:
    one = csv(*BELOW, named=("CSV!A4!C=quantity",))
    assert stated(one, "quantity") == [(f"{NOV}03", UNSET), (f"{NOV}04", 5)]
    assert [(column.field, column.why) for sheet in one.taken for column in sheet.columns if column.letter == "C"] == [
        ("", "numbers"),
        ("quantity", "named"),
    ]
    every = csv(*BELOW, named=("C=audience", "CSV!A4!C=quantity"))
    assert stated(every, "quantity", "audience") == [(f"{NOV}03", UNSET, 4), (f"{NOV}04", 5, UNSET)]
    assert stated(csv(*BELOW, named=("CSV!A4!B lạ=quantity",)), "quantity") == stated(one, "quantity")
    assert stated(csv(*BELOW, named=("CSV!C=quantity",)), "quantity") == [(f"{NOV}03", 4), (f"{NOV}04", 5)]


def test_a_table_that_is_not_there_has_no_column() -> None:
    with pytest.raises(NotListed) as caught:
        csv(*BELOW, named=("CSV!A9!C=quantity",))
    assert caught.value.code == "no-such-column"


def test_a_heading_of_days_below_a_table_is_not_read_under_that() -> None:
    plan = csv(
        "TT,Ngày,Nội dung,Số người",
        "1,3/11/2026,Họp bản,30",
        "",
        ",Ngày giờ,Tuyến,Quân số",
        ",4/11/2026,Bản Hon,5",
        ",5/11/2026,Nà Tăm,6",
    )
    assert stated(plan, "title", "audience") == [(f"{NOV}03", "Họp bản", 30)]
    assert asked(plan) == ["unread-table"]


def test_a_row_with_the_word_for_day_among_activities_heads_nothing() -> None:
    plan = csv("TT,Ngày,Nội dung,Địa điểm", "1,3/11/2026,Ngày hội,Bản Hon", "2,4/11/2026,Họp,Nà Tăm")
    assert len(stated(plan, "title")) == 2 and asked(plan) == []


@pytest.mark.parametrize(
    ("gap", "right"),
    [
        (("",), ("Tên hoạt động", "Người phụ trách")),
        (("",), ("Tên hoạt động", "Ngày")),
        ((), ("Nội dung", "Người phụ trách")),
    ],
    ids=["untitled", "whole", "no-gap"],
)
def test_no_day_of_what_was_done_is_given_to_what_is_planned_beside_it(
    tmp_path: Path, gap: tuple[str, ...], right: tuple[str, ...]
) -> None:
    later = "12/12/2026" if right[1] == "Ngày" else "Páo"
    plan = sheet_of(
        tmp_path,
        ["", "ĐÃ LÀM THÁNG 11", "", *gap, "DỰ KIẾN THÁNG 12"],
        ["STT", "Tên công trình", "Ngày thực hiện", *gap, *right],
        [1, "Chủ nhật xanh", "08/11/2026", *gap, "Đông ấm cho em", later],
        [2, "Hiến máu", "20/11/2026", *gap, "Xuân tình nguyện", later],
    )
    assert stated(plan, "title") == [(f"{NOV}08", "Chủ nhật xanh"), (f"{NOV}20", "Hiến máu")]
    assert [column.why for column in plan.taken[0].columns if column.field == "title"] == ["guessed"]
    assert "guessed-column" in asked(plan) and ("unread-table" in asked(plan) or "maybe-plan" in asked(plan))


def test_a_day_beside_a_list_that_says_nothing_of_what_was_done_is_not_given_to_a_plan(tmp_path: Path) -> None:
    rows: list[Cells] = [
        ["KẾT QUẢ", "", "", "KẾ HOẠCH"],
        ["Ngày", "Số buổi", "", "Nội dung"],
        ["08/11/2026", 2, "", "Đông ấm"],
    ]
    with pytest.raises(BadInput) as caught:
        sheet_of(tmp_path, *rows)
    assert caught.value.code == "half-heading"
    assert stated(sheet_of(tmp_path, *rows[1:]), "title") == [(f"{NOV}08", "Đông ấm")]


def test_an_empty_column_within_one_list_parts_nothing(tmp_path: Path) -> None:
    plan = sheet_of(
        tmp_path,
        ["STT", "Ngày", "", "Nội dung", "Địa điểm"],
        [1, "08/11/2026", "", "Chủ nhật xanh", "Bản Hon"],
        [2, "20/11/2026", "", "Hiến máu", "Nà Tăm"],
    )
    assert stated(plan, "title", "place") == [(f"{NOV}08", "Chủ nhật xanh", "Bản Hon"), (f"{NOV}20", "Hiến máu", "Nà Tăm")]


def test_a_proposed_column_of_a_list_beside_another_can_be_named_otherwise(tmp_path: Path) -> None:
    rows: list[Cells] = [
        ["Phần việc lạ", "Ngày", "Ghi lạ", "", "Tên hoạt động"],
        ["Chủ nhật xanh", "08/11/2026", "Hiến", "", "Đông ấm cho em"],
    ]
    assert stated(sheet_of(tmp_path, *rows), "title") == [(f"{NOV}08", "Chủ nhật xanh")]
    assert stated(sheet_of(tmp_path, *rows, named=("C=title",)), "title") == [(f"{NOV}08", "Hiến")]


MONTHS: list[Cells] = [
    ["TT", "Bản", "Tháng 10", "", "", "Tháng 11", "", "", "Ghi chú"],
    ["", "", "Ngày", "Nội dung", "Số người", "Ngày", "Nội dung", "Số người", ""],
    [1, "Nà Hiềng", "05/10/2026", "Giữ rừng", 40, "08/11/2026", "Bầu trưởng bản", 61, ""],
    [2, "Cò Lá", "07/10/2026", "Giữ rừng", 35, "", "", "", ""],
    [3, "Tông Pẳn", "", "", "", "09/11/2026", "Bầu trưởng bản", 52, ""],
    ["", "Cộng", "", "", 75, "", "", 113, ""],
]


def test_months_beside_one_another_are_read_each_by_its_own_days(tmp_path: Path) -> None:
    plan = sheet_of(tmp_path, *MONTHS)
    october, november = plan.taken
    assert said(october, "date", "title", "audience", "place") == [
        ("2026-10-05", "Giữ rừng", 40, "Nà Hiềng"),
        ("2026-10-07", "Giữ rừng", 35, "Cò Lá"),
    ]
    assert said(november, "date", "title", "audience", "place") == [
        (f"{NOV}08", "Bầu trưởng bản", 61, "Nà Hiềng"),
        (f"{NOV}09", "Bầu trưởng bản", 52, "Tông Pẳn"),
    ]
    assert [sums.agrees for sheet in plan.taken for sums in sheet.sums] == [True, True]
    assert ("Tháng 10" in october.title, "Tháng 10" in november.title) == (True, False)
    assert asked(plan) == []


def test_rounds_of_one_activity_are_read_each_by_its_own_day(tmp_path: Path) -> None:
    rows: list[Cells] = [
        ["Nội dung", "Bản", "Đợt 1", "", "Đợt 2", ""],
        ["", "", "Ngày", "Số người", "Ngày", "Số người"],
        ["Tập huấn", "Hon", "13/11/2026", 30, "20/11/2026", 25],
    ]
    assert stated(sheet_of(tmp_path, *rows), "title", "audience") == [
        (f"{NOV}13", "Tập huấn", 30),
        (f"{NOV}20", "Tập huấn", 25),
    ]
    rows[0] = ["Nội dung", "Bản", "Kế hoạch", "", "Thực hiện", ""]
    assert stated(sheet_of(tmp_path, *rows), "audience") == [(f"{NOV}20", 25)]


def test_numbered_headings_that_come_again_are_of_activities_of_their_own(tmp_path: Path) -> None:
    plan = sheet_of(
        tmp_path,
        ["Bản", "Ngày lần 1", "Nội dung lần 1", "Ngày lần 2", "Nội dung lần 2"],
        ["Hon", "05/11/2026", "Giữ rừng", "08/11/2026", "Bầu trưởng bản"],
    )
    assert stated(plan, "title", "place") == [(f"{NOV}05", "Giữ rừng", "Hon"), (f"{NOV}08", "Bầu trưởng bản", "Hon")]


def test_a_list_with_one_row_of_headings_may_stand_beside_one_with_two(tmp_path: Path) -> None:
    plan = sheet_of(
        tmp_path,
        ["SỔ THEO DÕI NĂM 2026"],
        ["Ngày", "Nội dung", "Kết quả", "", "", "Ngày", "Nội dung", "Số người"],
        ["", "", "Số lượng", "Số người", "", "24/11/2026", "Họp bản Hon", 40],
        ["25/11/2026", "Phát loa", 2, 60, "", "23/11/2026", "Họp bản Nà Khan", 50],
    )
    left, right = plan.taken
    assert said(left, "date", "title", "quantity", "audience") == [(f"{NOV}25", "Phát loa", 2, 60)]
    assert said(right, "date", "title", "audience") == [
        (f"{NOV}24", "Họp bản Hon", 40),
        (f"{NOV}23", "Họp bản Nà Khan", 50),
    ]
    assert faults(plan) == []


def test_a_heading_that_is_of_a_plan_itself_parts_no_lists(tmp_path: Path) -> None:
    plan = sheet_of(
        tmp_path,
        ["Ngày", "Số lượng", "Xăng xe", "Hình thức", "Số lượng kế hoạch", "Nội dung", "Số người"],
        ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)"],
        ["25/11/2026", 1, "Bản Hon", "loa", 2, "Phát loa", 40],
        ["24/11/2026", 2, "Bản Nà Khan", "loa", 2, "Phát loa về rét", 50],
    )
    (table,) = plan.taken
    assert said(table, "title", "quantity", "audience") == [("Phát loa", 1, 40), ("Phát loa về rét", 2, 50)]


def test_a_first_row_that_was_taken_for_cells_may_be_a_heading_all_the_same() -> None:
    plan = csv("2KQ,,1;;;;;;;;A;titl%", ";;;;;;;;3-11", "5-08q9]FQ")
    (table,) = plan.sheets
    assert [(row.number, row.kind) for row in table.rows] == [(2, "group"), (3, "data")]

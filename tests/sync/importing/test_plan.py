"""Plans of files as communes keep them: the right result of each, what is asked, and that nothing is passed over."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from pathlib import Path

import pytest
from msgspec import UNSET
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font

from sync.errors import BadInput, Misuse, NotListed
from sync.importing.answers import Answers, answered_columns
from sync.importing.plain import plain_plan
from sync.importing.plan import Plan
from sync.importing.planning import HalfHeading, make_plan, shape_of
from sync.importing.question_words import asked_lines, order_words, question_words
from sync.importing.said import as_set
from sync.importing.words import plan_lines
from sync.tables import book_of, read_book
from sync.wording.i18n import speaking
from tests.field.alone import PLAN
from tests.sync.tables.test_encodings import in_1258
from tests.tables import workbook

CASES = Path(__file__).parent / "cases"
TODAY = datetime.date(2026, 11, 25)


def planned(path: Path, *named: str, sheets: Sequence[str] = (), remembered: Answers | None = None) -> Plan:
    answers = Answers(columns=answered_columns(named), sheets=tuple(sheets))
    return make_plan(read_book(path), file=path.name, answers=answers, today=TODAY, directives=(), remembered=remembered)


def csv(*lines: str, named: Sequence[str] = (), order: str | None = None, name: str = "so.csv") -> Plan:
    answers = Answers(columns=answered_columns(named), day_order=order)  # type: ignore[arg-type]
    return make_plan(book_of("\n".join(lines).encode(), name), file=name, answers=answers, today=TODAY, directives=())


def stated(plan: Plan, *fields: str) -> list[tuple[object, ...]]:
    rows = [row.fields for sheet in plan.taken for row in sheet.rows if row.fields is not None]
    return [tuple(getattr(values, field) for field in ("date", *fields)) for values in rows]


def asked(plan: Plan) -> list[str]:
    return [question.code for question in plan.questions]


def faults(plan: Plan) -> list[tuple[int, str, str]]:
    return [
        (row.number, fault.column, fault.error.code) for sheet in plan.taken for row in sheet.rows for fault in row.faults
    ]


NOV = "2026-11-"
RIGHT: dict[str, tuple[tuple[str, ...], list[tuple[object, ...]]]] = {
    "stored-size-a1.xlsx": (("quantity", "audience"), [(f"{NOV}0{number}", number, 10) for number in range(1, 6)]),
    "stored-size-too-small.xlsx": (("quantity", "audience"), [(f"{NOV}0{number}", number, 10) for number in range(1, 6)]),
    "formula-without-value.xlsx": (("quantity", "audience"), [(f"{NOV}03", 12, 120), (f"{NOV}04", 3, 4)]),
    "merged-dates.xlsx": ((), [(f"{NOV}03",), (f"{NOV}03",), (f"{NOV}03",), (f"{NOV}04",)]),
    "no-break-spaces.csv": (("quantity", "audience"), [(f"{NOV}03", 12, 1200), (f"{NOV}04", 3, 1200)]),
    "zero-width.csv": (("quantity", "audience"), [(f"{NOV}04", 3, 1), (f"{NOV}05", 45, 3)]),
    "tcvn3.xlsx": (("title", "quantity", "audience"), [(f"{NOV}03", "Phát loa về kỹ năng số", 12, 100)]),
    "cover-sheet-first.xlsx": (("title", "quantity"), [(f"{NOV}03", "Phát loa", 1)]),
    "result-and-note.csv": (
        ("text",),
        [
            (f"{NOV}03", "Kết quả: Bà con nghe đủ, 40 hộ đăng ký VNeID\nGhi chú: loa bản Hon rè"),
            (f"{NOV}04", "Kết quả: 30 hộ ký cam kết"),
            (f"{NOV}05", "Ghi chú: thiếu keo"),
        ],
    ),
    "unit-in-heading.csv": (
        ("quantity", "audience", "minutes", "channel"),
        [(f"{NOV}03", 2, 150, 30, "commune-radio"), (f"{NOV}04", 1, 45, 60, "meeting")],
    ),
    "two-row-heading.xlsx": (("quantity", "audience"), [(f"{NOV}03", 2, 150), (f"{NOV}04", 1, 45)]),
    "wrapped-titles.xlsx": (
        ("place", "audience"),
        [
            (f"{NOV}03", "Hội trường UBND xã", 85),
            (f"{NOV}05", "Nhà văn hóa bản Thẳm", 32),
            (f"{NOV}12", "UBND xã", 12),
            (f"{NOV}18", "Bản Nà Cà", 140),
        ],
    ),
    "heading-ngay-thang.csv": (("title", "audience"), [(f"{NOV}03", "Phát loa", 150)]),
    "heading-noi-dung-cong-viec.csv": (("title", "quantity"), [(f"{NOV}03", "Phát loa", 150)]),
    "month-first.csv": ((), [(f"{NOV}03",), (f"{NOV}04",), (f"{NOV}13",), (f"{NOV}24",)]),
    "spans.csv": (
        ("until",),
        [(f"{NOV}03", f"{NOV}05"), (f"{NOV}07", f"{NOV}09"), (f"{NOV}12", f"{NOV}14")],
    ),
    "again-1.csv": (("audience",), [(f"{NOV}03", 450), (f"{NOV}04", 100)]),
    "again-2.csv": (("audience", "place"), [(f"{NOV}03", 45, "Bản Hon"), (f"{NOV}04", 100, None)]),
}
"""By file, the fields to look at, and the right rows."""
ASKED_OF = {"formula-without-value.xlsx": {"computed"}, "wrapped-titles.xlsx": {"parts"}}
"""By file, what is asked."""


@pytest.mark.parametrize("name", RIGHT)
def test_a_case_is_planned_as_it_is_meant(name: str) -> None:
    fields, rows = RIGHT[name]
    plan = planned(CASES / name)
    assert [tuple(value or None for value in row) for row in stated(plan, *fields)] == rows
    assert set(asked(plan)) == ASKED_OF.get(name, set())
    assert not faults(plan)


def test_every_case_is_looked_at() -> None:
    assert {path.name for path in CASES.iterdir()} == set(RIGHT)


def test_the_frame_the_totals_and_the_signatures_are_named_as_such() -> None:
    plan = planned(CASES / "two-row-heading.xlsx")
    (sheet,) = plan.taken
    assert [(row.row, row.kind) for row in sheet.named] == [
        (1, "above"),
        (2, "above"),
        (3, "above"),
        (10, "total"),
        (12, "signature"),
        (13, "signature"),
    ]
    assert sheet.heading == (5, 7)
    assert [(compared.field, compared.stated, compared.agrees) for compared in sheet.sums] == [
        ("quantity", 3, True),
        ("audience", 195, True),
    ]


def test_what_a_cell_was_worked_out_to_is_asked_about_each_with_its_cells() -> None:
    plan = csv(
        "Ngày,Nội dung,Số người,Thời lượng",
        "hôm 03/11/2026,Họp,2 lớp x 25,gần 1 tiếng",
        "tối 04/11/2026,Học,khoảng 50-60 người,0:15:00",
        '05/11/2026,Loa,"1200,0",15',
        "06/11/2026,Loa,150 đ/c,02:00",
    )
    assert stated(plan, "audience", "minutes") == [(f"{NOV}03", 50, 60), (f"{NOV}04", 50, 15), (f"{NOV}05", 1200, 15)]
    assert sorted(asked(plan)) == ["about", "hours", "range", "reckoned"]
    assert faults(plan) == [(5, "Thời lượng", "bad-count")]
    with speaking("en"):
        lines = asked_lines(plan)
    assert "Column “Số người”: 1 cell has two numbers (row 3: “khoảng 50-60 người” → 50). Take the smaller?" in lines
    assert "Column “Số người”: the numbers in 1 cell were multiplied or added (row 2: “2 lớp x 25” → 50). Right?" in lines


def test_rows_that_are_asked_about_are_shown_as_they_will_stand() -> None:
    lines = [f"0{day}/11/2026,Họp,{day}" for day in range(1, 8)]
    plan = csv("Ngày,Nội dung,Số người", *lines, "08/11/2026,Loa,gần 20", "09/11/2026,Loa,9")
    (sheet,) = plan.taken
    assert [row.number for row in sheet.shown] == [2, 3, 4, 5, 6, 9]
    with speaking("vi"):
        told = "\n".join(plan_lines(plan))
    assert "9: nội dung: Loa; ngày: 08/11/2026; số người: 20" in told
    assert "1 số ước lượng (dòng 9: “gần 20” → 20)" in told


def test_the_words_of_a_plan_name_what_was_turned_proven_and_left() -> None:
    def told(name: str) -> str:
        with speaking("en"):
            return "\n".join(plan_lines(planned(CASES / name)))

    assert "Turned into Unicode from .VnTime, 5 cells: “Ngµy” became “Ngày”." in told("tcvn3.xlsx")
    assert "Sheet “Hướng dẫn” is not used: it has no heading" in told("cover-sheet-first.xlsx")
    assert "read as month/day: a number above 12 proves it" in told("month-first.csv")
    assert "agrees with the total in row 10: people 195" in told("two-row-heading.xlsx")
    assert "Row 13, signature: NGƯỜI LẬP BIỂU · CHỦ TỊCH" in told("two-row-heading.xlsx")
    assert "  - Column “Số lượng”: 1 value was not in the file" in told("formula-without-value.xlsx")


@pytest.mark.parametrize(
    ("heading", "texts", "told"),
    [
        (
            "Số người",
            ("~150", "~150", "khoảng 20"),
            "3 numbers are not exact (rows 2, 3: “~150” → 150; row 4: “khoảng 20” → 20)",
        ),
        ("Số người", ("~150", "30"), "1 number is not exact (row 2: “~150” → 150)"),
        ("Kênh", ("chim bồ câu", "khèn"), "2 cells name nothing of its list (row 2: “chim bồ câu”; row 3: “khèn”)"),
        ("Kênh", ("khèn",), "1 cell names nothing of its list (row 2: “khèn”)"),
    ],
)
def test_a_question_names_each_text_that_it_is_about(heading: str, texts: tuple[str, ...], told: str) -> None:
    plan = csv(f"Ngày,Nội dung,{heading}", *(f"{place}/11/2026,Họp,{text}" for place, text in enumerate(texts, 1)))
    with speaking("en"):
        assert any(told in question_words(question) for question in plan.questions)


def test_more_texts_than_anybody_reads_are_counted() -> None:
    plan = csv("Ngày,Nội dung,Kênh", *(f"3/11/2026,Việc {number},kênh {number}" for number in range(20)))
    (question,) = plan.questions
    assert (len(question.examples), question.others) == (20, 0), "each is known again"
    assert len(plain_plan(plan)["questions"][0]["examples"]) == 12
    with speaking("en"):
        assert "“kênh 11”; … and 8 more" in question_words(question)


def test_one_of_a_kind_is_no_several() -> None:
    rows = ("I,,Trên loa,,", "1,3/11/2026,Họp,12 lượt,", ",,Cộng,12,", ",,Ghi chú: x,,", ",Người lập biểu,,,")
    plan = csv("STT,Ngày,Nội dung,Số lượng,Ghi gì", *rows)
    with speaking("en"):
        told = "\n".join(plan_lines(plan))
    assert "1 activity, 1 heading of a group, 1 note, 1 total, 1 row of signatures" in told
    assert "Column “Số lượng”, 1 cell: the unit" in told


def test_a_plan_for_scripts_says_the_same() -> None:
    plain = plain_plan(planned(CASES / "two-row-heading.xlsx"))
    (sheet,) = plain["sheets"]
    assert sheet["rows"] == {
        "data": 2,
        "refused": 0,
        "unheld": 0,
        "part": 0,
        "group": 0,
        "note": 0,
        "total": 1,
        "signature": 2,
        "heading": 0,
        "spending": 0,
        "again": 0,
    }
    assert [column["field"] for column in sheet["columns"]] == ["number", "date", "title", "quantity", "audience"]
    assert sheet["first"][0] == {"row": 8, "title": "Phát loa", "date": "2026-11-03", "quantity": 2, "audience": 150}
    assert sheet["totals"][1] == {"row": 10, "field": "audience", "stated": 195, "found": 195, "agrees": True}


# -- columns


def test_two_columns_of_one_field_are_asked_about_and_the_second_is_kept_in_the_description() -> None:
    plan = csv("Ngày,Nội dung,Số người dự,Số người nghe", "03/11/2026,Họp,10,20")
    assert asked(plan) == ["two-columns"]
    assert stated(plan, "audience", "text") == [(f"{NOV}03", 10, "Số người nghe: 20")]
    answered = csv("Ngày,Nội dung,Số người dự,Số người nghe", "03/11/2026,Họp,10,20", named=["D=audience", "C=none"])
    assert asked(answered) == []
    assert stated(answered, "audience") == [(f"{NOV}03", 20)]
    assert [column.letter for column in answered.sheets[0].unused] == ["C"]


def test_the_column_that_sums_the_others_up_is_the_one_of_its_field() -> None:
    plan = csv("Ngày,Nội dung,Số người dự,Tổng số người", "03/11/2026,Họp,10,30")
    assert stated(plan, "audience") == [(f"{NOV}03", 30)]


def test_of_two_columns_of_days_the_one_that_has_days_is_taken() -> None:
    plan = csv("Thời gian,Ngày,Nội dung", "8h00,03/11/2026,Họp", "9h,04/11/2026,Loa")
    assert stated(plan, "text") == [(f"{NOV}03", "Thời gian: 8h00"), (f"{NOV}04", "Thời gian: 9h")]


def test_a_column_that_nobody_knows_is_named_and_can_be_kept() -> None:
    plan = csv("Ngày,Nội dung,Xăng xe,", "03/11/2026,Họp,5 lít,x")
    assert [(column.letter, column.heading, column.samples) for column in plan.sheets[0].unused] == [
        ("C", "Xăng xe", ("5 lít",)),
        ("D", "D", ("x",)),
    ]
    kept = csv("Ngày,Nội dung,Xăng xe,", "03/11/2026,Họp,5 lít,x", named=["Xăng xe=description", "D=place"])
    assert stated(kept, "text", "place") == [(f"{NOV}03", "Xăng xe: 5 lít", "x")]


def test_a_heading_that_is_only_like_one_is_asked_about() -> None:
    plan = csv("Ngày,Nội dung,Số người Mông", "03/11/2026,Họp,10")
    assert asked(plan) == ["unsure-heading"]
    assert asked(csv("Ngày,Nội dung,Số người nam", "03/11/2026,Họp,10", named=["Số người nam=audience"])) == []


def test_a_hidden_column_is_not_taken_unless_it_is_named(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["Ngày", "Nội dung", "Ghi chú"], ["03/11/2026", "Họp", "kín"]):
        sheet.append(row)
    sheet.column_dimensions["C"].hidden = True
    book.save(tmp_path / "so.xlsx")
    plan = planned(tmp_path / "so.xlsx")
    assert [(column.heading, column.why) for column in plan.sheets[0].unused] == [("Ghi chú", "hidden")]
    assert "kín" not in str(plan.sheets[0].rows[0].fields)
    assert stated(planned(tmp_path / "so.xlsx", "Ghi chú=text"), "text") == [(f"{NOV}03", "Ghi chú: kín")]


@pytest.mark.parametrize(
    ("named", "error", "code"),
    [
        (["Số bò=quantity"], NotListed, "no-such-column"),
        (["Nội dung=title", "Tên=title"], Misuse, "column-twice"),
    ],
)
def test_answers_that_cannot_be_of_the_file_are_refused(named: list[str], error: type[Misuse], code: str) -> None:
    with pytest.raises(error) as caught:
        csv("Ngày,Nội dung,Tên", "03/11/2026,Họp,x", named=named)
    assert caught.value.code == code


def test_a_file_whose_headings_say_nothing_is_taken_when_they_are_named() -> None:
    lines = ("Xxx,Gì đó,Bao nhiêu", "03/11/2026,Họp,3")
    with pytest.raises(BadInput) as caught:
        csv(*lines)
    assert caught.value.code == "no-heading"
    assert stated(csv(*lines, named=["Xxx=date", "Gì đó=title", "Bao nhiêu=quantity"]), "title", "quantity") == [
        (f"{NOV}03", "Họp", 3)
    ]


def test_a_heading_with_half_of_what_is_needed_says_what_was_seen() -> None:
    with pytest.raises(BadInput) as caught:
        csv("Ngày,Chuyện gì,Số người", "03/11/2026,Họp,3")  # too short to be what was done
    assert caught.value.code == "half-heading"
    assert (caught.value.facts["row"], caught.value.facts["seen"]) == (1, "Ngày, Chuyện gì, Số người")


def test_answers_are_proposed_for_another_file_of_the_shape(tmp_path: Path) -> None:
    first = workbook(tmp_path, [["Ngày", "Nội dung", "Xăng xe"], ["03/11/2026", "Họp", "x"]])
    shape = shape_of(read_book(first))
    second = workbook(tmp_path, [["SỔ"], ["Ngày", "Nội dung", "Xăng xe"], ["04/11/2026", "Loa", "y"]])
    assert shape_of(read_book(second)) == shape != ""
    plan = planned(second, remembered=Answers(columns=answered_columns(["Xăng xe=place"])))
    assert plan.remembered and stated(plan, "place") == [(f"{NOV}04", "y")]


# -- sheets and rows


def test_several_sheets_are_taken_and_asked_about(tmp_path: Path) -> None:
    book = Workbook()
    for number, name in enumerate(("Tháng 10", "Tháng 11")):
        sheet = book.create_sheet(name, number)
        for row in (["Ngày", "Nội dung"], [f"03/{10 + number}/2026", name]):
            sheet.append(row)
    book.save(tmp_path / "so.xlsx")
    assert asked(planned(tmp_path / "so.xlsx")) == ["sheets"]
    assert len(stated(planned(tmp_path / "so.xlsx"))) == 2
    chosen = planned(tmp_path / "so.xlsx", sheets=["Tháng 11"])
    assert (asked(chosen), stated(chosen)) == ([], [(f"{NOV}03",)])
    with pytest.raises(NotListed) as caught:
        planned(tmp_path / "so.xlsx", sheets=["Tháng 12"])
    assert caught.value.code == "no-such-sheet"


def test_groups_totals_and_repeated_headings_are_no_faults() -> None:
    plan = csv(
        "STT,Ngày,Nội dung,Số người",
        "I,,Phát thanh,",
        "1,03/11/2026,Loa,10",
        ",,Cộng,10",
        "II,,Họp,",
        "STT,Ngày,Nội dung,Số người",
        "2,04/11/2026,Họp bản,20",
        ",,Cộng,21",
        ",,Tổng cộng,30",
        ",,,",
        ",Người lập biểu,,Chủ tịch",
        ",,,Lò Văn A",
    )
    (sheet,) = plan.taken
    assert [(row.row, row.kind) for row in sheet.named] == [
        (2, "group"),
        (4, "total"),
        (5, "group"),
        (6, "heading"),
        (8, "total"),
        (9, "total"),
        (11, "signature"),
        (12, "signature"),
    ]
    assert [(compared.row, compared.stated, compared.found) for compared in sheet.sums] == [
        (4, 10, 10),
        (8, 21, 30),
        (9, 30, 30),
    ]
    assert asked(plan) == ["sums-differ"]
    assert not faults(plan)


def test_a_row_without_a_day_is_refused_and_never_taken_for_a_group() -> None:
    plan = csv("STT,Ngày,Nội dung,Số người", "1,,Họp bản,20", "2,31/02/2026,Chủ tịch xã nói chuyện,5")
    assert faults(plan) == [(2, "Ngày", "field-needed"), (3, "Ngày", "no-such-day")]


def test_a_row_without_a_day_below_one_with_it_is_asked_about() -> None:
    plan = csv("Ngày,Nội dung,Số người", "3-5/11,Họp,45", ",Loa,100", ",Ghi thêm,", "4/11,Phim,5", ",Dán,2")
    assert stated(plan, "until", "title") == [
        (f"{NOV}03", f"{NOV}05", "Họp"),
        (f"{NOV}03", f"{NOV}05", "Loa"),
        (f"{NOV}04", UNSET, "Phim"),
        (f"{NOV}04", UNSET, "Dán"),
    ]
    assert (asked(plan), faults(plan)) == (["day-above"], [(4, "Ngày", "field-needed")])


def test_what_names_nothing_of_its_list_is_asked_about_and_kept_in_the_description() -> None:
    plan = csv(
        "Ngày,Nội dung,Hình thức,Chủ đề,Ghi chú",
        "03/11/2026,Họp,họp thôn,digital-skills,tốt",
        "04/11/2026,Hát,hát then,digital-skills; nuôi ong,vui",
    )
    assert stated(plan, "channel", "topics", "text")[1] == (
        f"{NOV}04",
        UNSET,
        ("digital-skills",),
        "vui\nHình thức: hát then\nChủ đề: digital-skills; nuôi ong",
    )
    assert [question.facts["column"] for question in plan.questions if question.code == "not-listed"] == [
        "Hình thức",
        "Chủ đề",
    ]


def test_a_directive_that_is_not_known_is_kept_in_the_description_with_its_task() -> None:
    book = book_of(
        "Ngày,Nội dung,Văn bản,Nhiệm vụ\n03/11/2026,Họp,12/KH-ABC,19\n04/11/2026,Loa,2653/KH-UBND,19".encode(), "so.csv"
    )
    plan = make_plan(book, file="so.csv", answers=Answers(), today=TODAY, directives=(PLAN,))
    assert stated(plan, "directive", "task", "text") == [
        (f"{NOV}03", UNSET, UNSET, "Văn bản: 12/KH-ABC\nNhiệm vụ: 19"),
        (f"{NOV}04", PLAN.id, "19", UNSET),
    ]
    assert asked(plan) == ["not-listed", "not-listed"]


def test_what_is_carried_from_page_to_page_counts_once() -> None:
    plan = csv(
        "TT,Ngày,Nội dung,Số người",
        "1,03/11/2026,Họp,50",
        "2,04/11/2026,Loa,40",
        ",,Cộng chuyển trang sau,90",
        "TT,Ngày,Nội dung,Số người",
        ",,Trang trước chuyển sang,90",
        "3,05/11/2026,Phim,10",
        ",,Cộng,100",
    )
    assert stated(plan, "audience") == [(f"{NOV}03", 50), (f"{NOV}04", 40), (f"{NOV}05", 10)]
    (sheet,) = plan.taken
    assert [row.kind for row in sheet.named] == ["total", "heading", "total", "total"]
    assert [(compared.row, compared.agrees) for compared in sheet.sums] == [(8, True)]
    assert asked(plan) == []


def test_columns_numbered_by_letters_and_numbers_and_running_totals_are_known() -> None:
    plan = csv("TT,Ngày,Nội dung,Số người", "A,B,C,1", "1,03/11/2026,Cộng đồng số,5", ",,Cộng,5", ",,Lũy kế từ đầu năm,500")
    assert plan.sheets[0].heading == (1, 2)
    assert [row.kind for row in plan.sheets[0].named] == ["total", "total"]
    assert (asked(plan), len(stated(plan))) == ([], 1)


def test_a_last_day_in_a_column_of_its_own_agrees_with_a_span() -> None:
    plan = csv("Từ ngày,Đến ngày,Nội dung", "3/11/2026,5/11/2026,Trực", "7-8/11,8/11/2026,Trực", "10-12/11,11/11/2026,Trực")
    assert stated(plan, "until") == [(f"{NOV}03", f"{NOV}05"), (f"{NOV}07", f"{NOV}08")]
    assert faults(plan) == [(4, "Đến ngày", "other-last-day")]


def test_what_was_read_otherwise_than_it_stands_is_told() -> None:
    plan = csv("Ngày,Nội dung,Số lượng,Số người", '"Thứ ba, 03/11/2026",Họp,12 lượt,~150', "04/11/2026,Loa,-,20 hộ")
    readings = {(reading.column, reading.how): (reading.before, reading.after) for reading in plan.sheets[0].readings}
    assert readings == {
        ("Ngày", "around"): ("Thứ ba, 03/11/2026", f"{NOV}03"),
        ("Số lượng", "unit"): ("12 lượt", "12"),
        ("Số lượng", "nothing"): ("-", ""),
        ("Số người", "about"): ("~150", "150"),
    }
    assert asked(plan) == ["about"]
    assert faults(plan) == [(3, "Số người", "no-people")]


def test_a_number_with_a_part_is_no_thousands(tmp_path: Path) -> None:
    plan = planned(workbook(tmp_path, [["Ngày", "Nội dung", "Số người"], ["03/11/2026", "Họp", 12.345]]))
    assert faults(plan) == [(2, "Số người", "not-whole")]


def test_days_long_ago_hidden_rows_and_orders_without_proof_are_asked_about(tmp_path: Path) -> None:
    assert asked(csv("Ngày,Nội dung", "03/08/2026,Họp")) == ["old-days"]
    assert asked(csv("Ngày,Nội dung", "11/3/2026,Họp", "11/4/2026,Họp")) == ["day-order", "old-days"]
    assert stated(csv("Ngày,Nội dung", "11/3/2026,Họp", "11/4/2026,Họp", order="month")) == [(f"{NOV}03",), (f"{NOV}04",)]
    assert asked(csv("Ngày,Nội dung", "11/3/2026,Họp", "11/4/2026,Họp", order="day")) == ["old-days"]
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["Ngày", "Nội dung"], ["03/11/2026", "Họp"], ["04/11/2026", "Loa"]):
        sheet.append(row)
    sheet.row_dimensions[3].hidden = True
    book.save(tmp_path / "so.xlsx")
    assert asked(planned(tmp_path / "so.xlsx")) == ["hidden-rows"]


def test_an_answer_is_of_the_columns_that_leave_their_order_open(tmp_path: Path) -> None:
    proven = [["Ngày", "Nội dung"], ["11/3/2026", "Họp"], ["11/24/2026", "Loa"]]
    open_ = [["Ngày", "Nội dung"], ["10/11/2026", "Bài"], ["11/10/2026", "Tin"]]
    book = Workbook()
    for name, rows in (("Mỹ", proven), ("Ta", open_)):
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(tmp_path / "so.xlsx")
    read = read_book(tmp_path / "so.xlsx")

    def plan(given: Answers, before: Answers | None = None) -> list[tuple[object, ...]]:
        made = make_plan(read, file="so.xlsx", answers=given, today=TODAY, directives=(), remembered=before)
        return stated(made)

    first, second = [(f"{NOV}03",), (f"{NOV}24",)], [(f"{NOV}10",), ("2026-10-11",)]
    assert plan(Answers(day_order="day")) == first + second
    assert plan(Answers(), Answers(day_order="day")) == first + second


def test_an_answer_holds_against_a_witness_where_nothing_else_is_open() -> None:
    lines = ("Ngày,Nội dung", "3/11/2026,Họp", "11/24/2026,Loa")
    assert stated(csv(*lines)) == [("2026-03-11",), (f"{NOV}24",)]
    told = csv(*lines, order="day")
    assert (stated(told), faults(told)) == ([(f"{NOV}03",)], [(3, "Ngày", "no-such-month")])


def test_what_was_remembered_of_an_order_does_not_hold_against_a_witness() -> None:
    raw = b"Ng\xc3\xa0y,N\xe1\xbb\x99i dung\n3/11/2026,H\xe1\xbb\x8dp\n24/11/2026,Loa\n"
    plan = make_plan(
        book_of(raw, "so.csv"),
        file="so.csv",
        answers=Answers(),
        today=TODAY,
        directives=(),
        remembered=Answers(day_order="month"),
    )
    assert stated(plan) == [(f"{NOV}03",), (f"{NOV}24",)]


def test_the_order_of_days_is_asked_with_a_row_that_would_be_two_days() -> None:
    plan = csv("Ngày,Nội dung", "11/11/2026,Loa", "11/3/2026,Họp thôn", "11/4/2026,Họp bản")
    (asks, *_others) = plan.questions
    with speaking("en"):
        assert order_words(asks) == (
            "Column A, row 3 “Họp thôn”: which day is “11/3/2026”?",
            "day 11 of month 3: the day stands before the month",
            "day 3 of month 11: the month stands before the day",
        )
        assert "is “11/3/2026” day 11 of month 3, or day 3 of month 11?" in question_words(asks)
    spans = csv("Ngày,Nội dung", "11/3/2026-11/4/2026,Loa")
    with speaking("en"):
        assert order_words(spans.questions[0])[0] == "Column A: which number of “11/3/2026-11/4/2026” is the day?"


def test_a_text_in_an_old_font_without_its_name_is_asked_about() -> None:
    raw = "Ngµy,Néi dung,Sè l­îng\n03/11/2026,Ph¸t loa vÒ kü n¨ng sè vµ ch÷ ký sè,3\n04/11/2026,Häp b¶n tuyªn truyÒn,2\n"
    plan = make_plan(book_of(raw.encode(), "so.csv"), file="so.csv", answers=Answers(), today=TODAY, directives=())
    assert asked(plan) == ["guessed-font"]
    assert stated(plan, "title")[1] == (f"{NOV}04", "Họp bản tuyên truyền")


def test_the_column_of_what_was_done_this_year_is_the_figure() -> None:
    plan = csv("Ngày,Nội dung,Số lượng năm 2025,Số lượng năm 2026", "03/11/2026,Loa,10,8")
    assert stated(plan, "quantity", "text") == [(f"{NOV}03", 8, "Số lượng năm 2025: 10")]
    assert asked(plan) == ["two-columns", "unsure-heading"]


def test_the_field_s_own_heading_comes_before_a_longer_one() -> None:
    plan = csv("Ngày,Nội dung,Số lượt xem,Số người", "03/11/2026,Đăng bài,1500,20")
    assert stated(plan, "audience", "text") == [(f"{NOV}03", 20, "Số lượt xem: 1500")]


def test_words_behind_numbers_are_asked_about_each() -> None:
    plan = csv(
        "Ngày,Nội dung,Số lượng", *(f"03/11/2026,Việc {text},{text}" for text in ("2 lượt", "3 có ảnh", "4 ở xã", "5"))
    )
    (question,) = plan.questions
    assert (question.code, [(each.before, each.after) for each in question.examples]) == (
        "words",
        [("3 có ảnh", "3"), ("4 ở xã", "4")],
    )
    assert "3: “3 có ảnh” → 3; dòng 4: “4 ở xã” → 4" in question_words(question)
    assert [row[1] for row in stated(plan, "quantity")] == [2, 3, 4, 5]


def test_a_row_of_a_text_with_more_cells_than_its_heading_is_refused() -> None:
    lines = ("Ngày,Nội dung,Số lượng,Số người", "03/11/2026,Loa,2,1,200", "04/11/2026,Họp,3,45")
    assert faults(csv(*lines)) == [(2, "E", "extra-cell")]
    assert stated(csv(*lines), "audience") == [(f"{NOV}04", 45)]
    assert faults(csv(*lines, named=["E=text"])) == []


def test_a_number_with_a_decimal_point_is_asked_about_as_a_day(tmp_path: Path) -> None:
    path = workbook(tmp_path, [["Ngày", "Nội dung"], [3.11, "Loa"], [3.1, "Họp"]])
    plan = planned(path)
    assert (stated(plan), asked(plan), faults(plan)) == ([(f"{NOV}03",)], ["decimal-days"], [(3, "Ngày", "no-day-there")])


def test_what_is_struck_through_is_refused_and_comments_are_asked_about(tmp_path: Path) -> None:
    book = Workbook()
    page = book.active
    assert page is not None
    for row in (["Ngày", "Nội dung", "Kết quả"], ["03/11/2026", "Họp", 0.5], ["04/11/2026", "Loa\nxã", 0.95]):
        page.append(row)
    for where in ("A2", "B2", "C2"):
        page[where].font = Font(strike=True)
    page["C3"].number_format = "0%"
    page["C3"].comment = Comment("số này ước", "cán bộ")
    book.save(tmp_path / "so.xlsx")
    plan = planned(tmp_path / "so.xlsx")
    assert faults(plan) == [(2, "Nội dung", "struck-row")]
    assert stated(plan, "title", "text") == [(f"{NOV}04", "Loa xã", "95%")]
    assert [reading.how for reading in plan.taken[0].readings] == ["lines"]
    assert [(question.code, question.facts.get("cell")) for question in plan.questions] == [
        ("maybe-not-held", None),
        ("comments", "C3"),
    ]
    with speaking("en"):
        assert "Comment on C3: số này ước" in "\n".join(plan_lines(plan))


def test_a_cell_may_name_several_languages_if_all_of_them_are_known() -> None:
    plan = csv(
        "Ngày;Nội dung;Ngôn ngữ;Địa điểm khác",
        "3/11/2026;Phát loa;Tiếng Mông, tiếng Thái và hát;x",
        '4/11/2026;Họp;"vi, hmn, tai";"Bản Hon; Nà Tăm"',
        "5/11/2026;Hội diễn;vi;",
    )
    assert stated(plan, "language", "languages", "places")[1:] == [
        (f"{NOV}04", "vi", ("hmn", "tai"), ("Bản Hon", "Nà Tăm")),
        (f"{NOV}05", "vi", UNSET, UNSET),
    ]
    first = stated(plan, "language", "languages", "text")[0]
    assert first[1:3] == (UNSET, UNSET) and "tiếng Thái và hát" in str(first[3]), "kept in the description"


def test_several_texts_that_are_emptied_are_an_empty_list() -> None:
    assert [as_set(code, None) for code in ("topics", "languages", "places", "place", "language")] == [
        (),
        (),
        (),
        None,
        None,
    ]


def test_a_file_without_a_heading_is_read_by_the_letters_of_its_columns_from_its_first_row_on() -> None:
    plan = csv("3/11/2026,Phát loa,5", "4/11/2026,Họp bản,2", named=("a=date", "b=title", "c=quantity"))
    assert stated(plan, "title", "quantity") == [(f"{NOV}03", "Phát loa", 5), (f"{NOV}04", "Họp bản", 2)]
    (sheet,) = plan.taken
    assert sheet.heading == (0, 0)
    with speaking("en"):
        assert next(plan_lines(plan)) == "Sheet “CSV”, without a heading: 2 activities."
    headed = csv("Bao giờ,Làm gì", "3/11/2026,Phát loa", named=("a=date", "b=title"))
    assert (headed.taken[0].heading, stated(headed, "title")) == ((1, 1), [(f"{NOV}03", "Phát loa")])


def test_samples_of_a_column_are_of_activities() -> None:
    plan = csv("STT,Ngày,Nội dung,Địa điểm", "I,,Trên loa,", "1,3/11/2026,Phát loa,Bản Hon", "2,4/11/2026,Họp,")
    samples = {column.field: column.samples for column in plan.taken[0].columns}
    assert (samples["title"], samples["place"]) == (("Phát loa", "Họp"), ("Bản Hon",))


def test_a_cell_may_name_several_places() -> None:
    plan = csv("Ngày;Nội dung;Địa điểm", '3/11/2026;Họp;"Bản Hon; Bản Thẳm"', "4/11/2026;Loa;Bản Hon")
    assert stated(plan, "place", "places") == [(f"{NOV}03", "Bản Hon", ("Bản Thẳm",)), (f"{NOV}04", "Bản Hon", UNSET)]


def test_the_lines_of_a_list_are_a_place_each_and_the_marks_are_named() -> None:
    plan = csv(
        "Ngày;Nội dung;Địa điểm;Đối tượng",
        '3/11/2026;Họp;"- Bản Hon\n- Bản Thẳm\n- bản hon";"- Phụ nữ\n+ Thanh niên"',
        '4/11/2026;Loa;"Bản Hon\nBản Thẳm";',
        '5/11/2026;Phim;"Nhà văn hóa\nbản Hon";',
        "6/11/2026;Vẽ;- Bản Hon;",
    )
    places = ("Bản Hon", ("Bản Thẳm",))
    assert stated(plan, "place", "places") == [
        (f"{NOV}03", *places),
        (f"{NOV}04", *places),
        (f"{NOV}05", "Nhà văn hóa bản Hon", UNSET),
        (f"{NOV}06", "Bản Hon", UNSET),
    ]
    (sheet,) = plan.taken
    assert sheet.rows[0].fields is not None and sheet.rows[0].fields.audiences == ("women", "youth")
    read = {reading.how: (reading.cells, reading.before, reading.after) for reading in sheet.readings}
    assert read["list"] == (3, "- Bản Hon\n- Bản Thẳm\n- bản hon", "Bản Hon; Bản Thẳm; bản hon")
    assert read["lines"] == (1, "Nhà văn hóa\nbản Hon", "Nhà văn hóa bản Hon")


@pytest.mark.parametrize("named", ["Thứ", "Sáng", "C"])
def test_columns_are_known_of_a_file_in_which_nothing_is_a_table(tmp_path: Path, named: str) -> None:
    path = workbook(tmp_path, [["Thứ", "Ngày", "Sáng", "Chiều"], ["Hai", "2/11/2026", "Họp", "Loa"]])
    with pytest.raises(HalfHeading):
        planned(path, f"{named}=none")
    with pytest.raises(NotListed) as caught:
        planned(path, "Tối=none")
    assert (caught.value.code, caught.value.facts["near"]) == ("no-such-column", "Thứ, Ngày, Sáng, Chiều")


def test_a_heading_of_signs_alone_is_named_as_it_stands(tmp_path: Path) -> None:
    path = workbook(tmp_path, [["Ngày", "Nội dung", "%"], ["2/11/2026", "Họp", 40]])
    assert stated(planned(path, "%=audience"), "audience") == [(f"{NOV}02", 40)]


@pytest.mark.parametrize(
    "cell", ["Việt - Mông", "Việt, Mông", "Việt/Mông", "Việt và Mông", "Tiếng Việt + tiếng Mông", "Việt-Mông"]
)
def test_a_cell_may_name_two_languages(cell: str) -> None:
    plan = csv("Ngày;Nội dung;Tiếng", f"3/11/2026;Phát loa;{cell}", "4/11/2026;Loa;H'Mông")
    assert stated(plan, "language", "languages") == [(f"{NOV}03", "vi", ("hmn",)), (f"{NOV}04", "hmn", UNSET)]
    assert asked(plan) == []


def test_hours_are_minutes_if_somebody_says_so() -> None:
    plan = csv("Ngày;Nội dung;Thời lượng", "3/11/2026;Phát loa;1h30", "4/11/2026;Loa;15 phút")
    assert stated(plan, "minutes") == [(f"{NOV}03", 90), (f"{NOV}04", 15)]
    assert asked(plan) == ["hours"]
    with speaking("en"):
        words = question_words(plan.questions[0])
    assert words == "Column “Thời lượng”: 1 length is in hours and was made minutes (row 2: “1h30” → 90). Right?"


def test_men_and_women_of_one_cell_are_the_people_together() -> None:
    plan = csv("Ngày;Nội dung;Số người", "3/11/2026;Họp;10 nam, 12 nữ", "4/11/2026;Loa;10 nam", "5/11/2026;Phim;22 (12 nữ)")
    assert stated(plan, "audience") == [(f"{NOV}03", 22), (f"{NOV}04", 10), (f"{NOV}05", 22)]
    assert asked(plan) == ["words"]


# -- what is to be known of rows and cells


def told(plan: Plan) -> str:
    with speaking("en"):
        return "\n".join(plan_lines(plan))


def test_rows_that_say_the_same_are_asked_about() -> None:
    plan = csv("Ngày,Nội dung,Số người", "3/11/2026,Họp,30", "3/11/2026,Loa,30", "3/11/2026,Họp,30", "4/11/2026,Họp,30")
    assert (len(stated(plan)), asked(plan)) == (4, ["twice"])
    with speaking("en"):
        words = question_words(plan.questions[0])
    assert words.startswith("1 row says just what a row above says (row 4: “Họp”). Is it an activity of its own?")


def test_merged_cells_are_named_where_they_are_filled_down(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["Ngày", "Nội dung", "Địa điểm"],
        ["3/11/2026", "Họp", "Hon"],
        [None, "Loa", None],
        [None, "Phim", None],
    ]
    plan = planned(workbook(tmp_path, rows, merged=("A2:A4", "C2:C3")))
    assert stated(plan, "place") == [(f"{NOV}03", "Hon"), (f"{NOV}03", "Hon"), (f"{NOV}03", UNSET)]
    assert "Column “Ngày”, 2 cells: merged cells: what stands in the first of them" in told(plan)
    assert "Column “Địa điểm”, 1 cell: merged cells: what stands in the first of them (“Hon” → Hon)." in told(plan)


def test_a_title_that_is_merged_over_other_columns_is_no_place(tmp_path: Path) -> None:
    rows: list[list[object]] = [["Ngày", "Nội dung", "Địa điểm", "Ghi chú"], ["3/11/2026", "Họp bản", None, "tốt"]]
    plan = planned(workbook(tmp_path, rows, merged=("B2:C2",)))
    assert stated(plan, "title", "place", "text") == [(f"{NOV}03", "Họp bản", UNSET, "tốt")]


def test_a_time_beside_a_real_day_is_named(tmp_path: Path) -> None:
    rows: list[list[object]] = [["Ngày", "Nội dung"], [datetime.datetime(2026, 11, 3, 14, 30), "Họp"]]  # noqa: DTZ001 - as Excel has it
    plan = planned(workbook(tmp_path, rows))
    assert stated(plan) == [(f"{NOV}03",)]
    assert "1 cell: a time or weekday beside the day was left out (“03/11/2026 14:30” → 03/11/2026)" in told(plan)


def test_men_and_women_that_are_not_the_total_are_asked_about() -> None:
    plan = csv("Ngày,Nội dung,Nam,Nữ,Tổng số người", "3/11/2026,Họp,10,12,22", "4/11/2026,Loa,10,12,30", "5/11/2026,Vẽ,,1,3")
    assert (stated(plan, "audience"), asked(plan)) == (
        [(f"{NOV}03", 22), (f"{NOV}04", 30), (f"{NOV}05", 3)],
        ["parts-differ"],
    )
    assert "1 cell: men and women beside it are not that number (“10 + 12” → 30)" in told(plan)


def test_a_total_without_a_value_is_named_with_its_formula(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["Ngày", "Nội dung", "Số người"],
        ["3/11/2026", "Họp", 3],
        [None, "Tổng cộng", "=SUM(C2:C2)"],
    ]
    plan = planned(workbook(tmp_path, rows))
    assert "Row 3, total: Tổng cộng · =SUM(C2:C2)" in told(plan)


def test_a_question_of_several_sheets_says_of_which_it_is(tmp_path: Path) -> None:
    book = Workbook()
    book.worksheets[0].title = "Loa"
    for sheet in (book.worksheets[0], book.create_sheet("Họp")):
        for row in (["Ngày", "Nội dung", "Số người"], ["2/11/2026", "Họp bản", "khoảng 40"]):
            sheet.append(row)
    book.save(tmp_path / "so.xlsx")
    plan = planned(tmp_path / "so.xlsx")
    with speaking("en"):
        (about,) = [line for line in asked_lines(plan) if "not exact" in line]
        assert "“Loa” row 2: “khoảng 40”" in about and "“Họp” row 2: “khoảng 40”" in about
        alone = asked_lines(planned(tmp_path / "so.xlsx", sheets=["Họp"]))
    assert all(not line.startswith("sheet") for line in alone)


def test_a_file_that_is_turned_whole_is_told_as_whole(tmp_path: Path) -> None:
    path = tmp_path / "so.csv"
    path.write_bytes(in_1258("Ngày;Nội dung\n2/11/2026;Họp bản về dịch vụ công trực tuyến\n3/11/2026;Phát loa ở xã\n"))
    plan = planned(path)
    with speaking("en"):
        (line,) = (line for line in plan_lines(plan) if "into Unicode" in line)
    assert line.startswith("The whole file was turned into Unicode from Windows-1258: ")


def test_what_stands_above_a_table_of_a_page_names_it() -> None:
    table = "<table><tr><th>Ngày<th>Nội dung<th>Số người<tr><td>13/10<td>Họp bản<td>50</table>"
    page = f"<h3>KẾT QUẢ THÁNG 10</h3>{table}<h3>KẾ HOẠCH THÁNG 11</h3>{table}<p>TM. UBND XÃ</p>"
    plan = make_plan(book_of(page.encode(), "so.xls"), file="so.xls", answers=Answers(), today=TODAY, directives=())
    first, second = plan.taken
    assert [row.under for row in (*first.rows, *second.rows)] == ["", "KẾ HOẠCH THÁNG 11", ""]
    assert (first.title, second.title) == ("KẾT QUẢ THÁNG 10", "KẾ HOẠCH THÁNG 11")
    assert "maybe-plan" in asked(plan)
    assert [(row.row, row.kind) for row in second.named] == [(1, "above"), (3, "unheld"), (4, "signature")]


def test_the_school_year_and_the_scale_above_a_table_of_a_page_hold_for_it() -> None:
    page = (
        "<p>NĂM HỌC 2025 - 2026</p><table><caption>(ĐVT: nghìn lượt người)</caption>"
        "<tr><th>Ngày<th>Nội dung<th>Số người<tr><td>13/10<td>Họp bản<td>5</table>"
    )
    plan = make_plan(book_of(page.encode(), "so.xls"), file="so.xls", answers=Answers(), today=TODAY, directives=())
    assert stated(plan, "audience") == [("2025-10-13", 5_000)]


def test_no_column_is_shown_by_its_total_and_its_signature() -> None:
    plan = csv("Ngày;Nội dung;Lạ;Số người", "3/11/2026;Họp bản;;30", ";Tổng cộng;30;30", ";;Người lập biểu;")
    assert [column.samples for column in plan.taken[0].columns if column.letter == "C"] == [()]


def test_a_group_with_its_number_is_one_though_nothing_stands_below(tmp_path: Path) -> None:
    rows = ("I,,Công tác tuyên truyền,", "1,3/11/2026,Họp,12", "II,,PHONG TRÀO,", "III,,Công tác khác,", "1,4/11/2026,Loa,2")
    ends = ("IV,,Phong trào,", "B. PHONG TRÀO,,,", ",,Đã họp xong,", "A,,Sử,")
    plan = csv("STT,Ngày,Nội dung,Số người", *rows, *ends)
    kinds = {row.row: row.kind for sheet in plan.taken for row in sheet.named}
    assert [kinds[number] for number in (2, 4, 5, 7, 8)] == ["group"] * 5
    assert kinds[9] == "note"

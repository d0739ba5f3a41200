"""Where a heading ends, and which sheets without one are asked about."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook

from sync.importing.plan import Plan
from sync.importing.question_words import question_words
from sync.wording.i18n import speaking
from tests.sync.importing.test_plan import asked, csv, planned, stated
from tests.tables import workbook


def headings(plan: Plan) -> list[str]:
    return [column.heading for column in plan.taken[0].columns]


def test_a_row_below_a_heading_merged_across_names_its_columns_whatever_they_are_called(tmp_path: Path) -> None:
    rows = (
        ("Ngày", "Nội dung", "Phương tiện", None, None, "Địa điểm"),
        (None, None, "Xe máy", "Xe đạp", "Đi bộ"),
        ("13/11/2026", "Việc a", "x", None, None, "Bản Hon"),
        ("14/11/2026", "Việc b", None, "x", None, "Nà Tăm"),
    )
    plan = planned(workbook(tmp_path, rows, ["C1:E1"]))
    assert headings(plan)[2:5] == ["Phương tiện: Xe máy", "Phương tiện: Xe đạp", "Phương tiện: Đi bộ"]
    assert (plan.taken[0].heading, len(stated(plan))) == ((1, 2), 2)


def test_the_same_without_merged_cells() -> None:
    plan = csv("Ngày,Nội dung,Phương tiện,,,Nơi", ",,Xe máy,Xe đạp,Đi bộ,", "13/11/2026,Việc a,x,,,Bản Hon")
    assert headings(plan)[2:5] == ["Phương tiện: Xe máy", "Phương tiện: Xe đạp", "Phương tiện: Đi bộ"]


def test_a_row_with_something_beside_them_is_none_of_the_heading(tmp_path: Path) -> None:
    rows = (("Ngày", "Nội dung", "Phương tiện", None), ("13/11/2026", "Việc a", "Xe máy", "Xe đạp"))
    plan = planned(workbook(tmp_path, rows, ["C1:D1"]))
    assert (plan.taken[0].heading, len(stated(plan))) == ((1, 1), 1)


LIST = (("Ngày", "Nội dung"), ("13/11/2026", "Việc a"))
LEFT = {
    "days as columns": (("Cụm loa", "1", "2", "3"), ("Bản Hon", "x", "", "x"), ("Nà Tăm", "", "x", "x")),
    "a form": (("Nội dung:", "Tập huấn"), ("Ngày:", "6/11/2026"), ("Số người dự:", "40")),
    "a summary": (("Tháng", "Số buổi"), ("Tháng 10", 8), ("Tháng 11", 3)),
}


def book_with(tmp_path: Path, *left: tuple[object, ...], state: str = "visible") -> Path:
    book = Workbook()
    for title, rows in (("Sổ", LIST), ("Khác", left)):
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    book.remove(book.worksheets[0])
    book["Khác"].sheet_state = state  # type: ignore[assignment]
    book.save(path := tmp_path / "so.xlsx")
    return path


@pytest.mark.parametrize("kind", LEFT)
def test_a_sheet_that_is_left_over_is_asked_about(tmp_path: Path, kind: str) -> None:
    plan = planned(book_with(tmp_path, *LEFT[kind]))
    assert asked(plan) == ["unread-sheet"]
    with speaking("en"):
        assert question_words(plan.questions[0]).startswith("The sheet “Khác”, rows 1 to 3, has days or numbers")


def test_one_that_was_not_chosen_or_is_hidden_is_not(tmp_path: Path) -> None:
    assert asked(planned(book_with(tmp_path, *LEFT["a form"]), sheets=["Sổ"])) == []
    assert asked(planned(book_with(tmp_path, *LEFT["a form"], state="hidden"))) == []


@pytest.mark.parametrize(
    "rows",
    [
        (("UBND XÃ A", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"), ("PHÒNG VĂN HÓA", "Độc lập - Tự do"), ("SỔ THEO DÕI",)),
        ((1, "Ghi ngày ở cột đầu"), (2, "Ghi việc ở cột sau")),
        (("NĂM 2026",), (2026,)),
    ],
)
def test_a_cover_and_what_explains_the_others_are_not(tmp_path: Path, rows: tuple[tuple[object, ...], ...]) -> None:
    assert asked(planned(book_with(tmp_path, *rows))) == []

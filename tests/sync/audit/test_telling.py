"""What an auditor is told of an annex: in the words of the reader, each thing by the name that the annex gives it."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from sync.annex.diff import Difference
from sync.audit.recount_outcome import RecountOutcome
from sync.audit.telling import told_difference, undecided
from sync.encoding.types import Instant
from sync.wording.i18n import speaking

_CELLS = [
    ("unit 03390", "activities", "Theo đơn vị 03390, dòng 7, Số hoạt động"),
    ("topic x-2", "name", "Theo chủ đề x-2, dòng 7, Chủ đề"),
    ("standing 03390", "received", "Ai đã báo cáo 03390, dòng 7, Nhận lúc"),
    ("standing 03390", "name", "Ai đã báo cáo 03390, dòng 7, Đơn vị"),
    ("fact start", "name", "Hoạt động từ ngày, dòng 7"),
    ("total", "minutes", "Tổng cộng, dòng 7, Số phút"),
    ("notes 1", "activities", "notes 1, dòng 7, Số hoạt động"),
]


@pytest.mark.parametrize(("row", "column", "vietnamese"), _CELLS)
def test_a_cell_of_a_file_for_programs_is_named_as_the_workbook_names_it(row: str, column: str, vietnamese: str) -> None:
    difference = Difference(sheet="", line=7, row=row, column=column, stated="1", recomputed="2")
    with speaking("vi"):
        assert told_difference(difference).startswith(f"{vietnamese}: ")
    with speaking("en"):
        assert told_difference(difference).startswith(f"{row}, line 7, {column}: ")


def test_a_cell_of_a_workbook_is_named_as_it_stands() -> None:
    difference = Difference(sheet="Kiểm chứng", row="total", column="B", stated="1", recomputed="2")
    for language in ("vi", "en"):
        with speaking(language):
            assert told_difference(difference).startswith("Kiểm chứng, total, B: ")


def test_one_place_is_one_place() -> None:
    one = Difference(sheet="", row="total", column="minutes", stated="1", recomputed="2")
    outcome = RecountOutcome(
        hub="h",
        period="2026-11",
        made=Instant(1),
        registry=1,
        acceptances=1,
        accepted_at=None,
        left_out=0,
        figures=1,
        faults=(),
        differences=(),
        undecided=(one,),
        findings=0,
        unread=1,
    )
    with speaking("en"):
        assert undecided(outcome, Path("a")).startswith("NOT DECIDED: 1 place of a is otherwise here, ")
        two = msgspec.structs.replace(outcome, undecided=(one, one))
        assert undecided(two, Path("a")).startswith("NOT DECIDED: 2 places of a are otherwise here, ")

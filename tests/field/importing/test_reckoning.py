"""The rows of a file add up, in a plan and in what came of it, and so do their figures."""

from __future__ import annotations

from pathlib import Path

from field.importing.ledger import LaptopLedger
from field.store import LaptopStore
from sync.importing.answers import Answers
from sync.importing.file_plan import plan_file
from sync.importing.reckoning import done_rows, planned_rows, planned_words
from sync.importing.summary import file_plan_lines
from tests.field.importing.test_again import put, take
from tests.field.importing.test_take import LATER

LINES = (
    "03/11/2026;Họp;A;1",
    "04/11/2026;Loa;B;20",
    "40/11/2026;Phim;C;300",
    "Nhóm B;;;",
    "05/11/2026;Hội diễn;D;4000",
    "06/11/2026;Ra quân (hoãn);E;hoãn",
    ";Tổng cộng;;4321",
    ";Người lập biểu;;",
)


def test_every_row_that_was_read_is_in_one_number(store: LaptopStore, tmp_path: Path) -> None:
    take(store, put(tmp_path, LINES[0], "04/11/2026;Loa;B;2"))
    path = put(tmp_path, *LINES)
    planned = plan_file(LaptopLedger(store), path, Answers(), now=LATER)
    rows = planned_rows(planned)
    assert (rows.new, rows.same, rows.changed, rows.refused) == (1,) * 4
    assert rows.others == {"group": 1, "unheld": 1, "total": 1, "signature": 1}
    assert rows.read == len(LINES)
    assert planned_words(rows).startswith(
        "Đọc được 8 dòng = 1 mới + 1 đã nhận từ trước + 1 đã đổi + 1 dòng không nhận được + "
    )
    assert done_rows(take(store, path)) == rows


def test_look_alikes_that_are_left_out_are_in_no_other_number(store: LaptopStore, tmp_path: Path) -> None:
    take(store, put(tmp_path, "03/11/2026;Họp bản về dịch vụ công;A;1"))
    path = put(tmp_path, "03/11/2026;Họp bản về các dịch vụ công;;7", name="other.csv")
    left, taken = take(store, path, Answers(alike="skip")), take(store, path, Answers(alike="take"))
    assert (done_rows(left).alike, done_rows(left).new, done_rows(left).read) == (1, 0, 1)
    assert (done_rows(taken).alike, done_rows(taken).new, done_rows(taken).read) == (0, 1, 1)


def test_what_rows_have_that_cannot_be_taken_is_told_beside_the_files_own_total(store: LaptopStore, tmp_path: Path) -> None:
    planned = plan_file(LaptopLedger(store), put(tmp_path, *LINES), Answers(), now=LATER)
    (sheet,) = planned.plan.taken
    assert (sheet.totals["audience"], sheet.refused_totals["audience"], sheet.sums[0].found) == (4021, 300, 4321)
    told = "\n".join(file_plan_lines(planned))
    assert "Các dòng không nhận được có số người 300; cộng tất cả các dòng: số người 4.321." in told

"""The result of an import, in words."""

from __future__ import annotations

from sync.errors import Misuse
from sync.importing.reckoning import done_rows
from sync.importing.summary import bad_row_words, import_words
from sync.importing.take import BadRow, ImportResult


def test_a_bad_row_is_named_by_its_place_and_its_fault() -> None:
    told = bad_row_words(BadRow(7, "Số lượng", Misuse("bad-count", text="ba")))
    assert "7" in told and "Số lượng" in told and "ba" in told


def test_a_row_with_two_faults_counts_once() -> None:
    fault = Misuse("bad-count", text="ba")
    done = ImportResult(taken=3, again=2, bad=[BadRow(4, "a", fault), BadRow(4, "b", fault), BadRow(9, "a", fault)])
    assert (done_rows(done).refused, done_rows(done).read) == (2, 7)
    assert import_words(done).startswith("Đã nhận 3 dòng. Đọc được 7 dòng = 3 đã nhận + 2 đã nhận từ trước + 2 ")

"""Annexes as they come in files: what an earlier version wrote still agrees with the ledger."""

from __future__ import annotations

from sync.annex import layout
from sync.annex.diff import compare
from sync.annex.layout import Sheet
from sync.annex.reader import current_words

_HEADS = ("Mã", "Đơn vị", "Tình trạng", "Nhận lúc", "Máy ghi lúc", "Ghi chú")


def _sheet(name: str, note: str | None) -> Sheet:
    return Sheet(name, (_HEADS, ("03390", "Xã Bình Lư", "Đúng hạn", None, None, note), ()))


def test_a_workbook_of_version_0_1_agrees_although_it_calls_provisional_figures_otherwise() -> None:
    now = _sheet(layout.STANDINGS, layout.PROVISIONAL)
    assert compare([now], current_words([_sheet(layout.STANDINGS, layout.EARLIER_PROVISIONAL)])) == []
    assert len(compare([now], current_words([_sheet(layout.STANDINGS, "Chính thức")]))) == 1


def test_the_earlier_word_is_believed_in_no_other_sheet() -> None:
    elsewhere = _sheet(layout.SUMMARY, layout.EARLIER_PROVISIONAL)
    assert current_words([elsewhere]) == [elsewhere]

"""An annex as an Excel workbook, to be read, printed and checked: what `sync.annex.layout` lays out, and how it looks."""

from __future__ import annotations

from typing import Final

from openpyxl.cell.cell import Cell as WorkbookCell
from openpyxl.comments import Comment
from openpyxl.worksheet.worksheet import Worksheet

from sync.annex.layout import NOTES, PROOF, SUMMARY, SUMS, Sheet, workbook
from sync.annex.model import Annex
from sync.documents.workbook import blank, sheet, written
from sync.encoding.patterns import DAY
from sync.wording.gathered import others_words
from sync.wording.i18n import speaking

QUANTITY: Final = SUMS[1]
_WHY: Final = {
    QUANTITY: "Số lượng chỉ cộng trong từng hình thức (lượt phát, bài, buổi ...), nên chỉ có ở trang “Theo hình thức”, "
    "và không có dòng tổng.",
    NOTES: "“Ước thực hiện”: báo cáo được ký khi kỳ chưa kết thúc, và sau đó số liệu trong sổ có đổi. “Số đã gửi khác sổ”: "
    "báo cáo được ký khi kỳ đã kết thúc, mà sổ khi lập phụ lục có số khác. Hai số ghi ở các cột cuối.",
}
"""What is said of a column, by its head."""
_HEADER: Final = 200
"""Characters of a header: programs take 255 with their marks."""
_ALONE: Final = frozenset({SUMMARY, PROOF})
"""The sheets of names and values; the others are tables with a total row."""


def write(annex: Annex) -> bytes:
    """The workbook's bytes."""
    book = blank(annex.made)
    others = _others(annex)
    for laid_out in workbook(annex):
        made = sheet(book, laid_out.name, laid_out.rows, table=laid_out.name not in _ALONE)
        _explain(made, laid_out)
        if others and laid_out.name not in _ALONE:
            _say_others(made, others, annex.total.activities)
    return written(book, annex.made)


def _explain(sheet: Worksheet, laid_out: Sheet) -> None:
    """Say beside the cells, on the screen and on paper, what they cannot: they are the annex's, and an auditor holds each
    against the ledger."""
    heads = laid_out.rows[0]
    for at, name in enumerate(heads, 1):
        if not isinstance(name, str) or name not in _WHY or laid_out.name in _ALONE:
            continue
        cell = sheet.cell(1, at)
        assert isinstance(cell, WorkbookCell), "no cells are merged here"
        cell.comment = Comment(_WHY[name], "Sổ xã", width=320, height=110)
    footer = sheet.oddFooter
    if QUANTITY in heads and laid_out.name not in _ALONE:
        assert footer is not None and footer.left is not None, "every sheet has one"
        footer.left.text = _literal(_WHY[QUANTITY])


def _others(annex: Annex) -> list[tuple[str, int]]:
    """The units with activities in the annex of a report due once that do not owe it, and how many."""
    owing = {row.unit for row in annex.standings}
    due_once = DAY.fullmatch(annex.period.rpartition("@")[2]) is not None
    return (
        [(row.name, row.activities) for row in annex.tables["unit"] if row.activities and row.key not in owing]
        if due_once and owing
        else []
    )


def _say_others(sheet: Worksheet, others: list[tuple[str, int]], total: int) -> None:
    """Say above a table on paper, and beside its first head on the screen, that its sums hold others' activities, too."""
    with speaking("vi"):
        words = others_words(others, total)
    cell, header = sheet.cell(1, 1), sheet.oddHeader
    assert isinstance(cell, WorkbookCell), "no cells are merged here"
    assert header is not None and header.left is not None, "every sheet has one"
    cell.comment = Comment(words, "Sổ xã", width=320, height=110)
    header.left.text = _literal(words if len(words) <= _HEADER else f"{words[:_HEADER]}…")


def _literal(words: str) -> str:
    """Words in a header or footer, where an ampersand begins a code."""
    return words.replace("&", "&&")

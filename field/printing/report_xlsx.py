"""A unit's own report as an Excel workbook: what it is, its figures by each table, and the list of its activities."""

from __future__ import annotations

from typing import Final

from field.printing.activity_table import HEADS, rows
from field.printing.paper import Paper
from field.printing.report_docx import DRAFT, provenance
from sync.annex.layout import COUNTS
from sync.documents import workbook
from sync.documents.count_tables import TABLES, has
from sync.documents.layout import plain
from sync.documents.workbook import Row
from sync.wording.dates import day

_FIGURES: Final = ("Số hoạt động", "Số lượng", "Số người", "Số phút")
_ACTIVITIES: Final = "Danh sách hoạt động"


def write(paper: Paper) -> bytes:
    """The workbook's bytes."""
    book = workbook.blank(paper.made)
    workbook.sheet(book, "Báo cáo", _about(paper), table=False)
    for by, _title, head, _note in TABLES:
        if not has(by, paper.counted):
            continue
        groups: list[Row] = [
            (plain(group.name), group.activities, group.quantity, group.audience, group.minutes)
            for group in paper.counted.of(by)
        ]
        total = ("Tổng cộng", paper.total.activities, None, paper.total.audience, paper.total.minutes)
        workbook.sheet(book, COUNTS[by], [(head, *_FIGURES), *groups, total], table=True)
    if not _changed(paper):
        workbook.sheet(book, _ACTIVITIES, _listed(paper), table=True)
    return workbook.written(book, paper.made)


def write_list(paper: Paper) -> bytes:
    """The bytes of a workbook that has the list alone."""
    book = workbook.blank(paper.made)
    workbook.sheet(book, _ACTIVITIES, _listed(paper), table=True)
    return workbook.written(book, paper.made)


def _changed(paper: Paper) -> bool:
    return paper.sent is not None and paper.sent.changed


def _listed(paper: Paper) -> list[Row]:
    return [HEADS, *(tuple(plain(cell) if isinstance(cell, str) else cell for cell in row) for row in rows(paper))]


def _about(paper: Paper) -> list[Row]:
    """What the report is, name by name."""
    total, words = paper.total, paper.words
    about: list[Row] = [
        ("Báo cáo", paper.subject),
        ("Đơn vị", paper.office.issuer),
        ("Gửi", paper.office.recipient),
        ("Từ ngày", day(paper.period.start)),
        ("Đến ngày", day(paper.period.end)),
        ("Số hoạt động", total.activities),
        ("Số người", total.audience),
        ("Số phút", total.minutes),
        ("Kết quả", words.results),
        ("Khó khăn, nguyên nhân", words.difficulties),
        ("Đề xuất, kiến nghị", words.proposals),
        ("Ghi chú", provenance(paper)),
    ]
    told: list[Row] = [("", DRAFT)] if paper.sent is None else []
    told += [(name, _lines(value) if isinstance(value, str) else value) for name, value in about if value != ""]
    return told


def _lines(text: str) -> str:
    return "\n".join(map(plain, text.split("\n")))

"""The tables of counts in the report upward: a group a row, and a total of like with like."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from docx.document import Document
from docx.shared import Length

from hub.export.documents.told import Told
from sync.annex.model import Annex, CountRow, Sums, Table
from sync.documents import layout
from sync.ledger.asked import Asked
from sync.ledger.figures import task_key, task_of
from sync.wording.numbers import official_number as amount

_QUANTITY: Final = (
    "Số lượng tính riêng cho từng hình thức (buổi, tin, bài, lượt phát ...), không cộng các hình thức với nhau."
)
_HEADS: Final = {
    "activities": "Số hoạt động",
    "quantity": "Số lượng",
    "audience": "Số người",
    "minutes": "Số phút",
}
TABLES: Final[tuple[tuple[Table, str, str, str], ...]] = (
    ("topic", "Kết quả theo chủ đề", "Chủ đề", "Hoạt động có nhiều chủ đề được tính ở từng chủ đề, ở dòng tổng một lần."),
    ("channel", "Kết quả theo hình thức", "Hình thức", _QUANTITY),
    ("task", "Kết quả theo nhiệm vụ", "Nhiệm vụ", "Dòng tổng tính cả hoạt động không gắn với nhiệm vụ nào."),
    ("directive", "Kết quả theo văn bản", "Văn bản", "Dòng tổng tính cả hoạt động không gắn với văn bản nào."),
    (
        "audiences",
        "Kết quả theo đối tượng",
        "Đối tượng",
        "Hoạt động có nhiều đối tượng được tính ở từng đối tượng, ở dòng tổng một lần.",
    ),
    ("body", "Kết quả theo bộ phận thực hiện", "Bộ phận", "Bộ phận của đơn vị, do đơn vị nêu khi ghi hoạt động."),
    (
        "language",
        "Kết quả theo ngôn ngữ",
        "Ngôn ngữ",
        "Hoạt động bằng nhiều ngôn ngữ được tính ở từng ngôn ngữ, ở dòng tổng một lần.",
    ),
)
"""What the counts of the body are grouped by: the key, the heading, the column's head, a note under the table. Tasks are
those of a directive, so they come where the report is about one; audiences, bodies and languages where an activity names
any; and directives where they are asked for."""
_REPORT_TASKS: Final = "Nhiệm vụ {numbers} là báo cáo, không tính ở bảng này{where}."
_WHO_SENT: Final = ": ai đã gửi được nêu ở mục 1"


def has(annex: Annex, by: Table, asked: Asked) -> bool:
    """Whether a table of the body is asked for, and has something to say: where nothing is counted, only if a duty
    names it."""
    if not asked.has(by):
        return False
    if not annex.total.activities:
        return by in asked.tables
    if by == "task":
        return annex.directive is not None and any(row.key for row in annex.tables.get(by, ()))
    if by == "directive":
        return by in asked.tables
    return by not in ("audiences", "body", "language") or any(row.key for row in annex.tables.get(by, ()))


def counts(document: Document, by: Table, head: str, annex: Annex, told: Told, width: Length) -> None:
    """Counts, a group a row, and the total over all activities; quantities where they count one kind of thing."""
    names = ("activities", "quantity", "audience", "minutes") if by == "channel" else ("activities", "audience", "minutes")
    rows = [_numbered(by, names, told, *row) for row in enumerate(_ordered(by, annex, told), 1)]
    last = ("", "Tổng cộng", *_figures(names, annex.total))
    heads, share = ("TT", head, *(_HEADS[name] for name in names)), 14 if len(names) < 4 else 12
    right, first = tuple(range(2, len(heads))), 10 if by == "task" else 8
    shares = (first, 100 - first - share * len(names), *(share for _ in names))
    layout.table(document, heads, shares, [*rows, last], width=width, right=right)


def under(by: Table, note: str, annex: Annex, told: Told) -> str:
    """What stands under a table."""
    if by != "task" or not told.report_tasks:
        return note
    reports = _REPORT_TASKS.format(numbers=", ".join(told.report_tasks), where=_WHO_SENT if annex.standings else "")
    return f"{note} {reports}"


def _ordered(by: Table, annex: Annex, told: Told) -> Sequence[CountRow]:
    """The rows of a table; tasks as their document has them, then those that it does not name."""
    rows = annex.tables.get(by, ())
    if by != "task" or told.directive is None:
        return rows
    places = {task_key(told.directive.id, task.no): place for place, task in enumerate(told.directive.tasks)}
    return sorted(rows, key=lambda row: places.get(row.key, len(places)))


def _numbered(by: Table, names: Sequence[str], told: Told, number: int, row: CountRow) -> tuple[str, ...]:
    """A row of counts. A task has its own number, which its name begins with, and no figures where a report does it; other
    rows have that of their place."""
    if by != "task":
        return amount(number), row.name, *_figures(names, row)
    own = task_of(row.key)[1]
    figures = ("",) * len(names) if own in told.report_tasks and not row.activities else _figures(names, row)
    return own, row.name.removeprefix(f"{own}. "), *figures


def _figures(names: Sequence[str], row: Sums) -> tuple[str, ...]:
    values = (getattr(row, name) for name in names)
    return tuple("" if value is None else amount(value) for value in values)

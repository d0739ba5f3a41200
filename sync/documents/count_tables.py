"""The tables of counts in a report: a group a row, and a total of like with like."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final, Literal, Protocol

from docx.document import Document
from docx.shared import Length
from msgspec import Struct

from sync.documents import layout
from sync.documents.parts import NO_ACTIVITIES, heading, note, text
from sync.ledger.asked import Asked
from sync.ledger.directive import Directive
from sync.ledger.figures import task_key, task_of
from sync.wording.dates import day_in_document
from sync.wording.numbers import official_number as amount

BodyTable = Literal["topic", "channel", "task", "directive", "audiences", "body", "language"]
"""What the counts in a report's body are grouped by."""


class Sums(Protocol):
    """What activities add up to; no quantity where it would add up unlike things."""

    @property
    def activities(self) -> int: ...
    @property
    def quantity(self) -> int | None: ...
    @property
    def audience(self) -> int: ...
    @property
    def minutes(self) -> int: ...


class Group(Sums, Protocol):
    """The activities under one key; the key is empty for those that name none."""

    @property
    def key(self) -> str: ...
    @property
    def name(self) -> str: ...


_QUANTITY: Final = (
    "Số lượng tính riêng cho từng hình thức (buổi, tin, bài, lượt phát ...), không cộng các hình thức với nhau."
)
_HEADS: Final = {
    "activities": "Số hoạt động",
    "quantity": "Số lượng",
    "audience": "Số người",
    "minutes": "Số phút",
}
TABLES: Final[tuple[tuple[BodyTable, str, str, str], ...]] = (
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


class Counted(Struct, frozen=True, kw_only=True):
    """What a report counts, by what it is told by."""

    groups: Mapping[Any, Sequence[Group]]
    """By the key of a table; one that says nothing is left out."""
    total: Sums
    asked: Asked
    of_directive: bool
    """Whether the report is about a directive."""
    directive: Directive | None
    """That one, where it is known."""
    reports: Collection[str] = ()
    """The numbers of its tasks that are reports: no activity does one."""
    where: str = ""
    """What is said behind those."""

    def of(self, by: BodyTable) -> Sequence[Group]:
        """The groups of a table; tasks as their document has them, then those that it does not name."""
        groups = self.groups.get(by, ())
        if by != "task" or self.directive is None:
            return groups
        places = {task_key(self.directive.id, task.no): place for place, task in enumerate(self.directive.tasks)}
        return sorted(groups, key=lambda group: places.get(group.key, len(places)))


def summed(start: str, end: str, total: Sums, who: str) -> str:
    """What the activities from one day (ISO) to another add up to, in a sentence; `who` held them."""
    days = f"Từ {day_in_document(start)} đến hết {day_in_document(end)}"
    if not total.activities:
        return f"{days}, không có hoạt động nào được ghi trong sổ."
    sums = (
        f"{who} thực hiện {amount(total.activities)} hoạt động",
        f"{amount(total.audience)} lượt người" if total.audience else "",
        f"tổng thời lượng {amount(total.minutes)} phút" if total.minutes else "",
    )
    return f"{days}, {', '.join(filter(None, sums))}."


def has(by: BodyTable, counted: Counted) -> bool:
    """Whether a table of the body is asked for, and has something to say: where nothing is counted, only if a duty
    names it."""
    if not counted.asked.has(by):
        return False
    if not counted.total.activities:
        return by in counted.asked.tables
    if by == "task":
        return counted.of_directive and any(group.key for group in counted.of(by))
    if by == "directive":
        return by in counted.asked.tables
    return by not in ("audiences", "body", "language") or any(group.key for group in counted.of(by))


def tables(document: Document, counted: Counted, *, after: int) -> int:
    """The tables of the body, each under a heading, which are numbered `after` so many; the number of the last."""
    number, place = after, 0
    for by, title, head, below in TABLES:
        if not has(by, counted):
            continue
        number += 1
        heading(document, 2, f"{number}. {title}")
        groups = counted.of(by)
        if not counted.total.activities or not groups:
            text(document, NO_ACTIVITIES)
            continue
        place += 1
        layout.paragraph(document, f"Bảng {place}. {title}", layout.CAPTION)
        reports = counted.reports if by == "task" else ()
        counts(document, head, groups, counted.total, width=layout.TEXT_WIDTH, by=by, reports=reports)
        told = _REPORT_TASKS.format(numbers=", ".join(reports), where=counted.where) if reports else ""
        note(document, " ".join(filter(None, (below, told))), after=6)
    return number


def counts(
    document: Document,
    head: str,
    groups: Sequence[Group],
    total: Sums,
    *,
    width: Length,
    by: BodyTable | None = None,
    reports: Collection[str] = (),
) -> None:
    """Counts, a group a row, and the total over all activities; quantities where they count one kind of thing. Of tasks
    those that are `reports` have no figures of their own."""
    names = ("activities", "quantity", "audience", "minutes") if by == "channel" else ("activities", "audience", "minutes")
    rows = [_numbered(by, names, reports, *row) for row in enumerate(groups, 1)]
    last = ("", "Tổng cộng", *_figures(names, total))
    heads, share = ("TT", head, *(_HEADS[name] for name in names)), 14 if len(names) < 4 else 12
    right, first = tuple(range(2, len(heads))), 10 if by == "task" else 8
    shares = (first, 100 - first - share * len(names), *(share for _ in names))
    layout.table(document, heads, shares, [*rows, last], width=width, right=right)


def _numbered(
    by: BodyTable | None, names: Sequence[str], reports: Collection[str], number: int, row: Group
) -> tuple[str, ...]:
    """A row of counts. A task has its own number, which its name begins with, and no figures where a report does it; other
    rows have that of their place."""
    if by != "task":
        return amount(number), row.name, *_figures(names, row)
    own = task_of(row.key)[1]
    figures = ("",) * len(names) if own in reports and not row.activities else _figures(names, row)
    return own, row.name.removeprefix(f"{own}. "), *figures


def _figures(names: Sequence[str], row: Sums) -> tuple[str, ...]:
    values = (getattr(row, name) for name in names)
    return tuple("" if value is None else amount(value) for value in values)

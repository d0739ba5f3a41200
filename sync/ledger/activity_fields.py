"""The fields of an activity, one table: how each is typed, which list of the vocabulary its codes are from, whether it is
counted, and under which headings it stands in the tables that communes keep.

What an entry carries (`entry.Fields`) and what a record is at last (`merge.Values`) are structs with these fields, for
the speed and the types of structs; a test holds them to the table. The form, the options of commands, the reading of
drafts and of imported tables, and the words for people follow from the table itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal

from msgspec import Struct

from sync.ledger.vocabulary import ListName

FieldKind = Literal["line", "text", "day", "directive", "task", "terms", "term", "count", "lines"]
"""How a field is typed: one line, several, a day (ISO), a directive's id, a task's number in it, some terms of the
vocabulary, one of them, a whole number, some short texts with `;` between."""


class ActivityField(Struct, frozen=True, kw_only=True):
    """A field of an activity."""

    code: str
    """Its name on the wire."""
    kind: FieldKind
    terms: ListName | None = None
    """The list that its codes are from; None for one without codes."""
    needed: bool = False
    """Whether no activity is without it."""
    counted: bool = False
    """Whether figures sum it up."""
    level: int = 1
    """The level of the protocol that brought it: `sync.ledger.levels`."""
    headings: tuple[str, ...]
    """Of columns that hold it, as `text.fold` writes them."""

    @property
    def is_picked(self) -> bool:
        """Whether people pick its value from a list."""
        return self.kind in ("directive", "task", "terms", "term")


FIELDS: Final = (
    ActivityField(
        code="title",
        kind="line",
        needed=True,
        headings=("noi dung", "ten hoat dong", "hoat dong", "noi dung tuyen truyen", "title", "activity"),
    ),
    ActivityField(
        code="date", kind="day", needed=True, headings=("ngay", "ngay thang", "thoi gian", "ngay thuc hien", "date")
    ),
    ActivityField(
        code="until",
        kind="day",
        level=2,
        headings=("den ngay", "den het ngay", "ngay ket thuc", "ket thuc", "ngay cuoi", "until", "last day"),
    ),
    ActivityField(code="directive", kind="directive", headings=("van ban", "ke hoach", "van ban chi dao", "directive")),
    ActivityField(code="task", kind="task", headings=("nhiem vu", "task")),
    ActivityField(code="topics", kind="terms", terms="topics", headings=("chu de", "linh vuc", "topic", "topics")),
    ActivityField(
        code="channel", kind="term", terms="channels", headings=("hinh thuc", "kenh", "hinh thuc tuyen truyen", "channel")
    ),
    ActivityField(code="quantity", kind="count", counted=True, headings=("so luong", "so luot", "so buoi", "quantity")),
    ActivityField(
        code="audience",
        kind="count",
        counted=True,
        headings=("so nguoi", "so nguoi du", "luot nguoi", "nguoi nghe", "audience"),
    ),
    ActivityField(
        code="audiences",
        kind="terms",
        terms="audiences",
        level=2,
        headings=("doi tuong", "doi tuong tuyen truyen", "nhom doi tuong", "thanh phan", "audiences"),
    ),
    ActivityField(
        code="minutes", kind="count", counted=True, headings=("thoi luong", "thoi luong (phut)", "so phut", "minutes")
    ),
    ActivityField(code="language", kind="term", terms="languages", headings=("ngon ngu", "tieng", "language")),
    ActivityField(
        code="languages",
        kind="terms",
        terms="languages",
        level=2,
        headings=("ngon ngu khac", "tieng khac", "other languages"),
    ),
    ActivityField(code="place", kind="line", headings=("dia diem", "noi thuc hien", "place")),
    ActivityField(code="places", kind="lines", level=2, headings=("dia diem khac", "noi khac", "other places")),
    ActivityField(
        code="body",
        kind="term",
        terms="bodies",
        level=2,
        headings=("bo phan", "bo phan thuc hien", "don vi thuc hien", "body"),
    ),
    ActivityField(code="text", kind="text", headings=("ghi chu", "mo ta", "ket qua", "text", "note")),
)
"""All fields, in the order in which people are asked for them."""

BY_CODE: Final[Mapping[str, ActivityField]] = {field.code: field for field in FIELDS}
COUNTED: Final = tuple(field.code for field in FIELDS if field.counted)
"""The fields that figures sum up, in the order of a tally's sums after the number of activities."""

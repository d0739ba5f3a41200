"""Places that stand above rows and in no column of theirs: the name of a group that is a village's, and of a sheet that is.
The name of a group says where its rows were; of the name of a sheet that is asked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, Literal, NamedTuple

from msgspec import structs

from sync.importing.plan import PlannedSheet, Reading
from sync.importing.questions import Example, Question
from sync.importing.read_row import ReadRow
from sync.importing.row_kinds import Columns
from sync.ledger.text import tidy
from sync.tables import Row
from sync.wording.fields import field_name

_NO_NAME: Final = (
    r"(?:sao|tin|đồ|kê|tổng|in|chính|gốc|nháp|cũ|mới|cuối|thảo|dự|quyền|cam|án|thân|đăng|vẽ|ghi|lưu|word|excel|pdf|thử|báo"
    r"|điện|kiểm|nhận|xác|giải|hướng|quy|kế|thu|chi|đánh|đã|chốt|trích|dịch|hợp|kiến|nội|trình|ký|tự)"
)
"""Words behind which "bản" is no village: a copy, news, a map."""
_KIND: Final = rf"(?:bản(?! {_NO_NAME}\b)|thôn|xóm|buôn|làng|ấp|khóm|khu phố|khu dân cư|tổ dân phố|tdp|tiểu khu)"
_NAME: Final = re.compile(rf"({_KIND}) \w[\w'’.-]*(?: \w[\w'’.-]*){{0,3}}", re.IGNORECASE)
_SIGNS: Final = re.compile(r"\s*(?:\([^()]*\)|[:;,.–-])\s*$")
_NUMBER: Final = re.compile(r"^(?:\(?(?:[0-9]{1,2}(?:\.[0-9]{1,2})?|[IVX]{1,5}|[a-hA-H])\)?\s*[.)·/:-]\s*)+")
_CAPITAL: Final = re.compile(r"[A-ZÀ-ỸĐ0-9]")
_LONGEST: Final = 40
CODE: Final = "sheet-place"


class Placed(NamedTuple):
    """The sheets of a plan, their rows with the places above them."""

    sheets: tuple[PlannedSheet, ...]
    asked: tuple[Question, ...]


def place_named(text: str) -> str:
    """The place, where a text is nothing but the name of one; empty where it says another thing.

    >>> place_named("1. Bản Nà Khiết:"), place_named("BẢN THẲM (52 hộ)"), place_named("Bản sao"), place_named("Họp bản Thẳm")
    ('Bản Nà Khiết', 'Bản Thẳm', '', '')
    """
    if len(text) > _LONGEST or " " not in text:
        return ""
    name = _NUMBER.sub("", tidy(text))
    while (shorter := _SIGNS.sub("", name)) != name:
        name = shorter
    if not (found := _NAME.fullmatch(name)):
        return ""
    words = name[len(found[1]) :].split()
    if not all(_CAPITAL.match(word) for word in words):
        return ""
    return f"{found[1].capitalize()} {' '.join(words).title() if name.isupper() else ' '.join(words)}"


def heads_place(row: Row, columns: Columns) -> bool:
    """Whether a row without a day of its own is nothing but the name of a place, above rows of which that says where they
    were: it stands where the day or what was done would, or across them."""
    texts = {cell.text for at, cell in enumerate(row.cells) if not cell.is_empty and at not in columns.numbers}
    if len(texts) != 1:
        return False
    there = not (row.at(columns.date).is_empty and row.at(columns.title).is_empty)
    return there and bool(place_named(texts.pop()))


def with_group_places(sheet: PlannedSheet) -> PlannedSheet:
    """A sheet without a column of places, whose rows have the place that their group is named for."""
    if _has_places(sheet) or not any(row.kind == "group" and place_named(row.text) for row in sheet.rows):
        return sheet
    rows: list[ReadRow] = []
    group, above, examples = "", "", []
    for row in sheet.rows:
        if row.kind in ("group", "heading"):
            group, above = place_named(row.text), row.text
        if group and row.fields is not None:
            examples.append(Example(above[:60], group, rows=(row.number,)))
            rows.append(_at(row, group))
        else:
            rows.append(row)
    if not examples:
        return sheet
    first = examples[0]
    own = Reading(column=field_name("place"), how="of-group", cells=len(examples), before=first.before, after=first.after)
    return structs.replace(sheet, rows=tuple(rows), readings=(*sheet.readings, own))


def with_places(sheets: Sequence[PlannedSheet], answered: Mapping[str, Literal["take", "skip"]]) -> Placed:
    """The sheets of a plan, the rows that have no place with the one that their sheet is named for, where that is wanted."""
    taken = [sheet for sheet in sheets if sheet.taken and not _has_places(sheet)]
    of_sheets = {sheet.name: place for sheet in taken if any(map(_is_nowhere, sheet.rows)) and (place := _of_sheet(sheet))}
    wanted = of_sheets if answered.get(CODE, "take") == "take" else {}
    placed = (
        structs.replace(sheet, rows=tuple(_at(row, wanted[sheet.name]) if _is_nowhere(row) else row for row in sheet.rows))
        if sheet.name in wanted
        else sheet
        for sheet in sheets
    )
    return Placed(tuple(placed), tuple(_asked(taken, of_sheets)))


def _has_places(sheet: PlannedSheet) -> bool:
    return sheet.has("place") or sheet.has("places")


def _is_nowhere(row: ReadRow) -> bool:
    return row.fields is not None and not row.fields.place


def _at(row: ReadRow, place: str) -> ReadRow:
    assert row.fields is not None, "a row that is taken"
    return structs.replace(row, fields=structs.replace(row.fields, place=place))


def _of_sheet(sheet: PlannedSheet) -> str:
    """The place that a sheet is named for: by its name, or by what stands above its table."""
    if place := place_named(sheet.sheet):
        return place
    name = tidy(sheet.sheet)
    if not (_CAPITAL.match(name) and len(name) <= _LONGEST):
        return ""
    found = re.search(rf"\b({_KIND}) {re.escape(name)}(?!\w)", tidy(sheet.title), re.IGNORECASE)
    return f"{found[1].capitalize()} {name}" if found else ""


def _asked(taken: Sequence[PlannedSheet], of_sheets: Mapping[str, str]) -> Iterator[Question]:
    if of_sheets:
        rows = sum(_is_nowhere(row) for sheet in taken if sheet.name in of_sheets for row in sheet.rows)
        told = tuple(Example(name, place) for name, place in of_sheets.items())
        yield Question(code="sheet-place", sheet="", facts={"rows": rows}, examples=told)

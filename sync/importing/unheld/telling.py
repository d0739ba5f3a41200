"""The columns of a table that say whether something was held."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType
from typing import Final, NamedTuple

from msgspec import structs

from sync.importing.cells import is_nothing
from sync.importing.columns import PlannedColumn
from sync.importing.headings import DESCRIPTION, UNUSED, compared, names_some
from sync.importing.ticks import is_tick
from sync.importing.unheld.signs import is_day, is_mark, is_no, is_some, is_yes, share_of
from sync.importing.unheld.words import BEGUN_CELLS, NOT_DONE_CELLS, OFF, both_forms, is_of, matches
from sync.ledger.activity_fields import COUNTED
from sync.ledger.text import fold
from sync.tables import Cell, Row

_WAS_DONE: Final = (
    r"(?:làm|thực hiện|triển khai|tổ chức|họp|hoàn thành|hoàn tất|xong|diễn ra|tiến hành|phát|mở|chiếu|treo|đăng)"
)
_OF_UNDONE: Final = (
    r"(?:(?:số|những|các|việc|công việc|nội dung|hoạt động|phần) )*(?:(?:chưa|không|ko)(?: thể)?(?: được)?"
    rf" {_WAS_DONE}(?: được| xong)?|(?:(?:bị|đã|tạm|phải) )*(?:{OFF})(?: lại)?"
    r"|(?:chưa|không|ko|k)[. ]{0,2}(?:th|ht|t/h|tc|đạt)|cht|cth|kth|kht)"
)
"""The heading of a column in which it is ticked that something was not done."""
_NO: Final = r"chưa|không|ko"
_YES: Final = r"có|rồi"
_OF_DONE: Final = (
    r"(?:(?:đã|có|được) )*(?:làm|thực hiện|triển khai|tổ chức|họp|hoàn thành|hoàn tất|xong|diễn ra|tiến hành)"
    r"(?: (?:xong|rồi|được))?|(?:đã|có) (?:phát|mở|chiếu|treo|đăng)|done|(?:đã )?(?:th|ht|t/h|đạt)|[✓✔√☑✅]"
)
"""The heading of one in which it is ticked that something was done."""
_REASONS: Final = re.compile(
    r"(?:ly do|li do|nguyen nhan|vi sao|tai sao|giai trinh)\b(?!.*\bnhan\b)(?:.*\b(?:chua|khong|ko|hoan|huy|tam dung)\b.*)?"
)
_REFUSED: Final = re.compile(r"(?:ly do|vi sao) khong nhan|why it was refused")
_STATUS: Final = re.compile(
    r"(?:ket qua|kq|tinh trang|trang thai|tien do|muc do)(?: (?:thuc hien|th|hoan thanh|ht|cong viec|dat duoc))?"
    r"|kqth|kqht|status|(?:da )?(?:thuc hien|th|hoan thanh|ht|lam|to chuc|dat)"
)
"""The heading of one that says how something stands."""
_STATE: Final = re.compile("(?:tinh trang|trang thai|status).*")
"""The heading of one that says nothing else."""
_TICKED: Final = re.compile("(?:o )?(?:danh dau|dau|tick|tich|check|kiem tra|x|v)(?: (?:x|v))?")
"""The heading of one in which something is ticked, most likely what was done."""
_SHARE: Final = re.compile(
    r"(?:% ?|(?:ty|ti) le )(?:ht|th|hoan thanh|thuc hien|dat|dat duoc|cong viec|tien do)(?: %)?"
    r"|(?:ket qua|kq|muc do|tien do|hoan thanh|thuc hien|ht|th)(?: (?:hoan thanh|thuc hien|th|ht))? %"
)
"""The heading of one that says how much of something is done."""
_WHOLE: Final = 100
SAID_DONE: Final = re.compile(
    r"(?:da|xong|roi|hoan|dat|tot|kha|trung binh|dam bao|day du|dong|du|co|ok|done|yes|y|x|v|ht|th|nhat tri|thanh cong"
    r"|ket thuc|duoc|an toan|binh thuong|dung|kip thoi|100 ?%?)\b.*|[✓✔√☑✅+]|[0-9]{2,}.*|[0-9]+ \w+.*"
)
"""What a cell says that is done."""
_SURELY_DONE: Final = re.compile(
    r"(?:da )?(?:xong|hoan thanh|hoan tat|ht|th)|ok|done|roi|da (?:lam|thuc hien|to chuc|hop|phat|trien khai)"
)
_RATHER_DONE: Final = re.compile(rf"{_SURELY_DONE.pattern}|dat|tot|co|100 ?%|[xv✓✔√☑✅]")
"""What says it where a column is of how something stands."""
_MOST_KINDS: Final = 100
_FEW: Final = 4
"""Words that may say how something stands, and kinds of them in a column of nothing else."""
_REMARKS: Final = re.compile("ghi chu|gc|luu y|chu thich")
_OF_REMARKS: Final = re.compile(rf"\b(?:{_REMARKS.pattern})\b")
"""The heading of a column of remarks, beside whatever else stands in it."""
_OF_WHOM: Final = re.compile(r"\b(?:phu trach|nguoi|can bo|don vi|co quan)\b")
"""What else makes it one of names."""
_FEWEST_COUNTED: Final = 3
_MOST_COUNTED: Final = 2 / 3
_OF_TARGETS: Final = re.compile(
    r"\b(?:kh|ke hoach|chi tieu|muc tieu|du kien|du dinh|du tinh|dang ky|giao|can dat|nhiem vu)\b"
)
"""The heading of a column that says how much was planned."""
_OF_REACHED: Final = re.compile(
    r"\b(?:th|thuc hien|thuc te|dat|dat duoc|ket qua|kq|kqth|da|lam duoc|hoan thanh|ht|to chuc|co mat"
    r"|tham gia|tham du|du(?! (?:kien|dinh|tinh)))\b"
)
"""The heading of a column that says how much of it was done."""
_UNDONE_COLUMNS: Final = both_forms(_OF_UNDONE)
_NO_COLUMNS: Final = both_forms(_NO)
_YES_COLUMNS: Final = both_forms(_YES)
_DONE_COLUMNS: Final = both_forms(_OF_DONE)


class Telling(NamedTuple):
    """The columns of a table that say whether something was held, by place."""

    undone: tuple[int, ...] = ()
    """Ticked where it was not."""
    done: tuple[int, ...] = ()
    """Ticked where it was, and nothing but ticks."""
    reasons: tuple[int, ...] = ()
    """Why it was not."""
    status: tuple[int, ...] = ()
    """How it stands."""
    notes: tuple[int, ...] = ()
    planned: tuple[int, ...] = ()
    """Days on which it was planned."""
    shares: Mapping[int, int] = MappingProxyType({})
    """How much of it is done, each with what stands for all of it."""
    closed: frozenset[int] = frozenset()
    """Of those that say how it stands, or more of it, those with few kinds of cells, some of which say that it was done."""
    remarks: frozenset[int] = frozenset()
    """Of `notes`, those of remarks in which a sign for nothing is rare."""
    targets: tuple[int, ...] = ()
    """How much of it was planned."""
    reached: tuple[int, ...] = ()
    """How much of that was done."""
    marked: frozenset[int] = frozenset()
    """Of `status`, those with several signs, whatever each of them stands for."""
    figures: tuple[int, ...] = ()
    """Figures that are not taken, and say all the same that something was done: of some of the people, of another column
    of the same field, or of what nothing says."""
    noted: tuple[int, ...] = ()
    """Remarks, where most rows without one have a figure: one that has a remark for it may not have been held."""
    open: frozenset[int] = frozenset()
    """The columns in which nothing leaves it open: of how it stands and of nothing else; that say so of other rows; of
    ticks, most likely of what was done."""


def says_why_refused(heading: str) -> bool:
    """Whether a column says why rows were refused when their list was taken."""
    return _REFUSED.fullmatch(compared(heading)) is not None


def telling(columns: Sequence[PlannedColumn], below: Sequence[Row]) -> Telling:
    """The columns that say whether something was held, but for those that somebody named."""
    open_ = [column for column in columns if column.why != "named" and column.field not in (*COUNTED, "date", "title")]
    texts = {column.place: _heading(column) for column in open_ if column.heading != column.letter}
    undone = [at for at, text in texts.items() if is_of(text, _UNDONE_COLUMNS)]
    alone = [column.place for column in open_ if column.place in texts and _may_stand_alone(column)]
    no = [at for at in alone if is_of(texts[at], _NO_COLUMNS)]
    done = [at for at, text in texts.items() if is_of(text, _DONE_COLUMNS)]
    done += [at for at in alone if (no or undone) and is_of(texts[at], _YES_COLUMNS)]
    targets = _targets(columns, below)
    shares = {
        at: whole for at, text in texts.items() if _SHARE.fullmatch(compared(text)) and (whole := _whole_share(below, at))
    }
    status = tuple(at for at, text in texts.items() if at not in shares and _STATUS.fullmatch(compared(text)))
    told = [column for column in open_ if column.field == DESCRIPTION and column.claimed not in ("date", "until")]
    notes = tuple(column.place for column in told if column.place not in shares)
    others = [column.place for column in open_ if column.why == "unknown" and column.place in texts]
    ticked = tuple(at for at in done if _has_ticks_alone(below, at))
    closed = frozenset(
        at
        for at in {*status, *notes, *others}
        if at not in ticked
        and at not in undone
        and _is_closed(below, at, compared(texts.get(at, "")), is_status=at in status)
    )
    return Telling(
        undone=(*undone, *no),
        done=ticked,
        reasons=tuple(at for at, text in texts.items() if _REASONS.fullmatch(fold(text))),
        status=status,
        notes=notes,
        shares=shares,
        closed=closed,
        remarks=frozenset(
            at for at in notes if _REMARKS.fullmatch(compared(texts.get(at, ""))) and not _are_mostly_dashes(below, at)
        ),
        planned=planned_days(columns, below),
        targets=targets,
        reached=_reached(columns, below, targets) if targets else (),
        figures=(figures := tuple(column.place for column in columns if _counts_unused(column))),
        noted=_noted(columns, below, figures),
        marked=frozenset(at for at in status if _has_several_marks(below, at)),
        open=frozenset(
            at
            for at, text in texts.items()
            if (at in status and (_STATE.fullmatch(compared(text)) or (at in closed and _tells_some_done(below, at))))
            or (_TICKED.fullmatch(compared(text)) and _has_ticks_alone(below, at))
            or (at in done and at not in ticked and all(row.at(at).is_empty for row in below))
        ),
    )


def _counts_unused(column: PlannedColumn) -> bool:
    """Whether a column that is not taken for a figure has figures of what was done."""
    if column.field in COUNTED:
        return False
    if column.why == "second" or (column.why == "named" and column.field == UNUSED):
        return column.claimed in COUNTED or names_some(column.heading.rpartition(": ")[2])
    return column.why in ("part", "numbers")


def _noted(columns: Sequence[PlannedColumn], below: Sequence[Row], figures: Sequence[int]) -> tuple[int, ...]:
    """The columns of remarks of a table in which most rows have a figure that have no remark."""
    places = tuple(
        column.place
        for column in columns
        if column.why not in ("named", "hidden", "second")
        and column.field in (DESCRIPTION, UNUSED)
        and _OF_REMARKS.search(said := compared(column.heading))
        and not _OF_WHOM.search(said)
    )
    titles = [column.place for column in columns if column.field == "title"]
    counted = [*figures, *(column.place for column in columns if column.field in COUNTED)]
    plain = [
        any(is_some(row.at(at)) for at in counted)
        for row in below
        if any(not row.at(at).is_empty for at in titles) and all(row.at(at).is_empty for at in places)
    ]
    return places if sum(plain) >= _FEWEST_COUNTED and sum(plain) >= _MOST_COUNTED * len(plain) else ()


def planned_days(columns: Sequence[PlannedColumn], below: Sequence[Row]) -> tuple[int, ...]:
    """The columns of days on which something was planned, beside that of the days on which it was."""
    return tuple(
        column.place
        for column in columns
        if column.why in ("planned", "second") and any(is_day(row.at(column.place)) for row in below)
        if column.why == "planned" or column.claimed == "date"
    )


def _targets(columns: Sequence[PlannedColumn], below: Sequence[Row]) -> tuple[int, ...]:
    """The columns of how much was planned."""
    return tuple(
        column.place
        for column in columns
        if column.why == "planned" and _OF_TARGETS.search(compared(column.heading))
        if any(is_some(row.at(column.place)) for row in below)
    )


def _reached(columns: Sequence[PlannedColumn], below: Sequence[Row], targets: Sequence[int]) -> tuple[int, ...]:
    """The columns of how much was done of what was planned: those that say so, or stand right behind and have figures; else
    all figures."""
    open_ = [column for column in columns if column.place not in targets and column.why not in ("hidden", "held")]
    counted = [column for column in open_ if column.field in COUNTED]
    said = [
        column.place
        for column in open_
        if (column in counted or (column.field == UNUSED and not column.cells))
        and (
            _OF_REACHED.search(compared(column.heading))
            or (column.place - 1 in targets and (column in counted or any(is_some(row.at(column.place)) for row in below)))
        )
    ]
    return tuple(said or (column.place for column in counted))


def with_telling(columns: Sequence[PlannedColumn], below: Sequence[Row]) -> list[PlannedColumn]:
    """The columns, those that are not used marked that say whether something was held."""
    told = telling(columns, below)
    places = {*told.undone, *told.done, *told.reasons}
    ticked = {at for at in told.undone if any(is_tick(row.at(at)) for row in below)}
    return [
        structs.replace(column, field=UNUSED, why="held", claimed=UNUSED)
        if (column.place in places and column.field == UNUSED and column.why != "hidden") or column.place in ticked
        else column
        for column in columns
    ]


def _heading(column: PlannedColumn) -> str:
    return " ".join(column.heading.rpartition(": ")[2].casefold().split()).strip(" .:*?()")


def _may_stand_alone(column: PlannedColumn) -> bool:
    """Whether yes or no over a column is of what was done: nothing stands over that, or how it stands."""
    group = column.heading.rpartition(": ")[0]
    return not group or _STATUS.fullmatch(compared(group.rpartition(": ")[2])) is not None


def _whole_share(below: Sequence[Row], place: int) -> int:
    """What stands for all of it in a column of shares: 1 or 100; 0 where no share can be read."""
    shares = [share for row in below if (share := share_of(row.at(place))) is not None]
    return 0 if not shares else 1 if max(shares) <= 1 else _WHOLE


def _is_closed(below: Sequence[Row], place: int, heading: str, *, is_status: bool) -> bool:
    """Whether a column has few kinds of cells, some of which say that it was done."""
    texts = Counter(cell.text for row in below if not (cell := row.at(place)).is_empty)
    if len(texts) > _MOST_KINDS:
        return False
    kinds: Counter[str] = Counter()
    for text, count in texts.items():
        kinds[fold(text)] += count
    words = _RATHER_DONE if is_status else _SURELY_DONE
    done = sum(count for text, count in kinds.items() if words.fullmatch(text))
    if not done or (is_status and _STATE.fullmatch(heading)):
        return bool(done)
    few = is_status and len(kinds) <= _FEW and all(len(text.split()) <= _FEW // 2 for text in kinds)
    return few or (2 * done >= sum(kinds.values()) and all(map(_is_short, kinds)))


def _tells_some_done(below: Sequence[Row], place: int) -> bool:
    return any(_SURELY_DONE.fullmatch(fold(text)) for text in {row.at(place).text for row in below})


def _is_short(text: str) -> bool:
    return len(text.split()) <= _FEW


def _are_mostly_dashes(below: Sequence[Row], place: int) -> bool:
    cells = [cell for row in below if not (cell := row.at(place)).is_empty]
    return 2 * sum(is_nothing(cell.text) or cell.text == "0" for cell in cells) > len(cells)


def says_not_done(cell: Cell) -> bool:
    """Whether a cell of a closed column says no word of those for done."""
    return not cell.date and _is_no_word_for_done(cell.text)


@lru_cache(maxsize=4096)
def _is_no_word_for_done(text: str) -> bool:
    folded = fold(text)
    return bool(folded) and _is_short(folded) and not SAID_DONE.fullmatch(folded)


def _has_ticks_alone(below: Sequence[Row], place: int) -> bool:
    cells = [row.at(place) for row in below if not row.at(place).is_empty]
    return any(map(is_yes, cells)) and all(
        is_yes(cell) or is_no(cell) or matches(cell, NOT_DONE_CELLS) or matches(cell, BEGUN_CELLS) for cell in cells
    )


def _has_several_marks(below: Sequence[Row], place: int) -> bool:
    return len({cell.text.casefold() for row in below if is_mark(cell := row.at(place))}) > 1

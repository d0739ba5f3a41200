"""An annex laid out in cells: the sheets of a workbook, and the lines of a flat file. Who writes one and who checks one lay
it out here, so that no cell is left out of the checking.

A workbook speaks Vietnamese whatever language the hub speaks: it is the annex of an official document.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Sequence
from typing import Final

import msgspec
from msgspec import Struct, UnsetType

from sync.annex.model import (
    EVERY_ACTIVITY,
    Annex,
    CountedPart,
    CountRow,
    StandingRow,
    Sums,
    Table,
    Units,
    Version,
    tables_of,
)
from sync.encoding.types import Instant
from sync.errors import BadInput
from sync.ledger import origins
from sync.ledger.answered_status import AnswerName, CountedStatus
from sync.ledger.gathering import EVERYTHING
from sync.ledger.period import VIETNAM
from sync.wording.dates import day, day_at, moment_iso, vietnam_time
from sync.wording.safe_text import without_marks

Cell = str | int | datetime.datetime | None
"""What stands in a cell; a time is Vietnam's, without its zone."""

Row = tuple[Cell, ...]


class Sheet(Struct, frozen=True):
    """A table of cells. The first row names its columns, the first `keys` cells of a row name the row."""

    name: str
    rows: tuple[Row, ...]
    keys: int = 1


SUMMARY: Final = "Tổng hợp"
STANDINGS: Final = "Ai đã báo cáo"
PROOF: Final = "Kiểm chứng"
COUNTS: Final[dict[Table, str]] = {
    "unit": "Theo đơn vị",
    "topic": "Theo chủ đề",
    "channel": "Theo hình thức",
    "directive": "Theo văn bản",
    "task": "Theo nhiệm vụ",
    "audience": "Theo số người",
    "audiences": "Theo đối tượng",
    "body": "Theo bộ phận",
    "language": "Theo ngôn ngữ",
    "entered": "Do tỉnh nhập",
}
STANDING_WORDS: Final[dict[CountedStatus, str]] = {
    "on-time": "Đúng hạn",
    "claimed-on-time": "Máy ghi đúng hạn, nhận muộn",
    "late": "Chậm",
    "returned": "Đã trả lại, cần gửi lại",
    "missing": "Chưa báo cáo",
    "due": "Chưa đến hạn",
}
ANSWER_WORDS: Final[dict[AnswerName, str]] = {
    "accepted": "Đã chấp nhận",
    "awaited": "Chưa có ý kiến",
    "returned": "Đã trả lại",
}
UNITS_WORDS: Final[dict[Units, str]] = {
    "then": "Đơn vị vào ngày của hoạt động",
    "now": "Đơn vị vào ngày lập phụ lục",
}
VERSION, HUB, PERIOD, UNITS, MADE, REGISTRY, ACCEPTANCES = (
    "Phiên bản phụ lục",
    "Máy chủ",
    "Kỳ báo cáo",
    "Tính cho",
    "Lập lúc",
    "Sổ đăng ký khi đó",
    "Sổ tiếp nhận khi đó",
)
"""The rows of the last sheet that say how the annex came about."""
_DESK_ROW: Final = ("Sổ ý kiến gửi ", " khi đó")

PROVINCE: Final = "Tỉnh, thành phố"
START, END, DUE, OWING = "Hoạt động từ ngày", "đến hết ngày", "Hạn nộp: trước", "Số đơn vị"
STEP, COUNTED = "Tổng hợp từ báo cáo kỳ", "Số liệu tính từ"
"""The rows of the first sheet that say what a report of the province is made from, and what is counted."""
WINDOW_FACTS: Final = frozenset({START, END, DUE, STEP, COUNTED, "start", "end", "due", "step", "counts"})
"""The rows that say which days a period gathers, of what, and when it is due, in either layout."""
OWN_ACTIVITIES: Final = "Hoạt động ghi theo văn bản này"
_KINDS: Final = {"directive": "văn bản", "topic": "chủ đề", "task": "nhiệm vụ"}
"""Before the name of what is counted, too."""
TOTAL: Final = "Tổng cộng"
PROVISIONAL: Final = "Ước thực hiện"
EARLIER_PROVISIONAL: Final = "Tạm tính"
"""What version 0.1 wrote in its place: such a workbook still agrees with its ledger."""
DIFFERS: Final = "Số đã gửi khác sổ"
"""Of a report that was no estimate, and yet says other figures than the ledger gives."""
ENTERED: Final = "Do tỉnh nhập"
UNSAID_CODE: Final = "–"
NOTES: Final = "Ghi chú"
FIRST_RECEIVED: Final = "Nhận lần đầu lúc"
STANDINGS_HEADS: Final = (
    *("Mã", "Đơn vị", "Tình trạng", "Nhận lúc", "Máy ghi lúc", NOTES),
    *("Bản mới nhất nhận lúc", "Lần đầu", FIRST_RECEIVED, "Ý kiến của tỉnh", "Ý kiến lúc", "Ai nhập"),
    *("Đã gửi: số hoạt động", "Đã gửi: số người", "Đã gửi: số phút"),
    *("Theo sổ: số hoạt động", "Theo sổ: số người", "Theo sổ: số phút"),
)
_FIRST_HEADS: Final = 6
"""How many of them versions before the fourth have."""
SUMS: Final = ("Số hoạt động", "Số lượng", "Số người", "Số phút")
_ABOUT: Final[dict[str, str]] = {
    STANDINGS: "Tình trạng báo cáo của từng đơn vị, theo giờ nhận của máy chủ",
    COUNTS["unit"]: "Hoạt động của từng đơn vị",
    COUNTS["topic"]: "Theo chủ đề tuyên truyền; hoạt động có nhiều chủ đề được tính ở mỗi chủ đề",
    COUNTS["channel"]: "Theo hình thức tuyên truyền",
    COUNTS["directive"]: "Theo văn bản chỉ đạo mà hoạt động thực hiện",
    COUNTS["task"]: "Theo nhiệm vụ trong văn bản chỉ đạo",
    COUNTS["audience"]: "Theo số người mà một hoạt động đến được",
    COUNTS["audiences"]: "Theo đối tượng tuyên truyền; hoạt động có nhiều đối tượng được tính ở mỗi đối tượng",
    COUNTS["body"]: "Theo bộ phận của đơn vị đã thực hiện",
    COUNTS["language"]: "Theo ngôn ngữ đã dùng; hoạt động bằng nhiều ngôn ngữ được tính ở mỗi ngôn ngữ",
    COUNTS["entered"]: "Các hoạt động, trong số đã tính, do tỉnh nhập thay đơn vị",
    PROOF: "Trạng thái sổ đã dùng để tính, và cách kiểm chứng từng con số",
}
_HOW: Final = "soxa audit report GÓI.soxa PHỤ-LỤC.xlsx --key KHÓA"
_WHAT: Final = (
    "Gói: lệnh soxa hub bundle. Khóa: lệnh soxa hub key, nhận bằng đường khác với tệp này. Mọi ô được tính lại từ các bản "
    "ghi có chữ ký; ô nào khác thì bị nêu tên. Chữ ký điện tử của Sổ xã không phải chữ ký số của cơ quan nhà nước."
)

FLAT: Final = (
    "table",
    "key",
    "name",
    "activities",
    "quantity",
    "audience",
    "minutes",
    "standing",
    "received",
    "claimed",
    "provisional",
    "latest",
    "first_standing",
    "first_received",
    "answer",
    "answered",
    "entered",
    *(f"{which}_{name}" for which in ("stated", "now") for name in ("activities", "audience", "minutes")),
)
"""The columns of a flat file."""
_FIRST_FLAT: Final = 11
"""How many of them versions before the fourth have."""
DESK_FACT: Final = "desk "
"""Before the code of a unit: the fact that is the head of its desk."""


# -- cells


def guarded(text: str) -> str:
    """A cell that a spreadsheet shows and never runs."""
    return "'" + text if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def unguarded(text: str) -> str:
    """What `guarded` was given."""
    return text[1:] if text[:1] == "'" and guarded(text[1:]) == text else text


def cell(text: str) -> str:
    """Text as a workbook holds it: the library that reads workbooks takes this mark for an escape and drops it."""
    return guarded("\n".join(without_marks(line) for line in text.replace("x005F_", "").split("\n")))


def clock(instant: Instant | None) -> Cell:
    """A moment (POSIX seconds); one that no calendar has, which a laptop may claim, stays a number."""
    if instant is None:
        return None
    shown = vietnam_time(instant)
    return instant if shown is None else shown.replace(tzinfo=None)


def instant_of(moment: datetime.datetime) -> Instant:
    """The moment (POSIX seconds) that a cell shows."""
    return Instant(int(moment.replace(tzinfo=VIETNAM).timestamp()))


# -- the workbook


def workbook(annex: Annex) -> tuple[Sheet, ...]:
    """The sheets of a workbook, in order."""
    return (
        _summary(annex),
        _standings(annex),
        *(_counts(COUNTS[by], NAMES[by], annex.tables.get(by, ()), annex.total) for by in tables_of(annex.soxa)),
        _proof(annex),
    )


NAMES: Final[dict[Table, str]] = {
    "unit": "Đơn vị",
    "topic": "Chủ đề",
    "channel": "Hình thức",
    "directive": "Văn bản",
    "task": "Nhiệm vụ",
    "audience": "Số người mỗi hoạt động",
    "audiences": "Đối tượng",
    "body": "Bộ phận",
    "language": "Ngôn ngữ",
    "entered": "Đơn vị",
}


def flat_columns(version: Version) -> tuple[str, ...]:
    """The columns of a version's flat file."""
    return FLAT if version > 3 else FLAT[:_FIRST_FLAT]


def standings_heads(version: Version) -> tuple[str, ...]:
    """The columns of who has reported in a version's workbook."""
    return STANDINGS_HEADS if version > 3 else STANDINGS_HEADS[:_FIRST_HEADS]


def desk_row(unit: str) -> str:
    """What the row of the last sheet is called that has the head of a unit's desk."""
    return f"{_DESK_ROW[0]}{unit}{_DESK_ROW[1]}"


def is_desk_row(name: str) -> bool:
    """Whether a row of the last sheet has the head of a desk."""
    return name.startswith(_DESK_ROW[0]) and name.endswith(_DESK_ROW[1])


def desks(annex: Annex) -> dict[str, str]:
    """By unit, the signed heads of desks; a note begins with its origin, in which the unit's code stands."""
    notes = annex.state.desks
    return {_unit_of(note.partition("\n")[0]): note for note in notes} if isinstance(notes, tuple) else {}


def _unit_of(origin: str) -> str:
    """The unit of a desk, by the desk's name in whatever generation; of what is no such name, what it ends with."""
    try:
        return origins.parse(origin).name or origin
    except BadInput:
        return origin.rpartition("/")[2]


def _standing_words(version: Version) -> dict[CountedStatus, str]:
    """The words for where units stand, as a version has them."""
    return {standing: words for standing, words in STANDING_WORDS.items() if version > 3 or standing != "returned"}


def _summary(annex: Annex) -> Sheet:
    units_by_standing = Counter(row.standing for row in annex.standings)
    sheets = {STANDINGS, PROOF, *(COUNTS[by] for by in tables_of(annex.soxa))}
    facts: list[Row] = [
        ("PHỤ LỤC", cell(f"Số liệu tuyên truyền, kỳ {annex.period}")),
        (PROVINCE, cell(annex.province)),
        ("Văn bản", cell(annex.directive or "Mọi văn bản")),
        *_step(annex),
        (START, day(annex.start)),
        (END, day(annex.end)),
        (DUE, clock(annex.due)),
        ("Lập lúc", clock(annex.made)),
        (OWING, len(annex.standings)),
        *((words, units_by_standing[standing]) for standing, words in _standing_words(annex.soxa).items()),
        *((name, value) for name, value in zip(SUMS, _sums(annex.total), strict=True) if value is not None),
        *((f"Trang “{name}”", about) for name, about in _ABOUT.items() if name in sheets),
    ]
    return Sheet(SUMMARY, tuple(facts))


def _step(annex: Annex) -> tuple[Row, ...]:
    """What a report is made from, and what it counts, of a version that says so."""
    if isinstance(annex.counts, UnsetType):
        return ()
    return (STEP, cell(annex.step or UNSAID_CODE)), (COUNTED, cell(_counted(annex.directive, annex.counts)))


def _counted(directive: str | None, counts: Sequence[CountedPart]) -> str:
    """What is counted, as a row of a workbook says it; with a directive, its own activities among that."""
    if directive is None or any(part.key == EVERYTHING for part in counts):
        return EVERY_ACTIVITY
    return "; ".join((OWN_ACTIVITIES, *(f"{_KINDS[part.key.partition(' ')[0]]} {part.name}" for part in counts)))


def _standings(annex: Annex) -> Sheet:
    rows: list[Row] = [standings_heads(annex.soxa)]
    rows += [_standing(row, annex.soxa) for row in annex.standings]
    reported = sum(row.received is not None for row in annex.standings)
    return Sheet(STANDINGS, (*rows, (TOTAL, reported_words(reported, len(annex.standings)))))


def _standing(row: StandingRow, version: Version) -> Row:
    differs = DIFFERS if version > 3 and row.stated else None
    cells: Row = (
        cell(row.unit),
        cell(row.name),
        STANDING_WORDS[row.standing],
        clock(row.received),
        clock(row.claimed),
        PROVISIONAL if row.provisional else differs,
    )
    if version < 4:
        return cells
    return (
        *cells,
        clock(_said(row.latest)),
        STANDING_WORDS[row.first_standing] if row.first_standing else None,
        clock(_said(row.first_received)),
        ANSWER_WORDS[row.answer] if row.answer else None,
        clock(_said(row.answered)),
        ENTERED if row.entered else None,
        *_both(row),
    )


def _said(instant: Instant | UnsetType | None) -> Instant | None:
    return None if isinstance(instant, UnsetType) else instant


def _both(row: StandingRow) -> tuple[int | None, ...]:
    """What a unit's newest report says, and what the ledger gives, where these are not the same."""
    both = (row.stated or None, row.now or None)
    parts = ((None,) * 3 if sums is None else (sums.activities, sums.audience, sums.minutes) for sums in both)
    return tuple(value for sums in parts for value in sums)


def reported_words(reported: int, units: int) -> str:
    """How many units have reported, as it stands under them."""
    return f"Đã báo cáo {reported} trên {units} đơn vị"


def _counts(name: str, what: str, found: Sequence[CountRow], total: Sums) -> Sheet:
    rows: list[Row] = [("Mã", what, *SUMS)]
    rows += [(cell(row.key) or UNSAID_CODE, cell(row.name), *_sums(row)) for row in found]
    return Sheet(name, (*rows, (TOTAL, "Toàn bộ hoạt động của kỳ, mỗi hoạt động một lần", *_sums(total))))


def _sums(sums: Sums) -> tuple[int, int | None, int, int]:
    return sums.activities, sums.quantity, sums.audience, sums.minutes


def _proof(annex: Annex) -> Sheet:
    return Sheet(
        PROOF,
        (
            ("KIỂM CHỨNG", cell(f"Số liệu tính từ sổ ngày {day_at(annex.made)}")),
            *(((VERSION, annex.soxa),) if annex.soxa > 1 else ()),
            (HUB, cell(annex.hub)),
            (PERIOD, cell(annex.period)),
            (UNITS, UNITS_WORDS[annex.units]),
            (MADE, clock(annex.made)),
            (REGISTRY, cell(annex.state.registry)),
            (ACCEPTANCES, cell(annex.state.acceptances)),
            *((desk_row(cell(unit)), cell(note)) for unit, note in desks(annex).items()),
            ("Lệnh kiểm chứng", _HOW),
            ("Cách kiểm chứng", _WHAT),
        ),
    )


# -- the flat file


def flat(annex: Annex) -> Sheet:
    """All of an annex in one table of texts; no cell is guarded yet."""
    facts = ({"version": str(annex.soxa)} if annex.soxa > 1 else {}) | {
        "hub": annex.hub,
        "province": annex.province,
        "period": annex.period,
        "directive": annex.directive or "",
        **_flat_step(annex),
        "start": annex.start,
        "end": annex.end,
        "due": moment_iso(annex.due),
        "made": moment_iso(annex.made),
        "units": annex.units,
        "registry": annex.state.registry,
        "acceptances": annex.state.acceptances,
        **{f"{DESK_FACT}{unit}": note for unit, note in desks(annex).items()},
    }
    rows: list[tuple[str, ...]] = [("fact", name, value) for name, value in facts.items()]
    rows += [_flat_standing(row) for row in annex.standings]
    for by in tables_of(annex.soxa):
        rows += [(by, row.key, row.name, *_told(row)) for row in annex.tables.get(by, ())]
    rows.append(("total", "", "", *_told(annex.total)))
    columns = flat_columns(annex.soxa)
    return Sheet("", (columns, *(_line(cells, len(columns)) for cells in rows)), keys=2)


def _flat_step(annex: Annex) -> dict[str, str]:
    if isinstance(annex.counts, UnsetType):
        return {}
    return {"step": annex.step or "", "counts": "; ".join(part.key for part in annex.counts)}


def _flat_standing(row: StandingRow) -> tuple[str, ...]:
    return (
        "standing",
        row.unit,
        row.name,
        *("", "", "", ""),
        row.standing,
        moment_iso(row.received),
        moment_iso(row.claimed),
        _yes(row.provisional),
        moment_iso(_said(row.latest)),
        row.first_standing or "",
        moment_iso(_said(row.first_received)),
        row.answer or "",
        moment_iso(_said(row.answered)),
        _yes(row.entered),
        *("" if value is None else str(value) for value in _both(row)),
    )


def _yes(said: bool | UnsetType) -> str:
    return "yes" if said else "no"


def _told(sums: Sums) -> tuple[str, ...]:
    return tuple("" if value is None else str(value) for value in _sums(sums))


def _line(cells: Sequence[str], columns: int) -> Row:
    return (*cells[:columns], *("" for _ in range(len(cells), columns)))


def flat_guarded(annex: Annex) -> Sheet:
    """An annex in one table of texts, as a CSV file has it: each cell guarded."""
    sheet = flat(annex)
    rows = tuple(tuple(guarded(text) if isinstance(text, str) else text for text in row) for row in sheet.rows)
    return msgspec.structs.replace(sheet, rows=rows)

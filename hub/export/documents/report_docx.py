"""The report upward as a Word document, laid out as Decree 30/2020/NĐ-CP asks, for the operator to finish: tables filled,
what the units say gathered under its headings; number, date and signature left blank, for they are the office's.

An official document is in Vietnamese whatever language the program speaks: its fixed words are constants here, and in no
catalogue. `sync.documents` says how documents look and what frames them, this file what a report says.
"""

from __future__ import annotations

import datetime
import io
from collections.abc import Callable, Sequence
from operator import attrgetter
from typing import Final

from docx.document import Document
from docx.shared import Length
from msgspec.structs import replace

from hub.export.documents import reporting_told
from hub.export.documents.citation import cited
from hub.export.documents.narratives import UnitNarrative
from hub.export.documents.office import Office
from hub.export.documents.told import Told
from sync.annex.layout import STANDING_WORDS
from sync.annex.model import BY_UNIT, Annex, CountRow, StandingRow, Sums, Table
from sync.documents import frame, layout
from sync.documents.frame import BLANK
from sync.documents.layout import Align
from sync.encoding.spelling import tobase64
from sync.ledger.answered_status import REPORTED, CountedStatus
from sync.ledger.asked import Asked, under_heads
from sync.ledger.figures import task_key, task_of
from sync.ledger.period import day_of
from sync.log import note as notes
from sync.log.checkpoint import parse_text
from sync.wording.dates import day_at_in_document, day_in_document, moment_in_document, period_in_document
from sync.wording.numbers import official_number as amount

_NAMED: Final[frozenset[CountedStatus]] = frozenset({"claimed-on-time", "late", "returned", "missing"})
"""The units of these standings are named one by one."""
_LETTERS: Final = "abcdđe"

_QUANTITY: Final = (
    "Số lượng tính riêng cho từng hình thức (buổi, tin, bài, lượt phát ...), không cộng các hình thức với nhau."
)
COUNT_HEADS: Final = {
    "activities": "Số hoạt động",
    "quantity": "Số lượng",
    "audience": "Số người",
    "minutes": "Số phút",
}
_TABLES: Final[tuple[tuple[Table, str, str, str], ...]] = (
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

PROMPTS: Final = {
    "direction": "[Người tổng hợp viết: việc ban hành văn bản, phân công, hướng dẫn, kiểm tra trong kỳ.]",
    "results": "[Tập hợp nguyên văn từ báo cáo của các đơn vị; người tổng hợp biên tập.]",
    "difficulties": "[Tập hợp nguyên văn từ báo cáo của các đơn vị; người tổng hợp biên tập, nêu nguyên nhân.]",
    "next": "[Người tổng hợp viết: nhiệm vụ trọng tâm của kỳ tới.]",
    "proposals": "[Tập hợp nguyên văn từ báo cáo của các đơn vị; người tổng hợp biên tập.]",
}
_NOTHING_SAID: Final = "Các đơn vị không nêu trong báo cáo."
_WORDS_UNREAD: Final = "[báo cáo do phần mềm mới hơn lập, phần lời văn chưa đọc được; xem tại đơn vị.]"
_REPORT_TASKS: Final = "Nhiệm vụ {numbers} là báo cáo: ai đã gửi được nêu ở mục 1, không tính ở bảng này."
_NO_FIGURES: Final = "Trong kỳ không có hoạt động nào được ghi."
_WHOSE: Final = {
    "then": "Hoạt động được tính cho đơn vị phụ trách địa bàn vào ngày diễn ra hoạt động.",
    "now": "Hoạt động được tính cho đơn vị phụ trách địa bàn vào ngày xuất báo cáo, kể cả của đơn vị đã sắp xếp, sáp nhập.",
}
_UNREAD: Final = (
    "Văn bản {names} có nội dung về chế độ báo cáo mà phần mềm lập báo cáo này chưa đọc được (cần phần mềm mới hơn); số "
    "liệu ở trên chưa tính đến nội dung ấy. Người tổng hợp đối chiếu với bản gốc của văn bản."
)
_DAMAGED: Final = (
    "Dữ liệu mà máy chủ của tỉnh đang giữ có phần bị hỏng, chưa phục hồi xong ({whose}). Số liệu ở trên được tính khi dữ "
    "liệu còn nguyên vẹn, hiện chưa tính lại để kiểm chứng được; báo cáo và xung đột nằm trong phần bị hỏng không được nêu "
    "ở đây."
)
_STEP: Final = "Báo cáo được tổng hợp từ báo cáo mà các đơn vị phải gửi trước {due}."
"""Of a report that the province owes."""
_NOT_OWED: Final = "Không văn bản nào yêu cầu đơn vị báo cáo kỳ này"
_COUNTED: Final = "; số liệu dưới đây là số đếm từ các hoạt động đã ghi."
"""What is said behind that no unit owes a report, where there are figures."""
_BEFORE_HUB: Final = "Hạn báo cáo kỳ này đã qua trước khi tỉnh dùng sổ, nên không đơn vị nào phải báo cáo tại đây"
_NOT_YET: Final = "Sổ không có số liệu của kỳ này: sổ bắt đầu từ {day}, sau khi kỳ này kết thúc."
_CAME: Final = "Đơn vị vẫn gửi báo cáo kỳ này: {names}."
_NOT_OFFICIAL: Final = (
    "Chữ ký điện tử của Sổ xã cho biết ai ghi và máy chủ của tỉnh nhận lúc nào; đó không phải chữ ký số của cơ quan "
    "nhà nước. Cấp số, ký và đóng dấu thuộc thẩm quyền của cơ quan ban hành."
)


def write(annex: Annex, told: Told, office: Office, *, section: bool) -> bytes:
    """The document as a DOCX file. `section`: its results alone, to be pasted into a larger report."""
    annex = _as_told(annex, told)
    made = datetime.datetime.fromtimestamp(annex.made, datetime.UTC)
    document = layout.blank(layout.plain(f"Báo cáo {_subject(annex, told)}"), made)
    if section:
        _heading(document, 1, _subject(annex, told))
        _results(document, annex, told)
        _provenance(document, annex)
    else:
        _head(document, annex, told, office)
        _body(document, annex, told, office)
        receivers = ("- Như trên;", "- ...;", f"- Lưu: VT, {office.unit}.")
        frame.foot(document, receivers=receivers, capacity=office.capacity)
        layout.number_pages(document.sections[0])
        _appendix(document, annex, told, office)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _as_told(annex: Annex, told: Told) -> Annex:
    """The annex with the deadline that the units have, and units that share a name told apart."""
    return replace(
        annex,
        due=annex.due if told.due is None else told.due,
        standings=tuple(replace(row, name=told.names.get(row.unit, row.name)) for row in annex.standings),
        tables=annex.tables
        | {
            by: tuple(replace(row, name=told.names.get(row.key, row.name)) for row in annex.tables.get(by, ()))
            for by in BY_UNIT
        },
    )


# -- what frames the text


def _head(document: Document, annex: Annex, told: Told, office: Office) -> None:
    """The frame above the text, and whom the report is addressed to."""
    unbroken = office.province.replace(" ", "\N{NO-BREAK SPACE}")
    frame.head(
        document,
        parent=office.parent.replace(office.province, unbroken),
        issuer=office.issuer,
        number=f"{BLANK}/BC-{office.symbol}",
        place_and_date=f"{office.place}, {_blank_day(annex)}",
    )
    frame.title(document, "Báo cáo", _subject(annex, told))
    layout.paragraph(document, f"Kính gửi: {office.recipient}", size=14, align=Align.CENTER, before=12, after=12)


# -- the text


def _body(document: Document, annex: Annex, told: Told, office: Office) -> None:
    _heading(document, 1, "I. CÔNG TÁC CHỈ ĐẠO, TRIỂN KHAI")
    _direction(document, annex, told)
    _heading(document, 1, "II. KẾT QUẢ THỰC HIỆN")
    _results(document, annex, told)
    numbers = iter(("III", "IV", "V"))
    if _is_told(told, attrgetter("difficulties")):
        _heading(document, 1, f"{next(numbers)}. KHÓ KHĂN, HẠN CHẾ VÀ NGUYÊN NHÂN")
        _gathered(document, annex, told, attrgetter("difficulties"), PROMPTS["difficulties"])
    _heading(document, 1, f"{next(numbers)}. NHIỆM VỤ TRỌNG TÂM THỜI GIAN TỚI")
    _prompt(document, PROMPTS["next"])
    if _is_told(told, attrgetter("proposals")):
        _heading(document, 1, f"{next(numbers)}. ĐỀ XUẤT, KIẾN NGHỊ")
        _gathered(document, annex, told, attrgetter("proposals"), PROMPTS["proposals"])
    subject = _subject(annex, told)
    last = layout.paragraph(
        document,
        f"Trên đây là báo cáo {subject[0].lower()}{subject[1:]}, {office.issuer} kính báo cáo {office.recipient}./.",
        layout.BODY,
    )
    last.paragraph_format.keep_with_next = True  # no signature stands alone on a page


def _direction(document: Document, annex: Annex, told: Told) -> None:
    """What was asked for: the facts; how it was directed is for the operator to write."""
    if annex.directive is not None:
        what = f"văn bản {annex.directive}" if told.directive is None else cited(told.directive)
        _text(document, f"Báo cáo thực hiện {what}.")
    if told.step is not None:
        _text(document, _STEP.format(due=day_at_in_document(annex.due)))
    _text(
        document,
        f"Kỳ báo cáo {period_in_document(annex.period, annex.end)}, gồm các hoạt động từ {day_in_document(annex.start)} "
        f"đến hết {day_in_document(annex.end)}. " + (_owed(annex, told) if annex.standings else _not_owed(annex, told)),
    )
    _prompt(document, PROMPTS["direction"])


def _owed(annex: Annex, told: Told) -> str:
    """Before when, if that is not said already, and by how many units it is owed."""
    count = f"Số đơn vị có trách nhiệm báo cáo: {amount(len(annex.standings))}."
    return count if told.step is not None else f"Hạn gửi báo cáo: trước {day_at_in_document(annex.due)}. {count}"


def _not_owed(annex: Annex, told: Told) -> str:
    """Why no unit is named that owes the report."""
    figures = _COUNTED if annex.total.activities else "."
    if not told.before_hub:
        return _NOT_OWED + figures
    came = _CAME.format(names=", ".join(told.came_all_the_same)) if told.came_all_the_same else ""
    return " ".join(filter(None, (_BEFORE_HUB + figures, came)))


def _results(document: Document, annex: Annex, told: Told) -> None:
    """Who reported, what it adds up to, and what the units say of it."""
    total = annex.total
    if told.counts:
        _text(document, told.counts)
    if told.began and not total.activities:
        _text(document, _NOT_YET.format(day=day_in_document(told.began)))
    else:
        _text(
            document,
            f"Từ {day_in_document(annex.start)} đến hết {day_in_document(annex.end)}, các đơn vị thực hiện "
            f"{amount(total.activities)} hoạt động; "
            f"số người {amount(total.audience)}; số phút {amount(total.minutes)}.",
        )
    for line in (*reporting_told.of_others(annex, told), *reporting_told.of_activities(annex, told)):
        _text(document, line)
    if told.damaged:
        _text(document, _DAMAGED.format(whose="; ".join(name or "sổ riêng của máy chủ" for name in told.damaged)))
    _heading(document, 2, "1. Chấp hành chế độ báo cáo")
    if annex.standings:
        _discipline(document, annex, told)
    elif not told.unread:
        _text(document, _not_owed(annex, told))
    if told.unread:
        _text(document, _UNREAD.format(names=", ".join(told.unread)))
    tables = [table for table in _TABLES if _has(annex, table[0], told.asked)]
    for number, (by, heading, head, note) in enumerate(tables, 1):
        _heading(document, 2, f"{number + 1}. {heading}")
        rows = annex.tables.get(by, ())
        if not rows:
            _text(document, _NO_FIGURES)
            continue
        layout.paragraph(document, f"Bảng {number}. {heading}", layout.CAPTION)
        _counts(document, by, head, annex, told, layout.TEXT_WIDTH)
        layout.paragraph(document, _note(by, note, told), size=12, italic=True, before=2, after=6)
    heads = told.asked.heads
    for number, head in enumerate(heads, len(tables) + 2):
        _heading(document, 2, f"{number}. {head}")
        _gathered(document, annex, told, _under(head, heads), PROMPTS["results"], asked=True)
    if _is_told(told, _under("", heads)):
        _heading(document, 2, f"{len(tables) + len(heads) + 2}. Kết quả nổi bật tại các đơn vị")
        _gathered(document, annex, told, _under("", heads), PROMPTS["results"])


def _note(by: Table, note: str, told: Told) -> str:
    """What stands under a table."""
    if by != "task" or not told.report_tasks:
        return note
    return f"{note} {_REPORT_TASKS.format(numbers=', '.join(told.report_tasks))}"


def _under(head: str, heads: Sequence[str]) -> Callable[[UnitNarrative], str]:
    """What a unit says under a heading that was asked for; under none, its other results."""
    return lambda narrative: under_heads(narrative.results, heads).get(head, "")


def _is_told(told: Told, said: Callable[[UnitNarrative], str]) -> bool:
    """Whether words have a place of their own: where certain headings are asked for, only if a unit wrote beside them."""
    return not told.asked.heads or any(said(narrative) for narrative in told.narratives)


def _has(annex: Annex, by: Table, asked: Asked) -> bool:
    """Whether a table of the body is asked for, and has something to say."""
    if not asked.has(by):
        return False
    if by == "task":
        return annex.directive is not None and any(row.key for row in annex.tables.get(by, ()))
    if by == "directive":
        return by in asked.tables
    return by not in ("audiences", "body", "language") or any(row.key for row in annex.tables.get(by, ()))


def _discipline(document: Document, annex: Annex, told: Told) -> None:
    """How many reported and when, with the names of those that were late or are missing, and how they were answered."""
    by_standing: dict[CountedStatus, list[StandingRow]] = {}
    for row in annex.standings:
        by_standing.setdefault(row.standing, []).append(row)
    reported = sum(len(by_standing.get(standing, ())) for standing in REPORTED)
    made_at = moment_in_document(annex.made, in_text=True)
    sentence = f"Đến {made_at}, có {amount(reported)}/{amount(len(annex.standings))} đơn vị đã báo cáo"
    provisional = sum(row.provisional for row in annex.standings)
    _text(
        document,
        sentence + (f", trong đó {amount(provisional)} đơn vị gửi số ước thực hiện." if provisional else "."),
    )
    for line in reporting_told.of_reports(annex, told):
        _text(document, line)
    present = [(standing, words) for standing, words in STANDING_WORDS.items() if standing in by_standing]
    for letter, (standing, words) in zip(_LETTERS, present, strict=False):
        units = by_standing[standing]
        named = (reporting_told.named(unit, told) for unit in units)
        names = f": {', '.join(named)}" if standing in _NAMED else ""
        _text(document, f"{letter}) {words}: {amount(len(units))} đơn vị{names}.")


def _gathered(
    document: Document,
    annex: Annex,
    told: Told,
    said: Callable[[UnitNarrative], str],
    prompt: str,
    *,
    asked: bool = False,
) -> None:
    """What the units say under one heading, report by report: the first line after the unit's name and the report, then a
    paragraph for each; and who left out one that is `asked` for."""
    speaking = [(narrative, found) for narrative in told.narratives if (found := _lines(narrative, said))]
    if not speaking:
        _text(document, _NOTHING_SAID)
    for narrative, (first, *others) in speaking:
        _text(document, f"- {narrative.name} ({reporting_told.report_named(annex, told, narrative)}): {first}")
        for other in others:
            _text(document, other)
    silent = reporting_told.silent_under(told, said) if asked and speaking else ""
    if silent:
        _text(document, silent)
    _prompt(document, prompt)


def _lines(narrative: UnitNarrative, said: Callable[[UnitNarrative], str]) -> list[str]:
    return [_WORDS_UNREAD] if narrative.unread else layout.lines(said(narrative))


# -- the annex


def _appendix(document: Document, annex: Annex, told: Told, office: Office) -> None:
    """Who reported when, and the counts by unit, on pages of their own."""
    layout.lying_page(document)
    frame.centred(document, "Phụ lục", size=14, bold=True)
    frame.centred(document, "TÌNH HÌNH BÁO CÁO VÀ KẾT QUẢ CỦA CÁC ĐƠN VỊ", size=14, bold=True)
    whose = f"(Kèm theo Báo cáo số {BLANK}/BC-{office.symbol} {_blank_day(annex)} của {office.issuer})"
    frame.centred(document, whose, size=14, italic=True)
    frame.line_under(document, whose, 14, layout.WIDE_TEXT)
    asked = (annex.period, annex.end) if told.step is None else (told.step.name, told.step.end)
    layout.paragraph(document, f"Bảng A. Tình hình báo cáo {period_in_document(*asked)}", layout.CAPTION)
    if not annex.standings:
        _text(document, _not_owed(annex, told))
    heads = (
        *("TT", "Mã", "Đơn vị", "Tình trạng", "Nhận lần đầu", "Bản đang tính", "Máy ghi lúc"),
        *("Ý kiến của tỉnh", "Ghi chú"),
    )
    rows = [
        (
            amount(number),
            row.unit,
            row.name,
            STANDING_WORDS[row.standing],
            moment_in_document(row.first_received or None),
            moment_in_document(row.latest or None),
            moment_in_document(row.claimed),
            reporting_told.answer_told(row),
            reporting_told.note(told, row),
        )
        for number, row in enumerate(annex.standings, 1)
    ]
    if rows:
        widths = (4, 9, 14, 11, 12, 12, 12, 11, 15)
        layout.table(document, heads, widths, rows, width=layout.WIDE_TEXT, centred=(0, 1, 4, 5, 6), last_bold=False)
    layout.paragraph(document, "Bảng B. Kết quả theo đơn vị", layout.CAPTION, before=14)
    _counts(document, "unit", "Đơn vị", annex, told, layout.WIDE_TEXT)
    layout.paragraph(document, _WHOSE[annex.units], size=12, italic=True, before=2)
    _provenance(document, annex)


def _counts(document: Document, by: Table, head: str, annex: Annex, told: Told, width: Length) -> None:
    """Counts, a group a row, and the total over all activities; quantities where they count one kind of thing."""
    names = ("activities", "quantity", "audience", "minutes") if by == "channel" else ("activities", "audience", "minutes")
    rows = [_numbered(by, names, *row) for row in enumerate(_ordered(by, annex, told), 1)]
    last = ("", "Tổng cộng", *_figures(names, annex.total))
    heads, share = ("TT", head, *(COUNT_HEADS[name] for name in names)), 14 if len(names) < 4 else 12
    right, named = tuple(range(2, len(heads))), 92 - share * len(names)
    layout.table(document, heads, (8, named, *(share for _ in names)), [*rows, last], width=width, right=right)


def _ordered(by: Table, annex: Annex, told: Told) -> Sequence[CountRow]:
    """The rows of a table; tasks as their document has them, then those that it does not name."""
    rows = annex.tables.get(by, ())
    if by != "task" or told.directive is None:
        return rows
    places = {task_key(told.directive.id, task.no): place for place, task in enumerate(told.directive.tasks)}
    return sorted(rows, key=lambda row: places.get(row.key, len(places)))


def _numbered(by: Table, names: Sequence[str], number: int, row: CountRow) -> tuple[str, ...]:
    """A row of counts. A task has its own number, which its name begins with; other rows have that of their place."""
    if by != "task":
        return amount(number), row.name, *_figures(names, row)
    own = task_of(row.key)[1]
    return own, row.name.removeprefix(f"{own}. "), *_figures(names, row)


def _figures(names: Sequence[str], row: Sums) -> tuple[str, ...]:
    values = (getattr(row, name) for name in names)
    return tuple("" if value is None else amount(value) for value in values)


def _provenance(document: Document, annex: Annex) -> None:
    """Which state of the ledger the figures are of, so that anybody may recompute them."""
    registry, acceptances = (parse_text(notes.parse(note).text) for note in (annex.state.registry, annex.state.acceptances))
    made_at = moment_in_document(annex.made, in_text=True)
    layout.paragraph(
        document,
        f"Số liệu tính từ sổ của {annex.hub} lúc {made_at}: sổ tiếp nhận {amount(acceptances.size)} mục, "
        f"gốc {tobase64(acceptances.root)}; sổ đăng ký {amount(registry.size)} mục, gốc {tobase64(registry.root)}. "
        f"{_NOT_OFFICIAL}",
        size=11,
        italic=True,
        align=Align.LEFT,
        before=8,
    )


# -- small parts


def _heading(document: Document, level: int, text: str) -> None:
    layout.paragraph(document, text, layout.HEADINGS[level - 1])


def _text(document: Document, text: str) -> None:
    layout.paragraph(document, text, layout.BODY)


def _prompt(document: Document, text: str) -> None:
    layout.paragraph(document, text, layout.BODY, italic=True)


def _subject(annex: Annex, told: Told) -> str:
    """What the report is about: on what, and of which period."""
    period = period_in_document(annex.period, annex.end)
    if annex.directive is None:
        return f"Kết quả công tác tuyên truyền {period}"
    what = f"văn bản {annex.directive}" if told.directive is None else cited(told.directive, subject=False)
    return f"Kết quả công tác tuyên truyền thực hiện {what}, {period}"


def _blank_day(annex: Annex) -> str:
    return f"ngày {BLANK} tháng {BLANK} năm {day_of(annex.made).year}"

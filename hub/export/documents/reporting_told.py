"""What a document says of reports and activities beside their figures: how they were answered, what is in conflict, and
what became of figures since they were sent.

As the rest of an official document it is in Vietnamese whatever language the program speaks.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Final

from hub.export.documents.narratives import UnitNarrative
from hub.export.documents.told import Told
from sync.annex.layout import ANSWER_WORDS, DIFFERS, PROVISIONAL, STANDING_WORDS
from sync.annex.model import Annex, StandingRow
from sync.documents.citation import cited, numbered
from sync.errors import Misuse
from sync.ledger.answered_status import AnswerName
from sync.ledger.directive import REQUEST
from sync.ledger.period import day_of, parse
from sync.wording.dates import day, day_in_document, moment_in_document, period_in_document
from sync.wording.gathered import others_words
from sync.wording.i18n import speaking
from sync.wording.numbers import official_number as amount

_ANSWERS: Final[tuple[tuple[AnswerName, str], ...]] = (
    ("accepted", "đã chấp nhận"),
    ("awaited", "chưa có ý kiến"),
    ("returned", "đã trả lại"),
)


def of_activities(annex: Annex, told: Told) -> Iterator[str]:
    """How the activities that are counted were answered, in one line; then those in conflict, by name."""
    total = sum(told.activities.values())
    if total:
        yield (f"Trong {amount(total)} hoạt động được tính: " + f"{_by_answer(told.activities)}.")
    entered = annex.tables.get("entered", ())
    if entered:
        count = sum(row.activities for row in entered)
        yield (
            f"Trong {amount(total)} hoạt động được tính có {amount(count)} hoạt động do tỉnh nhập thay "
            "đơn vị: " + ", ".join(f"{row.name} ({amount(row.activities)})" for row in entered) + "."
        )
    if told.erased:
        yield (
            f"{amount(told.erased)} hoạt động được tính đã gỡ bỏ lời văn theo quy định của pháp luật; số liệu của các hoạt "
            "động này giữ nguyên, do tỉnh xác nhận."
        )
    if told.conflicts:
        yield (
            f"Còn {amount(len(told.conflicts))} hoạt động có nội dung do hai cán bộ ghi khác nhau, đang tính theo nội dung "
            "hiển thị trong sổ:"
        )
    for record in told.conflicts:
        held = " đến ".join(map(day_in_document, filter(None, (record.began, record.date))))
        yield f"- {record.unit}: “{record.title}”, {held} (mã {record.record[-8:]})."


def _by_answer(counted: Mapping[AnswerName, int]) -> str:
    """How many were answered how; nothing is said of what there is none of."""
    return ", ".join(f"{amount(counted[answer])} {words}" for answer, words in _ANSWERS if counted.get(answer))


def of_others(annex: Annex, told: Told) -> Iterator[str]:
    """Where a sentence says what is counted: the units with activities that are counted and who do not owe the report."""
    owing = {row.unit for row in annex.standings}
    others = [(row.name, row.activities) for row in annex.tables["unit"] if row.activities and row.key not in owing]
    if told.counts and owing and others:
        with speaking("vi"):
            yield others_words(others, annex.total.activities)


def of_reports(annex: Annex, told: Told) -> Iterator[str]:
    """How the units' reports were answered, in one line, with the names of those that were sent back; then the units whose
    report says other figures than the ledger gives now, with both."""
    reported = [row for row in annex.standings if row.first_received]
    answered = Counter(row.answer for row in reported if row.answer)
    if answered:
        line = _by_answer(answered)
        back = [row.name for row in annex.standings if row.answer == "returned"]
        yield f"Báo cáo của {amount(len(reported))} đơn vị: {line}" + (f" ({', '.join(back)})." if back else ".")
    if told.again:
        parts = (
            f"{sent.name} (trả lại {moment_in_document(sent.returned, in_text=True)}, gửi lại "
            f"{moment_in_document(sent.came, in_text=True)})"
            for sent in told.again
        )
        yield f"{amount(len(told.again))} đơn vị đã gửi lại báo cáo sau khi tỉnh trả lại: {'; '.join(parts)}."
    entered = [row.name for row in reported if row.entered]
    if entered:
        yield f"Báo cáo của {amount(len(entered))} đơn vị do tỉnh nhập thay: {', '.join(entered)}."
    changed = [(row.name, both) for row in annex.standings if (both := _both(row))]
    if changed:
        yield (
            f"{amount(len(changed))} đơn vị có số liệu trong báo cáo khác số liệu của sổ khi lập báo cáo này; các bảng dưới "
            "đây tính theo sổ: " + "; ".join(f"{name} ({both})" for name, both in changed) + "."
        )
    ahead = [row.name for row in annex.standings if row.unit in told.ahead]
    if ahead:
        yield (
            f"{amount(len(ahead))} đơn vị có báo cáo do phần mềm phiên bản mới hơn lập, tại đây chưa kiểm tra hoặc chưa đọc "
            f"được: {', '.join(ahead)}."
        )


def silent_under(told: Told, said: Callable[[UnitNarrative], str]) -> str:
    """The units that have reported, and in none of their reports say anything under a heading that is asked for."""
    names = {narrative.unit: narrative.name for narrative in told.narratives if not narrative.unread}
    speaking = {narrative.unit for narrative in told.narratives if narrative.unread or said(narrative)}
    silent = [name for unit, name in names.items() if unit not in speaking]
    return f"Đã gửi báo cáo mà chưa nêu mục này: {', '.join(silent)}." if silent else ""


def named(row: StandingRow, told: Told) -> str:
    """A unit's name where those are named that stand alike, with what is to be said beside it."""
    if row.standing == "returned" and row.first_standing:
        return f"{row.name} (đã gửi: {STANDING_WORDS[row.first_standing].lower()})"
    return f"{row.name} (có báo cáo do phần mềm mới hơn lập)" if row.unit in told.ahead else row.name


def note(told: Told, row: StandingRow) -> str:
    """What is noted of a unit's report in the table of who reported."""
    notes = []
    first = "" if not row.first_standing else f"ần đầu {STANDING_WORDS[row.first_standing].lower()}"
    if row.answer == "returned" and row.standing != "returned":
        notes.append(f"Có báo cáo đã trả lại, cần gửi lại (l{first})" if first else "Có báo cáo đã trả lại, cần gửi lại")
    elif row.latest and row.latest != row.first_received:
        notes.append(f"L{first}, nộp lại {moment_in_document(row.latest, in_text=True)}")
    both = _both(row)
    if both:
        notes.append(f"{PROVISIONAL if row.provisional else DIFFERS}: {both}")
    if row.entered:
        notes.append("Do tỉnh nhập thay")
    if row.unit in told.ahead:
        notes.append("Có báo cáo do phần mềm mới hơn lập")
    return "; ".join(notes)


def answer_told(row: StandingRow) -> str:
    """How a unit's reports were answered, and on which day."""
    if not row.answer:
        return ""
    words = ANSWER_WORDS[row.answer]
    return f"{words} {day(day_of(row.answered).isoformat())}" if row.answered else words


def _both(row: StandingRow) -> str:
    """Both figures of each sum that differs; empty of a report that says what the ledger gives."""
    if not row.stated or not row.now:
        return ""
    sums = (
        ("hoạt động", row.stated.activities, row.now.activities),
        ("người", row.stated.audience, row.now.audience),
        ("phút", row.stated.minutes, row.now.minutes),
    )
    told = [f"{amount(then)} {what}, sổ {amount(today)}" for what, then, today in sums if then != today]
    return "; ".join(told) or "tổng số như nhau, khác theo hình thức, chủ đề hoặc nhiệm vụ"


def report_named(annex: Annex, told: Told, narrative: UnitNarrative) -> str:
    """Which report of a unit says something: of which period and document if not those of this one, and when it came."""
    asked = annex.period if told.step is None else told.step.name
    parts = [] if narrative.period == asked else [period_named(told, narrative.period)]
    parts.append(f"tỉnh nhận {moment_in_document(narrative.received, in_text=True)}")
    if narrative.answer == "returned":
        parts.append("đã trả lại")
    if narrative.erased is not None:
        gone = narrative.erased
        parts.append(f"lời văn đã gỡ bỏ {moment_in_document(gone.at, in_text=True)} theo {gone.reason}")
    return f"báo cáo {', '.join(parts)}"


def period_named(told: Told, name: str) -> str:
    """A period as a report names it, in words; as it stands where no document says what it is."""
    try:
        period = parse(name, told.directives)
    except Misuse:
        return name
    words = period_in_document(name, period.end)
    named = next((directive for directive in told.directives if directive.id == period.directive), None)
    if named is None:
        return words
    if named.kind == REQUEST:
        return f"{words} theo {cited(named)}"
    alone = sum(directive.name == named.name for directive in told.directives) == 1
    return f"{words} theo {numbered(named) if alone else cited(named)}"

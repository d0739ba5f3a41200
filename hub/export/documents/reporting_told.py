"""What a document says of reports and activities beside their figures: how they were answered, what is in conflict, and
what became of figures since they were sent.

As the rest of an official document it is in Vietnamese whatever language the program speaks.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final

from hub.export.documents.citation import cited, numbered
from hub.export.documents.narratives import UnitNarrative
from hub.export.documents.told import Told
from hub.monitoring.outdated import OutdatedReport
from sync.annex.layout import STANDING_WORDS
from sync.annex.model import Annex, StandingRow
from sync.errors import Misuse
from sync.ledger.answered_status import AnswerName, CountedStatus
from sync.ledger.directive import REQUEST
from sync.ledger.period import parse
from sync.wording.dates import day_in_document, moment_in_document, period_in_document
from sync.wording.numbers import official_number as amount

_ANSWERS: Final[tuple[tuple[AnswerName, str], ...]] = (
    ("accepted", "đã chấp nhận"),
    ("awaited", "chưa có ý kiến"),
    ("returned", "đã trả lại"),
)
COUNTED_WORDS: Final[dict[CountedStatus, str]] = {
    "on-time": STANDING_WORDS["on-time"],
    "claimed-on-time": STANDING_WORDS["claimed-on-time"],
    "late": STANDING_WORDS["late"],
    "returned": "Đã trả lại, cần gửi lại",
    "missing": STANDING_WORDS["missing"],
    "due": STANDING_WORDS["due"],
}
"""Where units stand by the reports that were not sent back, in the order of a document."""


def of_activities(told: Told) -> Iterator[str]:
    """How the activities that are counted were answered, in one line; then those in conflict, by name."""
    total = sum(told.activities.values())
    if total:
        yield (
            f"Trong {amount(total)} hoạt động được tính: "
            + ", ".join(f"{amount(told.activities.get(answer, 0))} {words}" for answer, words in _ANSWERS)
            + "."
        )
    if told.entered:
        entered = sum(count for _unit, count in told.entered)
        yield (
            f"Trong {amount(total)} hoạt động được tính có {amount(entered)} hoạt động do tỉnh nhập thay đơn vị: "
            + ", ".join(f"{unit} ({amount(count)})" for unit, count in told.entered)
            + "."
        )
    if told.conflicts:
        yield (
            f"Còn {amount(len(told.conflicts))} hoạt động có nội dung do hai cán bộ ghi khác nhau, đang tính theo nội dung "
            "hiển thị trong sổ:"
        )
    for record in told.conflicts:
        held = " đến ".join(map(day_in_document, filter(None, (record.began, record.date))))
        yield f"- {record.unit}: “{record.title}”, {held} (mã {record.record[-8:]})."


def of_reports(annex: Annex, told: Told) -> Iterator[str]:
    """How the units' reports were answered, in one line, with the names of those that were sent back; then the units whose
    report says other figures than the ledger gives now, with both."""
    reported = [row for row in annex.standings if row.received is not None]
    answered = Counter(told.answers[row.unit] for row in reported if row.unit in told.answers)
    if answered:
        line = ", ".join(f"{amount(answered[answer])} {words}" for answer, words in _ANSWERS)
        back = [row.name for row in annex.standings if told.answers.get(row.unit) == "returned"]
        yield f"Báo cáo của {amount(len(reported))} đơn vị: {line}" + (f" ({', '.join(back)})." if back else ".")
    back = [row.name for row in annex.standings if told.counts_as.get(row.unit, row.standing) != row.standing]
    if back:
        yield (
            f"Phụ lục ghi theo lúc tỉnh nhận báo cáo: {amount(len(back))} đơn vị có báo cáo bị trả lại ({', '.join(back)}) "
            "vẫn ghi ở đó theo báo cáo đã nhận."
        )
    entered = [row.name for row in reported if row.unit in told.entered_reports]
    if entered:
        yield f"Báo cáo của {amount(len(entered))} đơn vị do tỉnh nhập thay: {', '.join(entered)}."
    changed = [(row.name, told.outdated[row.unit]) for row in annex.standings if row.unit in told.outdated]
    if changed:
        yield (
            f"{amount(len(changed))} đơn vị có số liệu trong báo cáo khác số liệu của sổ khi lập báo cáo này; các bảng dưới "
            "đây tính theo sổ: " + "; ".join(f"{name} ({_both(report)})" for name, report in changed) + "."
        )
    ahead = [row.name for row in annex.standings if row.unit in told.ahead]
    if ahead:
        yield (
            f"{amount(len(ahead))} đơn vị có báo cáo do phần mềm phiên bản mới hơn lập, tại đây chưa kiểm tra hoặc chưa đọc "
            f"được: {', '.join(ahead)}."
        )


def named(row: StandingRow, told: Told) -> str:
    """A unit's name where those are named that stand alike, with what is to be said beside it."""
    if told.counts_as.get(row.unit) == "returned":
        return f"{row.name} (đã gửi: {STANDING_WORDS[row.standing].lower()})"
    return f"{row.name} (có báo cáo do phần mềm mới hơn lập)" if row.unit in told.ahead else row.name


def note(told: Told, unit: str) -> str:
    """What is noted of a unit's report in the table of who reported."""
    notes = ["Đã trả lại"] if told.answers.get(unit) == "returned" else []
    report = told.outdated.get(unit)
    if report is not None:
        notes.append(f"{'Ước thực hiện' if report.provisional else 'Số đã gửi khác sổ'}: {_both(report)}")
    if unit in told.entered_reports:
        notes.append("Do tỉnh nhập thay")
    if unit in told.ahead:
        notes.append("Có báo cáo do phần mềm mới hơn lập")
    return "; ".join(notes)


def _both(report: OutdatedReport) -> str:
    """Both figures of each sum that differs."""
    stated, now = report.stated.total, report.now.total
    sums = (
        ("hoạt động", stated.activities, now.activities),
        ("người", stated.audience, now.audience),
        ("phút", stated.minutes, now.minutes),
    )
    told = [f"{amount(then)} {what}, sổ {amount(today)}" for what, then, today in sums if then != today]
    return "; ".join(told) or "tổng số như nhau, khác theo hình thức, chủ đề hoặc nhiệm vụ"


def report_named(annex: Annex, told: Told, narrative: UnitNarrative) -> str:
    """Which report of a unit says something: of which period and document if not those of this one, and when it came."""
    parts = [] if narrative.period == annex.period else [period_named(told, narrative.period)]
    parts.append(f"tỉnh nhận {moment_in_document(narrative.received, in_text=True)}")
    if narrative.answer == "returned":
        parts.append("đã trả lại")
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

"""The results in the report upward, which are a section to be pasted, too: who reported, what it adds up to, and what the
units say of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from docx.document import Document

from hub.export.documents import reporting_told
from hub.export.documents.narratives import UnitNarrative
from hub.export.documents.report_parts import PROMPTS, not_owed
from hub.export.documents.told import Told
from sync.annex.layout import STANDING_WORDS
from sync.annex.model import Annex, StandingRow
from sync.documents import count_tables, layout
from sync.documents.count_tables import Counted
from sync.documents.parts import OPEN, heading, is_open, prompt, text
from sync.ledger.answered_status import REPORTED, CountedStatus
from sync.ledger.asked import under_heads
from sync.wording.dates import day_in_document, moment_in_document
from sync.wording.numbers import official_number as amount

_NAMED: Final[frozenset[CountedStatus]] = frozenset({"claimed-on-time", "late", "returned", "missing"})
"""The units of these standings are named one by one."""
_LETTERS: Final = "abcdđe"
_NOTHING_SAID: Final = "Các đơn vị không nêu trong báo cáo."
_NO_REPORT: Final = "Chưa có báo cáo nào của đơn vị cho kỳ này."
_WORDS_UNREAD: Final = "[báo cáo do phần mềm mới hơn lập, phần lời văn chưa đọc được; xem tại đơn vị.]"
_UNREAD: Final = (
    "Văn bản {names} có nội dung về chế độ báo cáo mà phần mềm lập báo cáo này chưa đọc được (cần phần mềm mới hơn); số "
    "liệu ở trên chưa tính đến nội dung ấy. Người tổng hợp đối chiếu với bản gốc của văn bản."
)
_DAMAGED: Final = (
    "Dữ liệu mà máy chủ của tỉnh đang giữ có phần bị hỏng, chưa phục hồi xong ({whose}). Số liệu ở trên được tính khi dữ "
    "liệu còn nguyên vẹn, hiện chưa tính lại để kiểm chứng được; báo cáo và xung đột nằm trong phần bị hỏng không được nêu "
    "ở đây."
)
_NOT_YET: Final = "Sổ không có số liệu của kỳ này: sổ bắt đầu từ {day}, sau khi kỳ này kết thúc."
_BEGAN: Final = "Sổ bắt đầu từ {day}; hoạt động trước ngày đó chỉ có nếu đơn vị ghi bổ sung."
_WHO_SENT: Final = ": ai đã gửi được nêu ở mục 1"


def results(document: Document, annex: Annex, told: Told) -> None:
    """Who reported, what it adds up to, and what the units say of it."""
    for line in (*_summed(annex, told), *reporting_told.of_others(annex, told), *reporting_told.of_activities(annex, told)):
        text(document, line)
    if told.damaged:
        text(document, _DAMAGED.format(whose="; ".join(name or "sổ riêng của máy chủ" for name in told.damaged)))
    heading(document, 2, "1. Chấp hành chế độ báo cáo")
    if annex.standings:
        _discipline(document, annex, told)
    elif not told.unread:
        text(document, not_owed(annex, told))
    if told.unread:
        text(document, _UNREAD.format(names=", ".join(told.unread)))
    last = _tables(document, annex, told)
    heads = told.asked.heads
    for number, head in enumerate(heads, last + 1):
        heading(document, 2, f"{number}. {head}")
        gathered(document, annex, told, _under(head, heads), PROMPTS["results"], asked=True)
    if is_told(told, _under("", heads)):
        heading(document, 2, f"{last + len(heads) + 1}. Kết quả nổi bật tại các đơn vị")
        gathered(document, annex, told, _under("", heads), PROMPTS["results"])


def is_told(told: Told, said: Callable[[UnitNarrative], str]) -> bool:
    """Whether words have a place of their own: where certain headings are asked for, only if a unit wrote beside them."""
    return not told.asked.heads or any(said(narrative) for narrative in told.narratives)


def gathered(
    document: Document,
    annex: Annex,
    told: Told,
    said: Callable[[UnitNarrative], str],
    task: str,
    *,
    asked: bool = False,
) -> None:
    """What the units say under one heading, report by report: the first line after the unit's name and the report, then a
    paragraph for each; who left out one that is `asked` for; and the task of whoever finishes it."""
    speaking = [(narrative, found) for narrative in told.narratives if (found := _lines(narrative, said))]
    if not speaking:
        came = told.narratives or told.came_all_the_same or any(row.first_received for row in annex.standings)
        text(document, _NOTHING_SAID if came else _NO_REPORT)
        return
    for narrative, (first, *others) in speaking:
        text(document, f"- {narrative.name} ({reporting_told.report_named(annex, told, narrative)}): {first}")
        for other in others:
            text(document, other)
    silent = reporting_told.silent_under(told, said) if asked else ""
    if silent:
        text(document, silent)
    prompt(document, task)


def _summed(annex: Annex, told: Told) -> list[str]:
    """What is counted, what it adds up to, and what of the period the ledger cannot hold."""
    began = day_in_document(told.began) if told.began else ""
    if annex.end < told.began and not annex.total.activities:
        return [*filter(None, (told.counts,)), _NOT_YET.format(day=began)]
    return [
        *filter(None, (told.counts,)),
        count_tables.summed(annex.start, annex.end, annex.total, "các đơn vị"),
        *([OPEN.format(moment=moment_in_document(annex.made, in_text=True))] if is_open(annex.made, annex.end) else []),
        *([_BEGAN.format(day=began)] if began else []),
    ]


def _tables(document: Document, annex: Annex, told: Told) -> int:
    """The tables of the body, each under its heading; the number of the last heading."""
    counted = Counted(
        groups=annex.tables,
        total=annex.total,
        asked=told.asked,
        of_directive=annex.directive is not None,
        directive=told.directive,
        reports=told.report_tasks,
        where=_WHO_SENT if annex.standings else "",
    )
    return count_tables.tables(document, counted, after=1)


def _under(head: str, heads: Sequence[str]) -> Callable[[UnitNarrative], str]:
    """What a unit says under a heading that was asked for; under none, its other results."""
    return lambda narrative: under_heads(narrative.results, heads).get(head, "")


def _discipline(document: Document, annex: Annex, told: Told) -> None:
    """How many reported and when, with the names of those that were late or are missing, and how they were answered."""
    by_standing: dict[CountedStatus, list[StandingRow]] = {}
    for row in annex.standings:
        by_standing.setdefault(row.standing, []).append(row)
    reported = sum(len(by_standing.get(standing, ())) for standing in REPORTED)
    made_at = moment_in_document(annex.made, in_text=True)
    sentence = f"Đến {made_at}, có {amount(reported)}/{amount(len(annex.standings))} đơn vị đã báo cáo"
    provisional = sum(row.provisional for row in annex.standings)
    text(
        document,
        sentence + (f", trong đó {amount(provisional)} đơn vị gửi số ước thực hiện." if provisional else "."),
    )
    for line in reporting_told.of_reports(annex, told):
        text(document, line)
    present = [(standing, words) for standing, words in STANDING_WORDS.items() if standing in by_standing]
    for letter, (standing, words) in zip(_LETTERS, present, strict=False):
        units = by_standing[standing]
        named = (reporting_told.named(unit, told) for unit in units)
        names = f": {', '.join(named)}" if standing in _NAMED else ""
        text(document, f"{letter}) {words}: {amount(len(units))} đơn vị{names}.")


def _lines(narrative: UnitNarrative, said: Callable[[UnitNarrative], str]) -> list[str]:
    return [_WORDS_UNREAD] if narrative.unread else layout.lines(said(narrative))

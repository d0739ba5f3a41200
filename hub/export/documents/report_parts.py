"""What the parts of the report upward are written with: paragraphs of each kind, the prompts for whoever finishes it, and
what the report is called.

An official document is in Vietnamese whatever language the program speaks: its fixed words are constants here and in the
modules that write its parts, and in no catalogue.
"""

from __future__ import annotations

from typing import Final

from docx.document import Document

from hub.export.documents.citation import cited
from hub.export.documents.told import Told
from sync.annex.model import Annex
from sync.documents import layout
from sync.documents.frame import BLANK
from sync.encoding.patterns import DAY
from sync.ledger.period import day_of
from sync.wording.dates import period_in_document

PROMPTS: Final = {
    "direction": "[Người tổng hợp viết: việc ban hành văn bản, phân công, hướng dẫn, kiểm tra trong kỳ.]",
    "results": "[Tập hợp nguyên văn từ báo cáo của các đơn vị; người tổng hợp biên tập.]",
    "difficulties": "[Tập hợp nguyên văn từ báo cáo của các đơn vị; người tổng hợp biên tập, nêu nguyên nhân.]",
    "next": "[Người tổng hợp viết: nhiệm vụ trọng tâm của kỳ tới.]",
    "proposals": "[Tập hợp nguyên văn từ báo cáo của các đơn vị; người tổng hợp biên tập.]",
}
NO_ACTIVITIES: Final = "Trong kỳ không có hoạt động nào được ghi."
_NOT_OWED: Final = "Không văn bản nào yêu cầu đơn vị báo cáo kỳ này"
_COUNTED: Final = "; số liệu dưới đây là số đếm từ các hoạt động đã ghi."
"""What is said behind that no unit owes a report, where there are figures."""
_BEFORE_HUB: Final = "Hạn báo cáo kỳ này đã qua trước khi tỉnh dùng sổ, nên không đơn vị nào phải báo cáo tại đây"
_CAME: Final = "Đơn vị vẫn gửi báo cáo kỳ này: {names}."


def heading(document: Document, level: int, text: str) -> None:
    """A heading: of level 1 or 2."""
    layout.paragraph(document, text, layout.HEADINGS[level - 1])


def text(document: Document, words: str) -> None:
    """A paragraph of running text."""
    layout.paragraph(document, words, layout.BODY)


def prompt(document: Document, words: str) -> None:
    """A paragraph for whoever finishes the document, who takes it out."""
    layout.paragraph(document, words, layout.BODY, italic=True)


def note(document: Document, words: str, *, after: int | None = None) -> None:
    """What is said under a table."""
    layout.paragraph(document, words, size=12, italic=True, before=2, after=after)


def subject(annex: Annex, told: Told) -> str:
    """What the report is about: on what, and of which period."""
    period = period_in_document(annex.period, annex.end)
    if annex.directive is None:
        return f"Kết quả công tác tuyên truyền {period}"
    what = f"văn bản {annex.directive}" if told.directive is None else cited(told.directive, subject=False)
    return f"Kết quả công tác tuyên truyền thực hiện {what}, {period}"


def blank_day(annex: Annex) -> str:
    """The day of the document, to be written in by hand but for its year."""
    return f"ngày {BLANK} tháng {BLANK} năm {day_of(annex.made).year}"


def is_due_once(annex: Annex) -> bool:
    """Whether the report is due on one day, and of no month, quarter or year."""
    return is_one_day(annex.period)


def is_one_day(period: str) -> bool:
    """Whether a period's name is of a day by which something is due, and of no month, quarter or year."""
    return DAY.fullmatch(period.rpartition("@")[2]) is not None


def not_owed(annex: Annex, told: Told) -> str:
    """Why no unit is named that owes the report."""
    figures = _COUNTED if annex.total.activities else "."
    if not told.before_hub:
        return _NOT_OWED + figures
    came = _CAME.format(names=", ".join(told.came_all_the_same)) if told.came_all_the_same else ""
    return " ".join(filter(None, (_BEFORE_HUB + figures, came)))

"""What the text of a report is written with: its chapters and their headings, paragraphs of each kind, the day that is
left open.

An official document is in Vietnamese whatever language the program speaks: its fixed words are constants here and in the
modules that write its parts, and in no catalogue.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from docx.document import Document

from sync.documents import layout
from sync.documents.citation import cited
from sync.documents.frame import BLANK
from sync.encoding.patterns import DAY
from sync.encoding.types import Instant
from sync.ledger.directive import Directive
from sync.ledger.period import day_of
from sync.wording.dates import day_at_in_document, day_in_document, period_in_document

DIRECTION: Final = "CÔNG TÁC CHỈ ĐẠO, TRIỂN KHAI"
RESULTS: Final = "KẾT QUẢ THỰC HIỆN"
DIFFICULTIES: Final = "KHÓ KHĂN, HẠN CHẾ VÀ NGUYÊN NHÂN"
NEXT: Final = "NHIỆM VỤ TRỌNG TÂM THỜI GIAN TỚI"
PROPOSALS: Final = "ĐỀ XUẤT, KIẾN NGHỊ"
_NUMERALS: Final = ("I", "II", "III", "IV", "V")
NO_ACTIVITIES: Final = "Trong kỳ không có hoạt động nào được ghi."
NOT_OFFICIAL: Final = (
    "Chữ ký điện tử của Sổ xã cho biết ai ghi và máy chủ của tỉnh nhận lúc nào; đó không phải chữ ký số của cơ quan "
    "nhà nước. Cấp số, ký và đóng dấu thuộc thẩm quyền của cơ quan ban hành."
)
OPEN: Final = "Kỳ báo cáo chưa kết thúc, số liệu tính đến {moment}."


def chapters(document: Document, written: Iterable[tuple[str, Callable[[], object]]]) -> None:
    """The chapters of a report, each numbered, with its head and what writes it."""
    for numeral, (head, write) in zip(_NUMERALS, written, strict=False):
        heading(document, 1, f"{numeral}. {head}")
        write()


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


def closing(document: Document, about: str, issuer: str, recipient: str) -> None:
    """The sentence that ends a report: what it was about, and who reports it to whom."""
    last = layout.paragraph(
        document,
        f"Trên đây là báo cáo {about[0].lower()}{about[1:]}, {issuer} kính báo cáo {recipient}./.",
        layout.BODY,
    )
    last.paragraph_format.keep_with_next = True  # no signature stands alone on a page


def subject(period: str, end: str, directive: str | None, known: Directive | None) -> str:
    """What a report of a period is about that ends on a day (ISO): on what, and of which period. `directive` is what the
    one is called that it is about, `known` that one, where it is."""
    when = period_in_document(period, end)
    if directive is None:
        return f"Kết quả công tác tuyên truyền {when}"
    what = f"văn bản {directive}" if known is None else cited(known, subject=False)
    return f"Kết quả công tác tuyên truyền thực hiện {what}, {when}"


def by_when(due: Instant, *, to_the_end: bool) -> str:
    """Until when something is asked for that is due before an instant (POSIX seconds): before a day, or to the end of one,
    as it was asked."""
    return f"đến hết {day_at_in_document(Instant(due - 1))}" if to_the_end else f"trước {day_at_in_document(due)}"


def by_directive(document: Document, directive: str | None, known: Directive | None) -> None:
    """What was asked for, where a report is about a directive."""
    if directive is not None:
        text(document, f"Báo cáo thực hiện {f'văn bản {directive}' if known is None else cited(known)}.")


def window(period: str, start: str, end: str) -> str:
    """Which days a report of a period gathers, from one (ISO) to another."""
    whose = "Báo cáo" if is_one_day(period) else f"Kỳ báo cáo {period_in_document(period, end)},"
    return f"{whose} gồm các hoạt động từ {day_in_document(start)} đến hết {day_in_document(end)}."


def blank_day(made: Instant) -> str:
    """The day of a document, to be written in by hand but for its year."""
    return f"ngày {BLANK} tháng {BLANK} năm {day_of(made).year}"


def is_one_day(period: str) -> bool:
    """Whether a period's name is of a day by which something is due, and of no month, quarter or year."""
    return DAY.fullmatch(period.rpartition("@")[2]) is not None


def is_open(made: Instant, end: str) -> bool:
    """Whether activities of a period are still to come at POSIX second `made`."""
    return day_of(made).isoformat() <= end

"""A report as data that documents are made of in tests, and how one is looked at once it is opened again."""

from __future__ import annotations

import io

import docx
from docx.document import Document
from docx.oxml.ns import qn
from docx.shared import Length
from docx.styles.style import ParagraphStyle
from docx.table import Table
from docx.text.paragraph import Paragraph

from hub.export.documents.narratives import UnitNarrative
from hub.export.documents.report_docx import write
from hub.export.documents.told import ConflictedRecord, Told
from sync.annex.model import Annex, CountRow, LedgerHeads, StandingRow, Sums
from sync.documents.office import Office
from sync.encoding.types import Hash, Instant, Origin, Size
from sync.ledger.answered_status import AnswerName
from sync.ledger.reporting_status import ReportingStatus
from sync.log import checkpoint
from sync.log.checkpoint import Checkpoint
from sync.log.keys import Signer
from tests.field.alone import PLAN

DUE = Instant(1_794_675_600)
"""The first second of 15 November 2026 in Vietnam."""
ROOT = Hash(bytes(range(32)))


def _note(log: str, size: int) -> str:
    origin = Origin(f"soxa.test.example/{log}")
    return checkpoint.sign(Checkpoint(origin, Size(size), ROOT), Signer(origin, bytes(32)))


def _row(key: str, name: str, *sums: int | None) -> CountRow:
    activities, quantity, audience, minutes = sums
    assert activities is not None and audience is not None and minutes is not None, "quantities alone do not add up"
    return CountRow(key=key, name=name, activities=activities, quantity=quantity, audience=audience, minutes=minutes)


def _standing(
    unit: str,
    name: str,
    standing: ReportingStatus,
    received: Instant | None,
    claimed: Instant | None,
    answer: AnswerName | None = None,
    *,
    both: tuple[Sums, Sums] | None = None,
    provisional: bool = False,
) -> StandingRow:
    """Where a unit stands that has reported once; `both` is what it said and what the ledger gives."""
    return StandingRow(
        unit=unit,
        name=name,
        standing=standing,
        received=received,
        claimed=claimed,
        provisional=provisional,
        latest=received,
        first_standing=None if received is None else standing,
        first_received=received,
        answer=answer,
        answered=None if answer in (None, "awaited") else Instant(DUE + 3_600),
        entered=False,
        stated=both[0] if both else None,
        now=both[1] if both else None,
    )


def sums(activities: int, audience: int = 0, minutes: int = 0) -> Sums:
    return Sums(activities=activities, quantity=None, audience=audience, minutes=minutes)


ANNEX = Annex(
    hub="soxa.test.example",
    province="Tỉnh Lai Châu",
    period="2653/KH-UBND@2026-11",
    directive="2653/KH-UBND",
    start="2026-10-15",
    end="2026-11-14",
    due=DUE,
    made=Instant(DUE + 3_660),
    units="then",
    state=LedgerHeads(registry=_note("registry", 45), acceptances=_note("acceptances", 1_234)),
    total=Sums(activities=1_963, quantity=None, audience=396_140, minutes=0),
    standings=(
        _standing(
            "03388",
            "Phường Đoàn Kết",
            "on-time",
            Instant(DUE - 7_200),
            Instant(DUE - 7_260),
            "accepted",
            both=(sums(6, 307, 9), sums(7, 308, 9)),
            provisional=True,
        ),
        _standing("03390", "Xã Bình Lư", "claimed-on-time", Instant(DUE + 60), Instant(DUE - 60), "awaited"),
        _standing(
            "03394",
            "Xã Sin Suối Hồ",
            "late",
            Instant(DUE + 3_600),
            Instant(DUE + 3_540),
            "awaited",
            both=(sums(1), sums(1)),
        ),
        _standing("03405", "Xã Tả Lèng", "missing", None, None),
    ),
    tables={
        "unit": (
            _row("03388", "Phường Đoàn Kết", 1_900, None, 390_000, 0),
            _row("03390", "Xã Bình Lư", 63, None, 6_140, 0),
        ),
        "topic": (_row("digital-skills", "Kỹ năng số", 1_000, None, 12, 13), _row("", "Không nêu", 963, None, 22, 23)),
        "channel": (_row("commune-radio", "Truyền thanh cơ sở (loa)", 1_963, 12_345, 396_140, 0),),
        "task": (
            _row(f"{PLAN.id}#19", "19. Phát thanh", 31, None, 33, 34),
            _row(f"{PLAN.id}#V.10", "V.10. Tổ công nghệ số", 0, None, 0, 0),
        ),
        "directive": (),
        "audience": (),
    },
)
OFFICE = Office(
    province="tỉnh Lai Châu",
    parent="Ủy ban nhân dân tỉnh Lai Châu",
    place="Lai Châu",
    recipient="Ủy ban nhân dân tỉnh Lai Châu",
)


def narrative(unit: str, name: str, received: int = DUE - 7_200, **words: str) -> UnitNarrative:
    """What a unit says in its report of this period."""
    return UnitNarrative(
        unit=unit,
        name=name,
        period="2653/KH-UBND@2026-11",
        received=Instant(received),
        answer="awaited",
        results=words.get("results", ""),
        difficulties=words.get("difficulties", ""),
        proposals=words.get("proposals", ""),
    )


SAID = (
    narrative("03388", "Phường Đoàn Kết", results="Phát loa hằng ngày.\nTập huấn hai buổi."),
    narrative("03390", "Xã Bình Lư", DUE + 60, difficulties="Đường truyền yếu.", proposals="Cấp thêm loa."),
)


TOLD = Told(
    narratives=SAID,
    directive=PLAN,
    directives=(PLAN,),
    activities={"accepted": 1_900, "awaited": 60, "returned": 3},
    conflicts=(
        ConflictedRecord(unit="Xã Bình Lư", began=None, date="2026-11-02", title="Phát loa", record="0" * 28 + "deadbeef"),
    ),
)


def made(annex: Annex = ANNEX, told: Told = TOLD, office: Office = OFFICE, *, section: bool = False) -> Document:
    return docx.Document(io.BytesIO(write(annex, told, office, section=section)))


def texts(document: Document) -> list[str]:
    return [one.text for one in document.paragraphs]


def everything(document: Document) -> list[Paragraph]:
    """All paragraphs, in tables too."""
    inside = [one for table in document.tables for row in table.rows for cell in row.cells for one in cell.paragraphs]
    return [*document.paragraphs, *inside]


def find(document: Document, text: str) -> Paragraph:
    (found,) = (one for one in everything(document) if one.text == text)
    return found


def look(one: Paragraph) -> tuple[float | None, bool, bool]:
    """How a paragraph's letters are to be shown: points, bold, italic; as its run says, else its style, else those below."""
    (run,) = one.runs
    chain, style = [run.font], one.style
    while isinstance(style, ParagraphStyle):
        chain.append(style.font)
        style = style.base_style
    size = next((font.size for font in chain if font.size is not None), None)
    bold = next((font.bold for font in chain if font.bold is not None), False)
    italic = next((font.italic for font in chain if font.italic is not None), False)
    return None if size is None else size.pt, bold, italic


def rows(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in table.rows]


def table_headed(document: Document, head: str) -> Table:
    (found,) = (
        table for table in document.tables if table.cell(0, 1).text == head and table.cell(0, 2).text == "Số hoạt động"
    )
    return found


def drawn(paragraphs: list[Paragraph], inside: Length) -> list[Length]:
    """The lines drawn among these paragraphs, by their width; each must stand in the middle."""
    found = []
    for one in paragraphs:
        if one._p.find(f"{qn('w:pPr')}/{qn('w:pBdr')}/{qn('w:top')}") is not None:
            left, right = one.paragraph_format.left_indent, one.paragraph_format.right_indent
            assert left is not None
            assert left == right
            found.append(Length(inside - left - right))
    return found

"""Who owes a period, who answered it and who has not, as each face of the program says it: laptop, board, list of those to
be urged, document, annexes, audit."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from pathlib import Path

import docx
import msgspec
import openpyxl
from docx.document import Document
from msgspec import Struct

from field.reporting.agenda import AgendaLine
from field.reporting.deadlines import DuePeriod, due_periods
from field.reporting.status import laptop_status
from hub import own_logs
from hub.export import bundle
from hub.export.documents import files
from hub.monitoring.board import Board, BoardCell, BoardColumn, board
from hub.monitoring.chase import ChasedUnit, chased
from hub.monitoring.reporting_status import unit_statuses
from sync.annex.layout import STANDING_WORDS, STANDINGS
from sync.annex.model import Annex
from sync.annex.written import BYTE_ORDER_MARK
from sync.audit import annex_recount
from sync.audit.recount_outcome import RecountOutcome
from sync.encoding.types import Instant
from sync.ledger.period import Period
from sync.ledger.registry import Registry
from tests.independent.annexes import VOCABULARY, takes
from tests.world import Laptop, World

STANDINGS_TOLD = {words: standing for standing, words in STANDING_WORDS.items()}
COUNTED_TOLD = STANDINGS_TOLD
_REPORTED = frozenset({"on-time", "claimed-on-time", "late"})
_NAMED = re.compile(r"[a-eđ]\) (?P<words>[^:]+): (?P<count>\d+) đơn vị(?:: (?P<names>.+))?\.")


class Sets(Struct, frozen=True, kw_only=True):
    """Units by code: who owes a period, who has answered it, sent back or not, and who should have and did not."""

    owed: frozenset[str]
    answered: frozenset[str]
    missing: frozenset[str]


def sets(standings: Iterable[tuple[str, str]]) -> Sets:
    """The sets by units and where they stand."""
    told = dict(standings)
    return Sets(
        owed=frozenset(told),
        answered=frozenset(unit for unit, standing in told.items() if standing in (*_REPORTED, "returned")),
        missing=frozenset(unit for unit, standing in told.items() if standing == "missing"),
    )


# -- the desk


def registry(world: World) -> Registry:
    """What the hub's registry says now."""
    with world.store.reading() as transaction:
        return own_logs.registry(transaction, world.keys)


def boards(world: World, years: Iterable[int], now: Instant) -> list[Board]:
    """The boards of some years."""
    with world.store.reading() as transaction:
        known = own_logs.registry(transaction, world.keys)
        return [board(transaction, known, year, now) for year in years]


def columns(found: Iterable[Board]) -> dict[str, tuple[BoardColumn, dict[str, BoardCell]]]:
    """By the name of the period, the columns of boards with their cells by unit."""
    return {
        column.period.name: (
            column,
            {line.unit: cell for line in one.lines if (cell := line.cells[place]) is not None},
        )
        for one in found
        for place, column in enumerate(one.columns)
    }


def of_board(cells: dict[str, BoardCell]) -> Sets:
    """The sets by a column of the board; what was returned was answered, and is asked for again."""
    return sets((unit, "late" if cell.standing == "returned" else cell.standing) for unit, cell in cells.items())


def reported(document: Document) -> tuple[int, int] | None:
    """How many units a document's first line on reports says have reported, and of how many."""
    found = re.search(r", có ([0-9.]+)/([0-9.]+) đơn vị đã báo cáo", text(document))
    return None if found is None else (int(found[1]), int(found[2]))


def counted(world: World, period: Period, now: Instant) -> dict[str, str]:
    """By code, where units stand by the reports that were not sent back, as the command says it."""
    with world.store.reading() as transaction:
        known = own_logs.registry(transaction, world.keys)
        return {status.unit: status.counts_as for status in unit_statuses(transaction, known, period, now)}


def urged(world: World, period: Period, now: Instant) -> dict[str, ChasedUnit]:
    """By code, the units on the list of those to be urged."""
    with world.store.reading() as transaction:
        known = own_logs.registry(transaction, world.keys)
        return {unit.status.unit: unit for unit in chased(transaction, known, period, now)}


# -- what goes upward


class Papers(Struct, frozen=True, kw_only=True):
    """A report upward as files."""

    annex: Annex
    document: Document
    paths: tuple[Path, ...]
    """Of the annexes."""


def papers(world: World, period: Period, made: Instant, folder: Path) -> Papers:
    """The report on a period as the hub writes it, as a document and as each kind of annex."""
    with world.store.reading() as transaction:
        known = own_logs.registry(transaction, world.keys)
        written = {
            kind: files.write(transaction, world.keys, known, known.gathered(period.name), kind, units="then", made=made)
            for kind in ("docx", "xlsx", "csv", "json")
        }
    paths = []
    for kind in ("xlsx", "csv", "json"):
        paths.append(folder / f"annex.{kind}")
        paths[-1].write_bytes(written[kind].data)
    document = docx.Document(io.BytesIO(written["docx"].data))
    return Papers(annex=written["docx"].annex, document=document, paths=tuple(paths))


def annex_file(world: World, period: Period, made: Instant, folder: Path) -> Path:
    """The annex of a period, as JSON."""
    with world.store.reading() as transaction:
        known = own_logs.registry(transaction, world.keys)
        written = files.write(transaction, world.keys, known, period, "json", units="then", made=made)
    path = folder / "part.json"
    path.write_bytes(written.data)
    return path


def of_annex(path: Path) -> Sets:
    """The sets by a filed annex."""
    if path.suffix == ".json":
        return sets((row.unit, row.standing) for row in msgspec.json.decode(path.read_bytes(), type=Annex).standings)
    if path.suffix == ".csv":
        rows = csv.reader(io.StringIO(path.read_bytes().removeprefix(BYTE_ORDER_MARK).decode("utf-8"), newline=""))
        return sets((row[1], row[7]) for row in rows if row[0] == "standing")
    sheet = openpyxl.load_workbook(path)[STANDINGS]
    body = list(sheet.iter_rows(min_row=2, max_row=sheet.max_row - 1, values_only=True))
    return sets((str(row[0]), STANDINGS_TOLD[str(row[2])]) for row in body)


def text(document: Document) -> str:
    """All that a document says, a paragraph or a row of a table a line."""
    rows = (" | ".join(cell.text for cell in row.cells) for table in document.tables for row in table.rows)
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *rows])


def of_table(document: Document) -> Sets:
    """The sets by a document's table of who reported."""
    for table in document.tables:
        heads = [cell.text for cell in table.rows[0].cells]
        if heads[1:4] == ["Mã", "Đơn vị", "Tình trạng"]:
            return sets((row.cells[1].text, STANDINGS_TOLD[row.cells[3].text]) for row in list(table.rows)[1:])
    return sets(())


def told(document: Document) -> dict[str, tuple[int, str]]:
    """By standing, how many units a document's text says stand so, and the names that it lists."""
    found = (_NAMED.fullmatch(paragraph.text) for paragraph in document.paragraphs)
    return {
        COUNTED_TOLD[match["words"]]: (int(match["count"]), match["names"] or "")
        for match in found
        if match is not None and match["words"] in COUNTED_TOLD
    }


# -- the auditor


def bundled(world: World) -> Path:
    """The bundle of now."""
    path = world.folder / "bundle.soxa"
    path.unlink(missing_ok=True)
    bundle.write(world.store, world.keys, path, lambda _count: None)
    return path


def audited(world: World, bundled_as: Path, annex: Path) -> RecountOutcome:
    """What an auditor finds in an annex."""
    return annex_recount.check(bundled_as, annex, world.keys.logs.verifier)


def taken_by_strangers(world: World, bundled_as: Path, annex: Path) -> bool:
    """Whether the verifier that was written from the page alone finds an annex right."""
    kind, vkey = annex.suffix.removeprefix("."), world.keys.logs.verifier.vkey()
    return takes(annex.read_bytes(), kind, bundled_as.read_bytes(), vkey, VOCABULARY) == (True, False)


# -- laptops


def periods(laptop: Laptop, now: Instant) -> dict[str, DuePeriod]:
    """By name, the periods that a laptop lists."""
    return {due.period.name: due for due in due_periods(laptop.store, now)}


def agenda(laptop: Laptop, now: Instant) -> list[AgendaLine]:
    """The reports on a laptop's agenda."""
    return [line for line in laptop_status(laptop.store, now).agenda if line.kind in ("report", "request")]

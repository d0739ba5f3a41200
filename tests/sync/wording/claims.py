"""A province in which every laptop claims another second, and what each face of the program says of it."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from contextlib import closing, redirect_stderr, redirect_stdout
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Final
from unittest import mock

import docx
from openpyxl import load_workbook

from field.reporting import reports
from hub.monitoring import reviews
from sync.activities.record_id import uuid7
from sync.annex.layout import STANDINGS
from sync.encoding.spelling import tobase64
from sync.encoding.types import Base64Hash, Instant
from sync.ledger.entry import Activity, Fields, Narrative, Report
from sync.ledger.period import parse
from sync.shell import console
from sync.shell.groups import enter
from tests.field.tui.officer import Officer, at_work, said
from tests.hub.web.province import Province
from tests.world import Laptop

PERIOD: Final = "2026-11"
SAID: Final = "11/2026"
"""How its name is shown."""
HISTORY_UNIT: Final = "03430"
UNITS: Final = {
    0: "03388",
    253402214399: "03390",
    253402214400: "03394",
    253402275599: "03405",
    253402275600: "03408",
    253_402_300_799: "03424",
}
"""By what its laptop claims, a unit. Claimed are the first second of clocks, the last days and seconds of calendars in
Vietnam and in UTC with their neighbours, and the last second that an entry may claim."""


class Faces:
    """A province of claims with its commands, pages, files and a laptop's program; each is asked once.

    Six units report at one second each. A laptop of a seventh holds a record that was revised at all six, one whose
    revisions of all six are in conflict, and an answer of the province of each.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.province = Province(folder / "world")
        reporting = {at: self.province.laptop(unit) for at, unit in UNITS.items()}
        self.laptop = self.province.laptop(HISTORY_UNIT)
        everyone = (*reporting.values(), self.laptop)
        for laptop in everyone:
            laptop.exchange(self.province.line)
        for at, laptop in reporting.items():
            self._activity(at, laptop, self._new_record(), title="Họp tổ", date="2026-10-28")
            self._report(at, laptop)
        self.revised, self.disputed = self._new_record(), self._new_record()
        self._revise(self.revised, "Họp bản", in_turn=True)
        self._revise(self.disputed, "Phát loa", in_turn=False)
        self.province.set_clock(
            Instant(parse(PERIOD, ()).due + 3_600)
        )  # reports come late, so that what is claimed has a say
        for laptop in everyone:
            laptop.exchange(self.province.line)
        self._answer()
        self.laptop.exchange(self.province.line)
        self._asked: dict[tuple[str, ...], str] = {}
        self._screens: dict[str, str] = {}
        self._hub = ("--home", str(self.province.home.path))
        self.bundle, self.key = self._written("bundle", "-o", "audit.soxa"), self.soxa("hub", "key", *self._hub).strip()

    def close(self) -> None:
        """Stop serving, and let go of all files."""
        self.province.close()

    # -- making

    def _new_record(self) -> str:
        return uuid7(self.province.now() * 1000, self.province.random(10))

    def _activity(self, at: int, laptop: Laptop, record: str, *base: Base64Hash, **fields: Any) -> Base64Hash:
        salt, seen = self.province.random(8).hex(), laptop.store.logs.next_seen()
        entry = Activity(salt=salt, at=Instant(at), seen=seen, record=record, base=base, fields=Fields(**fields))
        (leaf,) = laptop.store.logs.append([entry], laptop.signer)
        return tobase64(leaf)

    def _report(self, at: int, laptop: Laptop) -> None:
        said = reports.preview(laptop.store, PERIOD, self.province.now())
        entry = Report(
            salt=self.province.random(8).hex(),
            at=Instant(at),
            seen=laptop.store.logs.next_seen(),
            period=PERIOD,
            covers=said.covers,
            records=said.records,
            root=said.root,
            figures=said.figures,
            narrative=Narrative(),
        )
        laptop.store.logs.append([entry], laptop.signer)

    def _revise(self, record: str, title: str, *, in_turn: bool) -> None:
        base = self._activity(self.province.now(), self.laptop, record, title=title, date="2026-10-28")
        for quantity, at in enumerate(UNITS):
            leaf = self._activity(at, self.laptop, record, base, quantity=quantity)
            base = leaf if in_turn else base

    def _answer(self) -> None:
        """The province answers by clocks that are as wrong."""
        with self.province.store.writing() as transaction:
            for at in UNITS:
                reviews.review(
                    transaction,
                    self.province.keys,
                    self.revised,
                    "returned",
                    "Thiếu.",
                    now=Instant(at),
                    random_bytes=self.province.random,
                )

    # -- commands

    def soxa(self, *arguments: str) -> str:
        """What a command prints."""
        if arguments not in self._asked:
            data, words = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2))
            clock = SimpleNamespace(time=self.province.now)  # of commands alone
            with redirect_stdout(data), redirect_stderr(words), mock.patch.object(console, "time", clock):
                code = enter([*arguments])
            printed = [stream.buffer.getvalue().decode("utf-8") for stream in (data, words)]
            assert code == 0, (arguments, printed)
            self._asked[arguments] = printed[0]
        return self._asked[arguments]

    def field(self, *arguments: str) -> str:
        """What a command on the seventh laptop prints."""
        return self.soxa("field", *arguments, "--home", str(self.laptop.home.path))

    def hub(self, *arguments: str) -> str:
        """What a command at the province prints."""
        return self.soxa("hub", *arguments, *self._hub)

    def audit(self, command: str, *arguments: str) -> str:
        """What an auditor's command prints of the province's bundle."""
        return self.soxa("audit", command, self.bundle, *arguments)

    def _written(self, *arguments: str) -> str:
        """The path of what a command at the province writes; its name is the last word."""
        *command, name = arguments
        path = str(self.folder / name)
        self.soxa("hub", *command, path, *self._hub)
        return path

    def annex(self, ending: str) -> str:
        """The path of the period's report as a file."""
        return self._written("report", PERIOD, "-o", f"report.{ending}")

    def open_data(self, name: str) -> Path:
        """The path of a file of the open data."""
        return Path(self._written("export", "open"), name)

    # -- files

    def document_row(self, unit: str) -> list[str]:
        """A unit's line in the report as a document."""
        rows = (row.cells for table in docx.Document(self.annex("docx")).tables for row in table.rows)
        return next(cells for cells in ([cell.text for cell in row] for row in rows) if unit in cells)

    def sheet_row(self, unit: str) -> list[object]:
        """A unit's line in the report as a workbook."""
        with closing(load_workbook(self.annex("xlsx"))) as book:
            return next([*row] for row in book[STANDINGS].values if row[0] == unit)

    def flat_row(self, unit: str) -> list[str]:
        """A unit's line in the report as a flat table."""
        with Path(self.annex("csv")).open(encoding="utf-8-sig", newline="") as lines:
            return next(row for row in csv.reader(lines) if row[:2] == ["standing", unit])

    def annex_row(self, unit: str) -> list[object]:
        """A unit's line in the report as JSON."""
        standings = json.loads(Path(self.annex("json")).read_bytes())["standings"]
        return next(list(row.values()) for row in standings if row["unit"] == unit)

    def open_row(self, unit: str) -> object:
        """When a unit's report was made, by the open data's database."""
        with closing(sqlite3.connect(self.open_data("soxa.db"))) as database:
            return database.execute("SELECT claimed FROM reports WHERE unit = ?", (unit,)).fetchone()[0]

    def open_line(self, unit: str) -> str:
        """When a unit's report was made, by the open data's flat table."""
        with self.open_data("reports.csv").open(encoding="utf-8-sig", newline="") as lines:
            return next(row["claimed"] for row in csv.DictReader(lines) if row["unit"] == unit)

    # -- pages

    def page(self, path: str) -> str:
        """What a page of the desk, or the API, says to an operator."""
        asked = ("page", path)
        if asked not in self._asked:
            self._asked[asked] = self.province.get("operator", path)
        return self._asked[asked]

    def api(self, path: str) -> Any:
        """What the API answers."""
        return json.loads(self.page(f"/api/v1/{path}"))

    # -- the officer's program

    def screen(self, name: str) -> str:
        """What a screen of the seventh laptop's program says."""
        if not self._screens:
            at_work(self.laptop.home, self._look, size=(220, 90), clock=self.province.now)
        return self._screens[name]

    async def _look(self, officer: Officer) -> None:
        settles = said("Settle a conflict: {title}").format(title="Phát loa")
        for name, keys, shown in (
            ("ledger", (), "Phát loa"),
            ("disputed", ("enter",), self.disputed),
            ("conflict", ("f3",), settles),
            ("revised", ("escape", "escape", "down", "enter"), self.revised),
            ("reports", ("escape", "f6"), SAID),
            ("inbox", ("escape", "f8"), "Thiếu."),
        ):
            await officer.press(*keys)
            await officer.sees(shown)
            self._screens[name] = officer.text

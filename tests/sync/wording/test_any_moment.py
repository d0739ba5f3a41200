"""Any second that an entry claims, up to 2^53, has words on every face: commands, program, pages, files, API."""

from __future__ import annotations

import json
from collections.abc import Callable, Container, Iterator
from typing import Any, Final

import pytest

from hub.export.opendata import rows
from sync.annex.layout import clock
from sync.encoding.types import Instant
from sync.wording import dates
from sync.wording.directive_names import period_words
from tests.sync.wording.claims import HISTORY_UNIT, PERIOD, SAID, UNITS, Faces

Face = Callable[[Faces, int], tuple[Container[Any], Any]]
"""What a face shows where a second is claimed, and what must be in it: the second's words or, on a face that shows no
claims, whose it is."""


@pytest.fixture(scope="module")
def faces(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Faces]:
    made = Faces(tmp_path_factory.mktemp("claims"))
    yield made
    made.close()


COMMANDS: Final[dict[str, Face]] = {
    "field list": lambda faces, _at: (faces.field("list"), "Phát loa"),
    "field show": lambda faces, at: (faces.field("show", faces.revised), dates.moment(Instant(at))),
    "field show, in conflict": lambda faces, at: (faces.field("show", faces.disputed), dates.moment(Instant(at))),
    "field status": lambda faces, _at: (faces.field("status"), HISTORY_UNIT),
    "field report": lambda faces, _at: (faces.field("report", PERIOD), SAID),
    "hub status": lambda faces, at: (faces.hub("status", "--period", PERIOD), UNITS[at]),
    "hub status, JSON": lambda faces, at: (
        [(unit["unit"], unit["claimed"]) for unit in json.loads(faces.hub("status", "--period", PERIOD, "--json"))],
        (UNITS[at], at),
    ),
    "hub unit list": lambda faces, at: (faces.hub("unit", "list"), UNITS[at]),
    "hub device list": lambda faces, at: (faces.hub("device", "list"), UNITS[at]),
    "hub counts": lambda faces, at: (faces.hub("counts", "--period", PERIOD), UNITS[at]),
    "audit list": lambda faces, _at: (faces.audit("list"), faces.disputed),
    "audit show": lambda faces, at: (faces.audit("show", faces.revised), dates.moment(Instant(at), seconds=True)),
    "audit show, in conflict": lambda faces, at: (
        faces.audit("show", faces.disputed),
        dates.moment(Instant(at), seconds=True),
    ),
    "audit verify": lambda faces, _at: (faces.audit("verify", "--key", faces.key, "--json"), '"faults": []'),
    **{
        f"audit report {ending}": lambda faces, _at, ending=ending: (  # type: ignore[misc]
            faces.audit("report", faces.annex(ending), "--key", faces.key, "--json"),
            '"differences": []',
        )
        for ending in ("xlsx", "csv", "json")
    },
}
PROGRAM: Final[dict[str, Face]] = {
    "program: ledger": lambda faces, _at: (faces.screen("ledger"), "Phát loa"),
    "program: record": lambda faces, at: (faces.screen("revised"), dates.moment(Instant(at))),
    "program: record in conflict": lambda faces, at: (faces.screen("disputed"), dates.moment(Instant(at))),
    "program: settling": lambda faces, at: (faces.screen("conflict"), dates.moment(Instant(at))),
    "program: reports": lambda faces, _at: (faces.screen("reports"), period_words(PERIOD)),
    "program: inbox": lambda faces, at: (faces.screen("inbox"), dates.moment(Instant(at))),
}
PAGES: Final[dict[str, Face]] = {
    "page: record": lambda faces, at: (faces.page(f"/records/{HISTORY_UNIT}/{faces.revised}"), dates.moment(Instant(at))),
    "page: record in conflict": lambda faces, at: (
        faces.page(f"/records/{HISTORY_UNIT}/{faces.disputed}"),
        dates.moment(Instant(at)),
    ),
    "page: records": lambda faces, _at: (faces.page(f"/records?period={PERIOD}"), faces.disputed),
    "page: unit": lambda faces, at: (faces.page(f"/units/{UNITS[at]}"), UNITS[at]),
    "page: unit's report": lambda faces, at: (
        faces.page(f"/units/{UNITS[at]}/report?period={PERIOD}"),
        dates.moment(Instant(at)),
    ),
    "page: laptops": lambda faces, at: (faces.page("/laptops"), UNITS[at]),
    "page: reports": lambda faces, _at: (faces.page("/reports"), PERIOD),
    "page: board": lambda faces, at: (faces.page("/?year=2026"), f"/units/{UNITS[at]}/report?period={PERIOD}"),
    "page: review": lambda faces, at: (faces.page("/review"), f"/records/{UNITS[at]}/"),
    "page: review of reports": lambda faces, at: (faces.page("/review?what=reports"), f"/units/{UNITS[at]}/report"),
    "API: record": lambda faces, at: (
        [step["claimed"] for step in faces.api(f"records/{HISTORY_UNIT}/{faces.revised}")["history"]],
        at,
    ),
    "API: answers": lambda faces, at: (
        [answer["at"] for answer in faces.api(f"records/{HISTORY_UNIT}/{faces.revised}")["answers"]],
        at,
    ),
    "API: reports": lambda faces, at: (
        [(report["unit"], report["claimed"]) for report in faces.api(f"reports?period={PERIOD}")["reports"]],
        (UNITS[at], at),
    ),
    "API: annex": lambda faces, at: (
        [(unit["unit"], unit["claimed"]) for unit in faces.api(f"annex?period={PERIOD}")["standings"]],
        (UNITS[at], at),
    ),
}
FILES: Final[dict[str, Face]] = {
    "DOCX": lambda faces, at: (faces.document_row(UNITS[at]), dates.moment_in_document(Instant(at))),
    "XLSX": lambda faces, at: (faces.sheet_row(UNITS[at]), clock(Instant(at))),
    "CSV": lambda faces, at: (faces.flat_row(UNITS[at]), dates.moment_iso(Instant(at))),
    "JSON": lambda faces, at: (faces.annex_row(UNITS[at]), at),
    "open data: SQLite": lambda faces, at: ([faces.open_row(UNITS[at])], rows.moment(Instant(at))),
    "open data: CSV": lambda faces, at: ([faces.open_line(UNITS[at])], rows.moment(Instant(at)) or ""),
}
FACES: Final = {**COMMANDS, **PROGRAM, **PAGES, **FILES}


@pytest.mark.parametrize("at", UNITS)
@pytest.mark.parametrize("face", FACES)
def test_a_face_shows_what_is_claimed(faces: Faces, face: str, at: int) -> None:
    shown, said = FACES[face](faces, at)
    assert said in shown

"""A duty whose last day gives way to the next working day: every face says the deadline that reports are held against."""

from __future__ import annotations

import datetime
import html
from collections.abc import Iterator
from pathlib import Path

import pytest

from hub.export.calendar import calendar
from sync.encoding.types import Instant
from sync.ledger.directive import Directive, Duty
from sync.ledger.period import midnight, parse
from tests.hub.lived import faces
from tests.hub.web.province import Province

NAME = "2026-11"
PLAN = Directive(
    id="resting",
    number="1/KH",
    kind="plan",
    date="2026-10-01",
    province="12",
    issuer="UBND tỉnh",
    subject="Ngày nghỉ",
    duties=(
        Duty(
            id="monthly",
            what="Báo cáo tháng",
            rule="monthly-15",
            reporters=("commune-committee",),
            recipient="culture-department",
            rest_day="after",
        ),
    ),
)
"""November's last day would be the 14th, a Saturday: it is Monday the 16th, and the report is due before the 17th."""
DUE = midnight(datetime.date(2026, 11, 17))


@pytest.fixture
def province(tmp_path: Path) -> Iterator[Province]:
    """A desk whose one duty ends on a rest day."""
    made = Province(tmp_path, directives=(PLAN,))
    yield made
    made.close()


def test_every_face_says_the_next_working_day(province: Province) -> None:
    assert parse(NAME, ()).due < DUE, "the calendar's own month ends before"
    laptop = province.laptop("03390")
    laptop.exchange(province.line)
    assert faces.periods(laptop, province.now())[NAME].due == DUE
    ((column, _cells),) = faces.columns(faces.boards(province, (2026,), province.now())).values()
    assert (column.period.name, column.period.due) == (NAME, DUE)
    pages = ("/", f"/reminders?period={NAME}", f"/reports?period={NAME}", "/units/03390")
    for page in (*pages, f"/units/03390/report?period={NAME}"):
        told = html.unescape(province.get("operator", page))
        assert "17/11/2026" in told and "15/11/2026" not in told, page
    for address in ("board?year=2026", f"status?period={NAME}", f"reports?period={NAME}"):
        answer = province.client("operator").get(f"/api/v1/{address}")
        assert f'"due":{DUE}' in answer.text, address
    known = faces.registry(province)
    text = faces.text(faces.papers(province, known.period(NAME), province.now(), province.folder).document)
    assert "trước ngày 17 tháng 11 năm 2026" in text and "ngày 15 tháng 11 năm 2026" not in text
    assert b"DTSTART;VALUE=DATE:20261116" in calendar(known, province.now())


@pytest.mark.parametrize(("now", "standing"), [(DUE - 1, "due"), (DUE, "missing")])
def test_who_is_silent_is_missing_from_that_day_on(province: Province, now: int, standing: str) -> None:
    _column, cells = faces.columns(faces.boards(province, (2026,), Instant(now)))[NAME]
    assert {cell.standing for cell in cells.values()} == {standing}

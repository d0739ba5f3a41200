"""Two directives of one symbol: every page that is asked for a period by that symbol asks which is meant, naming both, and
every link of a page says which."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Final

import msgspec
import pytest

from hub.registry.directives.yaml import shipped
from tests.hub.web.province import Province, says
from tests.world import LONG_BEFORE

FIRST: Final = msgspec.structs.replace(
    next(known for known in shipped() if known.number == "2653/KH-UBND"),
    id="first",
    number=None,
    symbol="SV-TT",
    subject="Loa xã",
)
SECOND: Final = msgspec.structs.replace(FIRST, id="second", subject="Mạng xã hội")
SHARED: Final = f"{FIRST.name}@2026-10"
BOTH: Final = {"text": SHARED, "near": "first@2026-10 (Loa xã); second@2026-10 (Mạng xã hội)"}
NAMES: Final = {"text": FIRST.name, "near": "first (Loa xã); second (Mạng xã hội)"}
UNIT: Final = "03390"


@pytest.fixture(scope="module")
def province(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Province]:
    """A province that two letters of one symbol ask for the same months."""
    made = Province(tmp_path_factory.mktemp("shared"), (FIRST, SECOND), founded=LONG_BEFORE)
    yield made
    made.close()


def link(path: str, period: str) -> str:
    return f"{path}{'&' if '?' in path else '?'}period={period}"


PAGES: Final = (
    *("/reports", "/reports/csv", "/reminders", "/counts", "/records", "/counts.csv", "/dispatches/annex?kind=csv&made=0"),
    *("/api/v1/status", "/api/v1/counts"),
)


@pytest.mark.parametrize("path", PAGES)
def test_a_name_that_two_share_is_asked_about_and_an_id_is_not(province: Province, path: str) -> None:
    if "made=" in path:
        path = path.replace("made=0", f"made={province.now()}")
    told = province.client("operator").get(link(path, SHARED))
    assert told.status_code == 400
    assert says(told.text, "ambiguous-period", **BOTH) or "ambiguous-period" in told.text
    for name in ("first@2026-10", "second@2026-10"):
        answer = province.client("operator").get(link(path, name))
        assert answer.status_code == 200, name


def test_the_address_of_a_period_and_a_directive_beside_it_ask_which(province: Province) -> None:
    assert says(province.get("auditor", f"/periods/{SHARED}", status=400), "ambiguous-period", **BOTH)
    beside = f"/reports?period=2026-10&directive={FIRST.name}"
    assert says(province.get("auditor", beside, status=400), "ambiguous-directive", **NAMES)
    for known in (FIRST, SECOND):
        assert known.subject in html.unescape(province.get("auditor", f"/periods/{known.id}@2026-10"))


def test_what_is_stated_of_a_shared_name_is_refused(province: Province) -> None:
    office = {"directive": FIRST.name, "period": "2026-10", "issuer": "Sở"}
    assert says(province.post("operator", "/reports/office", status=400, **office), "ambiguous-directive", **NAMES)
    urged = {"period": SHARED, "unit": UNIT, "comment": ""}
    assert says(province.post("operator", "/reminders", status=400, **urged), "ambiguous-period", **BOTH)
    for path, form in (
        (f"/units/{UNIT}/enter", {"what": "report", "period": SHARED, "source": "điện thoại", "results": "Xong."}),
        ("/dispatches/new", {"period": SHARED, "number": "1/BC", "date": "2026-10-20", "recipient": "UBND", "kind": "csv"}),
    ):
        assert says(province.post("operator", path, status=400, **form), "ambiguous-period", **BOTH), path


@pytest.mark.parametrize("path", ["/", "/reports?period=first@2026-10", "/reminders?period=first@2026-10", f"/units/{UNIT}"])
def test_every_link_to_a_period_says_which(province: Province, path: str) -> None:
    page = html.unescape(province.get("operator", path))
    links = {found for found in re.findall(r'href="([^"]+)"', page) if "period=" in found and "/report?" not in found}
    options = set(re.findall(r'<option value="([^"@]+@[^"]+)"', page)) | set(
        re.findall(r'name="period" value="([^"]+)"', page)
    )
    assert not any(FIRST.name in found for found in links | options if not found.startswith("/?")), "which of the two?"
    for found in sorted(links):
        assert province.client("operator").get(found).status_code == 200, found

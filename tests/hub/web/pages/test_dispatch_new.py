"""What went upward is stated from a form: shown first with its annex, then stated with that annex's digest."""

from __future__ import annotations

import hashlib
import html
import re
from typing import Any

import pytest

from hub import own_logs
from hub.registry.directives.publish import publish
from sync.encoding.limits import DAY_SECONDS
from sync.encoding.types import Instant
from sync.ledger.entry import Dispatched
from tests.hub.monitoring.test_own_duties import OWN, PLAN
from tests.hub.web.province import Province, says
from tests.world import BEGAN

SENT: dict[str, Any] = {
    "period": "2026-10",
    "number": "12/BC-SVHTTDL",
    "date": "2026-10-20",
    "recipient": "UBND tỉnh",
    "kind": "csv",
}


def stated(province: Province) -> list[Dispatched]:
    with province.store.reading() as transaction:
        return own_logs.registry(transaction, province.keys).dispatched


def hidden(page: str) -> dict[str, str]:
    """What the form that states holds."""
    return dict(re.findall(r'<input type="hidden" name="(kind|made|digest)" value="([^"]*)"', page))


@pytest.mark.parametrize("kind", ["xlsx", "csv", "json"])
def test_the_annex_that_was_shown_is_the_one_that_is_stated(province: Province, kind: str) -> None:
    sent = SENT | {"kind": kind}
    page = province.post("operator", "/dispatches/new", do="show", **sent)
    kept, links = hidden(page), re.findall(r'href="(/dispatches/annex[^"]*)"', page)
    assert stated(province) == [] and len(links) == 1
    data = province.client("operator").get(html.unescape(links[0])).content
    assert hashlib.sha256(data).hexdigest() == kept["digest"]
    province.post("operator", "/dispatches/new", do="state", **(sent | kept))
    (entry,) = stated(province)
    assert (entry.annex, entry.number, entry.period) == (kept["digest"], "12/BC-SVHTTDL", "2026-10")


def test_an_own_duty_leads_to_the_page_and_is_sent_once_the_annex_is_stated_that_any_later_look_finds_the_same(
    province: Province,
) -> None:
    with province.store.writing() as transaction:
        publish(transaction, province.keys, PLAN, now=province.now(), random_bytes=province.random)
    province.set_clock(Instant(BEGAN + 20 * DAY_SECONDS))
    links = re.findall(r'href="(/dispatches/new\?period=[^"]*)"', province.get("operator", "/"))
    (address,) = (link for link in links if link.endswith("2026-12-31"))
    assert f'value="{OWN}" selected' in province.get("operator", html.unescape(address))
    sent = SENT | {"period": OWN, "kind": "xlsx"}
    page = province.post("operator", "/dispatches/new", do="show", **sent)
    (link,) = re.findall(r'href="(/dispatches/annex[^"]*)"', page)
    first, again = (province.client("operator").get(html.unescape(link)).content for _look in range(2))
    assert first == again
    told = province.post("operator", "/dispatches/new", do="state", **(sent | hidden(page)))
    assert "An auditor can tell" in told and "12/BC-SVHTTDL" in told
    assert [entry.annex for entry in stated(province)] == [hashlib.sha256(first).hexdigest()]


def test_an_annex_that_changed_since_it_was_shown_is_not_stated(province: Province) -> None:
    laptop = province.laptop("03390")
    kept = hidden(province.post("operator", "/dispatches/new", do="show", **SENT))
    laptop.log(date="2026-10-02")
    laptop.exchange(province.line)
    page = province.post("operator", "/dispatches/new", status=400, do="state", **(SENT | kept))
    assert says(page, "annex-changed-meanwhile") and stated(province) == []


def test_a_file_that_was_sent_is_stated_by_its_digest(province: Province) -> None:
    client, page = province.client("operator"), province.get("operator", "/dispatches/new?period=2026-10")
    csrf = re.findall(r'name="csrf" value="([^"]+)"', page)[0]
    fields = SENT | {"csrf": csrf, "do": "show"}
    shown = client.post("/dispatches/new", data=fields, files={"annex": ("so.pdf", b"%PDF-1.7 signed")}).text
    kept = hidden(shown)
    assert kept == {"kind": "file", "made": "", "digest": hashlib.sha256(b"%PDF-1.7 signed").hexdigest()}
    province.post("operator", "/dispatches/new", do="state", **(SENT | kept))
    assert [entry.annex for entry in stated(province)] == [kept["digest"]]


@pytest.mark.parametrize(
    ("typed", "code", "facts"),
    [
        ({"kind": "file"}, "no-annex", {}),
        ({"kind": "pdf"}, "unknown-report-kind", {"path": "pdf"}),
        ({"date": "2026-10-32"}, "bad-day", {"text": "2026-10-32"}),
        ({"period": "x"}, "bad-period", {"text": "x"}),
    ],
)
def test_what_has_no_annex_is_refused_and_what_was_typed_is_kept(
    province: Province, typed: dict[str, Any], code: str, facts: dict[str, Any]
) -> None:
    page = province.post("operator", "/dispatches/new", status=400, do="show", **(SENT | typed))
    assert says(page, code, **facts) and "12/BC-SVHTTDL" in page and stated(province) == []

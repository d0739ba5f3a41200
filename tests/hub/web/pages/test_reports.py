"""Reports upward on the desk: every kind of file of the period that is chosen, and everything for an auditor."""

from __future__ import annotations

import datetime
import html
import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import msgspec
import pytest

from field.reporting import reports
from hub.export.documents import files
from hub.registry.directives.yaml import shipped
from hub.web.render import address
from sync.annex.model import Annex
from sync.annex.reader import READERS
from sync.audit.verify import verify
from sync.encoding.types import Instant
from sync.ledger.entry import Narrative
from tests.hub.monitoring.test_own_duties import OWN, STEP
from tests.hub.monitoring.test_own_duties import PLAN as STEPS
from tests.hub.web.province import Province, says

PLAN = next(directive for directive in shipped() if directive.number == "2653/KH-UBND")
NOVEMBER = Instant(int(datetime.datetime.fromisoformat("2026-11-20T08:00:00+07:00").timestamp()))


@pytest.fixture(scope="module")
def province(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Province]:
    """A province in which one unit reported for November. No test here changes it but for who stands on documents."""
    made = Province(tmp_path_factory.mktemp("reports"))
    laptop = made.laptop("03390")
    laptop.log(quantity=1_234, directive=PLAN.id)
    narrative = Narrative(results="Đã xong")
    reports.submit(laptop.store, laptop.signer, "2026-11", narrative, now=made.now(), random_bytes=made.random)
    laptop.exchange(made.line)
    made.set_clock(NOVEMBER)
    yield made
    made.close()


def downloaded(province: Province, path: str, role: Any = "auditor") -> tuple[str, bytes]:
    """A file's name and bytes."""
    answered = province.client(role).get(path)
    assert answered.status_code == 200, answered.text
    found = re.fullmatch(r'attachment; filename="([a-zA-Z0-9@.-]+)"', answered.headers["content-disposition"])
    assert found is not None, answered.headers["content-disposition"]
    return found[1], answered.content


def annex(province: Province, query: str) -> Annex:
    return msgspec.json.decode(downloaded(province, f"/reports/json?{query}")[1], type=Annex)


def test_the_page_is_of_the_last_period_that_was_due_and_says_who_is_silent(province: Province) -> None:
    page = html.unescape(province.get("auditor", "/reports"))
    assert "<h2>Period month 11/2026</h2>" in page and "1 of 38 units have reported." in page
    assert re.findall(r'href="(/reports/[^"]+)"', page) == [
        f"/reports/{kind}?period=2026-11&units=then" for kind in ("docx", "section", "xlsx", "csv", "json")
    ]
    assert f'<pre id="key">{province.keys.logs.verifier.vkey()}</pre>' in page
    assert 'action="/reports/office"' not in page, "an auditor reads"
    assert "0 of 38 units have reported." in province.get("auditor", "/reports?period=2026-12")


def test_a_directive_that_is_chosen_narrows_the_period(province: Province) -> None:
    page = html.unescape(province.get("auditor", f"/reports?period=2026-12&directive={PLAN.id}&units=now"))
    assert f"<h2>Period {PLAN.number}, month 12/2026</h2>" in page
    assert f'<option value="{PLAN.id}" selected>' in page and '<option value="now" selected>' in page
    chosen = annex(province, f"period=2026-11&directive={PLAN.id}")
    named = annex(province, f"period={PLAN.id}@2026-11")
    assert (chosen.period, chosen.total) == (named.period, named.total) and chosen.period.endswith("@2026-11")


@pytest.mark.parametrize("kind", get_args(files.Kind))
def test_every_kind_of_file_comes_under_a_plain_name_as_what_it_is(province: Province, kind: files.Kind) -> None:
    answered = province.client("auditor").get(f"/reports/{kind}?period=2026-11")
    assert answered.headers["content-type"] == files.MEDIA[kind]
    name, data = downloaded(province, f"/reports/{kind}?period=2026-11")
    assert name == ("bao-cao-2026-11-muc.docx" if kind == "section" else f"bao-cao-2026-11.{kind}")
    if kind in ("docx", "section"):
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            assert "word/document.xml" in parts.namelist()
    else:
        assert READERS[f".{kind}"](data).basis.period == "2026-11"


def test_a_period_with_a_slash_in_its_name_makes_no_path(province: Province) -> None:
    name, _data = downloaded(province, f"/reports/csv?period={PLAN.number}@2026-11")
    assert name.startswith("bao-cao-2653-KH-UBND@2026-11") and name.endswith(".csv")


def test_the_units_of_a_file_are_those_that_were_asked_for(province: Province) -> None:
    assert [annex(province, f"period=2026-11&units={units}").units for units in ("then", "now")] == ["then", "now"]
    chosen, named = (
        annex(province, query) for query in (f"period=2026-11&directive={PLAN.id}", f"period={PLAN.id}@2026-11")
    )
    assert (chosen.period, chosen.total) == (named.period, named.total)


def test_what_cannot_be_asked_for_is_refused(province: Province) -> None:
    for path, code, facts in (
        ("/reports?period=2026-13", "bad-period", {"text": "2026-13"}),
        ("/reports/csv?period=2026-11&units=later", "bad-address", {"name": "units"}),
        ("/reports/pdf?period=2026-11", "unknown-report-kind", {"path": "pdf"}),
        ("/reports?period=2026-11&directive=no-such-plan", "unknown-directive", {"text": "no-such-plan"}),
    ):
        assert says(province.get("auditor", path, status=400), code, **facts), path


def test_the_bundle_comes_whole_and_is_proven(province: Province, tmp_path: Path) -> None:
    answered = province.client("auditor").get("/bundle")
    assert int(answered.headers["content-length"]) == len(answered.content)
    name, data = downloaded(province, "/bundle")
    assert name == "20261120-audit.soxa"
    (tmp_path / name).write_bytes(data)
    verdict = verify(tmp_path / name, province.keys.logs.verifier)
    assert (verdict.faults, verdict.records, verdict.reports) == ((), 1, 1)


def test_who_stands_on_documents_is_said_by_an_operator_and_kept(province: Province) -> None:
    page = province.get("operator", "/reports")
    fields = re.findall(r'<input name="(\w+)" value="([^"]*)"(?: required)? maxlength', page)
    form: dict[str, Any] = {name: html.unescape(value) for name, value in fields}
    assert set(form) == {"parent", "issuer", "symbol", "place", "unit", "recipient", "capacity"}
    changed = form | {"issuer": "Sở Khoa học và Công nghệ"}
    province.post("auditor", "/reports/office", status=403, **changed)
    refused = province.post("operator", "/reports/office", status=400, **(changed | {"place": " "}))
    assert says(refused, "bad-office", field="place")
    assert "Sở Khoa học" not in province.get("operator", "/reports")
    assert "Kept. New documents bear it." in province.post("operator", "/reports/office", **changed)
    _name, data = downloaded(province, "/reports/docx?period=2026-11")
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        assert "KHOA HỌC VÀ CÔNG NGHỆ" in parts.read("word/document.xml").decode("utf-8").upper()


def test_who_stands_on_documents_of_one_directive_is_said_of_that_alone(province: Province) -> None:
    plan = "lai-chau-2653-kh-ubnd"
    page = province.get("operator", f"/reports?period=2026-11&directive={plan}")
    fields = re.findall(r'<input name="(\w+)" value="([^"]*)"(?: required)? maxlength', page)
    form: dict[str, Any] = {name: html.unescape(value) for name, value in fields}
    assert f'name="directive" value="{plan}"' in page
    told = form | {"parent": "", "issuer": "Sở Nội vụ", "period": "2026-11", "directive": plan}
    assert "Sở Nội vụ" in province.post("operator", "/reports/office", **told)
    for named, there in ((f"2026-11&directive={plan}", True), ("2026-11", False)):
        _name, data = downloaded(province, f"/reports/docx?period={named}")
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            text = parts.read("word/document.xml").decode("utf-8")
        assert ("SỞ NỘI VỤ" in text) is there and ("ỦY BAN NHÂN DÂN TỈNH" in text.replace("\xa0", " ")) is not there


def test_who_stands_on_documents_of_one_duty_is_said_of_that_alone(province: Province) -> None:
    page = html.unescape(province.get("operator", f"/reports?period=2026-11&directive={PLAN.id}"))
    assert '<option value="monthly">' in page and '<option value="half-year">' not in page
    fields = re.findall(r'<input name="(\w+)" value="([^"]*)"(?: required)? maxlength', page)
    told: dict[str, Any] = dict(fields) | {"issuer": "Sở Tài chính", "period": "2026-11", "directive": PLAN.id}
    province.post("operator", "/reports/office", status=400, **told, duty="nothing")
    kept = html.unescape(province.post("operator", "/reports/office", **told, duty="monthly"))
    assert '<option value="monthly" selected>' in kept and "Sở Tài chính" in kept
    of_duty = f"/reports?period=2026-11&directive={PLAN.id}&duty="
    assert 'name="issuer" value="Sở Tài chính"' in html.unescape(province.get("operator", f"{of_duty}monthly"))
    of_all = html.unescape(province.get("operator", f"{of_duty}-"))
    assert (
        f'name="issuer" value="{dict(fields)["issuer"]}"' in of_all
        and '<input type="hidden" name="duty" value="">' in of_all
    )
    for named, there in (
        (f"2026-11&directive={PLAN.id}", True),
        (f"2026-12&directive={PLAN.id}&duty=x", True),
        ("2026-11", False),
    ):
        _name, data = downloaded(province, f"/reports/docx?period={named}")
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            assert ("SỞ TÀI CHÍNH" in parts.read("word/document.xml").decode("utf-8")) is there, named


def test_a_report_of_the_province_stands_as_the_step_that_it_is_made_from(tmp_path: Path) -> None:
    """On the page, in the annex, at the API and on the list of those to be urged."""
    made = Province(tmp_path, [STEPS])
    laptop = made.laptop("03390")
    laptop.exchange(made.line)
    reports.submit(laptop.store, laptop.signer, STEP, Narrative(results="Xong"), now=made.now(), random_bytes=made.random)
    laptop.exchange(made.line)
    page = html.unescape(made.get("auditor", f"/reports?period={OWN}"))
    assert "1 of 38 units have reported." in page and address("/reminders", period=STEP) in page
    assert "The province itself owes it. It is made from what the units report: report before 28/12/2026" in page
    assert "No directive asks a unit" not in page
    assert sum(row.received is not None for row in annex(made, f"period={OWN}").standings) == 1
    listed = html.unescape(made.get("auditor", f"/reminders?period={OWN}"))
    assert STEP in listed and OWN not in listed
    assert "1 of 38 units have reported." not in made.get("auditor", "/reports?period=2026-11")
    made.close()

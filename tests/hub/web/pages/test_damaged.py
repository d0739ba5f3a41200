"""What is damaged is said to be, on the first page and wherever it would be read; nobody reads it as if it were true."""

from __future__ import annotations

import io

import docx
import msgspec
import pytest

from hub import own_logs
from hub.export import bundle as bundles
from hub.export.documents import files
from hub.export.opendata import export as opendata
from hub.monitoring import report_entries
from hub.safekeeping.check import check
from hub.store.rows import ReportRow
from sync.encoding.types import Instant
from sync.errors import Unavailable
from tests.hub.safekeeping.rot import rot_entry
from tests.hub.web.province import Province, says

UNIT = "03390"


def test_an_altered_activity_is_not_shown_as_if_it_were_true(province: Province) -> None:
    laptop = province.laptop(UNIT)
    laptop.log(title="Phát loa")
    laptop.exchange(province.line)
    laptop.log(title="Treo cờ")
    laptop.exchange(province.line)
    first = next(name for name, each in laptop.records().items() if each.values.title == "Phát loa")
    rot_entry(province.store, laptop.origin, 1, b"loa", b"lob")
    with province.store.writing() as transaction:
        transaction.settings.keep_damage(check(province.store, province.keys.logs.verifier, lambda _count: None))
    board = province.get("operator", "/")
    assert 'role="alert"' in board and "soxa hub check" in board
    assert "of Xã Bình Lư: one or more of the entries 0 to 1" in board and "They come back by themselves" in board
    listed = province.get("operator", "/records")
    assert "Phát lob" not in listed and "(damaged)" in listed and "Treo cờ" in listed
    assert says(province.get("operator", f"/records/{UNIT}/{first}", status=503), "damaged-record")
    queue = province.get("operator", "/review")
    assert "Phát lob" not in queue and "Treo cờ" in queue
    api = msgspec.json.decode(province.get("operator", "/api/v1/records"))
    assert [each["fields"]["title"] for each in api["records"]] == ["Treo cờ"] and api["damaged"] == [first]
    province.get("operator", f"/api/v1/records/{UNIT}/{first}", status=503)
    laptop.exchange(province.line)
    assert "soxa hub check" not in province.get("operator", "/")


@pytest.mark.parametrize("looked", [True, False])
def test_nothing_is_handed_on_as_if_it_were_whole_and_a_document_says_what_is_not(province: Province, looked: bool) -> None:
    laptop = province.laptop(UNIT)
    laptop.log(title="Phát loa")
    laptop.exchange(province.line)
    rot_entry(province.store, laptop.origin, 1, b'"at":', b'"at";')
    found = check(province.store, province.keys.logs.verifier, lambda _count: None)
    with province.store.writing() as transaction:
        transaction.settings.keep_damage(found if looked else ())
    bundle, folder = province.folder / "all.soxa", province.folder / "open"
    told = []
    for written in (
        lambda: bundles.write(province.store, province.keys, bundle, lambda _count: None),
        lambda: opendata.export(province.store, province.keys, folder, now=province.now(), random_bytes=province.random),
        lambda: report(province, "xlsx"),
    ):
        with pytest.raises(Unavailable) as refused:
            written()
        with province.store.writing() as transaction:
            assert transaction.settings.damage == tuple(found)
            transaction.settings.keep_damage(found if looked else ())
        told.append(refused.value.code)
    assert told == ["damaged-export"] * 3
    assert not bundle.exists() and not folder.exists()
    assert "chưa phục hồi xong" in words_of(report(province, "docx"))
    laptop.exchange(province.line)
    assert "chưa phục hồi xong" not in words_of(report(province, "docx"))
    report(province, "xlsx")
    province.audit(bundle)


def test_a_report_that_rotted_is_said_to_be_damaged(province: Province) -> None:
    laptop = province.laptop(UNIT)
    laptop.log()
    laptop.exchange(province.line)
    row = ReportRow(
        log=1, idx=10**6, unit=UNIT, period="2026-10", claimed=Instant(1), after=None, received=Instant(1), provisional=False
    )
    with province.store.reading() as transaction, pytest.raises(Unavailable) as refused:
        report_entries.read(transaction, row)
    assert refused.value.code == "damaged-report"


def report(province: Province, kind: files.Kind) -> bytes:
    with province.store.reading() as transaction:
        registry = own_logs.registry(transaction, province.keys)
        period = registry.period("2026-10")
        made = files.write(transaction, province.keys, registry, period, kind, units="then", made=province.now())
    return made.data


def words_of(document: bytes) -> str:
    return "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(document)).paragraphs)

"""What the province has erased is marked wherever it is shown, with its figures: on the desk, in what is sent upward, in the
open data and on the unit's laptops."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest

from field.reporting.deadlines import due_periods
from field.reporting.reports import preview, submit
from field.tui.screens.rows import as_line
from hub import redacting
from hub.export.opendata.export import export
from sync.ledger.entry import Narrative
from sync.wording.i18n import speaking
from sync.wording.statuses import erased_figures_words, erased_mark
from tests.forked import forked
from tests.hub.web.province import Province
from tests.world import Laptop

UNIT, OTHER, MONTH = "03390", "03394", "2026-11"
SECRET, WHY, WHO = "Lường Thị Bí Mật", "QĐ 12/QĐ-UBND", "Nguyễn Văn A"


@pytest.fixture
def province(tmp_path: Path) -> Iterator[Province]:
    made = Province(tmp_path)
    yield made
    made.close()


def erase(province: Province, what: str) -> None:
    with province.store.writing() as transaction:
        planned = redacting.plan(transaction, province.keys, UNIT, what)
        redacting.redact(transaction, province.keys, planned, WHY, WHO, now=province.now(), random_bytes=province.random)
    province.store.wipe()


def with_erased(province: Province) -> tuple[Laptop, str, str]:
    """A laptop that has logged two activities and reported the month; one of them and the report are erased. Another unit
    has logged as well, and nothing of it is erased."""
    laptop, other = province.laptop(UNIT), province.laptop(OTHER)
    laptop.log(title=f"Thăm hộ {SECRET}", audience=12, channel="commune-radio")
    laptop.log(title="Phát loa", audience=5, channel="commune-radio")
    other.log(title="Họp thôn", audience=7, channel="commune-radio")
    laptop.exchange(province.line)
    other.exchange(province.line)
    said = Narrative(results=f"Đã thăm {SECRET}")
    submit(laptop.store, laptop.signer, MONTH, said, now=province.now(), random_bytes=province.random)
    laptop.exchange(province.line)
    gone = next(name for name, held in laptop.records().items() if SECRET in held.values.title)
    left = next(name for name, held in laptop.records().items() if SECRET not in held.values.title)
    erase(province, gone)
    erase(province, MONTH)
    laptop.exchange(province.line)
    return laptop, gone, left


def marked(page: str) -> int:
    with speaking("en"):
        return page.count(f">{erased_mark()}<")


def figures_told(count: int) -> str:
    with speaking("en"):
        return erased_figures_words(count)


def test_the_desk_marks_it_on_every_page(province: Province) -> None:
    _laptop, gone, left = with_erased(province)
    for path in ("/records", f"/records?unit={UNIT}", "/review", f"/review?unit={UNIT}"):
        page = unescape(province.get("auditor", path))
        assert SECRET not in page and marked(page) == 1, path
        assert WHY in page and WHO in page, "who looks longer reads why, and who did it"
    assert marked(province.get("auditor", f"/records?unit={OTHER}")) == 0
    page = unescape(province.get("auditor", f"/records/{UNIT}/{gone}"))
    assert WHY in page and WHO in page
    assert WHY not in unescape(province.get("auditor", f"/records/{UNIT}/{left}"))
    page = unescape(province.get("auditor", f"/units/{UNIT}/report?period={MONTH}"))
    assert "(đã gỡ bỏ)" in page and WHY in page and WHO in page and SECRET not in page


def test_figures_that_count_it_say_so(province: Province) -> None:
    with_erased(province)
    told = figures_told(1)
    for path in ("/counts", f"/counts?unit={UNIT}", f"/counts?period={MONTH}&by=channel", "/counts?channel=commune-radio"):
        assert told in unescape(province.get("auditor", path)), path
    for path in (f"/counts?unit={OTHER}", "/counts?channel=commune-web"):
        page = unescape(province.get("auditor", path))
        assert told not in page and marked(page) == 0, path
    assert told in unescape(province.get("auditor", f"/reports?period={MONTH}"))
    assert told in unescape(province.get("superior", f"/counts?period={MONTH}"))
    assert WHY not in unescape(province.get("superior", f"/counts?period={MONTH}")), "which nobody there needs"
    rows = list(csv.reader(io.StringIO(province.client("auditor").get("/counts.csv?by=channel").text.lstrip("\ufeff"))))
    assert rows[-1][1] == told and rows[-2][2:] == ["3", "0", "24", "0"]
    arguments = ["counts", "--period", MONTH, "--by", "unit", "--home", str(province.home.path)]
    said = forked("hub", *arguments, folder=province.folder, SOXA_LANG="en")
    assert told in " ".join((said.stdout + said.stderr).decode().split())


def test_the_api_says_by_which_act(province: Province) -> None:
    _laptop, gone, left = with_erased(province)
    listed = province.client("auditor").get("/api/v1/records").json()["records"]
    found = {record["record"]: record["erased"] for record in listed}
    assert (found[gone]["reason"], found[gone]["by"], found[left]) == (WHY, WHO, None)
    whole = province.client("auditor").get(f"/api/v1/records/{UNIT}/{gone}").json()
    assert whole["record"]["erased"] == found[gone]


def test_documents_say_so_beside_the_figures_and_the_words(province: Province) -> None:
    with_erased(province)
    data = province.client("auditor").get(f"/reports/docx?period={MONTH}").content
    text = zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml").decode().replace("\u00a0", " ")
    assert SECRET not in text
    assert "1 hoạt động được tính đã gỡ bỏ lời văn theo quy định của pháp luật" in text
    assert "theo QĐ 12/QĐ" in text and "lời văn đã gỡ bỏ" in text  # its second hyphen is one that no line breaks at


def test_open_data_marks_it(province: Province, tmp_path: Path) -> None:
    with_erased(province)
    export(province.store, province.keys, tmp_path / "open", now=province.now(), random_bytes=province.random)
    for name, erased in (("activities", ["0", "0", "1"]), ("reports", ["1"])):
        with (tmp_path / "open" / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
            assert sorted(row["erased"] for row in csv.DictReader(file)) == erased, name


def test_laptops_mark_it_in_lists_and_reports(province: Province) -> None:
    laptop, gone, left = with_erased(province)
    store = laptop.store
    rows = {row.record: row for row in store.records.rows_of([1, 2])}
    assert (rows[gone].erased, rows[left].erased) == (True, False)
    with speaking("en"):
        assert as_line(rows[gone]).title.startswith(f"{erased_mark()}: ") and erased_mark() not in as_line(rows[left]).title
    said = preview(store, MONTH, province.now())
    assert (said.records, said.erased) == (2, 1)
    (due,) = [due for due in due_periods(store, province.now()) if due.period.name == MONTH]
    act = store.redactions.erased()
    assert [act.leaves[leaf].by for leaf in due.erased] == [WHO] and set(act.records) == {gone}
    home = ["--home", str(laptop.home.path)]
    told = {
        command: forked("field", *arguments, *home, folder=province.folder, SOXA_LANG="en").stdout.decode()
        for command, *arguments in (("list", "list"), ("show", "show", gone), ("report", "report", MONTH))
    }
    assert told["list"].count("texts erased") == 1
    assert WHY in told["show"] and WHO in told["show"]
    assert figures_told(1) in " ".join(told["report"].split())

"""A record's page: what it shows is what the laptops said, and its proof is checked anew and holds for others too."""

from __future__ import annotations

import re
import sqlite3
from html import unescape

from field.store.rows import ActivityFilter
from hub import redacting
from sync.ledger import origins
from sync.ledger.entry import Activity, Review
from sync.log.merkle import leaf_hash
from sync.proof import entry_proof
from sync.wording.statuses import erased_words
from tests.hub.web.province import Province
from tests.world import Laptop

UNIT = "03390"


def a_record(province: Province, laptop: Laptop, **fields: object) -> str:
    """Log one and sync; its id."""
    known = set(laptop.record_ids())
    laptop.log(**fields)
    laptop.exchange(province.line)
    (record,) = set(laptop.record_ids()) - known
    return record


def a_disputed_record(province: Province, one: Laptop, other: Laptop, **fields: object) -> str:
    """One that two laptops set apart without seeing each other."""
    record = a_record(province, one, quantity=12, **fields)
    other.exchange(province.line)
    one.revise(record, quantity=1_300)
    other.revise(record, quantity=1_500)
    one.exchange(province.line)
    other.exchange(province.line)
    return record


def test_the_page_shows_both_sides_of_a_conflict_the_history_and_checks_that_hold(province: Province) -> None:
    one, other = province.laptop(UNIT), province.laptop(UNIT)
    record = a_disputed_record(province, one, other, title="Phát loa ở bản", channel="commune-radio", audience=64)
    with province.store.writing() as transaction:
        transaction.laptops.set_officer(origins.parse(one.origin).device, "Lò Thị A")
    shown = province.get("auditor", f"/records/{UNIT}/{record}")
    assert "Xã Bình Lư" in shown and "Phát loa ở bản" in shown and "Lò Thị A" in shown
    dispute = shown[shown.index("In conflict</h2>") : shown.index("What it says")]
    displayed = province.hub_records(UNIT)[record].values.quantity
    assert displayed in (1_300, 1_500)
    assert re.findall(r"wide\">(1,[35]00)", dispute)[0] == f"{displayed:,}"
    assert {"1,300", "1,500"} <= set(re.findall(r"1,[35]00", dispute))
    assert shown.count(".tlog-proof</a>") == 3
    assert shown.count("✓") == 3 * 4 and "✗" not in shown and "NOT PROVEN" not in shown
    assert 'name="verdict"' not in shown, "an auditor reads"


def test_the_proof_of_every_entry_holds_with_the_hubs_key_and_says_when_it_was_first_received(province: Province) -> None:
    one, other = province.laptop(UNIT), province.laptop(UNIT)
    record = a_disputed_record(province, one, other)
    received = one.store.logs.own.receipt_time
    for number in range(5):  # the logs go on; what was received stays received when it was
        one.log(title=f"Việc {number}")
        one.exchange(province.line)
    shown = province.get("auditor", f"/records/{UNIT}/{record}")
    paths = sorted({unescape(path) for path in re.findall(r'href="(/records/[^"]+/proof[^"]+)"', shown)})
    leaves = set()
    for path in paths:
        answered = province.client("auditor").get(path)
        assert answered.headers["content-disposition"].endswith('.tlog-proof"')
        proven = entry_proof.check(answered.text, province.keys.logs.verifier)
        assert isinstance(proven.entry, Activity) and proven.entry.record == record
        assert proven.unit == UNIT and received is not None and proven.received <= received + 60
        leaves.add(leaf_hash(proven.line))
    assert len(paths) == 3 and leaves >= set(province.hub_records(UNIT)[record].heads)


def test_what_is_erased_says_so_and_has_no_proof(province: Province) -> None:
    one, other = province.laptop(UNIT), province.laptop(UNIT)
    record = a_disputed_record(province, one, other, title="Thăm bà A")
    with province.store.writing() as transaction:
        planned = redacting.plan(transaction, province.keys, UNIT, record)
        redacting.redact(transaction, province.keys, planned, "QĐ 12", "", now=province.now(), random_bytes=province.random)
    shown = province.get("auditor", f"/records/{UNIT}/{record}")
    assert "bà A" not in shown and "(đã gỡ bỏ)" in shown and "QĐ 12" in shown
    assert shown.count(".tlog-proof</a>") == 2 and shown.count("✓") == 2 * 4 + 3
    assert "✗" not in shown and "NOT PROVEN" not in shown
    one.exchange(province.line)
    assert erased_words(one.store.redactions.erased().records[record]).endswith("QĐ 12")


def test_there_is_no_proof_of_an_entry_under_another_records_name(province: Province) -> None:
    laptop = province.laptop(UNIT)
    record, other = a_record(province, laptop), a_record(province, laptop)
    device = origins.parse(laptop.origin).name
    assert "c2sp.org/tlog-proof" in province.get("auditor", f"/records/{UNIT}/{record}/proof?device={device}&entry=1")
    for path in (
        f"{record}/proof?device={device}&entry=2",
        f"{record}/proof?device={device}&entry=0",
        f"{record}/proof?device={'a' * 16}&entry=1",
        f"{record}/proof",
        f"{other.upper()}",
        f"{other[:-1]}0",
        "x",
    ):
        province.get("auditor", f"/records/{UNIT}/{path}", status=404)
    province.get("auditor", f"/records/03394/{record}", status=404)


def test_a_byte_changed_in_the_hubs_store_is_shown_as_not_proven(province: Province) -> None:
    laptop = province.laptop(UNIT)
    record = a_record(province, laptop, title="Phát loa", quantity=9)
    neighbour = a_record(province, laptop, title="Họp bản")
    path = f"/records/{UNIT}/{record}"
    assert "NOT PROVEN" not in province.get("auditor", path)
    db = sqlite3.connect(province.home.database)
    ((place, lines),) = [row for row in db.execute("SELECT place, lines FROM segment") if b'"quantity":9' in row[1]]
    db.execute("UPDATE segment SET lines = ? WHERE place = ?", (lines.replace(b'"quantity":9', b'"quantity":8'), place))
    db.commit()
    db.close()
    shown = province.get("auditor", path)
    assert "NOT PROVEN" in shown and "The proof that the entry stands in the log does not hold." in shown
    assert shown.count("✗") == 2 and shown.count("✓") == 2, "the signatures hold, the entry is another"
    device = origins.parse(laptop.origin).name
    province.get("auditor", f"{path}/proof?device={device}&entry=1", status=400)
    assert "NOT PROVEN" in province.get("auditor", f"/records/{UNIT}/{neighbour}"), "its log is not what was signed"


def test_an_answer_on_the_page_reaches_the_laptop_and_speaks_of_what_was_read(province: Province) -> None:
    laptop = province.laptop(UNIT)
    record = a_record(province, laptop, quantity=90)
    path = f"/records/{UNIT}/{record}"
    again = province.post("operator", path, status=400, verdict="returned", comment=" ", entries="1")
    assert "Say why it is returned" in again
    province.post("auditor", path, status=403, verdict="accepted", entries="1")
    province.post("operator", path, status=400, verdict="burnt", entries="1")
    told = province.post("operator", path, verdict="returned", comment="Số buổi\r\nchưa đúng", entries="1")
    assert "It reaches the unit with its next sync." in told and "Số buổi\nchưa đúng" in told and "· operator" in told
    laptop.exchange(province.line)
    assert [row.status for row in laptop.store.records.rows(ActivityFilter())] == ["returned"]
    laptop.revise(record, quantity=9)
    laptop.exchange(province.line)
    stale = province.post("operator", path, status=409, verdict="accepted", entries="1")
    assert "has changed since you read it" in stale
    assert "on an earlier state" in province.get("operator", path)
    province.post("operator", path, verdict="accepted", entries="2")
    laptop.exchange(province.line)
    assert [row.status for row in laptop.store.records.rows(ActivityFilter())] == ["accepted"]
    assert [isinstance(said.entry, Review) for said in laptop.store.reporting.messages()] == [True, True]


def test_hostile_text_is_shown_harmless(province: Province) -> None:
    laptop = province.laptop(UNIT)
    hostile = '<script>alert(1)</script>"><img src=x onerror=alert(1)>\u202egnp.exe'
    record = a_record(
        province, laptop, title=hostile, text=f"{{{{ 7*7 }}}} {hostile}", place=hostile, topics=("no-such-topic",)
    )
    laptop.retract(record)
    laptop.exchange(province.line)
    shown = province.get("operator", f"/records/{UNIT}/{record}")
    assert "<script>alert" not in shown and "<img" not in shown.replace('<img src="/static/', "")
    assert "\u202e" not in shown and "·gnp.exe" in shown and "{{ 7*7 }}" in shown and "no-such-topic" in shown
    assert "Taken back by the unit: nhầm" in shown and 'name="verdict"' not in shown


def test_an_activity_dated_after_the_day_on_which_it_came_is_shown_so(province: Province) -> None:
    laptop = province.laptop(UNIT)
    told = "dated after it was received"
    ahead, right = a_record(province, laptop, date="2036-12-01"), a_record(province, laptop, date="2026-10-26")
    assert told in province.get("auditor", f"/records/{UNIT}/{ahead}")
    assert told not in province.get("auditor", f"/records/{UNIT}/{right}")
    laptop.revise(ahead, date="2026-10-26")
    laptop.exchange(province.line)
    assert told not in province.get("auditor", f"/records/{UNIT}/{ahead}")

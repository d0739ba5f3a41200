"""The list of activities: what it finds, in which order, and the way to one by its id."""

from __future__ import annotations

import re
import uuid

from hub.registry import unit_changes
from tests.hub.web.province import Province

BINH_LU, SIN_SUOI_HO = "03390", "03394"
_TITLE = re.compile(r"<bdi>(.*?)</bdi>")


def titles(page: str) -> list[str]:
    """The titles that a list shows, in order."""
    return _TITLE.findall(page)


def test_the_list_shows_what_was_logged_the_newest_day_first(province: Province) -> None:
    laptop = province.laptop(BINH_LU)
    laptop.log(title="Sớm", date="2026-10-20", quantity=1_234, audience=0)
    laptop.log(title="Muộn", date="2026-10-30", topics=("digital-skills",), channel="commune-radio", minutes=15)
    laptop.log(title="Tháng trước", date="2026-10-14")
    laptop.exchange(province.line)
    page = province.get("auditor", "/records?period=2026-11")
    assert titles(page) == ["Muộn", "Sớm"]
    for shown in ("30/10/2026", "1,234", "Xã Bình Lư", "Digital skills", "Activities: 2", "awaits an answer"):
        assert shown.lower() in page.lower(), shown
    (record,) = [one for one, state in province.hub_records(BINH_LU).items() if state.values.title == "Sớm"]
    assert f'href="/records/{BINH_LU}/{record}"' in page
    assert titles(province.get("auditor", "/records?period=2026-11&answer=accepted")) == []


def test_what_was_taken_back_and_what_is_in_conflict_is_found(province: Province) -> None:
    one, other = province.laptop(BINH_LU), province.laptop(BINH_LU)
    for title in ("Bị rút", "Tranh chấp", "Thường"):
        one.log(title=title)
    for laptop in (one, other):
        laptop.exchange(province.line)
    by_title = {state.values.title: record for record, state in one.records().items()}
    one.retract(by_title["Bị rút"])
    one.revise(by_title["Tranh chấp"], quantity=1)
    other.revise(by_title["Tranh chấp"], quantity=2)
    for laptop in (one, other):
        laptop.exchange(province.line)
    listed = province.get("auditor", "/records?period=all")
    assert sorted(titles(listed)) == ["Thường", "Tranh chấp"]
    assert listed.count("s-conflict") == 1
    assert titles(province.get("auditor", "/records?period=all&conflicted=1")) == ["Tranh chấp"]
    assert titles(province.get("auditor", "/records?period=all&taken_back=1")) == ["Bị rút"]
    province.get("auditor", "/records?taken_back=yes", 400)


def test_what_is_dated_after_it_was_received_is_marked_and_days_to_come_are_found(province: Province) -> None:
    laptop = province.laptop(BINH_LU)
    laptop.log(title="Đúng ngày", date="2026-10-20")
    laptop.log(title="Xa", date="2036-12-01")
    laptop.exchange(province.line)
    page = province.get("auditor", "/records?period=all")
    assert page.count("dated after it was received") == 1
    assert page.index("Xa</bdi>") < page.index("dated after it was received") < page.index("Đúng ngày</bdi>")
    assert titles(province.get("auditor", "/records?period=2026-10&to_come=1")) == ["Xa"]
    province.get("auditor", "/records?to_come=yes", 400)


def test_pages_go_through_all_once_and_keep_the_filters(province: Province) -> None:
    laptop = province.laptop(BINH_LU)
    for number in range(120):
        laptop.log(title=f"Buổi {number}", channel="commune-radio")
    laptop.log(title="Khác")
    laptop.exchange(province.line)
    path, seen = "/records?period=2026-11&channel=commune-radio", []
    while path:
        page = province.get("auditor", path)
        seen += titles(page)
        found = re.search(r'rel="next" href="([^"]+)"', page)
        path = found[1].replace("&amp;", "&") if found else ""
    assert sorted(seen) == sorted(f"Buổi {number}" for number in range(120))
    assert titles(province.get("auditor", "/records?period=2026-11&channel=commune-radio&page=99"))


def test_an_id_leads_to_its_record_and_a_wrong_one_is_said(province: Province) -> None:
    laptop = province.laptop(BINH_LU)
    laptop.log()
    laptop.exchange(province.line)
    (record,) = laptop.record_ids()
    client = province.client("auditor")
    for typed in (record, record[-8:], f" {BINH_LU}/{record.upper()} "):
        answered = client.get("/records", params={"id": typed}, follow_redirects=False)
        assert (answered.status_code, answered.headers["location"]) == (303, f"/records/{BINH_LU}/{record}"), typed
    for wrong in (str(uuid.UUID(int=7)), "không phải", "<script>alert(1)</script>"):
        answered = client.get("/records", params={"id": wrong}, follow_redirects=False)
        assert answered.status_code == 400 and 'role="alert"' in answered.text
        assert "<script>alert" not in answered.text


def test_a_record_of_a_merged_unit_says_for_whom_it_counts(province: Province) -> None:
    laptop = province.laptop(BINH_LU)
    laptop.log(title="Trước", date="2026-10-20")
    laptop.log(title="Sau", date="2026-11-05")
    laptop.exchange(province.line)
    merge_into(province, BINH_LU, SIN_SUOI_HO, "2026-11-01")
    asked = f"/records?period=2026-11&unit={SIN_SUOI_HO}"
    then = province.get("auditor", asked)
    assert titles(then) == ["Sau"] and "counts for Xã Sin Suối Hồ" in then
    assert titles(province.get("auditor", f"/records?period=2026-11&unit={BINH_LU}")) == ["Trước"]


def test_titles_of_strangers_are_shown_and_do_nothing(province: Province) -> None:
    laptop = province.laptop(BINH_LU)
    laptop.log(title="<script>alert(1)</script>")
    laptop.log(title="gpj\u202eexe.")
    laptop.exchange(province.line)
    page = province.get("auditor", "/records?period=2026-11")
    assert "<script>alert" not in page and "\u202e" not in page
    assert sorted(titles(page)) == ["&lt;script&gt;alert(1)&lt;/script&gt;", "gpj·exe."]


def merge_into(province: Province, code: str, successor: str, since: str) -> None:
    """State that a unit became part of another."""
    with province.store.writing() as transaction:
        unit_changes.merge(
            transaction, province.keys, [code], successor, since=since, now=province.now(), random_bytes=province.random
        )


def test_what_is_dated_before_its_unit_began_is_marked_wherever_it_is_shown(province: Province) -> None:
    laptop, mark = province.laptop(BINH_LU), "dated before the unit was in the ledger (01/07/2025)"
    laptop.log(title="Sớm", date="2025-06-30")
    laptop.log(title="Ngày đầu", date="2025-07-01")
    laptop.exchange(province.line)
    (early,) = [record for record, merged in laptop.records().items() if merged.values.title == "Sớm"]
    assert province.get("auditor", "/records?period=all").count(mark) == 1
    assert mark in province.get("auditor", f"/records/{BINH_LU}/{early}")
    assert province.get("operator", "/review").count(mark) == 1

"""Laptops and invites on the desk: whose they are, who is heard of, who may join, and who is trusted no more."""

from __future__ import annotations

import re
from html import unescape

import msgspec
import pytest

from hub import own_logs
from hub.monitoring.found import found_lately
from hub.store.rows import Quota
from sync.encoding.limits import DAY_SECONDS
from sync.encoding.spelling import tobase64
from sync.encoding.types import DeviceId, Hash, Instant, Size
from sync.errors import Refused
from sync.ledger import origins
from sync.ledger.entry import Citation
from tests.hub.intake.party import Party, outcome
from tests.hub.intake.reporting import report_of
from tests.hub.web.province import Province
from tests.world import Laptop


def _device(laptop: Laptop) -> DeviceId:
    return origins.parse(laptop.origin).device


def _rows(page: str) -> list[str]:
    return re.findall(r"laptop=([a-z2-7]{16})", page.partition("<table")[2])


def test_laptops_are_listed_with_whose_they_are_and_when_they_were_heard_of(province: Province) -> None:
    quiet, busy = province.laptop("03390"), province.laptop("03571")
    for laptop, count in ((quiet, 1), (busy, 3)):
        for _number in range(count):
            laptop.log()
        laptop.exchange(province.line)
    with province.store.writing() as transaction:
        transaction.laptops.saw(_device(busy), Instant(1_793_000_000), by_file=True)
    assert _rows(province.get("auditor", "/laptops")) == [_device(quiet), _device(busy)], "Bình Lư stands before Dào San"
    assert _rows(province.get("auditor", "/laptops?sort=entries"))[0] == _device(busy)
    assert _rows(province.get("auditor", "/laptops?sort=seen"))[0] == _device(quiet), "never heard of comes first"
    assert _rows(province.get("auditor", "/laptops?q=dao+san")) == [_device(busy)]
    whole = province.get("auditor", f"/laptops?laptop={_device(busy)}")
    assert "26/10/2026 14:33, by stick" in whole and "<dd>4</dd>" in whole, "a join and three activities"
    province.get("auditor", "/laptops?laptop=aaaaaaaaaaaaaaaa", status=404)
    province.get("auditor", "/laptops?sort=secret", status=400)


def test_an_officers_name_is_kept_by_operators_and_shown_harmless(province: Province) -> None:
    laptop = province.laptop("03390")
    laptop.exchange(province.line)
    path = f"/laptops/{_device(laptop)}/officer"
    assert "&lt;b&gt;Mai" in province.post("operator", path, officer=" <b>Mai  Lò ")
    province.post("operator", path, status=400, officer="Mai\u202e")
    province.post("operator", path, status=400, officer="x" * 101)
    province.post("operator", "/laptops/aaaaaaaaaaaaaaaa/officer", status=404, officer="Mai")
    province.post("auditor", path, status=403, officer="Khác")
    with province.store.reading() as transaction:
        assert transaction.laptops.all()[_device(laptop)].officer == "<b>Mai Lò"


def test_a_revoked_laptop_is_taken_no_more_and_says_why(province: Province) -> None:
    laptop = province.laptop("03390")
    laptop.exchange(province.line)
    path = f"/laptops/{_device(laptop)}/revoke"
    province.post("auditor", path, status=403, reason="mất")
    province.post("operator", path, status=400, reason="  ")
    assert "The 1 entry that it has sent stays" in province.post("operator", path, reason="bị mất <i>\u202e")
    shown = province.get("auditor", f"/laptops?laptop={_device(laptop)}")
    assert "bị mất &lt;i&gt;·" in shown and "\u202e" not in shown
    province.post("operator", path, status=409, reason="again")
    laptop.log()
    with pytest.raises(Refused):
        laptop.exchange(province.line)


def test_a_laptop_is_replaced_by_a_button_and_revoked_with_whoever_took_its_place(province: Province) -> None:
    laptop = province.laptop("03390")
    laptop.exchange(province.line)
    old, parties = _device(laptop), [Party(1), Party(2)]
    for party in parties:
        page = province.post("operator", f"/laptops/{old}/replace")
        assert f"laptop={old}" in page and "in the place of" in page
        line = re.findall(r"soxa-invite-2\.[\w.-]+", page)[-1]
        party.says(party.join(province.keys, line))
    province.post("auditor", f"/laptops/{old}/replace", status=403)
    province.post("operator", "/laptops/aaaaaaaaaaaaaaaa/replace", status=404)
    assert outcome(province, parties[0].push()) is None
    assert outcome(province, parties[1].push()) == "already-succeeded"
    shown = province.get("auditor", f"/laptops?laptop={parties[0].device}")
    assert "tried to join in the same place" in shown and f"laptop={old}" in shown
    assert parties[0].device in province.get("auditor", f"/laptops?laptop={old}")
    assert "took that place" in province.post("operator", f"/laptops/{old}/replace", status=409)
    assert f"<option>{parties[0].device}</option>" in province.get("operator", f"/laptops?laptop={old}")
    province.post("operator", f"/laptops/{old}/revoke", reason="bị mất", keep=parties[0].device)
    with province.store.reading() as transaction:
        assert set(own_logs.registry(transaction, province.keys).revoked) == {old}


def test_what_a_laptop_made_up_stands_on_its_page_with_what_to_do(province: Province) -> None:
    party, colleague = Party(1), Party(2)
    made_up = Citation(Size(2**53), tobase64(Hash(bytes(32))))
    for each in (party, colleague):
        each.says(each.join(province.keys, province.invite("03390")), each.activity(each.signer.verifier.key[0]))
        assert outcome(province, each.push()) is None
    party.says(msgspec.structs.replace(party.activity(7), seen=made_up))
    at = len(province.hub_leaves(origins.acceptances(province.keys.hub)))
    party.says(report_of(party, records=9))
    party.says(report_of(party, period="9/KH@2026"))
    party.says(report_of(party, {colleague: 7}))
    party.lines += [b"{}"]
    assert outcome(province, party.push()) is None
    page = unescape(province.get("auditor", f"/laptops?laptop={party.device}"))
    told = f"2: Technical detail: cited-before-it-was: size 9007199254740992, acceptance {at}"
    assert told in page and "revoke it" in page
    assert page.count("does not count</span>") == 2 and "waits for entries" in page
    assert "No document asks for a report named “9/KH@2026”" in page
    assert page.index("waits for entries") < page.index("9/KH@2026"), "the newest first"
    assert "Held back" in page and '<li class="mono">6: it breaks the format' in page
    other = unescape(province.get("auditor", f"/laptops?laptop={colleague.device}"))
    assert not any(words in other for words in ("Held back", "never was so", "need a look"))


def test_the_laptop_that_filled_its_units_day_is_named_and_the_other_is_not_accused(province: Province) -> None:
    greedy, honest = province.laptop("03390"), province.laptop("03390")
    with province.store.writing() as transaction:
        transaction.settings.keep_quota(Quota(entries=10, mib=1, unit_entries=10, unit_mib=1))
    honest.exchange(province.line)
    for laptop, count in ((greedy, 8), (honest, 3)):
        for _number in range(count):
            laptop.log()
    greedy.exchange(province.line)
    with pytest.raises(Refused, match="quota"):
        honest.exchange(province.line)
    address = f"/laptops?laptop={_device(honest)}"
    page = unescape(province.get("operator", address))
    assert f"Most of that day's entries came from {_device(greedy)}: 9" in page
    assert "it brought more than a laptop may" not in page and "quota</dd>" not in page
    province.set_clock(Instant(province.now() + DAY_SECONDS))
    honest.exchange(province.line)
    assert "the unit's day was full" not in unescape(province.get("operator", address)), "it was taken since"


def test_what_was_found_against_a_log_is_told_with_its_day_and_in_words(province: Province) -> None:
    laptop = province.laptop("03390")
    laptop.exchange(province.line)
    with province.store.writing() as transaction:
        for code in ("quota", "fork"):
            transaction.logs.keep_evidence(Instant(1_793_000_000), laptop.store.logs.own.origin, code, "x")
    page = unescape(province.get("operator", f"/laptops?laptop={_device(laptop)}"))
    assert "On 26/10/2026 14:33 its key had signed something else" in page
    assert "fork" not in page.partition("<dl")[2].partition("</dl>")[0]


def test_what_was_found_against_laptops_stands_on_the_first_page_the_list_and_the_units_page(province: Province) -> None:
    forked, greedy = province.laptop("03390"), province.laptop("03394")
    for laptop in (forked, greedy):
        laptop.exchange(province.line)
    pages = ("/", "/laptops", "/units/03390")
    for page in pages:
        shown = unescape(province.get("operator", page))
        assert "two histories" not in shown and "brought more than a day allows" not in shown
    with province.store.writing() as transaction:
        transaction.logs.keep_evidence(province.now(), forked.store.logs.own.origin, "wrong-root", "x")
        transaction.logs.keep_evidence(province.now(), forked.store.logs.own.origin, "fork", "x")
        transaction.settings.keep_quota(Quota(entries=10, mib=1, unit_entries=10, unit_mib=1))
    for _number in range(12):
        greedy.log()
    with pytest.raises(Refused, match="quota"):
        greedy.exchange(province.line)
    first, listed, unit = (unescape(province.get("operator", page)) for page in pages)
    for shown in (first, listed):
        assert shown.count("its key signed two histories") == 1 and shown.count("brought more than a day allows") == 1
    assert f"/laptops?laptop={_device(forked)}" in first and f"/laptops?laptop={_device(greedy)}" in first
    assert "its key signed two histories" in unit and "fork" not in unit and "wrong-root" not in unit
    province.set_clock(Instant(province.now() + DAY_SECONDS))
    greedy.exchange(province.line)
    assert "brought more than a day allows" not in province.get("operator", "/"), "it was taken since"
    with province.store.reading() as transaction:
        registry = own_logs.registry(transaction, province.keys)
        assert len(found_lately(transaction, registry, province.now())) == 1
        assert not found_lately(transaction, registry, Instant(province.now() + 40 * DAY_SECONDS)), "nor for ever"


def test_of_very_many_laptops_the_first_page_names_some_and_says_how_many_there_are(province: Province) -> None:
    laptops = [province.laptop("03390") for _number in range(7)]
    for laptop in laptops:
        laptop.exchange(province.line)
    with province.store.writing() as transaction:
        for laptop in laptops:
            transaction.logs.keep_evidence(province.now(), laptop.store.logs.own.origin, "fork", "x")
    page = unescape(province.get("operator", "/"))
    assert page.count("its key signed two histories") == 5
    assert "Laptops against which something was found: 7." in page

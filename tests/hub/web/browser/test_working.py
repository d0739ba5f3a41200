"""Working at the desk in a browser: by keyboard, without scripts, on paper, and what the small script adds."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from hub.web.context import Route
from tests.hub.web.browser.conftest import Opened
from tests.hub.web.browser.stock import OTHER, PERIOD, READ, UNIT, Stock
from tests.hub.web.browser.window import SHOWN
from tests.hub.web.province import PASSWORD, Province

_PAPER = 680
"""CSS pixels between the margins of an A4 page."""
_HREF = re.compile(r'href="(/[^"#]*)"')


def test_stored_text_is_shown_as_text_wherever_it_stands(stock: Stock, window: Opened) -> None:
    mine = window(stock.province, "operator")
    device = stock.laptop.store.membership.device
    for address in (
        "/records",
        "/review",
        "/review?what=reports",
        f"/laptops?laptop={device}",
        f"/units/{UNIT}",
        f"/records/{UNIT}/{stock.record}",
        f"/records/{UNIT}/{stock.titles['Cùng sửa']}",
        f"/records/{UNIT}/{stock.titles['Rút lại']}",
        f"/units/{UNIT}/report?period={PERIOD}",
        f"/units/{OTHER}/report?period={PERIOD}",
        "/records?conflicted=1",
        "/records?taken_back=1",
        "/records?answer=returned",
    ):
        said = mine.open(address)
        assert not mine.spoiled(), address
        assert "\u202e" not in said, address
        mine.resize(360)
        assert mine.too_wide() == "", address
    for address in ("/records", f"/records/{UNIT}/{stock.record}", f"/units/{UNIT}/report?period={PERIOD}", "/laptops"):
        assert SHOWN in mine.open(address), address


def test_no_link_leads_nowhere(stock: Stock) -> None:
    client = stock.province.client("admin")
    asked: dict[str, int] = {}
    for route in READ:
        answered = client.get(stock.address(route))
        if answered.headers["content-type"].startswith("text/html"):
            asked |= dict.fromkeys(_one_of_a_kind(answered.text), 0)
    assert len(asked) > 60, "the pages lead on"
    wrong = {address: client.get(address).status_code for address in asked if not address.startswith("/language/")}
    assert {address: status for address, status in wrong.items() if status != 200} == {}


def _one_of_a_kind(text: str) -> Iterator[str]:
    """The links of a page, two of those that differ in numbers alone."""
    kinds: dict[str, list[str]] = {}
    for address in dict.fromkeys(found.replace("&amp;", "&") for found in _HREF.findall(text)):
        kinds.setdefault(re.sub(r"[0-9a-f-]{4,}|[0-9]+", "0", address), []).append(address)
    for same in kinds.values():
        yield from (same[0], same[-1])


def test_the_keyboard_alone_reaches_a_unit_from_the_board(stock: Stock, window: Opened) -> None:
    mine = window(stock.province, "auditor")
    mine.open("/")
    keys = mine.page.keyboard
    keys.press("Tab")
    assert mine.focused(".skip") == "To the content"
    keys.press("Enter")
    for _press in range(30):
        keys.press("Tab")
        if mine.focused("tbody"):
            break
    first = mine.focused("tbody")
    assert first
    keys.press("j")
    second = mine.focused("tbody")
    keys.press("j")
    third = mine.focused("tbody")
    assert len({first, second, third}) == 3
    keys.press("k")
    assert mine.focused("tbody") == second
    keys.press("Enter")
    mine.page.wait_for_url("**/units/*")
    assert second in mine.page.inner_text("h1")


def test_filters_work_without_scripts_and_their_address_can_be_sent(stock: Stock, window: Opened) -> None:
    mine, theirs = window(stock.province, "operator", scripts=False), window(stock.province, "auditor")
    mine.open("/")
    mine.page.select_option("[name=year]", "2025")
    mine.press("Show")
    assert "year=2025" in mine.page.url and "2025" in mine.page.inner_text("h1")
    mine.open("/counts")
    mine.page.select_option("[name=unit]", UNIT)
    mine.page.click("summary")
    mine.page.select_option("[name=answer]", "accepted")
    mine.press("Show")
    assert "answer=accepted" in mine.page.url
    table = mine.page.locator("main table").first.inner_text()
    theirs.open(mine.page.url)
    assert theirs.page.locator("main table").first.inner_text() == table
    mine.follow("1")  # the one activity behind the number
    assert mine.page.locator("tbody tr").count() == 1 and "Được duyệt" in mine.said()
    mine.open("/records")
    mine.page.fill("[name=id]", stock.record[-12:])
    mine.press("Open")
    assert stock.record in mine.page.url


def reported(province: Province) -> list[str]:
    """Three activities of a unit, here; their ids."""
    laptop = province.laptop(UNIT)
    for number in range(3):
        laptop.log(title=f"Việc {number}")
    laptop.exchange(province.line)
    return laptop.record_ids()


def test_an_operator_signs_in_answers_and_signs_out_without_scripts(province: Province, window: Opened) -> None:
    records = reported(province)
    mine = window(province.url, scripts=False)
    mine.page.goto("/review")
    assert "/signin" in mine.page.url
    mine.sign_in("operator", "not the password")
    assert "/signin" in mine.page.url and mine.page.locator(".fault").count() == 1
    mine.faults.clear()  # a browser notes the 403 as an error
    mine.sign_in("operator", PASSWORD)
    mine.open("/review")
    mine.page.get_by_label("Việc 1", exact=True).check()
    mine.press("Return to be revised")
    assert mine.page.locator(".fault").count() == 1, "a return says why"
    assert mine.page.get_by_label("Việc 1", exact=True).is_checked(), "the slip costs nothing"
    mine.faults.clear()
    mine.page.get_by_label("Comment").fill("Thiếu số người")
    mine.press("Return to be revised")
    assert mine.page.locator("tbody tr").count() == len(records) - 1
    mine.open("/records?answer=returned")
    assert mine.page.locator("tbody tr").count() == 1 and "Việc 1" in mine.said()
    mine.press("Sign out")
    mine.page.goto("/review")
    assert "/signin" in mine.page.url


def test_one_tick_takes_all_and_one_answer_answers_them(province: Province, window: Opened) -> None:
    records = reported(province)
    mine = window(province, "operator")
    mine.open("/review")
    mine.page.get_by_label("Tick all").check()
    assert mine.page.locator("tbody input:checked").count() == len(records)
    mine.press("Accept")
    assert mine.page.locator(".told").count() == 1
    mine.open("/records?answer=accepted")
    assert mine.page.locator("tbody tr").count() == len(records)


def test_what_cannot_be_undone_is_asked_first(province: Province, window: Opened) -> None:
    reported(province)
    device = province.laptops[0].store.membership.device
    mine = window(province, "operator")
    mine.agrees = False
    mine.open(f"/laptops?laptop={device}")
    mine.page.fill("[name=reason]", "Mất máy")
    mine.touch("Revoke")
    assert "Mất máy" not in province.get("auditor", f"/laptops?laptop={device}")
    mine.agrees = True
    mine.press("Revoke")
    assert mine.page.locator(".told").count() == 1
    assert "Mất máy" in province.get("auditor", f"/laptops?laptop={device}")


@pytest.mark.parametrize("clipboard", [True, False], ids=["a browser's clipboard", "none, as over plain http"])
def test_what_is_copied_is_what_stands_there(stock: Stock, window: Opened, *, clipboard: bool) -> None:
    mine = window(stock.province, "operator")
    if not clipboard:
        mine.page.add_init_script("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    mine.open("/records")
    mine.page.fill("[name=id]", "copied before")
    mine.page.press("[name=id]", "Control+A")
    mine.page.press("[name=id]", "Control+C")
    mine.open("/reports")
    mine.touch("Copy")
    mine.page.get_by_role("button", name="Copied").wait_for()
    mine.open("/records")
    mine.page.focus("[name=id]")
    mine.page.evaluate("() => document.querySelector('[name=id]').removeAttribute('maxlength')")
    mine.page.keyboard.press("Control+V")
    assert mine.page.input_value("[name=id]") == stock.province.keys.logs.verifier.vkey()


@pytest.mark.parametrize(
    "path", ["/", "/counts", "/records/{unit}/{record}", "/units/{code}/report", "/units", "/invites/{id}"]
)
def test_on_paper_there_is_the_content_alone_and_all_of_it(stock: Stock, window: Opened, path: str) -> None:
    mine = window(stock.province, "operator")
    mine.open(stock.address(_route(path)))
    mine.page.emulate_media(media="print")
    mine.resize(_PAPER)
    shown = "nav, header, button, input, select, textarea, .skip, .no-print"
    assert [one.inner_text() for one in mine.page.locator(shown).all() if one.is_visible()] == []
    assert mine.page.locator("h1").is_visible()
    assert mine.cut_off() == []


def _route(path: str) -> Route:
    return next(route for route in READ if route.path == path)

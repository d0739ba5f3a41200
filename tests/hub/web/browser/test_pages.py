"""Every page, in both languages and at three widths, over stored text that is as hostile as it can be."""

from __future__ import annotations

from typing import get_args

import pytest

from hub.web.context import Route
from tests.hub.web.browser.conftest import Opened
from tests.hub.web.browser.stock import READ, Stock
from tests.hub.web.browser.window import WIDTHS, Language

every_page = pytest.mark.parametrize("route", READ, ids=[route.path for route in READ])


@every_page
@pytest.mark.parametrize("language", get_args(Language))
def test_a_page_fits_names_its_parts_and_runs_nothing_that_was_stored(
    stock: Stock, window: Opened, route: Route, language: Language
) -> None:
    address = stock.address(route)
    answered = stock.province.client("admin").get(address)
    assert answered.status_code == 200, (address, answered.text[-600:])
    if not answered.headers["content-type"].startswith("text/html"):
        return  # a file
    mine = window(stock.province, None if route.path == "/signin" else "admin", language)
    if route.path.startswith("/language/"):
        address = "/"
    mine.open(address)
    assert mine.page.get_attribute("html", "lang") == language
    assert mine.page.locator("h1").count() == 1 and mine.page.inner_text("h1").strip()
    assert mine.page.title().removesuffix("· Sổ xã").strip()
    assert mine.unnamed() == []
    wide = []
    for width in WIDTHS:
        mine.resize(width)
        if found := mine.too_wide():
            wide.append(f"at {width}: {found}")
    assert wide == []
    assert not mine.spoiled()

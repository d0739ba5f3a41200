"""What the tests in a browser share: one browser and one stocked province for all, a window of its own for each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from hub.store.accounts import Role
from tests.hub.web.browser.stock import Stock
from tests.hub.web.browser.window import Language, Window, chromium
from tests.hub.web.province import Province

if TYPE_CHECKING:
    from playwright.sync_api import Browser

Opened = Callable[..., Window]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put what needs the browser last: its driver keeps a loop running in this thread, beside which no other may run."""
    folder = Path(__file__).parent
    items.sort(key=lambda item: folder in item.path.parents)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium."""
    with chromium() as found:
        yield found


@pytest.fixture(scope="session")
def stock(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stock]:
    """A province that is looked at and never changed."""
    made = Stock(tmp_path_factory.mktemp("stock"))
    yield made
    made.close()


@pytest.fixture
def window(browser: Browser) -> Iterator[Opened]:
    """Opens windows: `window(province, role)` is one in which somebody has signed in, `window(url)` a fresh one."""
    opened: list[Window] = []

    def open_one(
        where: Province | str, role: Role | None = None, language: Language = "en", *, scripts: bool = True
    ) -> Window:
        url = where if isinstance(where, str) else where.url
        opened.append(Window(browser, url, language, scripts=scripts))
        if role is not None and isinstance(where, Province):
            opened[-1].set_cookie("soxa", where.client(role).cookies["soxa"])
        return opened[-1]

    yield open_one
    for one in opened:
        one.close()

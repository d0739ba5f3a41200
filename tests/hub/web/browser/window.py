"""A browser with a screen: the system's Chromium, and one window of it that takes note of all that goes wrong in it.

Whoever has no browser is told so in one line, and the tests are skipped; in CI (`SOXA_CI`) a missing one is a failure.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final, Literal, NoReturn, cast

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ConsoleMessage, Dialog, Locator, Page, Request

Language = Literal["en", "vi"]

WIDTHS: Final = (360, 1280, 1920)
"""A phone, an old office screen, a new one."""
_HEIGHT: Final = 800
_NAMES: Final = ("chromium", "chromium-browser", "google-chrome")
_PAUSE: Final = 15_000
"""Milliseconds after which something that does not come is given up."""

HOSTILE: Final = "<script>window.spoiled=1</script><img src=x onerror=window.spoiled=1>\u202egpj.exe"
"""What a stranger may put into any text: were it ever taken for more than text, a global would be set."""
SHOWN: Final = HOSTILE.replace("\u202e", "·")
"""How a page shows it."""

_TOO_WIDE: Final = """() => {
  const page = document.documentElement, room = page.clientWidth;
  if (page.scrollWidth <= room) return "";
  const wide = (one) => Math.max(one.getBoundingClientRect().right, one.scrollWidth) > room + 1;
  const out = [...document.querySelectorAll("body *")].filter((one) => wide(one) && !one.closest(".scroll, .drawn, nav"));
  return [`${page.scrollWidth} px`, ...out.slice(0, 4).map((one) => one.outerHTML.slice(0, 120))].join(" | ");
}"""
_CUT_OFF: Final = """() => [...document.querySelectorAll("main *")]
  .filter((one) => one.getBoundingClientRect().right > innerWidth + 1)
  .map((one) => one.outerHTML.slice(0, 120))"""
_UNNAMED: Final = """() => {
  const all = (what) => [...document.querySelectorAll(what)];
  const said = (one) => {
    const copy = one.cloneNode(true);
    copy.querySelectorAll("select, textarea").forEach((field) => field.remove());
    return (copy.textContent + (one.getAttribute("aria-label") ?? "") + (one.title ?? "")).trim();
  };
  const labelled = (one) => [...(one.labels ?? [])].some(said) || one.getAttribute("aria-label");
  return [
    ...all("input:not([type=hidden]), select, textarea").filter((one) => !labelled(one)),
    ...all("button, a").filter((one) => !said(one) && !one.querySelector("[aria-label]")),
    ...all("thead th:not([scope]), tbody th:not([scope])"),
    ...all("table").filter((one) => !one.closest(".scroll")),
  ].map((one) => one.outerHTML.slice(0, 160));
}"""


@contextmanager
def chromium() -> Iterator[Browser]:
    """The system's browser, without a screen."""
    path = next(filter(None, map(shutil.which, (os.environ.get("SOXA_BROWSER", ""), *_NAMES))), None)
    if path is None:
        _without("no page is tried in a browser: Chromium is missing (Debian: chromium; else name it in SOXA_BROWSER)")
    if "SOXA_CI" not in os.environ:
        pytest.importorskip("playwright.sync_api", reason="no page is tried in a browser: Playwright is missing")
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - where there is no browser, there may be no driver

    arguments = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=arguments)
        yield browser
        browser.close()


def _without(reason: str) -> NoReturn:
    if "SOXA_CI" in os.environ:
        pytest.fail(reason)
    pytest.skip(reason)


class Window:
    """One person's window, with cookies of its own."""

    def __init__(self, browser: Browser, url: str, language: Language = "en", *, scripts: bool = True) -> None:
        self.url = url
        self.faults: list[str] = []
        self.agrees: bool | None = None
        """What questions of a page are answered with; None while it should ask none."""
        self._context = browser.new_context(
            base_url=url, viewport={"width": 1280, "height": _HEIGHT}, java_script_enabled=scripts, locale="vi-VN"
        )
        self._context.set_default_timeout(_PAUSE)
        self.set_cookie("soxa-language", language)
        self.page: Page = self._context.new_page()
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.faults.append(f"error: {error}"))
        self.page.on("request", self._asked)
        self.page.on("dialog", self._answered)

    def set_cookie(self, name: str, value: str) -> None:
        """A cookie of this hub."""
        self._context.add_cookies([{"name": name, "value": value, "url": self.url}])

    def close(self) -> None:
        """Shut it; nothing may have gone wrong in it."""
        self._context.close()
        assert self.faults == []

    def sign_in(self, name: str, password: str) -> None:
        """By the form."""
        self.page.goto("/signin")
        self.page.fill("[name=name]", name)
        self.page.fill("[name=password]", password)
        self.press("Sign in")

    def open(self, address: str) -> str:
        """Go to a page, which must be one; what it says."""
        answered = self.page.goto(address)
        assert answered is not None and answered.status == 200, (address, answered and answered.status)
        return self.said()

    def follow(self, name: str) -> None:
        """Click on the first link that says this, and go where it leads."""
        with self.page.expect_navigation():
            self._link(name).click()

    def press(self, name: str) -> None:
        """Click on the first button that says this, and go where its form leads."""
        with self.page.expect_navigation():
            self.touch(name)

    def touch(self, name: str) -> None:
        """Click on the first button that says this, which leads nowhere by itself."""
        self.page.get_by_role("button", name=name, exact=True).first.click()

    def _link(self, name: str) -> Locator:
        return self.page.get_by_role("link", name=name, exact=True).first

    def said(self) -> str:
        """What the page says."""
        return self.page.inner_text("main")

    def download(self, name: str) -> bytes:
        """The file behind the link that says this."""
        with self.page.expect_download() as waited:
            self._link(name).click()
        return waited.value.path().read_bytes()

    def resize(self, width: int) -> None:
        """Another width of the screen."""
        self.page.set_viewport_size({"width": width, "height": _HEIGHT})

    def too_wide(self) -> str:
        """What stands out over the side of the page."""
        return cast(str, self.page.evaluate(_TOO_WIDE))

    def cut_off(self) -> list[str]:
        """What paper as wide as the window would not hold."""
        return cast("list[str]", self.page.evaluate(_CUT_OFF))

    def unnamed(self) -> list[str]:
        """What has no name for a screen reader, or no place: fields, buttons, heads of tables; tables that do not scroll."""
        return cast("list[str]", self.page.evaluate(_UNNAMED))

    def spoiled(self) -> bool:
        """Whether something that was stored ran."""
        return bool(self.page.evaluate("() => 'spoiled' in window"))

    def focused(self, inside: str) -> str:
        """The text of what has the focus, if it stands inside of something."""
        find = "(inside) => document.activeElement.closest(inside) && document.activeElement.textContent.trim()"
        return cast("str | None", self.page.evaluate(find, inside)) or ""

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.faults.append(f"console: {message.text}")

    def _asked(self, request: Request) -> None:
        if not request.url.startswith((self.url + "/", "data:")):
            self.faults.append(f"asked of another host: {request.url}")

    def _answered(self, dialog: Dialog) -> None:
        if self.agrees is None or dialog.type != "confirm":
            self.faults.append(f"dialog: {dialog.message}")
        if self.agrees:
            dialog.accept()
        else:
            dialog.dismiss()

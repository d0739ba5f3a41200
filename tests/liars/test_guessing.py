"""A stranger at the desk who guesses: at an administrator's name, for an hour, from many addresses. The owner gets in all
the time, and the stranger does not; nor does whoever guesses in the owner's own browser."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from hub.accounts import accounts
from hub.store.accounts import Guess
from sync.encoding.types import Instant
from tests.hub.accounts.phone import code_of
from tests.hub.accounts.quick import hash_quickly
from tests.hub.web.province import PASSWORD, Province

HOUR = 3_600


@pytest.fixture
def province(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Province]:
    hash_quickly(monkeypatch)
    made = Province(tmp_path)
    yield made
    made.close()


def tried(client: httpx.Client, password: str, **more: str) -> int:
    """How the desk answers somebody who signs in as the administrator."""
    return client.post("/signin", data={"name": "admin", "password": password, **more}).status_code


def besiege(province: Province, seconds: int, every: int = 10, **more: str) -> list[int]:
    """How the desk answers a stranger who guesses for so long, each time from another address, as a proxy tells it."""
    answers = []
    began = province.now()
    with province.visitor() as stranger:
        for number in range(seconds // every):
            province.set_clock(Instant(began + number * every))
            stranger.headers["X-Forwarded-For"] = f"198.51.{number // 250}.{number % 250 + 1}"
            answers.append(tried(stranger, f"guess number {number}", **more))
    return answers


def test_strangers_guess_for_an_hour_and_the_owner_gets_in_at_once(province: Province) -> None:
    with province.visitor() as browser, province.visitor() as elsewhere:
        assert tried(browser, PASSWORD) == 303
        browser.cookies.delete("soxa")
        answers = besiege(province, HOUR)
        assert answers.count(403) < 20 and set(answers) == {403, 429}, "few of 360 guesses were looked at"
        assert tried(elsewhere, PASSWORD) == 429, "a browser that is not known waits with the strangers"
        assert tried(browser, PASSWORD) == 303, "the owner's does not"
        with province.store.writing() as transaction:
            accounts.unlock(transaction, "admin")
        assert tried(elsewhere, PASSWORD) == 303, "and the shell lets any browser in"
        assert besiege(province, 600).count(403) < 20, "which lets the strangers go on as they began, and no further"


def test_strangers_guess_for_an_hour_passwords_and_codes_and_the_owners_phone_gets_in_at_once(province: Province) -> None:
    offered = re.search(r'<pre class="unbroken">([A-Z2-7 ]+)</pre>', province.post("admin", "/me/second-factor/offer"))
    assert offered is not None
    secret = base64.b32decode(offered[1].replace(" ", ""))
    province.post("admin", "/me/second-factor", password=PASSWORD, code=code_of(secret, province.now()))
    with province.visitor() as elsewhere:
        answers = besiege(province, HOUR, code="314159")
        assert answers.count(403) < 20 and set(answers) == {403, 429}
        assert tried(elsewhere, PASSWORD) == 429
        assert tried(elsewhere, PASSWORD, code="271828") == 429
        assert tried(elsewhere, PASSWORD, code=code_of(secret, province.now())) == 303


def test_guesses_in_a_known_browser_are_slowed_and_keep_nobody_else_out(province: Province) -> None:
    with province.visitor() as stolen, province.visitor() as elsewhere:
        assert tried(stolen, PASSWORD) == 303
        stolen.cookies.delete("soxa")
        answers, began = [], province.now()
        for number in range(360):
            province.set_clock(Instant(began + 10 * number))
            answers.append(tried(stolen, f"guess number {number}"))
        assert answers.count(403) < 20 and set(answers) == {403, 429}
        assert tried(stolen, PASSWORD) == 429
        assert tried(elsewhere, PASSWORD) == 303


def test_what_strangers_leave_is_bounded(province: Province) -> None:
    with province.store.writing() as transaction:
        for number in range(10_000):
            transaction.accounts.set_guess(f"from 203.0.113.{number}", Guess(1, province.now()))
    assert besiege(province, 30) == [403] * 3
    with province.store.reading() as transaction:
        kept = [transaction.accounts.guess(f"from 203.0.113.{number}") for number in range(10_000)]
    assert len([row for row in kept if row is not None]) <= 10_000 - 4

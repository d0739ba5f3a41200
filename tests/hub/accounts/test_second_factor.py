"""The second factor: its code is asked for, serves once, and passes the wait of a name; guessing it leads nowhere."""

from __future__ import annotations

import base64
from urllib.parse import parse_qs, urlsplit

import pytest

from hub.accounts import accounts, guesses, proving, second_factor, visits
from hub.accounts.visits import SignedIn
from hub.store import HubStore
from sync.encoding.types import Instant
from tests.hub.accounts.people import (
    HERE,
    NOW,
    RIGHT,
    THERE,
    WRONG,
    add,
    change,
    code,
    failure,
    random_bytes,
    sign_in,
)
from tests.hub.accounts.phone import code_of, set_up

pytestmark = pytest.mark.usefixtures("quick_hashing")

LATER = NOW + 300


def besiege(store: HubStore, at: int = LATER) -> None:
    """Guess at the name until it waits, from addresses that nobody else has."""
    for wrong in range(6):
        failure(store, client=f"192.0.2.{wrong}", at=at)
    assert code(lambda: sign_in(store, client=THERE, at=at)) == "too-many-tries"


def signed_in(store: HubStore, token: str, at: int = NOW) -> SignedIn:
    found = visits.visit(store, token, Instant(at))
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("at", "shown"),
    [(59, "287082"), (1111111109, "081804"), (1111111111, "050471"), (1234567890, "005924"), (2000000000, "279037")],
)
def test_codes_are_those_of_rfc_6238(at: int, shown: str) -> None:
    secret = b"12345678901234567890"
    assert code_of(secret, at) == shown
    assert second_factor.step_of(secret, shown, Instant(at)) == at // 30
    assert second_factor.step_of(secret, f" {shown[:3]} {shown[3:]} ", Instant(at)) == at // 30
    for step in (-60, -30, 0, 30, 60) if at > 60 else (0, 30, 60):
        found = second_factor.step_of(secret, code_of(secret, at + step), Instant(at))
        assert found == (None if abs(step) > 30 else (at + step) // 30), step


def test_a_phone_reads_who_and_where_and_the_secret() -> None:
    secret = bytes(range(20))
    parts = urlsplit(second_factor.address(secret, "lan.nguyen", "soxa.laichau.example"))
    assert (parts.scheme, parts.netloc, parts.path) == ("otpauth", "totp", "/soxa.laichau.example:lan.nguyen")
    given = parse_qs(parts.query)
    assert base64.b32decode(given["secret"][0]) == base64.b32decode(second_factor.shown(secret).replace(" ", "")) == secret
    assert second_factor.shown(secret) == "AAAQ EAYE AUDA OCAJ BIFQ YDIO B4IB CEQT"
    assert (given["issuer"], given["digits"], given["period"], given["algorithm"]) == (
        ["soxa.laichau.example"], ["6"], ["30"], ["SHA1"],
    )  # fmt: skip


def test_it_is_on_after_a_right_code_alone_and_asked_for_from_then_on(lan: HubStore) -> None:
    made = sign_in(lan)
    who = signed_in(lan, made.token)

    def switch(given: str) -> str:
        return code(
            lambda: change(lan, lambda transaction: second_factor.switch_on(transaction, "lan", who.visit, given, NOW))
        )

    assert switch("123456") == "stale-page", "nothing is offered yet"
    change(lan, lambda transaction: second_factor.offer(transaction, who.visit, random_bytes))
    with lan.reading() as transaction:
        offered = transaction.accounts.offered_secret(who.visit)
        assert not accounts.account(transaction, "lan").second_factor
    wrong = f"{(int(code_of(offered, NOW)) + 1) % 1_000_000:06}"
    assert [switch(given) for given in ("", wrong, code_of(offered, NOW + 300))] == ["wrong-code"] * 3
    assert sign_in(lan), "a code is not asked for yet"
    secret = set_up(lan, made)
    assert secret != offered, "each offer is a new one"
    with lan.reading() as transaction:
        assert accounts.account(transaction, "lan").second_factor
        assert transaction.accounts.offered_secret(who.visit) == b""
    assert switch(code_of(secret, NOW)) == "stale-page"
    assert [code(lambda given=given: sign_in(lan, code=given, at=LATER)) for given in ("", wrong, "x" * 10**6)] == [  # type: ignore[misc]
        "wrong-password"
    ] * 3
    assert sign_in(lan, code=code_of(secret, LATER), at=LATER).token


def test_one_answer_for_a_wrong_name_password_or_code_after_one_hashing(lan: HubStore, hashings: list[str]) -> None:
    secret = set_up(lan, sign_in(lan))
    hashings.clear()
    tries = (
        ("lan", RIGHT, "000000"),
        ("lan", WRONG, code_of(secret, LATER)),
        ("nobody", RIGHT, "000000"),
        ("lan", RIGHT, ""),
    )
    for at, (name, password, given) in enumerate(tries):
        refused = code(lambda: sign_in(lan, password, name=name, code=given, client=f"10.0.0.{at}", at=LATER))  # noqa: B023
        assert refused == "wrong-password"
    assert len(hashings) == len(tries)


def test_a_code_lets_in_once_and_none_of_before_it(lan: HubStore) -> None:
    secret = set_up(lan, sign_in(lan))
    assert code(lambda: sign_in(lan, code=code_of(secret, NOW))) == "wrong-password", "the one that switched it on"
    assert sign_in(lan, code=code_of(secret, LATER + 30), at=LATER)
    for step in (30, 0):
        assert code(lambda step=step: sign_in(lan, code=code_of(secret, LATER + step), at=LATER)) == "wrong-password"  # type: ignore[misc]
    assert sign_in(lan, code=code_of(secret, LATER + 60), at=LATER + 60)


def test_a_wrong_password_does_not_use_a_code_up_while_nobody_must_wait(lan: HubStore) -> None:
    secret = set_up(lan, sign_in(lan))
    assert failure(lan, code=code_of(secret, LATER), at=LATER).code == "wrong-password"
    assert sign_in(lan, code=code_of(secret, LATER), at=LATER)


def test_a_right_code_passes_the_wait_of_the_name_and_nothing_else_does(lan: HubStore, hashings: list[str]) -> None:
    secret = set_up(lan, sign_in(lan))
    besiege(lan)
    hashings.clear()
    for given in ("", "000000", "0", code_of(secret, LATER - 90)):
        assert code(lambda given=given: sign_in(lan, code=given, client=THERE, at=LATER)) == "too-many-tries"  # type: ignore[misc]
    assert hashings == []
    assert sign_in(lan, code=code_of(secret, LATER), client=THERE, at=LATER)
    assert code(lambda: sign_in(lan, client="10.7.7.7", at=LATER)) == "too-many-tries", "which opens the name to nobody else"


def test_a_right_code_that_passes_is_used_up_whatever_the_password(lan: HubStore) -> None:
    secret = set_up(lan, sign_in(lan))
    besiege(lan)
    assert failure(lan, code=code_of(secret, LATER), client=THERE, at=LATER).code == "wrong-password"
    assert code(lambda: sign_in(lan, code=code_of(secret, LATER), client=THERE, at=LATER)) == "too-many-tries"


def test_a_right_code_does_not_pass_the_wait_of_an_address_or_of_a_known_browser(lan: HubStore) -> None:
    secret = set_up(lan, sign_in(lan))
    for wrong in range(5):
        failure(lan, name=f"other{wrong}", at=LATER)
    assert code(lambda: sign_in(lan, code=code_of(secret, LATER), at=LATER)) == "too-many-tries"
    known = sign_in(lan, code=code_of(secret, LATER), client=THERE, at=LATER).browser
    for _ in range(5):
        failure(lan, browser=known, at=LATER + 30)
    assert code(lambda: sign_in(lan, code=code_of(secret, LATER + 30), browser=known, at=LATER + 30)) == "too-many-tries"


def test_in_a_known_browser_the_code_is_asked_for_all_the_same(lan: HubStore) -> None:
    secret = set_up(lan, sign_in(lan))
    known = sign_in(lan, code=code_of(secret, LATER), at=LATER).browser
    besiege(lan)
    assert code(lambda: sign_in(lan, browser=known, at=LATER)) == "wrong-password"
    assert sign_in(lan, browser=known, code=code_of(secret, LATER + 30), at=LATER + 30)


def test_codes_cannot_be_guessed_while_a_name_waits(lan: HubStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody who knows the password and guesses the code: from one address they wait, from many they come to an end."""
    secret = set_up(lan, sign_in(lan))
    besiege(lan)
    wrong, right = "000000", code_of(secret, LATER)
    assert wrong != right
    for _ in range(5):
        assert code(lambda: sign_in(lan, code=wrong, client=HERE, at=LATER)) == "too-many-tries"
    assert code(lambda: sign_in(lan, code=right, client=HERE, at=LATER)) == "too-many-tries"
    monkeypatch.setattr(proving, "CODES_LOOKED_AT", 10)
    for number in range(5):
        sign_in(lan, code=right, client=THERE, at=LATER) if number == 4 else failure(
            lan, code=wrong, client=f"203.0.113.{number}", at=LATER
        )
    for number in range(12):
        failure(lan, code=wrong, client=f"203.0.114.{number}", at=LATER)
    right = code_of(secret, LATER + 30)
    assert code(lambda: sign_in(lan, code=right, client=THERE, at=LATER)) == "too-many-tries"
    change(lan, lambda transaction: accounts.unlock(transaction, "lan"))
    besiege(lan)
    assert sign_in(lan, code=right, client=THERE, at=LATER), "the shell lets codes be looked at again"
    with lan.reading() as transaction:
        assert transaction.accounts.guess(guesses.of_code("lan")) is None


def test_switching_it_on_ends_other_visits_and_what_was_known_and_so_does_switching_it_off(lan: HubStore) -> None:
    here, there = sign_in(lan), sign_in(lan)
    secret = set_up(lan, here)
    assert [visits.visit(lan, made.token, NOW) is None for made in (here, there)] == [False, True]
    besiege(lan)
    for browser in (here.browser, there.browser):
        assert code(lambda browser=browser: sign_in(lan, browser=browser, client=THERE, at=LATER)) == "too-many-tries"  # type: ignore[misc]
    known = sign_in(lan, code=code_of(secret, LATER), client=THERE, at=LATER).browser
    change(lan, lambda transaction: second_factor.switch_off(transaction, "lan"))
    assert code(lambda: sign_in(lan, browser=known, client=THERE, at=LATER)) == "too-many-tries"
    assert visits.visit(lan, here.token, NOW) is not None
    change(lan, lambda transaction: accounts.unlock(transaction, "lan"))
    assert sign_in(lan, at=LATER), "by the password alone"
    assert code(lambda: change(lan, lambda transaction: second_factor.switch_off(transaction, "lan"))) == "no-second-factor"


def test_neither_password_nor_role_nor_shutting_ends_it(lan: HubStore) -> None:
    add(lan, "mai", "admin")
    secret = set_up(lan, sign_in(lan))
    accounts.set_password(lan, "lan", "nương ngô 2026", random_bytes=random_bytes)
    change(lan, lambda transaction: accounts.set_role(transaction, "lan", "admin"))
    change(lan, lambda transaction: accounts.disable(transaction, "lan"))
    assert code(lambda: sign_in(lan, "nương ngô 2026", code=code_of(secret, LATER), at=LATER)) == "wrong-password"
    change(lan, lambda transaction: accounts.enable(transaction, "lan"))
    assert code(lambda: sign_in(lan, "nương ngô 2026", at=LATER)) == "wrong-password"
    assert sign_in(lan, "nương ngô 2026", code=code_of(secret, LATER), at=LATER)


def test_the_code_is_asked_for_again_to_switch_it_off_and_not_for_another_password(lan: HubStore) -> None:
    made = sign_in(lan)
    secret = set_up(lan, made)
    who = signed_in(lan, made.token)

    def again(password: str, given: str | None) -> None:
        visits.ask_again(
            lan,
            who,
            password,
            given,
            then=lambda transaction: second_factor.switch_off(transaction, "lan"),
            now=Instant(LATER),
            random_bytes=random_bytes,
        )

    right = code_of(secret, LATER)
    for password, given in ((WRONG, right), (RIGHT, "000000"), (RIGHT, "")):
        assert code(lambda: again(password, given)) == "code-not-yours"  # noqa: B023
    visits.ask_again(lan, who, RIGHT, now=Instant(LATER), random_bytes=random_bytes)
    again(RIGHT, right)
    assert sign_in(lan, at=LATER)

"""Known browsers: strangers cannot make them wait, they themselves wait as any, and what is not theirs is as nothing."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import text

from hub.accounts import accounts
from hub.accounts.known_browsers import KNOWN_FOR
from hub.store import HubStore
from sync.errors import SoxaError
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

pytestmark = pytest.mark.usefixtures("quick_hashing")


def besiege(store: HubStore, name: str = "lan", at: int = NOW) -> None:
    """Guess at a name until it waits, from addresses that nobody else has."""
    for wrong in range(6):
        failure(store, name=name, client=f"192.0.2.{wrong}", at=at)
    assert code(lambda: sign_in(store, name=name, client=THERE, at=at)) == "too-many-tries"


def waits(store: HubStore, browser: str, *, name: str = "lan", at: int = NOW) -> bool:
    """Whether the right password, of a browser that sends this, has to wait."""
    try:
        sign_in(store, name=name, client=THERE, browser=browser, at=at)
    except SoxaError as error:
        assert error.code == "too-many-tries"
        return True
    return False


def test_a_known_browser_gets_in_while_the_name_waits_and_from_an_address_that_waits(lan: HubStore) -> None:
    known = sign_in(lan).browser
    besiege(lan)
    for wrong in range(5):
        failure(lan, name=f"other{wrong}", client=HERE)
    assert code(lambda: sign_in(lan, client=HERE)) == "too-many-tries"
    assert sign_in(lan, client=HERE, browser=known).token
    assert code(lambda: sign_in(lan, client=THERE)) == "too-many-tries", "which opens the name to nobody else"


def test_guesses_in_a_known_browser_wait_longer_and_longer_and_make_nobody_else_wait(lan: HubStore) -> None:
    known, other = sign_in(lan).browser, sign_in(lan).browser
    at, seen = int(NOW), []
    for wrong in range(9):
        error = failure(lan, browser=known, client=f"10.0.0.{wrong}", at=at)
        if error.code == "too-many-tries":
            seconds = error.facts["seconds"]
            assert isinstance(seconds, int)
            seen.append(seconds)
            at += seconds
            assert failure(lan, browser=known, client=f"10.0.0.{wrong}", at=at).code == "wrong-password"
    assert seen == [1, 2, 4, 8]
    assert waits(lan, known, at=at), "the right password, too"
    assert not waits(lan, other, at=at) and not waits(lan, "", at=at)


def test_the_wait_of_a_known_browser_ends_with_its_right_password(lan: HubStore) -> None:
    known = sign_in(lan).browser
    for _ in range(4):
        failure(lan, browser=known)
    assert not waits(lan, known)
    for _ in range(4):
        assert failure(lan, browser=known).code == "wrong-password", "it begins again"


def _tampered(at: int) -> Callable[[str], str]:
    return lambda known: known[:at] + ("A" if known[at] != "A" else "B") + known[at + 1 :]


@pytest.mark.parametrize(
    "changed",
    [
        lambda known: "",
        lambda known: known[:-1],
        lambda known: known + "A",
        lambda known: known.replace("lan:", "mai:"),
        lambda known: known.replace(f":{NOW}:", f":{NOW + 1}:"),
        lambda known: known.replace(f":{NOW}:", f":0{NOW}:"),
        lambda known: known.replace(":", "\n"),
        lambda known: f"lan:{NOW}:{'A' * 22}:{'A' * 43}",
        _tampered(-1),
        _tampered(-50),
    ],
)
def test_what_is_forged_is_as_nothing(lan: HubStore, changed: Callable[[str], str]) -> None:
    forged = changed(sign_in(lan).browser)
    besiege(lan)
    assert waits(lan, forged)


def test_of_another_account_of_too_long_ago_or_of_a_time_to_come_is_as_nothing(lan: HubStore) -> None:
    add(lan, "mai", "operator")
    mais, later = sign_in(lan, name="mai").browser, NOW + KNOWN_FOR
    lans, fresh, ahead = (sign_in(lan, at=at).browser for at in (NOW, NOW + 1, later + 1))
    besiege(lan, at=later)
    assert [waits(lan, known, at=later) for known in (mais, lans, fresh, ahead)] == [True, True, False, True]


def test_a_new_password_ends_what_was_known_and_so_does_shutting_the_account(lan: HubStore) -> None:
    known = sign_in(lan).browser
    change(lan, lambda transaction: accounts.disable(transaction, "lan"))
    besiege(lan)
    assert waits(lan, known), "as for a name that nobody has"
    change(lan, lambda transaction: accounts.enable(transaction, "lan"))
    assert not waits(lan, known), "its owner has the same password as before"
    accounts.set_password(lan, "lan", RIGHT, random_bytes=random_bytes)
    besiege(lan)
    assert waits(lan, known)


def test_a_key_of_another_hub_makes_no_browser_known_here(lan: HubStore) -> None:
    known = sign_in(lan).browser
    change(lan, lambda transaction: transaction.settings.keep_browser_key(bytes(32)))
    besiege(lan)
    assert waits(lan, known)
    change(lan, lambda transaction: transaction.settings.set("browser-key", ""))
    assert waits(lan, known), "nor does no key at all"


def test_nothing_is_stored_but_the_guesses_of_a_known_browser(lan: HubStore) -> None:
    def rows() -> list[str]:
        with lan.reading() as transaction:
            found = transaction.accounts._db.execute(text("SELECT whom FROM guess ORDER BY whom")).scalars()
            return [whom.split(" ")[0] for whom in found]

    known = sign_in(lan).browser
    assert rows() == []
    for wrong in range(3):
        failure(lan, browser=f"{known}{wrong}")
    assert rows() == ["from", "name"]
    failure(lan, browser=known)
    assert rows() == ["browser", "from", "name"]
    assert code(lambda: sign_in(lan, WRONG, browser="x" * 10**6)) == "wrong-password"


def test_the_shell_ends_the_waits_of_a_name_and_of_its_browsers_and_of_no_other(lan: HubStore) -> None:
    add(lan, "lan_a", "operator")
    add(lan, "lanxa", "operator")
    known = sign_in(lan).browser
    besiege(lan)
    besiege(lan, "lanxa")
    for _ in range(5):
        failure(lan, browser=known)
    other = sign_in(lan, name="lan_a").browser
    for _ in range(5):
        failure(lan, name="lan_a", browser=other)
    change(lan, lambda transaction: accounts.unlock(transaction, "lan"))
    assert not waits(lan, known) and not waits(lan, "")
    assert waits(lan, other, name="lan_a") and waits(lan, "", name="lanxa")
    assert code(lambda: change(lan, lambda transaction: accounts.unlock(transaction, "nobody"))) == "no-account"

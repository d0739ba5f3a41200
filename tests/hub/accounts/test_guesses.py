"""Wrong guesses: slowed by name and by address, and forgotten in time."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from hub.accounts import accounts, guesses, visits
from hub.accounts.guesses import LONGEST_WAIT
from hub.accounts.visits import SignedIn
from hub.store import HubStore
from sync.encoding.limits import DAY_SECONDS
from sync.encoding.types import Instant
from tests.hub.accounts.people import (
    HERE,
    NOW,
    RIGHT,
    THERE,
    WRONG,
    add,
    code,
    failure,
    random_bytes,
    sign_in,
)

pytestmark = pytest.mark.usefixtures("quick_hashing")


def test_guesses_at_a_name_wait_longer_and_longer_wherever_they_come_from(lan: HubStore, hashings: list[str]) -> None:
    at = NOW
    for wrong in range(5):
        assert failure(lan, client=f"10.0.0.{wrong}", at=at).code == "wrong-password"
    waits = []
    for wrong in range(12):
        refused = failure(lan, client=f"10.0.1.{wrong}", at=at)
        assert refused.code == "too-many-tries"
        seconds = refused.facts["seconds"]
        assert isinstance(seconds, int)
        waits.append(seconds)
        assert failure(lan, client=f"10.0.2.{wrong}", at=at + seconds - 1).facts == {"seconds": 1}
        at = Instant(at + seconds)
        assert failure(lan, client=f"10.0.1.{wrong}", at=at).code == "wrong-password"
    assert waits == [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]
    assert len(hashings) == 5 + 12  # who must wait costs no hashing
    assert code(lambda: sign_in(lan, client=THERE, at=at)) == "too-many-tries"  # not even with the right one


def test_guesses_from_an_address_wait_whatever_the_name(lan: HubStore, hashings: list[str]) -> None:
    for wrong in range(5):
        assert failure(lan, name=f"name{wrong}").code == "wrong-password"
    assert failure(lan, name="another").code == "too-many-tries"
    assert code(lambda: sign_in(lan)) == "too-many-tries"
    assert len(hashings) == 5
    assert sign_in(lan, client=THERE)  # others are not held up


def test_a_whole_ipv6_network_counts_as_one_address(lan: HubStore) -> None:
    for wrong in range(5):
        failure(lan, name=f"name{wrong}", client=f"2001:db8:1:2::{wrong:x}")
    assert failure(lan, name="another", client="2001:db8:1:2:ffff::9").code == "too-many-tries"
    assert failure(lan, name="another", client="2001:db8:1:3::9").code == "wrong-password"
    for wrong in range(5):
        failure(lan, name=f"other{wrong}", client="::ffff:10.5.5.5")
    assert failure(lan, name="another1", client="10.5.5.5").code == "too-many-tries"
    assert failure(lan, name="another1", client="::ffff:10.5.5.6").code == "wrong-password"


def test_a_name_that_looks_like_an_address_is_not_counted_as_one(store: HubStore) -> None:
    add(store, "10.1.2.3", "operator")
    for wrong in range(5):
        failure(store, name="10.1.2.3", client=f"10.0.0.{wrong}")
    assert failure(store, name="lan", client="10.1.2.3").code == "wrong-password"


def test_signing_in_clears_the_names_failures_and_not_the_addresss(lan: HubStore) -> None:
    add(lan, "mallory", "auditor")
    for _ in range(4):
        failure(lan)
    sign_in(lan, client=THERE)
    assert failure(lan, client=THERE).code == "wrong-password"
    assert failure(lan, client="10.7.7.7").code == "wrong-password"  # the name began again, at one
    sign_in(lan, name="mallory")  # an account of one's own does not buy more guesses at others
    failure(lan, name="mai")
    assert failure(lan, name="mai").code == "too-many-tries"


def test_failures_are_forgotten_after_a_day(lan: HubStore) -> None:
    for _ in range(5):
        failure(lan)
    assert failure(lan, at=NOW + DAY_SECONDS + 1).code == "wrong-password"
    assert failure(lan, at=NOW + DAY_SECONDS + 1).code == "wrong-password"
    with lan.reading() as transaction:
        kept = transaction.accounts.guess(f"from {HERE}")
    assert kept is not None and kept.failures == 2


def test_names_that_cannot_be_do_not_fill_the_store(lan: HubStore) -> None:
    for wrong in range(4):
        failure(lan, name=f"No Name {wrong}" * 10_000, client=f"somewhere {wrong}" * 10_000)
    with lan.reading() as transaction:
        rows = transaction.accounts._db.execute(text("SELECT count(*), max(length(whom)) FROM guess")).one()
    assert rows[0] == 2 and rows[1] <= 100


def test_a_new_password_ends_the_wait_at_the_name(lan: HubStore) -> None:
    for _ in range(6):
        failure(lan)
    accounts.set_password(lan, "lan", "nương ngô 2026", random_bytes=random_bytes)
    assert sign_in(lan, "nương ngô 2026", client=THERE)


def test_a_clock_that_was_ahead_keeps_nobody_out(lan: HubStore) -> None:
    for _ in range(6):
        failure(lan, at=NOW + 10 * DAY_SECONDS)
    assert sign_in(lan), "of guesses that are still to come"
    for _ in range(5):
        failure(lan, at=NOW + LONGEST_WAIT)
    assert failure(lan).code == "too-many-tries", "but a few minutes are what two machines differ by"
    failure(lan, client=THERE, name="mai")
    with lan.reading() as transaction:
        assert transaction.accounts.guess(f"from {HERE}") is not None
        assert transaction.accounts.guess("name lan") is not None
    failure(lan, client=THERE, name="mai", at=NOW + LONGEST_WAIT - DAY_SECONDS - 1)
    with lan.reading() as transaction:
        assert transaction.accounts.guess("name lan") is None, "a day ahead is no such difference"


def test_the_rows_are_bounded_and_those_that_make_somebody_wait_stay_the_longest(
    lan: HubStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guesses, "MOST_KEPT", 10)
    for wrong in range(5):
        failure(lan, client=f"192.0.2.{wrong}")
    for wrong in range(20):
        failure(lan, name=f"name{wrong}", client=f"198.51.100.{wrong}", at=NOW + 1 + wrong)
    with lan.reading() as transaction:
        kept = set(transaction.accounts._db.execute(text("SELECT whom FROM guess")).scalars())
    newest = {f"{kind}{wrong}" for wrong in range(16, 20) for kind in ("name name", "from 198.51.100.")}
    assert kept > {"name lan"} | newest and len(kept) == 10
    assert code(lambda: sign_in(lan, client=THERE)) == "too-many-tries"


def test_who_is_signed_in_and_asked_again_waits_for_their_own_guesses_alone(lan: HubStore) -> None:
    found = visits.visit(lan, sign_in(lan).token, NOW)
    assert found is not None

    def again(password: str, who: SignedIn = found) -> None:
        visits.ask_again(lan, who, password, now=NOW, random_bytes=random_bytes)

    for wrong in range(6):
        failure(lan, client=f"192.0.2.{wrong}")
    again(RIGHT)
    assert [code(lambda: again(WRONG)) for _ in range(6)] == ["password-not-yours"] * 5 + ["too-many-tries"]
    assert code(lambda: again(RIGHT)) == "too-many-tries"
    with lan.reading() as transaction:
        name = transaction.accounts.guess("name lan")
    assert name is not None and name.failures == 5, "nor do they make the name wait"

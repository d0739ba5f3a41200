"""Read tokens of other systems: they read, run out, and are revoked."""

from __future__ import annotations

from pathlib import Path

import pytest

from hub.accounts import readers, visits
from hub.accounts.visits import SignedIn
from hub.store import HubStore
from sync.encoding.limits import DAY_SECONDS
from sync.encoding.types import Instant
from sync.errors import Misuse
from tests.hub.accounts.people import (
    NOW,
    change,
    code,
    reader,
    sign_in,
)


def test_a_read_token_reads_as_an_auditor_until_it_runs_out(store: HubStore, tmp_path: Path) -> None:
    made = reader(store)
    assert made.token.startswith("soxa-read-") and len(made.token) == 53
    found = readers.read_token(store, made.token, Instant(NOW + 30 * DAY_SECONDS - 1))
    assert found == SignedIn(b"", "LGSP", "auditor", "", "")
    assert readers.read_token(store, made.token, Instant(NOW + 30 * DAY_SECONDS)) is None
    store.close()
    assert all(made.token.encode() not in path.read_bytes() for path in tmp_path.iterdir())


def test_a_revoked_token_reads_nothing_and_others_go_on(store: HubStore) -> None:
    made, other = reader(store), reader(store)
    change(store, lambda transaction: readers.revoke_reader(transaction, made.id))
    assert readers.read_token(store, made.token, NOW) is None
    assert readers.read_token(store, other.token, NOW) is not None
    assert code(lambda: change(store, lambda transaction: readers.revoke_reader(transaction, "nobody"))) == "no-token"


def test_a_tokens_use_is_written_down_once_a_minute_at_most(store: HubStore) -> None:
    made = reader(store)

    def seen(at: int) -> int | None:
        assert readers.read_token(store, made.token, Instant(at)) is not None
        with store.reading() as transaction:
            (row,) = transaction.accounts.readers()
        return row.seen

    assert [seen(NOW + at) for at in (0, 59, 60)] == [NOW, NOW, NOW + 60]


@pytest.mark.parametrize("token", ["", "soxa-read-", "soxa-read-" + "A" * 43, "soxa-read-" + "x" * 10**6, "\ud800"])
def test_a_made_up_token_reads_nothing(store: HubStore, token: str) -> None:
    reader(store)
    assert readers.read_token(store, token, NOW) is None


def test_a_browsers_token_is_no_read_token_nor_the_other_way_round(lan: HubStore) -> None:
    assert readers.read_token(lan, sign_in(lan).token, NOW) is None
    assert visits.visit(lan, reader(lan).token, NOW) is None


@pytest.mark.parametrize(
    ("days", "name", "why"),
    [
        (0, "x", "bad-token-days"),
        (-1, "x", "bad-token-days"),
        (3651, "x", "bad-token-days"),
        (1, " ", "bad-token-name"),
        (1, "", "bad-token-name"),
        (1, "x" * 101, "bad-token-name"),
        (1, "a\nb", "bad-token-name"),
        (1, "\u202ea", "bad-token-name"),
    ],
)
def test_a_token_has_a_name_and_an_end(store: HubStore, days: int, name: str, why: str) -> None:
    with pytest.raises(Misuse) as caught:
        reader(store, days, name)
    assert caught.value.code == why

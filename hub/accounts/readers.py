"""Other systems that may read, each by a token of its own."""

from __future__ import annotations

from typing import Final

from msgspec import Struct

from hub.accounts.tokens import LONGEST_TOKEN, TOUCH_SECONDS, digest, new_token
from hub.accounts.visits import SignedIn
from hub.store import HubStore, Transaction
from hub.store.accounts import Reader
from sync.encoding.limits import DAY_SECONDS
from sync.encoding.spelling import tobase32
from sync.encoding.types import Instant, RandomBytes
from sync.errors import Misuse, Refused

TOKEN_PREFIX: Final = "soxa-read-"  # noqa: S105 - what tokens begin with, so that they are recognised where they leak
READER_DAYS: Final = 3650


class NewReader(Struct, frozen=True):
    """A token for another system, told this once."""

    id: str
    token: str


def add_reader(transaction: Transaction, name: str, days: int, *, now: Instant, random_bytes: RandomBytes) -> NewReader:
    """A read token for another system, for so many days."""
    if not 0 < days <= READER_DAYS:
        raise Misuse("bad-token-days", days=days, most=READER_DAYS)
    if not (name.strip() and len(name) <= 100 and name.isprintable()):
        raise Misuse("bad-token-name")
    made = NewReader(id=tobase32(random_bytes(10)), token=TOKEN_PREFIX + new_token(random_bytes))
    row = Reader(made.id, name.strip(), now, Instant(now + days * DAY_SECONDS), revoked=False, seen=None)
    transaction.accounts.add_reader(row, digest(made.token))
    return made


def read_token(store: HubStore, token: str, now: Instant) -> SignedIn | None:
    """The system that holds this token, which reads as an auditor does; None if it ran out, was revoked or never was."""
    if len(token) > LONGEST_TOKEN or not token.startswith(TOKEN_PREFIX):
        return None
    with store.reading() as transaction:
        row = transaction.accounts.reader(digest(token))
    if row is None or row.revoked or now >= row.expires:
        return None
    if row.seen is None or now - row.seen >= TOUCH_SECONDS:
        with store.writing() as transaction:
            transaction.accounts.touch_reader(row.id, now)
    return SignedIn(b"", row.name, "auditor", "", "")


def revoke_reader(transaction: Transaction, reader_id: str) -> None:
    """End a token. `Refused("no-token")`."""
    if not transaction.accounts.revoke_reader(reader_id):
        raise Refused("no-token", token=reader_id)

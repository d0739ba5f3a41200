"""A phone with an app for codes: what it shows is computed here from RFC 4226 and 6238, and not by what the hub uses."""

from __future__ import annotations

import hashlib
import hmac
import struct

from hub.accounts import second_factor, visits
from hub.accounts.visits import Visit
from hub.store import HubStore
from sync.encoding.types import Instant
from tests.hub.accounts.people import NOW, random_bytes


def code_of(secret: bytes, at: int) -> str:
    """The six digits that a phone with this secret shows."""
    mac = hmac.digest(secret, struct.pack(">Q", at // 30), hashlib.sha1)
    number = struct.unpack_from(">I", mac, mac[-1] & 15)[0] & 0x7FFF_FFFF
    return f"{number % 1_000_000:06}"


def set_up(store: HubStore, made: Visit, at: int = NOW) -> bytes:
    """Switch the second factor on in a visit, by the code of a time; the secret that the phone has now."""
    who = visits.visit(store, made.token, Instant(at))
    assert who is not None
    with store.writing() as transaction:
        second_factor.offer(transaction, who.visit, random_bytes)
        secret = transaction.accounts.offered_secret(who.visit)
        second_factor.switch_on(transaction, who.name, who.visit, code_of(secret, at), Instant(at))
    return secret

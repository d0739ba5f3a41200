"""The second factor of an account: a code that its owner's phone shows besides the password (RFC 6238, as every app for
phones reads it: SHA-1, six digits, 30 seconds). Each code serves once.

It is offered in a visit, and holds once somebody has shown by a code that their phone has the secret.
"""

from __future__ import annotations

import hmac
from typing import Final

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

from hub.store import Transaction
from sync.encoding.spelling import tobase32
from sync.encoding.types import Instant, RandomBytes
from sync.errors import Refused

_STEP: Final = 30
_DIGITS: Final = 6
_SECRET_BYTES: Final = 20
"""As long as what SHA-1 gives (RFC 4226, section 4)."""
NOBODYS_SECRET: Final = b"of nobody, 20 bytes."
"""What a code is checked against where there is no second factor, so that this takes as long."""


def step_of(secret: bytes, code: str, now: Instant) -> int | None:
    """The step of time whose code this is: that of now, the one before or the one after, for clocks differ; None if it is
    none of them."""
    given, here = "".join(code.split()).encode("utf-8", "surrogatepass"), now // _STEP
    fitting = [step for step in (here - 1, here, here + 1) if hmac.compare_digest(_code(secret, step), given)]
    return fitting[-1] if fitting else None


def looks_like_code(code: str) -> bool:
    """Whether this is six digits, as phones show them, with a space between or without."""
    typed = "".join(code.split())
    return len(typed) == _DIGITS and typed.isascii() and typed.isdigit()


def shown(secret: bytes) -> str:
    """A secret as text, to be typed into a phone: in capitals, as the apps show it."""
    text = tobase32(secret).upper()
    return " ".join(text[at : at + 4] for at in range(0, len(text), 4))


def address(secret: bytes, name: str, hub: str) -> str:
    """A secret as phones read it from a QR code."""
    return _totp(secret).get_provisioning_uri(name, hub)


def offer(transaction: Transaction, visit: bytes, random_bytes: RandomBytes) -> None:
    """Offer a new secret to somebody who is signed in."""
    transaction.accounts.offer_secret(visit, random_bytes(_SECRET_BYTES))


def switch_on(transaction: Transaction, name: str, visit: bytes, code: str, now: Instant) -> None:
    """Have an account ask for a code from now on, once a right one is given by the secret that was offered. Ends its other
    visits, and no browser is known any more. `Refused`: `stale-page` if nothing is offered, `wrong-code`."""
    secret = transaction.accounts.offered_secret(visit)
    if not secret or transaction.accounts.second_factor(name) is not None:
        raise Refused("stale-page")
    step = step_of(secret, code, now)
    if step is None:
        raise Refused("wrong-code")
    transaction.accounts.add_second_factor(name, secret, step)
    transaction.accounts.offer_secret(visit, b"")
    transaction.accounts.end_visits(name, but=visit)


def switch_off(transaction: Transaction, name: str) -> None:
    """Have an account ask for no code any more. No browser is known any more. `Refused("no-second-factor")`."""
    if not transaction.accounts.end_second_factor(name):
        raise Refused("no-second-factor", name=name)


def _code(secret: bytes, step: int) -> bytes:
    return _totp(secret).generate(max(0, step) * _STEP)


def _totp(secret: bytes) -> TOTP:
    return TOTP(secret, _DIGITS, SHA1(), _STEP)  # noqa: S303 - what phones compute

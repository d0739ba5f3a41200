"""Known browsers: one in which somebody has signed in is known by a cookie from then on, and guesses made in it count under
it alone. So strangers who guess at a name do not keep its owner out (OWASP, device cookies).

Nothing is stored of a known browser but the wrong guesses made in it. What it holds is worth nothing once the account has
another password, or its second factor is switched on or off.
"""

from __future__ import annotations

import hmac
import re
from typing import Final

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hmac import HMAC

from hub.accounts.guesses import ACCOUNT_NAME
from hub.accounts.tokens import written
from hub.store import Transaction
from sync.encoding.limits import DAY_SECONDS
from sync.encoding.types import Instant, RandomBytes

KNOWN_FOR: Final = 180 * DAY_SECONDS
"""Seconds for which a browser is known after its last sign-in."""
_PASS: Final = re.compile(rf"({ACCOUNT_NAME.pattern}):([0-9]{{1,12}}):([A-Za-z0-9_-]{{22}}):([A-Za-z0-9_-]{{43}})")
_KEY_BYTES: Final = 32
_NONCE_BYTES: Final = 16


def browser_pass(transaction: Transaction, name: str, now: Instant, random_bytes: RandomBytes) -> str:
    """What makes the browser known in which an account has signed in just now."""
    if not transaction.settings.browser_key:
        transaction.settings.keep_browser_key(random_bytes(_KEY_BYTES))
    nonce = written(random_bytes(_NONCE_BYTES))
    return f"{name}:{now}:{nonce}:{_mac(transaction, name, str(now), nonce)}"


def known_browser(transaction: Transaction, name: str, sent: str, now: Instant) -> str | None:
    """Which browser of an account it is that sends this; None for one that is not known: what it sends is forged, too old,
    another account's, or of before its password or second factor."""
    found = _PASS.fullmatch(sent)
    if found is None or not transaction.settings.browser_key:
        return None
    whose, made, nonce, mac = found.groups()
    account = transaction.accounts.get(name) if whose == name else None
    if account is None or account.disabled or not 0 <= now - int(made) < KNOWN_FOR:
        return None
    return nonce if hmac.compare_digest(_mac(transaction, name, made, nonce), mac) else None


def _mac(transaction: Transaction, name: str, made: str, nonce: str) -> str:
    """Under the hub's own key, over what the browser holds and what the account is let in by."""
    code = HMAC(transaction.settings.browser_key, SHA256())
    secret = transaction.accounts.second_factor(name) or b""
    code.update("\n".join((name, made, nonce, transaction.accounts.password(name) or "", secret.hex())).encode())
    return written(code.finalize())

"""Wrong guesses at passwords, by the name and by the address, in a known browser by it alone: after a few, each must wait
longer."""

from __future__ import annotations

import ipaddress
import re
from typing import Final

from hub.store import HubStore
from hub.store.accounts import Guess, StoredAccounts
from sync.encoding.limits import DAY_SECONDS
from sync.encoding.types import Instant
from sync.errors import Fact, Refused

ACCOUNT_NAME: Final = re.compile(r"[a-z0-9][a-z0-9._-]{1,59}")
FREE_TRIES: Final = 5
LONGEST_WAIT: Final = 15 * 60
CODES_LOOKED_AT: Final = 1_000
"""Wrong codes at a name that are looked at while it waits, until somebody is let in or a day is quiet: a right one is among
so many guesses once in 333 days, and is worth nothing without the password."""
MOST_KEPT: Final = 10_000
"""Names, addresses and browsers whose guesses are kept."""


class TooManyTries(Refused):
    """Too many wrong guesses: the next has to wait for `seconds`."""

    def __init__(self, /, **facts: Fact) -> None:
        super().__init__("too-many-tries", **facts)


def wait(guess: Guess | None, now: Instant) -> int:
    """Seconds until the next try may be made: none after up to four failures in a row, then 1, 2, 4 ... 900 since the last.

    >>> [wait(Guess(failures, 1000), 1000) for failures in (4, 5, 6, 14, 15, 99)]
    [0, 1, 2, 512, 900, 900]
    """
    if guess is None or guess.failures < FREE_TRIES or guess.last > now + LONGEST_WAIT:  # a clock that was ahead wrote this
        return 0
    length = min(1 << min(guess.failures - FREE_TRIES, 10), LONGEST_WAIT)
    return max(0, length - max(0, now - guess.last))


def check_wait(store: HubStore, whom: tuple[str, ...], now: Instant) -> None:
    """`TooManyTries` while any of these must wait."""
    with store.reading() as transaction:
        seconds = max(wait(transaction.accounts.guess(key), now) for key in whom)
    if seconds:
        raise TooManyTries(seconds=seconds)


def count_failure(kept: StoredAccounts, whom: tuple[str, ...], now: Instant) -> None:
    """Count a wrong guess for each of these, and forget those of a day ago."""
    forget_old(kept, now)
    for key in whom:
        before = kept.guess(key)
        kept.set_guess(key, Guess(before.failures + 1 if before is not None else 1, now))
    kept.keep_guesses(MOST_KEPT, FREE_TRIES)


def forget_old(kept: StoredAccounts, now: Instant) -> None:
    """Forget wrong guesses of a day ago, and those that a clock which was ahead has dated."""
    kept.forget_guesses(now - DAY_SECONDS, now + DAY_SECONDS)


def end_waits(kept: StoredAccounts, name: str) -> None:
    """Forget the wrong guesses at a name, those in browsers that it knows, too."""
    kept.clear_guess(of_name(name))
    kept.clear_guess(of_code(name))
    kept.clear_guesses(of_browser(name, ""))


def of_name(name: str) -> str:
    """What guesses at a name count under. Names that no account can have count under one heading, so that a flood of them
    does not fill the store."""
    return f"name {name}" if ACCOUNT_NAME.fullmatch(name) else "name"


def of_code(name: str) -> str:
    """What wrong codes at a name count under while it waits."""
    return f"code {name}" if ACCOUNT_NAME.fullmatch(name) else "code"


def of_browser(name: str, browser: str) -> str:
    """What guesses at a name count under that are made in a browser which it knows."""
    return f"browser {name} {browser}"


def of_visit(visit: bytes) -> str:
    """What guesses count under of somebody who is signed in and asked once more."""
    return f"visit {visit.hex()}"


def of_client(client: str) -> str:
    """What guesses from an address count under; of IPv6 its network, for whoever has one address there has them all."""
    try:
        address = ipaddress.ip_address(client)
    except ValueError:
        return "from elsewhere"
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is None:
        return f"from {ipaddress.IPv6Network((int(address) >> 64 << 64, 64))}"
    return f"from {getattr(address, 'ipv4_mapped', None) or address}"

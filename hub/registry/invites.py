"""Invites: what lets one laptop of a unit join, made here and handed over as one line."""

from __future__ import annotations

from typing import Final

from hub import own_logs
from hub.home import Keys
from hub.registry.units import check_not_ended
from hub.store import Transaction
from hub.store.rows import InviteRow
from sync.encoding.limits import DAY_SECONDS
from sync.encoding.spelling import tobase32, tobase64
from sync.encoding.types import DeviceId, Instant, RandomBytes
from sync.errors import Misuse, Refused
from sync.ledger import entry as e
from sync.ledger.invite import Invite, format_invite, is_hub_url
from sync.ledger.officers import officer_name
from sync.ledger.period import day_of
from sync.ledger.registry import Registry
from sync.ledger.unit_history import UnitHistory

DAYS: Final = 30
"""How long an invite holds, if nobody says."""
_MANY_DIGITS: Final = 6
"""Characters in an officer's name."""
_MAX_NAME: Final = 200
"""Characters in a unit's name that an invite holds."""


def hand_out(
    transaction: Transaction,
    keys: Keys,
    unit: e.Unit,
    *,
    officer: str | None,
    days: int,
    url: str | None,
    replaces: str = "",
    for_older: bool = False,
    now: Instant,
    random_bytes: RandomBytes,
) -> str:
    """The line of a new invite for one laptop of a unit: `make`, and the `line` of what it made."""
    made = make(
        transaction,
        keys,
        unit.code,
        officer=officer,
        days=days,
        url=url,
        replaces=replaces,
        now=now,
        random_bytes=random_bytes,
    )
    name = UnitHistory(own_logs.registry(transaction, keys)).name_apart(unit.code, day_of(now).isoformat())
    return line(keys, name, made, for_older=for_older)


def make(
    transaction: Transaction,
    keys: Keys,
    unit: str,
    *,
    officer: str | None,
    days: int,
    url: str | None,
    replaces: str = "",
    now: Instant,
    random_bytes: RandomBytes,
) -> InviteRow:
    """An invite for one laptop of a unit, or for one that takes the place of a laptop that it `replaces`, by that one's id.
    The officer's name stays in the hub's database, in no log: of whoever had the laptop that is replaced, if no other is
    named. `url` None is the address that the hub was founded with. `Refused("unit-ended")` for a unit that there is no
    more, and as `check_replaces`."""
    if not 0 < days <= 3650:
        raise Misuse("bad-days", days=days)
    address = transaction.settings.get("url") if url is None else url
    check_url(address)
    registry = own_logs.registry(transaction, keys)
    check_not_ended(registry, unit, day_of(now).isoformat())
    if replaces:
        check_replaces(registry, DeviceId(replaces), unit)
        contact = transaction.laptops.all().get(DeviceId(replaces))
        officer = officer or (contact.officer if contact is not None else None)
    secret = random_bytes(32)
    made = InviteRow(
        id=tobase32(random_bytes(10)),
        unit=unit,
        officer=officer_name(officer),
        secret=secret,
        expires=Instant(now + days * DAY_SECONDS),
        used_by=None,
        made=now,
        url=address,
        replaces=replaces,
    )
    transaction.invites.add(made)
    return made


def check_replaces(registry: Registry, device: DeviceId, unit: str) -> None:
    """Refuse to have a laptop of a unit replaced: `Misuse("no-such-laptop")`, `Refused("replaces-other-unit")` or
    `PlaceTaken`."""
    enrolled = registry.devices.get(device)
    if enrolled is None or enrolled.entered:
        raise Misuse("no-such-laptop", device=device[:40])
    if enrolled.unit != unit:
        raise Refused("replaces-other-unit", device=device, unit=enrolled.unit)
    registry.check_place_free(device)


def line(keys: Keys, unit_name: str, made: InviteRow, *, for_older: bool = False) -> str:
    """The one line of an invite for a laptop of a unit of this name: a secret of the hub and of whoever is handed it. A
    program of before reads those alone that are `for_older`: the first file of such a laptop is not sealed."""
    invite = Invite(
        id=made.id,
        url=made.url,
        key=keys.logs.verifier.vkey(),
        unit=made.unit,
        unit_name=unit_name[:_MAX_NAME],
        secret=tobase64(made.secret),
        expires=made.expires,
        seal="" if for_older else tobase64(keys.opening.seal_key.public),
    )
    return format_invite(invite)


def check_url(url: str) -> None:
    """Refuse what no laptop could reach a hub at, with `Misuse("bad-hub-url")`; empty is a hub reached by USB stick only."""
    if url and not is_hub_url(url):
        raise Misuse("bad-hub-url", text=url[:60])


def days_typed(text: str) -> int:
    """How many days somebody typed that an invite lasts."""
    if text.isascii() and text.isdigit() and len(text) < _MANY_DIGITS:
        return int(text)
    raise Misuse("bad-days", days=text[:40])

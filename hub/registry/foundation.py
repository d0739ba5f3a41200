"""What the hub's operator states: the hub itself with its province's units, invites, and directives."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from hub import own_logs
from hub.home import HubHome, Keys, make_keys
from hub.registry.official_units import OfficialUnit
from hub.store import HubStore, Transaction
from hub.store.rows import InviteRow
from sync.encoding import DAY_SECONDS, RandomBytes, is_commune, tobase32, tobase64
from sync.errors import Misuse, Refused
from sync.ledger import entry as e
from sync.ledger import origins
from sync.ledger.directive import Directive
from sync.ledger.directive import validate as validate_directive
from sync.ledger.entry import new_salt
from sync.ledger.invite import Invite, format_invite
from sync.ledger.period import day_of
from sync.ledger.registry import Registry
from sync.ledger.text import tidy
from sync.ledger.unit_history import UnitHistory
from sync.log.receipt import cosigner_verifier

MAX_OFFICER: Final = 100
"""Characters in an officer's name."""
_URL: Final = re.compile(r"https?://[^\s\x00-\x20]{1,280}")


def found(
    home: HubHome,
    hub: str,
    units: Iterable[OfficialUnit],
    directives: Iterable[Directive],
    *,
    url: str,
    passphrase: str | None,
    now: int,
    random_bytes: RandomBytes,
) -> Keys:
    """A new hub: its keys, and a registry that names its province, its units and its directives.

    `units` are the province and its communes, the province first.
    """
    origins.check_hub_name(hub)
    province, *communes = units
    store = HubStore.create(home.database)
    try:
        keys = make_keys(home, hub, passphrase, random_bytes)
        first = e.Hub(
            salt=new_salt(random_bytes),
            at=now,
            name=province.name,
            province=province.code,
            cosigner=cosigner_verifier(keys.mirror).vkey(),
        )
        stated = [
            e.Unit(
                salt=new_salt(random_bytes),
                at=now,
                code=unit.code,
                name=unit.name,
                type=unit.type,
                valid_from=unit.valid_from,
                valid_to=unit.valid_to,
            )
            for unit in (province, *communes)
        ]
        asked = [_directed(directive, now, random_bytes) for directive in directives]
        with store.writing() as transaction:
            own_logs.append(transaction, keys, origins.registry(hub), [first, *stated, *asked])
            transaction.settings.set("url", url)
    finally:
        store.close()
    return keys


def invite(
    transaction: Transaction,
    keys: Keys,
    unit: e.Unit,
    *,
    officer: str | None,
    days: int,
    url: str | None,
    now: int,
    random_bytes: RandomBytes,
) -> str:
    """The line that lets one laptop of a unit join: `make_invite`, and the `invite_line` of what it made."""
    made = make_invite(transaction, keys, unit.code, officer=officer, days=days, url=url, now=now, random_bytes=random_bytes)
    return invite_line(keys, unit, made)


def make_invite(
    transaction: Transaction,
    keys: Keys,
    unit: str,
    *,
    officer: str | None,
    days: int,
    url: str | None,
    now: int,
    random_bytes: RandomBytes,
) -> InviteRow:
    """An invite for one laptop of a unit. The officer's name stays in the hub's database, in no log. `url` None is the
    address that the hub was founded with. `Refused("unit-ended")` for a unit that there is no more."""
    if not 0 < days <= 3650:
        raise Misuse("bad-days", days=days)
    if url and not (_URL.fullmatch(url) and url.isprintable()):
        raise Misuse("bad-hub-url", text=url[:60])
    check_not_ended(own_logs.registry(transaction, keys), unit, day_of(now).isoformat())
    secret = random_bytes(32)
    made = InviteRow(
        id=tobase32(random_bytes(10)),
        unit=unit,
        officer=officer_name(officer),
        secret=secret,
        expires=now + days * DAY_SECONDS,
        used_by=None,
        made=now,
        url=transaction.settings.get("url") if url is None else url,
    )
    transaction.invites.add(made)
    return made


def invite_line(keys: Keys, unit: e.Unit, made: InviteRow) -> str:
    """The one line of an invite for a laptop of this unit: a secret of the hub and of whoever is handed it."""
    invite = Invite(
        id=made.id,
        url=made.url,
        key=keys.logs.verifier.vkey(),
        unit=made.unit,
        unit_name=f"{unit.type.capitalize()} {unit.name}",
        secret=tobase64(made.secret),
        expires=made.expires,
    )
    return format_invite(invite)


def officer_name(typed: str | None) -> str | None:
    """The name of a laptop's officer as it is kept: on one line; None where there is none."""
    name = " ".join(tidy(typed or "").split())
    if len(name) > MAX_OFFICER or not name.isprintable():
        raise Misuse("bad-officer", limit=MAX_OFFICER)
    return name or None


def check_not_ended(registry: Registry, code: str, day: str) -> None:
    """`Refused("unit-ended")`, naming what became of it, for a unit that there is no more on a day (ISO)."""
    history = UnitHistory(registry)
    if history.ended(code, day):
        successors = [
            f"{successor} {history.name(successor, day)}" for successor in history.became(code, day) if successor != code
        ]
        raise Refused("unit-ended", unit=f"{code} {history.name(code, day)}", successors=", ".join(successors) or None)


def direct(transaction: Transaction, keys: Keys, directive: Directive, *, now: int, random_bytes: RandomBytes) -> bool:
    """Make a directive known, in place of one with the same id; False if it is known in just this form."""
    validate_directive(directive)
    if directive in own_logs.registry(transaction, keys).directives:
        return False
    own_logs.append(transaction, keys, origins.registry(keys.hub), [_directed(directive, now, random_bytes)])
    return True


def communes(registry: Registry) -> list[e.Unit]:
    """The units that report, by code: all but the province itself."""
    return [unit for code, unit in sorted(registry.units.items()) if is_commune(code)]


def province_code(registry: Registry) -> str:
    """The code of the hub's province."""
    assert registry.hub is not None, "a hub that was founded names its province"
    return registry.hub.province


def official(registry: Registry) -> list[OfficialUnit]:
    """The units of a registry in the shape of the official table."""
    return [
        OfficialUnit(
            code=unit.code,
            name=unit.name,
            type=unit.type,
            province=province_code(registry),
            valid_from=unit.valid_from,
            valid_to=unit.valid_to,
        )
        for unit in registry.units.values()
    ]


def _directed(directive: Directive, now: int, random_bytes: RandomBytes) -> e.Directed:
    return e.Directed(salt=new_salt(random_bytes), at=now, directive=directive)

"""What the hub's operator states: the hub itself with its province's units, invites, and directives."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterable

from hub import logs
from hub.home import Home, Keys, make_keys
from hub.store import InviteRow, Session, Store
from hub.units import Unit as OfficialUnit
from sync.errors import Misuse, Refused
from sync.ledger import entry as e
from sync.ledger import origins
from sync.ledger.directive import Directive
from sync.ledger.directive import validate as validate_directive
from sync.ledger.invite import Invite, format_invite
from sync.ledger.period import day_of
from sync.ledger.registry import Registry
from sync.ledger.territory import Territory
from sync.log.receipt import cosigner_verifier
from sync.strict import tobase64

RandomBytes = Callable[[int], bytes]
DAY = 86_400


def found(
    home: Home,
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
    store = Store.create(home.database)
    try:
        keys = make_keys(home, hub, passphrase, random_bytes)
        first = e.Hub(
            salt=random_bytes(8).hex(),
            at=now,
            name=province.name,
            province=province.code,
            cosigner=cosigner_verifier(keys.mirror).vkey(),
        )
        stated = [
            e.Unit(
                salt=random_bytes(8).hex(), at=now, code=unit.code, name=unit.name, type=unit.type,
                valid_from=unit.valid_from, valid_to=unit.valid_to,
            )
            for unit in (province, *communes)
        ]  # fmt: skip
        asked = [_directed(directive, now, random_bytes) for directive in directives]
        with store.writing() as session:
            logs.append(session, keys, origins.registry(hub), [first, *stated, *asked])
            session.set("url", url)
    finally:
        store.close()
    return keys


def invite(
    session: Session,
    keys: Keys,
    unit: e.Unit,
    *,
    officer: str | None,
    days: int,
    url: str | None,
    now: int,
    random_bytes: RandomBytes,
) -> str:
    """The line that lets one laptop of a unit join. The officer's name stays in the hub's database, in no log.
    `Refused("unit-ended")` for a unit that there is no more."""
    if not 0 < days <= 3650:
        raise Misuse("bad-days", days=days)
    check_not_ended(logs.registry(session, keys), unit.code, day_of(now).isoformat())
    secret = random_bytes(32)
    made = Invite(
        id=base64.b32encode(random_bytes(10)).decode("ascii").lower(),
        url=session.setting("url") if url is None else url,
        key=keys.logs.verifier.vkey(),
        unit=unit.code,
        unit_name=f"{unit.type.capitalize()} {unit.name}",
        secret=tobase64(secret),
        expires=now + days * DAY,
    )
    session.add_invite(InviteRow(made.id, made.unit, officer, secret, made.expires, None, now))
    return format_invite(made)


def check_not_ended(registry: Registry, code: str, day: str) -> None:
    """`Refused("unit-ended")`, naming what became of it, for a unit that there is no more on a day (ISO)."""
    territory = Territory(registry)
    if territory.ended(code, day):
        heirs = [f"{heir} {territory.name(heir, day)}" for heir in territory.successors(code, day) if heir != code]
        raise Refused("unit-ended", unit=f"{code} {territory.name(code, day)}", heirs=", ".join(heirs) or None)


def direct(session: Session, keys: Keys, directive: Directive, *, now: int, random_bytes: RandomBytes) -> bool:
    """Make a directive known, in place of one with the same id; False if it is known in just this form."""
    validate_directive(directive)
    if directive in logs.registry(session, keys).directives:
        return False
    logs.append(session, keys, origins.registry(keys.hub), [_directed(directive, now, random_bytes)])
    return True


def communes(registry: Registry) -> list[e.Unit]:
    """The units that report, by code: all but the province itself."""
    return [unit for code, unit in sorted(registry.units.items()) if len(code) > len(province_code(registry))]


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
    return e.Directed(salt=random_bytes(8).hex(), at=now, directive=directive)

"""Founding a hub: its keys, and a registry that names its province, its units and its directives."""

from __future__ import annotations

from collections.abc import Iterable

from hub import own_logs
from hub.home import HubHome, Keys, make_keys
from hub.registry import invites
from hub.registry.directives.publish import directed
from hub.registry.official_units import OfficialUnit
from hub.store import HubStore
from sync.encoding.types import Instant, RandomBytes
from sync.ledger import entry as e
from sync.ledger import origins
from sync.ledger.directive import Directive
from sync.ledger.entry import new_salt
from sync.log.receipt import cosigner_verifier


def found(
    home: HubHome,
    hub: str,
    units: Iterable[OfficialUnit],
    directives: Iterable[Directive],
    *,
    url: str,
    passphrase: str | None,
    now: Instant,
    random_bytes: RandomBytes,
) -> Keys:
    """A new hub: its keys, and a registry that names its province, its units and its directives.

    `units` are the province and its communes, the province first. `url` is where laptops reach the hub, or empty.
    """
    origins.check_hub_name(hub)
    invites.check_url(url)
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
        asked = [directed(directive, now, random_bytes) for directive in directives]
        with store.writing() as transaction:
            own_logs.append(transaction, keys, origins.registry(hub), [first, *stated, *asked])
            transaction.settings.set("url", url)
    finally:
        store.close()
    return keys

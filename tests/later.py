"""Directives as a newer program states them: lines of a registry that this program reads in part, and cannot write."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from sync.encoding.types import Origin
from sync.ledger import origins
from sync.ledger.directive import Directive, Duty
from sync.ledger.entry import Directed
from sync.log import checkpoint as checkpoints
from sync.log.checkpoint import Checkpoint
from sync.log.merkle import leaf_hash
from tests.world import BEGAN, World

MONTHLY = Duty(id="month", what="Báo cáo tháng", rule="monthly-15", reporters=("commune-committee",))
QUARTERLY = {"id": "quarter", "what": "Báo cáo quý về truyền thanh", "rule": "quarterly-15", "spans": 3}
"""A report by a rule and with a key that are unknown here."""


def plan(id_: str, number: str, *duties: Duty, **more: Any) -> Directive:
    """A plan of the own province, in force since October 2026."""
    return Directive(
        id=id_,
        number=number,
        kind="plan",
        date="2026-10-01",
        province="12",
        issuer="UBND tỉnh Lai Châu",
        subject=f"Kế hoạch số {number}",
        duties=duties,
        **more,
    )


def line(directive: Directive, *, duties: Sequence[dict[str, Any]] = (), **keys: Any) -> bytes:
    """The entry of a directive with more duties than this program can say, and with more keys."""
    entry = msgspec.to_builtins(Directed(salt="00" * 8, at=BEGAN, directive=directive))
    said = entry["directive"] | {"duties": [*entry["directive"].get("duties", ()), *duties]}
    ordered = {name: said[name] for name in Directive.__struct_fields__ if said.get(name)}
    return msgspec.json.encode(entry | {"directive": ordered | keys})


OPAQUE_DUTY = line(plan("later-duty", "72/KH-UBND", MONTHLY), duties=[QUARTERLY])
"""A directive with a report that can be read, and one that cannot."""
OPAQUE_EDITION = line(plan("later-edition", "73/KH-UBND", MONTHLY, needs=("spans",)))
"""A directive of which nothing but the envelope can be read."""
PASSED_OVER = line(plan("later-key", "71/KH-UBND", MONTHLY), spans={"of": 2})
"""A directive with a key that changes nothing of the rest."""


def state(world: World, *lines: bytes) -> None:
    """Have a newer program write these into a hub's registry."""
    write(world, origins.registry(world.keys.hub), *lines)


def write(world: World, origin: Origin, *lines: bytes) -> None:
    """Have a newer program write these into one of a hub's own logs, whatever they say."""
    with world.store.writing() as transaction:
        log = transaction.logs.get(origin)
        assert log is not None
        transaction.logs.add_lines(log.id, log.size, lines)
        frontier = log.frontier.copy()
        frontier.extend(map(leaf_hash, lines))
        signed = checkpoints.sign(Checkpoint(origin, frontier.size, frontier.root()), world.keys.signer(origin))
        transaction.logs.advance(log, frontier, signed)

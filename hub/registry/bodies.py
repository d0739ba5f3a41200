"""Bodies of every kind as units, stated by the operator: departments, offices of a commune, schools, the press."""

from __future__ import annotations

from hub import own_logs
from hub.home import Keys
from hub.registry.official_units import UnknownUnit
from hub.registry.unit_differences import differing, was_there
from hub.registry.units import name_without_type
from hub.store import Transaction
from sync.encoding.types import Instant, RandomBytes
from sync.errors import Misuse, Refused
from sync.ledger import origins
from sync.ledger.entry import Unit, new_salt
from sync.ledger.registry import Registry
from sync.ledger.text import tidy
from sync.ledger.unit_history import UnitHistory
from sync.ledger.vocabulary import find


def state_unit(
    transaction: Transaction,
    keys: Keys,
    code: str,
    *,
    name: str,
    type: str,  # noqa: A002 - the word of the law, and of the entry
    valid_from: str,
    valid_to: str | None = None,
    body: str | None = None,
    reports_to: str | None = None,
    eid: str | None = None,
    now: Instant,
    random_bytes: RandomBytes,
) -> Unit:
    """State a unit, or what it is from a day on (ISO): its kind (`body`, an actor of the vocabulary), to whom it reports.
    What is there already just so is not stated again: the answer is what was stated then.

    `Misuse`: `unit-without-kind` for a code with a word and no kind, `unknown-code` for a kind that the vocabulary lacks.
    `UnknownUnit` for a superior that is not there. `Refused("reports-to-itself")` where its reports would come back to it.
    `BadInput("bad-entry")` for what no entry holds.
    """
    registry = own_logs.registry(transaction, keys)
    if "-" in code and body is None:
        raise Misuse("unit-without-kind", unit=code[:40])
    if reports_to is not None and reports_to not in registry.units and reports_to != code:
        raise UnknownUnit(text=reports_to[:100], near=None)
    entry = Unit(
        salt=new_salt(random_bytes),
        at=now,
        code=code,
        name=name_without_type(_line(name), _line(type)),
        type=_line(type).lower(),
        valid_from=valid_from,
        valid_to=valid_to,
        body=None if body is None else find("actors", body).code,
        reports_to=reports_to,
        eid=eid,
    )
    was = was_there(registry, entry)
    if was is not None and not differing(was, entry):
        return was
    check_lines(registry.after([entry]), code, valid_from)
    own_logs.append(transaction, keys, origins.registry(keys.hub), [entry])
    return entry


def check_lines(registry: Registry, code: str, since: str) -> None:
    """`Refused("reports-to-itself")` if a unit would report to itself through others on a day from one on (ISO)."""
    history = UnitHistory(registry)
    days = {since, *(unit.valid_from for stated in registry.editions.values() for unit in stated)}
    days |= {event.since for event in registry.reorganisations}
    for day in sorted(days):
        if day >= since and history.reports_to_itself(code, day):
            raise Refused("reports-to-itself", unit=code, day=day)


def _line(typed: str) -> str:
    return " ".join(tidy(typed).split())

"""The witnesses of the hub's logs: who follows them, how far each has cosigned them and when, and what stands against whom.
Choosing them, and settling what stands, is for whoever has the server."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Final

from msgspec import Struct
from starlette.responses import Response

from hub import own_logs
from hub.cosigning.words import alarm_line, silent, trouble_line
from hub.home import Keys
from hub.store import Transaction
from hub.store.rows import CosignedHead, WitnessAlarm, WitnessRow
from hub.web import render
from hub.web.context import SIGNED_IN, HubContext, PageRequest, Route
from sync.encoding.types import NOTHING, Instant, Origin, Size
from sync.ledger import origins
from sync.ledger.origins import LogKind
from sync.wording.i18n import N_, catalogue
from sync.wording.numbers import number

_ = catalogue("hub")

_LOGS: Final = {LogKind.ACCEPTANCES: N_("log of acceptances"), LogKind.REGISTRY: N_("registry")}


class WitnessedPart(Struct, frozen=True, kw_only=True):
    """How far a witness has cosigned a log."""

    log: str
    size: Size
    """Entries that the log has."""
    cosigned: Size
    time: Instant | None
    """By the witness's clock; None where it cosigned nothing."""
    told: str

    @property
    def whole(self) -> bool:
        """Whether it has cosigned all of it."""
        return self.cosigned >= self.size


class ShownWitness(Struct, frozen=True, kw_only=True):
    """A witness, as the page shows it."""

    row: WitnessRow
    silent: bool
    """Whether it has cosigned nothing for a day though it was asked."""
    trouble: str
    """Why it did not cosign when it was asked last; empty where it did."""
    parts: list[WitnessedPart]


def show(context: HubContext, request: PageRequest) -> Response:
    """The page of witnesses."""
    now = context.now()
    with context.reading() as (transaction, _registry):
        alarms = transaction.witnesses.alarms(settled=True)
        shown = [_shown(transaction, context.keys, row, alarms, now) for row in transaction.witnesses.all()]
    standing = [alarm for alarm in alarms if not alarm.settled]
    return render.page(
        request,
        "witnesses.html",
        witnesses=shown,
        alarms=[(alarm.at, alarm_line(alarm)) for alarm in standing],
        settled=[(alarm.at, alarm_line(alarm)) for alarm in reversed(alarms) if alarm.settled],
    )


def _shown(
    transaction: Transaction, keys: Keys, row: WitnessRow, alarms: Collection[WitnessAlarm], now: Instant
) -> ShownWitness:
    against = {alarm.origin for alarm in alarms if alarm.witness == row.name and not alarm.settled}
    heads = {head.origin: head for head in transaction.witnesses.cosigned(row.name) if head.line}
    return ShownWitness(
        row=row,
        silent=silent(row, now),
        trouble=trouble_line(row),
        parts=list(_parts(transaction, keys, heads, against)),
    )


def _parts(
    transaction: Transaction, keys: Keys, heads: dict[Origin, CosignedHead], against: Collection[Origin]
) -> Iterator[WitnessedPart]:
    """The logs that witnesses follow, under their names of the newest generation."""
    for origin in (origins.acceptances(keys.hub), origins.registry(keys.hub)):
        named = own_logs.named(transaction, origin)
        log, head = transaction.logs.get(origin), heads.get(named)
        size = log.size if log is not None else NOTHING
        cosigned = head.size if head is not None else NOTHING
        if named in against:
            told = _("something stands against it: see above")
        elif head is None:
            told = _("nothing cosigned yet")
        elif cosigned >= size:
            told = _("cosigned up to its end")
        else:
            told = _("behind by {count}").format(count=number(size - cosigned))
        yield WitnessedPart(
            log=_(_LOGS[origins.parse(origin).kind]),
            size=size,
            cosigned=cosigned,
            time=head.time if head is not None else None,
            told=told,
        )


ROUTES: Final = (Route("GET", "/witnesses", show, SIGNED_IN),)

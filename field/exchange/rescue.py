"""Taking unsent work out of a folder that can go no further: a copy, a revoked laptop's, one whose key is lost.

What was stated there goes into this laptop's log as it stands, byte for byte: its hashes stay, so that whoever built on it
still does, and the same entry that comes by another way as well is one. A report says how far its own log went, so it is
kept as a draft, to be looked at and sent again.
"""

from __future__ import annotations

import msgspec
from msgspec import Struct

from field.home import LaptopHome
from field.store import LaptopStore
from sync.encoding.limits import MAX_EXACT
from sync.encoding.spelling import tobase64
from sync.encoding.types import DeviceId, Index, Instant, RandomBytes, Size
from sync.errors import Refused
from sync.ledger.decode import Quarantined, decode
from sync.ledger.entry import Activity, Carried, Noted, Report, Retraction, new_salt
from sync.ledger.origins import LogKind
from sync.log.keys import Signer
from sync.log.merkle import leaf_hash


class Rescued(Struct, kw_only=True):
    """What was taken out of a folder."""

    device: DeviceId
    """The laptop that the folder was."""
    entries: int = 0
    """Activities, revisions, retractions and read marks that go on in this laptop's log."""
    there: int = 0
    """Entries that this laptop has already."""
    drafts: int = 0
    reports: tuple[str, ...] = ()
    """The periods of reports that were not sent: their texts are kept, to be sent again."""


def rescue(store: LaptopStore, signer: Signer, home: LaptopHome, *, now: Instant, random_bytes: RandomBytes) -> Rescued:
    """Take what no receipt covers out of another folder of this unit, which is only read; `now` in POSIX seconds. Once more
    it takes what was not taken before. `Refused`: `rescue-itself`, `rescue-other-unit`, `rescue-too-late` for what cites the
    hub's acceptances as of before what this log has cited; and as `LaptopStore.open`."""
    with LaptopStore.open(home) as old:
        ours, theirs = store.membership, old.membership
        if ours.device == theirs.device:
            raise Refused("rescue-itself", path=str(home.path))
        if (ours.key, ours.unit) != (theirs.key, theirs.unit):
            raise Refused("rescue-other-unit", unit=theirs.unit_name, hub=theirs.hub)
        rescued = Rescued(device=theirs.device)
        with store.transaction():
            for name, text in old.local.narratives().items():
                if store.local.setting(name) is None:
                    store.local.set_setting(name, text)
            _carry(store, signer, old, rescued, now=now, random_bytes=random_bytes)
            for draft in reversed(old.local.drafts()):
                known = {(kept.record, kept.typed) for kept in store.local.drafts()}
                if (draft.record, draft.typed) not in known:
                    store.local.keep_draft(msgspec.structs.replace(draft, id=0))
                    rescued.drafts += 1
    return rescued


def _carry(
    store: LaptopStore, signer: Signer, old: LaptopStore, rescued: Rescued, *, now: Instant, random_bytes: RandomBytes
) -> None:
    own = old.logs.own
    lines = old.logs.lines(own.origin, own.acked, MAX_EXACT)
    carried: list[bytes] = []
    periods: list[str] = []
    cited = store.logs.cited
    held = {leaf for origin in (own.origin, store.logs.own_origin) for leaf in store.logs.leaves(origin, 0, MAX_EXACT)}
    for line in lines:
        entry = decode(line, LogKind.DEVICE)
        if isinstance(entry, Report):
            periods.append(entry.period)
            name = f"narrative:{entry.period}"
            if store.local.setting(name) is None:
                store.local.set_setting(name, msgspec.json.encode(entry.narrative).decode())
        elif isinstance(entry, Quarantined) or not isinstance(entry, Activity | Retraction | Noted):
            continue
        elif leaf_hash(line) in held:
            rescued.there += 1
        elif entry.seen is not None and entry.seen.size < cited:
            raise Refused("rescue-too-late")
        else:
            carried.append(line)
    rescued.entries, rescued.reports = len(carried), tuple(dict.fromkeys(periods))
    if not carried:
        return
    head = Carried(
        salt=new_salt(random_bytes),
        at=now,
        device=old.membership.device,
        start=Index(own.acked),
        size=own.size,
        root=tobase64(own.frontier.root()),
        count=Size(len(carried)),
        checkpoint=own.checkpoint,
    )
    store.logs.replay(head, carried, signer)

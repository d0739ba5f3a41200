"""Taking unsent work out of a folder that can go no further: a copy, a revoked laptop's, one whose key is lost; or out of a
file in which it was put, a stick's or a backup's.

What was stated there goes into this laptop's log as it stands, byte for byte: its hashes stay, so that whoever built on it
still does, and the same entry that comes by another way as well is one. A report says how far its own log went, so it is
kept as a draft, to be looked at and sent again. An entry whose bytes are damaged, and which its reserve has not, is not what
was signed: what the folder shows of it is kept as a draft, to be confirmed and stated anew.

Out of a folder of another hub, which is lost with its keys, all is stated anew (`stating_anew`).
"""

from __future__ import annotations

import msgspec

from field.exchange import reserve
from field.exchange.branch import Branch, true_lines
from field.exchange.kept_drafts import keep_once
from field.exchange.rescued import DamagedEntry, Rescued
from field.exchange.stating_anew import state_anew
from field.home import LaptopHome, unfinished
from field.store import LaptopStore
from field.store.kept import decoded
from field.store.rows import StoredDraft
from field.store.typed_drafts import said_in, typed_bytes
from sync.activities.draft import ActivityDraft, as_typed
from sync.encoding.limits import MAX_EXACT
from sync.encoding.spelling import tobase64
from sync.encoding.types import Index, Instant, RandomBytes, Size
from sync.errors import Refused
from sync.ledger.decode import Quarantined, decode
from sync.ledger.entry import Activity, Carried, Noted, Report, Retraction, new_salt
from sync.ledger.origins import LogKind
from sync.log.keys import Signer
from sync.log.merkle import leaf_hash
from sync.log.redacted import is_redacted


def rescue(
    store: LaptopStore, signer: Signer, home: LaptopHome, *, of_all: bool = False, now: Instant, random_bytes: RandomBytes
) -> Rescued:
    """Take what no receipt covers out of another folder of this unit, which is only read; `now` in POSIX seconds. Of another
    hub's all that it wrote is taken, and what the province entered; or what it holds `of_all` the unit's laptops. Once more
    it takes what was not taken before. `Refused`: `rescue-itself`, `rescue-other-unit`, `rescue-too-late` for what cites the
    hub's acceptances as of before what this log has cited; and as `LaptopStore.open`."""
    with LaptopStore.open(home) as old:
        ours, theirs = store.membership, old.membership
        if ours.device == theirs.device:
            if old.logs.standing.closed != "moved" or home.path.resolve() == store.home.path.resolve():
                raise Refused("rescue-itself", path=str(home.path))
            return _typed_since(store, old)
        if ours.unit != theirs.unit:
            raise Refused("rescue-other-unit", unit=theirs.unit_name, hub=theirs.hub)
        is_same_hub = ours.key == theirs.key
        rescued = Rescued(device=theirs.device, hub="" if is_same_hub else theirs.hub)
        with store.transaction():
            for name, text in old.local.narratives().items():
                store.local.take_words(name.partition(":")[2], text)
            if is_same_hub:
                branch = _branch(old, home)
                carry(store, signer, branch, rescued, now=now, random_bytes=random_bytes)
                _confirm(store, old, branch, rescued, now)
            else:
                state_anew(store, signer, old, rescued, of_all=of_all, now=now)
                _state_anew_what_was_set_aside(store, signer, home, rescued, of_all=of_all, now=now)
            merged = {each.record for each in rescued.damaged} - store.records.among(
                [each.record for each in rescued.damaged]
            )
            for draft in reversed(old.local.drafts()):
                rescued.drafts += draft.record not in merged and keep_once(store, draft)
    return rescued


def _typed_since(store: LaptopStore, old: LaptopStore) -> Rescued:
    """Keep what was typed in the folder that this laptop was moved out of; all that was saved there came along."""
    rescued = Rescued(device=old.membership.device)
    with store.transaction():
        for name, text in old.local.narratives().items():
            store.local.take_words(name.partition(":")[2], text)
        for draft in reversed(old.local.drafts()):
            rescued.drafts += keep_once(store, draft)
    return rescued


def is_of_another_hub(store: LaptopStore, home: LaptopHome) -> str:
    """The hub that a folder is of, if that is another than this laptop's, by its name; else empty."""
    with LaptopStore.open(home) as old:
        return "" if old.membership.key == store.membership.key else old.membership.hub


def _state_anew_what_was_set_aside(
    store: LaptopStore, signer: Signer, home: LaptopHome, rescued: Rescued, *, of_all: bool, now: Instant
) -> None:
    """What had been set aside in the folder and did not go on there before its hub was lost."""
    for aside in unfinished(home):
        if aside.database.exists():
            with LaptopStore.open(aside) as old:
                state_anew(store, signer, old, rescued, of_all=of_all, now=now)


def _branch(old: LaptopStore, home: LaptopHome) -> Branch:
    """What no receipt covers of a folder's own log; of a forked one all that may not stand in the history that the hub holds
    now: it can have gone back since it gave its receipts. What rotted is read in its reserve, as far as that has it."""
    own, same = old.logs.own, old.logs.standing.same
    start = own.acked if same is None else min(own.acked, same)
    lines = old.logs.lines(own.origin, start, MAX_EXACT)
    leaves = old.logs.leaves(own.origin, start, own.size)
    held = zip(lines, leaves, strict=True)
    rotted = [(Index(place), leaf) for place, (line, leaf) in enumerate(held, start) if leaf_hash(line) != leaf]
    true = true_lines(old, reserve.all_of(old, home), rotted) if rotted else {}
    return Branch(
        device=old.membership.device,
        origin=own.origin,
        start=Index(start),
        size=own.size,
        root=own.frontier.root(),
        checkpoint=own.checkpoint,
        lines=[true.get(Index(place), line) for place, line in enumerate(lines, start)],
        leaves=leaves,
    )


def _confirm(store: LaptopStore, old: LaptopStore, branch: Branch, rescued: Rescued, now: Instant) -> None:
    """Keep what the old folder shows of each activity of which an entry is damaged, as a draft; and say which these are."""
    found: dict[str, DamagedEntry] = {}
    for place, (line, leaf) in enumerate(zip(branch.lines, branch.leaves, strict=True), branch.start):
        if leaf_hash(line) == leaf:
            continue
        record, values = old.records.of_own_entry(Index(place)) or ("", None)
        if values is None:
            found[record] = DamagedEntry("", "", "")
        elif record not in found:
            found[record] = DamagedEntry(record, values.title or "", values.date or "")
            typed = typed_bytes(_typed_over(store, old, record, as_typed(values)), damaged=True)
            keep_once(store, StoredDraft(0, record if store.records.not_retracted([record]) else None, typed, now))
    rescued.damaged = tuple(found.values())


def _typed_over(store: LaptopStore, old: LaptopStore, record: str, shown: ActivityDraft) -> ActivityDraft:
    """What is shown of an activity that is damaged, with what was typed in its place and could not be saved: those drafts
    are of an activity that does not come along, and go where this one has all of them."""
    for draft in reversed(old.local.drafts()):
        if draft.record == record and (typed := decoded(draft.typed, ActivityDraft)):
            shown = msgspec.structs.replace(shown, **said_in(typed))
    for draft in store.local.drafts() if not store.records.among([record]) else ():
        typed = decoded(draft.typed, ActivityDraft) if draft.record == record else None
        if typed and msgspec.structs.replace(shown, **said_in(typed)) == shown:
            store.local.drop_draft(draft.id)
    return shown


def carry(
    store: LaptopStore, signer: Signer, branch: Branch, rescued: Rescued, *, now: Instant, random_bytes: RandomBytes
) -> None:
    """Take the lines of a branch into the own log, behind an entry that says whose they are."""
    carried: list[bytes] = []
    reports: dict[str, str] = {}
    cited, gone = store.logs.cited, store.redactions.kept()
    held = {leaf for origin in (branch.origin, store.logs.own_origin) for leaf in store.logs.leaves(origin, 0, MAX_EXACT)}
    for line, leaf in zip(branch.lines, branch.leaves, strict=True):
        if leaf in held:
            rescued.there += isinstance(decode(line, LogKind.DEVICE), Activity | Retraction | Noted)
            continue
        if leaf_hash(line) != leaf or leaf in gone or is_redacted(line):
            continue
        entry = decode(line, LogKind.DEVICE)
        if isinstance(entry, Report):
            reports[entry.period] = msgspec.json.encode(entry.narrative).decode()  # the newest of a period is the last
        elif isinstance(entry, Quarantined) or not isinstance(entry, Activity | Retraction | Noted):
            continue
        elif entry.seen is not None and entry.seen.size < cited:
            raise Refused("rescue-too-late")
        else:
            carried.append(line)
    for period, narrative in reports.items():
        store.local.take_words(period, narrative)
    rescued.entries, rescued.reports = len(carried), tuple(reports)
    if not carried:
        return
    head = Carried(
        salt=new_salt(random_bytes),
        at=now,
        device=branch.device,
        start=branch.start,
        size=branch.size,
        root=tobase64(branch.root),
        count=Size(len(carried)),
        checkpoint=branch.checkpoint,
    )
    store.logs.replay(head, carried, signer)

"""Stating anew, in this laptop's log, what the folder of another hub's laptop holds: that hub is lost, with its keys.

Nothing that was signed there says anything to this hub, so its entries are stated as new ones, each made of the old one
alone (`sync.ledger.stated_anew`): whoever of the unit brings a record, and however many do, it is here once, with its
history. What colleagues alone stated, their own laptops bring; if these are gone, whoever holds it does.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from field.exchange.kept_drafts import keep_once
from field.exchange.rescued import DamagedEntry, Rescued
from field.store import LaptopStore
from field.store.rows import RecordEntry, StoredDraft
from field.store.signed_lines import read
from field.store.typed_drafts import typed_bytes
from sync.activities.draft import as_typed
from sync.encoding.limits import MAX_EXACT
from sync.encoding.types import Hash, Instant, Origin
from sync.ledger import origins
from sync.ledger.decode import Quarantined, decode
from sync.ledger.entry import Activity, Entry, Narrative, Report, Retraction
from sync.ledger.merge import Version
from sync.ledger.origins import LogKind
from sync.ledger.stated_anew import stated_anew
from sync.log.keys import Signer
from sync.log.merkle import leaf_hash


def state_anew(
    store: LaptopStore, signer: Signer, old: LaptopStore, rescued: Rescued, *, of_all: bool, now: Instant
) -> None:
    """State anew what a folder of another hub holds of this unit and is not here: of the laptop itself, of those whose place
    it took, and what the province entered; `of_all` the unit's laptops, if so asked. In an open transaction."""
    brought, held = _logs(old, of_all=of_all), _held(store)
    drafted = {draft.record for draft in old.local.drafts()}  # which are drafts of what must be here
    entries: list[Entry] = []
    records: set[str] = set()
    others: set[str] = set()
    damaged: list[DamagedEntry] = []
    for record, stated in old.records.entries():
        if record not in drafted and brought.isdisjoint(each.origin for each in stated):
            others.add(record)
            continue
        records.add(record)
        whole = _whole(stated)
        for line, entry in stated_anew(whole):
            leaf = leaf_hash(line)
            if leaf in held:
                rescued.there += 1
            else:
                held.add(leaf)
                entries.append(entry)
        if len(whole) < len({each.leaf for each in stated}):
            damaged.append(_confirm(store, old, record, now))
    if entries:
        store.logs.append(entries, signer)
    rescued.entries += len(entries)
    rescued.damaged += tuple(damaged)
    rescued.activities += len(store.records.not_retracted(records))
    rescued.colleagues += len(old.records.not_retracted(others) - store.records.among(others))
    _reports(store, old, brought, rescued)


def _logs(old: LaptopStore, *, of_all: bool) -> set[Origin]:
    """The logs that are brought: the laptop's own, those of the laptops whose place it took, and what the province entered;
    or all."""
    hub, registry = old.membership.hub, old.logs.registry()
    own = old.membership.device
    chain = registry.chain(own) if own in registry.devices else [own]
    entered = {device.verifier.origin for device in registry.entered.values()}
    everybody = {origins.device(hub, covered.device) for covered in old.logs.covers()} if of_all else set()
    return {origins.device(hub, device) for device in chain} | {Origin(origin) for origin in entered} | everybody


def _held(store: LaptopStore) -> set[Hash]:
    """The leaf hashes of all that the unit's laptops have stated, as far as it is here."""
    logs = (origins.device(store.membership.hub, covered.device) for covered in store.logs.covers())
    return {leaf for origin in logs for leaf in store.logs.leaves(origin, 0, MAX_EXACT)}


def _whole(stated: Sequence[RecordEntry]) -> list[Version]:
    """The versions among a record's entries whose bytes are those that were signed."""
    whole = {each.leaf: each.line for each in stated if leaf_hash(each.line) == each.leaf}
    entries = ((leaf, decode(line, LogKind.DEVICE)) for leaf, line in whole.items())
    return [Version(leaf, entry) for leaf, entry in entries if isinstance(entry, Activity | Retraction)]


def _confirm(store: LaptopStore, old: LaptopStore, record: str, now: Instant) -> DamagedEntry:
    """Keep what the old folder shows of an activity of which an entry is damaged, as a draft; and say which it is."""
    shown = old.records.shown(record)
    if shown is None:
        return DamagedEntry(record, "", "")
    typed = typed_bytes(as_typed(shown), damaged=True)
    keep_once(store, StoredDraft(0, record if store.records.not_retracted([record]) else None, typed, now))
    return DamagedEntry(record, shown.title or "", shown.date or "")


def _reports(store: LaptopStore, old: LaptopStore, brought: set[Origin], rescued: Rescued) -> None:
    """Keep the texts of the reports in these logs, the newest of each period, to be sent again; and count what only a newer
    program can read."""
    newest: dict[str, Report] = {}
    for origin in sorted(brought):
        leaves = old.logs.leaves(origin, 0, MAX_EXACT)
        for line, leaf in zip(old.logs.lines(origin, 0, MAX_EXACT), leaves, strict=True):
            entry = read(line, leaf, LogKind.DEVICE)
            if isinstance(entry, Quarantined):
                rescued.unread += entry.why == "future"
            elif isinstance(entry, Report):
                was = newest.setdefault(entry.period, entry)
                newest[entry.period] = max(was, entry, key=lambda report: report.at)
    for period, report in sorted(newest.items()):
        if report.narrative != Narrative():
            store.local.take_words(period, msgspec.json.encode(report.narrative).decode())
    rescued.reports = tuple(dict.fromkeys((*rescued.reports, *sorted(newest))))

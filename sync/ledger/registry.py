"""The registry log read as what it says: whose hub this is, its units, its devices and keys, its directives.

Entries are taken in the order of the log, each once. A reader that follows the log keeps the `Registry` and gives it
the new entries; nothing in it is ever taken from anywhere else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from copy import copy
from functools import partial

import msgspec
from msgspec import Struct

from sync.encoding.spelling import unbase64
from sync.encoding.types import NOTHING, DeviceId, Hash, Index, Instant, Origin, Size
from sync.errors import BadInput, Misuse, NoSuchDuty, PlaceTaken, SoxaError, Unproven
from sync.ledger import entry as e
from sync.ledger import origins
from sync.ledger.decode import Quarantined
from sync.ledger.directive import ALL_READ, Directive, DirectiveAsRead, Unread
from sync.ledger.period import Period, chosen_period, directive_start, gathered, meant_directives, parse
from sync.ledger.restores import KeptLog
from sync.log.note import COSIGNATURE_V1, ED25519, Verifier
from sync.log.redacted import kept_line


class EnrolledDevice(Struct, frozen=True):
    """A laptop that the hub knows, or a log of the hub's own in which it states what it enters for a unit."""

    id: DeviceId
    unit: str
    verifier: Verifier
    invite: str
    position: Index
    """Where in the registry it was enrolled."""
    at: Instant
    """When, by the hub's clock (POSIX seconds)."""
    entered: bool = False
    """Whether the hub writes it, and no laptop."""
    succeeds: str = ""
    """The laptop whose place it takes, by its id; empty for none."""


class Contradiction(Struct, frozen=True):
    """An entry of the registry, by its index, that contradicts what stands before it, or that no program could read."""

    index: Index
    error: SoxaError


class Restore(Struct, frozen=True):
    """A restore of the hub as its registry states it."""

    entry: e.Restored
    position: Index
    """Where in the registry it stands: so many entries of it were kept."""
    kept: dict[Origin, KeptLog]
    """By its first name, what was kept of each of the hub's own logs."""
    lost: tuple[str, ...]
    """Heads that the hub had signed beyond that, as notes, as far as they are stated."""

    def kept_size(self, first: Origin) -> Size:
        """How much was kept of one of the hub's own logs, by its first name: nothing of one that was not there."""
        row = self.kept.get(first)
        return NOTHING if row is None else row.size

    def agreed(self, first: Origin) -> Size:
        """Up to where the log has one history for certain. Where the hub had signed two, the registry's row says no more
        than where the restore stands."""
        apart = self.entry.grown and origins.parse(first).kind is origins.LogKind.REGISTRY
        return NOTHING if apart else self.kept_size(first)

    def begins(self, first: Origin) -> Size:
        """The size of the log when its generation began: what was kept, or had grown under the names before."""
        grown = [row.size for row in self.entry.grown if origins.parse(row.origin).first == first]
        return max([self.kept_size(first), *grown])


class StatedRedaction(Struct, frozen=True):
    """What the registry says of one redacted entry of a unit."""

    leaf: Hash
    kept: bytes
    """What is kept in its place (`sync.log.redacted`)."""
    position: Index
    """Where in the registry it is stated."""
    statement: e.Redaction


class DirectiveEdition(Struct, frozen=True):
    """What one entry of the registry says of a directive; a later one takes its place."""

    directive: Directive
    unread: Unread
    """What of it only a newer program can read."""
    position: Index
    """Where in the registry it stands."""
    at: Instant
    """When it was stated, by the hub's clock (POSIX seconds)."""

    @property
    def as_read(self) -> DirectiveAsRead:
        """The directive as programs are given it, with what of it was not read."""
        values = {name: getattr(self.directive, name) for name in Directive.__struct_fields__}
        return DirectiveAsRead(**values, unread=None if self.unread == ALL_READ else self.unread)


class Registry:
    """A registry: what its log says so far. `hub` is None before its first entry."""

    def __init__(self, key: Verifier) -> None:
        parsed = origins.parse(key.name)
        self.key = key.renamed(parsed.first)
        self.name = parsed.hub
        self.size = NOTHING
        self.hub: e.Hub | None = None
        self.cosigner: Verifier | None = None
        self.units: dict[str, e.Unit] = {}
        """By code, what was said of it last."""
        self.editions: dict[str, list[e.Unit]] = {}
        """By code, all that was said of it, in order. `history` knows which of them held on a day."""
        self.reorganisations: list[e.Reorganised] = []
        self.dispatched: list[e.Dispatched] = []
        """The reports that the province has sent upward, in order."""
        self.devices: dict[DeviceId, EnrolledDevice] = {}
        self.revoked: dict[DeviceId, e.Revoked] = {}
        """By device's id, where its log ends that is trusted no more."""
        self.succeeded: dict[str, EnrolledDevice] = {}
        """By device's id, the laptop that took its place: its log ends where it was accepted to by then."""
        self.directive_editions: list[DirectiveEdition] = []
        """All that was said of directives, in order."""
        self._in_force: dict[str, DirectiveEdition] = {}
        """By directive's id, what was said of it last."""
        self.seal = ""
        """The key of suite 1 that files for the hub are sealed to, in base64; empty where it has stated none."""
        self.restores: list[Restore] = []
        """The restores of this hub, in order."""
        self.redactions: dict[str, dict[Hash, StatedRedaction]] = {}
        """By unit and leaf hash, the entries whose texts the province has erased."""
        self._restoring = 0
        """Behind which entry more of what the last restore kept may stand; 0 if nowhere."""
        self.contradictions: list[Contradiction] = []
        """What stands in the log and was passed over, since no registry can hold it."""

    def copy(self) -> Registry:
        """A registry of its own with what this one says, that may take further entries."""
        other = copy(self)
        other.units, other.devices, other.revoked = self.units.copy(), self.devices.copy(), self.revoked.copy()
        other.editions = {code: editions.copy() for code, editions in self.editions.items()}
        other.reorganisations, other.dispatched = self.reorganisations.copy(), self.dispatched.copy()
        other.succeeded, other.restores = self.succeeded.copy(), self.restores.copy()
        other.directive_editions, other._in_force = self.directive_editions.copy(), self._in_force.copy()
        other.contradictions = self.contradictions.copy()
        other.redactions = {unit: stated.copy() for unit, stated in self.redactions.items()}
        return other

    @property
    def generation(self) -> int:
        """The generation that the hub's own logs are of now: 1, or what the last restore says."""
        return self.restores[-1].entry.generation if self.restores else 1

    def stayed(self, origin: Origin) -> Size | None:
        """How much of what was signed under a name of a log of the hub's own holds today; None of its name of today, under
        which all holds."""
        return min(self.kept_since(origins.parse(origin)), default=None)

    def kept_since(self, origin: origins.ParsedOrigin) -> list[Size]:
        """How much each restore after a generation kept for certain of a log of the hub's own, in order: nothing of one that
        was passed over, for what it began with is not here."""
        is_here = origin.generation in (1, *(restore.entry.generation for restore in self.restores))
        kept = [restore.agreed(origin.first) for restore in self.restores if restore.entry.generation > origin.generation]
        return kept if is_here or not kept else [NOTHING, *kept]

    def named(self, origin: Origin) -> Origin:
        """The name that one of the hub's own logs has now, by any name that it ever had; a device's log has one alone."""
        parsed = origins.parse(origin)
        if parsed.kind is origins.LogKind.DEVICE:
            return origin
        return msgspec.structs.replace(parsed, generation=self.generation).written

    @property
    def directives(self) -> tuple[Directive, ...]:
        """The directives in force now, in the order in which they were first made known."""
        return tuple(edition.directive for edition in self._in_force.values())

    @property
    def positions(self) -> dict[str, Index]:
        """By directive's id, where in the registry its form now in force stands."""
        return {name: edition.position for name, edition in self._in_force.items()}

    def unread(self, directive: str) -> Unread:
        """What of a directive's form in force only a newer program can read, by its id."""
        edition = self._in_force.get(directive)
        return ALL_READ if edition is None else edition.unread

    @property
    def editions_in_force(self) -> tuple[DirectiveEdition, ...]:
        """Of each directive, in the order in which they were first made known, the edition in force."""
        return tuple(self._in_force.values())

    @property
    def read_in_part(self) -> frozenset[str]:
        """The ids of the directives in force of which only a newer program can read all."""
        return frozenset(name for name, edition in self._in_force.items() if edition.unread != ALL_READ)

    def hiding_duties(self, first: str, last: str) -> list[DirectiveEdition]:
        """The own directives with reports that only a newer program can read, of those that hold on a day from one to
        another (ISO)."""
        own = {directive.id for directive in self.own_directives}
        return [
            edition
            for name, edition in self._in_force.items()
            if name in own and edition.unread.hides_duties and holds(edition.directive, first, last)
        ]

    def period(self, name: str) -> Period:
        """The period that a person names, by the directives in force; `Misuse` if there is none such, or if only a newer
        program can tell."""
        return self._period(name, parse)

    def gathered(self, name: str) -> Period:
        """What a report upward may gather, likewise."""
        return self._period(name, gathered)

    def chosen_period(self, typed: str) -> Period:
        """The period that a person means who can be asked which (`sync.ledger.period`); `Misuse` likewise."""
        return self._period(typed, chosen_period)

    def chosen_gathered(self, typed: str) -> Period:
        """What a report upward may gather, likewise."""
        return self._period(typed, partial(chosen_period, read=gathered))

    def _period(self, name: str, read: Callable[[str, Iterable[Directive]], Period]) -> Period:
        try:
            return read(name, self.directives)
        except NoSuchDuty:
            for directive in meant_directives(name.rpartition("@")[0], self.directives):
                if self.unread(directive.id).hides_duties:
                    raise Misuse("unread-duty", directive=directive.name, period=name[:100]) from None
            raise

    @property
    def own_directives(self) -> tuple[Directive, ...]:
        """The directives in force of the hub's own province: a registry may name others'."""
        return tuple(
            directive for directive in self.directives if self.hub is None or directive.province == self.hub.province
        )

    def take(self, entries: Iterable[e.Entry | Quarantined]) -> None:
        """Read the next entries of the log. An entry from a newer program is passed over: it may be about something
        unknown here. So is one that a registry cannot hold, which the hub should not have written: it is kept among the
        `contradictions`, and what follows is read all the same."""
        for entry in entries:
            try:
                self._take_one(entry)
            except SoxaError as error:
                self.contradictions.append(Contradiction(Index(self.size), error))
            self.size = Size(self.size + 1)

    def after(self, entries: Iterable[e.Entry | Quarantined]) -> Registry:
        """A registry of its own that has taken these entries, too; raises what stands against the first that cannot be
        held, `BadInput("bad-registry")` most often."""
        other = self.copy()
        other.contradictions.clear()
        other.take(entries)
        for contradiction in other.contradictions:
            raise contradiction.error
        return other

    def _take_one(self, entry: e.Entry | Quarantined) -> None:
        if isinstance(entry, Quarantined):
            if entry.why == "invalid":
                raise BadInput("bad-registry", index=self.size, why=entry.detail)
        elif (self.size == 0) != isinstance(entry, e.Hub):
            raise BadInput("bad-registry", index=self.size, why="the first entry, and no other, names the hub")
        elif isinstance(entry, e.Hub):
            self.cosigner = self._checked(entry.cosigner, origins.mirror(self.name), COSIGNATURE_V1)
            self.hub = entry
        elif isinstance(entry, e.Unit):
            self.units[entry.code] = entry
            self.editions.setdefault(entry.code, []).append(entry)
        elif isinstance(entry, e.Device):
            self._enrol(entry)
        elif isinstance(entry, e.Reorganised):
            if not self.units.keys() >= {*entry.units, *entry.into}:
                raise BadInput("bad-registry", index=self.size, why="unknown unit")
            self.reorganisations.append(entry)
        elif isinstance(entry, e.Revoked):
            if entry.device not in self.devices or entry.device in self.revoked:
                raise BadInput("bad-registry", index=self.size, why="unknown device, or one revoked twice")
            self.revoked[entry.device] = entry
        elif isinstance(entry, e.Dispatched | e.Seal | e.Restored | e.Kept | e.Lost | e.Redaction):
            self._take_of_hub(entry)
        elif isinstance(entry, e.Directed):
            unread = entry.unread if isinstance(entry, e.DirectedInPart) else ALL_READ
            edition = DirectiveEdition(entry.directive, unread, Index(self.size), entry.at)
            self.directive_editions.append(edition)
            self._in_force[entry.directive.id] = edition

    def _take_of_hub(self, entry: e.Dispatched | e.Seal | e.Restored | e.Kept | e.Lost | e.Redaction) -> None:
        if isinstance(entry, e.Dispatched):
            self.dispatched.append(entry)
        elif isinstance(entry, e.Seal):
            self.seal = entry.key if entry.suite == 1 else self.seal
        elif isinstance(entry, e.Redaction):
            self._redact(entry)
        else:
            self._restore(entry)

    def _redact(self, entry: e.Redaction) -> None:
        """An entry is redacted once: what stands for it is said once and for all."""
        stated = self.redactions.get(entry.unit, {})
        leaves = [unbase64(redacted.leaf) for redacted in entry.entries]
        if entry.unit not in self.units or not stated.keys().isdisjoint(leaves):
            raise BadInput("bad-registry", index=self.size, why="unknown unit, or an entry redacted twice")
        of_unit = self.redactions.setdefault(entry.unit, {})
        for leaf, redacted in zip(leaves, entry.entries, strict=True):
            kept = kept_line(leaf, redacted.line.encode("utf-8"))
            of_unit[leaf] = StatedRedaction(leaf, kept, Index(self.size), entry)

    def redacted_in(self, origin: Origin) -> Mapping[Hash, bytes]:
        """What is kept in the place of each redacted entry of the unit that a log is of, by its leaf hash."""
        if not self.redactions:
            return {}
        parsed = origins.parse(origin)
        device = self.devices.get(parsed.device) if parsed.kind is origins.LogKind.DEVICE else None
        unit = parsed.name if parsed.kind is origins.LogKind.DESK else "" if device is None else device.unit
        return self.redacted_of(unit)

    def redacted_of(self, unit: str) -> Mapping[Hash, bytes]:
        """What is kept in the place of each redacted entry of a unit, by its leaf hash."""
        return {leaf: stated.kept for leaf, stated in self.redactions.get(unit, {}).items()}

    def _restore(self, entry: e.Restored | e.Kept | e.Lost) -> None:
        """A restore names a later generation, and that as much of the registry was kept as stands before it: the next one,
        or one beyond those of which all was lost. More of what it kept follows at once, and heads that turn up later
        whenever they do."""
        last = self.restores[-1] if self.restores else None
        if isinstance(entry, e.Restored):
            generation = self.generation
            kept = self._kept({}, entry.kept, generation)
            own = kept.get(origins.registry(self.name))
            if entry.generation <= generation or own is None or own.size != self.size:
                raise BadInput("bad-registry", index=self.size, why="it is no later generation, kept up to here")
            self.restores.append(Restore(entry, Index(self.size), kept, entry.lost))
            self._restoring = self.size
        elif last is None:
            raise BadInput("bad-registry", index=self.size, why="nothing was restored before")
        elif isinstance(entry, e.Lost):
            self.restores[-1] = msgspec.structs.replace(last, lost=(*last.lost, entry.head))
        else:
            if (entry.generation, self._restoring + 1) != (self.generation, self.size):
                raise BadInput("bad-registry", index=self.size, why="it does not follow the restore that it speaks of")
            before = self.restores[-2].entry.generation if len(self.restores) > 1 else 1
            kept = self._kept(last.kept, entry.kept, before)
            self.restores[-1] = msgspec.structs.replace(last, kept=kept)
            self._restoring = self.size

    def _kept(self, before: dict[Origin, KeptLog], rows: Iterable[KeptLog], generation: int) -> dict[Origin, KeptLog]:
        """What was kept of the hub's own logs, each named once and as it was called in a generation."""
        kept = dict(before)
        for row in rows:
            parsed = origins.parse(row.origin)
            own = parsed.hub == self.name and parsed.kind is not origins.LogKind.DEVICE
            if not own or parsed.generation != generation or parsed.first in kept:
                raise BadInput("bad-registry", index=self.size, why="no log of that generation, or one that stands twice")
            kept[parsed.first] = row
        return kept

    def _enrol(self, entry: e.Device) -> None:
        device = origins.device_id(Verifier.parse(entry.key).key)
        if entry.unit not in self.units or device in self.devices:
            raise BadInput("bad-registry", index=self.size, why="unknown unit, or a device enrolled twice")
        if entry.succeeds:
            old = self.devices.get(DeviceId(entry.succeeds))
            laptops = old is not None and old.unit == entry.unit and not (old.entered or entry.entered)
            if not laptops or entry.succeeds in self.succeeded:
                raise BadInput(
                    "bad-registry", index=self.size, why="it takes the place of no laptop of its unit, or a taken one"
                )
        self.believe(entry)
        if entry.succeeds:
            self.succeeded[entry.succeeds] = self.devices[device]

    def believe(self, entry: e.Device) -> None:
        """Enrol a device whose entry was proven to stand in the registry, without the entries before it: for one who
        holds a proof and not the log. Its unit is as the entry says."""
        verifier = Verifier.parse(entry.key)
        device = origins.device_id(verifier.key)
        self._checked(entry.key, origins.device(self.name, device), ED25519)
        self.devices[device] = EnrolledDevice(
            device, entry.unit, verifier, entry.invite, Index(self.size), entry.at, entry.entered, entry.succeeds
        )

    def _checked(self, vkey: str, name: str, algorithm: int) -> Verifier:
        verifier = Verifier.parse(vkey)
        if (verifier.name, verifier.algorithm) != (name, algorithm):
            raise BadInput("bad-registry", index=self.size, why=f"{verifier.name} is not the key of {name}")
        return verifier

    def verifier(self, origin: Origin) -> Verifier:
        """The key that a log's checkpoints must be signed with; `Unproven` if this registry knows none for it."""
        parsed = origins.parse(origin)
        if parsed.hub != self.name:
            raise Unproven("another-hub", origin=origin, hub=self.name)
        if parsed.kind is not origins.LogKind.DEVICE:
            return self.key.renamed(origin)
        device = self.devices.get(parsed.device)
        if device is None:
            raise Unproven("unknown-device", origin=origin)
        return device.verifier

    def peers(self, unit: str) -> list[EnrolledDevice]:
        """The devices of one unit, in the order of their enrolment."""
        return [device for device in self.devices.values() if device.unit == unit]

    def chain(self, device: DeviceId) -> list[DeviceId]:
        """A device and all that took each other's places before and after it, the first of them first."""
        first, chain = device, list[DeviceId]()
        while before := self.devices[first].succeeds:
            first = DeviceId(before)
        while True:
            chain.append(first)
            if first not in self.succeeded:
                return chain
            first = self.succeeded[first].id

    def check_place_free(self, device: str) -> None:
        """`PlaceTaken`, with who and when, for a laptop whose place another has taken."""
        successor = self.succeeded.get(device)
        if successor is not None:
            raise PlaceTaken(device=successor.id, since=successor.at)

    def goes_on(self, device: DeviceId) -> bool:
        """Whether a device's log may still grow: it is neither revoked nor succeeded."""
        return device not in self.revoked and device not in self.succeeded

    @property
    def laptops(self) -> list[EnrolledDevice]:
        """The devices that are laptops, in the order of their enrolment."""
        return [device for device in self.devices.values() if not device.entered]

    @property
    def entered(self) -> dict[DeviceId, EnrolledDevice]:
        """The logs in which the hub states what it enters for units, by device id."""
        return {device.id: device for device in self.devices.values() if device.entered}


def holds(directive: Directive, first: str, last: str) -> bool:
    """Whether a directive is in force on a day from one to another (ISO), as far as it says."""
    return (directive.valid_from or directive_start(directive)) <= last and (directive.valid_to or last) >= first

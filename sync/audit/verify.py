"""Verifying a bundle: every signature, every record, every figure, from one file and one key.

Nothing is believed that does not hang from the key: it signs the registry, the registry names every device's key and
the receipts' key, and those sign the rest. Faults are values, collected with the log, the entry and what is wrong; reading
goes on after a fault wherever the next range still means something. What a laptop alone can get wrong is no fault, but a
finding on that laptop: otherwise one of them could turn the verdict on all. The steps, as numbered in sync/PROTOCOL.md:

    1  the parcel's form, and that its hub is the key's          `verify`
    2  the registry                                              `_registry`
    3  the acceptances                                           `_acceptances`
    4  the order, and that no log is missing or too many         `_place`, `_missing`
    5  each log against the registry and the acceptances         `devices.DeviceLog`
    6  every citation of the acceptances                         `devices.DeviceLog`
    7  every entry                                               `devices.DeviceLog`
    8  every report, unit by unit                                `reports.check`
    9  restores                                                  `generations.Generations`
    10 what witnesses cosigned                                   `witnessed.Witnesses`

Memory holds one unit's activities at a time, and the acceptances.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from msgspec import Struct

from sync.audit import reports
from sync.audit.acceptances import Acceptances
from sync.audit.devices import DeviceLog
from sync.audit.dispatches import DispatchedReport, dispatched
from sync.audit.entered import EnteredForUnit, entered
from sync.audit.faults import AuditMarks, Fault, Finding, QuarantinedLine, Stop
from sync.audit.generations import AuditedGeneration, Generations
from sync.audit.own_logs import OwnLog
from sync.audit.redactions import AuditedRedaction, AuditedRedactions
from sync.audit.successions import Succession, successions
from sync.audit.witnessed import WitnessedLog, Witnesses, check_concerns
from sync.encoding.types import Instant
from sync.errors import BadInput, SoxaError, Unproven, WrongRoot
from sync.exchange.parcel import ONE_BUNDLE, VERSION, Event, Header
from sync.exchange.ranges import RangeHead
from sync.exchange.walker import IncomingRange, events_of, ranges_of
from sync.ledger import origins
from sync.ledger.decode import Quarantined
from sync.ledger.entry import Entry
from sync.ledger.origins import LogKind
from sync.ledger.received_time import FalseStretch
from sync.ledger.registry import Registry
from sync.ledger.unit_records import UnitRecords
from sync.log import checkpoint as checkpoints
from sync.log.merkle import Frontier, leaf_hashes
from sync.log.note import Verifier
from sync.log.policy import Policy
from sync.shell.files import pieces_of


class AuditSummary(Struct, frozen=True, kw_only=True):
    """What a bundle holds, as far as it was read."""

    hub: str
    units: int
    devices: int
    """Laptops: the logs in which the province enters things for units are none."""
    entries: int
    records: int
    reports: int
    held: tuple[QuarantinedLine, ...]
    """What is held back, some of each log where there is very much."""
    held_count: int = 0
    held_in: dict[str, int] = {}
    """By log, how much is held back."""
    accepted_at: Instant | None
    """The hub's time (POSIX seconds) of the newest acceptance: the bundle is the state as of then."""
    findings: tuple[Finding, ...] = ()
    """What is found on laptops, log by log; the bundle is proven all the same."""
    found: dict[str, int] = {}
    """By laptop's log, how many findings there are: more than are listed where there are very many."""
    unread: tuple[Finding, ...] = ()
    """What a newer program alone can read: reports, editions of directives and duties."""
    unread_count: int = 0
    unread_in: dict[str, int] = {}
    """By log, how much that is: more than is listed where there is very much."""
    passed_over: tuple[Finding, ...] = ()
    """What is new here in directives, and changes nothing that was read."""
    passed_over_in: dict[str, int] = {}
    dispatched: tuple[DispatchedReport, ...] = ()
    """The reports that the hub says it has sent upward."""
    entered: tuple[EnteredForUnit, ...] = ()
    """What of it the province entered for units, by unit."""
    succeeded: tuple[Succession, ...] = ()
    """The laptops that took another's place, by unit."""
    redacted: tuple[AuditedRedaction, ...] = ()
    """What the province has erased since it was signed: it stands by the hub's word."""
    generations: tuple[AuditedGeneration, ...] = ()
    """How often the hub was put back from a copy, and what it lost each time."""
    false_times: tuple[FalseStretch, ...] = ()
    """The stretches of acceptances of which the hub says that its clock was wrong."""
    witnessed: tuple[WitnessedLog, ...] = ()
    """Who of the policy cosigned the hub's logs; nothing without a policy."""
    faults: tuple[Fault, ...]


class Follower(Protocol):
    """Works something out of a bundle while it is audited, so that it is read once. What it is shown is proven only when
    the audit ends without a fault."""

    def registered(self, audit: Audit, line: bytes, entry: Entry | Quarantined) -> None:
        """The registry has taken this entry."""

    def desk(self, origin: str, lines: Sequence[bytes], entries: Sequence[Entry | Quarantined]) -> None:
        """These are the next entries of a unit's desk, which stands before the logs of its laptops."""

    def closed(self, audit: Audit, logs: Sequence[DeviceLog], records: UnitRecords) -> None:
        """These are the logs of a unit's laptops, and what they hold; they are forgotten afterwards."""


def verify(
    path: Path, key: Verifier, progress: Callable[[int], None] = lambda _count: None, policy: Policy | None = None
) -> AuditSummary:
    """Verify a bundle with the registry's key, and with a policy by whom its logs must be cosigned; `progress` is told of
    entries as they are read.

    Raises only for a file that is not there (`BadInput`) and a policy of other logs (`Refused`); all that is wrong inside it
    is in the summary.
    """
    check_concerns(policy, key)
    return run(Audit(key, policy=policy), path, progress)


def run(audit: Audit, path: Path, progress: Callable[[int], None]) -> AuditSummary:
    """Give an audit a whole bundle; raises as `verify` does."""
    with pieces_of(path) as pieces, suppress(Stop):
        try:
            audit.read(events_of(pieces, ONE_BUNDLE), progress)
        except SoxaError as error:
            audit.broken(error)
    return audit.summary()


class Audit:
    """An audit: a pass over a bundle, log by log, that notes the faults that it meets."""

    def __init__(self, key: Verifier, follower: Follower | None = None, *, policy: Policy | None = None) -> None:
        self.follower = follower
        self.registry = Registry(key)
        self.acceptances = Acceptances()
        self.marks = AuditMarks()
        self.witnesses = Witnesses(policy, self.marks)
        self._range: OwnLog | DeviceLog | _NewerLog | None = None
        self._last: tuple[int, str, bool, str] = (-1, "", False, "")
        self._seen: set[str] = set()
        self.redactions = AuditedRedactions(self.registry, self.marks)
        self.generations = Generations(self.registry, self.acceptances, self.marks)
        self._unit: list[DeviceLog] = []
        self._entered: list[EnteredForUnit] = []
        self._succeeded: list[Succession] = []
        self._devices = self._entries = self._records = self._reports = 0

    # -- 1

    def read(self, events: Iterator[Event], progress: Callable[[int], None]) -> None:
        """The whole bundle, in order."""
        header, ranges = ranges_of(events)
        self._header(header)
        for incoming in ranges:
            self._read_range(incoming, progress)
        self._close_unit()
        if self.registry.hub is None:
            self.marks.fault(self._expected(), None, "no-registry")
        self._missing()
        self.redactions.close()
        self.generations.close()

    def _read_range(self, incoming: IncomingRange, progress: Callable[[int], None]) -> None:
        self._range = log = self._open(incoming.head)
        for lines in incoming:
            self._entries += 0 if isinstance(log, _NewerLog) else len(lines)
            log.feed(lines)
            progress(len(lines))
        self._range = None  # before the next head is read: one that cannot be read is not a fault of this log
        log.close()
        if isinstance(log, DeviceLog):
            self._devices += log.device not in self.registry.entered
            self._unit.append(log)

    def _header(self, header: Header) -> None:
        if header.kind != "bundle":
            self.marks.fault("", None, "not-a-bundle", kind=header.kind)
            raise Stop
        if header.hub != self.registry.name:
            self.marks.fault("", None, "not-this-hub", hub=header.hub, expected=self.registry.name)
            raise Stop
        if header != Header(soxa=VERSION, kind="bundle", hub=header.hub):
            self.marks.fault("", None, "strange-header")

    def broken(self, error: SoxaError) -> None:
        """The parcel's form breaks, in the log being read or where the next should begin."""
        self.marks.fault(self._expected(), None, error.code, error)

    def _expected(self) -> str:
        """The log being read, or that should stand after those that were; empty when none is missing."""
        if self._range is not None:
            return self._range.origin
        hub, devices = self.registry.name, self.registry.devices
        own = [self.registry.named(origin) for origin in (origins.registry(hub), origins.acceptances(hub))]
        rest = sorted(devices.values(), key=lambda device: (device.unit, device.id))
        logs = own + [origins.device(hub, device.id) for device in rest]
        return next((origin for origin in logs if origins.parse(origin).first not in self._seen), "")

    def _open(self, head: RangeHead) -> OwnLog | DeviceLog | _NewerLog:
        origin = None if origins.is_newer(head.origin, self.registry.name) else self._parsed(head.origin)
        if head.start != 0:
            self.marks.fault(head.origin, None, "not-whole", start=head.start)
            raise Stop
        if (origin is None or origin.kind is not LogKind.REGISTRY) and self.registry.hub is None:
            self.marks.fault(self._expected(), None, "no-registry")
            raise Stop
        if origin is None:
            expected = self._expected() or head.origin
            self._once(head.origin)
            return _NewerLog(head, self.marks, expected)
        self._in_order(origin)
        if origin.kind is LogKind.DEVICE:
            return DeviceLog(head, origin.device, self.registry, self.acceptances, self.marks, self.redactions)
        return OwnLog(head, origin.kind, self)

    def _parsed(self, name: str) -> origins.ParsedOrigin:
        """An origin taken apart, if it is one of this hub's."""
        try:
            origin = origins.parse(name)
            if origin.hub != self.registry.name:
                raise Unproven("another-hub", origin=name, hub=self.registry.name)
        except SoxaError as error:
            self.marks.fault(self._expected(), None, error.code, error)
            raise Stop from None
        return origin

    # -- 4

    def _once(self, origin: str) -> None:
        """A log under a new word may stand anywhere after the acceptances: where, only a newer program knows."""
        if origin in self._seen:
            self.marks.fault(origin, None, "out-of-order")
        self._last = max((1, "", False, ""), self._last)
        self._seen.add(origin)

    def _in_order(self, origin: origins.ParsedOrigin) -> None:
        """Registry, acceptances, then by unit its desk and its devices; each once."""
        place = self._place(origin)
        if place[1] != self._last[1]:
            self._close_unit()
        if place <= self._last:
            self.marks.fault(origin.written, None, "out-of-order")
        if origin.kind is LogKind.DESK and origin.name not in self.registry.units:
            self.marks.fault(origin.written, None, "desk-of-nobody", unit=origin.name)
        self._last = max(place, self._last)
        self._seen.add(origin.first)

    def _place(self, origin: origins.ParsedOrigin) -> tuple[int, str, bool, str]:
        if origin.kind is LogKind.REGISTRY:
            return (0, "", False, "")
        if origin.kind is LogKind.ACCEPTANCES:
            return (1, "", False, "")
        if origin.kind is LogKind.DESK:
            return (2, origin.name, False, origin.name)
        device = self.registry.devices.get(origin.device)
        return (2, device.unit if device else "", True, origin.name)

    def _missing(self) -> None:
        """Every device must have its log here: a hub enrols one when it first accepts entries of it. One that a restore kept
        may have had its log lost, as long as nothing says that it was accepted."""
        restored = self.registry.restores[-1].position if self.registry.restores else 0
        enrolled = {device.id for device in self.registry.devices.values() if device.position >= restored}
        needed = self.acceptances.devices() | enrolled
        for device in sorted(needed):
            origin = origins.device(self.registry.name, device)
            if origin not in self._seen:
                self.marks.fault(origin, None, "log-missing")
        if needed and origins.acceptances(self.registry.name) not in self._seen:
            acceptances = self.registry.named(origins.acceptances(self.registry.name))
            self.marks.fault(acceptances, None, "log-missing")

    # -- closing

    def _close_unit(self) -> None:
        """All logs of a unit are read: its records and reports are worked out, and then forgotten."""
        unit, self._unit = self._unit, []
        if unit:
            records = reports.records_of(unit)
            self._records += records.count
            self._reports += reports.check(unit, self.registry, records, self.marks)
            self.generations.unit_read(unit)
            found = entered(unit, self.registry)
            self._entered += [] if found is None else [found]
            self._succeeded += successions(unit, self.registry, self.acceptances, self.marks)
            if self.follower is not None:
                self.follower.closed(self, unit, records)

    def summary(self) -> AuditSummary:
        """The outcome so far."""
        marks = self.marks
        return AuditSummary(
            hub=self.registry.name,
            units=len(self.registry.units),
            devices=self._devices,
            entries=self._entries,
            records=self._records,
            reports=self._reports,
            held=tuple(marks.held.kept),
            held_count=marks.held.count,
            held_in=dict(marks.held.counts),
            accepted_at=self.acceptances.last_at,
            findings=tuple(marks.found.kept),
            found=dict(marks.found.counts),
            unread=tuple(marks.unread.kept),
            unread_count=marks.unread.count,
            unread_in=dict(marks.unread.counts),
            passed_over=tuple(marks.passed_over.kept),
            passed_over_in=dict(marks.passed_over.counts),
            dispatched=dispatched(self.registry),
            entered=tuple(self._entered),
            succeeded=tuple(self._succeeded),
            redacted=self.redactions.told(),
            generations=self.generations.told(),
            false_times=self.acceptances.times.stated,
            witnessed=self.witnesses.told(),
            faults=tuple(marks.faults),
        )


class _NewerLog:
    """A log under a word that only a newer program knows. Neither its key nor its entries can be known here: it is checked
    that it is a whole log of the tree that its checkpoint states, and left unread."""

    def __init__(self, head: RangeHead, marks: AuditMarks, expected: str) -> None:
        """A log that is none by its form is told of the one `expected` here, whose name may have been changed."""
        self.origin = head.origin
        self._marks = marks
        self._frontier = Frontier()
        try:
            self._checkpoint = checkpoints.parse(head.checkpoint).checkpoint
            if self._checkpoint.origin != head.origin:
                raise Unproven("wrong-origin", found=self._checkpoint.origin, expected=head.origin)
            if self._checkpoint.size != head.end:
                raise BadInput("bad-range", origin=head.origin, start=0, end=head.end, size=self._checkpoint.size)
        except SoxaError as error:
            marks.fault(expected, None, error.code, error)
            raise Stop from None

    def feed(self, lines: list[bytes]) -> None:
        self._frontier.extend(leaf_hashes(lines))

    def close(self) -> None:
        if self._frontier.root() != self._checkpoint.root:
            wrong = WrongRoot(origin=self.origin, index=self._checkpoint.size)
            self._marks.fault(self.origin, None, wrong.code, wrong)
            return
        self._marks.leave_unread(self.origin, None, "unread-log", {})

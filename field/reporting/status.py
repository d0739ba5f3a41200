"""The status of a laptop: what is unsent, received, held back, returned or in conflict, and what is due next."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from msgspec import Struct, field

from field.reporting.agenda import AgendaLine, agenda
from field.reporting.arrears import in_doubt
from field.reporting.clock import ClockDoubt, clock_doubt
from field.reporting.colleagues import left_out
from field.reporting.deadlines import Deadline, next_deadlines, unplaced_reports
from field.reporting.directives import TaskProgress, task_progress
from field.reporting.notices import notice_lines
from field.reporting.pressing import overdue, reminded
from field.reporting.restore import HubRestore, hub_restore
from field.store import LaptopStore
from field.store.rows import Colleagues, HubFinding, QuarantinedRow
from sync.encoding.types import DeviceId, Instant
from sync.ledger.period import day_of
from sync.ledger.registry import Registry
from sync.ledger.tasks import TaskStanding
from sync.ledger.unit_history import UnitHistory


class UnreadReport(Struct, frozen=True, kw_only=True):
    """A report that was written or sent, of a period that this program cannot tell."""

    period: str
    status: Literal["returned", "unsent", "accepted", "received"]


class UnreadDuty(Struct, frozen=True, kw_only=True):
    """A duty that only a newer program can read, with the id of its directive."""

    directive: str
    id: str
    what: str


class UnreadHere(Struct, frozen=True, kw_only=True):
    """What of the directives that hold today this program cannot read, and so cannot tell the deadlines of."""

    count: int
    """Of directives and duties together."""
    directives: tuple[str, ...]
    """The ids of those of which all but the envelope is for a newer program."""
    duties: tuple[UnreadDuty, ...]
    """Of the others."""
    reports: tuple[UnreadReport, ...]


class PendingTask(Struct, frozen=True, kw_only=True):
    """A task that the unit leads, and has not begun."""

    directive: str
    """The directive's id."""
    task: str
    what: str
    standing: TaskStanding
    last: str | None
    """The last day (ISO) on which it is done in time; None for a task without a day."""


class OwnTasks(Struct, frozen=True, kw_only=True):
    """The tasks that the unit leads."""

    count: int
    pending: tuple[PendingTask, ...]
    """In the order of directives, and of each document: those not begun, and of these those overdue."""

    @property
    def overdue(self) -> int:
        """How many are overdue."""
        return sum(task.standing == "overdue" for task in self.pending)


class LaptopStatus(Struct, frozen=True, kw_only=True):
    """The status of a laptop."""

    unit: str
    unit_name: str
    hub: str
    device: DeviceId
    officer: str | None
    records: int
    unsent: int
    received: int
    conflicts: int
    returned: int
    quarantined: tuple[QuarantinedRow, ...] = field(name="held")
    findings: tuple[HubFinding, ...]
    """What the province says of other entries."""
    receipt_time: Instant | None
    last_exchange: str | None
    last_exchange_at: Instant | None
    heard_at: Instant | None
    """When the hub's answer was taken last."""
    deadlines: tuple[Deadline, ...]
    agenda: tuple[AgendaLine, ...]
    """What is overdue, and what the next 60 days bring."""
    arrears_in_doubt: bool
    """Whether a report is overdue here that may have been sent all the same: by another laptop, or entered."""
    overdue: int
    """How many reports and tasks are overdue."""
    reminded: int
    """Of how many reports that are still to be sent the province has reminded."""
    tasks: OwnTasks
    unread: UnreadHere
    restore: HubRestore | None
    """The hub's restore from a copy, as long as it matters."""
    colleagues: Colleagues
    left_out: int
    """How many other laptops of the unit log what is not brought here."""
    clock: ClockDoubt | None
    """What receipts prove against the laptop's clock."""
    notices: tuple[str, ...] = ()
    """What the officer should know of the laptop besides, in words."""


def laptop_status(store: LaptopStore, now: Instant, registry: Registry | None = None) -> LaptopStatus:
    """The status of a laptop at POSIX second `now`. The registry is read, unless it is given."""
    counts, membership, last = store.records.counts(), store.membership, store.local.last_exchange()
    registry = registry or store.logs.registry()
    tasks = [task for found in task_progress(store, registry, now).values() for task in found]
    lines = agenda(store, registry, tasks, now)
    heard_at, missing = store.local.heard_at(), left_out(store, registry)
    return LaptopStatus(
        unit=membership.unit,
        unit_name=unit_called(store, registry, now),
        hub=membership.hub,
        device=membership.device,
        officer=membership.officer,
        records=counts.records,
        unsent=counts.unsent,
        received=counts.received,
        conflicts=counts.conflicts,
        returned=counts.returned,
        quarantined=counts.quarantined,
        findings=counts.findings,
        receipt_time=store.logs.own.receipt_time,
        last_exchange=last.outcome if last else None,
        last_exchange_at=last.at if last else None,
        heard_at=heard_at,
        deadlines=tuple(next_deadlines(store, now, registry)),
        agenda=lines,
        arrears_in_doubt=in_doubt(lines, heard_at, missing, now),
        overdue=overdue(lines),
        reminded=reminded(store, lines),
        tasks=_own(tasks),
        unread=_unread(store, registry, now),
        restore=hub_restore(store, now),
        colleagues=store.local.colleagues,
        left_out=missing,
        clock=clock_doubt(store, now),
        notices=tuple(notice_lines(store, now)),
    )


def unit_called(store: LaptopStore, registry: Registry, now: Instant) -> str:
    """What the laptop's unit is called at POSIX second `now`: as the registry has it, or the invite before that came."""
    code = store.membership.unit
    if code not in registry.units:
        return store.membership.unit_name
    return UnitHistory(registry).name_apart(code, day_of(now).isoformat())


def _own(tasks: Sequence[TaskProgress]) -> OwnTasks:
    own = [task for task in tasks if task.is_own]
    pending = (
        PendingTask(
            directive=found.directive.id,
            task=found.task.no,
            what=found.task.label,
            standing=found.standing,
            last=None if found.round is None else found.round.last,
        )
        for found in own
        if found.standing in ("not-begun", "overdue")
    )
    return OwnTasks(count=len(own), pending=tuple(pending))


def _unread(store: LaptopStore, registry: Registry, now: Instant) -> UnreadHere:
    today = day_of(now).isoformat()
    hiding = registry.hiding_duties(today, today)
    directives = tuple(edition.directive.id for edition in hiding if edition.unread.edition)
    duties = tuple(
        UnreadDuty(directive=edition.directive.id, id=duty.id, what=duty.what)
        for edition in hiding
        for duty in edition.unread.duties
    )
    reports = tuple(UnreadReport(period=found.period, status=found.status) for found in unplaced_reports(store, registry))
    return UnreadHere(count=len(directives) + len(duties), directives=directives, duties=duties, reports=reports)

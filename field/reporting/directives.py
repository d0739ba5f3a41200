"""Progress on directives: each with its tasks, what was done for them, and whether it was read here; and noting that."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from msgspec import Struct

from field.reporting.deadlines import standing_reports
from field.store import LaptopStore
from sync.encoding.types import Instant, RandomBytes
from sync.errors import UnknownDirective
from sync.ledger.directive import ALL_READ, Directive, Task, Unread
from sync.ledger.entry import Noted, new_salt
from sync.ledger.obligations import Obligation, Obligations
from sync.ledger.period import day_of, discharges
from sync.ledger.registry import Registry
from sync.ledger.tasks import LedTask, TaskRound, TaskStanding, led_tasks
from sync.ledger.unit_history import UnitHistory
from sync.log.keys import Signer
from sync.wording.directives import duty_reporters
from sync.wording.names import Names


class TaskProgress(Struct, frozen=True, kw_only=True):
    """A task, and how far the unit has come with it."""

    directive: Directive
    task: Task
    done: int
    """Activities that name it."""
    round: TaskRound | None
    """By which day it is to be done; None for a task without one."""
    standing: TaskStanding | None
    """Where it stands with the own unit; None where others lead it."""
    is_owed: bool = False
    """Whether it is a report that the own unit owes, and so stands among those, too."""

    @property
    def is_own(self) -> bool:
        """Whether the own unit leads it."""
        return self.standing is not None


class DirectiveProgress(Struct, frozen=True):
    """A directive in force, and how far the unit has come with it."""

    directive: Directive
    noted: bool
    """Whether somebody of the unit has noted this form of it."""
    done: dict[str, int]
    """Activities by task number; `""` for those that name none."""
    tasks: tuple[TaskProgress, ...]
    """The tasks in the document's order."""
    unread: Unread = ALL_READ
    """What of it only a newer program can read."""
    reporters: tuple[str, ...] = ()
    """Of each of its duties who is to report, in words."""

    @property
    def own(self) -> tuple[TaskProgress, ...]:
        """The tasks that the own unit leads."""
        return tuple(task for task in self.tasks if task.is_own)

    @property
    def others(self) -> tuple[TaskProgress, ...]:
        """The tasks that others lead."""
        return tuple(task for task in self.tasks if not task.is_own)


def directive_progress(store: LaptopStore, now: Instant) -> list[DirectiveProgress]:
    """The directives of this laptop's province at POSIX second `now`, in the order in which they were made known."""
    registry, noted = store.logs.registry(), store.reporting.noted()
    tasks = task_progress(store, registry, now)
    called = Names(registry, day_of(now).isoformat()).unit
    return [
        DirectiveProgress(
            directive=directive,
            noted=noted.get(directive.id, -1) >= registry.positions[directive.id],
            done=store.reporting.done_by_task(directive.id),
            tasks=tasks[directive.id],
            unread=registry.unread(directive.id),
            reporters=tuple(duty_reporters(duty, called) for duty in directive.duties),
        )
        for directive in registry.own_directives
    ]


def task_progress(store: LaptopStore, registry: Registry, now: Instant) -> dict[str, tuple[TaskProgress, ...]]:
    """The tasks of each directive of the province at POSIX second `now`, by its id."""
    history = UnitHistory(registry)
    led = led_tasks(registry, Obligations(registry, history), day_of(now))
    standing = standing_reports(store)

    def has_reported(owes: Obligation) -> bool:
        return any(discharges(name, owes.period, registry.directives) for name in standing)

    today = day_of(now).isoformat()
    return {id_: tuple(_progress(store, history, tasks, has_reported, today)) for id_, tasks in led.items()}


def _progress(
    store: LaptopStore,
    history: UnitHistory,
    tasks: tuple[LedTask, ...],
    has_reported: Callable[[Obligation], bool],
    today: str,
) -> Iterator[TaskProgress]:
    """Of the tasks of one directive, which are all its tasks."""
    if not tasks:
        return
    id_ = tasks[0].directive.id
    done, newest = store.reporting.done_by_task(id_), store.reporting.newest_by_task(id_)
    for led in tasks:
        on = today if led.round is None or led.was_before_hub else min(today, led.round.last)
        unit = history.successor(store.membership.unit, on)
        own = unit in led.units
        yield TaskProgress(
            directive=led.directive,
            task=led.task,
            done=done.get(led.task.no, 0),
            round=led.round,
            standing=led.standing(newest.get(led.task.no), has_reported) if own else None,
            is_owed=any(unit in owes.units for owes in led.reports),
        )


def note(store: LaptopStore, signer: Signer, directive: str, *, now: Instant, random_bytes: RandomBytes) -> bool:
    """Write down that a directive, by its id, was read in the form now in force; False if that was written before."""
    position = store.logs.registry().positions.get(directive)
    if position is None:
        raise UnknownDirective(text=directive)
    with store.transaction():
        if store.reporting.noted().get(directive, -1) >= position:
            return False
        store.logs.append(
            [
                Noted(
                    salt=new_salt(random_bytes), at=now, seen=store.logs.next_seen(), directive=directive, position=position
                )
            ],
            signer,
        )
    return True

"""The documents that ask for work and reports: what they say, their editions, and how far each task has come, by unit."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Final
from urllib.parse import quote

from msgspec import Struct
from starlette.responses import Response

from hub.monitoring import counts
from hub.monitoring.counts import UnitTaskTallies
from hub.monitoring.readers import readers
from hub.monitoring.task_standings import TaskStandings, task_standings
from hub.registry.directives.editions import Edition, EditionChange, changes, editions
from hub.store.records import RecordFilter
from hub.web import render
from hub.web.context import SIGNED_IN, HubContext, NotFound, PageRequest, Route
from sync.ledger.directive import ALL_READ, REQUEST, Directive, Unread
from sync.ledger.figures import task_key
from sync.ledger.period import day_of
from sync.ledger.registry import Registry
from sync.ledger.text import sort_key
from sync.ledger.unit_history import UnitHistory
from sync.wording.directive_names import shown_names, subject_said
from sync.wording.directives import (
    attachment,
    basis,
    content,
    duties_told,
    duty_contents,
    duty_reporters,
    duty_when,
    issued,
    key_words,
    observance,
    opaque_rule,
    recipient,
    tasks_told,
    unread_line,
    unread_mark,
    until,
    validity,
)
from sync.wording.gathered import duty_counted_words
from sync.wording.i18n import N_, catalogue
from sync.wording.names import Names, terms
from sync.wording.numbers import number
from sync.wording.statuses import status_words

_ = catalogue("hub")

KINDS: Final[dict[str, str]] = {
    "plan": N_("plan"),
    "letter": N_("official letter"),
    "guidance": N_("guidance"),
    "decision": N_("decision"),
    "directive": N_("instruction"),
    "programme": N_("programme"),
}
"""Kinds of documents that forms offer; a file may name others."""


class TaskLine(Struct, frozen=True, kw_only=True):
    """A task in words."""

    no: str
    label: str
    until: str
    lead: str
    cooperating: str
    channels: str
    topics: str


class DutyLine(Struct, frozen=True, kw_only=True):
    """A report in words."""

    what: str
    when: str
    reporters: str
    recipient: str
    contents: tuple[str, ...] = ()
    """Lines of what the report holds."""


class ProgressCell(Struct, frozen=True):
    """A unit and a task: a page has some thousands of them, so each is made ready in one go."""

    count: int
    told: str
    href: str


class UnitProgress(Struct, frozen=True, kw_only=True):
    """How many activities a unit logged for each task, under the columns of `Progress.tasks`."""

    unit: str
    name: str
    cells: tuple[ProgressCell | None, ...]
    total: int
    href: str


class ProgressTable(Struct, frozen=True, kw_only=True):
    """Tasks by units. A task without a number stands for activities that name the directive alone."""

    tasks: tuple[str, ...]
    rows: tuple[UnitProgress, ...]
    totals: tuple[int, ...]
    total: int


class LedLine(Struct, frozen=True, kw_only=True):
    """A task that units lead, in words; with those that have not begun it, as (code, name)."""

    no: str
    label: str
    until: str
    begun: str
    """How many of them have, of how many."""
    mark: str
    """That some of them are late, or that its day was over before there was a hub; else empty."""
    is_late: bool
    not_begun: tuple[tuple[str, str], ...]


class EditionShown(Struct, frozen=True):
    """An edition, and what changed with it; None where it is the first."""

    edition: Edition
    changes: list[EditionChange] | None
    unread: list[str]
    """Lines of what could not be read of it, or of the one before, so that it is not among the changes."""


def show(context: HubContext, request: PageRequest) -> Response:
    """The directives, those of other provinces too."""
    today = context.today()
    with context.reading() as (_transaction, registry):
        known = registry.directives
        own = {directive.id for directive in registry.own_directives}
    return render.page(
        request,
        "directives.html",
        directives=sorted(
            known, key=lambda directive: (directive.id not in own, not in_force(directive, today), directive.name)
        ),
        own=own,
        names=shown_names(known),
        issued=issued,
        tasks_told=tasks_told,
        duties_told=lambda directive: duties_told(directive, registry.unread(directive.id)),
        subject_said=subject_said,
        mark=lambda directive: unread_mark() if directive.id in registry.read_in_part else "",
        in_force=lambda directive: in_force(directive, today),
        validity=validity,
    )


def in_force(directive: Directive, day: str) -> bool:
    """Whether a directive holds on a day (ISO), as far as it says."""
    return (directive.valid_from or "") <= day and (directive.valid_to is None or day <= directive.valid_to)


def show_directive(context: HubContext, request: PageRequest) -> Response:
    """A directive, whole."""
    today = context.today()
    with context.counting() as (transaction, registry):
        stated = editions(transaction, context.keys, request.params["id"])
        if not stated:
            raise NotFound("no-page")
        directive, unread = stated[-1].directive, stated[-1].unread
        counts_for = counts.counts_for(registry, "now", today)
        sums = counts.by_unit_and_task(transaction, RecordFilter(directive=directive.id), counts_for)
        progress = progress_of(registry, directive, sums, today)
        led = led_lines(task_standings(transaction, registry, directive, sums, day_of(context.now())), registry, today)
        who_read = readers(transaction, registry, directive.id)
    lines = [_edition_shown(edition, was) for was, edition in zip([None, *stated], stated, strict=False)]
    return render.page(
        request,
        "directive.html",
        directive=directive,
        name=Names(registry, today).directive(directive.id),
        facts=facts(directive),
        tasks=tasks(directive),
        duties=duties(directive, unread, Names(registry, today).unit, registry.directives),
        unread=unread_line(unread),
        opaque=unread.edition,
        tasks_told=tasks_told,
        duties_told=duties_told,
        editions=lines[::-1],
        progress=progress,
        led=led,
        readers=who_read,
        units_read=len({reader.unit for reader in who_read if reader.current}),
        holds=in_force(directive, today),
        task_names={task.no: task.label for task in directive.tasks},
    )


def _edition_shown(edition: Edition, was: Edition | None) -> EditionShown:
    lines = [unread_line(edition.unread)] if edition.unread != ALL_READ else []
    if was is None:
        return EditionShown(edition, None, lines)
    if was.unread != ALL_READ:
        lines.append(_("The edition before could not be read whole; what of it was not read is not compared."))
    return EditionShown(edition, changes(was.directive, edition.directive, was.unread, edition.unread), lines)


def _kind(directive: Directive) -> str:
    if directive.kind == REQUEST:
        return _("request for a report")
    return _(KINDS[directive.kind]) if directive.kind in KINDS else directive.kind


def facts(directive: Directive) -> list[tuple[str, str]]:
    """What a directive says of itself, each with its name."""
    pairs = [
        (_("number"), directive.number or _("blank; called {symbol}").format(symbol=directive.symbol)),
        (_("kind"), _kind(directive)),
        (_("date"), issued(directive)),
        (_("issuer"), directive.issuer),
        (_("signed"), f"{directive.signer.name} ({directive.signer.capacity})" if directive.signer else ""),
        (_("valid"), validity(directive)),
        (key_words("addressees"), terms("actors", directive.addressees) if directive.addressees else ""),
        (_("topics"), terms("topics", directive.topics) if directive.topics else ""),
        (_("channels"), terms("channels", directive.channels) if directive.channels else ""),
        (_("audiences"), terms("audiences", directive.audiences) if directive.audiences else ""),
        (_("rests on"), "; ".join(map(basis, directive.based_on))),
        (_("keep"), "; ".join(map(observance, directive.observances))),
        (key_words("contents"), "; ".join(map(content, directive.contents))),
        (key_words("attachments"), "; ".join(map(attachment, directive.attachments))),
        (key_words("recipients"), "; ".join(directive.recipients)),
        (_("succession"), directive.succession or ""),
    ]
    return [(name, value) for name, value in pairs if value]


def tasks(directive: Directive) -> list[TaskLine]:
    """A directive's tasks in words."""
    return [
        TaskLine(
            no=task.no,
            label=task.label,
            until=until(task.due),
            lead=terms("actors", task.lead),
            cooperating=terms("actors", task.cooperating),
            channels=terms("channels", task.channels),
            topics=terms("topics", task.topics),
        )
        for task in directive.tasks
    ]


def duties(
    directive: Directive,
    unread: Unread = ALL_READ,
    unit_name: Callable[[str], str] = str,
    directives: Sequence[Directive] = (),
) -> list[DutyLine]:
    """The reports that a directive, one of those that there are, asks for, in words; of those that are unread what they are
    about."""
    told = [
        DutyLine(
            what=duty.what,
            when=duty_when(duty),
            reporters=duty_reporters(duty, unit_name),
            recipient=recipient(duty.recipient, duty.recipient_name),
            contents=tuple(duty_contents(duty, duty_counted_words(directive, duty, (directive, *directives)))),
        )
        for duty in directive.duties
    ]
    return told + [DutyLine(what=duty.what, when=opaque_rule(), reporters="", recipient="") for duty in unread.duties]


def led_lines(standings: Iterable[TaskStandings], registry: Registry, today: str) -> list[LedLine]:
    """Tasks with who has begun them, in words."""
    names = UnitHistory(registry)
    lines = []
    for found in standings:
        count, begun = number(len(found.begun) + len(found.not_begun)), number(len(found.begun))
        is_late = found.is_overdue and bool(found.not_begun)
        mark = "before-hub" if found.was_before_hub else "overdue" if is_late else ""
        not_begun = () if found.was_before_hub else found.not_begun
        named = sorted(not_begun, key=lambda code: sort_key(_bare(registry, names, code, today)))
        lines.append(
            LedLine(
                no=found.task.no,
                label=found.task.label,
                until=until(found.task.due),
                begun=begun if found.was_before_hub else _("{begun} of {count}").format(begun=begun, count=count),
                mark=status_words(mark) if mark else "",
                is_late=is_late,
                not_begun=tuple((code, names.name_apart(code, today)) for code in named),
            )
        )
    return lines


def progress_of(registry: Registry, directive: Directive, tallies: UnitTaskTallies, today: str) -> ProgressTable:
    """How many activities each unit of today logged for each task, its predecessors' with it, by the sums of all days."""
    names = UnitHistory(registry)
    sums = {keys: tally.activities for keys, tally in tallies.items()}
    known = [task.no for task in directive.tasks]
    used = {task for _unit, task in sums}
    columns = (*known, *sorted(used.difference(known, ("",))), *([""] if "" in used else []))
    units = sorted(
        {*names.reporting(today), *(unit for unit, _task in sums)},
        key=lambda code: sort_key(_bare(registry, names, code, today)),
    )
    ends = [quote(task_key(directive.id, task) or "-", safe="") for task in columns]
    rows = []
    for unit in units:
        counted = [sums.get((unit, task), 0) for task in columns]
        here = render.address("/records", period="all", directive=directive.id, unit=unit, units="now")
        cells = tuple(
            ProgressCell(count, number(count), f"{here}&task={end}") if count else None
            for count, end in zip(counted, ends, strict=True)
        )
        name = names.name_apart(unit, today) if unit in registry.units else unit
        rows.append(UnitProgress(unit=unit, name=name, cells=cells, total=sum(counted), href=here))
    totals = tuple(sum(cell.count for row in rows if (cell := row.cells[place])) for place in range(len(columns)))
    return ProgressTable(tasks=columns, rows=tuple(rows), totals=totals, total=sum(totals))


def _bare(registry: Registry, names: UnitHistory, code: str, today: str) -> str:
    """A unit's name without its type, to be sorted by."""
    return names.at(code, today).name if code in registry.units else code


ROUTES: Final = (
    Route("GET", "/directives", show, SIGNED_IN),
    Route("GET", "/directives/{id}", show_directive, SIGNED_IN),
)

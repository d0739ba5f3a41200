"""Output of directives: one whole with its tasks, and the tasks of the own unit, for a person and for a script."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from field.reporting.directive_words import round_words
from field.reporting.directives import DirectiveProgress, TaskProgress
from field.reporting.status import OwnTasks
from sync.ledger.directive import ALL_READ, Directive, DirectiveAsRead
from sync.ledger.registry import DirectiveEdition
from sync.ledger.tasks import TaskStanding
from sync.shell.console import out, table
from sync.wording.dates import day
from sync.wording.directive_names import shown_names
from sync.wording.directives import (
    document_facts,
    duty_contents,
    duty_when,
    issued,
    key_words,
    observance,
    recipient,
    task_parties,
    unread_lines,
    until,
    validity,
)
from sync.wording.gathered import duty_counted_words
from sync.wording.i18n import catalogue
from sync.wording.names import terms
from sync.wording.statuses import status_words

_ = catalogue("field")


def directive(progress: DirectiveProgress, directives: Sequence[Directive]) -> None:
    """A directive whole, one of those that there are, for a person."""
    shown = progress.directive
    out(f"{shown_names(directives).get(shown.id, shown.name)}: {shown.subject}")
    out(f"{shown.issuer}, {issued(shown)}")
    out(_("seen") if progress.noted else _("new"))
    for name, value in facts(shown):
        out(f"{name}: {value}")
    for duty, reporters in zip(shown.duties, progress.reporters, strict=True):
        to = recipient(duty.recipient, duty.recipient_name)
        told = _("a report: {what}: {when}; from {reporters}; to {recipient}")
        out(told.format(what=duty.what, when=duty_when(duty), reporters=reporters, recipient=to))
        for line in duty_contents(duty, duty_counted_words(shown, duty, directives)):
            out(f"  {line}")
    for line in unread_lines(progress.unread):
        out(line)
    _group(_("Tasks of our own unit"), progress.own)
    _group(_("Tasks that others lead") if progress.own else _("Tasks"), progress.others)
    if progress.done.get(""):
        out("")
        out(_("activities that name no task: {count}").format(count=progress.done[""]))


def facts(shown: Directive) -> list[tuple[str, str]]:
    """What a directive says of itself, each with its name, without what it leaves open."""
    told = [
        (_("valid"), validity(shown)),
        (key_words("topics"), terms("topics", shown.topics) if shown.topics else ""),
        (key_words("channels"), terms("channels", shown.channels) if shown.channels else ""),
        (key_words("audiences"), terms("audiences", shown.audiences) if shown.audiences else ""),
        (key_words("observances"), "; ".join(map(observance, shown.observances))),
    ]
    return [(name, value) for name, value in told if value] + document_facts(shown)


def _group(heading: str, tasks: Sequence[TaskProgress]) -> None:
    """Tasks below what they have in common, each with what is said of it on a line of its own."""
    if not tasks:
        return
    out("")
    out(heading)
    for found in tasks:
        task = found.task
        parts = [until(task.due), *round_words(found), *([status_words(found.standing)] if found.standing else [])]
        out(
            _("{number}. {what} ({when}; done: {count})").format(
                number=task.no, what=task.label, when="; ".join(parts), count=found.done
            )
        )
        for name, value in task_parties(task):
            out(f"     {name}: {value}")


def own_tasks(tasks: OwnTasks, names: Mapping[str, str]) -> None:
    """The tasks that the own unit leads, and those of them that are not begun or overdue."""
    out(
        _("our own tasks: {count} · not begun: {pending} · overdue: {overdue}").format(
            count=tasks.count, pending=len(tasks.pending) - tasks.overdue, overdue=tasks.overdue
        )
    )
    rows = [
        (names.get(task.directive, task.directive), task.task, status_words(task.standing), day(task.last), task.what)
        for task in sorted(tasks.pending, key=lambda task: task.standing != "overdue")
    ]
    if rows:
        out("")
        table((_("directive"), _("task"), _("state"), _("until"), _("what")), rows)


def plain_directives(known: Sequence[DirectiveEdition], progress: Sequence[DirectiveProgress]) -> list[dict[str, Any]]:
    """The directives for a script: each as it was read; those of the own province with how many tasks the own unit leads,
    and the numbers of those not begun and overdue."""
    own = {found.directive.id: found.own for found in progress}
    listed = []
    for edition in known:
        read: dict[str, Any] = msgspec.to_builtins(edition.as_read)
        tasks = own.get(edition.directive.id)
        listed.append(read if tasks is None else {**read, "own_tasks": _marks(tasks)})
    return listed


def _marks(tasks: Sequence[TaskProgress]) -> dict[str, Any]:
    def numbers(standing: TaskStanding) -> list[str]:
        return [found.task.no for found in tasks if found.standing == standing]

    return {"count": len(tasks), "not_begun": numbers("not-begun"), "overdue": numbers("overdue")}


def plain_directive(progress: DirectiveProgress) -> dict[str, Any]:
    """A directive for a script: as it was read, whether it was noted, and each task with where it stands."""
    shown = progress.directive
    values = {name: getattr(shown, name) for name in Directive.__struct_fields__}
    return {
        "directive": DirectiveAsRead(**values, unread=None if progress.unread == ALL_READ else progress.unread),
        "noted": progress.noted,
        "tasks": [
            {
                "task": found.task.no,
                "what": found.task.label,
                "own": found.is_own,
                "standing": found.standing,
                "last": None if found.round is None else found.round.last,
                "done": found.done,
            }
            for found in (*progress.own, *progress.others)
        ],
        "without_task": progress.done.get("", 0),
    }

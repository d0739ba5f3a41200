"""How far a unit has come with a directive, in words."""

from __future__ import annotations

from collections import Counter

from field.reporting.directives import DirectiveProgress, TaskProgress
from sync.wording.dates import day
from sync.wording.i18n import catalogue
from sync.wording.numbers import number

_ = catalogue("field")


def round_words(progress: TaskProgress) -> list[str]:
    """Until when a task that comes again is to be done this time; nothing of one that comes once, or never ends."""
    due = progress.task.due
    if progress.round is None or progress.standing is None or not (due.recurs or due.kind == "yearly-day"):
        return []
    return [_("this time until {day}").format(day=day(progress.round.last))]


def own_tasks_told(progress: DirectiveProgress) -> str:
    """How many tasks are the unit's own, and how many of them are not begun or overdue; empty where none is."""
    standings = Counter(task.standing for task in progress.own)
    if not standings:
        return ""
    parts = [_("our own tasks: {count}").format(count=number(standings.total()))]
    if standings["not-begun"]:
        parts.append(_("not begun: {count}").format(count=number(standings["not-begun"])))
    if standings["overdue"]:
        parts.append(_("overdue: {count}").format(count=number(standings["overdue"])))
    return ", ".join(parts)

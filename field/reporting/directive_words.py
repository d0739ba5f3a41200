"""How far a unit has come with a directive, in words."""

from __future__ import annotations

from collections import Counter

from field.reporting.directives import DirectiveProgress
from sync.wording.i18n import catalogue
from sync.wording.numbers import number

_ = catalogue("field")


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

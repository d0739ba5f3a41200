"""The agenda in words: by when, how long there is still time, and what it is about."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence

from field.reporting.agenda import AgendaLine
from sync.ledger.directive import Directive
from sync.wording.dates import day
from sync.wording.directive_names import letter_words, period_words
from sync.wording.directives import requested_words, rule_words
from sync.wording.i18n import catalogue, counted
from sync.wording.numbers import number
from sync.wording.statuses import days_ahead, days_left, overdue_by, status_words

_ = catalogue("field")


def by_when(line: AgendaLine) -> str:
    """By when something is to be done, or which days are to be kept."""
    if line.kind in ("report", "request", "long-overdue"):
        due = datetime.date.fromisoformat(line.day) + datetime.timedelta(days=1)
        return rule_words(f"before {due}")
    if line.kind == "task":
        return rule_words(f"before {line.day}", strict=False)
    return f"{day(line.day)} – {day(line.until)}" if line.until else day(line.day)


def how_long(state: str, days: int) -> str:
    """How long there is still time for something `days` ahead, or where it stands: on every page the same."""
    if state == "overdue":
        return overdue_by(-days)
    if state == "keep":
        return days_ahead(days)
    return days_left(days) if state == "to-do" else status_words(state)


def what(line: AgendaLine, names: Mapping[str, str], directives: Sequence[Directive]) -> str:
    """What a line is about; `names` are those of the directives, by id."""
    if line.kind == "report":
        return _("report {period}: {what}").format(period=period_words(line.period or "", directives), what=line.what)
    if line.kind == "request":
        return requested_words(f"{line.what} ({letter_words(line.period or '', directives)})")
    if line.kind == "long-overdue":
        return counted(
            len(line.periods),
            _("{count} report overdue for long: {periods}"),
            _("{count} reports overdue for long: {periods}"),
        ).format(count=number(len(line.periods)), periods=", ".join(period_words(each, directives) for each in line.periods))
    if line.kind == "task":
        named = names.get(line.directive or "", line.directive)
        return _("{directive}, task {task}: {what}").format(directive=named, task=line.task, what=line.what)
    return line.what

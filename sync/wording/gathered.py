"""What the report of a directive counts, in one sentence: everything in its window, what was logged for it, or more."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sync.ledger.directive import REQUEST, Directive, Duty
from sync.ledger.figures import task_key
from sync.ledger.gathering import gathering_of
from sync.ledger.period import Period, parse
from sync.wording.dates import day
from sync.wording.directive_names import shown_names
from sync.wording.i18n import catalogue
from sync.wording.names import task_words, terms
from sync.wording.numbers import number

_ = catalogue("sync")


def counted_words(period: Period, directives: Iterable[Directive]) -> str:
    """What the report of a period counts, where that needs saying: of a request, and of a duty that names more than its
    directive; else nothing."""
    known = tuple(directives)
    about = next((directive for directive in known if directive.id == period.directive), None)
    return "" if about is None or not period.rule.startswith("before ") else _counted(about, period.counts, known)


def duty_counted_words(directive: Directive, duty: Duty, directives: Iterable[Directive]) -> str:
    """As `counted_words`, of a duty of a directive, with the days from which and to which it counts."""
    if not duty.rule.startswith("before "):
        return ""
    period = parse(f"{directive.id}@{duty.rule.removeprefix('before ')}", (directive,))
    days = _("Activities of {start} to {end}.").format(start=day(period.start), end=day(period.end))
    return " ".join(filter(None, (days, _counted(directive, duty.counts, tuple(directives)))))


def others_words(others: Sequence[tuple[str, int]], total: int) -> str:
    """How many of the activities in the figures of a report are of units that are not asked for it, each by its name and its
    activities; nothing of none."""
    if not others:
        return ""
    return _(
        "Activities counted: {total}; of these, by units that need not send this report: {count}, namely {names}."
    ).format(
        total=number(total),
        count=number(sum(activities for _name, activities in others)),
        names=", ".join(f"{name} ({number(activities)})" for name, activities in others),
    )


def _counted(about: Directive, words: Sequence[str], directives: Sequence[Directive]) -> str:
    if not words:
        return _("Only activities logged for this request count.") if about.kind == REQUEST else ""
    gathering = gathering_of(about.id, words)
    if gathering is None:
        return _("Every activity of these days counts, whatever it was logged for.")
    names, known = shown_names(directives), {directive.id: directive for directive in directives}
    letters = [names.get(id_, id_) for id_ in gathering.directives if id_ != about.id]
    tasks = [task_words(known, task_key(whose, no)) for whose, no in gathering.tasks]
    parts = [
        _("those logged for {names}").format(names=", ".join(letters)) if letters else "",
        _("those on {topics}").format(topics=terms("topics", gathering.topics)) if gathering.topics else "",
        _("those of task {tasks}").format(tasks="; ".join(tasks)) if tasks else "",
    ]
    it = _("this request") if about.kind == REQUEST else _("this document")
    return _("Activities logged for {it} count, and {others}.").format(it=it, others="; ".join(filter(None, parts)))

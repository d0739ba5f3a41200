"""What people call a directive, and the periods of one: by the number; by the symbol and when it was issued, where the
number is blank; and by what it is about, too, where others have all that.

`called` in `sync.ledger.period` is what entries call it. Both can be typed: `find_directive` there reads what is printed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Final

from sync.ledger.directive import REQUEST, Directive
from sync.ledger.period import chosen_name
from sync.wording.dates import day, quarter
from sync.wording.i18n import N_, catalogue

_ = catalogue("sync")

_SUBJECT: Final = 60
"""Characters of a subject that a name has."""

_KINDS: Final[dict[str, str]] = {
    "plan": N_("Plan"),
    "letter": N_("Official letter"),
    "guidance": N_("Guidance"),
    "decision": N_("Decision"),
    "directive": N_("Instruction"),
    "programme": N_("Programme"),
    REQUEST: N_("Request for a report"),
}


def shown_name(directive: Directive) -> str:
    """A directive's name as a list shows it.

    >>> letter = Directive(id="a", symbol="UBND-VX", kind="letter", month="2025-12", province="12", issuer="x", subject="y")
    >>> shown_name(letter)
    'UBND-VX (12/2025)'
    """
    if directive.number is not None:
        return directive.number
    if directive.month is not None:
        year, _dash, month = directive.month.partition("-")
        return f"{directive.symbol} ({month.removeprefix('0')}/{year})"
    return f"{directive.symbol} ({day(directive.date) if directive.date else directive.year})"


def subject_said(directive: Directive) -> str:
    """What a directive is about as a list shows it: that it is a request stands before it."""
    if directive.kind != REQUEST:
        return directive.subject
    return _("{kind}: {subject}").format(kind=_(_KINDS[REQUEST]), subject=directive.subject)


def same_letter_words(earlier: Directive) -> str:
    """That an earlier request bears the number and the day of another."""
    return _(
        "A request by this letter was there already: {subject} ({id}). Both stand; end one if they are the same."
    ).format(subject=earlier.subject, id=earlier.id)


def same_name_words(directive: Directive, directives: Iterable[Directive]) -> str:
    """That others of the directives bear a directive's name, with what periods call each and its subject; or nothing."""
    known = tuple(directives)
    others = [other for other in known if other.name == directive.name and other.id != directive.id]
    if not others:
        return ""
    told = "; ".join(f"{chosen_name(other, (*known, directive))} ({other.subject})" for other in others)
    return _("Of the same number or symbol: {others}. In periods this one is called {called}.").format(
        others=told, called=chosen_name(directive, (*known, directive))
    )


def shown_names(directives: Iterable[Directive]) -> dict[str, str]:
    """The name of each directive, by its id, no two alike: those that would share one bear what they are about."""
    known = tuple(directives)
    alone = {directive.id: shown_name(directive) for directive in known}
    shared = Counter(alone.values())
    about = {each.id: f"{alone[each.id]} “{_cut(each.subject)}”" for each in known if shared[alone[each.id]] > 1}
    alike = Counter(about.values())
    return {
        id_: name if id_ not in about else about[id_] if alike[about[id_]] == 1 else f"{name} [{id_}]"
        for id_, name in alone.items()
    }


def _cut(subject: str) -> str:
    return subject if len(subject) <= _SUBJECT else f"{subject[:_SUBJECT].rstrip()}…"


def period_words(name: str, directives: Iterable[Directive] = ()) -> str:
    """A period's name as people say it in few words: "month 11/2026", "2653/KH-UBND, month 11/2026". A directive that is
    not among these is called as the period calls it."""
    whose, at, when = name.rpartition("@")
    known = tuple(directives)
    about = _about(whose, known)
    if when.endswith("-H1"):
        said = _("first half of {year}").format(year=when[:4])
    elif when[4:6] == "-Q":
        said = quarter(when)
    elif len(when) == len("2026-11"):
        said = _("month {month}/{year}").format(month=when[5:], year=when[:4])
    elif len(when) == len("2026"):
        said = _("year {year}").format(year=when)
    else:
        said = (_("by the end of {day}") if _holds_the_day(about, when) else _("before {day}")).format(day=day(when))
    return f"{whose if about is None else shown_names(known)[about.id]}, {said}" if at else said


def period_names(directives: Iterable[Directive]) -> Callable[[str], str]:
    """What tells the `period_words` of each period, for a page of many."""
    return partial(period_words, directives=tuple(directives))


def period_beside_due(name: str, directives: Iterable[Directive]) -> str:
    """A period's name where its deadline is said beside it: one that is called by that day alone bears its letter's."""
    is_day = len(name.rpartition("@")[2]) == len("2026-12-31")
    return letter_words(name, directives) if is_day else period_words(name, directives)


def letter_words(name: str, directives: Iterable[Directive]) -> str:
    """What asks for a period of a directive, as people call it where it is said beside what it is about."""
    whose = name.rpartition("@")[0]
    about = _about(whose, tuple(directives))
    return whose if about is None else shown_name(about)


def _about(whose: str, known: Sequence[Directive]) -> Directive | None:
    """The directive that a period calls so, to the letter: by its id, or the first of a name."""
    by_id = (directive for directive in known if directive.id == whose)
    return next(by_id, None) or next((directive for directive in known if directive.name == whose), None)


def _holds_the_day(directive: Directive | None, when: str) -> bool:
    """Whether a report that a directive asks for by a day is on time on that day itself."""
    asking = directive.duties if directive is not None else ()
    return any(duty.rule == f"before {when}" and not duty.strict for duty in asking)


def period_said(name: str, directive: Directive | None, directives: Iterable[Directive] = ()) -> str:
    """The report of a period as people say it: "báo cáo tháng 12/2026 theo Kế hoạch 2653/KH-UBND". `directive` is the one
    that the period is about, of those that there are."""
    when = name.rpartition("@")[2]
    if when.endswith("-H1"):
        said = _("report on the first half of {year}").format(year=when[:4])
    elif when[4:6] == "-Q":
        said = _("report on quarter {quarter}/{year}").format(quarter=when[6:], year=when[:4])
    elif len(when) == len("2026-11"):
        said = _("report on month {month}/{year}").format(month=when[5:].removeprefix("0"), year=when[:4])
    elif len(when) == len("2026"):
        said = _("report on the year {year}").format(year=when)
    elif _holds_the_day(directive, when):
        said = _("report until {day}").format(day=day(when))
    else:
        said = _("report before {day}").format(day=day(when))
    if directive is None:
        return said
    kind = _(_KINDS[directive.kind]) if directive.kind in _KINDS else _("Document")
    if directive.kind == REQUEST:
        named = f"{shown_name(directive)} “{directive.subject}”"
    else:
        named = shown_names(directives).get(directive.id) or shown_name(directive)
    return _("{report} by {kind} {name}").format(report=said, kind=kind, name=named)

"""Which records a page is about: read from its address, put back into the addresses of its links, and offered as choices.

Everything stands in the address, so that a view can be sent to a colleague. An address may name any code, since records
may; one that nobody knows finds what was recorded under it. `NOT_SAID` asks for records that do not say.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from typing import Final, cast, get_args

from msgspec import Struct

from hub.monitoring.counts import counts_for
from hub.store.counting_units import CountsFor
from hub.store.records import RecordFilter
from hub.web.context import MAX_VALUE, PageRequest
from hub.web.unit_choices import units_by_kind
from sync.annex.model import Units
from sync.encoding.limits import LAST_YEAR
from sync.encoding.patterns import DAY, SLUG
from sync.errors import Misuse
from sync.ledger.answered_status import AnswerName
from sync.ledger.directive import Directive
from sync.ledger.figures import BANDS, By, task_key
from sync.ledger.period import Period, chosen_name, chosen_period_name, months
from sync.ledger.registry import Registry
from sync.ledger.vocabulary import Term, label, vocabulary
from sync.wording.dates import day
from sync.wording.directive_names import period_names, period_words
from sync.wording.gathered import counted_words
from sync.wording.i18n import N_, catalogue, language
from sync.wording.names import Names, band, dimension_words

_ = catalogue("hub")

NOT_SAID: Final = "-"
"""The value that asks for records that do not say; no code is written so."""
ANY: Final = "all"
"""The value of `period` that asks for records of all days."""

_FIRST_DAY, _LAST_DAY = "2001-01-01", f"{LAST_YEAR}-12-14"
_MONTHS: Final = 12
_LABEL: Final = 80
"""Characters of a task that a choice shows."""

_ANSWERS: Final[dict[AnswerName, str]] = {
    "awaited": N_("awaits an answer"),
    "accepted": N_("accepted"),
    "returned": N_("returned"),
}
_UNITS_OF: Final[dict[Units, str]] = {"then": N_("units of each date"), "now": N_("units of today")}
_NAMES: Final[dict[By, str]] = {
    "unit": "unit",
    "topic": "topic",
    "channel": "channel",
    "directive": "directive",
    "task": "task",
    "audience": "band",
    "audiences": "audience",
    "body": "body",
}
"""What a dimension of counts is called in addresses."""


class ChosenFilter(Struct, frozen=True, kw_only=True):
    """What an address asks for."""

    wanted: RecordFilter
    counts_for: CountsFor
    period: Period | None
    """None where days were given, or all are wanted."""
    units: Units
    query: dict[str, str]
    """The values to put into addresses, so that a link keeps the filters."""

    def within(self, month: str) -> dict[str, str]:
        """The values of an address with the same filters in another reporting month, whole."""
        kept = {name: value for name, value in self.query.items() if name not in ("from", "to")}
        whose = {"directive": directive} if (directive := _whose(self.period)) else {}
        return kept | whose | {"period": month}


class FilterOption(Struct, frozen=True):
    """An option of a filter: one value that may be chosen."""

    value: str
    name: str


class FilterOptions(Struct, frozen=True, kw_only=True):
    """What each field of the filters offers."""

    periods: tuple[tuple[str, tuple[FilterOption, ...]], ...]
    """Under the heading of each kind."""
    units: tuple[tuple[str, tuple[FilterOption, ...]], ...]
    """Under the heading of each kind of body."""
    topics: tuple[FilterOption, ...]
    channels: tuple[FilterOption, ...]
    directives: tuple[FilterOption, ...]
    tasks: tuple[FilterOption, ...]
    """Of the directive that is chosen."""
    bands: tuple[FilterOption, ...]
    audiences: tuple[FilterOption, ...]
    bodies: tuple[FilterOption, ...]
    answers: tuple[FilterOption, ...]
    units_of: tuple[FilterOption, ...]


def filter_of(request: PageRequest, registry: Registry, today: str) -> ChosenFilter:
    """What the address asks for; by default the reporting month whose window holds today (ISO).

    Days narrow a period down. What contradicts a choice above it, as a form sends it where only the upper one was changed,
    is let go, and out of `query`: another directive beside a directive's own period, a task of another directive.
    `Misuse("bad-address")` for a value that nothing can have, "bad-period" or "bad-day" for one of those.
    """
    period, first, last = _days(request, registry, today)
    whose = _whose(period)
    directive = whose or _code(request, "directive")
    task = _task(request, directive)
    wanted = RecordFilter(
        start=max((day for day in (first, period and period.start) if day), default=None),
        end=min((day for day in (last, period and period.end) if day), default=None),
        unit=_unit(request, registry),
        topic=_code(request, "topic"),
        channel=_code(request, "channel"),
        directive=directive if task is None or not task[0] else task[0],
        gathering=period.gathering if period is not None and period.counts else None,
        task=None if task is None else task[1],
        band=_band(request),
        audience=_code(request, "audience"),
        body=_code(request, "body"),
        answer=_answer(request),
    )
    units = cast(Units, request.chosen("units", get_args(Units), "then"))
    kept = {
        "period": chosen_period_name(period, registry.directives) if period else "" if first or last else ANY,
        "from": first,
        "to": last,
        "unit": wanted.unit,
        "topic": _kept(wanted.topic),
        "channel": _kept(wanted.channel),
        "directive": None if whose else _kept(wanted.directive),
        "task": None if wanted.task is None else task_key(wanted.directive, wanted.task) or NOT_SAID,
        "band": _kept(wanted.band),
        "audience": _kept(wanted.audience),
        "body": _kept(wanted.body),
        "answer": wanted.answer,
        "units": None if units == "then" else units,
    }
    query = {name: value for name, value in kept.items() if value}
    return ChosenFilter(
        wanted=wanted, counts_for=counts_for(registry, units, today), period=period, units=units, query=query
    )


def _whose(period: Period | None) -> str | None:
    """The directive that a period's activities are all of, if there is one."""
    return None if period is None or period.counts else period.directive


def _days(request: PageRequest, registry: Registry, today: str) -> tuple[Period | None, str | None, str | None]:
    """The period, and the days that narrow it down."""
    first, last = (_day(request.value(name)) for name in ("from", "to"))
    typed = request.value("period")
    if typed == ANY or (not typed and (first or last)):
        return None, first, last
    name = typed or months(datetime.date.fromisoformat(today), 1)[0]
    return registry.chosen_period(name), first, last


def _day(typed: str) -> str | None:
    if not typed:
        return None
    try:
        if not DAY.fullmatch(typed) or not _FIRST_DAY <= typed <= _LAST_DAY:
            raise ValueError
        datetime.date.fromisoformat(typed)
    except ValueError:
        raise Misuse("bad-day", text=typed[:40]) from None
    return typed


def _code(request: PageRequest, name: str) -> str | None:
    """A code; empty for those that do not say, None for all."""
    typed = request.value(name)
    if not typed or typed == NOT_SAID:
        return "" if typed else None
    if not SLUG.fullmatch(typed):
        raise Misuse("bad-address", name=name)
    return typed


def _unit(request: PageRequest, registry: Registry) -> str | None:
    typed = request.value("unit")
    if typed and typed not in registry.units:
        raise Misuse("bad-address", name="unit")
    return typed or None


def _task(request: PageRequest, directive: str | None) -> tuple[str, str] | None:
    """A task's directive and number, of the directive that is chosen if there is one; both empty for none."""
    typed = request.value("task")
    if not typed:
        return None
    if typed == NOT_SAID:
        return "", ""
    whose, _hash, number = typed.partition("#")
    if not number or not SLUG.fullmatch(whose):
        raise Misuse("bad-address", name="task")
    return (whose, number) if directive in (None, whose) else None


def _band(request: PageRequest) -> str | None:
    typed = request.chosen("band", ("", NOT_SAID, *BANDS), "")
    return None if not typed else "" if typed == NOT_SAID else typed


def _answer(request: PageRequest) -> AnswerName | None:
    typed = request.chosen("answer", ("", *get_args(AnswerName)), "")
    return cast(AnswerName, typed) if typed else None


def _kept(value: str | None) -> str | None:
    return NOT_SAID if value == "" else value


def of_key(by: By, key: str) -> dict[str, str] | None:
    """The values that ask for the records counted under a key; None for a key that no address can hold.

    >>> of_key("channel", ""), of_key("task", "plan#19")
    ({'channel': '-'}, {'task': 'plan#19'})
    """
    fits = len(key) <= MAX_VALUE and key.isprintable()
    return {_NAMES[by]: key or NOT_SAID} if fits else None


# -- said in words


def window(wanted: RecordFilter) -> str:
    """The days that are looked at: "15/10/2026 – 14/11/2026"."""
    if wanted.start is None and wanted.end is None:
        return _("all days")
    return f"{day(wanted.start)} – {day(wanted.end)}" if wanted.start and wanted.end else _open(wanted)


def _open(wanted: RecordFilter) -> str:
    if wanted.start:
        return _("from {day} on").format(day=day(wanted.start))
    return _("until {day}").format(day=day(wanted.end))


def told(chosen: ChosenFilter, names: Names) -> tuple[str, ...]:
    """What is asked for, a word or two each: for a heading, since paper shows no form."""
    wanted = chosen.wanted
    words = [period_words(chosen.period.name, names.known())] if chosen.period is not None else []
    words.append(window(wanted))
    if chosen.period is not None and (counts := counted_words(chosen.period, names.known())):
        words.append(counts.rstrip("."))
    keys: tuple[tuple[By, str | None], ...] = (
        ("unit", wanted.unit),
        ("topic", wanted.topic),
        ("channel", wanted.channel),
        ("directive", wanted.directive if not wanted.task else None),
        ("task", None if wanted.task is None else task_key(wanted.directive, wanted.task)),
        ("audience", wanted.band),
        ("audiences", wanted.audience),
        ("body", wanted.body),
    )
    for by, key in keys:
        if key is not None:
            words.append(names.of(by, key) if key else _("{what}: not said").format(what=dimension_words(by)))
    if wanted.answer is not None:
        words.append(answer_words(wanted.answer))
    if chosen.units == "now":
        words.append(_(_UNITS_OF["now"]))
    return tuple(words)


def answer_words(answer: AnswerName) -> str:
    """The province's answer, in words."""
    return _(_ANSWERS[answer])


# -- choices


def choices(chosen: ChosenFilter, registry: Registry, today: str) -> FilterOptions:
    """What the fields of the filters offer; what is chosen is always among it."""
    names, wanted = Names(registry, today), chosen.wanted
    known = vocabulary()
    return FilterOptions(
        periods=_periods(registry, today, chosen.period),
        units=tuple(
            (group.name, tuple(FilterOption(code, name) for code, name in group.units))
            for group in units_by_kind(registry, today)
        ),
        topics=_terms(known.topics, wanted.topic),
        channels=_terms(known.channels, wanted.channel),
        directives=_directives(registry.own_directives, names, wanted.directive),
        tasks=_tasks(registry.directives, names, wanted),
        bands=(*(FilterOption(people, band(people)) for people in BANDS), _not_said()),
        audiences=_terms(known.audiences, wanted.audience),
        bodies=_terms(known.bodies, wanted.body),
        answers=tuple(FilterOption(value, _(words)) for value, words in _ANSWERS.items()),
        units_of=tuple(FilterOption(value, _(words)) for value, words in _UNITS_OF.items()),
    )


def _periods(registry: Registry, today: str, chosen: Period | None) -> tuple[tuple[str, tuple[FilterOption, ...]], ...]:
    recent = months(datetime.date.fromisoformat(today), _MONTHS)
    year = int(recent[0][:4])
    once = [
        f"{chosen_name(directive, registry.directives)}@{duty.rule.removeprefix('before ')}"
        for directive in registry.own_directives
        for duty in directive.duties
        if duty.rule.startswith("before ")
    ]
    groups = [
        (_("Months"), recent),
        (_("Years"), [name for shown_year in (year, year - 1) for name in (str(shown_year), f"{shown_year}-H1")]),
        (_("Once"), once),
    ]
    typed = "" if chosen is None else chosen_period_name(chosen, registry.directives)
    if typed and not any(typed in names for _group, names in groups):
        groups.append((_("Chosen"), [typed]))
    said = period_names(registry.directives)
    return tuple((group, tuple(FilterOption(name, said(name)) for name in names)) for group, names in groups if names)


def _terms(terms: dict[str, Term], chosen: str | None) -> tuple[FilterOption, ...]:
    options = [FilterOption(code, label(term, language())) for code, term in terms.items()]
    return (*options, *_strange(chosen, terms), _not_said())


def _directives(known: Sequence[Directive], names: Names, chosen: str | None) -> tuple[FilterOption, ...]:
    options = [FilterOption(directive.id, names.directive(directive.id)) for directive in known]
    return (
        *options,
        *(
            FilterOption(option.value, names.directive(option.value))
            for option in _strange(chosen, {directive.id for directive in known})
        ),
        _not_said(),
    )


def _tasks(known: Iterable[Directive], names: Names, wanted: RecordFilter) -> tuple[FilterOption, ...]:
    options: list[FilterOption] = []
    for directive in known:
        if directive.id == wanted.directive:
            options += [
                FilterOption(task_key(directive.id, task.no), f"{task.no}: {task.label}"[:_LABEL])
                for task in directive.tasks
            ]
    key = task_key(wanted.directive, wanted.task) or None
    strange = _strange(key, [option.value for option in options])
    return (*options, *(FilterOption(option.value, names.task(option.value)) for option in strange), _not_said())


def _strange(chosen: str | None, known: Iterable[str]) -> tuple[FilterOption, ...]:
    """A code that is chosen and that the lists do not know, as itself."""
    return (FilterOption(chosen, chosen),) if chosen and chosen not in set(known) else ()


def _not_said() -> FilterOption:
    return FilterOption(NOT_SAID, _("not said"))

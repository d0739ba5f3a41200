"""Reporting periods: how they are named, which days they gather, and the moment that they are due before.

    2026-11                   the month that is reported before 15 November 2026
    2026-H1                   the half-year that is reported before 15 June 2026
    2026                      the year that is reported before 15 December 2026
    2653/KH-UBND@2026-Q3      the quarter that is reported before 15 September 2026, of a directive that asks for it
    2653/KH-UBND@2026-11      the same, for one directive
    UBND-VX@2025-12-28        a directive's one-off report, due before that date

Windows follow the general rule on periodic administrative reports (Decree 09/2019/NĐ-CP): data close on the 14th, the
report is due before the 15th. "Before a date" ends at 00:00 of it, Vietnam time (UTC+7, no daylight saving), unless
the duty says that the day itself still counts, or that a last day on which nobody works gives way to the next working day.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from typing import Final

from msgspec import Struct

from sync.encoding.limits import FIRST_YEAR, LAST_YEAR
from sync.encoding.patterns import DAY, MONTH, QUARTER, YEAR
from sync.encoding.types import Instant
from sync.errors import Misuse, NoSuchDuty, NotListed, UnknownDirective
from sync.ledger.directive import Directive, Duty
from sync.ledger.gathering import Gathering, gathering_of
from sync.ledger.text import fold

VIETNAM: Final = datetime.timezone(datetime.timedelta(hours=7), "+07")
"""The one time zone of every deadline."""

FIRST_DAY: Final = 15
"""The day on which a reporting month begins, and before which the report on the month before is due."""

_FIRST_DAY: Final = str(FIRST_DAY)
_BEFORE: Final = "before "
"""How the rule of a one-off report begins; its day follows."""
_QUARTERLY: Final = "quarterly-15"
_HALF: Final = re.compile(rf"{YEAR.pattern}-H1")
_WITH_ID: Final = re.compile(r".+\[(?P<id>[^\[\]]+)\]")
_WITH_SUBJECT: Final = re.compile(r"(?P<name>.+?) “(?P<subject>.+?)(?P<cut>…?)”")
_WITH_TIME: Final = re.compile(r"(?P<symbol>.+) \((?:(?:(?P<day>\d\d?)/)?(?P<month>\d\d?)/)?(?P<year>\d{4})\)", re.ASCII)
"""How lists print directives whose name others bear, too, and one whose number is blank: `sync.wording.directive_names`."""
_SAID: Final = re.compile(r"(?P<month>\d\d?)/(?P<year>\d{4})", re.ASCII)
"""A month as people write it."""
_ONE_DAY = datetime.timedelta(days=1)
_HOLIDAYS: Final = frozenset({(1, 1), (4, 30), (5, 1), (9, 2)})
"""Month and day of the public holidays with a fixed solar date. Tết and the Hung Kings' day follow the moon: each year's are
decided, and no reader of a format can know them."""
_SATURDAY: Final = 5
MOST_REST_DAYS: Final = 4
"""As many follow each other at most: 30 April on a Thursday, 1 May, and the weekend."""


class Period(Struct, frozen=True, kw_only=True):
    """A period with its window (both days inside) and the instant it is due before."""

    name: str
    """The name in full, with the directive where there is one: what a report entry carries."""
    rule: str
    directive: str | None = None
    """The id of the directive that it is of; None is the calendar's, of all."""
    counts: tuple[str, ...] = ()
    """What else than that directive's activities is gathered, in the words of `gathering`."""
    start: str
    end: str
    due: Instant
    """POSIX seconds: received earlier is on time."""

    @property
    def last_day(self) -> datetime.date:
        """The last day on which a report is on time."""
        return day_of(Instant(self.due - 1))

    @property
    def gathering(self) -> Gathering | None:
        """Which of the activities in its window it gathers; None for all."""
        return gathering_of(self.directive, self.counts)

    def holds(self, date: str) -> bool:
        """Whether an activity of this date (ISO) falls into the window."""
        return self.start <= date <= self.end


def midnight(day: datetime.date) -> Instant:
    """The instant (POSIX seconds) at which a day begins in Vietnam."""
    return Instant(int(datetime.datetime.combine(day, datetime.time(), VIETNAM).timestamp()))


LAST_MIDNIGHT: Final = midnight(datetime.date.max)
"""The last midnight (POSIX seconds) of the calendar: from the next on, there is no day."""


def day_of(instant: Instant) -> datetime.date:
    """The day in Vietnam on which an instant (POSIX seconds) falls; beyond the calendar, its last day. A receipt states any
    second up to 2^63, and no reader stumbles over that.

    >>> day_of(Instant(1_793_000_000)), day_of(Instant(2**62))
    (datetime.date(2026, 10, 26), datetime.date(9999, 12, 31))
    """
    if instant >= LAST_MIDNIGHT:
        return datetime.date.max
    return datetime.datetime.fromtimestamp(instant, VIETNAM).date()


def parse(name: str, directives: Iterable[Directive]) -> Period:
    """The period that a person or an entry names; `Misuse` if there is none such.

    A directive is named by its number, symbol or id, with or without accents.
    """
    whose, at, when = name.rpartition("@")
    if not at:
        return _calendar(name, when, None, strict=True)
    known = tuple(directives)
    return _demanded(find_directive(whose, known), when, known)


def _demanded(directive: Directive, when: str, directives: Iterable[Directive]) -> Period:
    """The period of this directive, one of those that are told apart by their names, that a duty of it demands."""
    name = f"{called(directive, directives)}@{when}"
    if DAY.fullmatch(when):
        return _one_off(directive, when, name)
    rule = _rule(when, name)
    duty = next((duty for duty in directive.duties if duty.rule == rule), None)
    if duty is None:
        raise NoSuchDuty(period=name[:100], directive=directive.name)
    return _calendar(name, when, directive.id, strict=duty.strict, rest_day=duty.rest_day)


def calendar_of(period: Period) -> Period:
    """The period of all directives that a report of which answers for this one, too: of the calendar, or itself. A quarter
    is always its directive's: alone, programs that are out would call a report of it false."""
    alone = period.rule.startswith(_BEFORE) or period.rule == _QUARTERLY
    return period if alone else parse(period.name.rpartition("@")[2], ())


def working_day(day: datetime.date) -> datetime.date:
    """The day itself, or the first after it that is no Saturday, Sunday or public holiday with a fixed solar date.

    >>> working_day(datetime.date(2026, 4, 30)).isoformat()
    '2026-05-04'
    """
    while day.weekday() >= _SATURDAY or (day.month, day.day) in _HOLIDAYS:
        day += _ONE_DAY
    return day


def gathered(name: str, directives: Iterable[Directive]) -> Period:
    """What a report upward may gather: a period that is asked for, or any of the calendar for one directive although it
    asks for none. `Misuse` if there is none such."""
    known = tuple(directives)
    try:
        return parse(name, known)
    except NoSuchDuty:
        whose, _at, when = name.rpartition("@")
        if DAY.fullmatch(when):
            raise
        directive = find_directive(whose, known)
        return _calendar(f"{called(directive, known)}@{when}", when, directive.id, strict=True)


def months(day: datetime.date, count: int) -> list[str]:
    """The month whose window holds a day, and those before it: so many in all.

    >>> months(datetime.date(2026, 1, 15), 3)
    ['2026-02', '2026-01', '2025-12']
    """
    newest = month_number(day.isoformat())
    return [month_name(number) for number in range(newest, newest - count, -1)]


def month_number(date: str) -> int:
    """The month whose window holds a day (ISO), as a number that grows by one from month to month.

    >>> month_name(month_number("2026-11-14")), month_name(month_number("2026-12-15"))
    ('2026-11', '2027-01')
    """
    return int(date[:4]) * 12 + int(date[5:7]) - 1 + (date[8:] >= _FIRST_DAY)


def begins_month(date: str) -> bool:
    """Whether a day (ISO) is the first of a reporting month."""
    return int(date[8:]) == FIRST_DAY


def ends_month(date: str) -> bool:
    """Whether a day (ISO) is the last of a reporting month."""
    return int(date[8:]) == FIRST_DAY - 1


def month_name(number: int) -> str:
    """The name of the month with this number."""
    return f"{number // 12}-{number % 12 + 1:02}"


def called(directive: Directive, directives: Iterable[Directive]) -> str:
    """What periods call a directive among others, the earlier first: by its name, which is the first's that has it; by its
    id, where an earlier one has the name, or another has it for its id."""
    known = tuple(directives)
    first = next((other for other in known if other.name == directive.name), directive)
    taken = any(other.id == directive.name for other in known if other.id != directive.id)
    return directive.name if first.id == directive.id and not taken else directive.id


def find_directive(typed: str, directives: Iterable[Directive]) -> Directive:
    """The directive with this number, symbol or id, or printed so by a list; `Misuse` if none or several. What is to the
    letter goes before what is so without accents, an id before a name, which may be another's id, and the earlier before
    another with its name, which is `called` by its id."""
    known, wanted = tuple(directives), fold(typed)
    fitting = (
        [directive for directive in known if directive.id == typed]
        or [directive for directive in known if directive.name == typed][:1]
        or [directive for directive in known if wanted in {fold(directive.name), fold(directive.id)}]
        or _printed(typed, known)
        or _of_time(typed, known)[:1]
    )
    return _one(typed, fitting)


def chosen_directive(typed: str, directives: Iterable[Directive]) -> Directive:
    """The directive that a person means who can be asked which: as `find_directive`, but a name that several have is none's.
    `NotListed("ambiguous-directive")` tells each by its id, which says which, and its subject."""
    known = tuple(directives)
    return _one(typed, meant_directives(typed, known))


def chosen_name(directive: Directive, directives: Iterable[Directive]) -> str:
    """What says of one directive among others, to `chosen_directive`, which it is: its name, or its id where others have
    that, too."""
    known = tuple(other for other in directives if other.id != directive.id)
    taken = {fold(word) for other in known for word in (other.name, other.id)}
    return directive.id if fold(directive.name) in taken else directive.name


def chosen_period_name(period: Period, directives: Iterable[Directive]) -> str:
    """What says of one period among others, to `chosen_period`, which it is: its name, or with its directive's id where
    others are called as that is."""
    known = tuple(directives)
    named = next((directive for directive in known if directive.id == period.directive), None)
    if named is None or chosen_name(named, known) == named.name:
        return period.name
    return f"{named.id}@{period.name.rpartition('@')[2]}"


def chosen_period(
    typed: str, directives: Iterable[Directive], read: Callable[[str, Iterable[Directive]], Period] = parse
) -> Period:
    """The period that a person means who can be asked which: as it is `read`; of directives of one name, that of the one
    that has a report of it. `NotListed("ambiguous-period")`, where several have, tells how to say each, and its subject."""
    whose, at, when = typed.rpartition("@")
    if said := _SAID.fullmatch(when.strip()):
        when = f"{said['year']}-{said['month'].zfill(2)}"
        typed = f"{whose}{at}{when}"
    known = tuple(directives)
    meant = meant_directives(whose, known) if at else []
    if len(meant) < 2:
        return read(typed, known)
    found: dict[str, Period] = {}
    for directive in meant:
        with suppress(NoSuchDuty):
            found[directive.id] = read(f"{directive.id}@{when}", known)
    if not found:
        raise NoSuchDuty(period=typed[:100], directive=whose)
    if len(found) > 1:
        near = "; ".join(f"{each.id}@{when} ({each.subject})" for each in meant if each.id in found)
        raise NotListed("ambiguous-period", text=typed[:100], near=near)
    return next(iter(found.values()))


def meant_directives(typed: str, known: Sequence[Directive]) -> list[Directive]:
    """The directives that a person may mean: the one with this id; or all of this name, whichever was earlier."""
    wanted = fold(typed)
    return (
        [directive for directive in known if directive.id == typed]
        or [directive for directive in known if wanted in {fold(directive.name), fold(directive.id)}]
        or _printed(typed, known)
        or _of_time(typed, known)
    )


def _one(typed: str, fitting: Sequence[Directive]) -> Directive:
    if len(fitting) == 1:
        return fitting[0]
    if not fitting:
        raise UnknownDirective(text=typed[:100])
    near = "; ".join(f"{directive.id} ({directive.subject})" for directive in fitting)
    raise NotListed("ambiguous-directive", text=typed[:100], near=near)


def _printed(typed: str, known: Sequence[Directive]) -> list[Directive]:
    """The directives that a list prints so, where their name is not theirs alone: with the id, or with the subject."""
    with_id = _WITH_ID.fullmatch(typed.strip())
    if with_id is not None:
        return [directive for directive in known if directive.id == with_id["id"]]
    with_subject = _WITH_SUBJECT.fullmatch(typed.strip())
    if with_subject is None:
        return []
    named, about = fold(with_subject["name"]), fold(with_subject["subject"])
    fitting = [directive for directive in known if fold(directive.name) == named] or _of_time(with_subject["name"], known)
    return [
        directive
        for directive in fitting
        if fold(directive.subject) == about or (with_subject["cut"] and fold(directive.subject).startswith(about))
    ]


def _of_time(typed: str, known: Sequence[Directive]) -> list[Directive]:
    """The directives of a symbol that were issued when is said behind it, as a list prints those whose number is blank."""
    with_time = _WITH_TIME.fullmatch(typed.strip())
    if with_time is None:
        return []
    symbol, parts = fold(with_time["symbol"]), (with_time["year"], with_time["month"], with_time["day"])
    issued = "-".join(part.zfill(2) for part in parts if part)
    return [
        directive
        for directive in known
        if directive.number is None
        and fold(directive.name) == symbol
        and issued == (directive.month or directive.date or str(directive.year))
    ]


def is_named(directive: Directive, stated: str) -> bool:
    """Whether an entry's period, in which these words stand before the @, is of a directive: by its number, symbol or id to
    the letter. Only what people type is folded."""
    return stated in (directive.name, directive.id)


def owed(directives: Iterable[Directive], province: str, first: Instant, last: Instant) -> Iterator[tuple[Period, Duty]]:
    """Every period, with its duty, that a province's directives make due from one instant to another (POSIX seconds),
    in order of the deadline. Duties on request, or without a date, make none."""
    periods: list[tuple[Period, Duty]] = []
    known = tuple(directives)
    for directive in known:
        if directive.province != province:
            continue
        for duty in directive.duties:
            for when in _dates(duty, day_of(first), day_of(last)):
                period = _demanded(directive, when, known)
                if first <= period.due <= last and _in_force(directive, period):
                    periods.append((period, duty))
    return iter(sorted(periods, key=lambda owes: (owes[0].due, owes[0].name)))


def periods_of_duty(directive: Directive, duty: Duty, directives: Iterable[Directive], upto: Instant) -> Iterator[Period]:
    """The periods that a duty of a directive, one among others, makes due until an instant (POSIX seconds) and in the year
    before it; of a later one, perhaps some."""
    last, known = day_of(upto), tuple(directives)
    for when in _dates(duty, last - datetime.timedelta(days=366), last):
        period = _demanded(directive, when, known)
        if _in_force(directive, period):
            yield period


def discharges(report: str, owed_period: Period, directives: Iterable[Directive]) -> bool:
    """Whether a report that carries this period's name answers for an owed one: the same period, or the calendar
    period that gathers all directives."""
    return report == owed_period.name or _is_of_days(report, owed_period, directives, (None, owed_period.directive))


def is_same(report: str, period: Period, directives: Iterable[Directive]) -> bool:
    """Whether a report that carries this period's name is of a period, and not only answers for it."""
    return report == period.name or _is_of_days(report, period, directives, (period.directive,))


def _is_of_days(report: str, period: Period, directives: Iterable[Directive], of: Collection[str | None]) -> bool:
    """Whether a report's period has the same rule and days, and is of one of these directives, by id; None is of all."""
    whose, _at, _when = report.rpartition("@")
    try:
        reported = parse(report, [directive for directive in directives if is_named(directive, whose)])
    except Misuse:
        return False
    same_days = (reported.start, reported.end, reported.rule) == (period.start, period.end, period.rule)
    return reported.directive in of and same_days


def _rule(when: str, name: str) -> str:
    if MONTH.fullmatch(when):
        return "monthly-15"
    if QUARTER.fullmatch(when):
        return _QUARTERLY
    if _HALF.fullmatch(when):
        return "half-year-0615"
    if YEAR.fullmatch(when):
        return "yearly-1215"
    raise Misuse("bad-period", text=name[:100])


def _calendar(name: str, when: str, directive: str | None, *, strict: bool, rest_day: str | None = None) -> Period:
    rule = _rule(when, name)
    year = int(when[:4])
    month = {"half-year-0615": 6, "yearly-1215": 12}.get(rule) or (
        3 * int(when[-1]) if rule == _QUARTERLY else int(when[5:])
    )
    if not (FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12):
        raise Misuse("bad-period", text=name[:100])
    due = datetime.date(year, month, FIRST_DAY)
    length = {"monthly-15": 1, _QUARTERLY: 3}.get(rule, month)
    start = datetime.date(year - (month == length), (month - length) or 12, FIRST_DAY)
    return Period(
        name=name,
        rule=rule,
        directive=directive,
        start=start.isoformat(),
        end=(due - _ONE_DAY).isoformat(),
        due=_deadline(due, strict=strict, rest_day=rest_day),
    )


def _one_off(directive: Directive, when: str, name: str) -> Period:
    rule = f"{_BEFORE}{when}"
    duty = next((duty for duty in directive.duties if duty.rule == rule), None)
    if duty is None:
        raise NoSuchDuty(period=name[:100], directive=directive.name)
    due = datetime.date.fromisoformat(when)
    end = due - _ONE_DAY if duty.strict else due
    start = duty.window_from or directive_start(directive)
    return Period(
        name=name,
        rule=rule,
        directive=directive.id,
        counts=duty.counts,
        start=start,
        end=end.isoformat(),
        due=_deadline(due, strict=duty.strict, rest_day=duty.rest_day),
    )


def directive_start(directive: Directive) -> str:
    """The day (ISO) from which a directive speaks: its own date, or the first day of the month or year it bears."""
    if directive.date:
        return directive.date
    if directive.month:
        return f"{directive.month}-01"
    return f"{directive.year}-01-01"


def _deadline(due: datetime.date, *, strict: bool, rest_day: str | None) -> Instant:
    last = due - _ONE_DAY if strict else due
    return midnight((last if rest_day is None else working_day(last)) + _ONE_DAY)


def _dates(duty: Duty, first: datetime.date, last: datetime.date) -> Iterator[str]:
    """The names, after the @, of the periods of a duty whose deadline may fall between two days."""
    years = range(max(first.year, FIRST_YEAR), min(last.year, LAST_YEAR) + 1)
    if duty.rule == "monthly-15":
        yield from (f"{year}-{month:02}" for year in years for month in range(1, 13))
    elif duty.rule == _QUARTERLY:
        yield from (f"{year}-Q{quarter}" for year in years for quarter in range(1, 5))
    elif duty.rule == "half-year-0615":
        yield from (f"{year}-H1" for year in years)
    elif duty.rule == "yearly-1215":
        yield from (f"{year}" for year in years)
    elif duty.rule.startswith(_BEFORE):
        yield duty.rule.removeprefix(_BEFORE)


def _in_force(directive: Directive, period: Period) -> bool:
    began = directive.valid_from or directive_start(directive)
    return period.end >= began and (directive.valid_to is None or period.start <= directive.valid_to)

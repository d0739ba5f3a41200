"""Directives: what an official document asks for, as it travels in the registry.

Facts of the document, with labels of our own: who issued it and when, what about, by which channels, to whom; its tasks
with who leads them and until when; the reports that it demands. Agencies, topics, channels and audiences are codes of
the vocabulary. A directive is told apart by `id`; people and periods call it by its number, or its symbol where the
number is blank.

A newer program may say more than this one knows. `read` takes what can be read:

    the envelope      who issued it, when, what about: readable for ever
    an edition        that `needs` a word unknown here is opaque: its envelope is all that is read
    a duty            with a key, rule or value unknown here is opaque: its text is shown and nothing follows from it
    any other key     that is unknown is passed over, and named
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from typing import Annotated, Any, Final, Literal, TypeVar

import msgspec
from msgspec import Meta, Struct

from sync.encoding.limits import FIRST_YEAR, LAST_YEAR
from sync.encoding.patterns import DAY, MONTH, MONTH_DAY, PROVINCE_CODE, QUARTER, exactly
from sync.encoding.types import Day, Label, Slug, UnitCode
from sync.encoding.unicode import has_unseen, is_nfc
from sync.errors import BadInput
from sync.ledger.gathering import WORD
from sync.ledger.unknown_keys import unknown_keys, without_unknown

_Codes = Annotated[tuple[Slug, ...], Meta(max_length=100)]
_Units = Annotated[tuple[UnitCode, ...], Meta(max_length=500)]
_Word = Annotated[str, Meta(min_length=1, max_length=100)]
_Counted = Annotated[tuple[Annotated[str, Meta(pattern=exactly(WORD))], ...], Meta(max_length=100)]
_Quarter = Annotated[str, Meta(pattern=exactly(QUARTER))]
_Year = Annotated[int, Meta(ge=1945, le=LAST_YEAR)]
_MonthDay = Annotated[str, Meta(pattern=exactly(MONTH_DAY))]

RULES: Final = (
    *("monthly-15", "quarterly-15", "half-year-0615", "yearly-1215"),
    *("on-request", "by-regulation", "after-each"),
)
"""The rules of a duty that carry no date; `before YYYY-MM-DD` is the one that does."""

_BEFORE: Final = re.compile(rf"before ({DAY.pattern})")
_MAX_DUTIES: Final = 50
"""Opaque ones are among them."""
_MAX_BYTES: Final = 60_000
"""Less than an entry may have, so that a directive fits one."""


class _Fact(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, kw_only=True):
    """How all parts of a directive are written."""


class Basis(_Fact, frozen=True, kw_only=True):
    """A document that this one rests on or wants made known: its number, or its name where that is all."""

    number: _Word | None = None
    label: Label | None = None
    issuer: Label | None = None
    date: Day | None = None


class Signatory(_Fact, frozen=True, kw_only=True):
    """Who signed the document, as it says in public."""

    name: Label
    capacity: Label


class Observance(_Fact, frozen=True, kw_only=True):
    """A day, or the days from one to another, of every year, that the document wants kept. `day` is None where the
    document names the occasion and no day."""

    label: Label
    day: _MonthDay | None = None
    until: _MonthDay | None = None


class Attachment(_Fact, frozen=True, kw_only=True):
    """A document that came with a directive, and where it lies open, as the directive says it."""

    label: Label
    link: Label | None = None


class Content(_Fact, frozen=True, kw_only=True):
    """A thing that the document wants made known, and the topics under which an activity about it is logged."""

    label: Label
    topics: _Codes = ()


class Due(_Fact, frozen=True, kw_only=True):
    """Until when a task is to be done. `date`: before or on `date`; `quarter`: in `quarter`; `yearly-day`: on `day` of
    each year; `continuous`: all the time from the year `since` on. `recurs`: and again in the years after."""

    kind: Literal["date", "quarter", "yearly-day", "continuous"]
    date: Day | None = None
    quarter: _Quarter | None = None
    day: _MonthDay | None = None
    since: _Year | None = None
    recurs: bool = False
    strict: bool = False


class Task(_Fact, frozen=True, kw_only=True):
    """A task of a directive: a thing to be done. `no` is its number in the document."""

    no: _Word
    label: Label
    due: Due
    topics: _Codes = ()
    channels: _Codes = ()
    lead: _Codes = ()
    cooperating: _Codes = ()


class Duty(_Fact, frozen=True, kw_only=True):
    """A report that the document demands. `strict`: "before a day" ends when the day begins; otherwise with the day.
    `window_from`: the first day that a one-off report gathers, by default the document's own date."""

    id: Slug
    what: Label
    rule: Annotated[str, Meta(max_length=40)]
    reporters: _Codes = ()
    recipient: Slug | None = None
    recipient_name: Label | None = None
    strict: bool = True
    window_from: Day | None = None
    units: _Units = ()
    """By code: of the units whose kind is named, these alone; if no kind is, just these."""
    but: _Units = ()
    """By code, those that are left out."""
    heads: Annotated[tuple[Label, ...], Meta(max_length=20)] = ()
    """The headings of the narrative that is asked for."""
    tables: Annotated[tuple[Slug, ...], Meta(max_length=20)] = ()
    """Which of a report's tables are asked for."""
    rest_day: Literal["after"] | None = None
    """Where the last day is a rest day, the next working day is the last (`period.working_day`)."""
    fed_by: Slug | None = None
    """The id of the duty whose answers this report is made from."""
    counts: _Counted = ()
    """What a one-off report counts, in the words of `gathering`; without any, what was logged for the directive."""


class Directive(_Fact, frozen=True, kw_only=True):
    """An official document. One of `date`, `month` (`YYYY-MM`) and `year` says when it was issued."""

    id: Slug
    number: _Word | None = None
    symbol: _Word | None = None
    kind: Slug
    date: Day | None = None
    month: Annotated[str, Meta(pattern=exactly(MONTH))] | None = None
    year: _Year | None = None
    province: Annotated[str, Meta(pattern=exactly(PROVINCE_CODE))]
    issuer: Label
    signer: Signatory | None = None
    subject: Label
    valid_from: Day | None = None
    valid_to: Day | None = None
    addressees: _Codes = ()
    based_on: Annotated[tuple[Basis, ...], Meta(max_length=100)] = ()
    topics: _Codes = ()
    channels: _Codes = ()
    audiences: _Codes = ()
    observances: Annotated[tuple[Observance, ...], Meta(max_length=100)] = ()
    tasks: Annotated[tuple[Task, ...], Meta(max_length=200)] = ()
    duties: Annotated[tuple[Duty, ...], Meta(max_length=_MAX_DUTIES)] = ()
    succession: Label | None = None
    """What becomes of the tasks of units that are merged or split."""
    needs: _Codes = ()
    """What a reader must know to read the rest: words that narrow or change what the directive asks for."""
    recipients: Annotated[tuple[Label, ...], Meta(max_length=100)] = ()
    """Who was sent the document, as it lists them at its end."""
    attachments: Annotated[tuple[Attachment, ...], Meta(max_length=100)] = ()
    contents: Annotated[tuple[Content, ...], Meta(max_length=200)] = ()

    @property
    def name(self) -> str:
        """The directive's name, as people and periods call it."""
        return self.number or self.symbol or self.id

    def task(self, no: str) -> Task | None:
        """The task of this number, if there is one."""
        return next((task for task in self.tasks if task.no == no), None)

    @property
    def is_opaque(self) -> bool:
        """Whether all but the envelope of it is for a newer program: tasks and duties that it has not are not said to be
        none."""
        return not KNOWN_NEEDS.issuperset(self.needs)


class OpaqueDuty(Struct, frozen=True):
    """A duty that only a newer program can read: what it is about, and nothing that follows from it."""

    id: str
    what: str


class Unread(Struct, frozen=True, kw_only=True):
    """What of a directive only a newer program can read."""

    edition: bool = False
    """Whether all but the envelope is."""
    duties: tuple[OpaqueDuty, ...] = ()
    keys: tuple[str, ...] = ()
    """Keys outside of duties that were passed over."""

    @property
    def hides_duties(self) -> bool:
        """Whether it may ask for reports that cannot be told here."""
        return self.edition or bool(self.duties)


class DirectiveAsRead(Directive, frozen=True, kw_only=True):
    """A directive as far as it was read. `unread`, left out where all was: what of it only a newer program can read."""

    unread: Unread | None = None


_Known = TypeVar("_Known")

ALL_READ: Final = Unread()
"""Of a directive that was read whole."""

REQUEST: Final = "request"
"""The kind of a directive that asks once for a report that no regime foresees."""

KNOWN_NEEDS: Final = frozenset[str]()
"""The words of `needs` that this program knows."""

ENVELOPE: Final = (
    *("id", "number", "symbol", "kind", "date", "month", "year", "province", "issuer", "subject", "valid_from", "valid_to"),
    "needs",
)
"""The keys of a directive that every program reads, for ever."""
_INSIDE: Final = tuple(name for name in Directive.__struct_fields__ if name not in ENVELOPE)


def read(value: object) -> tuple[Directive, Unread]:
    """The directive in an object of JSON, as far as this program can read it, and what it cannot.

    `BadInput("bad-directive")` for what no program may write, `BadInput("bad-entry")` for keys out of their order.
    """
    if not isinstance(value, dict):
        raise _bad("directive", "not an object")
    needs = value.get("needs", ())
    if isinstance(needs, list) and any(isinstance(word, str) and word not in KNOWN_NEEDS for word in needs):
        unknown_keys(value, Directive, but=_INSIDE)
        return _converted({name: value[name] for name in value if name in ENVELOPE}), Unread(edition=True)
    keys = unknown_keys(value, Directive, but=("duties",))
    duties, opaque = _duties(value.get("duties", ()))
    known = without_unknown(value, Directive)
    if "duties" in known and (duties or not known["duties"]):
        known["duties"] = duties
    elif "duties" in known:
        del known["duties"]
    directive = _converted(known)
    _check_unique("duties", [*(duty.id for duty in directive.duties), *(duty.id for duty in opaque)])
    return directive, Unread(duties=tuple(opaque), keys=tuple(keys))


def _duties(values: object) -> tuple[list[object], list[OpaqueDuty]]:
    """The duties that can be read, still as objects, and the others."""
    if not isinstance(values, list | tuple):
        raise _bad("duties", "not a list")
    if len(values) > _MAX_DUTIES:
        raise _bad("duties", f"more than {_MAX_DUTIES}")
    known: list[object] = []
    opaque: list[OpaqueDuty] = []
    for value in values:
        if _is_read(value):
            known.append(value)
            continue
        duty = _of_type({name: value[name] for name in ("id", "what") if name in value}, _DutyEnvelope)
        for field, text in (("id", duty.id), ("what", duty.what)):
            _check_text(f"duties {duty.id} {field}", text)
        opaque.append(OpaqueDuty(duty.id, duty.what))
    return known, opaque


class _DutyEnvelope(_Fact, frozen=True, kw_only=True):
    id: Slug
    what: Label


def _is_read(value: object) -> bool:
    """Whether a duty can be read; `BadInput` if it is no object, or its keys are out of their order."""
    if not isinstance(value, dict):
        raise _bad("duties", "not an object")
    if unknown_keys(value, Duty):
        return False
    try:
        duty = msgspec.convert(value, type=Duty)
        _check_rule(duty)
        _check_day(f"duties {duty.id}", duty.window_from)
    except (msgspec.ValidationError, BadInput):
        return False
    return True


def _converted(value: dict[str, Any]) -> Directive:
    """The directive of an object that has known keys alone; `BadInput` if it is not one, or spelled otherwise than it is
    written."""
    directive = _of_type(value, Directive)
    if msgspec.json.encode(directive) != msgspec.json.encode(value):
        raise _bad("directive", "not in its one canonical spelling")
    validate(directive)
    return directive


def _of_type(value: object, kind: type[_Known]) -> _Known:
    try:
        return msgspec.convert(value, type=kind)
    except msgspec.ValidationError as error:
        raise _bad("directive", str(error)) from None


def validate(directive: Directive) -> None:
    """What the struct cannot say of itself; `BadInput("bad-directive")` names the field and why."""
    for field, text in _texts(msgspec.to_builtins(directive), ""):
        _check_text(field, text)
    for field, day in _days(directive):
        _check_day(field, day)
    _check_name_and_time(directive)
    _check_unique("tasks", [task.no for task in directive.tasks])
    _check_unique("duties", [duty.id for duty in directive.duties])
    for place, basis in enumerate(directive.based_on):
        if basis.number is None and basis.label is None:
            raise _bad(f"based_on[{place}]", "a number or a label")
    for duty in directive.duties:
        _check_rule(duty)
    for task in directive.tasks:
        _check_due(task)
    if len(msgspec.json.encode(directive)) > _MAX_BYTES:
        raise _bad("directive", f"longer than {_MAX_BYTES} bytes")


def _check_text(field: str, text: str) -> None:
    if not is_nfc(text) or has_unseen(text) or text != text.strip(" "):
        raise _bad(field, "text with control characters or spaces around, or not in Unicode form NFC")


def _bad(field: str, why: str) -> BadInput:
    return BadInput("bad-directive", field=field, why=why)


def _texts(value: object, field: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield field, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _texts(inner, f"{field}.{key}".lstrip("."))
    elif isinstance(value, list | tuple):
        for place, inner in enumerate(value):
            yield from _texts(inner, f"{field}[{place}]")


def _days(directive: Directive) -> Iterator[tuple[str, str | None]]:
    """Every day that is stated, with its field. A day of each year is one of the leap year 2024, so 29 February is."""
    yield "date", directive.date
    yield "month", f"{directive.month}-01" if directive.month else None
    yield "valid_from", directive.valid_from
    yield "valid_to", directive.valid_to
    for basis in directive.based_on:
        yield f"based_on {basis.number}", basis.date
    for observance in directive.observances:
        for day in (observance.day, observance.until):
            yield f"observances {observance.label}", f"2024-{day}" if day else None
    for task in directive.tasks:
        yield f"tasks {task.no}", task.due.date
        yield f"tasks {task.no}", f"2024-{task.due.day}" if task.due.day else None
    for duty in directive.duties:
        yield f"duties {duty.id}", duty.window_from


def _check_day(field: str, day: str | None) -> None:
    try:
        if day is not None:
            datetime.date.fromisoformat(day)
    except ValueError:
        raise _bad(field, f"{day} is not a day of the calendar") from None


def _check_name_and_time(directive: Directive) -> None:
    if directive.number is None and directive.symbol is None:
        raise _bad("number", "a number, or a symbol where the number is blank")
    if "@" in directive.name:
        raise _bad("number", "@ parts a directive from a period and cannot stand in its name")
    if [directive.date, directive.month, directive.year].count(None) != 2:
        raise _bad("date", "one of date, month and year")
    if directive.valid_from and directive.valid_to and directive.valid_from > directive.valid_to:
        raise _bad("valid_to", "before valid_from")
    for observance in directive.observances:
        if observance.until is not None and observance.day is None:
            raise _bad(f"observances {observance.label}", "until without day")


def _check_unique(field: str, names: list[str]) -> None:
    if len(set(names)) != len(names):
        raise _bad(field, "two with the same number or id")


def _check_rule(duty: Duty) -> None:
    match = _BEFORE.fullmatch(duty.rule)
    if match is not None:
        _check_day(f"duties {duty.id}", match.group(1))
        if not FIRST_YEAR <= int(match.group(1)[:4]) <= LAST_YEAR:  # a day before or after it must have a name, too
            raise _bad(f"duties {duty.id}", f"{match.group(1)} is of no year of periods")
    elif duty.rule not in RULES:
        raise _bad(f"duties {duty.id}", f"no such rule: {duty.rule}")


def _check_due(task: Task) -> None:
    due = task.due
    given = {"date": due.date, "quarter": due.quarter, "yearly-day": due.day}
    only = {"continuous": due.since, "date": due.strict or None}
    if any((value is not None) != (kind == due.kind) for kind, value in given.items()) or any(
        value is not None and kind != due.kind for kind, value in only.items()
    ):
        raise _bad(f"tasks {task.no}", f"due of kind {due.kind} with the wrong keys")

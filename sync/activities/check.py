"""The check of a draft: what an officer typed, read field by field into what an entry says. Pure; `entries` saves."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Final

import msgspec
from msgspec import Struct

from sync.activities.dates import parse_date, parse_days, parse_last
from sync.activities.draft import ActivityDraft
from sync.encoding.limits import MAX_COUNT, MAX_LINE, MAX_PLACES, MAX_SPAN, MAX_TEXT
from sync.errors import Fact, Misuse, NotListed, UnknownDirective
from sync.ledger.activity_fields import FIELDS, ActivityField
from sync.ledger.directive import Directive
from sync.ledger.entry import Fields
from sync.ledger.merge import Values
from sync.ledger.period import chosen_directive
from sync.ledger.registry import Registry
from sync.ledger.span import is_span
from sync.ledger.text import fold, tidy
from sync.ledger.vocabulary import find
from sync.wording.dates import day

_COUNT: Final = re.compile(r"[0-9]{1,3}(?:([., ])[0-9]{3})(?:\1[0-9]{3})*|[0-9]{1,10}")
"""Digits, perhaps in groups of three as people write them: 1.200 and 1,200 are one thousand two hundred. Nothing here is
counted in parts."""
_PARTS: Final = re.compile("[0-9]{1,10}[.,](?:[0-9]{1,2}|[0-9]{4,10})")
"""A number with parts: what stands behind its point or comma is no group of three."""
_LETTER: Final = re.compile(
    r"(?:(?:ke hoach|cong van|quyet dinh|chi thi|van ban|huong dan|kh|cv|qd) )?(?:so:? ?)?(?P<number>[0-9]{1,6})"
)
"""A letter as people name it by the digits of its number: 2653, KH 2653, Kế hoạch số 2653."""
_GROUPS: Final = str.maketrans("", "", "., ")
_NEEDED: Final = tuple(field for field in FIELDS if field.needed)


class NoDirectivesYet(Misuse):
    """A directive where none is known."""

    def __init__(self, /, **facts: Fact) -> None:
        super().__init__("no-directives-yet", **facts)


class FieldNeeded(Misuse):
    """A field that was left empty, and that no activity is without."""

    def __init__(self, /, **facts: Fact) -> None:
        super().__init__("field-needed", **facts)


class FieldError(Struct, frozen=True):
    """A field of a draft that cannot be taken, and why."""

    field: str
    error: Misuse


class CheckedDraft(Struct, frozen=True):
    """A draft as it was read. All that is wrong with it is told at once: one fault at a time makes people give up."""

    fields: Fields
    """Only those that could be read."""
    wrong: tuple[FieldError, ...]

    def whole(self) -> Fields:
        """The fields, if nothing is wrong; raises the first `Misuse` otherwise."""
        if self.wrong:
            raise self.wrong[0].error
        return self.fields


def nameable(registry: Registry, was: Values | None = None) -> tuple[Directive, ...]:
    """The directives that a draft may name: those of the own province, and the one that a revised record names already."""
    named = was.directive if was is not None else None
    own = registry.own_directives
    return own + tuple(other for other in registry.directives if other.id == named and other not in own)


def check(
    draft: ActivityDraft, *, today: datetime.date, directives: Iterable[Directive], was: Values | None = None
) -> CheckedDraft:
    """Read a draft, in which one of these directives may be named. `was` is what a revised record is now, and keeps its
    directive; without it title and date are needed."""
    reader, draft, readings = _DraftReader(was), _with_places(draft), _readings(today)
    for field in FIELDS:
        typed = getattr(draft, field.code)
        if typed is None and field.kind != "directive":
            continue
        if field.kind == "terms":
            reader.take_terms(field, typed)
        elif field.kind == "day" and field.needed:
            reader.take_days(typed, today)
        elif field.kind == "day":
            reader.take_last(typed, today)
        elif field.kind == "directive":
            reader.take_directive(draft, tuple(directives))
        elif field.kind == "lines":
            reader.take_lines(field.code, typed)
        elif field.kind != "task":  # a task is one of its directive, and read with it
            reader.take(field.code, typed, readings[field.code])
    for field in _NEEDED:
        reader.need(field.code)
    reader.check_span()
    return CheckedDraft(msgspec.convert(reader.values, Fields), tuple(reader.wrong))


def _with_places(draft: ActivityDraft) -> ActivityDraft:
    """A draft whose place names one: `;` stands between several, and all but the first are other places."""
    first, *others = [text.strip() for text in (draft.place or "").split(";") if text.strip()] or [""]
    if not others:
        return msgspec.structs.replace(draft, place=first) if first not in ("", draft.place) else draft
    return msgspec.structs.replace(draft, place=first, places="; ".join(filter(None, (*others, draft.places))))


class _DraftReader:
    """Reads the fields of a draft, one after another."""

    def __init__(self, was: Values | None) -> None:
        self.was = was
        self.values: dict[str, object] = {}
        self.wrong: list[FieldError] = []
        self._spanned: str | None = None
        """The last day (ISO), where it was typed along with the first."""

    def take(self, name: str, typed: str | None, read: Callable[[str], object]) -> None:
        if typed is None:
            return
        text = tidy(typed)
        if not text and (self.was is None or name in self.values):
            return  # a new activity says nothing of what is left empty, and nobody of what the day said already
        try:
            self.values[name] = read(text) if text else None
        except Misuse as error:
            self.wrong.append(FieldError(name, error))

    def take_days(self, typed: str | None, today: datetime.date) -> None:
        """The day. A span may be typed in its place."""

        def first_day(text: str) -> str:
            first, last = parse_days(text, today)
            if last is not None:
                self.values["until"] = self._spanned = last
            return first

        self.take("date", typed, first_day)

    def take_last(self, typed: str | None, today: datetime.date) -> None:
        """The last day: where a span was typed as the day, the same again or nothing."""

        def last_day(text: str) -> str:
            first = self.values.get("date", None if self.was is None else self.was.date)
            last = parse_last(text, first if isinstance(first, str) else None, today)
            if self._spanned not in (None, last):
                raise Misuse("other-last-day", last=day(self._spanned))
            return last

        self.take("until", typed, last_day)

    def take_directive(self, draft: ActivityDraft, known: tuple[Directive, ...]) -> None:
        """The directive, and the task, which is one of that directive or of the one that the record has already."""

        def named(typed: str) -> str:
            if not known:
                raise NoDirectivesYet(text=typed[:100])
            return self._standing(named_directive(typed, known), before)

        if self.was is None and draft.directive is None and draft.task is None:
            return
        before = self.was.directive if self.was is not None else None
        self.take("directive", draft.directive, named)
        whose = self.values.get("directive", before)
        directive = next((candidate for candidate in known if candidate.id == whose), None)
        task = draft.task
        if task is None and whose != before and self.was is not None and self.was.task is not None:
            task = ""  # a task means nothing under another directive
        if not any(wrong.field == "directive" for wrong in self.wrong):
            stays = self.was.task if self.was is not None and whose == before else None
            self.take("task", task, lambda typed: _task(typed, directive, stays))

    def _standing(self, named: Directive, before: str | None) -> str:
        """The id of a directive that had not ended when the activity was; the one that the record has stays."""
        date = self.values.get("date") or (self.was.date if self.was is not None else None)
        if named.id != before and named.valid_to is not None and isinstance(date, str) and date > named.valid_to:
            raise Misuse("directive-ended", directive=named.name, day=day(named.valid_to))
        return named.id

    def take_terms(self, field: ActivityField, typed: tuple[str, ...] | None) -> None:
        """Some terms; all but topics stand in order, so that the same ones are one value."""
        assert field.terms is not None, "a field of terms says of which"
        if typed is None or (not typed and self.was is None):
            return
        codes: dict[str, None] = {}
        for text in filter(None, map(tidy, typed)):
            try:
                codes[find(field.terms, text).code] = None
            except Misuse as error:
                self.wrong.append(FieldError(field.code, error))
        self.values[field.code] = tuple(codes if field.terms == "topics" else sorted(codes))

    def take_lines(self, name: str, typed: str | None) -> None:
        """Some short texts, each once, with `;` between."""
        if typed is None or (not tidy(typed) and self.was is None):
            return
        try:
            texts = self._each_once(map(single_line, typed.split(";")))
            if len(texts) > MAX_PLACES:
                raise Misuse("too-many-places", limit=MAX_PLACES, found=len(texts))
            if texts or self.was is not None:
                self.values[name] = texts
        except Misuse as error:
            self.wrong.append(FieldError(name, error))

    def _each_once(self, texts: Iterable[str]) -> tuple[str, ...]:
        """Other places that are no more than those, and not the first place: whether one is written small is no matter."""
        first = self.values.get("place", None if self.was is None else self.was.place)
        known: dict[str, str] = {}
        for text in filter(None, texts):
            known.setdefault(text.casefold(), text)
        known.pop(str(first or "").casefold(), None)
        return tuple(known.values())

    def check_span(self) -> None:
        """The last day follows the first; the same day again says nothing more."""
        was = self.was
        date, until = (self.values.get(name, None if was is None else getattr(was, name)) for name in ("date", "until"))
        if not isinstance(date, str) or not isinstance(until, str) or is_span(date, until):
            return
        if date == until:
            self.values["until"] = None
            if was is None:
                del self.values["until"]
            return
        self.values.pop("until", None)
        self.wrong.append(
            FieldError(
                "date" if self._spanned else "until", Misuse("bad-span", first=day(date), last=day(until), limit=MAX_SPAN)
            )
        )

    def need(self, name: str) -> None:
        """A field that no activity is without."""
        emptied = name in self.values and self.values[name] is None
        missing = self.was is None and name not in self.values and all(wrong.field != name for wrong in self.wrong)
        if emptied or missing:
            self.values.pop(name, None)
            self.wrong.append(FieldError(name, FieldNeeded(field=name)))


@lru_cache(maxsize=1)  # a table has thousands of drafts, all of one day
def _readings(today: datetime.date) -> Mapping[str, Callable[[str], object]]:
    """By field, how the text of those is read that stand for themselves."""
    return {field.code: _reading(field, today) for field in FIELDS if field.kind in ("day", "term", "line", "text", "count")}


def _reading(field: ActivityField, today: datetime.date) -> Callable[[str], object]:
    """How the text of a field that stands for itself is read."""
    if field.kind == "day":
        return lambda typed: parse_date(typed, today)
    if field.terms is not None:
        terms = field.terms
        return lambda typed: find(terms, typed).code
    return {"line": single_line, "text": _text, "count": _count}[field.kind]


def single_line(typed: str) -> str:
    """A text on one line, single spaces between its words. `Misuse("too-long")`."""
    line = " ".join(typed.split())
    if len(line) > MAX_LINE:
        raise Misuse("too-long", limit=MAX_LINE, found=len(line))
    return line


def _text(typed: str) -> str:
    if len(typed) > MAX_TEXT:
        raise Misuse("too-long", limit=MAX_TEXT, found=len(typed))
    return typed


def _count(typed: str) -> int:
    if not _COUNT.fullmatch(typed):
        raise Misuse("not-whole" if _PARTS.fullmatch(typed) else "bad-count", text=typed[:40])
    count = int(typed.translate(_GROUPS))
    if count > MAX_COUNT:
        raise Misuse("bad-count", text=typed[:40])
    return count


def named_directive(typed: str, known: Sequence[Directive]) -> Directive:
    """The directive that somebody names; the digits of its number are enough where no other has them. `NotListed` where
    that is none, or several."""
    try:
        return chosen_directive(typed, known)
    except UnknownDirective:
        digits = _LETTER.fullmatch(fold(typed))
        fitting = [
            directive for directive in known if digits and (directive.number or "").partition("/")[0] == digits["number"]
        ]
        if len(fitting) == 1:
            return fitting[0]
        if not fitting:
            raise
        near = "; ".join(f"{directive.id} ({directive.subject})" for directive in fitting)
        raise NotListed("ambiguous-directive", text=typed[:100], near=near) from None


def _task(typed: str, directive: Directive | None, stays: str | None) -> str:
    """A task's number. `stays` is that of the record: it may stay where only a newer program can read the tasks."""
    if directive is None:
        raise Misuse("task-without-directive", task=typed[:40])
    for task in directive.tasks:
        if fold(task.no) == fold(typed):
            return task.no
    if directive.is_opaque and stays is not None and fold(stays) == fold(typed):
        return stays
    if directive.is_opaque:
        raise Misuse("tasks-unread", directive=directive.name)
    raise NotListed("no-such-task", task=typed[:40], directive=directive.name)

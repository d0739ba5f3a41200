"""Activities: what an officer typed, checked and made into entries; then logged, revised or taken back.

What decides is pure and gives an entry; what saves asks it inside the store's transaction, so that nothing changes
between looking and writing.
"""

from __future__ import annotations

import datetime
import re
import uuid
from collections.abc import Callable, Iterable
from typing import Final

import msgspec
from msgspec import UNSET, Struct

from field.activities.dates import parse_date
from field.activities.drafts import ActivityDraft
from field.store import LaptopStore
from sync.encoding import MAX_COUNT, MAX_LINE, MAX_TEXT, MAX_TOPICS, Base64Hash, RandomBytes, tobase64
from sync.errors import Misuse, Refused
from sync.ledger.directive import Directive
from sync.ledger.entry import Activity, Citation, Fields, Retraction, new_salt
from sync.ledger.merge import Record, Values
from sync.ledger.period import day_of, find_directive
from sync.ledger.text import fold, tidy
from sync.ledger.vocabulary import find
from sync.log.keys import Signer

_COUNT: Final = re.compile(r"[0-9]{1,3}(?:([., ])[0-9]{3})(?:\1[0-9]{3})*|[0-9]{1,10}")
"""Digits, perhaps in groups of three as people write them: 1.200 and 1,200 are one thousand two hundred. Nothing here is
counted in parts."""
_GROUPS: Final = str.maketrans("", "", "., ")


class FieldError(Struct, frozen=True):
    """A field of a draft that cannot be taken, and why."""

    field: str
    error: Misuse


class CheckedDraft(Struct, frozen=True):
    """What a draft comes to. All that is wrong with it is told at once: one fault at a time makes people give up."""

    fields: Fields
    """Only those that could be read."""
    wrong: tuple[FieldError, ...]

    def whole(self) -> Fields:
        """The fields, if nothing is wrong; raises the first `Misuse` otherwise."""
        if self.wrong:
            raise self.wrong[0].error
        return self.fields


def check(
    draft: ActivityDraft, *, today: datetime.date, directives: Iterable[Directive], was: Values | None = None
) -> CheckedDraft:
    """Read a draft. `was` is what a revised record is now; without it title and date are needed."""
    reading = _Reading(was)
    reading.take("title", draft.title, _line)
    reading.take("date", draft.date, lambda typed: parse_date(typed, today))
    reading.take_directive(draft, tuple(directives))
    reading.take_topics(draft.topics)
    reading.take("channel", draft.channel, lambda typed: find("channels", typed).code)
    reading.take("text", draft.text, _text)
    reading.take("place", draft.place, _line)
    reading.take("quantity", draft.quantity, _count)
    reading.take("audience", draft.audience, _count)
    reading.take("minutes", draft.minutes, _count)
    reading.take("language", draft.language, lambda typed: find("languages", typed).code)
    reading.need("title")
    reading.need("date")
    return CheckedDraft(msgspec.convert(reading.values, Fields), tuple(reading.wrong))


class _Reading:
    """The fields of one draft as they are read."""

    def __init__(self, was: Values | None) -> None:
        self.was = was
        self.values: dict[str, object] = {}
        self.wrong: list[FieldError] = []

    def take(self, name: str, typed: str | None, read: Callable[[str], object]) -> None:
        if typed is None:
            return
        text = tidy(typed)
        if not text and self.was is None:
            return  # a new activity says nothing of what is left empty
        try:
            self.values[name] = read(text) if text else None
        except Misuse as error:
            self.wrong.append(FieldError(name, error))

    def take_directive(self, draft: ActivityDraft, known: tuple[Directive, ...]) -> None:
        """The directive, and the task, which is one of that directive or of the one that the record has already."""

        def named(typed: str) -> str:
            if not known:
                raise Misuse("no-directives-yet", text=typed[:100])
            return find_directive(typed, known).id

        before = self.was.directive if self.was is not None else None
        self.take("directive", draft.directive, named)
        whose = self.values.get("directive", before)
        directive = next((one for one in known if one.id == whose), None)
        task = draft.task
        if task is None and whose != before and self.was is not None and self.was.task is not None:
            task = ""  # a task means nothing under another directive
        if not any(wrong.field == "directive" for wrong in self.wrong):
            self.take("task", task, lambda typed: _task(typed, directive))

    def take_topics(self, typed: tuple[str, ...] | None) -> None:
        if typed is None or (not typed and self.was is None):
            return
        topics: dict[str, None] = {}
        for one in filter(None, map(tidy, typed)):
            try:
                topics[find("topics", one).code] = None
            except Misuse as error:
                self.wrong.append(FieldError("topics", error))
        if len(topics) > MAX_TOPICS:
            self.wrong.append(FieldError("topics", Misuse("too-many-topics", limit=MAX_TOPICS)))
        else:
            self.values["topics"] = tuple(topics)

    def need(self, name: str) -> None:
        """A field that no activity is without."""
        emptied = name in self.values and self.values[name] is None
        missing = self.was is None and name not in self.values and all(wrong.field != name for wrong in self.wrong)
        if emptied or missing:
            self.values.pop(name, None)
            self.wrong.append(FieldError(name, Misuse("field-needed", field=name)))


def _line(typed: str) -> str:
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
        raise Misuse("bad-count", text=typed[:40])
    count = int(typed.translate(_GROUPS))
    if count > MAX_COUNT:
        raise Misuse("bad-count", text=typed[:40])
    return count


def _task(typed: str, directive: Directive | None) -> str:
    if directive is None:
        raise Misuse("task-without-directive", task=typed[:40])
    for task in directive.tasks:
        if fold(task.no) == fold(typed):
            return task.no
    raise Misuse("no-such-task", task=typed[:40], directive=directive.name)


def uuid7(milliseconds: int, random: bytes) -> str:
    """A UUID of version 7 (RFC 9562 section 5.7) from POSIX milliseconds and 10 random bytes."""
    value = milliseconds << 80 | int.from_bytes(random, "big")
    value = value & ~(0xF << 76) | 7 << 76
    value = value & ~(3 << 62) | 2 << 62
    return str(uuid.UUID(int=value))


def new_activity(fields: Fields, *, record: str, at: int, salt: str, seen: Citation | None = None) -> Activity:
    """The first entry of a record: `record` a fresh UUID of version 7, `at` in POSIX seconds, `salt` 16 hex digits."""
    return Activity(salt=salt, at=at, seen=seen, record=record, fields=fields)


def revise(now: Record, fields: Fields, *, at: int, salt: str, seen: Citation | None = None) -> Activity:
    """The entry that changes a record: it builds on every head, and sets only what is other than now. On a record in
    conflict it settles each field, with what it sets or else with the value displayed; on one that was taken back it
    brings the record back. `Misuse("nothing-to-change")` if it would do nothing of the sort."""
    disputed = {conflict.field for conflict in now.conflicts}
    changed = {
        name: value
        for name in Fields.__struct_fields__
        if (value := getattr(fields, name)) is not UNSET and (name in disputed or value != getattr(now.values, name))
    }
    if not (changed or now.conflicts or now.retracted is not None):
        raise Misuse("nothing-to-change")
    return Activity(salt=salt, at=at, seen=seen, record=now.record, base=_heads(now), fields=Fields(**changed))


def retract(now: Record, reason: str, *, at: int, salt: str, seen: Citation | None = None) -> Retraction:
    """The entry that takes a record back. `Refused("already-retracted")`, and `Misuse` for want of a reason."""
    if now.retracted is not None and not now.conflicts:
        raise Refused("already-retracted", record=now.record)
    if not tidy(reason):
        raise Misuse("field-needed", field="reason")
    return Retraction(salt=salt, at=at, seen=seen, record=now.record, base=_heads(now), reason=_line(tidy(reason)))


def _heads(record: Record) -> tuple[Base64Hash, ...]:
    return tuple(map(tobase64, record.heads))


def log_activity(store: LaptopStore, signer: Signer, draft: ActivityDraft, *, now: int, random_bytes: RandomBytes) -> str:
    """Save a new activity; its record's id. `now` in POSIX seconds. `Misuse` says what is wrong with the draft."""
    fields = check(draft, today=day_of(now), directives=store.registry().directives).whole()
    record = uuid7(now * 1000, random_bytes(10))
    with store.transaction():
        salt, seen = new_salt(random_bytes), store.next_seen()
        store.append([new_activity(fields, record=record, at=now, salt=salt, seen=seen)], signer)
    return record


def revise_activity(
    store: LaptopStore, signer: Signer, record: str, draft: ActivityDraft, *, now: int, random_bytes: RandomBytes
) -> str:
    """Save a change to a record, named by its id or the beginning of it; its whole id."""
    directives = store.registry().directives
    with store.transaction():
        was = store.record(record).record
        fields = check(draft, today=day_of(now), directives=directives, was=was.values).whole()
        salt, seen = new_salt(random_bytes), store.next_seen()
        store.append([revise(was, fields, at=now, salt=salt, seen=seen)], signer)
    return was.record


def retract_activity(
    store: LaptopStore, signer: Signer, record: str, reason: str, *, now: int, random_bytes: RandomBytes
) -> str:
    """Take a record back, named by its id or the beginning of it; its whole id."""
    with store.transaction():
        was = store.record(record).record
        salt, seen = new_salt(random_bytes), store.next_seen()
        store.append([retract(was, reason, at=now, salt=salt, seen=seen)], signer)
    return was.record

"""A directive from the fields of a form: the common ones, one to a fact, tasks and reports one to a line.

What a form has no field for stays as the text has it: the fields are laid over the directive's outline, and what comes
out is YAML, which alone says what a directive is (`hub.registry.directives.yaml`). A value that cannot be is written as
it was typed, so that reading the text names its line.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping, Sequence
from typing import Final

from msgspec import Struct

from hub.registry.directives.yaml import Written, to_yaml
from sync.encoding.patterns import DAY, MONTH_DAY, QUARTER, YEAR
from sync.errors import Misuse
from sync.ledger.directive import Directive, Due, Duty, Task
from sync.ledger.text import fold
from sync.ledger.vocabulary import find, vocabulary
from sync.wording.i18n import N_, catalogue, speaking

_ = catalogue("hub")

_LONGEST_ID: Final = 64
_PLAIN: Final = ("number", "symbol", "kind", "issuer", "subject", "valid_from", "valid_to")
"""The keys that a field holds as they are."""

_NEW_DUTIES: Final[dict[str, tuple[str, str]]] = {
    "monthly-15": ("monthly", N_("Monthly report")),
    "quarterly-15": ("quarterly", N_("Quarterly report")),
    "half-year-0615": ("half-year", N_("Half-yearly report")),
    "yearly-1215": ("yearly", N_("Yearly report")),
    "on-request": ("on-request", N_("Report on request")),
    "by-regulation": ("by-regulation", N_("Report as regulations say")),
    "after-each": ("after-each", N_("Report after each activity")),
}
"""By rule: the id and the name of a report that is new."""
RULES: Final = tuple(_NEW_DUTIES)
_ONE_OFF: Final = N_("Report on the results")

_UNTIL: Final = re.compile(
    rf"(?P<strict><)?(?P<date>{DAY.pattern})|(?P<quarter>{QUARTER.pattern})"
    rf"|(?P<day>{MONTH_DAY.pattern})|(?P<since>{YEAR.pattern})-"
)

_Outline = Mapping[str, Written]


class DutyContents(Struct, frozen=True, kw_only=True):
    """What the fields hold of the contents of all reports; empty where the reports differ."""

    heads: str = ""
    """The headings of the narrative, a line each."""
    tables: tuple[str, ...] = ()
    rest_day: str = ""
    """`after`, if the deadline moves past a rest day."""


class DirectiveDraft(DutyContents, frozen=True, kw_only=True):
    """What the fields hold."""

    number: str = ""
    symbol: str = ""
    kind: str = ""
    date: str = ""
    issuer: str = ""
    subject: str = ""
    valid_from: str = ""
    valid_to: str = ""
    tasks: str = ""
    """A line each: number | what | until | channels."""
    rules: tuple[str, ...] = ()
    """Of the reports without a date."""
    before: str = ""
    """The days that one-off reports are due before, commas between."""


def draft_of(directive: Directive) -> DirectiveDraft:
    """The fields that say what a directive says, as far as there are fields for it."""
    rules = dict.fromkeys(duty.rule for duty in directive.duties)
    contents = [{"heads": duty.heads, "tables": duty.tables, "rest_day": duty.rest_day} for duty in directive.duties]
    common = _in_common(contents)
    return DirectiveDraft(
        **{name: getattr(directive, name) or "" for name in _PLAIN},
        date=directive.date or "",
        tasks="\n".join(_line(task) for task in directive.tasks),
        rules=tuple(rule for rule in rules if rule in _NEW_DUTIES),
        before=", ".join(rule.removeprefix("before ") for rule in rules if rule not in _NEW_DUTIES),
        heads=common.heads,
        tables=common.tables,
        rest_day=common.rest_day,
    )


def _in_common(duties: Sequence[_Outline]) -> DutyContents:
    """What all reports say alike of what they hold, as the fields have it; nothing where they differ."""

    def alike(name: str) -> Written:
        values = [duty.get(name) or None for duty in duties]
        return values[0] if values and values.count(values[0]) == len(values) else None

    heads, tables = (tuple(map(str, _listed(alike(name)))) for name in ("heads", "tables"))
    return DutyContents(heads="\n".join(heads), tables=tables, rest_day=str(alike("rest_day") or ""))


def written(draft: DirectiveDraft, base: _Outline, *, province: str, province_name: str, taken: Container[str] = ()) -> str:
    """The YAML of a directive: what the fields say, laid over an outline, which may be empty. A new one gets an id that is
    not among those `taken`: two letters of one symbol and month are two directives."""
    said: dict[str, Written] = {**base}
    said.setdefault("province", province)
    said.setdefault("id", free(slug(f"{province_name} {draft.number or draft.symbol}"), taken))
    said.update({name: getattr(draft, name) or None for name in _PLAIN})
    if draft.date:
        said.update(date=draft.date, month=None, year=None)
    else:
        said["date"] = None
    said["tasks"] = list(_tasks(draft, _named(base.get("tasks"), "no")))
    said["duties"] = list(_duties(draft, _items(base.get("duties"))))
    ordered = {name: said.pop(name) for name in Directive.__struct_fields__ if name in said}
    return to_yaml({name: value for name, value in {**ordered, **said}.items() if value not in (None, [], ())})


def slug(text: str) -> str:
    """A directive's id from its words: small letters, digits and dashes.

    >>> slug("Lai Châu 2653/KH-UBND")
    'lai-chau-2653-kh-ubnd'
    """
    return re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")[:_LONGEST_ID].strip("-")


# -- tasks


def _line(task: Task) -> str:
    return " | ".join((task.no, task.label, until_text(task.due), " ".join(task.channels))).rstrip()


def until_text(due: Due) -> str:
    """Until when, as the form has it: 2026-06-30, <2026-06-30 before it, 2026-Q3, 10-10 of each year, 2025- or nothing all
    the time; a + at the end: and in the years after."""
    said = due.date or due.quarter or due.day or (f"{due.since}-" if due.since else "")
    return ("<" if due.strict else "") + said + ("+" if due.recurs else "")


def _due(typed: str) -> dict[str, Written]:
    recurs: dict[str, Written] = {"recurs": True} if typed.endswith("+") else {}
    said = typed.rstrip("+").strip()
    match = _UNTIL.fullmatch(said)
    if not said or match is None:
        return {"kind": "date", "date": said, **recurs} if said else {"kind": "continuous", **recurs}
    if match["date"]:
        return {"kind": "date", "date": match["date"], **recurs, **({"strict": True} if match["strict"] else {})}
    for kind, key in (("quarter", "quarter"), ("yearly-day", "day"), ("continuous", "since")):
        if match[key]:
            return {"kind": kind, key: match[key], **recurs}
    raise AssertionError("one of the groups matched")


def _tasks(draft: DirectiveDraft, known: Mapping[str, _Outline]) -> Iterator[Written]:
    for line in draft.tasks.splitlines():
        if not line.strip():
            continue
        no, *rest = (part.strip() for part in line.split("|"))
        label, until, channels = _three(rest)
        new: _Outline = {"lead": ["commune-committee"]}
        said: dict[str, Written] = {**known.get(no, new), "no": no, "label": label, "due": _due(until)}
        said["channels"] = [_channel(word) for word in re.split(r"[\s,;]+", channels) if word]
        ordered = {name: said.pop(name) for name in Task.__struct_fields__ if name in said}
        yield {name: value for name, value in {**ordered, **said}.items() if value != []}


def _three(parts: list[str]) -> tuple[str, str, str]:
    """What, until and channels; what may have bars in it where the other two are given."""
    if len(parts) > 2:
        return " | ".join(parts[:-2]), parts[-2], parts[-1]
    label, until, *_more = (*parts, "", "")
    return label, until, ""


def _channel(typed: str) -> str:
    """The code that is meant by a word."""
    if typed in vocabulary().channels:
        return typed
    try:
        return find("channels", typed).code
    except Misuse:
        return typed


# -- reports


def _duties(draft: DirectiveDraft, known: list[_Outline]) -> Iterator[Written]:
    days = [day for day in re.split(r"[\s,;]+", draft.before) if day]
    wanted = dict.fromkeys((*draft.rules, *(f"before {day}" for day in days)))
    contents: dict[str, Written] = {
        "heads": [line for line in draft.heads.splitlines() if line.strip()],
        "tables": list(draft.tables),
        "rest_day": draft.rest_day or None,
    }
    before = _in_common(known)
    changed = {name: value for name, value in contents.items() if getattr(draft, name) != getattr(before, name)}
    yield from (_laid_over(duty, changed) for duty in known if duty.get("rule") in wanted)
    there = {duty.get("rule") for duty in known}
    taken = {str(duty.get("id")) for duty in known}
    for rule in wanted:
        if rule not in there:
            name, what = _NEW_DUTIES.get(rule, (slug(rule), _ONE_OFF))
            with speaking("vi"):  # a directive is a Vietnamese document, whatever language its form is read in
                found = free(name, taken)
            taken.add(found)
            said: dict[str, Written] = {"id": found, "what": _(what), "rule": rule}
            said |= {"reporters": ["commune-committee"], "recipient": "culture-department"}
            yield _laid_over(said, contents)


def _laid_over(duty: _Outline, contents: Mapping[str, Written]) -> _Outline:
    """A report with other contents, its keys in their order; as it is if there are none."""
    if not contents:
        return duty
    said = {**duty, **contents}
    ordered = {key: said.pop(key) for key in Duty.__struct_fields__ if key in said}
    return {key: value for key, value in {**ordered, **said}.items() if key not in contents or value not in (None, [])}


def free(name: str, taken: Container[str]) -> str:
    """The name, or the first like it that is not taken yet.

    >>> free("lai-chau-sv", {"lai-chau-sv", "lai-chau-sv-2"})
    'lai-chau-sv-3'
    """
    number = 1
    while (found := name if number == 1 else f"{name[: _LONGEST_ID - 4]}-{number}") in taken:
        number += 1
    return found


# -- outlines


def _items(value: Written) -> list[_Outline]:
    """The mappings in a list; what is none is left to the reader to refuse."""
    return [item for item in _listed(value) if isinstance(item, Mapping)]


def _listed(value: Written) -> Sequence[Written]:
    return [] if isinstance(value, str) or not isinstance(value, Sequence) else value


def _named(value: Written, key: str) -> dict[str, _Outline]:
    return {str(item.get(key)): item for item in _items(value)}

"""Every fact of the five documents is in the data that ships, seen at the desk and on laptops, and usable by whom it
concerns; or it stands here why not.

`facts.tsv` has a fact a line: its document by id, of what kind it is, the fact, and where the data have it:

    KEY = VALUE        a key of the directive that is just this
    KEY ~ WORDS        words among what the desk shows of a key
    LIST : CODE ...    codes of the vocabulary in a list of the directive
    task = NO          a task that a unit leads, or cooperates in, as the directive stands today
    actor = CODE       a body that is named, and is a unit or answers through one
    duty = ID CODE     a report that units owe, or are told to send without a date, as these bodies
    desk = CODE        the hub's own body, which uses the desk: it receives what the communes report
    request = DAY      a report asked for on request: the bodies of the duty owe it, by the day
    line = DAY         a commune that reported to a district on a day, and through it to the province
    due, window, valid, no duty, export      as `_found` reads them
    -                  nowhere
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final, get_args

import msgspec
import pytest
from msgspec import Struct

from field.cli import directive_output
from hub.export.documents import files
from hub.registry.directives.form import until_text
from hub.registry.directives.yaml import LISTS, shipped
from hub.web.pages import directives as desk
from sync.encoding.types import Instant
from sync.ledger import entry as e
from sync.ledger.directive import REQUEST, Directive, Due, Duty, Task
from sync.ledger.obligations import Obligations
from sync.ledger.unit_history import UnitHistory
from sync.ledger.vocabulary import vocabulary
from sync.wording.directives import key_words
from sync.wording.i18n import speaking
from sync.wording.names import terms
from tests.sync.ledger.test_registry import SALT, hub, read
from tests.sync.ledger.test_unit_history import unit

TODAY: Final = "2026-11-20"

WHY_NOT: Final = {
    "body": "the body is named nowhere in the data, or the state has ended it and the document names no successor",
    "section": "a laptop writes no section to paste",
}
UNUSABLE: Final[dict[tuple[str, str], str]] = {
    ("task", "*"): "body",
    ("actor", "*"): "body",
    ("duty", "result inside the NQ57 report (section to paste): commune"): "section",
    ("duty", "*"): "body",
}
"""Why a fact is not usable, by its kind and itself; `*` stands for any other of the kind."""


class Fact(Struct, frozen=True):
    """A line of the table."""

    document: str
    category: str
    fact: str
    where: str


@cache
def facts() -> list[Fact]:
    with (Path(__file__).parent / "facts.tsv").open(encoding="utf-8", newline="") as file:
        return [Fact(**row) for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)]


@cache
def directive(id_: str) -> Directive:
    return next(known for known in shipped() if known.id == id_)


@cache
def at_the_desk(id_: str) -> dict[str, str]:
    """What the directive's page shows, by what it is called."""
    with speaking("vi"):
        told = dict(desk.facts(directive(id_)))
        told["task"] = "\n".join(" ".join(msgspec.structs.astuple(line)) for line in desk.tasks(directive(id_)))
        return told


@cache
def on_laptops(id_: str) -> dict[str, str]:
    """What `soxa field directive show` says of it."""
    with speaking("vi"):
        return dict(directive_output.facts(directive(id_)))


@cache
def obligations(id_: str) -> Obligations:
    known = directive(id_)
    code = f"{known.province}000"
    founded = msgspec.structs.replace(hub, province=known.province)
    stated = e.Directed(salt=SALT, at=Instant(1), directive=known)
    return Obligations(read(founded, unit(known.province, "Tỉnh"), unit(code), *bodies(known.province), stated))


def bodies(province: str) -> Iterator[e.Unit]:
    """A unit of each kind of body that there is today and that is none of a commune, as the hub states them."""
    for place, (kind, actor) in enumerate(vocabulary().actors.items()):
        if actor.until is None and actor.level != "commune":
            code = f"{province}-x{place}"
            yield e.Unit(salt=SALT, at=Instant(1), code=code, name=kind, type="sở", valid_from="2025-07-01", body=kind)


def stands(id_: str, *kinds: str) -> bool:
    """Whether a unit is a body of one of these kinds today, or answers for one."""
    task = Task(no="1", label="x", due=Due(kind="continuous"), lead=kinds)
    return bool(obligations(id_).leading(directive(id_), task, TODAY))


def is_own(id_: str, duty: Duty) -> bool:
    """Whether a duty stands at the desk as the province's own, with its deadline."""
    ever = obligations(id_).between(Instant(0), Instant(2**32))
    return any(owes.own and owes.duty == duty for owes in ever)


def named(found: Directive) -> set[str]:
    """Every body that a directive names."""
    in_tasks = {code for task in found.tasks for code in (*task.lead, *task.cooperating)}
    return in_tasks | {code for duty in found.duties for code in duty.reporters} | set(found.addressees)


def _found(fact: Fact) -> tuple[bool, bool]:
    """Whether the data have a fact, and whether whom it concerns can use it."""
    known, where = directive(fact.document), fact.where
    if where == "-":
        return False, False
    if where == "no duty":
        return not known.duties, not obligations(known.id).between(Instant(0), Instant(2**32))
    key, sign, value = where.split(" ", 2)
    if sign == ":":
        return _in_list(known, key, value.split())
    if sign == "~":
        return _told(known, key, value)
    words = value.split()
    match key:
        case "task":
            task = known.task(value)
            return task is not None, task is not None and stands(known.id, *task.lead, *task.cooperating)
        case "actor":
            return value in named(known), value in named(known) and stands(known.id, value)
        case "duty":
            duty = next(duty for duty in known.duties if duty.id == words[0])
            reporters = words[1:] or duty.reporters
            there = set(reporters) <= set(duty.reporters)
            asked = stands(known.id, *(code for code in reporters if code != duty.recipient)) or is_own(known.id, duty)
            return there, there and asked
        case "window":
            there = next(duty.window_from for duty in known.duties if duty.id == words[0]) == words[1]
            return there, there
        case "desk":
            there = any(duty.recipient == value and "commune-committee" in duty.reporters for duty in known.duties)
            return there, there
        case "request":
            return (_asked_on_request(known, value),) * 2
        case "line":
            return (_reported_in_line(known.province, value),) * 2
        case "due":
            task = known.task(words[0])
            there = task is not None and until_text(task.due) == words[1]
            return there, there
        case "valid":
            return ((known.valid_from, known.valid_to) == (words[0], words[1]),) * 2
        case "export":
            return (value in get_args(files.Kind),) * 2
    there = str(getattr(known, key)) == value
    return there, there


def _asked_on_request(known: Directive, before: str) -> bool:
    """Whether a request by a day, for the bodies of a duty on request, is owed by them and them alone."""
    (duty,) = (duty for duty in known.duties if duty.rule == "on-request")
    asked = msgspec.structs.replace(duty, rule=f"before {before}", window_from="2026-11-01", strict=False)
    called_in = msgspec.structs.replace(known, id="called-in", kind=REQUEST, symbol="1/YC", duties=(asked,))
    commune = f"{known.province}000"
    offices = {f"{commune}-{kind}"[:24]: kind for kind in duty.reporters}
    stated = [
        e.Unit(salt=SALT, at=Instant(1), code=code, name=kind, type="phòng", valid_from="2025-07-01", body=kind)
        for code, kind in offices.items()
    ]
    founded = msgspec.structs.replace(hub, province=known.province)
    directed = e.Directed(salt=SALT, at=Instant(1), directive=called_in)
    registry = read(founded, unit(known.province, "Tỉnh"), unit(commune), unit(f"{known.province}001"), *stated, directed)
    (owes,) = Obligations(registry).of(registry.period(f"1/YC@{before}"))
    period = owes.period
    # a commune that has no such offices answers for them itself
    return set(owes.units) == {*offices, f"{known.province}001"} and (period.start, period.end) == ("2026-11-01", before)


def _reported_in_line(province: str, day: str) -> bool:
    """Whether a commune of before July 2025 reports to its district, and that to the province, on a day."""
    district = msgspec.structs.replace(unit("141", start="2020-01-01", end="2025-06-30"))
    commune = msgspec.structs.replace(unit(f"{province}000", start="2020-01-01"), reports_to="141")
    founded = msgspec.structs.replace(hub, province=province)
    history = UnitHistory(read(founded, unit(province, "Tỉnh"), district, commune))
    line = [history.superior(code, day) for code in (f"{province}000", "141")]
    return line == ["141", ""] and history.superior(f"{province}000", TODAY) == ""


def _in_list(known: Directive, key: str, codes: list[str]) -> tuple[bool, bool]:
    """Codes in a list: usable where both faces show them, and an activity can say them."""
    there = set(codes) <= set(getattr(known, key))
    with speaking("vi"):
        told = terms(LISTS[key], codes).split("; ")
        faces = (at_the_desk(known.id), on_laptops(known.id))
        seen = all(words in _shown(face, key) for words in told for face in faces)
    says = {"topics": "topics", "channels": "channel", "audiences": "audiences", "addressees": None}[key]
    can_say = says is None or says in e.Fields.__struct_fields__
    return there, there and seen and can_say


def _told(known: Directive, key: str, words: str) -> tuple[bool, bool]:
    """Words of a key: usable where both faces show them."""
    if key == "tasks":
        return (any(words in task.label for task in known.tasks),) * 2
    if key in ("issuer", "subject"):
        return (words in getattr(known, key),) * 2
    with speaking("vi"):
        there = words in _shown(at_the_desk(known.id), key)
        return there, there and words in _shown(on_laptops(known.id), key)


def _shown(face: dict[str, str], key: str) -> str:
    """What a face shows of a key; of one that it calls otherwise, all that it shows."""
    return face.get(key_words(key)) or "\n".join(face.values())


def why_not(fact: Fact) -> str:
    return WHY_NOT[UNUSABLE.get((fact.category, fact.fact)) or UNUSABLE[fact.category, "*"]]


def test_the_table_has_every_fact_of_the_five_documents() -> None:
    assert Counter(fact.document for fact in facts()) == {
        "lai-chau-2026-06": 55,
        "lai-chau-binh-dan-hoc-vu-so": 101,
        "lao-cai-2025-12": 60,
        "lang-son-2023-05": 66,
        "lai-chau-2653-kh-ubnd": 164,
    }


@pytest.mark.parametrize("fact", facts(), ids=lambda fact: f"{fact.document}-{fact.category}-{fact.fact}")
def test_a_fact_is_usable_or_it_is_said_why_not(fact: Fact) -> None:
    found, usable = _found(fact)
    assert found or fact.where == "-", "the table says where, and it is not there"
    assert usable or why_not(fact)


def test_how_many_facts_are_in_the_data_and_usable() -> None:
    """Where a hub states the bodies that the documents name as units. What is not usable even so stands in `UNUSABLE`."""
    found = [_found(fact) for fact in facts()]
    assert len(found) == 446
    assert sum(there for there, _usable in found) >= 444
    assert sum(usable for _there, usable in found) >= 441

"""A directive that enters a log is whole: known names, real dates, rules that can be kept."""

from __future__ import annotations

import json
from typing import Any

import msgspec
import pytest

from sync.errors import BadInput
from sync.ledger.directive import RULES, Basis, Directive, Due, Duty, Observance, Task, validate

LETTER = Directive(
    id="letter-1",
    number="1/SVHTTDL",
    kind="letter",
    date="2026-01-05",
    province="12",
    issuer="Sở Văn hóa, Thể thao và Du lịch",
    subject="Tuyên truyền",
    tasks=(Task(no="1", label="Truyền thanh", due=Due(kind="continuous", since=2026)),),
    duties=(Duty(id="monthly", what="Báo cáo tháng", rule="monthly-15"),),
)


def changed(**fields: Any) -> Directive:
    return msgspec.structs.replace(LETTER, **fields)


def due(**fields: Any) -> Directive:
    return changed(tasks=(Task(no="1", label="Truyền thanh", due=Due(**fields)),))


def duty(**fields: Any) -> Directive:
    return changed(duties=(Duty(id="monthly", what="Báo cáo", **fields),))


@pytest.mark.parametrize(
    "directive",
    [
        LETTER,
        changed(date=None, month="2026-01"),
        changed(date=None, year=2026),
        changed(number=None, symbol="UBND-VX"),
        changed(based_on=(Basis(label="Luật Thực hiện dân chủ ở cơ sở"), Basis(number="57-NQ/TW", issuer="Bộ Chính trị"))),
        changed(
            observances=(
                Observance(label="Ngày nhuận", day="02-29"),
                Observance(label="Tuần lễ", day="10-01", until="10-07"),
                Observance(label="Tết Nguyên đán"),
            )
        ),
        due(kind="date", date="2026-06-30"),
        due(kind="date", date="2026-06-30", strict=True),
        due(kind="quarter", quarter="2026-Q1", recurs=True),
        due(kind="yearly-day", day="10-10", recurs=True),
        due(kind="continuous"),
        *(duty(rule=rule) for rule in RULES),
        duty(rule="before 2026-03-01", window_from="2026-01-01"),
        changed(valid_from="2026-02-01"),
        changed(valid_to="2026-02-01"),
        changed(valid_from="2026-02-01", valid_to="2026-02-01"),
    ],
)
def test_what_documents_say_holds_and_comes_back_from_its_line(directive: Directive) -> None:
    validate(directive)
    assert msgspec.json.decode(msgspec.json.encode(directive), type=Directive) == directive


@pytest.mark.parametrize(
    ("directive", "field"),
    [
        (changed(date="2026-02-30"), "date"),
        (changed(date=None, month="2026-13"), "month"),
        (changed(month="2026-01"), "date"),
        (changed(date=None), "date"),
        (changed(number=None), "number"),
        (changed(number="1@2026"), "number"),
        (changed(valid_from="2026-02-01", valid_to="2026-01-31"), "valid_to"),
        (changed(valid_to="2026-02-29"), "valid_to"),
        (changed(subject="Tuyên\ntruyền"), "subject"),
        (changed(subject="Tuyên truyền "), "subject"),
        (changed(subject="e\u0301"), "subject"),
        (changed(subject="\u202etruyền"), "subject"),
        (changed(based_on=(Basis(issuer="Chính phủ"),)), "based_on[0]"),
        (changed(observances=(Observance(label="Ngày", day="02-30"),)), "observances Ngày"),
        (changed(observances=(Observance(label="Ngày", until="02-20"),)), "observances Ngày"),
        (changed(tasks=LETTER.tasks * 2), "tasks"),
        (changed(duties=LETTER.duties * 2), "duties"),
        (due(kind="date"), "tasks 1"),
        (due(kind="date", date="2026-06-31"), "tasks 1"),
        (due(kind="date", date="2026-06-30", since=2026), "tasks 1"),
        (due(kind="quarter", date="2026-06-30"), "tasks 1"),
        (due(kind="continuous", quarter="2026-Q1"), "tasks 1"),
        (due(kind="continuous", strict=True), "tasks 1"),
        (due(kind="yearly-day", day="06-31"), "tasks 1"),
        (duty(rule="weekly"), "duties monthly"),
        (duty(rule="before 2026-02-30"), "duties monthly"),
        (duty(rule="before 2026-03-01 "), "duties[0].rule"),
        (duty(rule="monthly-15", window_from="2026-00-01"), "duties monthly"),
        (
            changed(tasks=tuple(Task(no=str(no), label="ế" * 500, due=Due(kind="continuous")) for no in range(60))),
            "directive",
        ),
    ],
)
def test_what_cannot_be_kept_is_refused_by_field(directive: Directive, field: str) -> None:
    with pytest.raises(BadInput) as raised:
        validate(directive)
    assert raised.value.code == "bad-directive"
    assert raised.value.facts["field"] == field


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("id", "Letter 1"),
        ("id", "-letter"),
        ("id", "a" * 65),
        ("province", "1"),
        ("province", "12\n"),
        ("date", "5/1/2026"),
        ("topics", ["Topic"]),
        ("subject", ""),
        ("subject", "a" * 501),
        ("colour", "red"),
    ],
)
def test_the_struct_itself_refuses_what_breaks_its_shape(key: str, value: object) -> None:
    built = msgspec.to_builtins(LETTER) | {key: value}
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(built, Directive)


TASK = {"no": "1", "label": "x", "due": {"kind": "continuous"}}
DUTY = {"id": "a", "what": "x", "rule": "after-each"}


@pytest.mark.parametrize(
    ("place", "good", "bad"),
    [
        (("year",), 1945, 1944),
        (("year",), 2199, 2200),
        (("number",), "1", ""),
        (("number",), "1" * 100, "1" * 101),
        (("symbol",), "x" * 100, "x" * 101),
        (("topics",), ["a"] * 100, ["a"] * 101),
        (("observances",), [{"label": "x"}] * 100, [{"label": "x"}] * 101),
        (("based_on",), [{"number": "1"}] * 100, [{"number": "1"}] * 101),
        (("tasks",), [TASK] * 200, [TASK] * 201),
        (("duties",), [DUTY] * 50, [DUTY] * 51),
        (("duties", 0, "rule"), "x" * 40, "x" * 41),
        (("tasks", 0, "due", "since"), 1945, 1944),
        (("tasks", 0, "due", "quarter"), "2026-Q4", "2026-Q5"),
        (("tasks", 0, "due", "day"), "06-30", "6-30"),
    ],
)
def test_a_part_is_taken_up_to_its_edge_and_not_beyond(place: tuple[str | int, ...], good: object, bad: object) -> None:
    def read(value: object) -> Directive:
        built = part = json.loads(msgspec.json.encode(LETTER))
        for step in place[:-1]:
            part = part[step]
        part[place[-1]] = value
        return msgspec.convert(built, Directive)

    read(good)
    with pytest.raises(msgspec.ValidationError):
        read(bad)


def of_size(size: int) -> Directive:
    """A directive whose line has exactly so many bytes."""

    def made(length: int, rest: int) -> Directive:
        labels = ["x" * length] * 149 + ["x" * (length + rest)]
        tasks = (Task(no=f"{no:03}", label=label, due=Due(kind="continuous")) for no, label in enumerate(labels))
        return changed(tasks=tuple(tasks))

    more, rest = divmod(size - len(msgspec.json.encode(made(1, 0))), 150)
    directive = made(1 + more, rest)
    assert len(msgspec.json.encode(directive)) == size
    return directive


def test_a_directive_of_exactly_the_limit_holds_and_one_byte_more_does_not() -> None:
    validate(of_size(60_000))
    with pytest.raises(BadInput, match="bad-directive"):
        validate(of_size(60_001))


def test_people_call_it_by_its_number_or_else_its_symbol_and_where_it_has_neither_by_its_id() -> None:
    assert LETTER.name == "1/SVHTTDL"
    assert changed(number=None, symbol="UBND-VX").name == "UBND-VX"
    assert changed(number=None).name == "letter-1"


def test_what_a_document_does_not_say_is_not_written() -> None:
    bare = Directive(id="a", kind="letter", province="12", issuer="x", subject="y")
    assert msgspec.json.encode(bare) == b'{"id":"a","kind":"letter","province":"12","issuer":"x","subject":"y"}'
    assert msgspec.json.encode(Due(kind="continuous", recurs=False, strict=False)) == b'{"kind":"continuous"}'
    assert msgspec.json.encode(Duty(id="a", what="x", rule="after-each", strict=True)) == (
        b'{"id":"a","what":"x","rule":"after-each"}'
    )

"""A directive that is written out says what it said, and a form's fields lose nothing that they have no room for."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from hub.registry.directives.form import DirectiveDraft, draft_of, written
from hub.registry.directives.yaml import builtins_of, outline, parse_yaml, shipped, to_yaml
from sync.errors import BadInput
from sync.ledger.directive import Basis, Directive, Due, Duty, Observance, Signatory, Task, validate
from sync.ledger.text import tidy

_PLACE = {"province": "12", "province_name": "Lai Châu"}


def _kept(text: str) -> bool:
    return bool(text) and text.isprintable() and tidy(text) == text and text == unicodedata.normalize("NFC", text)


texts = st.text(st.characters(codec="utf-8"), min_size=1, max_size=80).map(tidy).filter(_kept)
tricky = st.sampled_from(
    ["null", "~", "no", "1.10", "2026-01-02", "0x1F", "<<", "=", "?", "-", "[", "'", '"', "*a", "&a", "!t", "%", "@x", "`"]
) | st.sampled_from(["|", ">", "{a", "a: b", "- x", "# c", "a  b", "x #y", "đủ, rồi: xong"])
words = texts | tricky
days = st.dates().map(lambda day: f"{2026}-{day:%m-%d}").filter(lambda day: not day.endswith("02-29"))
dues = st.one_of(
    st.builds(Due, kind=st.just("date"), date=days, recurs=st.booleans(), strict=st.booleans()),
    st.builds(Due, kind=st.just("quarter"), quarter=st.just("2026-Q3"), recurs=st.booleans()),
    st.builds(Due, kind=st.just("yearly-day"), day=days.map(lambda day: day[5:]), recurs=st.booleans()),
    st.builds(Due, kind=st.just("continuous"), since=st.none() | st.integers(1945, 2199), recurs=st.booleans()),
)
channels = st.lists(st.sampled_from(["commune-radio", "banner", "zalo"]), max_size=3, unique=True).map(tuple)
tasks = st.builds(
    Task,
    no=words,
    label=words,
    due=dues,
    channels=channels,
    lead=st.just(("commune-committee",)),
    cooperating=st.sampled_from([(), ("police",)]),
)
duties = st.builds(
    Duty,
    id=st.integers(0, 999).map(lambda number: f"duty-{number}"),
    what=words,
    rule=st.sampled_from(["monthly-15", "yearly-1215", "on-request", "before 2026-12-28"]),
    reporters=st.just(("commune-committee",)),
    recipient_name=st.none() | words,
    strict=st.booleans(),
    heads=st.lists(words, max_size=2).map(tuple),
    tables=st.sampled_from([(), ("topic",), ("channel", "task")]),
    rest_day=st.sampled_from([None, "after"]),
)
directives = st.builds(
    Directive,
    id=st.just("one"),
    number=words.filter(lambda text: "@" not in text),
    kind=st.just("plan"),
    date=days,
    province=st.just("12"),
    issuer=words,
    subject=words,
    signer=st.none() | st.builds(Signatory, name=words, capacity=words),
    based_on=st.lists(st.builds(Basis, number=words, label=st.none() | words), max_size=2).map(tuple),
    observances=st.lists(st.builds(Observance, label=words), max_size=2).map(tuple),
    topics=st.sampled_from([(), ("digital-skills",)]),
    tasks=st.lists(tasks, max_size=3, unique_by=lambda task: task.no).map(tuple),
    duties=st.lists(duties, max_size=3, unique_by=lambda duty: duty.id).map(tuple),
)


@pytest.mark.parametrize("directive", shipped(), ids=lambda one: one.id)
def test_the_shipped_directives_written_out_say_what_they_said(directive: Directive) -> None:
    assert parse_yaml(to_yaml(builtins_of(directive)), "x") == directive


@given(directives)
def test_whatever_a_directive_says_can_be_written_out_and_read(directive: Directive) -> None:
    validate(directive)
    assert parse_yaml(to_yaml(builtins_of(directive)), "x") == directive


@pytest.mark.parametrize("directive", shipped(), ids=lambda one: one.id)
def test_fields_left_as_they_are_change_nothing(directive: Directive) -> None:
    text = to_yaml(builtins_of(directive))
    assert written(draft_of(directive), outline(text, "x"), **_PLACE) == text


@given(directives.filter(lambda one: not any("|" in task.no + task.label for task in one.tasks)))
def test_fields_of_any_directive_left_as_they_are_change_nothing(directive: Directive) -> None:
    text = written(draft_of(directive), outline(to_yaml(builtins_of(directive)), "x"), **_PLACE)
    assert parse_yaml(text, "x") == directive


def test_the_fields_alone_make_a_directive() -> None:
    draft = DirectiveDraft(
        number="7/KH-UBND",
        kind="plan",
        date="2026-11-02",
        issuer="UBND tỉnh",
        subject="Chuyển đổi số",
        tasks="1 | Phát thanh | <2026-12-31+ | loa, zalo\n\n 2 | Họp dân | 2026-Q4",
        rules=("monthly-15",),
        before="2026-12-28",
    )
    found = parse_yaml(written(draft, {}, **_PLACE), "x")
    assert (found.id, found.number, found.province) == ("lai-chau-7-kh-ubnd", "7/KH-UBND", "12")
    assert [(task.no, task.due, task.channels) for task in found.tasks] == [
        ("1", Due(kind="date", date="2026-12-31", strict=True, recurs=True), ("commune-radio", "zalo")),
        ("2", Due(kind="quarter", quarter="2026-Q4"), ()),
    ]
    assert [(duty.rule, duty.reporters) for duty in found.duties] == [
        ("monthly-15", ("commune-committee",)),
        ("before 2026-12-28", ("commune-committee",)),
    ]


def test_contents_typed_in_the_fields_are_those_of_all_reports() -> None:
    draft = DirectiveDraft(
        number="7", kind="plan", date="2026-11-02", issuer="A", subject="B", rules=("monthly-15", "yearly-1215"),
        heads="Kết quả\nKiến nghị", tables=("topic",), rest_day="after",
    )  # fmt: skip
    text = written(draft, {}, **_PLACE)
    found = parse_yaml(text, "x")
    assert [(duty.heads, duty.tables, duty.rest_day) for duty in found.duties] == [
        (("Kết quả", "Kiến nghị"), ("topic",), "after")
    ] * 2
    assert draft_of(found).heads == draft.heads
    emptied = replace(draft_of(found), heads="", tables=(), rest_day="")
    assert all(not duty.heads and not duty.tables and not duty.rest_day for duty in again(emptied, text).duties)


def test_reports_that_differ_keep_each_its_own_contents_until_all_get_the_same() -> None:
    known = DirectiveDraft(number="7", kind="plan", date="2026-11-02", issuer="A", subject="B", rules=("monthly-15",))
    text = written(replace(known, heads="Kết quả"), {}, **_PLACE)
    both = replace(draft_of(parse_yaml(text, "x")), rules=("monthly-15", "yearly-1215"), heads="Kết quả")
    monthly, yearly = parse_yaml(written(both, outline(text, "x"), **_PLACE), "x").duties
    differing = replace(parse_yaml(text, "x"), duties=(monthly, replace(yearly, rest_day="after")))
    text = to_yaml(builtins_of(differing))
    mixed = draft_of(parse_yaml(text, "x"))
    assert (mixed.heads, mixed.rest_day) == ("Kết quả", "")
    assert [duty.rest_day for duty in again(mixed, text).duties] == [None, "after"]
    assert [duty.rest_day for duty in again(replace(mixed, rest_day="after"), text).duties] == ["after", "after"]


def again(draft: DirectiveDraft, text: str) -> Directive:
    """What the fields say, laid over a text."""
    return parse_yaml(written(draft, outline(text, "x"), **_PLACE), "x")


def test_a_slip_in_a_field_is_named_with_its_line() -> None:
    draft = DirectiveDraft(number="7", kind="plan", date="2026-11-02", issuer="A", subject="B", tasks="1 | Họp | mai")
    text = written(draft, {}, **_PLACE)
    with pytest.raises(BadInput) as caught:
        parse_yaml(text, "YAML")
    where = str(caught.value.facts["field"])
    line = int(where.partition(":")[2].partition(" ")[0])
    assert "mai" in text.splitlines()[line - 1] and "tasks[0].due.date" in where

"""Directives that people write are read strictly, and those that ship say everything that the documents ask."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

import msgspec
import pytest
from msgspec import Struct

from hub.registry.directives.yaml import MAX_FILE, load_yaml, shipped
from sync.errors import BadInput
from sync.ledger.directive import Directive, Due, validate
from sync.ledger.period import find_directive
from sync.ledger.vocabulary import vocabulary
from tests.independent.forms import read_directive

FACTS = Path(__file__).parent / "facts"

MINIMAL = """\
id: letter-1
number: 1/SVHTTDL
kind: letter
date: 2026-01-05
province: 12
issuer: Sở Văn hóa, Thể thao và Du lịch
subject: Tuyên truyền
tasks:
  - no: 1
    label: Truyền thanh
    channels: [commune-radio]
    lead: [commune-committee]
    due: {kind: continuous, since: 2026}
duties:
  - {id: monthly, what: Báo cáo tháng, reporters: [commune-committee], recipient: culture-department, rule: monthly-15}
"""


class TaskFact(Struct, frozen=True, forbid_unknown_fields=True):
    no: str
    lead: set[str]
    cooperating: set[str]
    due: Due


class DutyFact(Struct, frozen=True, forbid_unknown_fields=True):
    id: str
    rule: str
    recipient: str | None


class Facts(Struct, frozen=True, forbid_unknown_fields=True):
    id: str
    name: str
    number: str | None
    date: str | None
    month: str | None
    year: int | None
    province: str
    signer: str
    addressees: set[str]
    topics: set[str]
    channels: set[str]
    audiences: set[str]
    based_on: set[tuple[str, str | None]]
    based_on_without_number: int
    observances: list[str | None]
    tasks: list[TaskFact]
    duties: list[DutyFact]


def facts() -> list[Facts]:
    files = sorted(path for path in FACTS.glob("*.json") if path.name != "vocabulary.json")
    return [msgspec.json.decode(path.read_bytes(), type=Facts) for path in files]


BY_ID = pytest.mark.parametrize("fact", facts(), ids=lambda fact: fact.id)


def directive_of(fact: Facts) -> Directive:
    return next(directive for directive in shipped() if directive.id == fact.id)


def read(tmp_path: Path, text: str) -> Directive:
    path = tmp_path / "letter.yaml"
    path.write_text(text, encoding="utf-8")
    return load_yaml(path)


def refusal(tmp_path: Path, text: str) -> dict[str, object]:
    with pytest.raises(BadInput) as raised:
        read(tmp_path, text)
    assert raised.value.code == "bad-directive"
    return dict(raised.value.facts)


def test_each_of_the_five_documents_ships() -> None:
    assert [directive.id for directive in shipped()] == [fact.id for fact in facts()]


@BY_ID
def test_a_document_is_named_dated_and_signed_as_it_is(fact: Facts) -> None:
    directive = directive_of(fact)
    assert (directive.name, directive.number, directive.province) == (fact.name, fact.number, fact.province)
    assert (directive.date, directive.month, directive.year) == (fact.date, fact.month, fact.year)
    assert directive.signer is not None
    assert directive.signer.name == fact.signer
    assert find_directive(fact.name, shipped()) == directive


@BY_ID
def test_every_code_that_a_document_names_is_kept(fact: Facts) -> None:
    directive = directive_of(fact)
    assert fact.addressees <= set(directive.addressees)
    assert fact.topics <= set(directive.topics)
    assert fact.channels <= set(directive.channels)
    assert fact.audiences <= set(directive.audiences)


@BY_ID
def test_every_legal_basis_and_observance_is_kept(fact: Facts) -> None:
    directive = directive_of(fact)
    dated = {basis.number: basis.date for basis in directive.based_on}
    assert set(dated) - {None} == {number for number, _ in fact.based_on}
    assert all(dated[number] == date for number, date in fact.based_on if date is not None)
    assert sum(basis.number is None for basis in directive.based_on) == fact.based_on_without_number
    assert [observance.day for observance in directive.observances] == fact.observances


@BY_ID
def test_every_task_has_its_agencies_and_deadline(fact: Facts) -> None:
    tasks = {task.no: task for task in directive_of(fact).tasks}
    assert set(tasks) == {stated.no for stated in fact.tasks}
    for stated in fact.tasks:
        task = tasks[stated.no]
        assert (set(task.lead), set(task.cooperating)) == (stated.lead, stated.cooperating), stated.no
        if stated.due == Due(kind="continuous"):
            assert task.due.kind == "continuous", stated.no
        else:
            assert task.due == stated.due, stated.no


@BY_ID
def test_every_report_that_a_document_demands_is_a_duty(fact: Facts) -> None:
    duties = {duty.id: duty for duty in directive_of(fact).duties}
    assert set(duties) == {stated.id for stated in fact.duties}
    for stated in fact.duties:
        duty = duties[stated.id]
        assert duty.rule == stated.rule
        assert duty.strict
        assert duty.reporters
        assert stated.recipient in (None, duty.recipient)


def test_every_word_of_the_documents_belongs_to_a_code() -> None:
    words = msgspec.json.decode((FACTS / "vocabulary.json").read_bytes(), type=dict[str, dict[str, list[str]]])
    assert {name: len(codes) for name, codes in words.items()} == {
        "channels": 70,
        "topics": 33,
        "audiences": 19,
        "actors": 41,
    }
    for name, codes in words.items():
        known = getattr(vocabulary(), name)
        assert {word: ours for word, ours in codes.items() if not ours or not set(ours) <= set(known)} == {}


@pytest.mark.parametrize("directive", shipped(), ids=lambda directive: directive.id)
def test_a_shipped_directive_holds_and_shows_its_tasks_codes_among_its_own(directive: Directive) -> None:
    validate(directive)
    for task in directive.tasks:
        assert set(task.topics) <= set(directive.topics), task.no
        assert set(task.channels) <= set(directive.channels), task.no
        assert task.lead, task.no
    for wanted in directive.contents:
        assert set(wanted.topics) <= set(directive.topics), wanted.label


@pytest.mark.parametrize("directive", shipped(), ids=lambda directive: directive.id)
def test_a_reader_that_knows_the_page_alone_reads_all_of_it(directive: Directive) -> None:
    line = msgspec.json.decode(msgspec.json.encode(directive))
    assert list(line)[-1] == "contents", "new keys stand after all others"
    found = read_directive(line)
    assert found is not None and not found.passed_over
    older = {key: value for key, value in line.items() if key not in ("recipients", "attachments", "contents")}
    assert read_directive(older) is not None, "and a directive of before has none of them"


def test_a_person_needs_no_quotes(tmp_path: Path) -> None:
    directive = read(tmp_path, MINIMAL)
    assert (directive.province, directive.date, directive.tasks[0].no) == ("12", "2026-01-05", "1")
    assert directive.tasks[0].due.since == 2026


def test_the_example_in_the_manual_is_taken(tmp_path: Path) -> None:
    manual = resources.files("hub").joinpath("data", "README.md").read_text(encoding="utf-8")
    example = manual.partition("```yaml\n")[2].partition("```")[0]
    assert read(tmp_path, example).name == "UBND-VX"


def test_decomposed_and_look_alike_letters_are_repaired(tmp_path: Path) -> None:
    text = MINIMAL.replace("subject: Tuyên truyền", "subject: Ðiê\u0323n")
    assert read(tmp_path, text).subject == "Điện"


def test_a_byte_order_mark_and_windows_lines_are_taken(tmp_path: Path) -> None:
    path = tmp_path / "letter.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + MINIMAL.replace("\n", "\r\n").encode())
    assert load_yaml(path) == read(tmp_path, MINIMAL)


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("kind: letter", "kind: letter\ncolour: red", "letter.yaml:4 colour"),
        ("kind: letter", "kind: letter\nkind: plan", "letter.yaml:4"),
        ("label: Truyền thanh", "label: Truyền thanh\n    due_by: 2026", "letter.yaml:11 tasks[0].due_by"),
        ("since: 2026", "since: soon", "letter.yaml:13 tasks[0].due.since"),
        ("[commune-radio]", "[commune-raido]", "letter.yaml:11 tasks[0].channels[0]"),
        ("recipient: culture-department", "recipient: culture", "letter.yaml:15 duties[0].recipient"),
        ("province: 12", "province: Lai Châu", "letter.yaml:5 province"),
        ("subject: Tuyên truyền", "subject: &a Tuyên truyền\nsuccession: *a", "letter.yaml:8"),
        ("subject: Tuyên truyền", "subject: !!python/name:os.system Tuyên truyền", "letter.yaml:7"),
        ("subject: Tuyên truyền", "subject: [a, b", "letter.yaml:8"),
        ("monthly-15}", "monthly-15}\n---\nid: other", "letter.yaml:16"),
        ("rule: monthly-15", "rule: weekly", "duties monthly"),
        ("date: 2026-01-05", "date: 2026-02-30", "date"),
    ],
)
def test_a_slip_of_the_hand_is_refused_where_it_stands(tmp_path: Path, old: str, new: str, field: str) -> None:
    assert old in MINIMAL
    assert refusal(tmp_path, MINIMAL.replace(old, new, 1))["field"] == field


@pytest.mark.parametrize("text", ["", "# nothing\n", "just words\n", "- a\n- b\n", "[" * 50_000, "a: \x00\n"])
def test_what_is_not_a_directive_is_refused(tmp_path: Path, text: str) -> None:
    assert str(refusal(tmp_path, text)["field"]).startswith("letter.yaml")


def test_a_file_that_is_too_long_is_not_read(tmp_path: Path) -> None:
    assert refusal(tmp_path, MINIMAL + "#" * MAX_FILE)["field"] == "letter.yaml"


def test_a_file_that_is_not_there_or_not_text_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadInput) as missing:
        load_yaml(tmp_path / "none.yaml")
    assert missing.value.code == "file-missing"
    (tmp_path / "letter.yaml").write_bytes(b"id: \xff\n")
    with pytest.raises(BadInput) as latin:
        load_yaml(tmp_path / "letter.yaml")
    assert latin.value.code == "not-utf8"


def test_a_word_of_a_newer_program_is_refused_where_it_stands(tmp_path: Path) -> None:
    facts = refusal(tmp_path, MINIMAL + "needs: [spans]\n")
    assert facts == {"field": "letter.yaml:16 needs[0]", "why": "“spans” is a word of a newer program"}

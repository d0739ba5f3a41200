"""What may be picked while typing, and how a few letters find it."""

from __future__ import annotations

import msgspec

from field.activities import choices
from sync.ledger.vocabulary import vocabulary
from sync.wording.directives import unread_mark
from tests.field.alone import PLAN

CHANNELS = choices.terms("channels")


def test_what_the_unit_uses_comes_first_then_what_most_do() -> None:
    rare = next(term.code for term in vocabulary().channels.values() if not term.common and term.until is None)
    values = [choice.value for choice in choices.terms("channels", [rare])]
    common = [vocabulary().channels[value].common for value in values[1:]]
    assert values[0] == rare
    assert common == sorted(common, reverse=True)
    assert set(values) == {choice.value for choice in CHANNELS}


def test_a_term_that_is_no_longer_used_cannot_be_picked() -> None:
    for which in ("channels", "topics", "languages"):
        known = getattr(vocabulary(), which)
        picked = {choice.value for choice in choices.terms(which)}
        assert picked == {term.code for term in known.values() if term.until is None}


def test_letters_without_accents_find_the_beginnings_of_words() -> None:
    radio = next(choice for choice in CHANNELS if choice.value == "commune-radio")
    beginning = radio.words[:3]
    assert choices.matching(CHANNELS, beginning)[0].words.startswith(beginning)
    assert radio in choices.matching(CHANNELS, "commune-ra")
    assert choices.matching(CHANNELS, "xyzzy") == []
    assert choices.matching(CHANNELS, " ") == CHANNELS


def test_every_word_typed_must_fit_and_none_is_read_as_a_pattern() -> None:
    tasks = choices.tasks(PLAN)
    assert [task.value for task in choices.matching(tasks, "thanh phat")] == ["19"]
    assert [task.value for task in choices.matching(tasks, "v.10")] == ["V.10"]
    assert choices.matching(tasks, "phat .*") == choices.matching(tasks, "phat")
    assert choices.matching(tasks, "phat cong") == []


def test_directives_are_found_by_number_subject_and_issuer_those_that_are_answered_first() -> None:
    other = msgspec.structs.replace(PLAN, id="lai-chau-7-kh-ubnd", number="7/KH-UBND", subject="Phòng cháy")
    known = choices.directives([PLAN, other], [other.id])
    assert [choice.value for choice in known] == [other.name, PLAN.name]
    for typed in ("2653", "chuyen doi so", "ubnd tinh"):
        assert PLAN.name in {choice.value for choice in choices.matching(known, typed)}


def test_without_a_directive_there_are_no_tasks() -> None:
    assert choices.tasks(None) == []


def test_of_a_directive_read_in_part_it_is_said_and_an_opaque_one_has_no_tasks() -> None:
    opaque = msgspec.structs.replace(PLAN, id="b", number="7/KH-UBND", tasks=(), needs=("spans",))
    whole, part = choices.directives([PLAN, opaque], in_part={opaque.id})
    assert whole.more == PLAN.subject
    assert part.more == f"{PLAN.subject} ({unread_mark()})"
    assert choices.tasks(opaque) == []


def test_one_or_two_letters_light_what_they_name_whole_or_what_alone_begins_so() -> None:
    known = [
        choices.Choice("fanpage", "Fanpage xã", spoken=("fb",)),
        choices.Choice("meeting", "Họp bản"),
        choices.Choice("school", "Học kỳ"),
        choices.Choice("12", "12 · Phát thanh", ("12",)),
        choices.Choice("1", "1 · Tuyên truyền", ("1",)),
    ]
    lit = {typed: choices.likely(known, typed) for typed in ("fb", "f", "fa", "ho", "hop", "1", "12", "ban", "ba")}
    assert {typed: choice and choice.value for typed, choice in lit.items()} == {
        "fb": "fanpage",
        "f": "fanpage",
        "fa": "fanpage",
        "ho": None,
        "hop": "meeting",
        "1": "1",
        "12": "12",
        "ban": "meeting",
        "ba": "meeting",
    }

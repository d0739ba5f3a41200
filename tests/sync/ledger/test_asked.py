"""What a report is asked to say: headings that words stand under, and tables."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.ledger.asked import Asked, asked_for, asked_of, under_heads, with_heads
from sync.ledger.directive import Duty
from sync.ledger.period import parse
from tests.field.alone import PLAN

HEADS = ("Thiệt hại", "Kiến nghị")
WORDS = st.text("ab \n", max_size=12).map(lambda text: "\n".join(filter(None, map(str.strip, text.split("\n")))))


@given(st.fixed_dictionaries({"": WORDS, **dict.fromkeys(HEADS, WORDS)}))
def test_what_is_written_under_a_heading_is_read_under_it(words: dict[str, str]) -> None:
    assert under_heads(with_heads(words), HEADS) == {head: text for head, text in words.items() if text}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", {}),
        ("Chung", {"": "Chung"}),
        ("Kiến nghị\nA\nThiệt hại\nB\nKiến nghị\nC", {"Thiệt hại": "B", "Kiến nghị": "A\nC"}),
        ("Thiệt hại: một nhà", {"": "Thiệt hại: một nhà"}),
        (" Thiệt hại \nmột nhà", {"Thiệt hại": "một nhà"}),
        ("Thiệt hại\n\n", {}),
    ],
)
def test_a_heading_is_a_line_of_its_own(text: str, found: dict[str, str]) -> None:
    assert under_heads(text, HEADS) == found


def duty(**said: tuple[str, ...]) -> Duty:
    return Duty(id="one", what="Báo cáo", rule="monthly-15", **said)  # type: ignore[arg-type]


def test_duties_that_one_report_answers_ask_together() -> None:
    first, second = duty(heads=("A", "B"), tables=("topic",)), duty(heads=("B", "C"), tables=("channel", "topic"))
    assert asked_for([first, second]) == Asked(heads=("A", "B", "C"), tables=("topic", "channel"))
    assert asked_for([first, duty()]).tables == ()
    assert asked_for([]) == Asked()
    assert [table for table in ("topic", "channel") if asked_for([first]).has(table)] == ["topic"]
    assert Asked().has("topic")


def test_a_period_of_a_directive_asks_as_its_duty_does() -> None:
    first = msgspec.structs.replace(PLAN.duties[0], heads=HEADS)
    plan = msgspec.structs.replace(PLAN, duties=(first, *PLAN.duties[1:]))
    asked = asked_of(parse(f"{PLAN.name}@2026-11", [plan]), [plan], ())
    assert first.rule == "monthly-15" and asked.heads == HEADS
    assert asked_of(parse("2026-11", [plan]), [plan], ()) == Asked()

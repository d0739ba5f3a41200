"""Answers to a plan, read from the words of a command."""

from __future__ import annotations

import pytest

from sync.errors import Misuse, NotListed
from sync.importing.answers import answered_columns, field_named


def test_a_column_is_named_by_its_heading_and_a_field_by_its_code_or_its_own_heading() -> None:
    assert answered_columns(["Số lượng (buổi)=quantity", "E=none", "a=b=Ghi chú"]) == {
        "so luong buoi": "quantity",
        "e": "",
        "a b": "text",
    }
    assert (field_named("description"), field_named("STT"), field_named("Số người")) == ("text", "number", "audience")


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("people", "audience"),
        ("số người", "audience"),
        ("for whom", "audiences"),
        ("whom", "audiences"),
        ("Đối tượng", "audiences"),
        ("nội dung", "title"),
        ("which body", "body"),
        ("other places", "places"),
        ("đến ngày", "until"),
    ],
)
def test_a_field_is_named_as_the_handbooks_and_the_form_call_it(name: str, code: str) -> None:
    assert field_named(name) == code


@pytest.mark.parametrize("text", ["quantity", "=quantity", "=x", ""])
def test_words_that_name_no_column_are_refused(text: str) -> None:
    with pytest.raises(Misuse) as caught:
        answered_columns([text])
    assert caught.value.code == "bad-map"


def test_a_field_that_there_is_not_gets_the_near_ones() -> None:
    with pytest.raises(NotListed) as caught:
        field_named("quantiti")
    assert caught.value.code == "no-such-field"
    assert caught.value.facts["near"] == "quantity, until"
    assert str(caught.value.facts["all"]).startswith(
        "title, date, until, directive, task, topics, channel, quantity, audience"
    )
    with pytest.raises(NotListed) as caught:
        field_named("thời lượnq")
    assert caught.value.facts["near"] == "minutes", "near a heading, told by the code that can be typed"
    with pytest.raises(NotListed) as caught:
        field_named("xyz")
    assert caught.value.facts["near"] == "title, date, quantity, audience, minutes, none"

"""Words typed under the headings that a report is asked for."""

from __future__ import annotations

import pytest

from sync.errors import Misuse, NotListed
from sync.ledger.typed_heads import typed_under_heads

HEADS = ("Thiệt hại", "Kiến nghị")


@pytest.mark.parametrize(
    ("typed", "first", "words"),
    [
        ((), "", ""),
        ((), "Chung", "Chung"),
        (("2=Cấp loa", "thiet hai = Ba nhà = 3 "), "", "Thiệt hại\nBa nhà = 3\n\nKiến nghị\nCấp loa"),
        (("Kiến nghị=", "1=Không"), "Chung", "Chung\n\nThiệt hại\nKhông"),
    ],
)
def test_each_heading_takes_its_words_in_the_order_of_the_request(typed: tuple[str, ...], first: str, words: str) -> None:
    assert typed_under_heads(typed, HEADS, first) == words


@pytest.mark.parametrize(
    ("typed", "kind", "code"),
    [
        ("Thời tiết=mưa", NotListed, "unknown-head"),
        ("3=mưa", NotListed, "unknown-head"),
        ("=mưa", NotListed, "unknown-head"),
        ("Thiệt hại", Misuse, "head-without-text"),
    ],
)
def test_what_nobody_asked_for_is_refused(typed: str, kind: type[Misuse], code: str) -> None:
    with pytest.raises(kind) as refused:
        typed_under_heads([typed], HEADS)
    assert refused.value.code == code

"""The codes of what can be chosen for an activity, listed; a wrong one gets the near ones as people call them."""

from __future__ import annotations

import pytest

from sync.errors import NotListed
from sync.ledger.activity_fields import FIELDS
from sync.ledger.vocabulary import find, vocabulary
from sync.wording.i18n import speaking
from sync.wording.reasons import fact_words
from tests.field.cli.desk import Desk


def test_every_code_that_stands_is_listed_under_its_option(desk: Desk) -> None:
    listed = desk.json("choices")
    for field in FIELDS:
        if field.terms is not None:
            standing = {code for code, term in getattr(vocabulary(), field.terms).items() if term.until is None}
            assert standing <= {row["code"] for row in listed}, field.code
    assert {row["option"] for row in listed} == {"--topic", "--channel", "--whom", "--language", "--body"}


def test_words_and_abbreviations_find_their_codes_and_nothing_is_said_where_nothing_fits(desk: Desk) -> None:
    assert "--channel  facebook" in desk.soxa("choices", "fb")
    assert desk.json("choices", "xyzzy") == []
    assert desk.soxa("choices", "xyzzy") == "" and "xyzzy" in desk.said


def test_a_wrong_code_gets_the_near_ones_in_the_readers_words() -> None:
    with pytest.raises(NotListed) as caught:
        find("channels", "comune-radio")
    with speaking("vi"):
        near = fact_words(caught.value, "near", str(caught.value.facts["near"]))
    assert near.startswith("commune-radio (Truyền thanh cơ sở")

"""What officials type and the choice that they mean: `typed_words.tsv`, a list, the letters, a code; the commonest first."""

from __future__ import annotations

from pathlib import Path

import pytest

from field.activities import choices
from sync.ledger.text import fold
from sync.ledger.vocabulary import ListName, aliases, vocabulary
from sync.wording.i18n import LANGUAGE

ROWS = [row.split("\t") for row in (Path(__file__).parent / "typed_words.tsv").read_text("utf-8").splitlines()]
COMMON = 100
LISTS: tuple[ListName, ...] = ("topics", "channels", "languages", "audiences", "bodies")


def lit(which: ListName, typed: str, habits: tuple[str, ...] = ()) -> str | None:
    """The code that is lit for some letters."""
    choice = choices.likely(choices.terms(which, habits), typed)
    return None if choice is None else choice.value


def missed(rows: list[list[str]]) -> list[tuple[str, str, str | None]]:
    """The rows for which something else is lit, or nothing is."""
    return [(typed, code, found) for which, typed, code in rows if (found := lit(which, typed)) != code]  # type: ignore[arg-type]


def test_there_are_three_hundred_and_each_once() -> None:
    assert len(ROWS) >= 300
    assert len({(which, typed) for which, typed, _code in ROWS}) == len(ROWS)


def test_of_the_commonest_each_lights_what_is_meant() -> None:
    assert missed(ROWS[:COMMON]) == []


def test_of_all_a_wrong_one_is_hardly_ever_lit_and_seldom_nothing() -> None:
    wrong = [row for row in missed(ROWS) if row[2] is not None]
    assert len(wrong) * 50 <= len(ROWS), wrong
    assert len(missed(ROWS)) * 20 <= len(ROWS), missed(ROWS)


@pytest.mark.parametrize("which", ["topics", "channels", "languages"])
def test_habits_change_nothing_of_what_is_meant(which: ListName) -> None:
    """Not even those of a unit that uses everything, the last of the list first."""
    rows = [row for row in ROWS[:COMMON] if row[0] == which]
    for habits in ((code,) for code in getattr(vocabulary(), which)):
        wrong = [(typed, lit(which, typed, habits)) for _which, typed, code in rows if lit(which, typed, habits) != code]
        assert wrong == [], habits


@pytest.mark.parametrize("which", LISTS)
def test_every_alias_leads_to_its_own_term_and_to_no_other(which: ListName) -> None:
    known = getattr(vocabulary(), which)
    for code, spoken in aliases(which).items():
        assert code in known
        for alias in spoken:
            assert lit(which, alias) == lit(which, fold(alias)) == code, alias


def test_nothing_is_lit_where_nothing_is_likely() -> None:
    assert lit("languages", "tieng") is None
    assert lit("languages", "t") is None
    assert lit("channels", "xyzzy") is None
    assert lit("topics", "") is None


def test_of_choices_that_fit_as_well_the_one_in_use_is_lit() -> None:
    known = [choices.Choice("a", f"{LANGUAGE} bản A"), choices.Choice("b", f"{LANGUAGE} bản B", used=True)]
    assert choices.likely(known, "ban") is None
    used = choices.likely([known[1], known[0]], "ban")
    assert used is not None and used.value == "b"

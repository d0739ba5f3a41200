"""English says "1 entry", never "1 entries": a text that counts is one of two, or says what it counts before the number."""

from __future__ import annotations

import re

import pytest

from tests import catalogues

_NOUNS = (
    "activities|bytes|cells|columns|communes|directives|duties|entries|figures|laptops|lines|minutes|places|questions|records"
    "|reports|rows|seconds|tasks|totals|units"
)
_COUNTS = re.compile(rf"(?<!at most )(?<!at least )(?<!more than )(?<!longer than )(?<!first )\{{(\w+)\}} ({_NOUNS})\b")
"""The first of several are told from the first alone by another text."""
_NEVER_ONE = {
    "limit",  # bounds are what they are
    "most",
    "least",
    "all",  # of a province there are several
    "whole",
}
_SEVERAL = (
    "The hub holds {held} entries that this laptop signed",  # its join, and what was lost behind it
    "A stick was written here with {held} entries",
    "{path} holds {count} laptops that were moved",  # none, or several
    "All {rows} rows of “{sheet}” stand in",  # of one row another text says it
    "{found} places are too many",
    "{count} units",  # behind a list that is folded from nine on
)


def _one(noun: str) -> str:
    return f"{noun[:-3]}y" if noun.endswith("ies") else noun[:-1]


@pytest.mark.parametrize("package", catalogues.PACKAGES)
def test_a_text_that_counts_has_another_for_one(package: str) -> None:
    words = catalogues.words(package)
    wrong = []
    for text in words:
        for found in _COUNTS.finditer(text):
            name, noun = found.groups()
            one = re.compile(rf"\{{{name}\}} {_one(noun)}\b")
            twins = [other for other in words if one.search(other) and _alike(other, text, found.start())]
            if name not in _NEVER_ONE and not twins and not text.startswith(_SEVERAL):
                wrong.append(text)
    assert wrong == []


def _alike(one: str, several: str, at: int) -> bool:
    return one[:at] == several[:at]

"""Places: a log and an index in one integer, there and back."""

from __future__ import annotations

import doctest

import pytest

from hub.store import places
from hub.store.places import INDEX_BITS, PLACE_BYTES, place_of, places_in, stands_at


def test_the_examples_hold() -> None:
    assert doctest.testmod(places) == (0, 2)


@pytest.mark.parametrize("log", [1, 2, (1 << 23) - 1])
@pytest.mark.parametrize("index", [0, 1, 63, 64, (1 << INDEX_BITS) - 1])
def test_a_place_says_its_log_and_index_and_fits_into_8_bytes(log: int, index: int) -> None:
    place = place_of(log, index)
    assert stands_at(place) == (log, index)
    assert places_in(place.to_bytes(PLACE_BYTES, "big") * 2) == [place, place]


def test_places_of_a_log_lie_together_before_those_of_the_next() -> None:
    assert place_of(1, (1 << INDEX_BITS) - 1) + 1 == place_of(2, 0)

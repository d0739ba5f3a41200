"""Limits are what other implementations were told."""

from __future__ import annotations

from sync.encoding import limits


def test_the_limits_that_other_implementations_are_told_of_stand() -> None:
    assert (limits.MAX_ENTRY, limits.MAX_TREE, limits.MAX_COUNT) == (65_535, 2**53, 1_000_000_000)
    assert (limits.MAX_LINE, limits.MAX_TEXT, limits.MAX_TOPICS, limits.MAX_HEADS) == (500, 10_000, 32, 64)
    assert (limits.MAX_NAME, limits.MAX_KEY, limits.MAX_ORIGIN) == (100, 300, 200)

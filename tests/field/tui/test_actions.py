"""The table of actions: the examples beside it hold."""

from __future__ import annotations

import doctest

from field.tui import actions


def test_the_examples_in_the_module_hold() -> None:
    results = doctest.testmod(actions)
    assert results.failed == 0 and results.attempted > 0

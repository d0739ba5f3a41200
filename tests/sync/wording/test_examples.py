"""How single things are told: the examples beside the code hold."""

from __future__ import annotations

import doctest
from types import ModuleType

import pytest

from sync.wording import dates, directives, numbers, safe_text


@pytest.mark.parametrize("module", [dates, directives, numbers, safe_text], ids=lambda module: module.__name__)
def test_the_examples_in_the_module_hold(module: ModuleType) -> None:
    results = doctest.testmod(module)
    assert results.failed == 0 and results.attempted > 0

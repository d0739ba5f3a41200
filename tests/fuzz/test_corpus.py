"""Every seed and every input that fuzzing has kept is taken or refused, whatever the machine has of fuzzers."""

from __future__ import annotations

import pytest

from tests.fuzz.__main__ import CORPUS
from tests.fuzz.targets import TARGETS, attempt, names


@pytest.mark.parametrize("name", names())
def test_nothing_that_was_found_before_does_more_than_be_refused(name: str) -> None:
    kept = [path.read_bytes() for path in sorted((CORPUS / name).glob("*"))]
    inputs = [*TARGETS[name].seeds(), *kept]
    assert inputs
    for data in inputs:
        attempt(TARGETS[name], data)

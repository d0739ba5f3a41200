"""What makes the vector of a bundle in which something of a laptop's log is judged."""

from __future__ import annotations

from collections.abc import Callable

from tests.vectors.province import Laptop, Province

Recipe = Callable[[Province, Laptop], int]
"""Adds to a province, in which a laptop has been accepted with its join: the index of the entry that is judged, in that
laptop's log."""

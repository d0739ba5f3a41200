"""The words of the vocabulary, as sync/PROTOCOL.md lists them."""

from __future__ import annotations

from pathlib import Path

from tests.independent.annexes import terms

PAGE = Path(__file__).parents[2] / "sync" / "PROTOCOL.md"

VOCABULARY = {word: terms(PAGE.read_text(encoding="utf-8"), f"{word}s") for word in ("topic", "channel")}

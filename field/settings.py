"""How the officer likes the program: what is kept of it on this laptop, and what holds where nothing is."""

from __future__ import annotations

from typing import Final

from field.store import LaptopStore

THEME: Final = "theme"
LANGUAGE: Final = "language"
AUTOMATIC: Final = "automatic-sync"
_ON, _OFF = "on", "off"


def chosen(store: LaptopStore, name: str, among: tuple[str, ...]) -> str:
    """What was chosen of several; the first of them if nothing was, or something that is no more."""
    kept = store.local.setting(name)
    return kept if kept in among else among[0]


def is_automatic(store: LaptopStore) -> bool:
    """Whether a sync is to be tried now and then, without being asked for."""
    return store.local.setting(AUTOMATIC) == _ON


def set_automatic(store: LaptopStore, *, on: bool) -> None:
    """Try it, or do not."""
    store.local.set_setting(AUTOMATIC, _ON if on else _OFF)

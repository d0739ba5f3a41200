"""The officer's settings of the program: kept on this laptop, and what holds where nothing is."""

from __future__ import annotations

from typing import Final

from field.store import LaptopStore

THEME: Final = "theme"
LANGUAGE: Final = "language"
AUTOMATIC: Final = "automatic-sync"
_ON, _OFF = "on", "off"


def chosen(store: LaptopStore, name: str, among: tuple[str, ...]) -> str:
    """The setting that was chosen of several; the first of them if nothing was, or something that is no more."""
    kept = store.local.setting(name)
    return kept if kept in among else among[0]


def is_automatic(store: LaptopStore) -> bool:
    """Whether syncing is automatic: tried now and then, without being asked for."""
    return store.local.setting(AUTOMATIC) == _ON


def set_automatic(store: LaptopStore, *, on: bool) -> None:
    """Turn automatic syncing on or off."""
    store.local.set_setting(AUTOMATIC, _ON if on else _OFF)

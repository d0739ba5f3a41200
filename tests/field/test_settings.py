"""The officer's settings: what was chosen holds, and where nothing was, the first choice."""

from __future__ import annotations

from field import settings
from field.store import LaptopStore


def test_the_first_choice_holds_until_another_was_made(store: LaptopStore) -> None:
    among = ("light", "dark")
    assert settings.chosen(store, settings.THEME, among) == "light"
    store.local.set_setting(settings.THEME, "dark")
    assert settings.chosen(store, settings.THEME, among) == "dark"
    assert settings.chosen(store, settings.LANGUAGE, ("vi", "en")) == "vi"


def test_a_choice_that_is_no_more_is_the_first_again(store: LaptopStore) -> None:
    store.local.set_setting(settings.THEME, "purple")
    assert settings.chosen(store, settings.THEME, ("light", "dark")) == "light"


def test_nothing_is_synced_unasked_until_somebody_wants_it(store: LaptopStore) -> None:
    assert not settings.is_automatic(store)
    settings.set_automatic(store, on=True)
    assert settings.is_automatic(store)
    settings.set_automatic(store, on=False)
    assert not settings.is_automatic(store)

"""Settings of the hub as a whole."""

from __future__ import annotations

from hub.store import Transaction


def test_a_setting_is_what_it_was_set_to_last_and_empty_before(trying: Transaction) -> None:
    assert trying.settings.get("url") == ""
    for value in ("http://here", "http://there", ""):
        trying.settings.set("url", value)
        trying.settings.set("office", "UBND tỉnh")
        assert trying.settings.get("url") == value
    assert trying.settings.get("office") == "UBND tỉnh"

"""Output for a person: nothing that others wrote can disguise it."""

from __future__ import annotations

from tests.field.cli.desk import Desk


def test_what_others_wrote_cannot_disguise_a_line(desk: Desk) -> None:
    record = desk.soxa("log", "--title", "x", "--place", "a\u202eb\x1b[31m").strip()
    for told in (desk.soxa("show", record), desk.soxa("list"), desk.soxa("status")):
        assert "\x1b" not in told and "\u202e" not in told

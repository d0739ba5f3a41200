"""Activities that are dated after the day on which the hub took them: asked about once, each as it is dated."""

from __future__ import annotations

from typing import Final

import msgspec

from field.store import LaptopStore
from field.store.kept import decoded
from field.store.rows import ActivityFilter
from sync.wording.dates import day
from sync.wording.i18n import catalogue, counted
from sync.wording.numbers import number
from sync.wording.safe_text import safe_line

_ = catalogue("field")

_ASKED: Final = "asked-days"
_NAMED: Final = 3


def ask_once(store: LaptopStore) -> str:
    """What is to be asked of the days of activities, and was not asked yet; nothing most times. It counts as asked then."""
    asked = set(decoded(store.local.setting(_ASKED), list[str]) or ())
    rows = [row for row in store.records.rows(ActivityFilter(dated_after=True)) if row.retracted is None]
    standing = {f"{row.record} {row.values.last_day}": row for row in rows}
    if asked != standing.keys():  # so that an idle exchange writes nothing
        store.local.set_setting(_ASKED, msgspec.json.encode(sorted(standing)).decode())
    fresh = [row for name, row in standing.items() if name not in asked]
    if not fresh:
        return ""
    named = "; ".join(f"{safe_line(str(row.values.title))} ({day(row.values.last_day)})" for row in fresh[:_NAMED])
    return counted(
        len(fresh),
        _("{count} activity is dated after the day on which the province received it: {named}. Is the day right?"),
        _("{count} activities are dated after the day on which the province received them: {named}. Are the days right?"),
    ).format(count=number(len(fresh)), named=named + ("; …" if len(fresh) > _NAMED else ""))

"""`soxa hub quota`: how much a laptop and a unit may bring a day."""

from __future__ import annotations

from typing import Annotated

import msgspec
import typer

from hub.cli.options import HomeOption, JsonOption, opened_store
from sync.encoding.limits import MAX_COUNT
from sync.shell.console import out_json, say, table
from sync.wording.i18n import catalogue
from sync.wording.numbers import number

_ = catalogue("hub")

_MAX_MIB = 1024 * 1024

Entries = Annotated[
    int | None, typer.Option("--entries", min=1, max=MAX_COUNT, help=_("Entries that a laptop may bring a day."))
]
Mib = Annotated[int | None, typer.Option("--mib", min=1, max=_MAX_MIB, help=_("MiB of entries, likewise."))]
UnitEntries = Annotated[
    int | None,
    typer.Option("--unit-entries", min=1, max=MAX_COUNT, help=_("Entries that all laptops of a unit may bring a day.")),
]
UnitMib = Annotated[int | None, typer.Option("--unit-mib", min=1, max=_MAX_MIB, help=_("MiB of entries, likewise."))]


def quota(
    entries: Entries = None,
    mib: Mib = None,
    unit_entries: UnitEntries = None,
    unit_mib: UnitMib = None,
    as_json: JsonOption = False,
    home: HomeOption = None,
) -> None:
    """Show or set the quotas."""
    named = {"entries": entries, "mib": mib, "unit_entries": unit_entries, "unit_mib": unit_mib}
    with opened_store(home) as store:
        with store.reading() as transaction:
            kept = transaction.settings.quota
        chosen = msgspec.structs.replace(kept, **{name: value for name, value in named.items() if value is not None})
        if chosen != kept:
            with store.writing() as transaction:
                transaction.settings.keep_quota(chosen)
    if chosen.unit_entries < chosen.entries or chosen.unit_mib < chosen.mib:
        say(
            _(
                "A unit may bring less a day than one of its laptops: what its laptops may is never reached. Allow the unit "
                "at least as much: --unit-entries {entries} --unit-mib {mib}"
            ).format(entries=max(chosen.entries, chosen.unit_entries), mib=max(chosen.mib, chosen.unit_mib))
        )
    if as_json:
        out_json(msgspec.structs.asdict(chosen))
        return
    table(
        [_("a day, at most"), _("entries"), "MiB"],
        [
            [_("a laptop"), number(chosen.entries), number(chosen.mib)],
            [_("a unit"), number(chosen.unit_entries), number(chosen.unit_mib)],
        ],
    )

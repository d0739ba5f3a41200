"""The laptop's store: one SQLite file with every log that the laptop holds and what is derived from them. SQL is in this
room and nowhere else on the laptop.

    store.logs        the logs themselves: this laptop's own, which it appends to, and those that it follows
    store.records     the unit's activities, as their entries make them: found, listed, counted
    store.reporting   what reporting asks: reports, notes of directives, what the province said
    store.local       this laptop's own small things, which never leave it: drafts, settings, past exchanges
    store.taking()    what an exchange brought, taken whole or not at all

A log grows in one transaction together with its frontier, its checkpoint and the records that its entries touch, so
that whatever stops the machine leaves the state before or the state after.

    with LaptopStore.open(home) as store:
        store.logs.append([entry], signer)
"""

from __future__ import annotations

from field.store.laptop_store import LaptopStore
from field.store.taking import Taking

__all__ = ["LaptopStore", "Taking"]

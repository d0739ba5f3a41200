"""What this laptop does not show, where colleagues' history is not brought here: which numbers are then only its own."""

from __future__ import annotations

from field.store import LaptopStore
from field.store.rows import Colleagues
from sync.ledger.registry import Registry
from sync.wording.i18n import catalogue, counted
from sync.wording.numbers import number

_ = catalogue("field")


def left_out(store: LaptopStore, registry: Registry) -> int:
    """How many laptops of the unit there are whose work does not come here as it is sent; 0 where all of it does."""
    if store.local.colleagues == "line":
        return 0
    own = store.membership
    return sum(not peer.entered and peer.id != own.device for peer in registry.peers(own.unit))


def left_out_words(laptops: int, how: Colleagues) -> str:
    """What lists and figures here are without; nothing where that is nothing."""
    if not laptops:
        return ""
    told = counted(
        laptops,
        _("What {count} other laptop of the unit logs is not brought here: lists and figures may be without it."),
        _("What {count} other laptops of the unit log is not brought here: lists and figures may be without it."),
    ).format(count=number(laptops))
    return " ".join([told, _("It comes by USB stick.")]) if how == "stick" else told

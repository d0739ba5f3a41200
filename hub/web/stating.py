"""The two steps of a form that states something: shown first, since it is signed and stays for ever, and then stated."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from starlette.responses import Response

from hub.store import Transaction
from hub.web.context import HubContext, PageRequest
from sync.errors import BadInput, Misuse, Refused, SoxaError

_Stated = TypeVar("_Stated")


def shown_then_stated(
    context: HubContext,
    request: PageRequest,
    state: Callable[[Transaction], _Stated],
    *,
    shown: Callable[[Transaction, _Stated], Response],
    stated: Callable[[_Stated], Response],
    again: Callable[[SoxaError], Response],
) -> Response:
    """What a button of the form asks for. `state` states it in the transaction that it is given: one that is undone after
    `shown` looked at what came of it, or one that commits, after which `stated` answers. `again` shows the form with what
    is wrong."""
    try:
        if request.field("do") != "state":
            with context.store.trying() as transaction:
                return shown(transaction, state(transaction))
        with context.writing() as (transaction, _registry):
            done = state(transaction)
    except (BadInput, Misuse, Refused) as error:
        return again(error)
    return stated(done)

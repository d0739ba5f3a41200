"""The one address of a period, by the id of its directive, which never changes, and its day, month or year:
`/periods/lao-cai-2025-12@2025-12-28`. It leads to what there is of the period."""

from __future__ import annotations

from typing import Final

from starlette.responses import Response

from hub.web import render
from hub.web.context import SIGNED_IN, HubContext, PageRequest, Route, go
from sync.errors import Misuse, NotListed
from sync.ledger.period import Period, chosen_directive, chosen_period_name


def address_of(period: Period) -> str:
    """The address of a period at the desk."""
    when = period.name.rpartition("@")[2]
    return f"/periods/{when if period.directive is None else f'{period.directive}@{when}'}"


def show(context: HubContext, request: PageRequest) -> Response:
    """Lead to the reports of a period; to its directive, if no edition in force asks for the period any more."""
    name = request.params["name"]
    with context.reading() as (_transaction, registry):
        try:
            period = registry.chosen_gathered(name)
        except NotListed:  # several are called so: which?
            raise
        except Misuse:
            whose = name.rpartition("@")[0]
            if not whose:
                raise
            return go(f"/directives/{chosen_directive(whose, registry.directives).id}")
        at = render.address("/reports", period=chosen_period_name(period, registry.directives))
    return go(at)


ROUTES: Final = (Route("GET", "/periods/{name}", show, SIGNED_IN),)

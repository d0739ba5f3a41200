"""The hub's clock was wrong: which acceptances bear a time that looks false, and stating that they do."""

from __future__ import annotations

from typing import Final

from starlette.responses import Response

from hub.monitoring import false_time_words as words
from hub.registry.false_times import state_false, stretch_end, suspicious
from hub.web import render
from hub.web.context import ADMINS, SIGNED_IN, HubContext, PageRequest, Route, tell


def show(context: HubContext, request: PageRequest) -> Response:
    """What looks false, and what is stated."""
    with context.reading() as (transaction, registry):
        found = suspicious(transaction, registry, context.now())
        stated = transaction.settings.false_times
    return render.page(
        request,
        "clock.html",
        stated=[words.stated(each) for each in stated],
        heads=words.heads(),
        rows=[(each, words.suspicious_row(each)) for each in found],
        nothing=words.nothing(context.now()),
        consequence=words.consequence(),
        may_state=request.who.role in ADMINS,
    )


def state(context: HubContext, request: PageRequest) -> Response:
    """State that the times of a stretch are false."""
    first, last = (stretch_end(request.field(name)) for name in ("first", "last"))
    if context.clock is not None:
        context.clock.confirm()  # it was set first, as the page says
    with context.writing() as (transaction, _registry):
        stretch = state_false(transaction, context.keys, first, last, now=context.now(), random_bytes=context.random_bytes)
    return tell(context, request, "/clock", words.stated(stretch))


ROUTES: Final = (Route("GET", "/clock", show, SIGNED_IN), Route("POST", "/clock/false", state, ADMINS))

"""A hub that was put back: what it lacks, who has brought what, and going on, once it is said who was revoked since."""

from __future__ import annotations

from typing import Final

from starlette.responses import Response

from hub.generations import words
from hub.generations.closing import Answers, close
from hub.generations.standing import gathering, kept_apart
from hub.web import render
from hub.web.context import ADMINS, SIGNED_IN, HubContext, PageRequest, Route, tell
from sync.encoding.types import DeviceId
from sync.errors import Misuse


def show(context: HubContext, request: PageRequest) -> Response:
    """How the hub stands."""
    with context.reading() as (transaction, _registry):
        state, apart = gathering(transaction, context.keys), kept_apart(transaction, context.keys)
    return render.page(
        request,
        "restored.html",
        state=state,
        apart=words.left_out(apart),
        lines=[] if state is None else words.standing(state),
        notes=[] if state is None else words.lost(state),
        since="" if state is None else words.since(state),
        rows=[] if state is None else [(laptop, words.laptop_row(laptop)) for laptop in state.laptops],
        may_close=request.who.role in ADMINS,
    )


def go_on(context: HubContext, request: PageRequest) -> Response:
    """Go on in a new generation. `Misuse("revocations-unanswered")` unless it was said who was revoked since."""
    revoked = tuple(map(DeviceId, request.fields("revoked")))
    none = request.field("none") == "yes"
    with context.writing() as (transaction, _registry):
        state = gathering(transaction, context.keys)
        if state is not None and none == bool(revoked):
            raise Misuse("revocations-unanswered", moment=words.since(state))
        answers = Answers(revoked=revoked, reason=request.field("reason"), keep_this=request.field("keep") == "yes")
        done = close(transaction, context.keys, answers, now=context.now(), random_bytes=context.random_bytes)
    return tell(
        context, request, "/restored", " ".join([words.closed(done), *words.left_out(done.left_out), *words.returned(done)])
    )


ROUTES: Final = (
    Route("GET", "/restored", show, SIGNED_IN),
    Route("POST", "/restored", go_on, ADMINS),
)

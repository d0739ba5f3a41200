"""Which of the units that report to a superior have not reported for a period, and how it urges them."""

from __future__ import annotations

from operator import attrgetter
from typing import Final

from starlette.responses import Response

from hub.messages import sentence
from hub.monitoring.reviews import LongComment
from hub.web import render
from hub.web.answers import NothingTicked
from hub.web.context import PageRequest, go
from hub.web.pages import reminders
from hub.web.scoped import ScopedContext, ScopedRoute


def show(context: ScopedContext, request: PageRequest) -> Response:
    """The page of who has not reported, for the period in the address."""
    return _page(context, request, request.value("period"))


def send(context: ScopedContext, request: PageRequest) -> Response:
    """Remind those that are ticked, if they report to this unit and have not reported meanwhile."""
    named, ticked = request.field("period")[:300], frozenset(request.fields("unit"))
    try:
        if not ticked:
            raise NothingTicked()
        context.urge(named, ticked, request.field("comment"))
    except (NothingTicked, LongComment) as error:
        return _page(context, request, named, fault=sentence(error), comment=request.field("comment"), ticked=ticked)
    return go(render.address("/reminders", period=named))


def _page(
    context: ScopedContext,
    request: PageRequest,
    named: str,
    *,
    fault: str = "",
    comment: str = "",
    ticked: frozenset[str] | None = None,
) -> Response:
    with context.reading() as scope:
        periods = scope.periods_below()
        period = scope.period(named) if named else reminders.default(periods, scope.now)
        if period is None:
            return render.page(request, "nothing_owed.html", unread=[])
        shown = reminders.listed(
            period,
            periods,
            scope.period_words,
            attrgetter("name"),
            scope.silent(period),
            scope.owing_below(period),
        )
        return reminders.page(
            request,
            shown,
            said=scope.said(period),
            unread=[],
            before_hub=scope.before_hub(period),
            may_urge=True,
            now=scope.now,
            fault=fault,
            comment=comment,
            ticked=ticked,
        )


ROUTES: Final = (
    ScopedRoute("GET", "/reminders", show),
    ScopedRoute("POST", "/reminders", send),
)

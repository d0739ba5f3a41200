"""Who has not reported for a period, and how to tell them: on their laptops, and as a text for a group chat."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from msgspec import Struct
from starlette.responses import Response

from hub.messages import sentence
from hub.monitoring.before_hub import before_hub_words
from hub.monitoring.board import begun
from hub.monitoring.reminder_words import reminded_words
from hub.monitoring.reporting_status import receipts_by_unit, statuses_by, unit_statuses
from hub.monitoring.reviews import LongComment, remind
from hub.monitoring.silent import SilentUnit, silent
from hub.web import render
from hub.web.answers import NothingTicked
from hub.web.context import OPERATORS, SIGNED_IN, HubContext, PageRequest, Route, go
from sync.encoding.limits import DAY_SECONDS
from sync.encoding.types import Instant
from sync.ledger.period import Period, chosen_period_name, day_of
from sync.wording.dates import day, day_at, moment
from sync.wording.directive_names import period_names, period_said
from sync.wording.directives import unread_duties
from sync.wording.i18n import catalogue
from sync.wording.statuses import status_words

_ = catalogue("hub")

_SOON: Final = 7 * DAY_SECONDS
"""From so many seconds before a deadline on, it is the one to remind of; until then, the last that passed."""


class ReminderList(Struct, frozen=True, kw_only=True):
    """All that the page shows."""

    period: Period
    at: str
    """What says of it in an address which it is."""
    name: str
    """What people call it."""
    periods: dict[str, str]
    """What is offered, with what people call each."""
    silent: list[SilentUnit]
    owing: int
    """How many units owe a report, these among them."""

    @property
    def returned(self) -> list[SilentUnit]:
        """The units of which a report was sent back."""
        return [unit for unit in self.silent if unit.returned]

    @property
    def missing(self) -> list[SilentUnit]:
        """The units that have not reported."""
        return [unit for unit in self.silent if not unit.returned]


def show(context: HubContext, request: PageRequest) -> Response:
    """The page of who has not reported, for the period in the address."""
    return _page(context, request, request.value("period"))


def send(context: HubContext, request: PageRequest) -> Response:
    """Remind those that are ticked, if they have not reported meanwhile."""
    named, ticked = request.field("period")[:300], frozenset(request.fields("unit"))
    try:
        if not ticked:
            raise NothingTicked()
        with context.writing() as (transaction, registry):
            period = registry.chosen_period(named)
            units = remind(
                transaction,
                context.keys,
                registry,
                period,
                request.field("comment"),
                now=context.now(),
                random_bytes=context.random_bytes,
                only=ticked,
            )
            transaction.accounts.tell(request.who.visit, reminded_words(registry, units, context.now()))
    except (NothingTicked, LongComment) as error:
        return _page(context, request, named, fault=sentence(error), comment=request.field("comment"), ticked=ticked)
    return go(render.address("/reminders", period=named))


def _page(
    context: HubContext,
    request: PageRequest,
    named: str,
    *,
    fault: str = "",
    comment: str = "",
    ticked: frozenset[str] | None = None,
) -> Response:
    """The page; every unit is ticked unless it is said which."""
    now = context.now()
    with context.reading() as (transaction, registry):
        rules = statuses_by(transaction, registry)
        periods = begun(rules.obligations, now)
        asked = rules.obligations.answered_by(registry.chosen_period(named)) if named else default(periods, now)
        period = asked and rules.obligations.as_asked(asked)
        if period is None:
            today = day_of(now).isoformat()
            return render.page(request, "nothing_owed.html", unread=unread_duties(registry.hiding_duties(today, today)))
        shown = listed(
            period,
            periods,
            period_names(registry.directives),
            partial(chosen_period_name, directives=registry.directives),
            silent(transaction, context.keys.hub, registry, period, now),
            len(unit_statuses(transaction, registry, period, now)),
        )
        unread = registry.hiding_duties(period.start, period.end)
        before_hub = before_hub_words(rules, period, partial(receipts_by_unit, transaction))
        named_by = next((known for known in registry.directives if known.id == period.directive), None)
    return page(
        request,
        shown,
        said=period_said(period.name, named_by, registry.directives),
        unread=unread_duties(unread),
        before_hub=before_hub,
        may_urge=request.who.role in OPERATORS,
        now=now,
        fault=fault,
        comment=comment,
        ticked=ticked,
    )


def listed(
    period: Period,
    periods: Sequence[Period],
    said: Callable[[str], str],
    typed: Callable[[Period], str],
    silent: list[SilentUnit],
    owing: int,
) -> ReminderList:
    """All that the page shows of a period, which may be beside those that are offered; `said` tells what people
    call each, `typed` what says of each to the page which it is."""
    known = periods if any(other.name == period.name for other in periods) else [period, *periods]
    return ReminderList(
        period=period,
        at=typed(period),
        name=said(period.name),
        periods={typed(other): said(other.name) for other in known},
        silent=silent,
        owing=owing,
    )


def page(
    request: PageRequest,
    shown: ReminderList,
    *,
    said: str,
    unread: list[str],
    before_hub: str,
    may_urge: bool,
    now: Instant,
    fault: str = "",
    comment: str = "",
    ticked: frozenset[str] | None = None,
) -> Response:
    """The page of what was gathered, for whoever may see it."""
    return render.page(
        request,
        "reminders.html",
        status=400 if fault else 200,
        shown=shown,
        said=said,
        unread=unread,
        before_hub=before_hub,
        may_urge=may_urge,
        due_day=day_at(shown.period.due),
        chat=_chat(shown, now),
        standing=status_words,
        fault=fault,
        comment=comment,
        ticked=ticked,
    )


def default(periods: list[Period], now: Instant) -> Period | None:
    """Of periods, the latest first: the next that is due if that is soon, else the last that was. None of none."""
    soon = [period for period in periods if now < period.due <= now + _SOON]
    past = [period for period in periods if period.due <= now]
    return soon[-1] if soon else next(iter(past or periods), None)


def _chat(shown: ReminderList, now: Instant) -> str:
    """What to paste into a group: plain lines."""
    period = shown.period
    lines = [
        _("Report for {period}: activities of {start} to {end}.").format(
            period=shown.name, start=day(period.start), end=day(period.end)
        ),
        _("Due before {due}.").format(due=day_at(period.due)),
        _("Until {now}, {count} of {all} units have not reported:").format(
            now=moment(now), count=len(shown.missing), all=shown.owing
        ),
        *(f"{number}. {unit.status.name}" for number, unit in enumerate(shown.missing, 1)),
        *([_("Reports that were sent back, to be corrected and sent again:")] if shown.returned else []),
        *(f"{number}. {unit.status.name}" for number, unit in enumerate(shown.returned, 1)),
        _("Please make the report and sync it (over the network or by USB stick)."),
    ]
    return "\n".join(lines)


ROUTES: Final = (
    Route("GET", "/reminders", show, SIGNED_IN),
    Route("POST", "/reminders", send, OPERATORS),
)

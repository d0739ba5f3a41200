"""What is said of the hub's clock, to its operator."""

from __future__ import annotations

from hub.clock import HubClock
from sync.wording.dates import moment
from sync.wording.durations import how_long
from sync.wording.i18n import catalogue

_ = catalogue("hub")


def jumped(off: int) -> str:
    """What is said of a machine's clock that jumped by so many seconds while the hub ran."""
    if not off:
        return _("The machine's clock agrees with the hub's again.")
    told = (
        _("The machine's clock jumped {long} ahead while the hub ran. The hub goes on by the time that really passed.")
        if off > 0
        else _("The machine's clock jumped {long} back while the hub ran. The hub goes on by the time that really passed.")
    )
    return told.format(long=how_long(abs(off))) + " " + _("If the machine's clock is right now, say so.")


def clock_lines(clock: HubClock) -> list[str]:
    """What the operator must know of the hub's clock; nothing where all is well."""
    lines = []
    if clock.ahead:
        lines.append(
            _(
                "The machine's clock says {now}: {long} after the last thing that this hub took. Nothing is taken until "
                "somebody says that this is right."
            ).format(now=moment(clock.now()), long=how_long(clock.ahead))
        )
    if clock.behind:
        lines.append(
            _(
                "As the hub started, the machine's clock stood {long} before the last thing that this hub took. What comes "
                "in is given the time of that, until the clock has caught up."
            ).format(long=how_long(clock.behind))
        )
    if clock.off:
        lines.append(jumped(clock.off))
    return lines

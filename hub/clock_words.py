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
    way_out = _(
        "If the machine's clock is right now, say so: the button on the first page, or start the service again. What was "
        "taken meanwhile may bear a false time: “soxa hub clock” shows that."
    )
    return told.format(long=how_long(abs(off))) + " " + way_out


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
    if clock.off:
        lines.append(jumped(clock.off))
    return lines

"""What became of a report's figures since it was sent: the figures as sent, and those that the ledger gives now."""

from __future__ import annotations

from collections.abc import Iterator

from sync.ledger.figures import Figures
from sync.wording.i18n import catalogue
from sync.wording.numbers import number

_ = catalogue("sync")


def changed_figures(stated: Figures, now: Figures) -> str:
    """Both figures of each sum that differs, people and minutes among them; of quantities nothing is summed. Where the sums
    are the same, that they are divided otherwise.

    >>> from sync.ledger.figures import Tally
    >>> changed_figures(Figures(total=Tally(6, 0, 307)), Figures(total=Tally(7, 0, 308)))
    'hoạt động: đã gửi 6, nay 7; số người: đã gửi 307, nay 308'
    """
    return "; ".join(_sums(stated, now)) or _("the sums are the same, by channel, topic or task they are not")


def _sums(stated: Figures, now: Figures) -> Iterator[str]:
    for name, of_then, of_now in (
        (_("activities"), stated.total.activities, now.total.activities),
        (_("people"), stated.total.audience, now.total.audience),
        (_("minutes"), stated.total.minutes, now.total.minutes),
    ):
        if of_then != of_now:
            yield _("{what}: sent {sent}, now {now}").format(what=name, sent=number(of_then), now=number(of_now))

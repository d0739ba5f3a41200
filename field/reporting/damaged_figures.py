"""What rotted of all that figures rest on, in words; and that nothing is signed or printed of such figures."""

from __future__ import annotations

from typing import Final

from field.home import Unsavable
from field.store.counting import FiguresDamage
from sync.ledger.period import Period
from sync.wording.dates import day
from sync.wording.i18n import catalogue, counted
from sync.wording.numbers import number
from sync.wording.safe_text import safe_line

_ = catalogue("field")

_NAMED: Final = 5
"""As many activities are named; of more it is said how many."""


def damage_words(damage: FiguresDamage) -> str:
    """Which activities are damaged, and how many entries besides."""
    told = [
        _("“{title}” of {date} (…{end})").format(
            title=safe_line(each.title), date=day(each.date) if each.date else "–", end=each.record[-8:]
        )
        for each in damage.activities[:_NAMED]
    ]
    if more := len(damage.activities) - len(told):
        told.append(counted(more, _("{count} activity more"), _("{count} activities more")).format(count=number(more)))
    if damage.entries:
        told.append(
            counted(
                damage.entries,
                _("{count} entry that is of no activity that can be told"),
                _("{count} entries that are of no activity that can be told"),
            ).format(count=number(damage.entries))
        )
    return "; ".join(told)


def check_undamaged(damage: FiguresDamage, period: Period) -> None:
    """`Unsavable("figures-damaged")` for a period's figures of which something rests on what rotted."""
    if damage:
        raise Unsavable("figures-damaged", period=period.name, what=damage_words(damage))


def damaged_figures_words(damage: FiguresDamage) -> str:
    """That figures may be false since something that they rest on is damaged, and what to do; empty where nothing is."""
    if not damage:
        return ""
    return _(
        "Damaged on this disk: {what}. These figures may be false, and are not submitted or printed. Sync: what the "
        "province has comes back by itself."
    ).format(what=damage_words(damage))

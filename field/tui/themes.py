"""The three looks: light, dark, and one of the strongest contrast. Colours stand here and nowhere else."""

from __future__ import annotations

from typing import Final

from textual.theme import Theme

from field.store.rows import RecordStatus
from sync.wording.i18n import N_

LIGHT, DARK, CONTRAST = "soxa-light", "soxa-dark", "soxa-contrast"


def _details(primary: str, background: str, panel: str) -> dict[str, str]:
    """What Textual would make too faint to be read: scrollbars, what is selected, what is lit in a list."""
    return {
        "scrollbar": primary,
        "scrollbar-hover": primary,
        "scrollbar-background": panel,
        "input-selection-background": primary,
        "input-selection-foreground": background,
        "block-cursor-foreground": background,
        "block-cursor-blurred-background": f"{primary}33",
    }


THEMES: Final = (
    Theme(
        name=LIGHT,
        dark=False,
        primary="#0b5f59",
        secondary="#7a4a00",
        accent="#0b5f59",
        foreground="#1b1b1b",
        background="#faf8f3",
        surface="#f1eee6",
        panel="#e4dfd2",
        success="#165c27",
        warning="#6f4700",
        error="#9b1216",
        variables=_details("#0b5f59", "#faf8f3", "#e4dfd2"),
    ),
    Theme(
        name=DARK,
        dark=True,
        primary="#58b8ad",
        secondary="#d9a54a",
        accent="#58b8ad",
        foreground="#e6e3dc",
        background="#16191a",
        surface="#1e2324",
        panel="#2a3132",
        success="#7cc88a",
        warning="#e2b35c",
        error="#f29a94",
        variables=_details("#58b8ad", "#16191a", "#2a3132"),
    ),
    Theme(
        name=CONTRAST,
        dark=True,
        primary="#ffff00",
        secondary="#00ffff",
        accent="#ffff00",
        foreground="#ffffff",
        background="#000000",
        surface="#000000",
        panel="#262626",
        success="#00ff66",
        warning="#ffff00",
        error="#ffb0b0",
        variables=_details("#ffff00", "#000000", "#262626"),
    ),
)

ALL: Final = (LIGHT, DARK, CONTRAST)
"""Their names, the one that holds where none was chosen first."""
NAMES: Final = {LIGHT: N_("light"), DARK: N_("dark"), CONTRAST: N_("high contrast")}

STATE_COLOURS: Final[dict[RecordStatus, str]] = {
    "conflict": "$error",
    "held": "$error",
    "returned": "$error",
    "unsent": "$warning",
    "retracted": "$foreground 60%",
    "accepted": "$success",
    "received": "$foreground 80%",
}
"""A state is told by its word; the colour only helps."""

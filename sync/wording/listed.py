"""How an activity is named in a list of a laptop."""

from __future__ import annotations

from sync.wording.future_day import dated_after_mark
from sync.wording.statuses import altered_mark, entered_words, erased_mark


def marked_title(
    title: str, *, entered: bool = False, erased: bool = False, dated_after: bool = False, altered: bool = False
) -> str:
    """An activity's title in a list, behind what is to be known of it."""
    marks = (
        [altered_mark()] * altered
        + [entered_words()] * entered
        + [erased_mark()] * erased
        + [dated_after_mark()] * dated_after
    )
    return ": ".join([*marks, title])

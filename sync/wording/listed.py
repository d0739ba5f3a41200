"""How an activity is named in a list of a laptop."""

from __future__ import annotations

from sync.wording.future_day import dated_after_mark
from sync.wording.statuses import entered_words, erased_mark


def marked_title(title: str, *, entered: bool, erased: bool, dated_after: bool) -> str:
    """An activity's title in a list, behind what is to be known of it."""
    marks = [entered_words()] * entered + [erased_mark()] * erased + [dated_after_mark()] * dated_after
    return ": ".join([*marks, title])

"""The names of files that have a list's refused rows."""

from __future__ import annotations

import re

from sync.wording.i18n import catalogue

_ = catalogue("sync")


def refused_stem(stem: str, number: int = 1) -> str:
    """The stem of the name of a file with the refused rows of the list of a stem: the first one, or one more."""
    refused = _("refused")  # not within the braces below: words there are not found for translation
    return f"{list_stem(stem)} - {refused}{f' {number}' if number > 1 else ''}"


def list_stem(stem: str) -> str:
    """The stem of a list's name, by that of the list or of one with its refused rows."""
    return re.sub(rf" - {re.escape(_('refused'))}(?: [0-9]+)?$", "", stem)

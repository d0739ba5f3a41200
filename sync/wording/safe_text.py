"""Text made safe: that of others to show, and what is typed here to keep. Nothing else in the program strips text.

Control characters and marks that turn the direction of writing can disguise what stands beside them, so they are shown
as a dot or taken out. Of what somebody types only control characters go: the rest is their own, and is shown by the
rules for others.
"""

from __future__ import annotations

from typing import Final
from unicodedata import category

from sync.encoding.unicode import without_unseen

_DOT: Final = "·"


def safe_line(text: str) -> str:
    """Text on one line: whatever cannot be seen, a newline too, is a dot.

    >>> safe_line("abc\\u202edef\\nghi")
    'abc·def·ghi'
    """
    return text if text.isprintable() else _shown(text, _DOT, keep="")


def shown_path(path: object) -> str:
    """A file's or folder's name within a sentence: a name may hold anything, breaks of lines too."""
    return safe_line(str(path))


def safe_lines(text: str) -> str:
    """Text of several lines, which stay lines.

    >>> safe_lines("abc\\u202edef\\nghi")
    'abc·def\\nghi'
    """
    return text if text.isprintable() else _shown(text, _DOT, keep="\n")


def with_escapes(text: str) -> str:
    """Text on one line, for who must see what cannot be seen: as its escapes.

    >>> with_escapes("abc\\u202edef\\r")
    'abc\\\\u202edef\\\\r'
    """
    return "".join(char if char.isprintable() else repr(char)[1:-1] for char in text)


def without_marks(text: str) -> str:
    """Text on one line of an official document: whatever cannot be seen is left out.

    >>> without_marks("Xã \\u202eABC\\x00")
    'Xã ABC'
    """
    return without_unseen(text)


def without_controls(text: str) -> str:
    """Typed text without control characters, but with its lines and tabs.

    >>> without_controls("Xã\\t\\u202eABC\\x00\\nghi")
    'Xã\\t\\u202eABC\\nghi'
    """
    return "".join(char for char in text if char in "\n\t" or category(char) not in {"Cc", "Cs"})


def _shown(text: str, mark: str, *, keep: str) -> str:
    return "".join(char if char.isprintable() or (char in keep) else mark for char in text)

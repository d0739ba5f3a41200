"""Words for people, in their language: Vietnamese unless the environment asks for English.

The language is that of the process, from the first of SOXA_LANG, LC_ALL, LC_MESSAGES and LANG that is set: a value that
begins with `en` gives English, anything else Vietnamese. A service that speaks to several people at once says for each
of them which it is (`speaking`). Programs write English in `_()`; each package's catalogue has the Vietnamese. Errors
become sentences in `messages`.
"""

from __future__ import annotations

import gettext
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Final, Literal

Language = Literal["vi", "en"]
Translate = Callable[[str], str]

_ROOT: Final = Path(__file__).resolve().parents[2]


def chosen_language(environment: Mapping[str, str]) -> Language:
    """The language that an environment asks for."""
    for name in ("SOXA_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        if value := environment.get(name):
            return "en" if value.lower().startswith("en") else "vi"
    return "vi"


LANGUAGE: Final[Language] = chosen_language(os.environ)
"""The language of the process."""

_language: Final[ContextVar[Language]] = ContextVar("language", default=LANGUAGE)


def language() -> Language:
    """The language that is spoken here and now."""
    return _language.get()


@contextmanager
def speaking(chosen: Language) -> Iterator[None]:
    """Speak a language for as long as the block lasts, in this thread or task alone."""
    before = _language.set(chosen)
    try:
        yield
    finally:
        _language.reset(before)


def catalogue(package: str) -> Translate:
    """The words of a package: `catalogue("field")`, `catalogue("sync/audit")`."""
    domain = f"soxa_{package.rpartition('/')[2]}"
    folder = _ROOT.joinpath(*package.split("/"), "locale")
    vietnamese = gettext.translation(domain, folder, languages=["vi"], fallback=True).gettext

    def translate(text: str) -> str:
        return text if _language.get() == "en" else vietnamese(text)

    return translate


def counted(count: int, one: str, several: str) -> str:
    """The text for a number of things, of two that were translated: English alone tells them apart."""
    return one if count == 1 else several


def N_(text: str) -> str:  # noqa: N802 - gettext's own name for "to be translated later"
    """Marks a text for the catalogue that is translated when it is shown."""
    return text

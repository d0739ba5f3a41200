"""From what a page gathered to the bytes of its HTML.

Everything shown passes through two doors: `plain` takes out what could disguise the text around it, control and direction
marks, since records are written by strangers; and Jinja escapes it. Only `Markup` made by our own code, such as a chart,
goes through as it is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final
from urllib.parse import quote, quote_plus

from jinja2 import Environment, PackageLoader, StrictUndefined
from jinja2.ext import Extension
from markupsafe import Markup
from starlette.responses import HTMLResponse, Response

from hub.web.context import ACCOUNTS, ADMINS, OPERATORS, SIGNED_IN, PageRequest, Who
from sync.wording.dates import day, days, moment
from sync.wording.i18n import N_, catalogue, language
from sync.wording.numbers import number, share
from sync.wording.reasons import detail_words, held_words
from sync.wording.safe_text import safe_lines
from sync.wording.statuses import entered_words, erased_mark, erased_words

_ = catalogue("hub")

NAVIGATION: Final[tuple[tuple[str, str, frozenset[Who]], ...]] = (
    ("/", N_("Board"), ACCOUNTS),
    ("/counts", N_("Counts"), ACCOUNTS),
    ("/reminders", N_("Reminders"), frozenset({"superior"})),
    ("/records", N_("Activities"), SIGNED_IN),
    ("/review", N_("Review"), SIGNED_IN),
    ("/directives", N_("Directives"), SIGNED_IN),
    ("/units", N_("Units"), SIGNED_IN),
    ("/laptops", N_("Laptops"), SIGNED_IN),
    ("/reports", N_("Reports"), SIGNED_IN),
    ("/accounts", N_("Accounts"), ADMINS),
)
"""The pages that every page leads to: path, name, and who is led there."""


def page(request: PageRequest, template: str, *, status: int = 200, **context: object) -> Response:
    """A page, in the language of the one who asks."""
    found = _ENVIRONMENT.get_template(template)
    mine = request.account.role if request.account is not None else None
    text = found.render(
        request=request,
        account=request.account,
        may_act=mine in OPERATORS,
        is_admin=mine in ADMINS,
        navigation=[(path, _(name)) for path, name, who in NAVIGATION if mine in who],
        **context,
    )
    return HTMLResponse(text, status)


def plain(value: object) -> object:
    """A text without what could disguise its surroundings; anything else as it is.

    >>> plain("abc\\u202edef")
    'abc·def'
    """
    return value if isinstance(value, Markup) or not isinstance(value, str) else safe_lines(value)


def address(path: str, given: Mapping[str, str | int | None] | None = None, **more: str | int | None) -> str:
    """A path with values after it; those that are None or empty are left out.

    >>> address("/counts", {"by": "unit", "period": "2026-11"}, by="channel")
    '/counts?by=channel&period=2026-11'
    """
    values = {name: value for name, value in {**(given or {}), **more}.items() if value not in (None, "")}
    query = "&".join([f"{_quoted(name)}={_quoted(str(value))}" for name, value in values.items()])
    return f"{path}?{query}" if values else path


@lru_cache(maxsize=4_096)
def _quoted(text: str) -> str:
    """As it stands in an address: a table of links has the same few words thousands of times."""
    return quote_plus(text)


class _LineEnds(Extension):
    """Keeps in the page the end of a line that ends with a tag behind other text. `trim_blocks`, which is for lines of tags
    alone, would take it away and glue the next line's words to these."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        return "\n".join(map(_line_ended, source.split("\n")))


def _line_ended(line: str) -> str:
    """A line of a template, its last tag marked where the line's end is to stay.

    >>> _line_ended("{{ name }}{% if here %} · {{ here }}{% endif %}"), _line_ended("  {% endif %}")
    ('{{ name }}{% if here %} · {{ here }}{% endif +%}', '  {% endif %}')
    """
    if not line.endswith("%}") or line.endswith(("-%}", "+%}")) or not _TAG.sub("", line).strip():
        return line
    return f"{line.removesuffix('%}')}+%}}"


_TAG: Final = re.compile(r"\{%.*?%\}")


def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("hub.web", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=plain,
        extensions=["jinja2.ext.do", _LineEnds],
    )
    environment.globals.update(
        {
            "_": _,
            "address": address,
            "day": day,
            "days": days,
            "detail_words": detail_words,
            "held_words": held_words,
            "entered_words": entered_words,
            "erased_words": erased_words,
            "erased_mark": erased_mark,
            "language": language,
            "moment": moment,
            "number": number,
            "share": share,
        }
    )
    environment.filters["path"] = lambda text: quote(str(text), safe="")
    return environment


_ENVIRONMENT: Final = _environment()

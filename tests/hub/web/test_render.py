"""From what a page gathered to its HTML: nothing shown can be markup, or disguise what stands around it."""

from __future__ import annotations

import re
from typing import get_args

import pytest
from jinja2 import UndefinedError
from markupsafe import Markup

from hub.store.accounts import Role
from hub.web import render
from sync.wording.i18n import speaking
from tests.hub.web.asking import asked


def shown(role: Role | None = None, said: str = "No.") -> str:
    """The page of a refusal, which shows a sentence."""
    with speaking("en"):
        return bytes(render.page(asked(role=role), "refused.html", said=said).body).decode("utf-8")


def test_what_is_shown_can_be_no_markup_and_disguises_nothing() -> None:
    page = shown(said='<script>alert("1")</script>\u202egnp.exe\x00')
    assert '<p class="fault" role="alert">&lt;script&gt;alert(&#34;1&#34;)&lt;/script&gt;·gnp.exe·</p>' in page
    assert "<svg>\u202e</svg>" in shown(said=Markup("<svg>\u202e</svg>")), "made by our own code"


def test_anything_but_a_text_is_plain_as_it_is() -> None:
    marked = Markup("a\u202eb")
    assert render.plain(marked) is marked
    assert [render.plain(value) for value in (7, None, ("a\u202e",), "a\u202eb")] == [7, None, ("a\u202e",), "a·b"]


def test_a_page_that_was_not_given_what_it_shows_is_an_error() -> None:
    with pytest.raises(UndefinedError):
        render.page(asked(), "refused.html")


@pytest.mark.parametrize("role", get_args(Role))
def test_the_navigation_has_what_a_role_may_enter(role: Role) -> None:
    rooms = re.search(r"<nav.*?</nav>", shown(role), re.S)
    assert rooms is not None
    links = re.findall(r'href="([^"]+)"', rooms[0])
    everywhere = ["/", "/counts", "/records", "/review", "/directives", "/units", "/laptops", "/reports"]
    rooms_of: dict[Role, list[str]] = {"admin": [*everywhere, "/accounts"], "superior": ["/", "/counts", "/reminders"]}
    assert links == rooms_of.get(role, everywhere)
    assert re.findall(r'href="([^"]+)" aria-current="page"', rooms[0]) == ["/counts"]


def test_whoever_has_not_signed_in_sees_no_rooms() -> None:
    assert "<nav" not in shown() and "/signout" not in shown()


def test_a_page_has_its_status_and_the_language_of_the_one_who_asks() -> None:
    with speaking("vi"):
        response = render.page(asked(), "refused.html", status=409, said="Không.")
    assert response.status_code == 409
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    assert b'<html lang="vi">' in response.body and '<html lang="en">' in shown()


def test_an_address_carries_what_says_something_quoted_and_once() -> None:
    assert render.address("/counts") == "/counts"
    assert render.address("/counts", {"a": None, "b": ""}, c=None) == "/counts"
    assert render.address("/counts", {"page": 2, "by": "unit"}, page=0) == "/counts?page=0&by=unit"
    assert render.address("/records", {"task": "a&b=c#1", "q": "họp bản"}) == (
        "/records?task=a%26b%3Dc%231&q=h%E1%BB%8Dp+b%E1%BA%A3n"
    )


def test_no_line_of_a_template_is_glued_to_the_next() -> None:
    """An inline tag at a line's end leaves the line's end; tags alone leave none."""
    template = render._environment().from_string("a{% if yes %} b{% endif %}\n{% if yes %}\n  c\n{% endif %}\nd")
    assert template.render(yes=True) == "a b\n  c\nd"
    assert template.render(yes=False) == "a\nd"

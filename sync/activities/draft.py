"""An activity as somebody typed it, before anything of it is read."""

from __future__ import annotations

from msgspec import Struct


class ActivityDraft(Struct, frozen=True, kw_only=True):
    """An activity as typed. None: not said. Empty: to be emptied, where it may be."""

    title: str | None = None
    date: str | None = None
    directive: str | None = None
    task: str | None = None
    topics: tuple[str, ...] | None = None
    channel: str | None = None
    text: str | None = None
    place: str | None = None
    quantity: str | None = None
    audience: str | None = None
    minutes: str | None = None
    language: str | None = None
    until: str | None = None
    audiences: tuple[str, ...] | None = None
    body: str | None = None
    languages: tuple[str, ...] | None = None
    places: str | None = None
    """With `;` between."""

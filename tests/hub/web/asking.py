"""A request to a page, without a browser and without a socket."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hub.accounts.visits import SignedIn
from hub.store.accounts import Role
from hub.web.context import PageRequest


def somebody(role: Role, visit: bytes = b"token") -> SignedIn:
    """Somebody who has signed in with a role."""
    return SignedIn(visit, "lan", role, csrf="secret", told="")


def asked(query: Mapping[str, str] | None = None, role: Role | None = None, **more: Any) -> PageRequest:
    """A question with these values in its address."""
    account = None if role is None else somebody(role)
    return PageRequest("GET", "/counts", query or {}, {}, "en", account, **more)

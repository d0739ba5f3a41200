"""Through which proxy a line goes: by the environment, as curl reads it, or by the system's own setting (Windows, macOS)."""

from __future__ import annotations

import ipaddress
import re
import urllib.request
from typing import Final
from urllib.parse import urlsplit

import httpx

from sync.errors import Unavailable
from sync.shell.trust import machine_trust

_ADDRESS: Final = re.compile(r"\[?(?P<host>[^]]*?)\]?(?::(?P<port>[0-9]+))?")
"""A host of NO_PROXY, which may stand in brackets, and its port."""
_SCHEMES: Final = ("http", "https")
_LAST_PORT: Final = 65535
_PORTS: Final = {"http": 80, "https": 443}


def proxy_for(url: str) -> httpx.Proxy | None:
    """The proxy that a line to this address goes through; None for one that goes straight there.
    `Unavailable("socks-proxy")` or `Unavailable("bad-proxy")` where the setting names one that cannot be used."""
    asked = urlsplit(url)
    host, port = (asked.hostname or "").lower(), asked.port or _PORTS.get(asked.scheme, 0)
    set_here = urllib.request.getproxies()
    text = (set_here.get(asked.scheme) or set_here.get("all") or "").strip()
    if not text or _goes_straight(host, port, set_here.get("no", "")):
        return None
    scheme, found, _rest = text.partition("://")
    if found and scheme.lower().startswith("socks"):
        raise Unavailable("socks-proxy", proxy=_shown(text))
    if found and scheme.lower() not in _SCHEMES:
        raise Unavailable("bad-proxy", proxy=_shown(text))
    try:
        address = httpx.URL(text if found else f"http://{text}")
        if not address.host.encode("idna") or " " in text or (address.port or 0) > _LAST_PORT:
            raise Unavailable("bad-proxy", proxy=_shown(text))
        return httpx.Proxy(address, ssl_context=machine_trust() if address.scheme == "https" else None)
    except (httpx.InvalidURL, ValueError):
        raise Unavailable("bad-proxy", proxy=_shown(text)) from None


def shown_proxy(proxy: httpx.Proxy) -> str:
    """A proxy as people are told of it: never with its password."""
    return _shown(str(proxy.url))


def _shown(text: str) -> str:
    """The address of a proxy without whose name and password it bears; of one that is nothing else, their sign."""
    scheme, found, rest = text.rpartition("://")
    return f"{scheme}{found}{rest.rpartition('@')[2]}".rstrip("/")[:80] or "@"


def _goes_straight(host: str, port: int, listed: str) -> bool:
    """Whether an address is one of those to which no proxy leads."""
    if not urllib.request.getproxies_environment() and urllib.request.proxy_bypass(host):
        return True  # as Windows and macOS keep the list
    return any(_is_listed(host, port, each) for each in re.split(r"[\s,;]+", listed.lower()) if each)


def _is_listed(host: str, port: int, listed: str) -> bool:
    """Whether an entry of NO_PROXY means this host: `*`, a name with all below it, an address, a network (10.0.0.0/8)."""
    if listed == "*":
        return True
    name = listed.rpartition("://")[2].rstrip("/")
    if "/" in name:
        return _is_in(host, name)
    if _is_in(host, name):  # an address of version 6 that bears no brackets
        return True
    match = _ADDRESS.fullmatch(name)
    if match is None or (match["port"] is not None and int(match["port"]) != port):
        return False
    wanted = match["host"].removeprefix("*").removeprefix(".")
    return bool(wanted) and (host == wanted or host.endswith(f".{wanted}") or _is_in(host, wanted))


def _is_in(host: str, network: str) -> bool:
    try:
        return ipaddress.ip_address(host) in ipaddress.ip_network(network.strip("[]"), strict=False)
    except ValueError:
        return False

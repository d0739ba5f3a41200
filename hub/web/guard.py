"""What guards a request, as pure functions: the cookie, the proof that our own page sent a form, headers, ways on.

The cookie is SameSite=Lax and forms carry a secret of their visit; that a form comes from our own pages is asked of the
browser too, which covers signing in, where there is no visit yet.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Mapping
from typing import Final
from urllib.parse import urlsplit

from hub.accounts.known_browsers import KNOWN_FOR
from sync.errors import Refused

_TOKEN: Final = re.compile(r"[A-Za-z0-9_-]{43}")
_LONGEST_PATH: Final = 2000
_LONGEST_PASS: Final = 200

_POLICY: Final = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "script-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)
HEADERS: Final[Mapping[str, str]] = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
"""For every answer."""
_PAGE: Final = {"Cache-Control": "no-store"}
_HTTPS: Final = {"Strict-Transport-Security": "max-age=31536000"}


def headers(*, secure: bool, shared: bool = False) -> dict[str, str]:
    """The headers of an answer. What is shown to one person is kept nowhere; `shared` is what is alike for all, which the
    answer may let others keep. Over https, https alone from then on."""
    return {**HEADERS, **({} if shared else _PAGE), **(_HTTPS if secure else {})}


# -- the cookie


def cookie_name(*, secure: bool) -> str:
    """The name of the cookie; over https one that browsers take from this host alone (RFC 6265bis, `__Host-`)."""
    return "__Host-soxa" if secure else "soxa"


def cookie(token: str, *, secure: bool) -> str:
    """The value of Set-Cookie that hands a browser its token. It ends with the browser, if the visit does not before."""
    return f"{cookie_name(secure=secure)}={token}; Path=/; HttpOnly; SameSite=Lax" + ("; Secure" if secure else "")


def no_cookie(*, secure: bool) -> str:
    """The value of Set-Cookie that takes a browser's cookie back."""
    return f"{cookie('', secure=secure)}; Max-Age=0"


def read_cookie(headers: Mapping[str, str], *, secure: bool) -> str | None:
    """The token that a browser sends. Two of them say nothing: one may have been planted by a neighbouring site."""
    value = _read(headers, cookie_name(secure=secure))
    return value if _TOKEN.fullmatch(value) else None


def known_cookie_name(*, secure: bool) -> str:
    """The name of the cookie by which a browser is known; over https as the other's."""
    return f"{cookie_name(secure=secure)}-browser"


def known_cookie(browser: str, *, secure: bool) -> str:
    """The value of Set-Cookie that makes a browser known. It outlives the browser's visits."""
    rest = f"Path=/; Max-Age={KNOWN_FOR}; HttpOnly; SameSite=Lax" + ("; Secure" if secure else "")
    return f"{known_cookie_name(secure=secure)}={browser}; {rest}"


def read_known_cookie(headers: Mapping[str, str], *, secure: bool) -> str:
    """What a browser sends to be known by; empty if it sends nothing of the kind."""
    value = _read(headers, known_cookie_name(secure=secure))
    return value if len(value) <= _LONGEST_PASS else ""


def _read(headers: Mapping[str, str], wanted: str) -> str:
    """The value of the one cookie of this name; empty if there is none, or more."""
    pairs = (pair.strip().partition("=") for pair in headers.get("cookie", "").split(";"))
    values = [value for name, _sign, value in pairs if name == wanted]
    return values[0] if len(values) == 1 else ""


# -- forms


def check_csrf(csrf: str, sent: str) -> None:
    """`Refused("stale-page")` unless a form carries the secret of the visit that it is sent in."""
    if not csrf or not hmac.compare_digest(csrf.encode("utf-8"), sent.encode("utf-8", "surrogatepass")):
        raise Refused("stale-page")


def check_same_site(headers: Mapping[str, str], host: str) -> None:
    """`Refused("another-site")` where the browser says that another site's page made a request that changes something.
    A program that is not a browser says nothing, and has nobody's cookie."""
    if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        raise Refused("another-site")
    origin = headers.get("origin")
    if origin is not None and _host_of(origin) != host.lower():
        raise Refused("another-site")


def _host_of(origin: str) -> str | None:
    try:
        parts = urlsplit(origin)
    except ValueError:
        return None
    return parts.netloc.lower() if parts.scheme in ("http", "https") and parts.netloc else None


# -- ways on


def safe_next(path: str) -> str:
    """Where to go on to after signing in: a path of our own, or the first page. What browsers read as another host is
    none: two slashes, a backslash for one of them, control characters that they leave out.

    >>> [safe_next(path) for path in ("/counts?by=topic", "//evil.example", "https://evil.example")]
    ['/counts?by=topic', '/', '/']
    """
    local = path.startswith("/") and not path.startswith("//") and "\\" not in path
    return path if local and path.isprintable() and len(path) <= _LONGEST_PATH else "/"

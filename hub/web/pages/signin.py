"""Signing in and out, and one's own password."""

from __future__ import annotations

from typing import Final

from starlette.responses import Response

from hub.accounts import accounts, visits
from hub.accounts.guesses import TooManyTries
from hub.accounts.known_browsers import browser_pass
from hub.messages import sentence
from hub.web import guard, render
from hub.web.context import ACCOUNTS, ANYONE, HubContext, PageRequest, Route, go
from sync.errors import Misuse, Refused, SoxaError
from sync.wording.i18n import catalogue

_ = catalogue("hub")


def ask_name(context: HubContext, request: PageRequest) -> Response:
    """The form for signing in."""
    return _form(context, request, next_path=guard.safe_next(request.value("next", "/")))


def sign_in(context: HubContext, request: PageRequest) -> Response:
    """Let in whoever knows the password, and go where they were going."""
    next_path = guard.safe_next(request.field("next"))
    name = request.field("name").strip().lower()
    try:
        made = visits.sign_in(
            context.store,
            name,
            request.field("password"),
            request.client,
            browser=request.browser,
            now=context.now(),
            random_bytes=context.random_bytes,
        )
    except Refused as error:
        return _form(context, request, next_path=next_path, name=name[:60], error=error)
    response = go(next_path)
    response.headers.append("Set-Cookie", guard.cookie(made.token, secure=request.secure))
    response.headers.append("Set-Cookie", guard.known_cookie(made.browser, secure=request.secure))
    return response


def sign_out(context: HubContext, request: PageRequest) -> Response:
    """End the visit, and take the cookie back."""
    with context.store.writing() as transaction:
        visits.sign_out(transaction, request.who)
    response = go("/signin")
    response.headers.append("Set-Cookie", guard.no_cookie(secure=request.secure))
    return response


def mine(_context: HubContext, request: PageRequest) -> Response:
    """The page of the account that is signed in."""
    return render.page(request, "me.html", said="")


def change_password(context: HubContext, request: PageRequest) -> Response:
    """Change the password of the account that is signed in; every visit ends, this one too, and this browser alone stays
    known."""
    name, now = request.who.name, context.now()
    if request.field("password") != request.field("again"):
        return _mine_again(request, Misuse("passwords-differ"))
    try:
        visits.check_again(context.store, request.who, request.field("old"), now=now, random_bytes=context.random_bytes)
        accounts.set_password(context.store, name, request.field("password"), random_bytes=context.random_bytes)
    except (Misuse, Refused) as error:
        return _mine_again(request, error)
    return _known(context, request, go("/signin"))


def _known(context: HubContext, request: PageRequest, response: Response) -> Response:
    """An answer that makes the browser known anew, now that what was known of it holds no more."""
    with context.store.writing() as transaction:
        browser = browser_pass(transaction, request.who.name, context.now(), context.random_bytes)
    response.headers.append("Set-Cookie", guard.known_cookie(browser, secure=request.secure))
    return response


def _mine_again(request: PageRequest, error: SoxaError) -> Response:
    return render.page(request, "me.html", status=400, said=sentence(error))


def _form(
    context: HubContext, request: PageRequest, *, next_path: str, name: str = "", error: SoxaError | None = None
) -> Response:
    with context.reading() as (_transaction, registry):
        province = registry.hub.name if registry.hub is not None else ""
    status = 200 if error is None else 429 if isinstance(error, TooManyTries) else 403
    said = "" if error is None else sentence(error)
    return render.page(request, "signin.html", status=status, province=province, next=next_path, name=name, said=said)


ROUTES: Final = (
    Route("GET", "/signin", ask_name, ANYONE),
    Route("POST", "/signin", sign_in, ANYONE),
    Route("POST", "/signout", sign_out, ACCOUNTS),
    Route("GET", "/me", mine, ACCOUNTS),
    Route("POST", "/me", change_password, ACCOUNTS),
)

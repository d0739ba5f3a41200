"""Signing in and out, and one's own password and second factor."""

from __future__ import annotations

from typing import Final

from markupsafe import Markup
from starlette.responses import Response

from hub.accounts import accounts, second_factor, visits
from hub.accounts.guesses import TooManyTries
from hub.accounts.known_browsers import browser_pass
from hub.accounts.proving import Given
from hub.messages import sentence
from hub.store import Transaction
from hub.web import guard, qr, render
from hub.web.context import ACCOUNTS, ANYONE, HubContext, PageRequest, Route, go, tell
from sync.errors import Misuse, Refused, SoxaError
from sync.wording.i18n import catalogue

_ = catalogue("hub")

PAGE: Final = "/me"


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
            Given(name, request.field("password"), request.field("code")),
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


def mine(context: HubContext, request: PageRequest) -> Response:
    """The page of the account that is signed in."""
    return _mine(context, request)


def change_password(context: HubContext, request: PageRequest) -> Response:
    """Change the password of the account that is signed in; every visit ends, this one too, and this browser alone stays
    known."""
    name, now = request.who.name, context.now()
    if request.field("password") != request.field("again"):
        return _mine(context, request, Misuse("passwords-differ"))
    try:
        visits.ask_again(context.store, request.who, request.field("old"), now=now, random_bytes=context.random_bytes)
        accounts.set_password(context.store, name, request.field("password"), random_bytes=context.random_bytes)
    except (Misuse, Refused) as error:
        return _mine(context, request, error)
    return _known(context, request, go("/signin"))


def offer_second_factor(context: HubContext, request: PageRequest) -> Response:
    """Show a secret for the phone of the account that is signed in; a new one each time."""
    with context.store.writing() as transaction:
        second_factor.offer(transaction, request.who.visit, context.random_bytes)
    return go(f"{PAGE}#second-factor")


def switch_on(context: HubContext, request: PageRequest) -> Response:
    """Have the account that is signed in ask for a code from its phone, now that the phone has shown one."""
    who, now, code = request.who, context.now(), request.field("code")

    def switch(transaction: Transaction) -> None:
        second_factor.switch_on(transaction, who.name, who.visit, code, now)

    try:
        visits.ask_again(
            context.store, who, request.field("password"), then=switch, now=now, random_bytes=context.random_bytes
        )
    except Refused as error:
        return _mine(context, request, error, of_second_factor=True)
    said = _("The second factor is on: from now on a code from your phone is asked for besides the password.")
    return _known(context, request, tell(context, request, PAGE, said))


def switch_off(context: HubContext, request: PageRequest) -> Response:
    """Have the account that is signed in ask for the password alone."""
    who, given = request.who, (request.field("password"), request.field("code"))

    def switch(transaction: Transaction) -> None:
        second_factor.switch_off(transaction, who.name)

    try:
        visits.ask_again(context.store, who, *given, then=switch, now=context.now(), random_bytes=context.random_bytes)
    except Refused as error:
        return _mine(context, request, error, of_second_factor=True)
    said = _("The second factor is off: the password alone opens your account.")
    return _known(context, request, tell(context, request, PAGE, said))


def _known(context: HubContext, request: PageRequest, response: Response) -> Response:
    """An answer that makes the browser known anew, now that what was known of it holds no more."""
    with context.store.writing() as transaction:
        browser = browser_pass(transaction, request.who.name, context.now(), context.random_bytes)
    response.headers.append("Set-Cookie", guard.known_cookie(browser, secure=request.secure))
    return response


def _mine(
    context: HubContext, request: PageRequest, error: SoxaError | None = None, *, of_second_factor: bool = False
) -> Response:
    with context.store.reading() as transaction:
        account = accounts.account(transaction, request.who.name)
        offered = transaction.accounts.offered_secret(request.who.visit)
    said = "" if error is None else sentence(error)
    return render.page(
        request,
        "me.html",
        status=200 if error is None else 429 if isinstance(error, TooManyTries) else 400,
        said="" if of_second_factor else said,
        said_of_second=said if of_second_factor else "",
        is_on=account.second_factor,
        secret=second_factor.shown(offered) if offered else "",
        picture=_picture(context, request, offered) if offered else "",
    )


def _picture(context: HubContext, request: PageRequest, secret: bytes) -> Markup:
    address = second_factor.address(secret, request.who.name, context.keys.hub)
    return qr.picture(address, _("The secret for the phone as a QR code"))


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
    Route("GET", PAGE, mine, ACCOUNTS),
    Route("POST", PAGE, change_password, ACCOUNTS),
    Route("POST", "/me/second-factor", switch_on, ACCOUNTS),
    Route("POST", "/me/second-factor/off", switch_off, ACCOUNTS),
    Route("POST", "/me/second-factor/offer", offer_second_factor, ACCOUNTS),
)

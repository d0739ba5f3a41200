"""The routes as one web application: who asks, whether they may, what they sent, and what goes wrong.

A request passes here in this order, and nowhere else: language, sign-in, role, form with its proof that our own page sent
it, page. Every answer leaves with the headers of `guard`.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import replace
from functools import partial
from importlib import resources
from typing import Final, Literal, cast, get_args

import anyio.to_thread
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route as WebRoute

from hub.accounts.readers import read_token
from hub.accounts.visits import SignedIn, visit
from hub.messages import sentence
from hub.web import guard, render
from hub.web.context import ANYONE, HubContext, NotFound, PageRequest, Route, Who, go
from hub.web.scoped import ScopedContext, ScopedRoute
from sync.errors import BadInput, Misuse, Refused, SoxaError, Unavailable
from sync.shell.console import say
from sync.wording.i18n import LANGUAGE, Language, catalogue, speaking

_ = catalogue("hub")

API: Final = "/api/"
LANGUAGE_COOKIE: Final = "soxa-language"
MAX_FORM: Final = 1024 * 1024
"""Bytes of a form: several directives, or the ticks of a long queue."""
MAX_STRANGERS_FORM: Final = 64 * 1024
"""Bytes of a form from whoever is not signed in."""
_MAX_FIELDS: Final = 5_000

_STATUS: Final[dict[type[SoxaError], int]] = {
    NotFound: 404,
    Misuse: 400,
    BadInput: 400,
    Refused: 409,
    Unavailable: 503,
}
_STATUS_OF_CODE: Final = {
    "too-many-tries": 429,
    "form-too-big": 413,
    "another-site": 403,
    "stale-page": 403,
    "not-allowed": 403,
}


def routes(context: HubContext, table: Iterable[Route], scoped: Iterable[ScopedRoute]) -> list[WebRoute]:
    """The table's routes for Starlette: one endpoint for each path, which knows its methods; and what a superior gets there,
    if anything."""
    by_path: dict[str, dict[str, Route]] = {}
    by_place = {(route.method, route.path): route for route in scoped}
    for route in table:
        methods = by_path.setdefault(route.path, {})
        assert route.method not in methods, f"two routes for {route.method} {route.path}"
        methods[route.method] = route
    assert by_place.keys() <= {(method, path) for path, methods in by_path.items() for method in methods}
    return [
        WebRoute(path, _endpoint(context, methods, by_place), methods=list(methods)) for path, methods in by_path.items()
    ]


def _endpoint(
    context: HubContext, methods: dict[str, Route], scoped: Mapping[tuple[Literal["GET", "POST"], str], ScopedRoute]
) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(incoming: Request) -> Response:
        route = methods.get(incoming.method, methods.get("GET"))  # HEAD is answered as GET
        assert route is not None, "Starlette lets no other method through"
        with speaking(_language(incoming)):
            response = await _answer(context, route, scoped.get((route.method, route.path)), incoming)
        secure = incoming.url.scheme == "https"
        for name, value in guard.headers(secure=secure, shared=incoming.url.path.startswith("/static/")).items():
            response.headers.setdefault(name, value)
        return response

    return endpoint


async def _answer(context: HubContext, route: Route, scoped: ScopedRoute | None, incoming: Request) -> Response:
    request = _asked(incoming)
    try:
        account = await anyio.to_thread.run_sync(_account, context, incoming)
        if account is None:
            await context.turns.wait()
        request = replace(request, account=account, told=account.told if account is not None else "")
        who: Who = "anyone" if account is None else "token" if account.visit == b"" else account.role
        page = _page_for(context, who, account, route, scoped)
        if page is None:
            return _not_allowed(request, account)
        if incoming.method == "POST":
            guard.check_same_site(incoming.headers, incoming.headers.get("host", ""))
            most = MAX_STRANGERS_FORM if account is None else route.most or MAX_FORM
            request = await _with_form(incoming, request, most)
            if account is not None:
                guard.check_csrf(account.csrf, request.field("csrf"))
        return await anyio.to_thread.run_sync(page, request)
    except ClientDisconnect:
        say(_("A request from {address} broke off.").format(address=request.client))
        return Response(status_code=400)  # which nobody reads
    except SoxaError as error:
        return refused(request, error)


def _page_for(
    context: HubContext, who: Who, account: SignedIn | None, route: Route, scoped: ScopedRoute | None
) -> Callable[[PageRequest], Response] | None:
    """What answers somebody on a route; None for one who may not take it. A superior gets, but for what is about nothing
    of the hub, only what was written for a scope, and nothing where nothing was."""
    if who in route.may:
        return partial(route.page, context)
    if who == "superior" and account is not None and account.unit and scoped is not None:
        return partial(scoped.page, ScopedContext(context, account))
    return None


def _account(context: HubContext, incoming: Request) -> SignedIn | None:
    """Who asks: by a read token of the API, or by a visit that has not ended."""
    bearer = incoming.headers.get("authorization", "")
    if bearer and incoming.url.path.startswith(API):
        return read_token(context.store, bearer.removeprefix("Bearer "), context.now())
    token = guard.read_cookie(incoming.headers, secure=incoming.url.scheme == "https")
    if token is None or incoming.url.path.startswith("/static/"):
        return None
    return visit(context.store, token, context.now())


def _asked(incoming: Request) -> PageRequest:
    return PageRequest(
        method=incoming.method,
        path=incoming.url.path,
        query=dict(incoming.query_params),
        params={name: str(value) for name, value in incoming.path_params.items()},
        language=_language(incoming),
        client=incoming.client.host if incoming.client is not None else "",
        secure=incoming.url.scheme == "https",
        browser=guard.read_known_cookie(incoming.headers, secure=incoming.url.scheme == "https"),
    )


def _language(incoming: Request) -> Language:
    chosen = incoming.cookies.get(LANGUAGE_COOKIE)
    return cast(Language, chosen) if chosen in get_args(Language) else LANGUAGE


async def _with_form(incoming: Request, request: PageRequest, most: int) -> PageRequest:
    """The form that was sent, read within its bounds: so many bytes at most."""
    body = bytearray()
    async for piece in incoming.stream():
        body += piece
        if len(body) > most:
            raise Refused("form-too-big", limit=most)

    async def again() -> dict[str, object]:
        return {"type": "http.request", "body": bytes(body), "more_body": False}

    try:
        given = await Request(incoming.scope, again).form(max_files=1, max_fields=_MAX_FIELDS, max_part_size=most)
    except HTTPException as error:
        raise BadInput("bad-form", why=str(error.detail)) from None
    form: dict[str, tuple[str, ...]] = {}
    files: dict[str, tuple[str, bytes]] = {}
    for name, value in given.multi_items():
        if isinstance(value, UploadFile):
            files[name] = (value.filename or "", await value.read())
            await value.close()
        else:
            form[name] = (*form.get(name, ()), value)
    return replace(request, form=form, files=files)


def _not_allowed(request: PageRequest, account: SignedIn | None) -> Response:
    """Sign in first; or, for one who is somebody else, no."""
    if account is not None:
        return refused(request, Refused("not-allowed"))
    if request.path.startswith(API):
        return JSONResponse({"error": "not-signed-in", "message": _("Sign in, or give a read token.")}, 401)
    if request.method == "POST":
        return go("/signin")
    here = render.address(request.path, dict(request.query))
    return go(render.address("/signin", next=None if here == "/" else here))


def refused(request: PageRequest, error: SoxaError) -> Response:
    """What went wrong, said on a page, or in JSON where a program asks."""
    status = _STATUS_OF_CODE.get(error.code) or next(
        (status for kind, status in _STATUS.items() if isinstance(error, kind)), 400
    )
    if request.path.startswith(API):
        return JSONResponse({"error": error.code, "message": sentence(error)}, status)
    return render.page(request, "refused.html", status=status, said=sentence(error))


async def no_page(incoming: Request, error: Exception) -> Response:
    """The page for an address where there is nothing, or not for this method."""
    with speaking(_language(incoming)):
        response = refused(_asked(incoming), NotFound("no-page"))
    if isinstance(error, HTTPException):
        response.status_code = error.status_code
    response.headers.update(guard.headers(secure=incoming.url.scheme == "https"))
    return response


# -- what has no page of its own


def static(_context: HubContext, request: PageRequest) -> Response:
    """A file that pages load."""
    found = _FILES.get(request.params["file"])
    if found is None:
        raise NotFound("no-page")
    kind, data = found
    return Response(data, media_type=kind, headers={"Cache-Control": "public, max-age=3600"})


def choose_language(_context: HubContext, request: PageRequest) -> Response:
    """Choose the language of pages from now on, in a cookie."""
    if request.params["code"] not in get_args(Language):
        raise NotFound("no-page")
    response = go(guard.safe_next(request.value("next")))
    response.set_cookie(
        LANGUAGE_COOKIE, request.params["code"], max_age=31_536_000, httponly=True, samesite="lax", secure=request.secure
    )
    return response


_KINDS: Final = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}
_FILES: Final = {
    file.name: (_KINDS[file.name.rpartition(".")[2]], file.read_bytes())
    for file in resources.files("hub.web").joinpath("static").iterdir()
}

ROUTES: Final = (
    Route("GET", "/static/{file}", static, ANYONE),
    Route("GET", "/language/{code}", choose_language, ANYONE),
)

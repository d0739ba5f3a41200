"""The routes as one web application: who asks, whether they may, what they sent, and what goes wrong.

A request passes here in this order, and nowhere else: language, sign-in, role, form with its proof that our own page sent
it, page. Every answer leaves with the headers of `guard`.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import replace
from importlib import resources
from typing import Final, cast, get_args

import anyio.to_thread
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route as WebRoute

from hub.accounts.readers import read_token
from hub.accounts.visits import SignedIn, visit
from hub.messages import sentence
from hub.web import guard, render
from hub.web.context import ANYONE, HubContext, NotFound, PageRequest, Route, Who, go
from sync.errors import BadInput, Misuse, Refused, SoxaError, Unavailable
from sync.shell.console import unavailable
from sync.wording.i18n import LANGUAGE, Language, catalogue, speaking

_ = catalogue("hub")

API: Final = "/api/"
LANGUAGE_COOKIE: Final = "soxa-language"
MAX_FORM: Final = 1024 * 1024
"""Bytes of a form: several directives, or the ticks of a long queue."""
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


def routes(desk: HubContext, table: Iterable[Route]) -> list[WebRoute]:
    """The table's routes for Starlette: one endpoint for each path, which knows its methods."""
    by_path: dict[str, dict[str, Route]] = {}
    for route in table:
        methods = by_path.setdefault(route.path, {})
        assert route.method not in methods, f"two routes for {route.method} {route.path}"
        methods[route.method] = route
    return [WebRoute(path, _endpoint(desk, methods), methods=list(methods)) for path, methods in by_path.items()]


def _endpoint(desk: HubContext, methods: dict[str, Route]) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        route = methods.get(request.method, methods.get("GET"))  # HEAD is answered as GET
        assert route is not None, "Starlette lets no other method through"
        with speaking(_language(request)):
            response = await _answer(desk, route, request)
        secure = request.url.scheme == "https"
        for name, value in guard.headers(secure=secure, shared=request.url.path.startswith("/static/")).items():
            response.headers.setdefault(name, value)
        return response

    return endpoint


async def _answer(desk: HubContext, route: Route, request: Request) -> Response:
    ask = _asked(request)
    try:
        account = await anyio.to_thread.run_sync(_account, desk, request)
        ask = replace(ask, account=account, told=account.told if account is not None else "")
        who: Who = "anyone" if account is None else "token" if account.visit == b"" else account.role
        if who not in route.may:
            return _not_allowed(ask, account)
        if request.method == "POST":
            guard.check_same_site(request.headers, request.headers.get("host", ""))
            ask = await _with_form(request, ask)
            if account is not None:
                guard.check_csrf(account.csrf, ask.field("csrf"))
        return await anyio.to_thread.run_sync(route.page, desk, ask)
    except SoxaError as error:
        return refused(ask, error)
    except sqlite3.Error as error:
        return refused(ask, unavailable(error))


def _account(desk: HubContext, request: Request) -> SignedIn | None:
    """Who asks: by a read token of the API, or by a visit that has not ended."""
    bearer = request.headers.get("authorization", "")
    if bearer and request.url.path.startswith(API):
        return read_token(desk.store, bearer.removeprefix("Bearer "), desk.now())
    token = guard.read_cookie(request.headers, secure=request.url.scheme == "https")
    if token is None or request.url.path.startswith("/static/"):
        return None
    return visit(desk.store, token, desk.now())


def _asked(request: Request) -> PageRequest:
    return PageRequest(
        method=request.method,
        path=request.url.path,
        query=dict(request.query_params),
        params={name: str(value) for name, value in request.path_params.items()},
        language=_language(request),
        client=request.client.host if request.client is not None else "",
        secure=request.url.scheme == "https",
    )


def _language(request: Request) -> Language:
    chosen = request.cookies.get(LANGUAGE_COOKIE)
    return cast(Language, chosen) if chosen in get_args(Language) else LANGUAGE


async def _with_form(request: Request, ask: PageRequest) -> PageRequest:
    """The form that was sent, read within its bounds."""
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > MAX_FORM:
            raise Refused("form-too-big", limit=MAX_FORM)

    async def again() -> dict[str, object]:
        return {"type": "http.request", "body": bytes(body), "more_body": False}

    try:
        given = await Request(request.scope, again).form(max_files=1, max_fields=_MAX_FIELDS, max_part_size=MAX_FORM)
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
    return replace(ask, form=form, files=files)


def _not_allowed(ask: PageRequest, account: SignedIn | None) -> Response:
    """Sign in first; or, for one who is somebody else, no."""
    if account is not None:
        return refused(ask, Refused("not-allowed"))
    if ask.path.startswith(API):
        return JSONResponse({"error": "not-signed-in", "message": _("Sign in, or give a read token.")}, 401)
    if ask.method == "POST":
        return go("/signin")
    here = render.address(ask.path, dict(ask.query))
    return go(render.address("/signin", next=None if here == "/" else here))


def refused(ask: PageRequest, error: SoxaError) -> Response:
    """What went wrong, said on a page, or in JSON where a program asks."""
    status = _STATUS_OF_CODE.get(error.code) or next(
        (status for kind, status in _STATUS.items() if isinstance(error, kind)), 400
    )
    if ask.path.startswith(API):
        return JSONResponse({"error": error.code, "message": sentence(error)}, status)
    return render.page(ask, "refused.html", status=status, said=sentence(error))


async def no_page(request: Request, error: Exception) -> Response:
    """The page for an address where there is nothing, or not for this method."""
    with speaking(_language(request)):
        response = refused(_asked(request), NotFound("no-page"))
    if isinstance(error, HTTPException):
        response.status_code = error.status_code
    response.headers.update(guard.headers(secure=request.url.scheme == "https"))
    return response


# -- what has no page of its own


def static(_desk: HubContext, ask: PageRequest) -> Response:
    """A file that pages load."""
    found = _FILES.get(ask.params["file"])
    if found is None:
        raise NotFound("no-page")
    kind, data = found
    return Response(data, media_type=kind, headers={"Cache-Control": "public, max-age=3600"})


def choose_language(_desk: HubContext, ask: PageRequest) -> Response:
    """Choose the language of pages from now on, in a cookie."""
    if ask.params["code"] not in get_args(Language):
        raise NotFound("no-page")
    response = go(guard.safe_next(ask.value("next")))
    response.set_cookie(
        LANGUAGE_COOKIE, ask.params["code"], max_age=31_536_000, httponly=True, samesite="lax", secure=ask.secure
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

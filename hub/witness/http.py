"""A witness's addresses: POST /add-checkpoint, GET /<SHA-256 of a log's name>/checkpoint, and GET / for a person."""

from __future__ import annotations

import anyio.to_thread
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from hub.messages import sentence
from hub.witness.witness import Witness, WitnessAnswer
from sync.errors import Unavailable
from sync.log.witness import MAX_REQUEST
from sync.shell.console import say


class WitnessEndpoints:
    """What answers them."""

    def __init__(self, witness: Witness, vkey: str) -> None:
        self._witness = witness
        self._vkey = vkey

    def app(self) -> Starlette:
        """All of it as one web application."""
        return Starlette(
            routes=[
                Route("/", self.key),
                Route("/add-checkpoint", self.add_checkpoint, methods=["POST"]),
                Route("/{hashed:str}/checkpoint", self.newest),
            ]
        )

    async def key(self, _request: Request) -> Response:
        """The witness's verifier key."""
        return PlainTextResponse(f"{self._vkey}\n")

    async def add_checkpoint(self, request: Request) -> Response:
        """The answer to a log that asks to have a head cosigned."""
        body = bytearray()
        try:
            async for piece in request.stream():
                body += piece
                if len(body) > MAX_REQUEST:
                    return Response(status_code=413)
            return _response(await anyio.to_thread.run_sync(self._witness.add_checkpoint, bytes(body)))
        except ClientDisconnect:
            return Response(status_code=400)  # which nobody reads
        except Unavailable as error:
            say(sentence(error))
            return Response(status_code=503)

    async def newest(self, request: Request) -> Response:
        """The newest head that was cosigned of a log."""
        try:
            return _response(await anyio.to_thread.run_sync(self._witness.newest, request.path_params["hashed"]))
        except Unavailable as error:
            say(sentence(error))
            return Response(status_code=503)


def _response(answer: WitnessAnswer) -> Response:
    return Response(answer.body, answer.status, {"Content-Type": answer.media_type})

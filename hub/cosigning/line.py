"""The line to a witness: one request, one bounded answer, by a deadline whatever moves meanwhile."""

from __future__ import annotations

from typing import Final

import anyio
import httpx
from msgspec import Struct

from sync.encoding.types import Origin
from sync.errors import SoxaError, Unavailable
from sync.log.witness import MAX_ANSWER, AddCheckpoint, monitored
from sync.shell.line_errors import why_unreached
from sync.shell.proxies import proxy_for
from sync.shell.trust import machine_trust, no_trust

DEADLINE: Final = 20.0
"""Seconds for a whole exchange, from the first byte to the last: one that drips is no answer."""

_HABITS: Final = ("accept", "accept-encoding", "user-agent")
"""What the library would say of itself; who names no encoding is sent none that unfolds."""


class RawAnswer(Struct, frozen=True):
    """What came back: the HTTP status, and the body."""

    status: int
    body: bytes


class WitnessLine:
    """A line to one witness. Every call raises `Unavailable` where nothing comes that is an answer."""

    def __init__(self, url: str, name: str, *, deadline: float = DEADLINE) -> None:
        self._url = url.rstrip("/")
        self._name = name
        self._deadline = deadline

    async def add_checkpoint(self, request: AddCheckpoint) -> RawAnswer:
        """Ask the witness to cosign."""
        return await self._exchange("POST", f"{self._url}/add-checkpoint", request.written())

    async def newest(self, origin: Origin) -> RawAnswer:
        """Ask for the newest head of a log that the witness cosigned, as it shows it to anybody."""
        return await self._exchange("GET", f"{self._url}/{monitored(origin)}", b"")

    async def _exchange(self, method: str, url: str, body: bytes) -> RawAnswer:
        try:
            with anyio.fail_after(self._deadline):
                return await self._asked(method, url, body)
        except TimeoutError:
            raise self._no_answer("timeout") from None
        except httpx.InvalidURL:
            raise self._no_answer("unknown-name") from None
        except httpx.HTTPError as error:
            raise self._no_answer(_why(error)) from None

    async def _asked(self, method: str, url: str, body: bytes) -> RawAnswer:
        trust = machine_trust() if url.startswith("https:") else no_trust()
        proxy = proxy_for(url)
        async with httpx.AsyncClient(timeout=self._deadline, verify=trust, proxy=proxy, trust_env=False) as client:
            for habit in _HABITS:
                del client.headers[habit]
            async with client.stream(method, url, content=body) as response:
                received = bytearray()
                async for piece in response.aiter_raw():
                    received += piece
                    if len(received) > MAX_ANSWER:
                        raise Unavailable("witness-answer-too-big", name=self._name, limit=MAX_ANSWER)
                return RawAnswer(response.status_code, bytes(received))

    def _no_answer(self, why: str) -> SoxaError:
        return Unavailable("witness-no-answer", name=self._name, why=why)


def _why(error: httpx.HTTPError) -> str:
    """Why a line failed: a word that `sync.wording.reasons` has, or what the library says."""
    if isinstance(error, httpx.TimeoutException):
        return "timeout"
    unreached = why_unreached(error)
    if unreached is not None:
        return unreached
    return "line-broke" if isinstance(error, httpx.NetworkError | httpx.RemoteProtocolError) else str(error)

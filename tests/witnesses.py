"""Witnesses on loopback for tests: real ones, and ones that answer whatever they are told to."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import anyio
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from hub.cosigning.choosing import add_witness, log_keys
from hub.cosigning.rounds import AskedWitness, ask_round
from hub.witness.home import WitnessHome, make_witness, opened_witness
from hub.witness.http import WitnessEndpoints
from hub.witness.witness import Witness
from sync.encoding.types import Instant
from sync.log.keys import Signer
from sync.log.note import Verifier
from sync.log.receipt import cosigner_verifier
from tests.serving import serving
from tests.world import World


class RealWitness:
    """A witness in a folder, whose clock a test sets."""

    def __init__(self, folder: Path, name: str, seed: int = 1) -> None:
        home = WitnessHome(folder)
        self.signer = make_witness(home, name, None, lambda count: bytes([seed] * count))
        self.key = cosigner_verifier(self.signer)
        self.store = opened_witness(home)
        self.now = Instant(1_793_000_000)
        self.witness = Witness(self.store, self.signer, lambda: self.now)

    @property
    def app(self) -> Starlette:
        return WitnessEndpoints(self.witness, self.key.vkey()).app()

    def follow(self, world: World) -> None:
        """Follow the logs of a hub as they are named now."""
        with world.store.reading() as transaction:
            for vkey in log_keys(transaction, world.keys):
                self.store.follow(Verifier.parse(vkey))


Answers = Callable[[bytes], Awaitable[Response]]


def lying(answers: Answers) -> Starlette:
    """A witness that answers each request by its body; it shows nothing."""

    async def answer(request: Request) -> Response:
        return await answers(await request.body())

    return Starlette(routes=[Route("/add-checkpoint", answer, methods=["POST"])])


def always(status: int, body: bytes = b"") -> Answers:
    """The same answer every time."""

    async def answer(_body: bytes) -> Response:
        return Response(body, status)

    return answer


async def dripping() -> AsyncIterator[bytes]:
    """A byte now and then, for ever."""
    while True:
        yield b"x"
        await anyio.sleep(0.05)


async def endless() -> AsyncIterator[bytes]:
    """More and more."""
    while True:
        yield b"x" * 65_536
        await anyio.sleep(0)  # the server may look whether anybody is there


def streaming(body: Callable[[], AsyncIterator[bytes]]) -> Answers:
    """An answer of these pieces."""

    async def answer(_body: bytes) -> Response:
        return StreamingResponse(body())

    return answer


@contextmanager
def asked_of(world: World, app: Starlette, key: Verifier) -> Iterator[str]:
    """A hub that asks a witness, which serves while the block lasts; its address."""
    with serving(app) as url:
        with world.store.writing() as transaction:
            add_witness(transaction, url, key.vkey(), world.now())
        yield url


@contextmanager
def two_asked(world: World, folder: Path) -> Iterator[list[RealWitness]]:
    """Two witnesses that follow a hub's logs, and that it asks while the block lasts."""
    made = [RealWitness(folder / f"w{seed}", f"w{seed}.example", seed) for seed in (1, 2)]
    with ExitStack() as stack:
        for witness in made:
            witness.follow(world)
            stack.enter_context(asked_of(world, witness.app, witness.key))
        yield made


def ask(world: World, *, everybody: bool = True, deadline: float = 5.0) -> list[AskedWitness]:
    """One round."""
    return ask_round(
        world.store, world.keys, now=world.now(), random_bytes=world.random, everybody=everybody, deadline=deadline
    )


def witness_signer(name: str, seed: int = 9) -> tuple[Signer, Verifier]:
    """A key for a witness that is made up."""
    signer = Signer(name, bytes([seed] * 32))
    return signer, cosigner_verifier(signer)

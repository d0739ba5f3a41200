"""A witness's service: what logs and monitors ask of it, on one socket."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from hub.web.service import listening, server_of, settle
from hub.witness.http import WitnessEndpoints
from hub.witness.store import WitnessStore
from hub.witness.witness import Witness
from sync.encoding.types import Instant
from sync.log.keys import Signer
from sync.log.receipt import cosigner_verifier
from sync.shell.console import say
from sync.wording.i18n import catalogue

_ = catalogue("hub")


def run_witness(
    store: WitnessStore,
    signer: Signer,
    *,
    now: Callable[[], Instant],
    host: str,
    port: int,
    tls_cert: Path | None = None,
    tls_key: Path | None = None,
) -> None:
    """Serve until told to stop. Says on standard error where, once it listens."""
    listener = listening(host, port)
    endpoints = WitnessEndpoints(Witness(store, signer, now), cosigner_verifier(signer).vkey())
    server = server_of(endpoints.app(), tls_cert, tls_key)
    settle()
    told = _("The witness {name} listens on {scheme}://{host}:{port}")
    scheme = "https" if tls_cert else "http"
    say(told.format(name=signer.name, scheme=scheme, host=host, port=listener.getsockname()[1]))
    server.run(sockets=[listener])

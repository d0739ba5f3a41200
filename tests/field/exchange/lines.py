"""What stands between a laptop and a hub, on real sockets: certificates, servers that show them, proxies, pages."""

from __future__ import annotations

import http.client
import http.server
import select
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

ISSUER = "Sở Khoa học và Công nghệ"


@dataclass(frozen=True)
class Authority:
    """An office's own authority, and where its certificate lies."""

    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate
    path: Path


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.ORGANIZATION_NAME, text)])


def authority(folder: Path) -> Authority:
    """A new authority."""
    key, today = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)  # noqa: TID251 - as TLS reads it
    certificate = (
        x509.CertificateBuilder()
        .subject_name(_name(ISSUER))
        .issuer_name(_name(ISSUER))
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(today - timedelta(days=4000))
        .not_valid_after(today + timedelta(days=4000))
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = folder / "authority.pem"
    path.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    return Authority(key, certificate, path)


def certified(by: Authority, folder: Path, *, days: tuple[int, int] = (-30, 30), address: str = "127.0.0.1") -> Path:
    """A server's certificate and key in one file: for an address, valid from and to so many days from today."""
    key, today = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)  # noqa: TID251 - as TLS reads it
    certificate = (
        x509.CertificateBuilder()
        .subject_name(_name("Máy chủ"))
        .issuer_name(by.certificate.subject)
        .public_key(key.public_key())
        .serial_number(2)
        .not_valid_before(today + timedelta(days=days[0]))
        .not_valid_after(today + timedelta(days=days[1]))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address(address))]), critical=False)
        .sign(by.key, hashes.SHA256())
    )
    private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path = folder / f"server{days[0]}.pem"
    path.write_bytes(private + certificate.public_bytes(serialization.Encoding.PEM))
    return path


class Page(http.server.BaseHTTPRequestHandler):
    """A page that answers anything, with a status and headers of its server's choice."""

    server: Answering

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("content-length", 0)))
        page = b"<html><title>Wi-Fi</title></html>"
        self.send_response(self.server.status)
        for name, value in self.server.headers.items():
            self.send_header(name, value)
        self.send_header("content-length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)

    def do_HEAD(self) -> None:
        self.send_response(self.server.status)
        self.end_headers()

    def date_time_string(self, timestamp: float | None = None) -> str:
        return super().date_time_string(self.server.clock if timestamp is None else timestamp)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
        """Say nothing."""


class Answering(http.server.ThreadingHTTPServer):
    """A server of pages, or a proxy; `seen` is what it was asked."""

    status = 200
    clock: float | None = None
    hub = 0
    """The port of the hub that a proxy leads to."""
    cut = 0
    """How many bytes before the end of each of its answers a proxy breaks off."""

    def __init__(self, handler: type[http.server.BaseHTTPRequestHandler], **settings: Any) -> None:
        super().__init__(("127.0.0.1", 0), handler)
        self.headers: dict[str, str] = {}
        self.seen: list[str] = []
        for name, value in settings.items():
            setattr(self, name, value)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that does not trust a certificate breaks off: that is what is tested."""


class ProxyOf(Page):
    """A proxy to one hub, whatever name is asked for. With a status it lets nobody through."""

    def do_CONNECT(self) -> None:
        self.server.seen.append(f"CONNECT {self.path}")
        if self.server.status != 200:
            self.send_error(self.server.status)
            return
        with socket.create_connection(("127.0.0.1", self.server.hub)) as there:
            self.send_response(200)
            self.end_headers()
            _relay(self.connection, there)
        self.close_connection = True

    def do_POST(self) -> None:
        self.server.seen.append(f"POST {self.path}")
        if self.server.status != 200:
            super().do_POST()
            return
        body = self.rfile.read(int(self.headers["content-length"]))
        line = http.client.HTTPConnection("127.0.0.1", self.server.hub)
        line.request("POST", "/sync", body, dict(self.headers.items()))
        answer = line.getresponse()
        data = answer.read()
        self.send_response(answer.status)
        self.send_header("content-type", self.server.headers.get("content-type", str(answer.headers["content-type"])))
        self.send_header("content-length", str(len(data)))
        self.end_headers()
        self.wfile.write(data[: len(data) - self.server.cut])
        self.close_connection = self.close_connection or self.server.cut > 0
        line.close()


def _relay(here: socket.socket, there: socket.socket) -> None:
    while True:
        for ready in select.select([here, there], [], [])[0]:
            data = ready.recv(65536)
            if not data:
                return
            (there if ready is here else here).sendall(data)


@contextmanager
def answering(
    handler: type[http.server.BaseHTTPRequestHandler] = Page, certificate: Path | None = None, **settings: Any
) -> Iterator[Answering]:
    """A server of this kind, while the block lasts."""
    server = Answering(handler, **settings)
    if certificate is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()

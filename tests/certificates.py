"""Certificates for tests: an authority that nobody else knows, and what it certifies."""

from __future__ import annotations

import datetime
import ipaddress
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from sync.shell.console import now

_DAY = datetime.timedelta(days=1)


class Authority:
    """An authority, with its certificate in a file."""

    def __init__(self, folder: Path, name: str = "Authority") -> None:
        self._folder = folder
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = _called(name)
        builder = _certificate(self._name, self._name, self._key.public_key())
        self._own = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True).sign(
            self._key, hashes.SHA256()
        )
        self.path = folder / f"{name}.pem"
        self.path.write_bytes(self._own.public_bytes(serialization.Encoding.PEM))

    def certified(self, *, address: str = "127.0.0.1", days: int = 30) -> dict[str, str]:
        """The files of a server at an address, for so many days from yesterday on; those before today if negative."""
        key = ec.generate_private_key(ec.SECP256R1())
        builder = _certificate(_called(address), self._name, key.public_key(), days)
        names = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(address))])
        made = builder.add_extension(names, critical=False).sign(self._key, hashes.SHA256())
        chain, own = self._folder / f"{address}-{days}.pem", self._folder / f"{address}-{days}.key"
        chain.write_bytes(made.public_bytes(serialization.Encoding.PEM))
        own.write_bytes(
            key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        )
        return {"ssl_certfile": str(chain), "ssl_keyfile": str(own)}


def _called(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _certificate(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, days: int = 30
) -> x509.CertificateBuilder:
    today = datetime.datetime.fromtimestamp(now(), datetime.UTC)
    begins = today - _DAY if days > 0 else today + days * _DAY - _DAY
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(begins + abs(days) * _DAY)
    )

"""Whom a line with TLS trusts, the certificates that this machine trusts, and what is wrong with one that it does not."""

from __future__ import annotations

import ssl
from datetime import UTC
from email.utils import parsedate_to_datetime
from enum import Enum
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from sync.encoding.limits import LAST_INSTANT
from sync.encoding.types import Instant

if TYPE_CHECKING:
    import httpx
    from cryptography.x509 import Certificate

_PATIENCE: Final = 10.0
_WHOLE: Final = True
"""A certificate as its bytes."""
_NAMED: Final = 3
"""Names of a certificate that are told."""


class CertificateFault(Enum):
    """What is the matter with a certificate."""

    UNTRUSTED = "untrusted"
    DATES = "certificate-dates"
    ANOTHER = "certificate-of-another"


_OF_OPENSSL: Final = {9: CertificateFault.DATES, 10: CertificateFault.DATES, 62: CertificateFault.ANOTHER}
_OF_OPENSSL_ADDRESS: Final = {64: CertificateFault.ANOTHER}  # X509_V_ERR_IP_ADDRESS_MISMATCH
_OF_WINDOWS: Final = {
    0x800B0101: CertificateFault.DATES,
    0x800B010F: CertificateFault.ANOTHER,
}  # CERT_E_EXPIRED, _CN_NO_MATCH
_OF_MACOS: Final = {-67818: CertificateFault.DATES, -67819: CertificateFault.DATES, -67602: CertificateFault.ANOTHER}
_FAULTS: Final = _OF_OPENSSL | _OF_OPENSSL_ADDRESS | _OF_WINDOWS | _OF_MACOS
"""By what a library says of it, what is the matter; anything else is a certificate that nobody known vouches for."""


class ShownCertificate(Struct, frozen=True, kw_only=True):
    """What a certificate says of itself, and what its owner's clock says, all of it unproven."""

    issuer: str
    names: str
    starts: Instant
    ends: Instant
    there: Instant | None
    """The time by the other side's clock."""

    def holds_at(self, moment: Instant) -> bool:
        """Whether it is valid then."""
        return self.starts <= moment <= self.ends


def machine_trust() -> ssl.SSLContext:
    """A context that trusts whom this machine trusts: an office's own authority is there, and in no list of ours."""
    import truststore  # noqa: PLC0415 - for a line with TLS alone

    trust: ssl.SSLContext = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    return trust


def no_trust() -> ssl.SSLContext:
    """For a line without TLS: reading the certificates that a machine trusts takes longer than a small exchange. Should TLS
    come into it after all, this one trusts nobody."""
    return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def fault_of(error: BaseException) -> CertificateFault | None:
    """What is the matter with a certificate that was not trusted; None for an error that is not of one."""
    if not isinstance(error, ssl.SSLCertVerificationError):
        return None
    code = getattr(error, "verify_code", 0)
    known = _FAULTS.get(code) or _FAULTS.get(code & 0xFFFFFFFF)  # Windows gives it with a sign, or without
    return known or CertificateFault.UNTRUSTED


def look_at(url: str, proxy: httpx.Proxy | None) -> ShownCertificate | None:
    """What is shown at an address that is not trusted, to tell a person of it; nothing is said there but hello. None if it
    cannot be seen."""
    import httpx  # noqa: PLC0415 - whoever asks has it

    blind = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    blind.check_hostname, blind.verify_mode = False, ssl.CERT_NONE
    try:
        with (
            httpx.Client(verify=blind, proxy=proxy, trust_env=False, timeout=_PATIENCE) as client,
            client.stream("HEAD", url) as response,
        ):
            secured = response.extensions["network_stream"].get_extra_info("ssl_object")
            shown, date = secured.getpeercert(_WHOLE), response.headers.get("date", "")
            return _read(shown, date)
    except (httpx.HTTPError, OSError, ValueError, AttributeError, KeyError):
        return None


def _read(shown: bytes, date: str) -> ShownCertificate:
    from cryptography import x509  # noqa: PLC0415 - heavy, and seldom needed

    certificate = x509.load_der_x509_certificate(shown)
    return ShownCertificate(
        issuer=_called(certificate.issuer),
        names=_names(certificate),
        starts=_instant(certificate.not_valid_before_utc.timestamp()),
        ends=_instant(certificate.not_valid_after_utc.timestamp()),
        there=_time_of(date),
    )


def _called(name: object) -> str:
    """Who a certificate's name means, as people would say it."""
    from cryptography import x509  # noqa: PLC0415 - as above

    assert isinstance(name, x509.Name)
    for wanted in (x509.NameOID.ORGANIZATION_NAME, x509.NameOID.COMMON_NAME):
        for attribute in name.get_attributes_for_oid(wanted):
            return str(attribute.value)
    return name.rfc4514_string()


def _names(certificate: Certificate) -> str:
    from cryptography import x509  # noqa: PLC0415 - as above

    try:
        others = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return _called(certificate.subject)
    return ", ".join([str(each.value) for each in others][:_NAMED])


def _time_of(date: str) -> Instant | None:
    try:
        parsed = parsedate_to_datetime(date)
    except ValueError:
        return None
    return _instant((parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)).timestamp())


def _instant(seconds: float) -> Instant:
    return Instant(min(max(int(seconds), 0), LAST_INSTANT))

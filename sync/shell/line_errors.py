"""Why a line to another machine could not be had, told by what lies under a library's error."""

from __future__ import annotations

import errno
import socket
import ssl
from collections.abc import Iterator

from sync.shell.trust import fault_of

_NO_WAY = (errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN, errno.EADDRNOTAVAIL)


def certificate_error(error: BaseException) -> ssl.SSLCertVerificationError | None:
    """What lies under an error, if that is a certificate that is not trusted."""
    return next((cause for cause in _causes(error) if isinstance(cause, ssl.SSLCertVerificationError)), None)


def why_unreached(error: BaseException) -> str | None:
    """A word that `sync.wording.reasons` has for why nobody was reached; None if the error's causes do not say."""
    for cause in _causes(error):
        if isinstance(cause, ConnectionRefusedError):
            return "refused"
        if isinstance(cause, socket.gaierror):
            return "unknown-name"
        if (fault := fault_of(cause)) is not None:
            return fault.value
        if isinstance(cause, ssl.SSLError):
            return "no-tls"
        if isinstance(cause, OSError) and cause.errno in _NO_WAY:
            return "unreachable"
        if isinstance(cause, ConnectionError):
            return "line-broke"
        if isinstance(cause, PermissionError):
            return "forbidden"
        if isinstance(cause, TimeoutError):
            return "timeout"
    return None


def _causes(error: BaseException) -> Iterator[BaseException]:
    """An error, and what led to it."""
    cause: BaseException | None = error
    while cause is not None:
        yield cause
        cause = cause.__cause__ or cause.__context__

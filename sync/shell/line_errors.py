"""Why a line to another machine could not be had, told by what lies under a library's error."""

from __future__ import annotations

import errno
import socket
import ssl


def why_unreached(error: BaseException) -> str | None:
    """A word that `sync.wording.reasons` has for why nobody was reached; None if the error's causes do not say."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ConnectionRefusedError):
            return "refused"
        if isinstance(cause, socket.gaierror):
            return "unknown-name"
        if isinstance(cause, ssl.SSLCertVerificationError):
            return "untrusted"
        if isinstance(cause, OSError) and cause.errno in (errno.ENETUNREACH, errno.EHOSTUNREACH):
            return "unreachable"
        cause = cause.__cause__ or cause.__context__
    return None

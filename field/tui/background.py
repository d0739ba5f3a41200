"""Exchanges in the background: one at a time, on a thread of its own, so that typing never waits for a line or a stick."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Final

import msgspec
from textual.message import Message
from textual.message_pump import MessagePump

from field.exchange.outcome import ExchangeOutcome, Watch
from sync.errors import Cancelled, SoxaError

AUTOMATIC_SECONDS: Final = 600
"""How often an automatic sync is tried."""


class ExchangeMoved(Message):
    """An exchange has come so far."""

    def __init__(self, so_far: ExchangeOutcome) -> None:
        self.so_far = so_far
        super().__init__()


class ExchangeEnded(Message):
    """An exchange is over: with words of what it came to, or with an error. A `quiet` one nobody asked for; `pressed` is the
    key that somebody pressed for it, and perhaps once more."""

    def __init__(self, told: str, error: SoxaError | None, *, quiet: bool, pressed: str = "") -> None:
        self.told = told
        self.error = error
        self.quiet = quiet
        self.pressed = pressed
        super().__init__()


class Exchanger:
    """A runner of exchanges, which tells `listener` how they go."""

    def __init__(self, listener: MessagePump, told: Callable[[BaseException], SoxaError]) -> None:
        """`told` makes an error of ours of whatever went wrong."""
        self._listener = listener
        self._told = told
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None
        self.so_far = ExchangeOutcome()

    @property
    def running(self) -> bool:
        """Whether an exchange is under way."""
        return self._thread is not None

    @property
    def stopping(self) -> bool:
        """Whether the exchange under way was asked to stop."""
        return self.running and self._stopping.is_set()

    def start(self, act: Callable[[Watch], str], *, quiet: bool = False, pressed: str = "") -> bool:
        """Run `act` unless something runs; it is given what to tell of its way, and gives words of what it came to."""
        if self.running:
            return False
        self._stopping.clear()
        self.so_far = ExchangeOutcome()
        # A daemon: leaving the program never waits for a line. What is cut goes on from its last receipt.
        self._thread = threading.Thread(target=self._run, args=(act, quiet, pressed), daemon=True)
        self._thread.start()
        return True

    def run_here(self, act: Callable[[Watch], str]) -> None:
        """Run `act` on this thread, unless something runs; it is told as what `start` runs."""
        if not self.running:
            self._stopping.clear()
            self._run(act, quiet=False)

    def stop(self) -> None:
        """Stop after the round that is under way. What is receipted stays received."""
        self._stopping.set()

    def over(self) -> None:
        """The end has been told: another may start."""
        self._thread = None

    def _run(self, act: Callable[[Watch], str], quiet: bool, pressed: str = "") -> None:
        try:
            ended = ExchangeEnded(act(self._watch), None, quiet=quiet, pressed=pressed)
        except BaseException as fault:  # noqa: BLE001 - nothing else catches it on this thread
            ended = ExchangeEnded("", self._told(fault), quiet=quiet)
        self._listener.post_message(ended)

    def _watch(self, so_far: ExchangeOutcome) -> None:
        self.so_far = msgspec.structs.replace(so_far)
        self._listener.post_message(ExchangeMoved(self.so_far))
        if self._stopping.is_set():
            raise Cancelled()

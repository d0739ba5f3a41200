"""The driver of Windows' console, for Windows alone. Textual's own drops every record without a virtual key code while a
lock is on (NumLock, CapsLock), and letters of Vietnamese may come so: records are read here in its place, no more.
"""

from __future__ import annotations

import sys

if sys.platform == "win32":  # what it is made of cannot be loaded elsewhere
    from ctypes import byref, wintypes
    from typing import Any, Final

    from textual import constants
    from textual._xterm_parser import XTermParser
    from textual.drivers import win32
    from textual.drivers.windows_driver import WindowsDriver

    from field.tui.key_records import KeyRecords, key_record

    _RECORDS_AT_ONCE: Final = 1024
    _WAIT_MILLISECONDS: Final = 100
    _KEY: Final = 0x0001
    _WINDOW_SIZE: Final = 0x0004

    class RecordMonitor(win32.EventMonitor):
        """The thread that reads records of the console."""

        def run(self) -> None:
            """Read until the program leaves, as Textual's own does."""
            try:
                self._read_on()
            except Exception as error:  # noqa: BLE001 - as Textual's: a thread of its own has nobody above it
                self.app.log.error(f"EVENT MONITOR ERROR {error!r}")

        def _read_on(self) -> None:
            parser, keys = XTermParser(debug=constants.DEBUG), KeyRecords()
            tell: Any = self.process_event  # Textual's parser gives messages, its drivers take events
            console: Any = win32.GetStdHandle(win32.STD_INPUT_HANDLE)
            records: Any = (win32.INPUT_RECORD * _RECORDS_AT_ONCE)()
            count = wintypes.DWORD(0)
            while not self.exit_event.is_set():
                for event in parser.tick():
                    tell(event)
                if win32.wait_for_handles([console], _WAIT_MILLISECONDS) is None:
                    continue
                win32.KERNEL32.ReadConsoleInputW(console, byref(records), _RECORDS_AT_ONCE, byref(count))
                came = records[: count.value]
                text = keys.text(key_record(record.Event.KeyEvent) for record in came if record.EventType == _KEY)
                for event in parser.feed(text) if text else ():
                    tell(event)
                for size in [
                    record.Event.WindowBufferSizeEvent.dwSize for record in came if record.EventType == _WINDOW_SIZE
                ][-1:]:
                    self.on_size_change(size.X, size.Y)

    class RecordDriver(WindowsDriver):
        """Textual's driver, which reads records by `RecordMonitor`."""

        def start_application_mode(self) -> None:
            """Start as Textual's own does: it takes the monitor from its module by name."""
            win32.EventMonitor = RecordMonitor  # type: ignore[misc]
            super().start_application_mode()

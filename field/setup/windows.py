"""A person's desk on Windows: shortcuts on the desktop and in the start menu, in Windows Terminal where that is there, else
in the old console, told to use a font and a code page that have all letters of Vietnamese."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Final

_NAME: Final = "Sổ xã"
_LETTERS: Final = "Consolas"
_UTF_8: Final = 65001


class WindowsDesk:
    """The desk of whoever runs this."""

    within = "windows"

    def __init__(self) -> None:
        self._local = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")

    @property
    def program(self) -> Path:
        """Where a person's own programs lie, for which nobody's leave is needed."""
        return self._local / "Programs" / "Soxa"

    def add_openers(self, program: Path) -> list[Path]:
        """Make the shortcuts, and settle the old console."""
        python, words = program / "python.exe", "-m soxa field"
        terminal = self._local / "Microsoft" / "WindowsApps" / "wt.exe"
        if os.path.lexists(terminal):  # it is a link of a kind that cannot be opened
            target, words = terminal, f'--title "{_NAME}" "{python}" {words}'
        else:
            target = python
            _settle_console()
        made = []
        for folder in _folders():
            folder.mkdir(parents=True, exist_ok=True)
            made.append(folder / f"{_NAME}.lnk")
            _shortcut(made[-1], target, words, program / "soxa.ico", Path.home())
        return made

    def remove_openers(self) -> None:
        """Take them away."""
        for folder in _folders():
            (folder / f"{_NAME}.lnk").unlink(missing_ok=True)
        _forget_console()


if sys.platform == "win32":
    import ctypes
    import winreg
    from ctypes import wintypes

    _KEY: Final = f"Console\\{_NAME}"
    _SHELL_LINK: Final = "{00021401-0000-0000-C000-000000000046}"
    _I_SHELL_LINK_W: Final = "{000214F9-0000-0000-C000-000000000046}"
    _I_PERSIST_FILE: Final = "{0000010B-0000-0000-C000-000000000046}"
    _IN_PROCESS: Final = 1
    _SET_WORKING_DIRECTORY, _SET_ARGUMENTS, _SET_ICON, _SET_PATH = 9, 11, 17, 20
    """Places in the table of IShellLinkW."""
    _RELEASE, _SAVE = 2, 6

    def _folders() -> list[Path]:
        """The desktop, and the person's programs in the start menu."""
        found = []
        for number in (0x10, 0x02):  # CSIDL_DESKTOPDIRECTORY, CSIDL_PROGRAMS
            name = ctypes.create_unicode_buffer(wintypes.MAX_PATH)
            if ctypes.windll.shell32.SHGetFolderPathW(None, number, None, 0, name) == 0:
                found.append(Path(name.value))
        return found

    class _Guid(ctypes.Structure):
        _fields_ = [("data", ctypes.c_byte * 16)]

        def __init__(self, text: str) -> None:
            super().__init__()
            ctypes.oledll.ole32.CLSIDFromString(text, ctypes.byref(self))

    def _method(thing: ctypes.c_void_p, place: int) -> int | None:
        """A method of a COM object, by its place in the object's table."""
        table = ctypes.cast(thing, ctypes.POINTER(ctypes.c_void_p))[0]
        return ctypes.cast(table, ctypes.POINTER(ctypes.c_void_p))[place]

    def _call(thing: ctypes.c_void_p, place: int, *given: object) -> None:
        """Call a method of a COM object. `OSError`."""
        kinds = [
            ctypes.c_wchar_p if isinstance(each, str) else ctypes.c_int if isinstance(each, int) else ctypes.c_void_p
            for each in given
        ]
        method = ctypes.WINFUNCTYPE(ctypes.HRESULT, ctypes.c_void_p, *kinds)(_method(thing, place))
        method(thing, *given)

    def _shortcut(path: Path, target: Path, words: str, icon: Path, folder: Path) -> None:
        """A shortcut, by the system's own maker of them: scripts would lose the letters that a code page has not."""
        ole32 = ctypes.oledll.ole32
        ole32.CoInitialize(None)
        link, file = ctypes.c_void_p(), ctypes.c_void_p()
        try:
            ole32.CoCreateInstance(
                ctypes.byref(_Guid(_SHELL_LINK)), None, _IN_PROCESS, ctypes.byref(_Guid(_I_SHELL_LINK_W)), ctypes.byref(link)
            )
            _call(link, _SET_PATH, str(target))
            _call(link, _SET_ARGUMENTS, words)
            _call(link, _SET_WORKING_DIRECTORY, str(folder))
            _call(link, _SET_ICON, str(icon), 0)
            _call(link, 0, ctypes.byref(_Guid(_I_PERSIST_FILE)), ctypes.byref(file))
            _call(file, _SAVE, str(path), 1)
        finally:
            for thing in (file, link):
                if thing:
                    ctypes.WINFUNCTYPE(ctypes.c_ulong, ctypes.c_void_p)(_method(thing, _RELEASE))(thing)
            ole32.CoUninitialize()

    def _settle_console() -> None:
        """What the old console shows a window of this title with."""
        with winreg.CreateKey(winreg.HKEY_CURRENT_USER, _KEY) as key:
            winreg.SetValueEx(key, "FaceName", 0, winreg.REG_SZ, _LETTERS)
            for name, value in (
                ("CodePage", _UTF_8),
                ("FontFamily", 0x36),  # TrueType, of one width
                ("FontSize", 18 << 16),
                ("WindowSize", 30 << 16 | 100),
                ("ScreenBufferSize", 3_000 << 16 | 100),
            ):
                winreg.SetValueEx(key, name, 0, winreg.REG_DWORD, value)

    def _forget_console() -> None:
        try:
            winreg.DeleteKey(winreg.HKEY_CURRENT_USER, _KEY)
        except FileNotFoundError:
            return
else:

    def _folders() -> list[Path]:
        raise NotImplementedError

    def _shortcut(path: Path, target: Path, words: str, icon: Path, folder: Path) -> None:
        raise NotImplementedError

    def _settle_console() -> None:
        raise NotImplementedError

    def _forget_console() -> None:
        raise NotImplementedError

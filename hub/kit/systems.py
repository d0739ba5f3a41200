"""The systems that a kit is made for, and what of Python each of them has."""

from __future__ import annotations

from enum import Enum
from typing import Final

WINDOWS_PYTHON: Final = (3, 13)
"""The series of the Python that a kit brings to Windows."""
LINUX_PYTHONS: Final = ((3, 11), (3, 12), (3, 13))
"""The series that Linux laptops bring themselves."""


class System(Enum):
    """A laptop's system, by the name of its folder in a kit."""

    WINDOWS = "windows"
    LINUX = "linux"

    @property
    def pythons(self) -> tuple[tuple[int, int], ...]:
        """The series of Python that its laptops may have."""
        return (WINDOWS_PYTHON,) if self is System.WINDOWS else LINUX_PYTHONS

    @property
    def platforms(self) -> tuple[str, ...]:
        """The platform tags of wheels that run there (PEP 425, PEP 600), as an installer asks for them."""
        return ("win_amd64",) if self is System.WINDOWS else ("manylinux_2_28_x86_64", "manylinux2014_x86_64")

    def markers(self, python: tuple[int, int]) -> dict[str, str]:
        """What a requirement's marker sees there (PEP 508)."""
        series = f"{python[0]}.{python[1]}"
        common = {
            "implementation_name": "cpython",
            "implementation_version": f"{series}.0",
            "platform_python_implementation": "CPython",
            "platform_release": "",
            "platform_version": "",
            "python_full_version": f"{series}.0",
            "python_version": series,
            "extra": "",
        }
        if self is System.WINDOWS:
            return common | {
                "os_name": "nt",
                "platform_machine": "AMD64",
                "platform_system": "Windows",
                "sys_platform": "win32",
            }
        return common | {
            "os_name": "posix",
            "platform_machine": "x86_64",
            "platform_system": "Linux",
            "sys_platform": "linux",
        }


def tag(python: tuple[int, int]) -> str:
    """The tag of a series of CPython: `cp313`."""
    return f"cp{python[0]}{python[1]}"

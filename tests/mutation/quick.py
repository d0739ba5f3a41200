"""A plugin for the runs on mutants: properties are tried alike in every run, their failures are not made smaller, and no
run takes more memory than a laptop has."""

from __future__ import annotations

import sys

from hypothesis import HealthCheck, Phase, settings

_MEMORY = 4 * 1024**3

settings.register_profile(
    "mutants",
    derandomize=True,
    database=None,
    deadline=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)
settings.load_profile("mutants")

if sys.platform != "win32":
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))

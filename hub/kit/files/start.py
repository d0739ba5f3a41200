"""Runs the program that lies beside this file, with what was made for the Python that runs it."""

import os
import sys

here = os.path.dirname(os.path.realpath(__file__))  # noqa: PTH120 - the interpreter's own modules alone are here yet
paths = [os.path.join(here, name) for name in ("lib", "cp{}{}".format(*sys.version_info[:2]))]  # noqa: PTH118
sys.path[:1] = paths
os.environ["PYTHONPATH"] = os.pathsep.join(paths)  # for what the program starts again, in another language

from sync.shell.main import main  # noqa: E402

main()

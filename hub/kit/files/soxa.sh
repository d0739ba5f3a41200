#!/bin/sh
# Runs the program with a Python that this laptop has.
here=$(CDPATH='' cd -- "$(dirname -- "$(readlink -f -- "$0")")" && pwd) || exit 1
if [ "$(uname -m)" = x86_64 ]; then
    for python in python3.13 python3.12 python3.11 python3; do
        if command -v "$python" >/dev/null 2>&1 &&
            "$python" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null; then
            exec "$python" "$here/start.py" "$@"
        fi
    done
fi
cat "$here/Linux.txt" >&2
exit 1

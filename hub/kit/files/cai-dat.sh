#!/bin/sh
# Puts the program of this stick on a Linux laptop, or brings it a newer version; see Huong-dan.html.
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd) || exit 1
exec sh "$here/linux/soxa" field install "$here" "$@"

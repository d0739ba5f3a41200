#!/bin/sh
# Takes the program off the laptop. What was logged stays; see Huong-dan.html.
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd) || exit 1
exec sh "$here/linux/soxa" field uninstall "$@"

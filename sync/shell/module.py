"""The module `soxa` of a wheel, for `python -m soxa`: the build moves this file there, out of this folder."""

from sync.shell.main import main

if __name__ == "__main__":
    main()

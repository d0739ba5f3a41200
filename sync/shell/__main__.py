"""`python -m sync.shell` in a checkout; the wheel has this file as `soxa.py`, for `python -m soxa`."""

from sync.shell.main import main

if __name__ == "__main__":
    main()

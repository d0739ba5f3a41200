"""Mutation testing of the rooms of `sync`: what a test suite would not notice.

    python -m tests.mutation sync/ledger/deadline_verdict.py
    python -m tests.mutation sync/log sync/exchange --sample 100 --seed 7

`mutants` changes one thing in a module; `trial` lets the tests loose on it, in a copy of the tree, the file at the
mirrored path first and then its room and those that use it. What no test notices is printed with its line. `equivalent`
lists the changes that change nothing, each with its reason.

Beside the usual changes this deletes guards (an `if` that refuses, a `raise`, a call whose result is not used) and moves
limits that stand in constants and types, which mutmut and cosmic-ray do not.
"""

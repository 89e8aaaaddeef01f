"""Who may do what: accounts, roles, the gate before every door, and the record that cannot be changed.

No SQL and no web here: rules and services over `data/operations/`. Everything is given a `Doors`.
"""

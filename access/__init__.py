"""Who may do what: accounts, roles, the gate before every door, and the record that cannot be changed."""

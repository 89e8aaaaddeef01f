"""Who may do what: roles, rights, and the actor behind a request."""

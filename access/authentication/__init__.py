"""Who comes: sign-in, sessions, second factor, lockout, secrets."""

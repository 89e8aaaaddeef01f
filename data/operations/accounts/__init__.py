"""Accounts, sessions, factors, device tokens, attempts and idempotency keys as stored."""

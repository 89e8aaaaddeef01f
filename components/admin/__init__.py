"""Accounts, rights, audit and sign-in, drawn."""

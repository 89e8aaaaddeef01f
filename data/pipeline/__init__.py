"""The one way of whatever is delivered: read → normalise → contract → quarantine → land, with its batch in a ledger."""

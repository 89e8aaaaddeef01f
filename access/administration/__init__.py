"""What administrators and owners do to accounts, grants and device tokens."""

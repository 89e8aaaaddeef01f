"""Facts and events as delivered, in batches, never changed."""

"""Standards with dates: air, water."""

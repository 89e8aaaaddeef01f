"""Working time: limits, hours, the Chinese calendar."""

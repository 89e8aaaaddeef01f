"""Deliveries on screens: what should have come and what did, what was refused, what stands on what."""

"""The devices of the demonstration: kinds, places, names and how they behave."""

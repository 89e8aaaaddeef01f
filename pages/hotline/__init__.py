"""The barometer's screen."""

"""The barometer's results: computed by the refresher when events have landed, read by screens."""

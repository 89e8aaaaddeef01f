"""Looking ahead: methods that compete on the past, bands of their own errors, and the chance that a target is met."""

"""How the plan stands: progress, coverage, maturity."""

"""Documents, assets, error pages and addresses."""

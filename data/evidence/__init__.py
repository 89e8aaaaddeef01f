"""Files handed in as evidence: judged by content, kept under their hash."""

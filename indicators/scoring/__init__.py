"""Status and score of one indicator, and how parts make a score."""

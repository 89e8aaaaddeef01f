"""From measures to values, statuses and scores, for every region and period."""

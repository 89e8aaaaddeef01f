"""Screens of leaders: overview, plan, groups, regions."""

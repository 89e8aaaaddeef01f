"""Screens of supervision (督查) and appraisal."""

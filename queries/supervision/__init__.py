"""Queries about supervised items and the appraisal."""

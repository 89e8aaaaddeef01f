"""Supervised items and the appraisal, drawn."""

"""Supervised items and the weights of the appraisal as stored."""

"""Queries about vital signs and devices."""

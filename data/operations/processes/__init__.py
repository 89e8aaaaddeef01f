"""Heartbeats of processes and the queue of looks back."""

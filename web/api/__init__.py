"""Interfaces for programs and files to take away."""

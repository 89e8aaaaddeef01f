"""The formula language: parsed, never executed as code."""

"""The shipped definitions (YAML in the folders beside) and what reads and checks them together."""

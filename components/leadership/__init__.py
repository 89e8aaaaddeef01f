"""The plan, its groups and regions as leaders see them, drawn."""

"""The demonstration city: it uses the product as a city would, and nothing of the product knows it."""

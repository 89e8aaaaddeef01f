"""What screens are drawn with: view models in, Dash components and SVG out. No data is read here."""

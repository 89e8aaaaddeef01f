"""Maps: regions as SVG, thousands of points and grids for the browser."""

"""Charts made by the server as SVG, and the figures of the live ones."""

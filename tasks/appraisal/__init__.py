"""How units and regions are appraised."""

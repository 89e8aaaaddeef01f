"""Measures rolled up over regions and periods, and formulas over them."""

"""How readings become the value of a sign, one file a kind of rule."""

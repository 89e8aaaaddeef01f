"""How the programme runs: the versions it needs, one server a data folder, its processes and who watches over them."""

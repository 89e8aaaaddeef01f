"""How a screen's question is answered: one query service a subject, over the repositories of data."""

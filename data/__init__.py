"""Where everything is kept and read: databases, files, the clock. All SQL is here."""

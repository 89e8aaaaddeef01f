"""The schemas of this database, oldest first: a file each, named as its revision."""

"""What can be wrong with the schema of a database."""


class SchemaError(RuntimeError):
    """A database has a schema that this version cannot use; the sentence says which, and what helps."""

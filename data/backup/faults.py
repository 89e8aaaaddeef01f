"""What can go wrong with a backup, as a sentence for the one who types the command."""


class BackupError(RuntimeError):
    """A backup could not be made, is not whole, or must not be restored here; the sentence says what to do."""

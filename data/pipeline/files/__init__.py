"""What lies in a file: its sheets with the text of each cell, whatever program wrote it."""

from data.pipeline.files.read import read_table
from data.pipeline.files.sheets import Merge, Sheet, TableFile, address, column_letters

__all__ = ["Merge", "Sheet", "TableFile", "address", "column_letters", "read_table"]

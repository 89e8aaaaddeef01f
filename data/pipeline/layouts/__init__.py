"""Understanding a department's own table: where its heads are, and what each row and column says of a figure."""

from data.pipeline.layouts.model import Layout, Names, Role, ValueColumn
from data.pipeline.layouts.recognise import recognise
from data.pipeline.layouts.rows import layout_rows

__all__ = ["Layout", "Names", "Role", "ValueColumn", "layout_rows", "recognise"]

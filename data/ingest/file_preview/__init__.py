"""Loading a file of measures as a person does it: look at it, mend what it does not say, see the dry run, land it."""

from data.ingest.file_preview.preview import CellView, LineView, OpenChoice, Preview, SheetView, preview
from data.ingest.load_measures import Change, load_content
from data.ingest.measure_rows import Choices

__all__ = [
    "CellView",
    "Change",
    "Choices",
    "LineView",
    "OpenChoice",
    "Preview",
    "SheetView",
    "land",
    "preview",
]

land = load_content

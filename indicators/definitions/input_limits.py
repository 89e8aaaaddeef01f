"""How much of anything is read: what a person or a machine hands over is counted before it is unfolded.

Every limit is far above what a city of a million events a month delivers, and far below what would hurt a small
machine.
"""

from __future__ import annotations

from typing import Final

MEGABYTE: Final = 1_000_000

# Evidence in a form
EVIDENCE_BYTES: Final = 10 * MEGABYTE  # of one file: a photo of a telephone has 3 to 8
EVIDENCE_FILES: Final = 6  # of one form: a scene from every side
EVIDENCE_FORM_BYTES: Final = 30 * MEGABYTE + 100_000  # of a request, which the server holds as a whole
PHOTO_PIXELS: Final = 24_000_000  # decoded 100 MB; above it stand only cameras set to their finest
DECODER_MEMORY: Final = 640 * MEGABYTE  # address space of the process that decodes a photo; the largest takes half
DECODER_CPU_SECONDS: Final = 20  # of that process; a photo of the largest size takes about two
DECODER_SECONDS: Final = 60  # until it is given up where the machine is busy
DECODER_QUEUE: Final = 12  # photos that wait for their turn; more would hold threads that answer everybody else
DECODER_WAIT_SECONDS: Final = 30  # that one of them waits

# Tables: CSV, Excel, Parquet
UPLOAD_BYTES: Final = 20 * MEGABYTE  # of a file handed in on a screen; larger ones come by a command
TABLE_BYTES: Final = 100 * MEGABYTE  # of a file; a month of events with texts has 40
TABLE_ROWS: Final = 500_000
TABLE_COLUMNS: Final = 200
TABLE_CELLS: Final = 5_000_000  # a cell costs about 100 bytes of memory while a file is read
TABLES: Final = 40  # that a sheet of a department's own falls into
SHEETS: Final = 60  # of a workbook: one a month of five years
CELL_CHARACTERS: Final = 10_000  # of one text: a longer one refuses its row
KEPT_CHARACTERS: Final = 1_000  # of each text of a refused row that are kept beside the reason

# Workbooks are ZIP archives
ARCHIVE_PARTS: Final = 1_000
ARCHIVE_EXPANDED: Final = 100 * MEGABYTE  # all parts together; 2 million cells
ARCHIVE_RATIO: Final = 100  # times that a part above 1 MB may unfold; full sheets unfold 5 to 30 times
BOOK_PART_EXPANDED: Final = 4 * MEGABYTE  # styles, names and the like, which are read as a whole into memory
SHEET_CELLS: Final = 2_000_000  # a workbook is read at about 200,000 cells a second

# Definitions in YAML
YAML_BYTES: Final = 2 * MEGABYTE  # the largest of ours has 0.1
YAML_DEPTH: Final = 20
YAML_NODES: Final = 100_000  # values with those that aliases repeat; the largest of ours has 5,000
YAML_NUMBER_CHARACTERS: Final = 100  # of one that is no text: reading a number of a million digits takes minutes

# Layers of a city's geography
LAYER_BYTES: Final = 300 * MEGABYTE
LAYER_EXPANDED: Final = 1_000 * MEGABYTE  # coordinates of a zipped layer
LAYER_FEATURES: Final = 200_000  # grids; a city of ten million has some 30,000

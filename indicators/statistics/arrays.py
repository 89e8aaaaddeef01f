"""Types of arrays that all arithmetic of the domain shares."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
"""Numbers of any shape; NaN is "no value"."""

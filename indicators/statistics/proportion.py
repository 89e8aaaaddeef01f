"""How exactly a share is known that was found in a number of cases."""

from __future__ import annotations

import math

Z95 = 1.959963984540054  # of the standard normal distribution, two-sided 95 %


def wilson_interval(part: float, cases: float) -> tuple[float, float]:
    """The 95 % score interval of a share, as fractions: good for few cases and for shares near 0 and 1.

    `cases` above 0, `part` between 0 and `cases`. Wilson (1927), Journal of the American Statistical Association 22,
    209–212.
    """
    share, spread = part / cases, Z95**2 / cases
    middle = (share + spread / 2) / (1 + spread)
    reach = Z95 / (1 + spread) * math.sqrt(share * (1 - share) / cases + spread / (4 * cases))
    return max(middle - reach, 0.0), min(middle + reach, 1.0)

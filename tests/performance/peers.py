"""What the same dashboard costs elsewhere, copied by hand from our own measurements of November 2026.

How they were measured: one machine with two cores that client and server shared, localhost, no TLS; Chromium
headless at 1920×1080; PostgreSQL 15 with 533,520 indicator rows and 2,000,000 events; 20 tiles with sparks, four
trend charts, a ranked bar and a pie; medians of five. Superset 6.1.0 with its data cache warm, Streamlit 1.67.0,
plain Dash 4.4.1 and Vizro 1.0.0, each as its documentation serves it. Server CPU includes PostgreSQL's.
Nothing of this is measured again by the benchmark: only our own side is.
"""

from __future__ import annotations

PEERS = ("Superset", "Streamlit", "Dash", "Vizro")

# line of ours: (Superset, Streamlit, plain Dash, Vizro); less is better except for views/s
FIGURES: dict[str, tuple[float, float, float, float]] = {
    "cold: first number, ms": (5033, 1784, 2366, 3434),
    "cold: all drawn, ms": (5808, 3630, 2802, 3435),
    "warm: first number, ms": (2934, 840, 941, 1819),
    "warm: all drawn, ms": (4323, 1684, 1502, 1819),
    "cold: requests": (90, 112, 42, 52),
    "warm: requests over the network": (40, 3, 33, 11),
    "cold: kB over the network": (2911, 8343, 6193, 10325),
    "warm: kB over the network": (53, 77, 259, 382),
    "cold: script, ms": (1828, 1717, 1521, 1886),
    "warm: script, ms": (1239, 586, 367, 544),
    "cold: main thread, ms": (5850, 3026, 2922, 4143),
    "warm: main thread, ms": (4760, 1611, 1455, 2506),
    "cold: server CPU a view, s": (2.15, 0.70, 0.58, 0.55),
    "warm: server CPU a view, s": (1.55, 0.53, 0.57, 0.51),
    "filter: another layer on the map, ms": (860, 458, 238, 534),
    "ten clients: views/s": (1.24, 1.94, 3.57, 3.15),
    "ten clients: p50, s": (6.9, 5.2, 2.7, 2.7),
    "ten clients: p95, s": (9.9, 5.7, 3.1, 4.4),
    "ten clients: server CPU a view, s": (1.42, 0.51, 0.52, 0.53),
}
MORE_IS_BETTER = frozenset({"ten clients: views/s"})


def ratios(line: str, ours: float) -> tuple[float, float] | None:
    """How many times better we are than Superset and than the best peer; None for a line they do not have."""
    if line not in FIGURES or not ours:
        return None
    figures = FIGURES[line]
    if line in MORE_IS_BETTER:
        return ours / figures[0], ours / max(figures)
    return figures[0] / ours, min(figures) / ours

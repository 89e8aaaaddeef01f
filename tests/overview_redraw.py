"""The callback that redraws the overview for another place, as the browser asks for it."""

NAMES = ("overview-lead", "overview-score", "overview-map")
OUTPUT = f"..{'...'.join(f'{name}.html' for name in NAMES)}.."
OUTPUTS = [{"id": name, "property": "html"} for name in NAMES]

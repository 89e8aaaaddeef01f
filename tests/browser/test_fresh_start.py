"""A server that has just been started is whole in every worker, and light."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.serving import ROOT, parts_of_page, serving

HEAVY = ("scipy", "pandas", "geopandas", "pyarrow", "shapely", "pyproj", "openpyxl")


def test_every_worker_of_a_fresh_server_answers_with_the_whole_page(city_home: Path) -> None:
    with serving(city_home, workers=4) as server, ThreadPoolExecutor(8) as visitors:
        documents = list(visitors.map(lambda _: server.get("/", "identity"), range(24)))
        parts = parts_of_page(documents[0][1].decode())
        answers = list(visitors.map(server.get, parts * 12))
    assert {status for status, _ in (*documents, *answers)} == {200}
    assert any(part.endswith(".js") for part in parts)
    assert any(part.endswith(".css") for part in parts)


def test_serving_loads_nothing_that_only_loading_files_needs() -> None:
    code = f"import app, sys; print([name for name in {HEAVY} if name in sys.modules])"
    said = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[]"

"""The tree of regions: what the file of regions may not say, and how to walk the tree."""

import shutil
from pathlib import Path

import pytest

from indicators.catalogue.catalogue import Catalogue, load_catalogue
from indicators.definitions.faults import CatalogueError

SMALL_CITY = Path(__file__).parent / "small_city"
REGIONS = (SMALL_CITY / "regions.csv").read_bytes().decode("utf-8")


def faults_of(folder: Path, regions: bytes) -> list[tuple[str, str, int]]:
    """The faults of the small city with another file of regions: file, code, line."""
    shutil.copytree(SMALL_CITY, folder, dirs_exist_ok=True)
    (folder / "regions.csv").write_bytes(regions)
    try:
        load_catalogue(folder)
    except CatalogueError as error:
        return [(fault.file.name, fault.code, fault.line) for fault in error.faults]
    return []


@pytest.mark.parametrize(
    ("old", "new", "code", "line"),
    [
        ("440605,440600,district", "440605,440600,county", "bad-region", 4),
        ("西区,West,2", "西区,West,second", "bad-region", 4),
        ("西区,West,2", ",West,2", "bad-region", 4),
        ("440605001,440605,town", "440605001,440699,town", "unknown-parent", 7),
        ("440605001,440605,town", "440605001,,town", "unknown-parent", 7),
        ("440605001,440605,town", "440605001,440600,town", "wrong-level", 7),
        ("440605001,440605,town", "440605001,440605001,town", "wrong-level", 7),
        ("440605001,440605,town", "440604002,440604,town", "duplicate-region", 7),
        ("440605001,440605,town", "440700,,city", "several-cities", 1),
    ],
)
def test_a_faulty_region_is_named_with_its_line(tmp_path: Path, old: str, new: str, code: str, line: int) -> None:
    assert old in REGIONS
    found = faults_of(tmp_path, REGIONS.replace(old, new).encode())
    assert ("regions.csv", code, line) in found


def test_a_file_from_a_spreadsheet_is_read(tmp_path: Path) -> None:
    assert faults_of(tmp_path, REGIONS.replace("\n", "\r\n").encode("utf-8-sig")) == []


def test_a_file_in_another_encoding_is_named(tmp_path: Path) -> None:
    found = faults_of(tmp_path, REGIONS.encode("gb18030"))
    assert ("regions.csv", "not-utf-8", 1) in found


def test_a_folder_without_plan_or_regions_is_no_catalogue(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match=r"plan\.yaml and regions\.csv"):
        load_catalogue(tmp_path)


def test_the_tree_is_walked_inwards_and_outwards(small_city: Catalogue) -> None:
    regions = small_city.regions
    assert regions.within(440604) == (440604, 440604001, 440604002)
    assert regions.around(440604002) == (440604002, 440604, 440600)
    assert regions.at("district") == (440604, 440605)
    assert regions.city.code == 440600
    assert (regions.reaches(440604, "district"), regions.reaches(440604001, "district")) == (True, False)

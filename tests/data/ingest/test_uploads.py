"""Files that wait to land: found by their person alone, for a limited time, under an id that names no path."""

from pathlib import Path

import pytest

from data.ingest.uploads import EACH, KEPT_FOR, UploadAnswers, UploadFolder, UploadRefused


@pytest.fixture
def uploads(tmp_path: Path) -> UploadFolder:
    return UploadFolder(tmp_path / "uploads")


def test_a_file_is_found_by_its_person_until_its_time_is_over(uploads: UploadFolder) -> None:
    kept = uploads.keep("account:1", "../五月.xlsx", "finance-bureau", b"content", 1000)

    found = uploads.find("account:1", kept.id, 1000 + KEPT_FOR - 1)
    assert found == (kept, b"content")
    assert (kept.name, kept.source) == ("五月.xlsx", "finance-bureau")
    assert uploads.find("account:2", kept.id, 1001) is None
    assert uploads.find("account:1", kept.id, 1000 + KEPT_FOR) is None
    uploads.drop(kept)
    assert uploads.find("account:1", kept.id, 1001) is None
    assert list(uploads.folder.iterdir()) == []


@pytest.mark.parametrize("id", ["", "..", "../secret", "0" * 31, "G" * 32, "0" * 32 + "/../x"])
def test_an_id_that_was_not_given_finds_nothing(uploads: UploadFolder, id: str) -> None:
    uploads.keep("account:1", "a.csv", "x", b"content", 1000)

    assert uploads.find("account:1", id, 1001) is None


def test_what_was_said_of_a_file_is_kept_with_it(uploads: UploadFolder) -> None:
    kept = uploads.keep("account:1", "a.csv", "x", b"content", 1000)
    said = UploadAnswers(period="2025-05", names={"办件": "items_handled", "备注": ""})

    uploads.say(kept, said)

    found = uploads.find("account:1", kept.id, 1001)
    assert found is not None
    assert found[0].said == said


def test_a_person_has_a_few_files_waiting_and_old_ones_go(uploads: UploadFolder) -> None:
    others = uploads.keep("account:2", "b.csv", "x", b"b", 1000)
    kept = [uploads.keep("account:1", "a.csv", "x", b"a", 1001 + place) for place in range(EACH + 2)]

    there = [uploads.find("account:1", one.id, 1100) is not None for one in kept]
    assert there == [False, False, *[True] * EACH]
    assert uploads.find("account:2", others.id, 1100) is not None
    uploads.keep("account:1", "a.csv", "x", b"a", 1000 + KEPT_FOR)
    assert len(list(uploads.folder.glob(f"{others.id}*"))) == 0


def test_nothing_and_too_much_is_not_kept(uploads: UploadFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("data.ingest.uploads.UPLOAD_BYTES", 5)
    for content, code in ((b"", "upload-empty"), (b"123456", "upload-too-large")):
        with pytest.raises(UploadRefused) as fault:
            uploads.keep("account:1", "a.csv", "x", content, 1000)
        assert fault.value.code == code

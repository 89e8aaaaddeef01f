"""Files handed in: judged by content, photos made anew without what the camera wrote, kept by hash, whole or not."""

from __future__ import annotations

import fcntl
import hashlib
import resource
import struct
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from data.evidence.evidence_folder import EvidenceFolder, EvidenceRefused, examine, named_for, plain_name
from data.evidence.photo_decoder import EDGE
from data.evidence.photos import PhotoDecoder

GPS = 0x8825


def photo(kind: str = "JPEG", size: tuple[int, int] = (80, 40), **saved: object) -> bytes:
    made = BytesIO()
    Image.new("RGB", size, "steelblue").save(made, kind, **saved)
    return made.getvalue()


def with_place(orientation: int = 1) -> bytes:
    exif = Image.Exif()
    exif[0x010F] = "SecretCamera"
    exif[0x0112] = orientation
    exif.get_ifd(GPS)[2] = (23.0, 1.0, 30.0)
    return photo(exif=exif.tobytes())


def pdf(change: Callable[[pikepdf.Pdf], object] = lambda file: None, **saved: Any) -> bytes:
    file, made = pikepdf.new(), BytesIO()
    file.add_blank_page()
    change(file)
    file.save(made, object_stream_mode=pikepdf.ObjectStreamMode.generate, **saved)
    return made.getvalue()


def runs(file: pikepdf.Pdf) -> None:
    file.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")


def starts(file: pikepdf.Pdf) -> None:
    link = pikepdf.Dictionary(Subtype=pikepdf.Name.Link, A=pikepdf.Dictionary(S=pikepdf.Name.Launch, F="a.exe"))
    file.pages[0].Annots = pikepdf.Array([link])


def brings(file: pikepdf.Pdf) -> None:
    file.attachments["a.exe"] = pikepdf.AttachedFileSpec(file, b"MZ", filename="a.exe")


def opens_at_its_page(file: pikepdf.Pdf) -> None:
    file.Root.OpenAction = pikepdf.Array([file.pages[0].obj, pikepdf.Name.Fit])


BOMB = b"%PDF-1.7\n1 0 obj <<>> stream\n" + zlib.compress(bytes(150_000_000), 9) + b"\nendstream endobj\n%%EOF\n"


def code(content: bytes) -> str:
    with pytest.raises(EvidenceRefused) as refused:
        examine(content, "x")
    return refused.value.code


@pytest.mark.parametrize(
    ("content", "media"),
    [
        (photo("JPEG"), "image/jpeg"),
        (photo("PNG"), "image/png"),
        (photo("WEBP"), "image/jpeg"),
        (pdf(), "application/pdf"),
        ("已清理，附说明。\r\n".encode(), "text/plain"),
        ("\ufeff带标记的文本".encode(), "text/plain"),
    ],
)
def test_a_file_is_what_its_content_says(content: bytes, media: str) -> None:
    assert examine(content, "任意.exe").media == media


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b"MZ\x90\x00\x03", "type"),
        (b"PK\x03\x04 a zip", "type"),
        (b"\x7fELF", "type"),
        (b"GIF89a\x01\x00\x01\x00", "type"),
        (b"<!doctype html><script>alert(1)</script>", "type"),
        (b"  \n<svg xmlns='http://www.w3.org/2000/svg'/>", "type"),
        ("中文".encode("gb18030"), "type"),
        (b"text with a \x00 in it", "type"),
        (b"\xff\xd8\xff not a photo", "damaged"),
        (photo("PNG")[:40], "damaged"),
        (b"%PDF-1.7 cut off", "damaged"),
        (b"%PDF-1.7\n1 0 obj\n%%EOF\n", "damaged"),
        (pdf(runs), "active"),
        (pdf(starts), "active"),
        (pdf(brings), "active"),
        (pdf(encryption=pikepdf.Encryption(owner="x", user="")), "active"),
        (BOMB, "too-large"),
        (b"x" * 10_000_001, "too-large"),
    ],
)
def test_anything_else_is_refused_with_a_reason(content: bytes, reason: str) -> None:
    assert code(content) == reason


def test_a_small_file_that_unfolds_to_a_huge_photo_is_refused() -> None:
    made = BytesIO()
    Image.new("1", (12_000, 12_000)).save(made, "PNG")

    assert len(made.getvalue()) < 100_000
    assert code(made.getvalue()) == "too-many-pixels"


def test_where_and_with_what_a_photo_was_taken_is_gone() -> None:
    original = with_place()
    assert Image.open(BytesIO(original)).getexif().get_ifd(GPS)

    kept = examine(original, "p.jpg").content

    again = Image.open(BytesIO(kept))
    assert dict(again.getexif()) == {}
    assert b"SecretCamera" not in kept
    assert again.info.keys() <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


def test_words_and_profiles_in_a_png_are_gone() -> None:
    from PIL.PngImagePlugin import PngInfo

    info = PngInfo()
    info.add_text("Comment", "secret place")
    kept = examine(photo("PNG", pnginfo=info), "p.png").content

    assert b"secret place" not in kept
    assert Image.open(BytesIO(kept)).info == {}


def test_a_photo_taken_sideways_is_turned_upright() -> None:
    assert Image.open(BytesIO(examine(with_place(6), "p").content)).size == (40, 80)


def test_a_large_photo_is_made_smaller() -> None:
    kept = Image.open(BytesIO(examine(photo(size=(5000, 2500)), "p").content))

    assert kept.size == (EDGE, EDGE // 2)


def test_a_see_through_png_stays_see_through() -> None:
    made = BytesIO()
    Image.new("RGBA", (4, 4), (255, 0, 0, 0)).save(made, "PNG")
    kept = Image.open(BytesIO(examine(made.getvalue(), "p").content))

    assert kept.getpixel((0, 0)) == (255, 0, 0, 0)


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("现场.jpg", "现场.jpg"),
        ("../../etc/passwd", "passwd"),
        ("C:\\照片\\一.jpg", "一.jpg"),
        ("gpj.\u202eexe", "gpj.exe"),
        ("a\r\nSet-Cookie: x", "aSet-Cookie: x"),
        ("", "-"),
        ("长" * 200 + ".pdf", "长" * 116 + ".pdf"),
    ],
)
def test_a_name_is_only_a_name(given_name: str, kept: str) -> None:
    assert plain_name(given_name) == kept


def media_of(content: bytes) -> str | None:
    try:
        return examine(content, "x").media
    except EvidenceRefused:
        return None


@given(st.binary(max_size=300))
def test_any_bytes_are_taken_for_what_they_are_or_refused(content: bytes) -> None:
    assert media_of(content) in {None, "image/jpeg", "image/png", "application/pdf", "text/plain"}


def test_a_file_lies_under_its_hash_and_twice_is_once(tmp_path: Path) -> None:
    folder, found = EvidenceFolder(tmp_path), examine("说明".encode(), "../说明.txt")

    first, second = folder.keep(found), folder.keep(found)

    digest = hashlib.sha256("说明".encode()).hexdigest()
    assert first == second
    assert (first.digest, first.size, first.name) == (digest, 6, "说明.txt")
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == [digest]
    assert folder.read(digest) == "说明".encode()


@pytest.mark.parametrize("asked", ["", "../operations.db", "A" * 64, "0" * 63, "0" * 64])
def test_nothing_but_a_hash_that_is_there_can_be_read(tmp_path: Path, asked: str) -> None:
    (tmp_path / "operations.db").write_text("secret")

    with pytest.raises(KeyError):
        EvidenceFolder(tmp_path).read(asked)


def test_a_file_that_was_changed_on_disk_is_not_shown(tmp_path: Path) -> None:
    folder = EvidenceFolder(tmp_path)
    kept = folder.keep(examine(b"as handed in", "a.txt"))
    next(path for path in tmp_path.rglob("*") if path.is_file()).write_text("forged")

    with pytest.raises(KeyError):
        folder.read(kept.digest)


def lines_of_png(width: int, height: int) -> bytes:
    """A PNG of one colour in RGBA, made line by line: small on disk and in this process."""
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(bytes(1 + 4 * width)) for _ in range(height)) + packer.flush()
    head = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", packed) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def test_the_refusal_of_a_photo_names_the_limit_and_the_value() -> None:
    with pytest.raises(EvidenceRefused) as refused:
        examine(lines_of_png(6000, 5000), "x.png")

    assert (refused.value.code, refused.value.facts) == ("too-many-pixels", {"limit": 24, "value": "30.0"})


def test_a_photo_of_as_many_pixels_as_are_taken_leaves_this_process_small() -> None:
    content = lines_of_png(6000, 4000)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    kept = examine(content, "x.png")

    assert Image.open(BytesIO(kept.content)).size == (EDGE, 1707)
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) < 40_000  # kB; decoded it has 96,000


def test_words_in_a_png_that_unfold_a_thousandfold_are_a_refusal() -> None:
    words = b"Comment\x00\x00" + zlib.compress(b"x" * 50_000_000)
    content = photo("PNG")
    bomb = content[:33] + _chunk(b"zTXt", words) * 20 + content[33:]

    assert len(bomb) < 2_000_000
    assert code(bomb) in {"damaged", "too-heavy"}


def test_photos_take_turns_and_a_full_queue_is_a_refusal_that_can_be_tried_again(tmp_path: Path) -> None:
    decoder = PhotoDecoder(tmp_path, waits=0.0)
    with (tmp_path / ".decoding").open("w") as held:  # as another worker holds it
        fcntl.flock(held, fcntl.LOCK_EX)
        with pytest.raises(EvidenceRefused) as refused:
            examine(photo(), "x.jpg", decoder)
    assert refused.value.code == "busy"

    assert examine(photo(), "x.jpg", decoder).media == "image/jpeg"


def test_a_pdf_that_only_says_where_it_opens_is_taken_as_it_is() -> None:
    content = pdf(opens_at_its_page)

    assert examine(content, "决定.pdf").content == content


def test_a_name_ends_as_its_kind_does() -> None:
    kept = [examine(b"note", name).name for name in ("page.html", "说明.txt", "a.TXT", "x.svg", "table.csv")]

    assert kept == ["page.html.txt", "说明.txt", "a.TXT", "x.svg.txt", "table.csv"]
    assert examine(photo(), "photo.hta").name == "photo.hta.jpg"
    assert len(named_for("text/plain", "长" * 300)) <= 120

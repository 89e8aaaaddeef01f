"""Makes one photo anew, alone in a process with little memory: `python -m data.evidence.photo_decoder`.

The photo comes on stdin. Exit 0: stdout holds the media type, a line feed, and what is kept. Exit TOO_MANY_PIXELS:
stdout holds their number. Exit DAMAGED: it is no photo. Anything else: it took more memory or time than a photo may.
"""

from __future__ import annotations

import resource
import sys
from io import BytesIO
from typing import TYPE_CHECKING, Final

from indicators.definitions.input_limits import DECODER_CPU_SECONDS, DECODER_MEMORY, PHOTO_PIXELS

if TYPE_CHECKING:
    from PIL.Image import Image

EDGE: Final = 2560  # pixels of the longer side that is kept
TOO_MANY_PIXELS: Final = 3
DAMAGED: Final = 4
TOO_HEAVY: Final = 5


def main() -> int:
    """Limit this process, then decode. The limits stand before anything of the photo is looked at."""
    resource.setrlimit(resource.RLIMIT_AS, (DECODER_MEMORY, DECODER_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (DECODER_CPU_SECONDS, DECODER_CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        return _decode(sys.stdin.buffer.read())
    except MemoryError:
        return TOO_HEAVY


def _decode(content: bytes) -> int:
    from PIL import Image

    try:
        with Image.open(BytesIO(content), formats=("JPEG", "PNG", "WEBP")) as photo:
            if photo.width * photo.height > PHOTO_PIXELS:
                sys.stdout.write(str(photo.width * photo.height))
                return TOO_MANY_PIXELS
            media, kept = _made_anew(photo)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return DAMAGED
    sys.stdout.buffer.write(media + b"\n" + kept)
    return 0


def _made_anew(photo: Image) -> tuple[bytes, bytes]:
    """Small and upright, with nothing but the pixels. A JPEG is shrunk while it is decoded."""
    from PIL import Image, ImageOps

    as_png = photo.format == "PNG"
    mode = "RGBA" if as_png and _see_through(photo) else "RGB"
    photo.draft("RGB", (EDGE, EDGE))
    small = photo if photo.mode == mode else photo.convert(mode)
    small.thumbnail((EDGE, EDGE))
    upright = ImageOps.exif_transpose(small)
    plain = Image.new(upright.mode, upright.size)
    plain.paste(upright)
    made = BytesIO()
    if as_png:
        plain.save(made, "PNG", optimize=False)
        return b"image/png", made.getvalue()
    plain.save(made, "JPEG", quality=85)
    return b"image/jpeg", made.getvalue()


def _see_through(photo: Image) -> bool:
    return photo.mode in {"RGBA", "LA", "PA"} or "transparency" in photo.info


if __name__ == "__main__":
    sys.exit(main())

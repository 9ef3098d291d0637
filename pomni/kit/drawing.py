"""The child that draws previews: it reads a stranger's file from its input, writes pictures of it, and knows nothing else.

Run as a script by `previewer`, so it imports nothing of the house. Its output is one line of JSON and, behind it, the
bytes of the picture and of its small form; or that line alone, with the `fault` for which there is no picture.
"""

import io
import json
import os
import sys
from contextlib import suppress
from typing import Any

import pypdfium2
from PIL import GifImagePlugin, Image, ImageOps, JpegImagePlugin, PngImagePlugin, WebPImagePlugin  # noqa: F401 (each registers its format)

MEMORY = 768 * 1024**2
CPU = 8  # seconds
WRITTEN = 16 * 1024**2
KNOWN = ("PNG", "JPEG", "WEBP", "GIF")
MOST_PIXELS = 64_000_000  # a good phone's picture; 250 MB unfolded
LONGEST = 1600
SMALL = 320
LARGEST_SCALE = 4.0  # of a page whose paper is a stamp
FAULTS = {MemoryError: "large", RecursionError: "broken"}


class Fault(Exception):
    """There is no picture; the word says why."""


def main(what: str, number: int) -> None:
    """Draw the picture, or the page of this number (from 1) of a PDF, that stands in the input."""
    _shut_in()
    try:
        picture, pages = _page(sys.stdin.buffer.read(), number) if what == "pdf" else _picture()
        parts = [_written(picture, LONGEST), _written(picture, SMALL)]
    except Fault as fault:
        _tell(fault=str(fault))
    except Exception as error:  # whatever a broken file makes the libraries say
        _tell(fault=FAULTS.get(type(error), "broken"))
    else:
        _tell(*parts, pages=pages)


def _shut_in() -> None:
    """Little memory, little time, nothing to write but the answer, no further process, no network where that can be had."""
    with suppress(AttributeError, OSError):
        os.unshare(os.CLONE_NEWUSER | os.CLONE_NEWNET)
    with suppress(ImportError):
        import resource

        kept = {"AS": MEMORY, "CPU": CPU, "FSIZE": WRITTEN, "CORE": 0, "NPROC": 0, "NOFILE": 32}
        for name, most in kept.items():
            with suppress(AttributeError, ValueError, OSError):
                resource.setrlimit(getattr(resource, f"RLIMIT_{name}"), (most, most))


def _picture() -> tuple[Any, int]:
    Image.MAX_IMAGE_PIXELS = None  # its size is asked below, before anything is unfolded
    with Image.open(sys.stdin.buffer, formats=KNOWN) as opened:
        if opened.width * opened.height > MOST_PIXELS:
            raise Fault("large")
        opened.draft("RGB", (LONGEST, LONGEST))
        turned = opened.getexif().get(0x0112, 1)
        plain = opened if opened.mode in {"RGB", "RGBA", "L"} else opened.convert("RGBA")
        plain.thumbnail((LONGEST, LONGEST))
        exif = Image.Exif()
        exif[0x0112] = turned
        bare = Image.new(plain.mode, plain.size)
        bare.paste(plain)
        bare.info["exif"] = exif.tobytes()
        return ImageOps.exif_transpose(bare), 0


def _page(raw: bytes, number: int) -> tuple[Any, int]:
    try:
        document = pypdfium2.PdfDocument(raw)
    except pypdfium2.PdfiumError as error:
        raise Fault("encrypted" if "password" in str(error).lower() else "broken") from None
    with suppress(Exception):  # what was filled into its fields is drawn, too
        document.init_forms()
    if not 1 <= number <= len(document):
        raise Fault("broken")
    page = document[number - 1]
    longest = max(*page.get_size(), 1)
    return page.render(scale=min(LONGEST / longest, LARGEST_SCALE)).to_pil(), len(document)


def _written(picture: Any, longest: int) -> bytes:
    """A WebP of the picture, its longer side at most so long, with nothing in it but the picture."""
    small = picture.convert("RGBA" if picture.mode == "RGBA" else "RGB")
    small.thumbnail((longest, longest))
    kept = io.BytesIO()
    small.save(kept, "WEBP", quality=80, method=4, exif=b"", xmp=b"", icc_profile=b"")
    return kept.getvalue()


def _tell(*parts: bytes, **told: Any) -> None:
    head = json.dumps(told | {"sizes": [len(part) for part in parts]})
    sys.stdout.buffer.write(b"".join((head.encode(), b"\n", *parts)))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))

"""Pictures that people send: judged by their contents, never by their name, and drawn anew, so that nothing else is in them."""

import io
import warnings
from typing import Any

from django.utils.translation import gettext as _

from pomni.kit.errors import Refused

HEAVIEST = 2 * 1024 * 1024  # bytes of a file that is sent
MOST_PIXELS = 40_000_000  # a small file can unfold into a huge picture
KNOWN = ("PNG", "JPEG", "WEBP")


def drawn_anew(file: Any, *, longest: int, field: str) -> bytes:
    """A PNG of the picture in this file, its longer side at most `longest` pixels, without anything but the picture.

    Raises Refused, beside `field`, for whatever is not a PNG, JPEG or WebP of sensible size.
    """
    from PIL import Image, ImageOps

    read = file.read(HEAVIEST + 1)
    if len(read) > HEAVIEST:
        raise Refused(_("The picture is larger than 2 MB. Make it smaller and choose it again."), field=field)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(read), formats=KNOWN) as opened:
                _not_too_large(opened.size, field)
                upright = ImageOps.exif_transpose(opened).convert("RGBA")
    except Refused:
        raise
    except Exception:  # whatever a broken picture makes the library say
        raise Refused(
            _(
                "This is no picture that can be used. Choose a PNG, JPEG or WebP; save a drawing (SVG) as PNG first."
            ),
            field=field,
        ) from None
    upright.thumbnail((longest, longest))
    clean = Image.new("RGBA", upright.size)
    clean.paste(upright)
    kept = io.BytesIO()
    clean.save(kept, "PNG", optimize=True)
    return kept.getvalue()


def _not_too_large(size: tuple[int, int], field: str) -> None:
    if size[0] * size[1] > MOST_PIXELS:
        raise Refused(_("The picture has too many pixels. Make it smaller and choose it again."), field=field)

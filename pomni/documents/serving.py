"""How bytes that strangers sent leave the house: so that a browser can do nothing with them but show or save them."""

from pathlib import Path

from django.http import FileResponse
from django.utils.http import content_disposition_header

from pomni.documents.rules import is_picture

SHUT_IN = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin",
}
NOT_KEPT = {"Cache-Control": "private, no-store"}
KEPT_SHORTLY = {"Cache-Control": "private, max-age=300", "Vary": "Cookie"}


def as_it_came(path: Path, *, name: str, media_type: str, inline: bool = False) -> FileResponse:
    """A file as it was sent. Shown in the browser only where that is asked for and it is a harmless picture."""
    shows = inline and is_picture(media_type)
    response = FileResponse(path.open("rb"), content_type=media_type, headers=SHUT_IN | NOT_KEPT)
    response["Content-Disposition"] = content_disposition_header(not shows, name) or "attachment"
    return response


def preview(path: Path) -> FileResponse:
    """A picture that we drew of a file."""
    headers = SHUT_IN | KEPT_SHORTLY | {"Content-Disposition": "inline"}
    return FileResponse(path.open("rb"), content_type="image/webp", headers=headers)

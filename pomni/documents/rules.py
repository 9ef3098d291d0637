"""What a file is, by its bytes; and which name of a stranger's is harmless. Plain rules, without tables."""

import re
import unicodedata
from pathlib import PurePosixPath

from django.utils.translation import gettext as _

LONGEST_NAME = 120  # characters: a file system keeps 255 bytes
HEAD = 4096  # bytes from the beginning by which a file is known
TAIL = 65536  # and from the end, where an archive lists what it holds
UNKNOWN = "application/octet-stream"
PDF = "application/pdf"
PICTURES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
OFFICE = "application/vnd.openxmlformats-officedocument."
OPEN_OFFICE = b"mimetypeapplication/vnd.oasis.opendocument."

_BEGIN = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"%PDF-", PDF),
    (b"{\\rtf", "application/rtf"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"BM", "image/bmp"),
    (b"ID3", "audio/mpeg"),
    (b"OggS", "audio/ogg"),
)
_BRANDS = {b"heic": "image/heic", b"heix": "image/heic", b"mif1": "image/heic", b"avif": "image/avif"}
_HELD = (
    (b"word/document.xml", f"{OFFICE}wordprocessingml.document"),
    (b"xl/workbook.xml", f"{OFFICE}spreadsheetml.sheet"),
    (b"ppt/presentation.xml", f"{OFFICE}presentationml.presentation"),
)
# A text that a browser could take for a page: it is kept, and never called a text.
_MARKUP = re.compile(rb"<\s*(?:!doctype|\?xml|html|head|body|svg|script|iframe|img|a\s|!--)", re.I)
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]")


def media_type_of(head: bytes, tail: bytes = b"") -> str:
    """What a file is as its own bytes say: its first `HEAD` and last `TAIL`. What nobody knows is a row of bytes."""
    for begin, media_type in _BEGIN:
        if head.startswith(begin):
            return media_type
    if head[:4] == b"RIFF" and head[8:12] in {b"WEBP", b"WAVE"}:
        return "image/webp" if head[8:12] == b"WEBP" else "audio/wav"
    if head[4:8] == b"ftyp":
        return _BRANDS.get(head[8:12], "video/mp4")
    if head.startswith(b"PK\x03\x04"):
        return _archive(head, tail)
    return "text/plain" if _is_text(head) else UNKNOWN


def _archive(head: bytes, tail: bytes) -> str:
    if head[30:].startswith(OPEN_OFFICE):
        found = re.match(rb"[a-z]+", head[30 + len(OPEN_OFFICE) :])
        return f"application/vnd.oasis.opendocument.{found[0].decode()}" if found else "application/zip"
    return next((kind for held, kind in _HELD if held in head or held in tail), "application/zip")


def _is_text(head: bytes) -> bool:
    if not head or _CONTROL.search(head) or _MARKUP.search(head):
        return False
    try:
        head.decode()
    except UnicodeDecodeError as error:
        return error.start > len(head) - 4 and len(head) >= HEAD  # a letter was cut in two
    return True


def clean_name(name: str) -> str:
    """A stranger's name for a file without folders, control signs, and signs that turn the direction of reading."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    seen = "".join(sign for sign in last if unicodedata.category(sign)[0] != "C" and sign not in '<>:"|?*')
    whole = " ".join(seen.split()).strip(" .")
    stem, suffix = _parted(whole)
    return stem[: LONGEST_NAME - len(suffix)].rstrip(" .") + suffix if whole else _("file")


def renamed(old: str, new: str) -> str:
    """The new name, cleaned; where it says no kind of file, it keeps the old one's (".pdf"): else nothing could open it."""
    name = clean_name(new)
    return name if _parted(name)[1] else clean_name(name + _parted(old)[1])


def _parted(name: str) -> tuple[str, str]:
    suffix = PurePosixPath(name).suffix
    is_one = 1 < len(suffix) <= 10 and suffix[1:].isalnum()
    return (name.removesuffix(suffix), suffix) if is_one else (name, "")


def is_picture(media_type: str) -> bool:
    """Whether it is a picture that every browser shows, and that can do nothing else."""
    return media_type in PICTURES


def previewed_as(media_type: str) -> str:
    """How a preview is drawn: "picture", "pdf", or "" where there is none for such files."""
    return "picture" if is_picture(media_type) else "pdf" if media_type == PDF else ""

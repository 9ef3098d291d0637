"""The packed file that an XLSX is: opened with its limits, so that nothing small becomes something huge."""

import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from xml.parsers import expat

from django.utils.translation import gettext as _

from pomni.kit.errors import Refused

MOST_PARTS = 3000
MOST_UNPACKED = 700 * 1024 * 1024
MOST_OF_A_PART = 250  # times its packed size, of a part of more than MEGABYTES_AT_EASE
AT_EASE = 20 * 1024 * 1024
PIECE = 1 << 16


@contextmanager
def unpacked(path: Path) -> Iterator[zipfile.ZipFile]:
    """The parts of a packed file. Raises Refused where it is cut, damaged, locked, or far larger than it looks."""
    try:
        with zipfile.ZipFile(path) as parts:
            _check(parts.infolist())
            yield parts
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, KeyError, ValueError) as trouble:
        raise Refused(
            _(
                "The file is cut off or damaged. Save it anew from the program that made it, and send it again."
            )
        ) from trouble
    except expat.ExpatError as trouble:
        raise Refused(
            _("A part of the file is damaged. Open it in a spreadsheet and save it anew.")
        ) from trouble


def parse(
    part: Any, *, start: Callable[..., Any], end: Callable[..., Any], text: Callable[[str], Any]
) -> Iterator[None]:
    """Read a part as XML piece by piece; between two of them it is the caller's turn. Entities are refused."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _no_doctype
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, text
    while piece := part.read(PIECE):
        parser.Parse(piece, False)
        yield
    parser.Parse(b"", True)
    yield


def _no_doctype(*_told: Any) -> None:
    raise Refused(_("The file declares entities of its own, which a table never does. It is not read."))


def _check(parts: list[zipfile.ZipInfo]) -> None:
    names = [part.filename for part in parts]
    if any(part.flag_bits & 1 for part in parts):
        raise Refused(_("The file is protected by a password. Save it without one, and send it again."))
    if len(parts) > MOST_PARTS or len(set(names)) < len(names) or any(_leads_out(name) for name in names):
        raise Refused(_("The file is not packed as an XLSX is. It is not read."))
    if sum(part.file_size for part in parts) > MOST_UNPACKED or any(
        part.file_size > max(AT_EASE, MOST_OF_A_PART * part.compress_size) for part in parts
    ):
        raise too_large()


def too_large() -> Refused:
    """What is raised for a file that unpacks to more than it may."""
    return Refused(_("Unpacked, the file is far larger than a table of {clients} can be. It is not read."))


def _leads_out(name: str) -> bool:
    return name.startswith(("/", "\\")) or ".." in name.replace("\\", "/").split("/") or ":" in name

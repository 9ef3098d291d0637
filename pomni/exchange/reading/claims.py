"""What a file claims to be by its name, and what it is by its first bytes."""

from pathlib import Path

from django.utils.translation import gettext as _

from pomni.exchange.reading.shape import MOST_BYTES
from pomni.kit.errors import Refused

ENDINGS = {
    "csv": "csv",
    "tsv": "csv",
    "txt": "csv",
    "xlsx": "xlsx",
    "xlsm": "xlsx",
    "vcf": "vcard",
    "vcard": "vcard",
}
TITLES = {"csv": "CSV", "xlsx": "XLSX", "vcard": "vCard"}
PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"RIFF", b"II*\0", b"MM\0*")
PACKED = b"PK\x03\x04"
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def kind_of(path: Path, name: str) -> str:
    """csv, xlsx or vcard. Raises Refused where the file is something else, empty, too large, locked, or misnamed."""
    size = path.stat().st_size
    if not size:
        raise Refused(_("The file is empty."))
    if size > MOST_BYTES:
        told = {"size": round(size / 1024 / 1024), "most": MOST_BYTES // 1024 // 1024}
        raise Refused(
            _("The file has %(size)s MB. Files of up to %(most)s MB are read: send it in parts.") % told
        )
    ending = name.rpartition(".")[2].casefold() if "." in name else ""
    claimed = ENDINGS.get(ending, "")
    with open(path, "rb") as file:
        head = file.read(8192)
    _refuse_others(path, head, ending)
    kind = _found(head, claimed)
    if claimed and kind != claimed and not (ending == "txt" and kind == "vcard"):
        titles = {"claimed": TITLES[claimed], "found": TITLES[kind]}
        raise Refused(
            _(
                "By its name the file is %(claimed)s, but what stands in it is %(found)s. Give it the right name."
            )
            % titles
        )
    if not claimed:
        raise Refused(_("Choose a file of the type CSV, XLSX or vCard."))
    return kind


def _found(head: bytes, claimed: str) -> str:
    if head.startswith(PACKED):
        return "xlsx"
    if b"BEGIN:VCARD" in head.upper().replace(b"\0", b""):
        begins = head.upper().replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t")
        if begins.startswith(b"BEGIN:VCARD") or claimed == "vcard":
            return "vcard"
    if claimed == "vcard":
        raise Refused(_("There is no contact in this file: a vCard begins with BEGIN:VCARD."))
    if claimed == "xlsx":
        raise Refused(
            _(
                "By its name the file is XLSX, but it is not a spreadsheet. If it is a text file, call it .csv."
            )
        )
    return "csv"


def _refuse_others(path: Path, head: bytes, ending: str) -> None:
    if head.startswith(OLD_OFFICE):
        raise Refused(_old_office(path))
    if ending in ("xls", "ods", "numbers", "xlsb"):
        raise Refused(
            _("Pomni does not read this kind of spreadsheet. Save it as XLSX or CSV and send it again.")
        )
    begins = head.lstrip(b"\xef\xbb\xbf \r\n\t")[:200].lower()
    if head.startswith(PICTURES) and not head[:4].isalnum():
        raise Refused(_("This is a picture. Choose a file of the type CSV, XLSX or vCard."))
    if begins.startswith((b"<!doctype", b"<html", b"<?xml", b"<svg", b"<a>", b"%pdf", b"{\\rtf", b"<table")):
        raise Refused(
            _("This is a page or a document, not a table. Save it as XLSX or CSV and send it again.")
        )


def _old_office(path: Path) -> str:
    """An XLSX with a password is packed in the old format of Office."""
    if b"E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0" in path.read_bytes():
        return _("The file is protected by a password. Save it without one, and send it again.")
    return _("This is an XLS of an old spreadsheet program. Save it as XLSX or CSV and send it again.")

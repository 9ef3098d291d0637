"""A file is what its bytes are, and no name of a stranger's leads anywhere."""

import io
import zipfile

import pytest

from pomni.documents.rules import UNKNOWN, clean_name, media_type_of, renamed

from .conftest import pdf, photo


def zipped(*names, **more):
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        for name in names:
            archive.writestr(name, more.get(name, "x"))
    return kept.getvalue()


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (photo(), "image/jpeg"),
        (photo(kind="PNG"), "image/png"),
        (photo(kind="WEBP"), "image/webp"),
        (photo(kind="GIF"), "image/gif"),
        (pdf(), "application/pdf"),
        (b"\0\0\0\x18ftypheic\0\0", "image/heic"),
        (zipped("a.txt"), "application/zip"),
        (
            zipped("[Content_Types].xml", "word/document.xml"),
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
        (
            zipped("mimetype", mimetype="application/vnd.oasis.opendocument.text"),
            "application/vnd.oasis.opendocument.text",
        ),
        ("Здравствуйте, Анна\n".encode(), "text/plain"),
        (("ж" * 5000).encode()[:4096], "text/plain"),
        ("Анна".encode("cp1251"), UNKNOWN),
        (b"MZ\x90\0\3", UNKNOWN),
        (b"<svg onload=alert(1)>", UNKNOWN),
        (b"\xef\xbb\xbf  <!DOCTYPE html><script>", UNKNOWN),
        (b"Hello <img src=x onerror=alert(1)>", UNKNOWN),
        (b"", UNKNOWN),
    ],
)
def test_a_file_is_what_its_bytes_say(content, media_type):
    assert media_type_of(content[:4096], content[-65536:]) == media_type


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("../../etc/passwd", "passwd"),
        ("D:\\Scans\\anna\\scan.pdf", "scan.pdf"),
        ("a\0b\r\nSet-Cookie: x.txt", "abSet-Cookie x.txt"),
        ("photo\u202egpj.exe", "photogpj.exe"),
        (".htaccess", "htaccess"),
        ("  паспорт   Анны .pdf ", "паспорт Анны.pdf"),
        ("..", "file"),
        ("\ud800.txt", "txt"),
        ('say "hi"?*.txt', "say hi.txt"),
        ("й" * 300 + ".docx", "й" * 115 + ".docx"),
        ("e\u0301.txt", "\xe9.txt"),
    ],
)
def test_a_name_is_made_harmless_and_stays_readable(name, clean):
    assert clean_name(name) == clean


def test_a_new_name_keeps_the_kind_of_file_unless_it_names_one():
    assert renamed("scan.pdf", "Passport") == "Passport.pdf"
    assert renamed("scan.pdf", "Passport.PDF") == "Passport.PDF"
    assert renamed("scan.pdf", "Contract of 12. May") == "Contract of 12. May.pdf"

"""Previews are pictures that we drew, in a child that a stranger's file can at most kill."""

import io
import os
import resource
import time

import pytest
from django.urls import reverse
from PIL import Image, PngImagePlugin

from pomni.documents import previews, queries
from pomni.documents.models import File
from pomni.kit import previewer

from .conftest import pdf, photo


@pytest.fixture
def drawn(put):
    """A file on Anna's card whose preview was drawn, as the job does it."""

    def take(content, name="scan"):
        file = put(content, name)
        assert file.preview == File.Preview.WAITING
        previews.draw_preview.func(file.pk)
        file.refresh_from_db()
        return file

    return take


def picture_in(response):
    kept = io.BytesIO(b"".join(response))
    return kept.getvalue(), Image.open(kept)


def test_a_photo_is_shown_upright_small_and_without_what_the_camera_wrote(page_of, mark, drawn):
    file, browser = drawn(photo((2400, 1800))), page_of(mark)
    answer = browser.get(reverse("documents:picture", args=[file.uid, 1]))
    raw, picture = picture_in(answer)
    assert (picture.format, picture.size) == ("WEBP", (1200, 1600))
    assert b"secret place" not in raw
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "Cookie" in answer["Vary"]  # one browser, two colleagues
    _raw, small = picture_in(browser.get(reverse("documents:small_picture", args=[file.uid])))
    assert small.size == (240, 320)


def test_the_first_page_of_a_pdf_is_drawn_by_the_job_and_the_others_when_somebody_looks(
    page_of, mark, drawn, lying
):
    file, browser = drawn(pdf(22)), page_of(mark)
    assert (file.pages, len(lying())) == (22, 3)
    assert list(queries.pages_shown(file)) == list(range(1, 21))
    assert browser.get(reverse("documents:picture", args=[file.uid, 20])).status_code == 200
    assert len(lying()) == 4
    for number in (0, 21, 23, 10**6):
        assert browser.get(reverse("documents:picture", args=[file.uid, number])).status_code == 404
    page = browser.get(reverse("documents:file", args=[file.uid])).content.decode()
    assert "The first 20 of 22 pages are shown here." in page


def test_lost_previews_are_drawn_again(drawn, lying, media, mark):
    file = drawn(photo())
    for name in lying():
        if name.startswith("previews"):
            (media / name).unlink()
    assert queries.small_picture(file).exists()


def encrypted():
    """The smallest PDF that says that it wants a password."""
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[]/Count 0>>"]
    objects.append(b"<</Filter/Standard/V 1/R 2/O(%s)/U(%s)/P -4>>" % (b"o" * 32, b"u" * 32))
    told, places = b"%PDF-1.4\n", []
    for number, text in enumerate(objects, 1):
        places.append(len(told))
        told += b"%d 0 obj\n%s\nendobj\n" % (number, text)
    rows = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer\n<</Size 4/Root 1 0 R/Encrypt 3 0 R/ID[(a)(a)]>>\nstartxref\n%d\n%%%%EOF" % len(told)
    return told + b"xref\n0 4\n0000000000 65535 f \n" + rows + end


def bomb():
    """A hundred million pixels in a few kilobytes."""
    kept = io.BytesIO()
    Image.new("1", (10_000, 10_000)).save(kept, "PNG")
    return kept.getvalue()


def text_bomb():
    """A small PNG whose remark unfolds to a hundred megabytes."""
    told, kept = PngImagePlugin.PngInfo(), io.BytesIO()
    told.add_text("Comment", "x" * 100_000_000, zip=True)
    Image.new("RGB", (10, 10)).save(kept, "PNG", pnginfo=told)
    return kept.getvalue()


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (bomb, "large"),
        (text_bomb, "broken"),
        (encrypted, "encrypted"),
        (lambda: photo()[:200], "broken"),
        (lambda: b"%PDF-1.7\n<html><script>alert(1)</script>", "broken"),
        (lambda: b"GIF89a/*" + b"\0" * 40 + b"*/=alert(1)", "broken"),
        (lambda: pdf()[:300], "broken"),
    ],
)
def test_what_cannot_be_drawn_says_so_and_can_still_be_downloaded(page_of, mark, drawn, lying, content, why):
    sent = content()
    file, browser = drawn(sent), page_of(mark)
    assert file.preview == why
    assert lying() == [file.stored]
    assert (
        file.get_preview_display() in browser.get(reverse("documents:file", args=[file.uid])).content.decode()
    )
    assert browser.get(reverse("documents:small_picture", args=[file.uid])).status_code == 404
    assert b"".join(browser.get(reverse("documents:download", args=[file.uid]))) == sent


def test_a_page_as_large_as_a_field_is_drawn_as_large_as_any_other(drawn):
    file = drawn(pdf(size=(14_400, 14_400)))
    assert Image.open(queries.picture(file, 1)).size == (1600, 1600)


DRAWING = str(previewer.SCRIPT.parent)
CHILD = """
import os, sys, resource
sys.argv = ["x", "picture", "1"]
sys.path.insert(0, {folder!r})
import drawing
def tell():
    raise drawing.Fault({what})
drawing._picture = tell
drawing.main("picture", 1)
"""


@pytest.fixture
def child(monkeypatch, tmp_path):
    """Have the child do something else instead of drawing, as a broken library would; what it found out comes back."""

    def have(what):
        script = tmp_path / "child.py"
        script.write_text(CHILD.format(folder=DRAWING, what=what))
        monkeypatch.setattr(previewer, "SCRIPT", script)
        monkeypatch.setattr(previewer, "FAULTS", Anything())
        source = tmp_path / "source"
        source.write_bytes(b"x")
        with pytest.raises(previewer.NoPreview) as caught:
            previewer.drawn(source, "picture")
        return caught.value.why

    return have


class Anything:
    def __contains__(self, _word):
        return True


def test_the_child_knows_nothing_of_us_and_may_do_nothing(child, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://secret")
    assert child("','.join(sorted(set(os.environ) - {'LC_CTYPE'})) or 'nothing'") == "nothing"
    assert child("os.getcwd()") == "/"
    assert (
        child(
            "','.join(sorted(n for n in sys.modules if n.startswith(('django', 'pomni', 'sqlite3')))) or 'none'"
        )
        == "none"
    )
    limits = child("repr([resource.getrlimit(k)[0] for k in (resource.RLIMIT_AS, resource.RLIMIT_CPU)])")
    assert limits == "[805306368, 8]"
    assert child("str(len(bytearray(900 * 1024**2)))") == "large"


def test_a_child_that_hangs_is_ended(child, monkeypatch):
    monkeypatch.setattr(previewer, "SECONDS", 1)
    began = time.monotonic()
    assert child("__import__('time').sleep(60)") == "slow"
    assert time.monotonic() - began < 5
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


def test_what_the_child_writes_is_taken_for_pictures_or_not_at_all(monkeypatch, tmp_path):
    script, source = tmp_path / "child.py", tmp_path / "source"
    source.write_bytes(b"x")
    monkeypatch.setattr(previewer, "SCRIPT", script)
    for told in ('\'{"sizes": [9, 9], "pages": 1}\\n<script>  <script>  \'', "'[]'", "'x' * 10**6", "''"):
        script.write_text(f"print({told}, end='')")
        with pytest.raises(previewer.NoPreview):
            previewer.drawn(source, "picture")
    assert resource.getrlimit(resource.RLIMIT_CPU)[0] != 8  # the limits are the child's

"""What the stories about files play with: a media folder of their own, and files of every kind."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from pomni.documents.taking import take_file
from pomni.people.commands import add_client


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    """A media folder of the test's own."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.MEDIA_ROOT.mkdir()
    return settings.MEDIA_ROOT


@pytest.fixture
def lying(media):
    """Every file that lies in the media folder now, as it is called there."""
    return lambda: sorted(str(path.relative_to(media)) for path in media.rglob("*") if path.is_file())


@pytest.fixture
def anna(mark):
    """Mark's client."""
    return add_client(name="Anna Kern", by=mark)


@pytest.fixture
def put(anna, mark):
    """Put a file onto Anna's card."""

    def take(content=b"Dear Anna", name="letter.txt", by=mark, client=anna, key=""):
        return take_file(client, io.BytesIO(content), name=name, by=by, key=key)

    return take


@pytest.fixture
def sent():
    """Files as a browser sends them."""
    return lambda **files: {"files": [SimpleUploadedFile(name, told) for name, told in files.items()]}


def photo(size=(400, 300), kind="JPEG", **more):
    """A picture with what a camera writes into it."""
    from PIL import Image

    exif = Image.Exif()
    exif[0x010E] = "taken at the secret place"
    exif[0x0112] = 6  # the camera was held upright
    kept = io.BytesIO()
    Image.new("RGB", size, "teal").save(kept, kind, **({"exif": exif} if kind == "JPEG" else {}), **more)
    return kept.getvalue()


def pdf(pages=1, size=(300, 400)):
    """A PDF of empty pages."""
    import pypdfium2

    document = pypdfium2.PdfDocument.new()
    for _page in range(pages):
        document.new_page(*size)
    kept = io.BytesIO()
    document.save(kept)
    return kept.getvalue()

"""Nothing stays that was to go, nothing goes that was to stay: whatever fails, and whoever is killed in between."""

import errno
import io
import os
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import override_settings
from django.urls import reverse

from pomni.documents import commands, previews, queries, storing, sweeping
from pomni.documents.models import File
from pomni.documents.taking import take_file
from pomni.kit import clock, uploads
from pomni.kit.errors import Refused
from pomni.memory.listening import tell_all
from pomni.memory.models import Moment
from pomni.memory.sealer import seal
from pomni.people.commands import add_client, forget_client

from .conftest import photo


def heard():
    """What listeners do after a commit."""
    seal()
    tell_all()


def of_age(media, days):
    """As if everything that lies here were so old."""
    then = (clock.now() - timedelta(days=days)).timestamp()
    for path in media.rglob("*"):
        os.utime(path, (then, then))


@pytest.mark.django_db(transaction=True)
def test_with_an_erased_client_go_files_previews_and_names(vera, put, anna, lying, mark):
    tell_all()
    other = put(name="boris.txt", client=add_client(name="Boris", by=mark))
    removed = put(photo(), "anna-at-home.jpg", by=vera)
    previews.draw_preview.func(put(photo(), "anna-passport.jpg").pk)
    commands.remove_file(removed, by=vera)
    assert len(lying()) == 5
    forget_client(anna, by=vera)
    heard()
    assert lying() == [other.stored]
    assert File.objects.get() == other
    told = Moment.objects.filter(kind__startswith="documents").exclude(record_id=other.pk)
    assert {str(moment.personal) for moment in told} == {"{}"}


@pytest.mark.django_db(transaction=True)
def test_a_preview_that_is_drawn_while_its_client_is_erased_does_not_stay(put, lying, monkeypatch):
    file, draws = put(photo()), previews.previewer.drawn

    def drawn(*told, **more):
        made = draws(*told, **more)
        sweeping.erase_files_of([file.client_id])
        return made

    monkeypatch.setattr(previews.previewer, "drawn", drawn)
    previews.draw_preview.func(file.pk)
    assert lying() == []


@pytest.mark.django_db(transaction=True)
def test_a_removed_file_is_kept_thirty_days_and_then_deleted(vera, put, lying, media, monkeypatch):
    kept, removed = put(), commands.remove_file(put(b"old"), by=vera)
    of_age(media, 40)
    at = clock.now()
    monkeypatch.setattr(sweeping, "now", lambda: at + timedelta(days=29))
    sweeping.sweep()
    assert lying() == sorted([kept.stored, removed.stored])
    monkeypatch.setattr(sweeping, "now", lambda: at + timedelta(days=31))
    sweeping.sweep()
    assert lying() == [kept.stored]
    with pytest.raises(Refused):
        commands.restore_file(removed, by=vera)


def test_bytes_whose_row_never_came_are_swept_when_they_are_a_day_old(put, media, lying):
    kept = put(photo())
    previews.draw_preview.func(kept.pk)
    known = lying()
    with storing.laid(io.BytesIO(b"the process is killed behind this line")):
        pass
    (media / "files" / "ab").mkdir(exist_ok=True)
    (media / "files" / "ab" / ".abc").write_bytes(b"killed while it was written")
    storing.keep(media / "previews" / "cd" / "cdef" / "1.webp", b"of a file that is gone")
    (media / "brand").mkdir()
    (media / "brand" / "logo.png").write_bytes(b"not ours")
    sweeping.sweep()
    assert len(lying()) == len(known) + 4
    of_age(media, 2)
    sweeping.sweep()
    assert lying() == sorted(["brand/logo.png", *known])


def test_a_row_whose_bytes_are_gone_is_noted_told_and_noted_again_when_they_are_back(
    put, media, page_of, mark
):
    file, whole = put(), put(b"whole")
    (media / file.stored).rename(media / "aside")
    sweeping.sweep()
    assert (queries.missing(), File.objects.get(lost_at=None)) == (1, whole)
    page = page_of(mark).get(reverse("documents:file", args=[file.uid])).content.decode()
    assert "The contents of this file are missing" in page
    refused = page_of(mark).get(reverse("documents:download", args=[file.uid]))
    assert refused.status_code >= 400
    (media / "aside").rename(media / file.stored)
    sweeping.sweep()
    assert queries.missing() == 0


def test_a_full_disk_leaves_neither_row_nor_bytes_and_says_so(page_of, mark, anna, lying, monkeypatch):
    def full(_file):
        raise OSError(errno.ENOSPC, "no space")

    monkeypatch.setattr(storing.os, "fsync", full)
    browser = page_of(mark)
    browser.raise_request_exception = False
    told = {"files": SimpleUploadedFile("a.txt", b"one")}
    answer = browser.post(reverse("documents:add_files", args=[anna.uid]), told)
    assert answer.status_code == 503
    assert "nothing was saved" in answer.content.decode()
    assert (lying(), File.objects.count()) == ([], 0)


def test_a_row_that_cannot_be_written_takes_its_bytes_along(put, lying, monkeypatch):
    def fails(*_told, **_more):
        raise RuntimeError("the database has gone")

    monkeypatch.setattr(commands, "remember", fails)
    with pytest.raises(RuntimeError):
        put()
    assert (lying(), File.objects.count()) == ([], 0)


def test_the_bytes_are_on_the_disk_before_the_row_is_written(put, monkeypatch):
    steps, fsync, creates = [], os.fsync, File.objects.create
    monkeypatch.setattr(storing.os, "fsync", lambda held: steps.append("disk") or fsync(held))
    monkeypatch.setattr(commands.File.objects, "create", lambda **row: steps.append("row") or creates(**row))
    put()
    assert steps == ["disk"] * 4 + ["row"]  # the file, and the folders that tell its name


@pytest.mark.django_db(transaction=True)
def test_one_key_sent_eight_times_at_once_makes_one_file(anna, mark, lying):
    def send(_number):
        try:
            return take_file(anna, io.BytesIO(b"one"), name="a.txt", by=mark, key="k").pk
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as together:
        made = set(together.map(send, range(8)))
    assert (len(made), File.objects.count(), len(lying())) == (1, 1, 1)


@pytest.fixture
def small_limit():
    with override_settings(POMNI=settings.POMNI | {"POMNI_FILE_MB": 1}):
        yield


def test_a_file_that_is_too_large_is_refused_in_words_and_leaves_nothing(
    page_of, mark, anna, lying, small_limit
):
    told = {"files": SimpleUploadedFile("film.txt", b"x" * (1024**2 + 1))}
    page = page_of(mark).post(reverse("documents:add_files", args=[anna.uid]), told, follow=True)
    assert "film.txt: The file is larger than 1 MB. Send a smaller one." in page.content.decode()
    assert lying() == []
    with pytest.raises(Refused):  # whatever the sender said of its size
        take_file(anna, io.BytesIO(b"x" * (1024**2 + 1)), name="film.txt", by=mark)
    assert lying() == []


def test_no_more_of_a_huge_file_is_kept_than_anybody_takes(page_of, mark, anna, monkeypatch, small_limit):
    monkeypatch.setattr(uploads, "MOST", 3 * 1024**2)
    written = []
    writes = uploads.OnDisk.receive_data_chunk
    monkeypatch.setattr(
        uploads.OnDisk,
        "receive_data_chunk",
        lambda self, raw, start: written.append(len(raw)) or writes(self, raw, start),
    )
    told = {"files": SimpleUploadedFile("film.txt", b"x" * (5 * 1024**2))}
    page = page_of(mark).post(reverse("documents:add_files", args=[anna.uid]), told, follow=True)
    assert "The file is larger than 1 MB" in page.content.decode()
    assert sum(written) <= 3 * 1024**2
    told = {"files": SimpleUploadedFile("film.txt", b"x" * (31 * 1024**2))}
    assert page_of(mark).post(reverse("documents:add_files", args=[anna.uid]), told).status_code in {400, 413}
    assert list(uploads.incoming().iterdir()) == []


def test_what_a_killed_upload_left_behind_is_swept(db):
    uploads.incoming().mkdir(exist_ok=True)
    left = uploads.incoming() / "x.upload"
    left.write_bytes(b"half")
    sweeping.sweep()
    assert left.exists()
    os.utime(left, (0, 0))
    sweeping.sweep()
    assert not left.exists()

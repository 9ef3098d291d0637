"""Files on a card: who reaches them, how they are served, and what of them is remembered."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404
from django.urls import reverse

from pomni.documents import commands, queries
from pomni.documents.models import File
from pomni.kit import clock
from pomni.kit.errors import NotAllowed, Refused
from pomni.memory import sightings
from pomni.memory.models import Moment, Sighting
from pomni.people import queries as people
from pomni.people.commands import add_client, forget_client
from pomni.team.access import KeyReused
from pomni.team.commands import change_role
from pomni.team.models import Role, User

from .conftest import photo

HTMX = {"HX-Request": "true"}


def address(name, file):
    return reverse(f"documents:{name}", args=[file.uid])


def test_files_sent_together_are_added_one_by_one_and_a_bad_one_keeps_none_of_the_others_out(
    page_of, mark, anna, sent, lying
):
    told = sent(**{"a.txt": b"one", "empty.txt": b"", "b.txt": b"two"})
    page = page_of(mark).post(
        reverse("documents:add_files", args=[anna.uid]), told | {"once": "k"}, follow=True
    )
    assert page.redirect_chain[-1][0] == reverse("people:client", args=[anna.uid])
    assert sorted(File.objects.values_list("name", flat=True)) == ["a.txt", "b.txt"]
    text = page.content.decode()
    assert "empty.txt: The file is empty. Choose another one." in text
    assert "Files added: 2." in text
    assert len(lying()) == 2


def test_the_card_is_answered_in_place_and_the_same_form_sent_twice_adds_once(
    page_of, mark, anna, sent, lying
):
    browser, there = page_of(mark), reverse("documents:add_files", args=[anna.uid])
    answers = [browser.post(there, sent(**{"a.txt": b"one"}) | {"once": "k"}, headers=HTMX) for _ in range(2)]
    assert [answer["HX-Trigger"] for answer in answers] == ["timeline-grew"] * 2
    assert all('hx-target="#client-files"' in answer.content.decode() for answer in answers)
    assert (
        File.objects.count()
        == len(lying())
        == Moment.objects.filter(kind="documents.file_added").count()
        == 1
    )


def test_a_file_that_is_not_taken_says_why_and_the_timeline_does_not_stir(page_of, mark, anna, sent):
    there = reverse("documents:add_files", args=[anna.uid])
    answer = page_of(mark).post(there, sent(**{"empty.txt": b""}), headers=HTMX)
    assert "The file is empty. Choose another one." in answer.content.decode()
    assert "HX-Trigger" not in answer


def test_a_key_is_good_for_one_file_only(put, lying):
    first = put(b"one", key="k")
    assert put(b"one", key="k").pk == first.pk
    with pytest.raises(KeyReused):
        put(b"two", key="k")
    assert lying() == [first.stored]


def test_a_file_is_stored_under_a_name_of_chance_that_only_we_can_read(put, media):
    file = put(name="../Anna Kern.txt")
    assert file.name == "Anna Kern.txt"
    assert "Anna" not in file.stored
    assert (media / file.stored).stat().st_mode & 0o077 == 0
    assert (file.size, file.media_type, len(file.sha256)) == (9, "text/plain", 64)


def test_a_download_can_do_nothing_in_a_browser(page_of, mark, put):
    page = put(b"<html><script>alert(1)</script>", "фото\u202e.jpg")
    answer = page_of(mark).get(address("download", page) + "?show")
    assert b"".join(answer) == b"<html><script>alert(1)</script>"
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"] == "attachment; filename*=utf-8''%D1%84%D0%BE%D1%82%D0%BE.jpg"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["Cache-Control"] == "private, no-store"


def test_only_a_harmless_picture_is_shown_and_only_when_asked(page_of, mark, put):
    browser, picture = page_of(mark), put(photo(), "a.html")
    assert browser.get(address("download", picture))["Content-Disposition"].startswith("attachment")
    shown = browser.get(address("download", picture) + "?show")
    assert (shown["Content-Disposition"].split(";")[0], shown["Content-Type"]) == ("inline", "image/jpeg")
    assert shown["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_files_are_reached_as_far_as_their_client_and_not_a_step_further(page_of, lena, sam, put, hire):
    file, browser = put(), page_of(lena)
    gets = [address(name, file) for name in ("file", "download", "small_picture")]
    gets += [
        reverse("documents:files", args=[file.client.uid]),
        reverse("documents:picture", args=[file.uid, 1]),
    ]
    posts = [address("rename_file", file), reverse("documents:add_files", args=[file.client.uid])]
    assert {browser.get(there).status_code for there in gets} == {404}
    assert {browser.post(there, {"name": "x"}).status_code for there in posts} == {404}
    assert page_of(hire("ada", "accountant")).get(gets[0]).status_code == 403


def reaching_all_with(capability, person, vera):
    """The person again, whose role reaches everything with one capability from now on."""
    role = Role.objects.get(held_by__user=person)
    change_role(
        role,
        grants=role.grants | {capability: Role.objects.get(preset="director").grants[capability]},
        by=vera,
    )
    return User.objects.get(pk=person.pk)


def test_whoever_may_see_all_files_but_not_the_client_sees_neither(put, lena, vera):
    file = put()
    with pytest.raises(Http404):
        queries.file(reaching_all_with("documents.file.see", lena, vera), file.uid)


def test_files_are_added_only_where_the_right_to_add_reaches(put, vera, lena):
    with pytest.raises(NotAllowed):
        put(by=reaching_all_with("people.client.see", lena, vera))
    assert put(by=vera).added_by == vera


def test_opening_and_downloading_a_file_is_looking_at_its_client(page_of, mark, put, anna):
    file, browser = put(), page_of(mark)
    browser.get(address("file", file))
    browser.get(address("download", file))
    sightings.flush()
    told = Sighting.objects.filter(by_id=mark.pk, how="opened").values_list("record", "record_id")
    assert list(told) == [("people.client", anna.pk)] * 2


def test_a_removed_file_is_nowhere_and_undo_brings_it_back(page_of, vera, put):
    file, browser = put(), page_of(vera)
    page = browser.post(address("remove_file", file), follow=True)
    assert "can be brought back for 30 days" in page.content.decode()
    assert address("restore_file", file) in page.content.decode()
    assert browser.get(address("file", file)).status_code == 404
    assert browser.get(address("download", file)).status_code == 404
    assert browser.post(address("restore_file", file)).status_code == 302
    assert b"".join(browser.get(address("download", file))) == b"Dear Anna"


def test_what_happened_with_files_stands_in_the_timeline(vera, mark, put, anna):
    file = commands.rename_file(put(), name="Greeting", by=mark)
    commands.rename_file(file, name="Greeting.txt", by=mark)  # no change
    commands.restore_file(commands.remove_file(file, by=vera), by=vera)
    told = [one.sentence for one in people.timeline(mark, anna)]
    assert told[:4] == [
        "brought the file Greeting.txt back",
        "removed the file Greeting.txt",
        "renamed the file letter.txt to Greeting.txt",
        "added the file letter.txt",
    ]


def test_who_may_only_add_removes_nothing(mark, put):
    with pytest.raises(NotAllowed):
        commands.remove_file(put(), by=mark)


def test_an_erased_client_takes_no_more_files(vera, put, anna, lying):
    forget_client(anna, by=vera)
    with pytest.raises(Refused):
        put(by=vera)
    assert lying() == []


def test_one_walks_from_file_to_file_of_the_same_card(mark, put):
    files = [put(name=f"{number}.txt") for number in range(3)]
    put(name="other.txt", client=add_client(name="Boris", by=mark))
    assert queries.beside(mark, files[1]) == queries.Beside(files[2].uid, files[0].uid)
    assert queries.beside(mark, files[2]) == queries.Beside(None, files[1].uid)
    assert [file.name for file in queries.file_page(mark, files[0].client).items] == [
        "2.txt",
        "1.txt",
        "0.txt",
    ]


def test_the_card_shows_the_newest_six_and_where_the_others_are(page_of, mark, put, anna):
    for number in range(8):
        put(name=f"paper-{number}.txt")
    panel = page_of(mark).get(reverse("documents:newest_files", args=[anna.uid])).content.decode()
    assert [f"paper-{number}.txt" in panel for number in (7, 2, 1)] == [True, True, False]
    assert reverse("documents:files", args=[anna.uid]) in panel


@pytest.fixture
def program(mark):
    from django.test import Client as Browser

    from pomni.team.commands import make_token

    def make(*scopes):
        token = make_token(mark, name="Scanner", scopes=list(scopes), by=mark)
        return Browser(headers={"Authorization": f"Bearer {token.secret}"})

    return make


def test_a_program_adds_lists_renames_and_reads_files_within_its_scopes(program, anna):
    there, key = f"/api/v1/clients/{anna.uid}/files", {"Idempotency-Key": "scan 1"}
    scanner, reader = program("documents:read", "documents:change"), program("documents:read")
    sends = lambda content=b"page": {"file": SimpleUploadedFile("scan.txt", content)}  # noqa: E731 (short)
    made = [scanner.post(there, sends(), headers=key).json() for _ in range(2)]
    assert made[0] == made[1]
    assert scanner.post(there, sends(b"other"), headers=key).status_code == 409
    file = f"/api/v1/files/{made[0]['uid']}"
    assert scanner.patch(file, {"name": "Page"}, content_type="application/json").json()["name"] == "Page.txt"
    assert [one["name"] for one in reader.get(there).json()["items"]] == ["Page.txt"]
    assert b"".join(reader.get(f"{file}/content")) == b"page"
    assert reader.post(there, sends()).status_code == 403
    assert scanner.delete(file).status_code == 403  # a salesperson removes nothing


# --- Taken back by whoever added it ------------------------------------------------------------------------------------


def test_whoever_added_a_file_takes_it_back_from_its_page_for_a_day_and_no_longer(page_of, mark, anna, put):
    file, browser = put(), page_of(mark)
    assert address("take_back_file", file) in browser.get(address("file", file)).content.decode()
    answer = browser.post(address("take_back_file", file), follow=True)
    assert "is taken back" in answer.content.decode()
    assert not queries.files_of(mark, anna)
    browser.post(address("put_back_file", file))
    assert queries.files_of(mark, anna)
    with clock.travel_to(clock.now() + timedelta(days=1, minutes=1)):
        with pytest.raises(NotAllowed):
            commands.take_back_file(file, by=mark)
        later = page_of(mark).get(address("file", file))
    assert address("take_back_file", file) not in later.content.decode()


def test_nobody_takes_back_a_colleagues_file_or_undoes_what_a_colleague_removed(vera, mark, put):
    with pytest.raises(NotAllowed):
        commands.take_back_file(put(by=vera), by=mark)
    file = put(b"other")
    commands.take_back_file(file, by=mark)
    commands.put_back_file(file, by=mark)
    commands.remove_file(file, by=vera)
    with pytest.raises(NotAllowed):
        commands.put_back_file(file, by=mark)

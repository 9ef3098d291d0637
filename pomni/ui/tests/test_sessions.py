"""What a script on an open page hears of the session."""

import pytest
from django.test import Client
from django.urls import reverse

HTMX = {"HX-Request": "true"}
FETCH = {"X-Requested-With": "XMLHttpRequest"}


@pytest.mark.parametrize("marks", [HTMX, FETCH, {"Sec-Fetch-Dest": "empty"}])
def test_a_script_hears_401_where_people_are_sent_to_sign_in(client, db, marks):
    answer = client.get("/clients/", headers=marks)
    assert (answer.status_code, answer["Pomni-Session"], answer.content) == (401, "ended", b"")
    assert client.get("/clients/").status_code == 302


def test_the_401_is_never_kept_nor_swapped_in(client, db):
    answer = client.get("/clients/", headers=HTMX)
    assert answer["Cache-Control"] == "no-store"
    assert answer["HX-Reswap"] == "none"


def test_a_form_whose_cookies_were_lost_counts_as_a_session_that_ended(db):
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post("/clients/add/", {"name": "Anna"}, headers=HTMX)
    assert (answer.status_code, answer["Pomni-Session"]) == (401, "ended")


def test_an_old_token_of_somebody_signed_in_is_told_apart(vera):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(vera)
    answer = strict.post("/clients/add/", {"name": "Anna"}, headers=HTMX)
    assert (answer.status_code, answer["Pomni-Session"]) == (403, "stale")
    assert "too old" in strict.post("/clients/add/", {"name": "Anna"}).content.decode()


def test_a_page_learns_who_is_there_now_and_gets_a_token_that_works(vera):
    strict = Client(enforce_csrf_checks=True)
    assert strict.get(reverse("ui:session")).json()["me"] == ""
    strict.force_login(vera)
    now = strict.get(reverse("ui:session")).json()
    assert now["me"] == str(vera.pk)
    answer = strict.post(reverse("ui:set_theme"), {"theme": "dark"}, headers={"X-CSRFToken": now["token"]})
    assert answer.status_code == 302


def test_single_letter_keys_are_switched_off_and_on_at_this_computer(client, vera):
    client.force_login(vera)
    client.post(reverse("ui:set_keys"), {})
    assert 'data-keys="off"' in client.get("/me/").content.decode()
    client.post(reverse("ui:set_keys"), {"keys": "on"})
    assert 'data-keys="off"' not in client.get("/me/").content.decode()

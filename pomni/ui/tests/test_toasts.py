from django.contrib.messages.storage.cookie import CookieStorage
from django.test import RequestFactory
from django.urls import reverse

from pomni.ui import toasts
from pomni.ui.toasts import toast


def drawn(sentence, undo=None, sent=None, **more):
    request = RequestFactory().post("/", sent or {})
    request._messages = CookieStorage(request)
    toast(request, sentence, undo, **more)
    return toasts.toasts_drawn(request)


def test_a_way_back_is_one_button_that_sends_with_the_token():
    html = drawn("Done", ("ui:set_theme", (), {"theme": "dark"}))
    assert f'action="{reverse("ui:set_theme")}"' in html
    assert 'name="theme" value="dark"' in html
    assert "csrfmiddlewaretoken" in html
    assert "hx-post" not in html


def test_where_the_page_stays_htmx_sends_it():
    assert "hx-post" in drawn("Done", ("ui:set_theme", (), {}), in_place=True)


def test_without_a_reverse_there_is_no_button():
    assert "<form" not in drawn("Done")


def test_what_was_taken_back_offers_no_way_back_in_its_turn():
    assert "<form" not in drawn("Done", ("ui:set_theme", (), {}), sent={"undo": "1"})


def test_words_and_values_of_people_are_no_markup():
    html = drawn("<b>", ("ui:set_theme", (), {"theme": '"><script>'}))
    assert "<script>" not in html
    assert "<b>" not in html


def test_the_way_back_survives_the_next_page(client, db):
    """It rides on the message: through a cookie or the session, and no more than once."""
    request = RequestFactory().get("/")
    request._messages = CookieStorage(request)
    toast(request, "Done", ("ui:set_theme", (), {"theme": "dark"}))
    stored = CookieStorage(request)._encode(request._messages._queued_messages)
    [again] = CookieStorage(request)._decode(stored)
    assert "Undo" in toasts.drawn(again, request)

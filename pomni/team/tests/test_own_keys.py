"""Making a key of one's own asks for the password again: a PIN, or a screen left open, is not enough."""

import pytest
from django.test import Client as Browser

from pomni.post.models import Outgoing
from pomni.team.models import Token


@pytest.mark.parametrize("address", ["/me/tokens/make/", "/me/pin/"])
def test_the_password_is_asked_for_when_it_was_not_typed_lately(vera, address):
    browser = Browser()
    browser.force_login(vera)
    session = browser.session
    session["account_authentication_methods"] = []
    session.save()
    for answer in (browser.get(address), browser.post(address, {"name": "Till", "pin": "4829"})):
        assert (answer.status_code, "reauthenticate" in answer["Location"]) == (302, True)
    vera.refresh_from_db()
    assert (Token.objects.count(), vera.pin) == (0, "")


@pytest.mark.parametrize(
    ("language", "subject"),
    [("en", "Pomni: a new password"), ("ru", "Pomni: новый пароль"), ("pl", "Pomni: nowe hasło")],
)
def test_the_letter_for_a_new_password_is_ours_and_in_the_colleagues_language(vera, language, subject):
    type(vera).objects.filter(pk=vera.pk).update(email="vera@example.com", language=language)
    Browser().post("/account/password/reset/", {"email": "vera@example.com"})
    letter = Outgoing.objects.get().payload
    assert letter["subject"] == subject
    assert "/account/password/reset/key/" in letter["text"]
    assert "vera" in letter["text"]
    assert "testserver]" not in letter["subject"]


def test_a_stranger_who_asks_for_a_new_password_gets_a_letter_that_says_so(db):
    Browser().post("/account/password/reset/", {"email": "nobody@example.com"})
    letter = Outgoing.objects.get().payload
    assert "no colleague" in letter["text"]
    assert "sign up" not in letter["text"]

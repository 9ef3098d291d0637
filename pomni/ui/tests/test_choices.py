import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db


def test_colours_are_kept_and_forgotten_again(client):
    answer = client.post(reverse("ui:set_theme"), {"theme": "dark", "next": "/account/login/"})
    assert answer.cookies["pomni_theme"].value == "dark"
    assert answer.url == "/account/login/"
    assert client.post(reverse("ui:set_theme"), {"theme": ""}).cookies["pomni_theme"]["max-age"] == 0


def test_a_choice_never_leads_off_to_a_foreign_site(client):
    for name in ("ui:set_theme", "ui:set_language"):
        for away in ("https://evil.example/", "//evil.example/", "javascript:alert(1)"):
            answer = client.post(reverse(name), {"theme": "dark", "language": "pl", "next": away})
            assert "evil" not in answer.url
            assert answer.url.startswith("/")


def test_choices_are_made_by_post_only(client):
    assert client.get(reverse("ui:set_theme")).status_code == 405
    assert client.get(reverse("ui:set_language")).status_code == 405


@pytest.mark.parametrize(("language", "words"), [("ru", "Войти"), ("pl", "Zaloguj się"), ("en", "Sign in")])
def test_who_is_not_signed_in_reads_the_language_they_chose(client, vera, language, words):
    client.post(reverse("ui:set_language"), {"language": language, "next": "/account/login/"})
    page = client.get("/account/login/").content.decode()
    assert f'<html lang="{language}"' in page
    assert f"<h1>{words}</h1>" in page


def test_no_page_invites_to_sign_up(client):
    assert "signup" not in client.get("/account/login/").content.decode()

"""Signing in: what a stranger learns by trying, second steps, sessions, new passwords."""

import re
from contextlib import contextmanager

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.contrib.auth import hashers
from django.core.cache import cache
from django.db import connection
from django.test import Client as Browser

from pomni.post.models import Outgoing
from pomni.team import commands
from pomni.team.models import User

PASSWORD = "correct horse battery"
NEW_PASSWORD = "another horse battery"


@contextmanager
def counted_hashings(monkeypatch):
    """Counts how often a password is hashed by the real hasher, whose work is what takes the time."""
    done, real = [], hashers.PBKDF2PasswordHasher.encode

    def encode(self, password, salt, iterations=None):
        done.append(iterations or self.iterations)
        return real(self, password, salt, 1)

    with monkeypatch.context() as patch:
        patch.setattr(hashers.PBKDF2PasswordHasher, "encode", encode)
        yield done


def sign_in(login, password, **more):
    return Browser(**more).post("/account/login/", {"login": login, "password": password})


def bare(answer):
    """The page apart from what was typed and from tokens."""
    return answer.status_code, re.sub(r'value="[^"]*"|[A-Za-z0-9]{64}', "", answer.content.decode())


def give_password_again(browser):
    """What every change of one's ways of signing in asks for."""
    assert browser.post("/account/reauthenticate/", {"password": PASSWORD}).status_code == 302
    return browser


@pytest.fixture
def really_hashed(settings, mark, lena):
    """Mark, and Lena who was disabled: their passwords hashed as in a real company."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    for user in (mark, lena):
        user.password = hashers.make_password(PASSWORD)
        user.email = f"{user.username}@example.com"
        user.save()
    User.objects.filter(pk=lena.pk).update(is_active=False)


@pytest.mark.parametrize("login", ["mark", "lena", "nobody", "mark@example.com", "nobody@example.com"])
def test_a_wrong_password_an_unknown_user_and_a_disabled_one_look_alike_and_take_as_long(
    really_hashed, monkeypatch, login
):
    with counted_hashings(monkeypatch) as hashings:
        answer = sign_in(login, "wrong")
    with counted_hashings(monkeypatch) as expected:
        reference = sign_in("nobody@example.org" if "@" in login else "nobody-at-all", "wrong")
    assert bare(answer) == bare(reference)
    assert len(hashings) == len(expected) == 1
    assert hashings == expected


def test_a_disabled_colleague_with_the_right_password_is_told_no_more_than_a_stranger(
    really_hashed, monkeypatch
):
    with counted_hashings(monkeypatch) as hashings:
        answer = sign_in("lena", PASSWORD)
    assert bare(answer) == bare(sign_in("nobody-at-all", "wrong"))
    assert len(hashings) == 1


def test_a_robot_cannot_sign_in(db, vera):
    from pomni.team.robots import command_line

    for password in ("!", "", " "):
        assert sign_in(command_line().username, password).status_code == 200


def test_after_ten_wrong_tries_even_the_right_password_is_refused(mark):
    for _try in range(10):
        assert sign_in("mark", "wrong").status_code == 200
    answer = sign_in("mark", PASSWORD)
    assert answer.status_code == 200
    assert "_auth_user_id" not in answer.wsgi_request.session


def test_tries_of_all_browsers_and_processes_count_together(mark):
    """They are counted in a table, not in the memory of a process."""
    for number in range(10):
        sign_in("mark", "wrong", REMOTE_ADDR=f"192.0.2.{number}")
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pomni_cache WHERE cache_key LIKE %s", ["%login_failed%"])
        assert cursor.fetchone()[0] > 1
    assert sign_in("mark", PASSWORD, REMOTE_ADDR="192.0.2.99").status_code == 200
    cache.clear()
    assert sign_in("mark", PASSWORD).status_code == 302


def test_other_spellings_of_a_login_count_as_the_same(mark):
    for spelling in ["mark", "MARK", "Mark ", " mark", "mArk", "marK", "mark", "MArk", "maRK", "mark"]:
        sign_in(spelling, "wrong")
    assert sign_in("mark", PASSWORD).status_code == 200


def test_one_address_cannot_try_many_logins_by_naming_another_address(mark, settings):
    """Without POMNI_ADDRESS there is no proxy whose word on the address could be trusted."""
    settings.ADDRESS = ""
    for number in range(20):
        sign_in(f"login{number}", "wrong", headers={"X-Forwarded-For": f"192.0.2.{number}"})
    assert sign_in("mark", PASSWORD, headers={"X-Forwarded-For": "192.0.2.200"}).status_code != 302


def test_behind_a_proxy_only_its_own_word_counts(mark, settings):
    settings.ADDRESS = "https://pomni.example.com"
    for number in range(20):
        sign_in(f"login{number}", "wrong", headers={"X-Forwarded-For": f"192.0.2.{number}, 198.51.100.7"})
    answer = sign_in("mark", PASSWORD, headers={"X-Forwarded-For": "192.0.2.200, 198.51.100.7"})
    assert answer.status_code != 302


def test_nobody_signs_up_by_themselves(db):
    told = {"username": "intruder", "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    answer = Browser().post("/account/signup/", told)
    assert answer.status_code == 200
    assert not User.objects.filter(username="intruder").exists()


# --- The second step --------------------------------------------------------------------------------------------------


def code_for(secret):
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


@pytest.fixture
def with_app(mark, signed_in, django_capture_on_commit_callbacks):
    """Mark sets up an app with codes through the pages; gives the browser, the secret, and the recovery codes."""
    browser = give_password_again(signed_in(mark))
    page = browser.get("/account/2fa/totp/activate/").content.decode()
    secret = re.search(r'value="([A-Z2-7]{32})"', page)[1]
    with django_capture_on_commit_callbacks(execute=True):
        assert browser.post("/account/2fa/totp/activate/", {"code": code_for(secret)}).status_code == 302
    cache.clear()  # a code is taken once; the next one would come in half a minute
    page = browser.get("/account/2fa/recovery-codes/").content.decode()
    codes = re.findall(r"\b[0-9a-f]{5}-[0-9a-f]{5}\b|\b\d{8}\b", page)
    return browser, secret, codes


def test_with_an_app_the_password_alone_no_longer_opens(with_app):
    _browser, secret, _codes = with_app
    stranger = Browser()
    answer = stranger.post("/account/login/", {"login": "mark", "password": PASSWORD})
    assert answer["Location"] == "/account/2fa/authenticate/"
    assert stranger.get("/clients/").status_code == 302
    assert stranger.get("/api/v1/me").status_code == 401
    assert stranger.post("/account/2fa/authenticate/", {"code": "000000"}).status_code == 200
    assert stranger.get("/clients/").status_code == 302
    assert stranger.post("/account/2fa/authenticate/", {"code": code_for(secret)}).status_code == 302
    assert stranger.get("/clients/").status_code == 200


def test_a_code_is_taken_once(with_app):
    _browser, secret, _codes = with_app
    code = code_for(secret)
    for expected in (302, 200):
        stranger = Browser()
        stranger.post("/account/login/", {"login": "mark", "password": PASSWORD})
        assert stranger.post("/account/2fa/authenticate/", {"code": code}).status_code == expected


def test_a_recovery_code_opens_once(with_app):
    _browser, _secret, codes = with_app
    assert len(codes) == 10
    for expected in (302, 200):
        stranger = Browser()
        stranger.post("/account/login/", {"login": "mark", "password": PASSWORD})
        assert stranger.post("/account/2fa/authenticate/", {"code": codes[0]}).status_code == expected


def test_codes_are_not_tried_without_end(with_app):
    _browser, secret, _codes = with_app
    stranger = Browser()
    stranger.post("/account/login/", {"login": "mark", "password": PASSWORD})
    for _try in range(10):
        stranger.post("/account/2fa/authenticate/", {"code": "000000"})
    assert stranger.post("/account/2fa/authenticate/", {"code": code_for(secret)}).status_code != 302
    assert stranger.get("/clients/").status_code == 302


def test_the_seed_and_the_recovery_codes_cannot_be_read_from_the_database(with_app, all_text):
    _browser, secret, codes = with_app
    assert Authenticator.objects.count() == 2
    stored = all_text()
    assert secret not in stored
    assert not [code for code in codes if code in stored]


def test_the_timeline_of_the_house_tells_of_the_second_step(with_app, vera, signed_in):
    assert "Mark changed the second step of sign-in" in signed_in(vera).get("/team/log/").content.decode()


@pytest.mark.parametrize(
    "path",
    [
        "/account/2fa/totp/activate/",
        "/account/2fa/webauthn/add/",
        "/account/2fa/recovery-codes/generate/",
    ],
)
def test_second_steps_are_changed_only_by_whoever_gave_the_password_a_moment_ago(mark, path):
    """A session that somebody left open, or one that a PIN opened, is not enough."""
    browser = Browser()
    browser.force_login(mark)
    answer = browser.post(path, {"code": "123456"})
    assert answer.status_code == 302
    assert "reauthenticate" in answer["Location"]
    assert Authenticator.objects.count() == 0


def test_an_app_is_taken_away_only_after_the_password(with_app, mark):
    browser = Browser()
    browser.force_login(mark)
    assert "reauthenticate" in browser.post("/account/2fa/totp/deactivate/")["Location"]
    assert "reauthenticate" in browser.get("/account/2fa/recovery-codes/")["Location"]
    assert Authenticator.objects.count() == 2


def test_nobody_touches_the_passkey_of_another(mark, lena, signed_in):
    key = Authenticator.objects.create(
        user=mark, type="webauthn", data={"name": "marks-key", "credential": {}}
    )
    browser = give_password_again(signed_in(lena))
    for act in ("edit", "remove"):
        answer = browser.post(f"/account/2fa/webauthn/keys/{key.pk}/{act}/", {"name": "taken"})
        assert answer.status_code == 404
    key.refresh_from_db()
    assert key.data["name"] == "marks-key"


def test_the_pages_of_passkeys_open(mark, signed_in):
    browser = give_password_again(signed_in(mark))
    assert browser.get("/account/2fa/").status_code == 200
    page = browser.get("/account/2fa/webauthn/add/")
    assert page.status_code == 200
    assert Browser().get(
        "/account/2fa/webauthn/login/", headers={"Accept": "application/json"}
    ).status_code in {200, 302}


# --- Sessions and passwords -------------------------------------------------------------------------------------------


def test_the_list_of_sessions_shows_where_one_is_signed_in_and_ends_the_others(mark, signed_in):
    here = signed_in(mark, browser=Browser(headers={"User-Agent": "OfficePC"}))
    there = signed_in(mark, browser=Browser(headers={"User-Agent": "LostPhone"}))
    page = here.get("/account/sessions/").content.decode()
    assert "OfficePC" in page
    assert "LostPhone" in page
    assert here.post("/account/sessions/").status_code == 302
    assert there.get("/clients/").status_code == 302
    assert here.get("/clients/").status_code == 200


def test_nobody_sees_the_sessions_of_another(mark, lena, signed_in):
    signed_in(lena, browser=Browser(headers={"User-Agent": "LenasPhone"}))
    assert "LenasPhone" not in signed_in(mark).get("/account/sessions/").content.decode()


def change_password(browser):
    told = {"oldpassword": PASSWORD, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    return browser.post("/account/password/change/", told)


def test_a_new_password_ends_the_other_sessions_and_the_tokens_and_keeps_the_own(mark, signed_in, with_token):
    here, there, token = signed_in(mark), signed_in(mark), with_token(mark)
    assert change_password(here).status_code == 302
    assert there.get("/clients/").status_code == 302
    assert Browser().get("/api/v1/me", headers=token).status_code == 401
    assert here.get("/clients/").status_code == 200
    assert sign_in("mark", PASSWORD).status_code == 200
    assert sign_in("mark", NEW_PASSWORD).status_code == 302


def test_a_new_password_is_remembered_with_its_author(mark, vera, signed_in):
    change_password(signed_in(mark))
    assert "Mark changed the password" in signed_in(vera).get("/team/log/").content.decode()


def test_a_password_is_not_changed_without_the_old_one(mark, signed_in):
    told = {"oldpassword": "wrong", "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    assert signed_in(mark).post("/account/password/change/", told).status_code == 200
    assert sign_in("mark", PASSWORD).status_code == 302


def ask_for_new_password(email):
    answer = Browser().post("/account/password/reset/", {"email": email})
    return answer.status_code, answer.get("Location"), answer.content


def test_asking_for_a_new_password_tells_nobody_whether_the_address_is_known(mark):
    User.objects.filter(pk=mark.pk).update(email="mark@example.com")
    assert ask_for_new_password("mark@example.com") == ask_for_new_password("nobody@example.com")


def test_a_lost_password_is_made_anew_by_a_letter_and_all_sessions_end(mark, signed_in, with_token):
    User.objects.filter(pk=mark.pk).update(email="mark@example.com")
    mark.refresh_from_db()
    old, token = signed_in(mark), with_token(mark)
    ask_for_new_password("mark@example.com")
    letter = Outgoing.objects.get(payload__to="mark@example.com")
    link = re.search(r"http://testserver(/account/password/reset/key/\S+)", str(letter.payload["text"]))[1]
    stranger = Browser()
    form = stranger.get(link)["Location"]
    told = {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    assert stranger.post(form, told).status_code == 302
    assert old.get("/clients/").status_code == 302
    assert Browser().get("/api/v1/me", headers=token).status_code == 401
    assert sign_in("mark", NEW_PASSWORD).status_code == 302
    assert (
        "key is invalid" in Browser().get(link).content.decode().lower()
        or Browser().get(link).status_code == 200
    )


def test_a_disabled_colleague_gets_no_letter_for_a_new_password(vera, mark):
    User.objects.filter(pk=mark.pk).update(email="mark@example.com")
    mark.refresh_from_db()
    commands.disable_colleague(mark, by=vera)
    ask_for_new_password("mark@example.com")
    assert not [row for row in Outgoing.objects.all() if "password/reset/key" in str(row.payload)]

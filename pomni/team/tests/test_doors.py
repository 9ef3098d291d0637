"""The doors themselves: who guards what, where one is sent, and what an address can be talked into."""

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client as Browser
from django.test import RequestFactory
from django.urls import path

from pomni.config.routes import _methods, all_routes
from pomni.team import doors
from pomni.team.commands import make_token, withdraw_token
from pomni.team.doors import Doors


def bare_view(request):
    """A view whose author forgot the door."""
    return HttpResponse("open")


def test_a_view_of_the_house_without_a_door_is_shut(vera, settings, signed_in):
    bare_view.__module__ = "pomni.team.views"
    settings.ROOT_URLCONF = type("urls", (), {"urlpatterns": [path("bare/", bare_view)]})
    request = RequestFactory().get("/bare/")
    request.user = vera
    with pytest.raises(doors.Http404):
        Doors(lambda _request: None).process_view(request, bare_view, (), {})


def test_no_route_is_shut_and_only_those_meant_for_strangers_are_public():
    by_door = {}
    for route in all_routes():
        by_door.setdefault(route.door, set()).add(route.path)
    assert "shut" not in by_door
    assert {one for one in by_door["public"] if not one.startswith(("account/", "api/"))} == {
        "healthz",
        "readyz",
        "invited/<str:secret>/",
        "look/theme",
        "look/language",
        "look/keys",
        "look/session",
        "book/",
        "book/embed.js",
        "book/visit/<str:link>/",
        "book/visit/<str:link>/calendar.ics",
        "book/visit/<str:link>/move/",
        "book/visit/<str:link>/cancel/",
        "book/code/<str:secret>/",
        "book/<slug:place>/",
        "book/<slug:place>/with/<slug:who>/",
        "book/<slug:place>/for/<slug:what>/",
        "book/<slug:place>/time/",
        "book/<slug:place>/contacts/",
        "book/<slug:place>/wait/",
        "messages/v/<str:token>/",
        "messages/replies/<str:channel>/<str:secret>/",
        "brand/<str:name>",
        "calendar/<str:secret>.ics",
        "new-password/<str:secret>/",
        "start/",
        "start/<str:secret>/",
        "start/<str:secret>/company/",
        "start/<str:secret>/country/",
        "start/<str:secret>/demo/",
        "start/<str:secret>/you/",
        "start/demo/",
        "start/demo/enter/",
        "start/demo/leave/",
        "start/waiting/",
    }


def test_the_map_of_routes_finds_the_methods_behind_any_order_of_decorators():
    from django.views.decorators.cache import never_cache
    from django.views.decorators.http import require_GET, require_http_methods, require_POST

    from pomni.team.access import door

    for decorate, methods in (
        (require_GET, "GET"),
        (require_POST, "POST"),
        (require_http_methods(["PATCH"]), "PATCH"),
    ):
        for view in (
            door("")(decorate(bare_view)),
            decorate(door("")(never_cache(bare_view))),
            never_cache(decorate(bare_view)),
        ):
            view.__module__ = "pomni.team.views"
            assert _methods(view) == methods


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "javascript:alert(1)",
        "https:evil.example",
    ],
)
def test_nobody_is_led_out_of_the_house(mark, elsewhere):
    told = {"login": "mark", "password": "correct horse battery", "next": elsewhere}
    answers = [
        Browser().post("/account/login/", told),
        Browser().post(
            f"/account/login/?next={elsewhere}", {"login": "mark", "password": "correct horse battery"}
        ),
        Browser().post("/look/theme", {"theme": "dark", "next": elsewhere}),
        Browser().post(
            "/look/language", {"language": "pl", "next": elsewhere}, headers={"Referer": elsewhere}
        ),
        Browser().post("/account/logout/", {"next": elsewhere}),
    ]
    for answer in answers:
        assert answer.status_code == 302
        assert "evil" not in answer["Location"]
        assert "script" not in answer["Location"]


def test_one_is_led_back_to_where_one_was_going(mark):
    told = {"login": "mark", "password": "correct horse battery"}
    assert Browser().post("/account/login/?next=/clients/", told)["Location"] == "/clients/"


@pytest.mark.parametrize(
    "host", ["evil.example", "testserver.evil.example", "testserver@evil.example", "testserver:80evil"]
)
def test_links_are_not_made_for_a_host_that_is_not_ours(vera, settings, role_of, signed_in, host):
    settings.ALLOWED_HOSTS = ["testserver"]
    browser = signed_in(vera)
    told = {"name": "Nina", "role": str(role_of("marketer").uid), "language": "en"}
    answer = browser.post("/team/invite/", told, headers={"Host": host})
    assert answer.status_code == 400
    assert host not in answer.content.decode()


def test_a_forwarded_host_is_not_believed(vera, role_of, signed_in):
    told = {"name": "Nina", "role": str(role_of("marketer").uid), "language": "en"}
    page = signed_in(vera).post("/team/invite/", told, headers={"X-Forwarded-Host": "evil.example"})
    assert "http://testserver/invited/" in page.content.decode()


def test_a_program_with_a_session_cookie_needs_the_token_of_the_form_to_change_anything(mark):
    browser = Browser(enforce_csrf_checks=True)
    browser.force_login(mark)
    words = {"name": "Anna"}
    assert browser.get("/api/v1/me").status_code == 200
    assert browser.post("/api/v1/clients", words, content_type="application/json").status_code == 403
    browser.get("/clients/add/")
    csrf = {"X-CSRFToken": browser.cookies[settings.CSRF_COOKIE_NAME].value}
    assert (
        browser.post("/api/v1/clients", words, content_type="application/json", headers=csrf).status_code
        == 201
    )


def test_a_wrong_token_is_not_helped_by_the_words_it_comes_with(mark):
    for header in (
        "Bearer wrong",
        "Bearer ",
        "Basic bWFyazp4",
        "bearer",
        f"Bearer {'x' * 5000}",
        "Bearer \x7f",
    ):
        assert Browser().get("/api/v1/me", headers={"Authorization": header}).status_code == 401


def test_a_token_stops_when_withdrawn_or_after_a_year(mark):
    from datetime import timedelta

    from pomni.kit import clock

    token = make_token(mark, name="Program", scopes=["team:read"], days=365, by=mark)
    program = Browser(headers={"Authorization": f"Bearer {token.secret}"})
    assert program.get("/api/v1/me").status_code == 200
    with clock.travel_to(clock.now() + timedelta(days=366)):
        assert program.get("/api/v1/me").status_code == 401
    withdraw_token(token, by=mark)
    assert program.get("/api/v1/me").status_code == 401


def test_a_token_does_not_open_pages(mark, with_token):
    assert Browser().get("/clients/", headers=with_token(mark)).status_code == 302


def test_a_token_in_the_address_is_not_read(mark):
    token = make_token(mark, name="Program", scopes=["team:read"], days=365, by=mark)
    for name in ("token", "key", "access_token", "Authorization"):
        assert Browser().get(f"/api/v1/me?{name}={token.secret}").status_code == 401


def test_a_program_sees_what_its_token_opens_and_not_the_session_beside_it(vera, mark, with_token):
    browser = Browser()
    browser.force_login(vera)
    assert browser.get("/api/v1/me", headers=with_token(mark)).json()["name"] == "Mark"


def test_answers_with_data_are_not_kept_by_anybody_on_the_way(mark, signed_in):
    for path_ in ("/clients/", "/me/", "/api/v1/me"):
        answer = signed_in(mark).get(path_)
        assert "Cookie" in answer["Vary"] or "no-store" in answer.get("Cache-Control", "")


def test_pages_cannot_be_framed_and_run_no_foreign_script(mark, signed_in):
    answer = signed_in(mark).get("/clients/")
    assert answer["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]
    assert "script-src 'self';" in answer["Content-Security-Policy"]
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_the_log_of_refusals_names_no_contents(vera, mark, lena, signed_in, caplog):
    from pomni.people.commands import add_client

    client = add_client(name="Anna Kern", phone="+48 600 100 201", by=mark)
    with caplog.at_level("INFO"):
        signed_in(lena).get(f"/clients/{client.uid}/forget/")
        signed_in(lena).post("/account/reauthenticate/", {"password": "my secret password"})
        Browser().post("/account/login/", {"login": "mark", "password": "my secret password"})
    assert "403 GET people.client.forget" in caplog.text
    assert "Anna" not in caplog.text
    assert "my secret password" not in caplog.text


def test_a_bad_form_is_answered_in_words_and_not_with_an_error(vera, signed_in):
    browser = signed_in(vera)
    for path_, words in (
        (
            "/team/invite/",
            {"name": "x" * 500, "role": "nobody", "email": "no", "language": "xx", "location": "x"},
        ),
        ("/team/invite/", {"name": "a\x00b", "role": "'", "language": "en"}),
        ("/team/locations/add/", {"name": "", "zone": "Mars/Base"}),
        (f"/team/{vera.uid}/roles/", {"role": "x"}),
        ("/me/pin/", {"pin": "x" * 500}),
        ("/me/language/", {"language": "../../etc"}),
        ("/me/tokens/make/", {"name": ""}),
        ("/unlock/", {"person": "x", "pin": ""}),
    ):
        assert browser.post(path_, words).status_code in {200, 422}, path_
    assert browser.post(f"/team/{vera.uid}/disable/").status_code == 422


def test_the_address_of_a_button_that_is_opened_answers_with_a_page_that_says_so(client, vera):
    client.force_login(vera)
    answer = client.get("/lock/")
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert "belongs to a button" in answer.content.decode()

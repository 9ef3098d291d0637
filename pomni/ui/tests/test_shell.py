from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.urls import resolve, reverse

from pomni.kit.module import MenuItem
from pomni.ui import shell, views

START = MenuItem("Start", "ui:home", "compass", order=1)
MONEY = MenuItem("Money", "account_login", "inbox", "money.see", order=20)
MINE = MenuItem("Mine", "account_logout", "settings", order=shell.PERSONAL)


class Person:
    is_authenticated, pk = True, 7

    def __init__(self, *capabilities):
        self.capabilities = capabilities

    def __str__(self):
        return "Vera Orlova"

    def may(self, capability):
        return capability in self.capabilities


@pytest.fixture(autouse=True)
def menu(monkeypatch):
    monkeypatch.setattr(shell, "menu", lambda: (START, MONEY, MINE))


def asked(user, path="/", **cookies):
    request = RequestFactory().get(path)
    request.COOKIES = cookies
    request.user, request.resolver_match = user, resolve(path)
    return request


def test_the_menu_holds_only_what_the_person_may_open():
    titles = [p.title for p in shell.Shell(asked(Person())).places]
    assert titles == ["Start"]
    assert [p.title for p in shell.Shell(asked(Person("money.see"))).places] == ["Start", "Money"]


def test_who_is_not_signed_in_has_no_menu():
    assert shell.Shell(asked(AnonymousUser())).places == []


def test_personal_places_stand_apart_from_the_main_menu():
    told = shell.Shell(asked(Person()))
    assert [p.title for p in told.personal] == ["Mine"]


def test_the_place_of_this_page_is_marked_and_no_other():
    path = reverse("account_login")
    marks = [p.current for p in shell.Shell(asked(Person("money.see"), path)).places]
    assert marks == [False, True]


@pytest.mark.parametrize(
    ("path", "here"),
    [
        ("/team/", "Team"),
        ("/team/7/", "Team"),
        ("/team/log/", "Log"),
        ("/me/", None),
        ("/teams/", None),
        ("/", "Start"),
    ],
)
def test_a_page_marks_the_nearest_place_that_it_stands_in(monkeypatch, path, here):
    titles = {"/": "Start", "/team/": "Team", "/team/log/": "Log"}
    monkeypatch.setattr(shell, "reverse", lambda url: url)
    monkeypatch.setattr(shell, "menu", lambda: tuple(MenuItem(t, u, "users") for u, t in titles.items()))
    request = RequestFactory().get(path)
    request.user = Person()
    assert [p.title for p in shell.Shell(request).places if p.current] == ([here] if here else [])


def test_a_colour_cookie_that_we_never_set_is_not_believed():
    assert shell.Shell(asked(Person(), pomni_theme='"><script>')).theme == ""
    assert shell.Shell(asked(Person(), pomni_theme="dark")).theme == "dark"


def test_a_phone_shows_four_places_and_the_rest_in_the_menu(monkeypatch):
    many = tuple(MenuItem(str(n), "ui:home", "users", order=n) for n in range(6))
    monkeypatch.setattr(shell, "menu", lambda: many)
    told = shell.Shell(asked(Person()))
    assert [len(told.tabs), len(told.further)] == [4, 2]


@pytest.mark.django_db
def test_the_shell_asks_the_database_nothing(django_assert_num_queries):
    request = asked(Person("money.see"))
    request._messages = SimpleNamespace(__iter__=lambda: iter(()))
    with django_assert_num_queries(0):
        html = render_to_string("base.html", {"user": request.user, "messages": []}, request)
    assert "Vera Orlova" in html
    assert 'aria-current="page"' in html


def test_the_start_is_the_first_place_of_the_menu(monkeypatch):
    monkeypatch.setattr(shell, "menu", lambda: (MONEY,))
    answer = views.home(asked(Person("money.see")))
    assert answer.url == reverse("account_login")


def test_who_may_open_nothing_reads_whom_to_ask(monkeypatch):
    monkeypatch.setattr(shell, "menu", lambda: (MONEY,))
    request = asked(Person())
    request._messages = []
    assert b"Ask the director" in views.home(request).content

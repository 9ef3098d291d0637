from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.urls import resolve, reverse
from django.utils.translation import override

from pomni.kit.module import Action, MenuItem, Panel
from pomni.ui import shell

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
    """A house with these places, no actions, no parts of other modules, and no company yet."""
    monkeypatch.setattr(shell, "menu", lambda: (START, MONEY, MINE))
    monkeypatch.setattr(shell, "all_actions", lambda: ())
    monkeypatch.setattr(shell, "panels", lambda name: ())
    monkeypatch.setattr(shell, "_company", lambda: None)


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
    assert shell.Shell(asked(AnonymousUser())).places == ()


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
    request._messages = []
    with django_assert_num_queries(0):
        html = render_to_string("base.html", {"user": request.user, "messages": []}, request)
    assert "Vera Orlova" in html
    assert 'aria-current="page"' in html


def test_settings_stand_at_the_foot_and_persons_things_under_their_name(monkeypatch):
    items = (START, MenuItem("Settings", "ui:home", "settings", order=shell.FOOT), MINE)
    monkeypatch.setattr(shell, "menu", lambda: items)
    told = shell.Shell(asked(Person()))
    assert [[p.title for p in part] for part in (told.places, told.foot, told.personal)] == [
        ["Start"],
        ["Settings"],
        ["Mine"],
    ]
    assert "Settings" in [p.title for p in told.further], "on a phone it is in the menu"


def test_where_something_can_be_begun_plus_takes_one_of_the_five_places(monkeypatch):
    many = tuple(MenuItem(str(n), "ui:home", "users", order=n) for n in range(6))
    monkeypatch.setattr(shell, "menu", lambda: many)
    monkeypatch.setattr(shell, "all_actions", lambda: (Action("Add", "ui:home", "plus", "x.y.add"),))
    assert len(shell.Shell(asked(Person())).tabs) == 4, "who may not begin it has no plus"
    assert len(shell.Shell(asked(Person("x.y.add"))).tabs) == 3


def test_what_has_a_key_of_its_own_is_on_every_page_however_many_there_are(monkeypatch):
    many = [Action(f"Act {n}", "ui:home", "plus") for n in range(20)]
    with_key = Action("Key", "ui:home", "plus", hotkey="m")
    monkeypatch.setattr(shell, "all_actions", lambda: (*many, with_key))
    titles = [one.title for one in shell.Shell(asked(Person())).actions]
    assert titles == [f"Act {n}" for n in range(shell.MOST_ACTIONS)] + ["Key"]


def test_the_workplace_is_called_and_coloured_as_its_company(monkeypatch):
    monkeypatch.setattr(
        shell, "_company", lambda: SimpleNamespace(name="Dental <Plus>", hue=200, logo_url="")
    )
    request = asked(Person())
    html = render_to_string("base.html", {"user": request.user, "messages": []}, request)
    assert "Dental &lt;Plus&gt;" in html
    assert 'style="--brand-h:200"' in html


def test_a_part_of_another_module_that_has_nothing_to_show_takes_no_room(monkeypatch):
    bars = (Panel("Full", "full"), Panel("Empty", "empty"), Panel("Closed", "full", "x.y.see"))
    monkeypatch.setattr(shell, "panels", lambda name: bars if name == "bars" else ())
    monkeypatch.setattr(shell, "function_named", lambda path: lambda request: "<p>" if path == "full" else "")
    assert shell.Shell(asked(Person())).bars == ["<p>"]


def test_what_is_kept_in_store_is_in_the_language_of_the_page():
    request = asked(Person())
    with override("ru"):
        russian = shell.Shell(request).parts
    with override("en"):
        english = shell.Shell(request).parts
    assert russian != english
    assert "Sign in again" in english
    assert "signin" not in shell.Shell(asked(AnonymousUser())).parts

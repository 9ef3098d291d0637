"""Everybody may put panels of Today aside and in an order of their own; it is theirs alone."""

import pytest

from pomni.kit.module import open_to
from pomni.people.commands import add_client
from pomni.team.commands import arrange_today
from pomni.ui.today import arranged, key_of

pytestmark = pytest.mark.django_db


def keys(user):
    return [key_of(panel) for panel in arranged(open_to(user, "today_panels"), user.today)]


def test_no_two_panels_have_one_key(vera):
    assert len(set(keys(vera))) == len(keys(vera))


def test_a_panel_put_aside_is_gone_for_that_person_and_comes_back(vera, mark, page_of):
    add_client(name="Anna Kern", by=vera)
    browser = page_of(vera)
    assert "added this week</h2>" in browser.get("/").content.decode()
    shown = [key for key in keys(vera) if key != "people.added_lately"]
    browser.post("/me/today/", {"shown": shown, "save": ""})
    assert "added this week</h2>" not in browser.get("/").content.decode()
    vera.refresh_from_db()
    assert vera.today == {"hidden": ["people.added_lately"]}
    browser.post("/me/today/", {"reset": ""})
    assert "added this week</h2>" in browser.get("/").content.decode()


def test_a_panel_is_moved_and_one_that_comes_later_stands_where_the_house_puts_it(vera, page_of):
    usual = keys(vera)
    page_of(vera).post("/me/today/", {"shown": usual, "move": f"down:{usual[0]}"})
    vera.refresh_from_db()
    assert keys(vera) == [usual[1], usual[0], *usual[2:]]
    vera.today["order"].remove(usual[3])  # as if it were new
    assert keys(vera) == [usual[1], usual[0], *usual[2:]]


def test_keys_of_no_panel_and_moves_of_nothing_change_nothing(vera, page_of):
    usual = keys(vera)
    page_of(vera).post("/me/today/", {"shown": usual, "move": "up:nobody"})
    page_of(vera).post("/me/today/", {"shown": [*usual, "x" * 500], "move": f"sideways:{usual[1]}"})
    vera.refresh_from_db()
    assert (keys(vera), vera.today) == (usual, {})
    arrange_today(vera, hidden=["x" * 500], order=["gone.panel"], by=vera)
    assert keys(vera) == usual

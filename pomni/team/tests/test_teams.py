"""A director keeps colleagues and teams in order through the pages."""

from django.test import Client as Browser

from conftest import member
from pomni.people.commands import add_client
from pomni.people.models import Client
from pomni.team.models import Team


def test_a_team_is_formed_and_its_lead_sees_what_it_answers_for(vera, mark):
    hal = member("hal", "head_of_sales")
    add_client(name="Of Mark", by=mark)
    assert not Client.objects.visible_to(hal).exists()
    browser = Browser()
    browser.force_login(vera)
    assert browser.post("/team/form/", {"name": "Sellers", "lead": str(hal.uid)}).status_code == 302
    edited = {
        "name": "Mark",
        "language": "en",
        "team": str(Team.objects.get().uid),
        "was-name": "Mark",
        "was-language": "en",
    }
    assert browser.post(f"/team/{mark.uid}/edit/", edited).status_code == 302
    hal.refresh_from_db()
    assert [client.name for client in Client.objects.visible_to(hal)] == ["Of Mark"]


def test_two_directors_who_rename_one_colleague_see_both_names(vera, mark):
    browser = Browser()
    browser.force_login(vera)
    type(mark).objects.filter(pk=mark.pk).update(name="Marek")
    told = {"name": "Markus", "was-name": "Mark", "language": "en", "was-language": "en"}
    answer = browser.post(f"/team/{mark.uid}/edit/", told)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Marek" in page
    assert "Markus" in page
    mark.refresh_from_db()
    assert mark.name == "Marek"


def test_a_team_has_a_name_of_its_own(vera):
    browser = Browser()
    browser.force_login(vera)
    browser.post("/team/form/", {"name": "Sellers"})
    answer = browser.post("/team/form/", {"name": "sellers"})
    assert "There is a team with this name already." in answer.content.decode()
    assert Team.objects.count() == 1

"""Teams: who is in them, who leads, and their end."""

import pytest

from pomni.kit.errors import Refused
from pomni.people.commands import add_client
from pomni.people.models import Client
from pomni.team import commands
from pomni.team.models import Team, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def sellers(vera, mark, hire):
    """A team of Mark's and Hal's, who heads sales."""
    return commands.form_team(name="Sellers", members=[mark, hire("hal", "head_of_sales")], by=vera)


def sees(login):
    return set(Client.objects.visible_to(User.objects.get(username=login)).values_list("name", flat=True))


def test_who_leaves_a_team_is_out_of_its_reach_at_once(vera, mark, sellers):
    add_client(name="Anna", by=mark)
    assert sees("hal") == {"Anna"}
    commands.leave_team(sellers, User.objects.get(username="hal"), by=vera)
    assert sees("hal") == set()
    commands.join_team(sellers, User.objects.get(username="hal"), by=vera)
    assert sees("hal") == {"Anna"}


def test_a_dissolved_team_leaves_everybody_their_own(vera, mark, sellers):
    add_client(name="Anna", by=mark)
    commands.dissolve_team(sellers, by=vera)
    assert sees("hal") == set()
    assert sees("mark") == {"Anna"}


def test_the_undo_of_dissolving_forms_it_again_with_its_members_and_lead(client, vera, mark, sellers):
    commands.edit_team(sellers, lead=mark, by=vera)
    client.force_login(vera)
    page = client.post(f"/team/teams/{sellers.uid}/dissolve/", follow=True).content.decode()
    assert "The team is dissolved." in page
    members = ",".join(str(user.uid) for user in User.objects.filter(username__in=["mark", "hal"]))
    client.post("/team/form/", {"name": "Sellers", "lead": str(mark.uid), "members": members})
    again = Team.objects.get()
    assert again.lead == mark
    assert set(again.members.values_list("username", flat=True)) == {"mark", "hal"}


def test_a_colleague_is_in_one_team_at_most(vera, mark, sellers):
    other = commands.form_team(name="Buyers", members=[mark], by=vera)
    assert set(other.members.all()) == {mark}
    assert mark not in sellers.members.all()


def test_two_teams_of_one_name_are_refused(vera, sellers):
    other = commands.form_team(name="Buyers", by=vera)
    with pytest.raises(Refused):
        commands.edit_team(other, name="sellers", by=vera)


def test_the_page_puts_in_and_takes_out(client, vera, lena, sellers):
    client.force_login(vera)
    client.post(f"/team/teams/{sellers.uid}/join/", {"colleague": str(lena.uid)})
    assert lena in sellers.members.all()
    client.post(f"/team/teams/{sellers.uid}/leave/{lena.uid}/")
    assert lena not in sellers.members.all()
    assert client.post(f"/team/teams/{sellers.uid}/join/", {"colleague": "x"}).status_code == 422

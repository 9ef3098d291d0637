"""Teams: who is in them, who leads, and their end."""

import pytest

from pomni.kit.errors import NotAllowed, Refused
from pomni.people.commands import add_client
from pomni.people.models import Client
from pomni.team import commands, queries
from pomni.team.models import Role, Team, User

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


@pytest.fixture
def former(vera, hire):
    """Somebody who forms teams and changes colleagues and roles, and sees no more than the clients of their own team."""
    like = Role.objects.get(preset="head_of_sales")
    more = ("team.team.change", "team.colleague.change", "team.role.change")
    role = Role.objects.create(name="Former", grants=like.grants | dict.fromkeys(more, 4))
    former = hire("fay")
    former.roles_held.create(role=role)
    commands.form_team(name="Fay's", members=[former], by=vera)
    return User.objects.get(pk=former.pk)


def test_nobody_reaches_by_a_team_what_they_could_not_reach(vera, mark, lena, former, sellers):
    add_client(name="Anna", by=mark)
    with pytest.raises(NotAllowed):
        commands.join_team(sellers, former, by=former)
    with pytest.raises(NotAllowed):
        commands.edit_team(sellers, lead=former, by=former)
    with pytest.raises(NotAllowed):
        commands.edit_colleague(former, team=sellers, by=former)
    with pytest.raises(NotAllowed):
        commands.join_team(former.team, User.objects.get(pk=mark.pk), by=former)
    with pytest.raises(NotAllowed):
        commands.form_team(name="New", lead=former, members=[lena], by=former)
    assert sees("fay") == set()
    commands.join_team(sellers, User.objects.get(pk=former.pk), by=vera)
    assert sees("fay") == {"Anna"}


def test_a_role_reaches_as_far_as_a_team_only_where_its_holders_teams_are_within_reach(
    vera, former, sellers, hire
):
    marketer, mia = Role.objects.get(preset="marketer"), hire("mia", "marketer", team=sellers)
    wider = marketer.grants | {"people.client.see": 2}
    with pytest.raises(NotAllowed):
        commands.change_role(marketer, grants=wider, by=former)
    rows = [row for area in queries.matrix(former, marketer, wider, {}) for row in area.rights]
    assert next(row.refusal for row in rows if row.name == "people.client.see"), "and the page says so before"
    commands.join_team(former.team, mia, by=vera)
    commands.change_role(marketer, grants={"people.client.see": 2}, by=User.objects.get(pk=former.pk))


def test_in_a_company_without_locations_a_location_is_more_than_ones_own(hire):
    like = Role.objects.get(preset="salesperson")
    giver = hire("gil")
    giver.roles_held.create(
        role=Role.objects.create(name="Giver", grants=like.grants | {"team.role.give": 4})
    )
    with pytest.raises(NotAllowed):
        commands.give_role(giver, Role.objects.get(preset="front_desk"), by=giver)

"""Roles: who holds them, the table of what they may, and what a change would mean."""

import re

import pytest

from pomni.kit.errors import NotAllowed, Refused
from pomni.kit.nouns import spoken
from pomni.memory.models import Moment
from pomni.team import commands, queries
from pomni.team.models import Invitation, Role, RoleHeld, Team, User
from pomni.team.presets import grants_of_preset

pytestmark = pytest.mark.django_db


def table(browser, role, **changes):
    """What the browser sends of a role's table, with these changes."""
    page = browser.get(f"/team/roles/{role.uid}/").content.decode()
    told = dict(re.findall(r'name="((?:right|field)-[^"]+)" value="([^"]*)" checked', page))
    return told | changes


def test_a_change_is_saved_only_after_its_consequences_were_seen(client, vera, mark, role_of):
    seller = role_of("salesperson")
    client.force_login(vera)
    wanted = table(client, seller, **{"right-people.client.see": "4"})
    shown = client.post(f"/team/roles/{seller.uid}/change/", wanted).content.decode()
    seller.refresh_from_db()
    assert seller.grants["people.client.see"] == 1
    assert "1 colleague: Mark" in shown
    assert re.search(r"own</span> → <b>all", shown)
    seen = re.search(r'name="seen" value="(\w+)"', shown)[1]
    assert client.post(f"/team/roles/{seller.uid}/change/", wanted | {"seen": seen}).status_code == 302
    seller.refresh_from_db()
    assert seller.grants["people.client.see"] == 4
    assert seller.is_edited


def test_consequences_that_were_seen_stand_for_that_change_and_no_other(client, vera, role_of):
    seller = role_of("salesperson")
    client.force_login(vera)
    wanted = table(client, seller, **{"right-people.client.see": "2"})
    shown = client.post(f"/team/roles/{seller.uid}/change/", wanted).content.decode()
    seen = re.search(r'name="seen" value="(\w+)"', shown)[1]
    other = wanted | {"right-people.client.see": "4", "seen": seen}
    assert client.post(f"/team/roles/{seller.uid}/change/", other).status_code == 200
    seller.refresh_from_db()
    assert seller.grants["people.client.see"] == 1


def test_what_another_role_gives_anyway_is_no_consequence(vera, mark, role_of):
    commands.give_role(mark, role_of("director"), by=vera)
    seller = role_of("salesperson")
    assert queries.consequences(vera, seller, {}, {}) == []


def test_dangerous_rights_come_first_and_say_what_can_come_of_them(vera, mark, role_of):
    seller = role_of("salesperson")
    grants = seller.grants | {"people.client.forget": 4, "people.client.see": 4}
    told = queries.consequences(vera, seller, grants, seller.fields)
    assert [bool(one.warns) for one in told] == [True, False]
    assert "cannot be brought back" in str(told[0].warns)


def test_a_field_rule_says_whom_it_keeps_from_what(vera, mark, role_of):
    seller = role_of("salesperson")
    told = queries.consequences(vera, seller, seller.grants, {"people.client.phone": "mask"})
    assert [(one.who, str(one.before), str(one.after)) for one in told] == [
        ("1 colleague: Mark", "shown", "masked")
    ]


def test_a_row_goes_back_to_the_preset_and_the_role_follows_new_versions_again(client, vera, role_of):
    seller = role_of("salesperson")
    commands.change_role(seller, grants=seller.grants | {"people.client.see": 4}, by=vera)
    client.force_login(vera)
    page = client.get(f"/team/roles/{seller.uid}/").content.decode()
    assert "Pomni brings: own" in page
    back = table(client, seller, preset="people.client.see")
    shown = client.post(f"/team/roles/{seller.uid}/change/", back).content.decode()
    seen = re.search(r'name="seen" value="(\w+)"', shown)[1]
    sent = table(client, seller, seen=seen, **{"right-people.client.see": "1"})
    assert client.post(f"/team/roles/{seller.uid}/change/", sent).status_code == 302
    seller.refresh_from_db()
    assert seller.grants == grants_of_preset("salesperson")
    assert not seller.is_edited


def test_the_undo_of_a_change_brings_the_old_table_back(client, vera, role_of):
    from pomni.team.views.rights import _fields_of

    seller = role_of("salesperson")
    before, again = dict(seller.grants), _fields_of(seller)
    commands.change_role(seller, grants={"people.client.see": 4}, by=vera)
    client.force_login(vera)
    assert client.post(f"/team/roles/{seller.uid}/change/", again).status_code == 302
    seller.refresh_from_db()
    assert seller.grants == before


def test_the_directors_table_cannot_be_changed(client, vera, role_of):
    client.force_login(vera)
    page = client.get(f"/team/roles/{role_of('director').uid}/").content.decode()
    assert 'type="radio"' in page
    assert "Save" not in page
    assert not re.search(r'type="radio"(?![^>]*disabled)', page)


def test_whoever_has_less_is_told_beside_the_row_and_nothing_is_saved(client, vera, hire, role_of):
    like = role_of("head_of_sales")
    role = commands.add_role(name="Deputy", like=like, by=vera)
    commands.change_role(role, grants=like.grants | {"team.role.see": 4, "team.role.change": 4}, by=vera)
    deputy = hire("dan")
    commands.give_role(deputy, role, by=vera)
    client.force_login(deputy)
    seller = role_of("salesperson")
    wanted = table(client, seller, **{"right-people.client.see": "4"})
    shown = client.post(f"/team/roles/{seller.uid}/change/", wanted).content.decode()
    assert "your own roles do not reach so far" in shown
    assert ">Save<" not in shown
    seen = re.search(r'name="seen" value="(\w+)"', shown)[1]
    client.post(f"/team/roles/{seller.uid}/change/", wanted | {"seen": seen})
    seller.refresh_from_db()
    assert seller.grants["people.client.see"] == 1
    with pytest.raises(NotAllowed):
        commands.change_role(seller, grants={"people.client.see": 4}, by=deputy)


def test_where_nothing_can_be_ones_own_a_right_is_had_or_not(vera, role_of):
    areas = queries.matrix(vera, role_of("marketer"), {}, {})
    rows = {row.name: [value for value, _words in row.choices] for area in areas for row in area.rights}
    assert rows["people.client.see"] == [0, 1, 2, 3, 4]
    assert rows["team.role.change"] == [0, 4]
    assert rows["team.invitation.see"] == [0, 1, 4]


def test_an_own_role_begins_as_another_and_lives_its_own_life(vera, mark, role_of):
    role = commands.add_role(name="Trainee", like=role_of("salesperson"), by=vera)
    assert (role.preset, role.grants) == (None, role_of("salesperson").grants)
    for name in ("trainee", "Salesperson"):
        with pytest.raises(Refused):
            commands.add_role(name=name, like=role_of("marketer"), by=vera)
    commands.rename_role(role, name="Beginner", by=vera)
    commands.give_role(mark, role, by=vera)
    with pytest.raises(Refused, match="holds this role"):
        commands.remove_role(role, by=vera)
    commands.take_role(mark, role, by=vera)
    commands.remove_role(role, by=vera)
    assert not Role.objects.filter(pk=role.pk).exists()
    told = Moment.objects.filter(kind__startswith="team.role_").order_by("pk")
    assert told.last().kind == "team.role_removed"


def test_a_role_goes_with_invitations_that_are_over_and_stays_with_open_ones(vera, role_of):
    role = commands.add_role(name="Trainee", like=role_of("marketer"), by=vera)
    further = [(role, None)]
    invitation = commands.invite(name="Nina", role=role_of("marketer"), further=further, by=vera)
    with pytest.raises(Refused, match="invited"):
        commands.remove_role(role, by=vera)
    commands.withdraw_invitation(invitation, by=vera)
    commands.remove_role(role, by=vera)
    assert not Invitation.objects.exists()


def test_a_preset_role_is_renamed_and_called_by_its_own_name_again(vera, role_of):
    role = commands.rename_role(role_of("front_desk"), name="Reception", by=vera)
    assert str(role) == "Reception"
    assert str(commands.rename_role(role, name="", by=vera)) == "Front desk"
    with pytest.raises(Refused):
        commands.remove_role(role, by=vera)


def test_the_grid_gives_and_takes_in_one_go_and_the_undo_brings_back(client, vera, mark, places, role_of):
    north, _south = places
    desk, seller = role_of("front_desk"), role_of("salesperson")
    client.force_login(vera)
    client.post(f"/team/{mark.uid}/roles/", {"role": [f"{desk.uid}@{north.uid}"]})
    assert [(h.role, h.location) for h in queries.roles_held(mark)] == [(desk, north)]
    client.post(f"/team/{mark.uid}/roles/", {"role": f"{seller.uid},{desk.uid}@{north.uid}"})
    assert {(h.role, h.location) for h in queries.roles_held(mark)} == {(seller, None), (desk, north)}


def test_roles_beyond_ones_own_reach_stay_untouched(vera, hire, role_of):
    like = role_of("marketer")
    role = commands.add_role(name="Deputy", like=like, by=vera)
    commands.change_role(role, grants=like.grants | {"team.role.give": 4}, by=vera)
    deputy, other = hire("dan"), hire("olga", "director")
    commands.give_role(deputy, role, by=vera)
    commands.set_roles(other, held=[(like, None)], by=User.objects.get(pk=deputy.pk))
    assert {h.role.preset for h in queries.roles_held(other)} == {"director", "marketer"}


def test_a_role_that_reaches_a_team_is_given_within_ones_own_team_only(vera, hire, role_of):
    """`own` is whose it is; a team's reach is another team's records, which the giver may not see."""
    like = role_of("head_of_sales")
    role = commands.add_role(name="Lead", like=like, by=vera)
    commands.change_role(role, grants=like.grants | {"team.role.give": 4}, by=vera)
    ours, theirs = Team.objects.create(name="Ours"), Team.objects.create(name="Theirs")
    lead, mate, stranger = hire("lea", team=ours), hire("max", team=ours), hire("sam2", team=theirs)
    commands.give_role(lead, role, by=vera)
    User.objects.update(access_stamp=99)
    commands.give_role(mate, like, by=User.objects.get(pk=lead.pk))
    with pytest.raises(NotAllowed):
        commands.give_role(stranger, like, by=User.objects.get(pk=lead.pk))
    assert not RoleHeld.objects.filter(user=stranger).exists()


def test_what_a_colleague_may_stands_on_their_page_in_words(client, vera, mark):
    client.force_login(vera)
    told = spoken(client.get(f"/team/{mark.uid}/").content.decode(), "en")
    assert re.search(r"See clients</span><span class=\"badge\">own", told)
    assert "Erase a client&#x27;s personal data" in told.split("What they may not")[1]

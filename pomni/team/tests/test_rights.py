"""Who reaches what, and when a change of rights is felt."""

import pytest
from django.test import Client as Browser

from pomni.kit.errors import NotAllowed, Refused
from pomni.people.commands import add_client
from pomni.team import commands, models
from pomni.team.access import ANYBODY, allow
from pomni.team.models import Role, Team, User


def as_stored(user):
    """The colleague as another process would read them now."""
    return User.objects.get(pk=user.pk)


def names_on(page):
    return {name for name in ("Anna", "Boris", "Celina", "Dora") if name in page.content.decode()}


def test_a_disabled_colleague_is_out_at_the_next_request_and_the_old_session_stays_dead(
    vera, mark, signed_in, with_token
):
    browser, token = signed_in(mark), with_token(mark)
    assert browser.get("/clients/").status_code == 200
    commands.disable_colleague(mark, by=vera)
    assert browser.get("/clients/").status_code == 302
    assert Browser().get("/api/v1/me", headers=token).status_code == 401
    commands.enable_colleague(mark, by=vera)
    assert browser.get("/clients/").status_code == 302
    assert Browser().get("/api/v1/me", headers=token).status_code == 401
    assert signed_in(mark).get("/clients/").status_code == 200


def test_a_session_that_slept_through_the_disabling_is_as_dead_as_any(vera, mark, signed_in):
    browser = signed_in(mark)
    commands.disable_colleague(mark, by=vera)
    commands.enable_colleague(mark, by=vera)
    assert browser.get("/clients/").status_code == 302


def test_a_lowered_role_is_felt_at_the_next_request_also_where_the_rights_were_kept_in_mind(
    vera, mark, signed_in, with_token, role_of
):
    browser, token = signed_in(mark), with_token(mark)
    assert browser.get("/clients/").status_code == 200
    kept_in_mind = models._grants.cache_info().currsize
    assert kept_in_mind  # this process has read the rights, and nobody tells it that they change
    commands.take_role(mark, role_of("salesperson"), by=vera)
    assert browser.get("/clients/").status_code == 403
    assert Browser().get("/api/v1/clients", headers=token).status_code == 403


def test_what_a_role_may_is_changed_for_all_who_hold_it_at_their_next_request(
    vera, mark, lena, signed_in, role_of
):
    browsers = [signed_in(mark), signed_in(lena)]
    commands.change_role(role_of("salesperson"), grants={"team.colleague.see": 4}, by=vera)
    assert [browser.get("/clients/").status_code for browser in browsers] == [403, 403]
    assert [browser.get("/team/").status_code for browser in browsers] == [200, 200]


@pytest.mark.django_db(transaction=True)
def test_rights_that_were_given_in_a_transaction_that_failed_are_not_kept_in_mind(vera, mark, role_of):
    from django.db import transaction

    with transaction.atomic():
        commands.give_role(mark, role_of("director"), by=vera)
        assert as_stored(mark).reach("team.log.see")
        transaction.set_rollback(True)
    assert not as_stored(mark).reach("team.log.see")


def test_a_role_at_one_location_does_not_reach_the_other(vera, hire, places, signed_in):
    north, south = places
    nina = hire("nina", "front_desk", location=north)
    add_client(name="Anna", location=north, by=vera)
    other = add_client(name="Boris", location=south, by=vera)
    add_client(name="Celina", by=vera)
    browser = signed_in(nina)
    assert names_on(browser.get("/clients/")) == {"Anna", "Celina"}
    assert browser.get(f"/clients/{other.uid}/").status_code == 404


def test_a_company_of_one_place_needs_no_locations_for_its_front_desk_to_see_the_clients(
    vera, hire, signed_in
):
    nina = hire("nina", "front_desk")
    add_client(name="Anna", by=vera)
    assert names_on(signed_in(nina).get("/clients/")) == {"Anna"}


def test_a_first_location_is_reached_at_once_by_those_who_work_wherever(vera, hire, signed_in):
    nina = hire("nina", "front_desk")
    browser = signed_in(nina)
    browser.get("/clients/")
    place = commands.add_location(name="North", zone="Europe/Warsaw", by=vera)
    add_client(name="Anna", location=place, by=vera)
    assert names_on(browser.get("/clients/")) == {"Anna"}


def test_several_roles_add_up(vera, hire, places, signed_in, role_of):
    north, south = places
    nina = hire("nina", "front_desk", location=north)
    commands.give_role(nina, role_of("salesperson"), by=vera)
    add_client(name="Anna", location=north, by=vera)
    add_client(name="Boris", location=south, responsible=nina, by=vera)
    add_client(name="Dora", location=south, by=vera)
    assert names_on(signed_in(nina).get("/clients/")) == {"Anna", "Boris"}


def test_whoever_changes_the_team_leaves_the_sight_of_the_old_lead_and_enters_the_new_ones(
    vera, mark, hire, signed_in
):
    hal, hope = hire("hal", "head_of_sales"), hire("hope", "head_of_sales")
    first, second = (commands.form_team(name=lead.name, lead=lead, by=vera) for lead in (hal, hope))
    commands.edit_colleague(mark, team=first, by=vera)
    add_client(name="Anna", responsible=mark, by=vera)
    of_hal, of_hope = signed_in(hal), signed_in(hope)
    assert [names_on(b.get("/clients/")) for b in (of_hal, of_hope)] == [{"Anna"}, set()]
    commands.edit_colleague(mark, team=second, by=vera)
    assert [names_on(b.get("/clients/")) for b in (of_hal, of_hope)] == [set(), {"Anna"}]


def test_a_teammate_sees_the_teams_clients_only_with_a_role_that_reaches_the_team(
    vera, mark, lena, signed_in
):
    team = commands.form_team(name="Sellers", by=vera)
    for user in (mark, lena):
        commands.edit_colleague(user, team=team, by=vera)
    add_client(name="Anna", responsible=mark, by=vera)
    assert names_on(signed_in(lena).get("/clients/")) == set()


def test_the_mildest_field_rule_counts_among_roles_that_see_clients(vera, sam, signed_in, role_of):
    client = add_client(name="Anna", phone="+48 600 100 200", responsible=sam, by=vera)
    browser = signed_in(sam)
    commands.give_role(sam, role_of("accountant"), by=vera)
    assert "600 100 200" not in browser.get(f"/clients/{client.uid}/").content.decode()
    commands.give_role(sam, role_of("salesperson"), by=vera)
    assert "600 100 200" in browser.get(f"/clients/{client.uid}/").content.decode()


# --- Giving -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def con(hire):
    """A configurator who was also allowed to give roles: the most that somebody outside the company may be."""
    helper = Role.objects.create(
        name="Helper",
        grants=Role.objects.get(preset="configurator").grants | {"team.role.give": 4, "team.role.change": 4},
    )
    con = hire("con")
    con.roles_held.create(role=helper)
    return con


@pytest.mark.parametrize("preset", ["director", "front_desk", "specialist", "salesperson", "head_of_sales"])
def test_nobody_gives_a_role_with_more_than_their_own_rights(con, mark, role_of, preset):
    for give in (
        lambda: commands.give_role(con, role_of(preset), by=con),
        lambda: commands.give_role(mark, role_of(preset), by=con),
        lambda: commands.invite(name="Accomplice", role=role_of(preset), by=con),
    ):
        with pytest.raises(NotAllowed):
            give()


def test_nobody_takes_a_role_that_they_could_not_give(con, vera, role_of):
    with pytest.raises(NotAllowed):
        commands.take_role(vera, role_of("director"), by=con)


def test_nobody_widens_a_role_beyond_their_own_rights(con, role_of):
    own = con.roles_held.get().role
    with pytest.raises(NotAllowed):
        commands.change_role(own, grants=own.grants | {"people.client.see": 4}, by=con)
    with pytest.raises(NotAllowed):
        commands.change_role(role_of("marketer"), grants={"people.client.see": 1}, by=con)


def test_nobody_lifts_the_mask_that_they_look_through_themselves(hire, role_of):
    masked = Role.objects.create(
        name="Masked",
        grants={"people.client.see": 4, "team.role.change": 4, "team.role.give": 4, "team.role.see": 4},
        fields={"people.client.phone": "mask"},
    )
    mia = hire("mia")
    mia.roles_held.create(role=masked)
    with pytest.raises(NotAllowed):
        commands.change_role(masked, fields={}, by=mia)
    open_role = Role.objects.create(name="Open", grants={"people.client.see": 1})
    with pytest.raises(NotAllowed):
        commands.give_role(mia, open_role, by=mia)


def test_the_page_offers_no_role_that_would_be_refused(con, signed_in, role_of):
    clerk = Role.objects.create(name="Clerk", grants={"team.location.see": 4})
    page = signed_in(con).get("/team/invite/").content.decode()
    assert str(clerk.uid) in page
    assert str(role_of("director").uid) not in page
    told = {"name": "Accomplice", "role": str(role_of("director").uid), "language": "en"}
    answer = signed_in(con).post("/team/invite/", told)
    assert "/invited/" not in answer.content.decode()


def test_a_role_for_one_location_is_not_given_for_all(vera, hire, places, role_of):
    north, _south = places
    local = Role.objects.create(name="Local", grants=role_of("front_desk").grants | {"team.role.give": 3})
    nina = hire("nina")
    nina.roles_held.create(role=local, location=north)
    place = Role.objects.create(name="Place", grants={"people.client.see": 3})
    with pytest.raises(NotAllowed):
        commands.give_role(nina, place, by=nina)


def test_somebody_always_directs(vera, hire, role_of):
    with pytest.raises(Refused):
        commands.disable_colleague(vera, by=vera)
    with pytest.raises(Refused):
        commands.take_role(vera, role_of("director"), by=vera)
    other = hire("olga", "director")
    commands.disable_colleague(vera, by=other)
    with pytest.raises(Refused):
        commands.take_role(other, role_of("director"), by=other)


def test_a_director_who_cannot_sign_in_does_not_count_as_one(vera, hire, role_of):
    other = hire("olga", "director")
    commands.disable_colleague(other, by=vera)
    with pytest.raises(Refused):
        commands.take_role(vera, role_of("director"), by=vera)


def test_the_directors_role_cannot_be_changed(vera, role_of):
    with pytest.raises(Refused):
        commands.change_role(role_of("director"), grants={}, by=vera)


def test_an_address_belongs_to_one_colleague(vera, mark, lena):
    commands.edit_colleague(vera, email="vera@example.com", by=vera)
    with pytest.raises(Refused):
        commands.edit_colleague(mark, email="Vera@Example.com", by=vera)
    commands.edit_colleague(vera, email="Vera@Example.com", by=vera)
    for user in (mark, lena):
        commands.edit_colleague(user, email="", by=vera)
    assert as_stored(mark).email is None


def test_nobody_puts_themselves_under_the_address_of_another(vera, mark, signed_in):
    browser = signed_in(mark)
    browser.post("/account/reauthenticate/", {"password": "correct horse battery"})
    answer = browser.post("/account/email/", {"action_add": "", "email": "vera@example.com"})
    assert answer.status_code == 404


# --- Acts on oneself --------------------------------------------------------------------------------------------------


def test_what_everybody_may_do_to_themselves_nobody_may_do_to_another(vera, mark):
    token = commands.make_token(vera, name="Program", scopes=["team:read"], by=vera)
    for act in (
        lambda: commands.set_pin(vera, pin="2580", by=mark),
        lambda: commands.choose_language(vera, language="pl", by=mark),
        lambda: commands.make_token(vera, name="Stolen", scopes=["team:read"], by=mark),
        lambda: commands.withdraw_token(token, by=mark),
        lambda: commands.note_sign_in(vera, how="password", by=mark),
        lambda: commands.note_password_change(vera, by=mark),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_a_colleague_cannot_take_an_invitation_in_the_name_of_the_front_door(vera, mark, role_of):
    invitation = commands.invite(name="New", role=role_of("marketer"), by=vera)
    with pytest.raises(NotAllowed):
        commands.take_invitation(invitation, username="new", password="a few plain words", by=mark)


def test_an_act_of_one_area_on_a_record_of_another_asks_whether_the_record_is_seen(vera, mark):
    foreign = add_client(name="Anna", by=vera)
    with pytest.raises(NotAllowed):
        allow(mark, "team.colleague.see", (foreign,))
    with pytest.raises(NotAllowed):
        allow(mark, ANYBODY, (foreign,))


def test_a_person_with_no_roles_is_told_whom_to_ask(vera, guest, signed_in):
    answer = signed_in(guest).get("/clients/")
    assert answer.status_code == 403
    told = answer.content.decode()
    assert "Vera" in told
    assert "See clients" in told


def test_a_program_is_told_whom_to_ask_too(vera, guest, with_token):
    answer = Browser().get("/api/v1/clients", headers=with_token(guest))
    assert answer.status_code == 403
    assert answer.json()["ask"] == ["Vera"]
    assert answer["Content-Type"] == "application/problem+json"


def test_only_those_who_can_really_grant_a_right_are_named(vera, con, guest, signed_in):
    told = signed_in(guest).get("/clients/").content.decode()
    assert "Vera" in told
    assert Team.objects.count() == 0

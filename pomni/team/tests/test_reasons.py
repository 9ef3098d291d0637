"""Why a colleague sees a record: reasons are given for those who see it, and for nobody else."""

import itertools

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pomni.kit.nouns import spoken
from pomni.people.commands import add_client
from pomni.people.models import Client
from pomni.team import commands, queries
from pomni.team.models import Invitation, Role, RoleHeld, Team, User

pytestmark = pytest.mark.django_db
KINDS = ("people.client.see", "team.colleague.see", "team.invitation.see")


@pytest.fixture
def cast(vera, hire, places):
    """Six colleagues in two teams; clients of each, at each place and at none; an invitation."""
    teams = [Team.objects.create(name="A"), Team.objects.create(name="B")]
    people = [hire(f"p{n}", team=teams[n % 2] if n < 4 else None) for n in range(6)]
    teams[0].lead = people[5]
    teams[0].save()
    User.objects.update(access_stamp=7)
    for person, place in itertools.product([*people, None], [*places, None]):
        Client.objects.create(
            name="C", responsible=person, entered_by=people[4], location=place, added_at="2026-01-01T00:00Z"
        )
    commands.invite(name="Nina", role=Role.objects.get(preset="marketer"), by=vera)
    return people


held = st.lists(
    st.tuples(st.integers(0, 5), st.integers(0, 3), st.sampled_from([None, 0, 1])), max_size=10, unique=True
)
scopes = st.lists(st.integers(0, 4), min_size=4, max_size=4)


@given(held=held, scopes=scopes)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_there_is_a_reason_exactly_for_those_who_see_the_record(cast, places, held, scopes):
    RoleHeld.objects.filter(user__in=cast).delete()
    roles = [
        Role.objects.get_or_create(name=f"R{n}", defaults={"is_edited": True})[0] for n in range(len(scopes))
    ]
    for role, scope in zip(roles, scopes, strict=True):
        Role.objects.filter(pk=role.pk).update(grants=dict.fromkeys(KINDS, scope))
    for person, role, place in held:
        where = None if place is None else places[place]
        RoleHeld.objects.get_or_create(user=cast[person], role=roles[role], location=where)
    User.objects.update(access_stamp=_next_stamp())
    people = list(User.objects.people().filter(is_active=True))
    for model in (Client, User, Invitation):
        seen = {user: set(model.objects.visible_to(user)) for user in people}
        for record in model.objects.all()[:25]:
            assert {one.user for one in queries.why(record)} == {
                user for user in people if record in seen[user]
            }


_stamps = itertools.count(1000)


def _next_stamp():
    return next(_stamps)


def test_the_reason_names_the_role_the_place_and_what_makes_it_so(vera, hire, places):
    north, _south = places
    team = Team.objects.create(name="Sellers")
    sal, hal = hire("sal", "salesperson", team=team), hire("hal", "head_of_sales", team=team)
    fay = hire("fay", "front_desk", location=north)
    card = add_client(name="Anna", location=north, by=sal)
    told = {one.user: [spoken(why, "en") for why in one.reasons] for one in queries.why(card)}
    assert told == {
        vera: ["Director, wherever they work: sees all clients"],
        sal: ["Salesperson, wherever they work: answers for it"],
        hal: ["Head of sales, wherever they work: Sal, who answers for it, is in their team"],
        fay: ["Front desk, North: it belongs to the location North"],
    }


def test_whoever_does_not_see_it_is_told_what_is_missing_and_who_grants_it(vera, hire, mark, lena):
    card = add_client(name="Anna", by=mark)
    told = queries.why_not(card, lena)
    assert "their own only" in told.missing[0]
    assert told.granters == ["Vera"]
    assert "no right" in queries.why_not(card, hire("mia", "marketer")).missing[0]
    assert "no role" in queries.why_not(card, hire("guest")).missing[0]
    assert queries.why_not(card, mark) is None


def test_the_page_needs_the_record_and_the_right_to_see_roles(client, vera, mark, hire):
    card = add_client(name="Anna", by=mark)
    client.force_login(vera)
    told = client.get(f"/why/people.client/{card.uid}/").content.decode()
    assert "answers for it" in told
    for label in ("people.holding", "team.notice", "nothing.here", "x"):
        assert client.get(f"/why/{label}/{card.uid}/").status_code == 404
    client.force_login(hire("con", "configurator"))
    assert client.get(f"/why/people.client/{card.uid}/").status_code == 404

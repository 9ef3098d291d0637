"""The arithmetic of rights, tried with whatever hypothesis can think of."""

from hypothesis import given
from hypothesis import strategies as st

from pomni.team.grants import Grants, Held, Reach, Scope

CAPABILITIES = ("people.client.see", "people.client.change", "team.role.give")
FIELDS = ("people.client.phone", "people.client.email")
places = st.frozensets(st.integers(1, 4), max_size=3)
roles = st.builds(
    Held,
    grants=st.dictionaries(st.sampled_from(CAPABILITIES), st.integers(0, 4)),
    fields=st.dictionaries(st.sampled_from(FIELDS), st.sampled_from(["", "mask", "hide"])),
    locations=places,
)
some = st.lists(roles, max_size=4).map(tuple)
reaches = st.builds(Reach, own=st.booleans(), team=st.booleans(), locations=places, all=st.booleans())


@given(some, roles)
def test_another_role_never_takes_anything_away(held, more):
    for capability in CAPABILITIES:
        assert Grants((*held, more)).reach(capability).covers(Grants(held).reach(capability))


@given(some, some)
def test_several_roles_reach_exactly_what_each_of_them_reaches(one, other):
    for capability in CAPABILITIES:
        both = Grants(one + other).reach(capability)
        a, b = Grants(one).reach(capability), Grants(other).reach(capability)
        assert both == Reach(a.own or b.own, a.team or b.team, a.locations | b.locations, a.all or b.all)


@given(some)
def test_the_order_in_which_roles_were_given_makes_no_difference(held):
    for name in CAPABILITIES:
        assert Grants(held).reach(name) == Grants(held[::-1]).reach(name)
    for name in FIELDS:
        assert Grants(held).field_rule(name) == Grants(held[::-1]).field_rule(name)


@given(reaches, reaches, reaches)
def test_covering_is_an_order(one, two, three):
    assert one.covers(one)
    if one.covers(two) and two.covers(three):
        assert one.covers(three)
    if one.covers(two):
        assert bool(one) or not bool(two)


@given(some, roles)
def test_what_a_person_may_give_adds_nothing_to_what_they_have(held, given_away):
    giver = Grants(held)
    if giver.covers(given_away.grants, given_away.locations, given_away.fields):
        richer = Grants((*held, given_away))
        for name in CAPABILITIES:
            assert giver.reach(name).covers(richer.reach(name))
        for name in FIELDS:
            assert richer.field_rule(name) == giver.field_rule(name) or not given_away.grants.get(
                "people.client.see"
            )


@given(some)
def test_everybody_may_give_what_they_hold_alone(held):
    for role in held:
        alone = Grants((role,))
        assert alone.covers(role.grants, role.locations, role.fields)


@given(st.lists(roles, min_size=1, max_size=4).map(tuple), st.sampled_from(FIELDS))
def test_a_field_is_as_open_as_in_the_mildest_role_that_sees_such_records(held, field):
    seeing = [role for role in held if role.grants.get("people.client.see")]
    mild = ["", "mask", "hide"]
    expected = min((mild.index(role.fields.get(field, "")) for role in seeing), default=2)
    assert Grants(held).field_rule(field) == mild[expected]


def test_a_role_that_sees_no_clients_does_not_uncover_their_phones():
    specialist = Held({"people.client.see": Scope.OWN}, {"people.client.phone": "mask"}, frozenset())
    accountant = Held({"billing.bill.see": Scope.ALL}, {}, frozenset())
    assert Grants((specialist, accountant)).field_rule("people.client.phone") == "mask"


def test_nobody_who_is_kept_from_phones_can_give_a_role_that_shows_them():
    masked = Held({"people.client.see": Scope.ALL}, {"people.client.phone": "mask"}, frozenset())
    assert not Grants((masked,)).covers({"people.client.see": Scope.OWN}, frozenset(), {})
    assert Grants((masked,)).covers(
        {"people.client.see": Scope.OWN}, frozenset(), {"people.client.phone": "hide"}
    )


def test_without_roles_nothing_is_reached_and_every_field_is_hidden():
    nobody = Grants(())
    assert not nobody.reach("people.client.see")
    assert nobody.field_rule("people.client.phone") == "hide"

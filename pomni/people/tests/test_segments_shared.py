"""A segment is its maker's own, shared with all who see clients, or with those of some roles and locations alone."""

import pytest

from pomni.kit.errors import Refused
from pomni.people import commands
from pomni.people.queries import segmented
from pomni.team.commands import give_role, take_role
from pomni.team.models import Location


def role_of(user):
    return user.roles_held.get().role


def shown(viewer):
    viewer = type(viewer).objects.get(pk=viewer.pk)
    tabs = [tab.name for tab in segmented.tabs(viewer)]
    assert tabs == [one.name for one in segmented.segments(viewer)]
    return tabs


def test_a_segment_for_a_role_is_shown_to_whoever_holds_it(vera, mark, sam):
    made = commands.make_segment(name="Sellers", is_shared=True, roles=[str(role_of(mark).uid)], by=vera)
    assert (shown(vera), shown(mark), shown(sam)) == (["Sellers"], ["Sellers"], [])
    commands.change_segment(made, roles=[], by=vera)
    assert shown(sam) == ["Sellers"]


def test_a_segment_for_a_location_is_shown_to_whoever_works_there(vera, mark, sam):
    north, south = (Location.objects.create(name=name, zone="Europe/Warsaw") for name in ("North", "South"))
    for one, place in ((mark, north), (sam, south)):
        role = role_of(one)
        take_role(one, role, by=vera)
        give_role(one, role, location=place, by=vera)
    commands.make_segment(name="Of the north", is_shared=True, locations=[str(north.uid)], by=vera)
    assert (shown(mark), shown(sam)) == (["Of the north"], [])


def test_where_the_last_role_is_gone_it_is_nobody_elses(vera, mark, sam):
    role = role_of(sam)
    made = commands.make_segment(name="Few", is_shared=True, roles=[str(role.uid)], by=vera)
    made.roles.clear()
    assert (shown(vera), shown(mark), shown(sam)) == (["Few"], [], [])


def test_who_may_not_share_cannot_widen_it_either(vera, mark, role_kept_from_sharing):
    mark = role_kept_from_sharing
    made = commands.make_segment(name="Mine", by=mark)
    with pytest.raises(Refused) as no:
        commands.change_segment(made, roles=[str(role_of(vera).uid)], by=mark)
    assert no.value.field == "is_shared"


@pytest.fixture
def role_kept_from_sharing(vera, mark):
    from pomni.team.commands import change_role

    role = role_of(mark)
    change_role(
        role, grants={name: scope for name, scope in role.grants.items() if name != segmented.SHARE}, by=vera
    )
    return type(mark).objects.get(pk=mark.pk)


def test_the_page_shares_it_with_a_role_and_keeps_what_was_ticked(vera, mark, sam, page_of):
    uid = str(role_of(mark).uid)
    words = {
        "how:": "all",
        "name": "Sellers",
        "is_shared": "on",
        "roles": [uid],
        "some": "1",
        "once": "k",
        "do": "save",
    }
    page = page_of(vera)
    assert f'value="{uid}"' not in page.get("/clients/segments/make/").content.decode()
    asked = page.post("/clients/segments/make/", words | {"do": "some", "roles": []}).content.decode()
    assert f'value="{uid}"' in asked
    assert 'value="Sellers"' in asked
    assert page_of(vera).post("/clients/segments/make/", words).status_code == 302
    (made,) = segmented.segments(mark)
    page = page_of(vera).get(f"/clients/segments/{made.uid}/").content.decode()
    assert f'value="{uid}" id="id_roles_' in page
    assert "checked" in page.split(f'value="{uid}"')[1][:80]
    assert shown(sam) == []

"""A change of many may have a link lead to one client or colleague: within reach alone, and back again."""

import pytest

from pomni.facts.commands import add_field
from pomni.kit.errors import NotAllowed, Refused
from pomni.memory.models import Moment
from pomni.people import carrying
from pomni.people.commands import add_client, edit_client, fill_own_fields, forget_client, merge_clients
from pomni.people.models import BulkChange, OwnValue
from pomni.people.queries.bulk import acts_for
from pomni.team.commands import change_role
from pomni.team.models import User

from .test_bulk import ask, back, change

pytestmark = pytest.mark.django_db


@pytest.fixture
def three(vera, mark):
    return [add_client(name=f"Client {n}", responsible=mark, by=vera) for n in range(3)]


@pytest.fixture
def firm(vera, mark):
    """Seen by Mark, too."""
    return add_client(name="Bright", kind="organisation", responsible=mark, by=vera)


@pytest.fixture
def far(vera):
    """Seen by Vera alone."""
    return add_client(name="Distant", kind="organisation", by=vera)


@pytest.fixture
def link(vera):
    def made(kind):
        one = add_field(name=f"My {kind}", kind=kind, by=vera)
        one.key = f"own_{one.uid}"
        return one

    return made


def leads(one):
    """Where the links of this field lead, by client."""
    rows = OwnValue.objects.filter(field=one.pk).order_by("client")
    return {
        pk: other or colleague for pk, other, colleague in rows.values_list("client", "other", "colleague")
    }


def fill(client, one, value, by):
    fill_own_fields(client, values={one.key: value}, by=by)


@pytest.mark.parametrize("kind", ["client", "colleague"])
def test_what_looking_said_is_done_and_its_way_back_leaves_all_as_it_was(
    vera, lena, mark, three, firm, far, link, kind
):
    one = link(kind)
    first, second = (firm, far) if kind == "client" else (lena, mark)
    fill(three[0], one, str(first.uid), vera)
    fill(three[1], one, str(second.uid), vera)
    before = leads(one)
    for value in (str(first.uid), ""):
        looked = ask(one.key, value, vera, "q=client").looked
        done = change(one.key, value, vera, "q=client")
        assert (done.state, done.changed, done.passed) == ("done", 2, 1)
        assert (looked["change"], looked["already"], looked["full"]) == (2, 1, 0)
        assert leads(one) == (dict.fromkeys([client.pk for client in three], first.pk) if value else {})
        again = back(done, vera)
        assert (again.undone, again.kept) == (2, 0)
        assert leads(one) == before


def test_one_moment_tells_of_each_as_the_card_would(vera, lena, three, firm, link):
    one, other = link("client"), link("colleague")
    for field, value in ((one, firm), (other, lena)):
        change(field.key, str(value.uid), vera, "q=client")
    told = [m.all_facts() for m in Moment.objects.filter(kind="people.own_fields_changed").order_by("pk")]
    assert [m["changes"] for m in told[:3]] == [{one.key: ["", str(firm.uid)]}] * 3
    assert [m["changes"] for m in told[3:]] == [{other.key: ["", "Lena"]}] * 3


def test_it_leads_only_to_whom_one_sees_and_nobody_to_themselves(vera, mark, three, firm, far, link):
    one = link("client")
    for wrong in (str(far.uid), "0", str(three[0].uid)[:-1], [str(firm.uid)]):
        with pytest.raises(Refused) as no:
            ask(one.key, wrong, mark)
        assert no.value.field == "value"
    looked = ask(one.key, str(three[0].uid), mark).looked
    assert (looked["found"], looked["full"], looked["change"]) == (4, 1, 3)
    assert change(one.key, str(three[0].uid), mark).changed == 3
    assert three[0].pk not in leads(one)


@pytest.mark.parametrize("value", ["firm", ""])
def test_nobody_overwrites_or_empties_a_link_to_whom_they_do_not_see(
    vera, mark, three, firm, far, link, value
):
    one, told = link("client"), str(firm.uid) if value else ""
    fill(three[0], one, str(far.uid), vera)
    fill(three[1], one, str(firm.uid), vera)
    looked = ask(one.key, told, mark, "q=client").looked
    done = change(one.key, told, mark, "q=client")
    assert looked["full"] == 1
    assert looked["change"] == done.changed == 1
    assert leads(one)[three[0].pk] == far.pk


def test_it_stops_where_whoever_it_leads_to_went_out_of_reach_and_goes_back_by_whom_who_sees_them(
    vera, mark, lena, three, firm, link, monkeypatch
):
    one = link("client")
    done = change(one.key, str(firm.uid), mark, "q=client")
    asked = ask(one.key, "", mark, "q=client")
    edit_client(firm, responsible=lena, by=vera)
    mark = User.objects.get(pk=mark.pk)
    with pytest.raises(Refused):
        ask(one.key, str(firm.uid), mark, "q=client")
    stopped = back(done, mark)
    assert stopped.state == "stopped"
    assert "out of your reach" in stopped.trouble
    assert asked.looked["change"] == 3
    assert back(stopped, vera).undone == 3
    assert leads(one) == {}


def test_a_link_does_not_go_back_to_whom_is_not_here_any_more(vera, three, firm, far, link):
    one, gone = link("client"), add_client(name="Gone", kind="organisation", by=vera)
    fill(three[0], one, str(gone.uid), vera)
    fill(three[1], one, str(far.uid), vera)
    done = change(one.key, str(firm.uid), vera, "q=client")
    forget_client(gone, by=vera)
    again = back(done, vera)
    assert (again.undone, again.kept) == (2, 1)
    assert leads(one) == {three[0].pk: firm.pk, three[1].pk: far.pk}


def test_who_became_one_with_another_takes_the_links_along_and_they_stay(vera, three, firm, far, link):
    one = link("client")
    done = change(one.key, str(firm.uid), vera, "q=client")
    merge_clients(far, firm, choices={"name": "kept", "responsible": "gone"}, by=vera)
    again = back(done, vera)
    assert (again.undone, again.kept) == (0, 3)
    assert set(leads(one).values()) == {far.pk}


def test_a_name_is_kept_nowhere_and_shown_to_whom_sees_it(vera, mark, lena, three, firm, link, page_of):
    one = link("client")
    done = change(one.key, str(firm.uid), mark, "q=client")
    made = BulkChange.objects.get(pk=done.pk)
    assert "Bright" not in (made.shown, made.value)
    address = f"/clients/all/{made.uid}/"
    assert "Bright" in page_of(mark).get(address).content.decode()
    edit_client(firm, responsible=lena, by=vera)
    told = page_of(mark).get(address).content.decode()
    assert "Bright" not in told
    assert "out of your reach" in told


def test_a_field_from_which_a_role_is_kept_and_a_file_are_no_acts(vera, mark, three, firm, link):
    one, file = link("client"), link("file")
    assert file.key not in {act.key for act in acts_for(vera)}
    assert one.key in {act.key for act in acts_for(mark)}
    role = mark.roles_held.get().role
    change_role(role, fields=role.fields | {f"people.client.{one.key}": "mask"}, by=vera)
    mark = User.objects.get(pk=mark.pk)
    assert one.key not in {act.key for act in acts_for(mark)}
    with pytest.raises(NotAllowed):
        ask(one.key, str(firm.uid), mark)
    with pytest.raises(Refused):
        ask(file.key, "", vera)


def test_by_the_pages_whom_it_leads_to_is_chosen_or_typed(vera, lena, three, firm, link, page_of):
    one, other, browser = link("client"), link("colleague"), page_of(vera)
    page = browser.get(f"/clients/all/?q=client&what={one.key}").content.decode()
    assert 'name="value-typed"' in page
    told = {"in": "q=client", "what": one.key, "value": "", "value-typed": "Bright"}
    answer = browser.post("/clients/all/", told)
    assert "My client: Bright" in browser.get(answer.url).content.decode().replace("Custom field: ", "")
    browser.post(f"{answer.url}start/")
    carrying.carry(BulkChange.objects.get().pk)
    assert set(leads(one).values()) == {firm.pk}
    assert (
        "Choose one of the"
        in browser.post("/clients/all/", told | {"value-typed": "Nobody"}).content.decode()
    )
    page = browser.get(f"/clients/all/?q=client&what={other.key}").content.decode()
    assert f'<option value="{lena.uid}">Lena' in page

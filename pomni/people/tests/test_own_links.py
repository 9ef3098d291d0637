"""Custom fields that lead to a client, a colleague or a file; and custom fields from which a role is kept."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict

from pomni.documents.models import File
from pomni.facts import commands as defining
from pomni.facts import queries as facts
from pomni.kit.errors import NotAllowed, Refused
from pomni.memory.models import Moment
from pomni.people import commands
from pomni.people.models import Client, OwnValue
from pomni.people.queries.asked import Asked
from pomni.people.queries.listing import found
from pomni.people.queries.own import Linked, own_of
from pomni.people.queries.rows import columns_open_to, listed
from pomni.people.queries.segmented import members
from pomni.people.queries.whole import whole_clients
from pomni.team.commands import change_role
from pomni.team.shown import sentence_for

from .test_forgetting import everything_stored


@pytest.fixture
def anna(vera, mark):
    return commands.add_client(name="Anna", responsible=mark, by=vera)


@pytest.fixture
def firm(vera):
    return commands.add_client(
        name="Bright", kind="organisation", phone="+48 600 100 200", email="hi@bright.example", by=vera
    )


@pytest.fixture
def field(vera):
    return lambda kind, **words: defining.add_field(
        name=words.pop("name", f"My {kind}"), kind=kind, by=vera, **words
    )


def key(one):
    return f"own_{one.uid}"


def fill(client, one, value, by):
    return commands.fill_own_fields(client, values={key(one): value}, by=by)


def seen(viewer, client):
    return {one.field.kind: one for one in own_of(viewer, client)}


@pytest.fixture
def keep(vera, mark):
    """Keeps Mark's role from a field."""

    def by_rule(one, rule):
        role = mark.roles_held.get().role
        change_role(role, fields=role.fields | {f"people.client.{key(one)}": rule}, by=vera)
        return type(mark).objects.get(pk=mark.pk)

    return by_rule


@pytest.mark.parametrize("way", ["uid", "phone", "email", "name", "told"])
def test_a_link_is_told_by_number_phone_address_or_name(vera, anna, firm, field, way):
    ways = {"uid": str(firm.uid), "phone": "+48600100200", "email": "HI@bright.example", "name": "Bright"}
    one = field("client")
    fill(anna, one, {"uid": str(firm.uid), "name": "Bright"} if way == "told" else ways[way], vera)
    told = seen(vera, anna)["client"]
    assert (told.value.uid, told.shown) == (str(firm.uid), "Bright")


def test_a_link_leads_to_somebody_within_reach_and_never_to_oneself(vera, mark, anna, firm, field):
    one = field("client")
    for by, wrong in ((mark, str(firm.uid)), (mark, "+48600100200"), (vera, str(anna.uid)), (vera, "Nobody")):
        with pytest.raises(Refused) as no:
            fill(anna, one, wrong, by)
        assert no.value.field == key(one)
    assert not OwnValue.objects.exists()


def test_who_does_not_reach_whom_a_link_leads_to_learns_that_it_is_set_and_cannot_change_it(
    vera, mark, anna, firm, field, page_of
):
    one = field("client")
    fill(anna, one, str(firm.uid), vera)
    told = seen(mark, anna)["client"]
    assert told.value == Linked()
    assert "Bright" not in told.shown
    assert not told.lacks
    assert not told.is_whole
    with pytest.raises(Refused, match="out of your reach"):
        fill(anna, one, "", mark)
    for address in ("", "own/", "timeline/"):
        page = page_of(mark).get(f"/clients/{anna.uid}/{address}").content.decode()
        assert "Bright" not in page, address
        assert str(firm.uid) not in page, address
    (row,) = listed(mark, Asked(cols=(key(one),))).items
    assert row.cells[key(one)] == Linked()
    (whole,) = whole_clients(mark, [anna.pk], own=[key(one)])
    assert str(whole.own[key(one)]) == "set, but out of your reach"


def test_a_link_is_on_the_card_in_the_list_and_asked_for(vera, mark, anna, firm, field, page_of):
    one, who = field("client"), field("colleague")
    fill(anna, one, str(firm.uid), vera)
    fill(anna, who, "mark", vera)
    card = page_of(vera).get(f"/clients/{anna.uid}/").content.decode()
    assert f'<a href="/clients/{firm.uid}/">Bright</a>' in card
    assert mark.name in card
    commands.edit_client(firm, alert="Pays late", by=vera)
    rows = page_of(vera).get("/clients/", {"cols": f"{key(one)},{key(who)}"}).content.decode()
    assert f'<a href="/clients/{firm.uid}/">Bright</a> <span class="badge danger"' in rows
    assert rows.count("Pays late") == 2

    def names(fact, operator, *value):
        line = {"fact": f"people.{fact}", "is": operator} | ({"value": value[0]} if value else {})
        made = commands.make_segment(name="x", condition={"all": [line]}, by=vera)
        return [c.name for c in found(vera, Asked.from_query(QueryDict(f"segment={made.uid}")))]

    assert names(key(one), "filled") == ["Anna"]
    assert names(key(one), "contains", "brig") == ["Anna"]
    assert names(key(one), "empty") == ["Bright"]
    assert names(key(who), "one_of", [str(mark.uid)]) == ["Anna"]


def test_the_form_finds_a_client_by_typing_and_takes_a_file(vera, anna, firm, field, page_of):
    one, file = field("client"), field("file")
    page = page_of(vera).get(f"/clients/{anna.uid}/own/").content.decode()
    assert "combo-box" in page
    assert 'enctype="multipart/form-data"' in page
    sent = SimpleUploadedFile("plan.txt", b"what was agreed", "text/plain")
    words = {f"{key(one)}-typed": "Bright", key(one): "", f"new-{key(file)}": sent, "new-once": "once-1"}
    answer = page_of(vera).post(f"/clients/{anna.uid}/own/", words)
    assert answer.status_code == 302
    kept = File.objects.get()
    assert seen(vera, anna)["file"].shown == "plan.txt"
    assert (
        f'<a href="/files/{kept.uid}/">plan.txt</a>'
        in page_of(vera).get(f"/clients/{anna.uid}/").content.decode()
    )
    assert seen(vera, anna)["client"].shown == "Bright"


def test_a_file_is_one_of_the_same_card(vera, anna, firm, field, page_of):
    one = field("file")
    sent = SimpleUploadedFile("plan.txt", b"what was agreed", "text/plain")
    page_of(vera).post(f"/clients/{firm.uid}/own/", {f"new-{key(one)}": sent})
    with pytest.raises(Refused, match="no such file on this card"):
        fill(anna, one, str(File.objects.get().uid), vera)


def test_erasing_whom_a_link_leads_to_leaves_nothing_of_them_on_the_other_card(
    vera, anna, firm, field, settings
):
    one = field("client")
    fill(anna, one, str(firm.uid), vera)
    commands.forget_client(firm, by=vera)
    assert not OwnValue.objects.exists()
    assert "Bright" not in everything_stored()


def test_a_merge_moves_links_to_whoever_stays_and_back(vera, anna, firm, field):
    twin = commands.add_client(name="Bright twin", kind="organisation", by=vera)
    one = field("client")
    fill(anna, one, str(twin.uid), vera)
    merge = commands.merge_clients(firm, twin, choices={"name": "kept"}, by=vera)
    assert OwnValue.objects.get().other_id == firm.pk
    commands.unmerge_clients(merge, by=vera)
    assert OwnValue.objects.get().other_id == twin.pk


def test_two_cards_one_of_which_leads_to_the_other_are_not_merged(vera, anna, firm, field):
    twin = commands.add_client(name="Bright", kind="organisation", by=vera)
    fill(twin, field("client", name="Partner"), str(firm.uid), vera)
    with pytest.raises(Refused, match="Partner"):
        commands.merge_clients(firm, twin, by=vera)


# --- Field rules -----------------------------------------------------------------------------------------------------


def test_what_is_hidden_from_a_role_is_nowhere(vera, anna, field, keep, page_of, program_of):
    one = field("text", name="Debt story")
    fill(anna, one, "Owes a lot", vera)
    mark = keep(one, "hide")
    assert own_of(mark, anna) == []
    assert key(one) not in columns_open_to(mark)
    assert key(one) not in whole_clients(mark, [anna.pk], own=[key(one)])[0].own
    assert f"people.{key(one)}" not in {fact.key for fact in facts.facts_open_to(mark)}
    with pytest.raises(facts.WrongCondition):
        facts.narrowed_by({"fact": f"people.{key(one)}", "is": "contains", "value": "owes"}, mark)
    with pytest.raises(NotAllowed):
        fill(anna, one, "Owes nothing", mark)
    for address in (f"/clients/{anna.uid}/", f"/clients/{anna.uid}/own/", f"/clients/?cols={key(one)}"):
        assert "Owes a lot" not in page_of(mark).get(address).content.decode(), address
    search = page_of(mark).get(f"/clients/{anna.uid}/", {"q": "owes"}).content.decode()
    assert "Owes a lot" not in search
    assert "Nothing on this timeline fits." in search
    assert "Owes a lot" in page_of(vera).get(f"/clients/{anna.uid}/", {"q": "owes"}).content.decode().replace(
        "<mark>Owes</mark>", "Owes"
    )


def test_what_is_masked_shows_its_end_and_is_not_asked_for(vera, anna, field, keep, page_of):
    text, size = field("text", name="Passport"), field("number", name="Shoe")
    commands.fill_own_fields(anna, values={key(text): "AB 123456", key(size): 42}, by=vera)
    keep(text, "mask")
    mark = keep(size, "mask")
    told = {one.field.name: (one.shown, one.is_whole) for one in own_of(mark, anna)}
    assert told == {"Passport": ("•••56", False), "Shoe": ("•••", False)}
    assert key(text) in columns_open_to(mark)
    assert key(size) not in columns_open_to(mark)
    page = page_of(mark).get(f"/clients/{anna.uid}/").content.decode()
    assert "123456" not in page
    assert "•••56" in page
    with pytest.raises(NotAllowed):
        fill(anna, text, "x", mark)


def test_two_cards_that_differ_in_a_hidden_field_do_not_tell_it(vera, mark, anna, field, keep):
    other = commands.add_client(name="Anna", responsible=mark, by=vera)
    one = field("text", name="Debt story")
    fill(anna, one, "Owes a lot", vera)
    fill(other, one, "Owes nothing", vera)
    mark = keep(one, "hide")
    with pytest.raises(Refused) as no:
        commands.merge_clients(anna, other, by=vera)
    assert "Owes" not in str(no.value)
    commands.merge_clients(anna, other, choices={no.value.field: "kept"}, by=vera)
    moment = Moment.objects.get(kind="people.client_merged")
    assert "Debt story: Owes nothing" in sentence_for(vera, moment)
    assert "Owes" not in sentence_for(mark, moment)
    assert Client.objects.filter(name="Anna").count() == 1


def test_a_role_is_kept_from_a_custom_field_on_the_page_of_roles(vera, mark, field, page_of):
    one = field("text", name="Debt story")
    role = mark.roles_held.get().role
    page = page_of(vera).get(f"/team/roles/{role.uid}/").content.decode()
    assert "Debt story" in page
    assert f"field-people.client.{key(one)}" in page


# --- Programs and tables ---------------------------------------------------------------------------------------------


def test_a_program_reads_custom_fields_with_the_client_and_writes_them_with_a_new_one(
    vera, anna, firm, field, program_of
):
    size, partner = field("number", name="Size"), field("client", name="Partner")
    commands.fill_own_fields(anna, values={key(size): 42, key(partner): str(firm.uid)}, by=vera)
    till = program_of(vera)
    led = {"uid": str(firm.uid), "name": "Bright"}
    told = {one["name"]: one["own"] for one in till.get("/api/v1/clients").json()["items"]}
    assert told == {"Anna": {key(size): 42, key(partner): led}, "Bright": {}}
    assert till.get(f"/api/v1/clients/{anna.uid}").json()["own"] == told["Anna"]
    sent = {"name": "Boris", "own": told["Anna"]}
    made = till.post("/api/v1/clients", sent, content_type="application/json")
    assert (made.status_code, made.json()["own"]) == (201, told["Anna"])


def test_a_program_finds_by_a_segment_over_a_custom_field(vera, anna, firm, field, program_of):
    size = field("number", name="Size")
    fill(anna, size, 42, vera)
    line = {"fact": f"people.{key(size)}", "is": "more", "value": 40}
    made = commands.make_segment(name="Big", condition={"all": [line]}, by=vera)
    found = program_of(vera).get("/api/v1/clients", {"segment": str(made.uid)}).json()["items"]
    assert [one["name"] for one in found] == ["Anna"]


def test_a_program_is_told_as_much_of_a_custom_field_as_its_owner_sees(
    vera, anna, firm, field, keep, program_of
):
    text, story, partner = field("text", name="Passport"), field("text", name="Story"), field("client")
    values = {key(text): "AB 123456", key(story): "Owes", key(partner): str(firm.uid)}
    commands.fill_own_fields(anna, values=values, by=vera)
    keep(text, "mask")
    mark = keep(story, "hide")
    told = program_of(mark).get(f"/api/v1/clients/{anna.uid}").json()["own"]
    assert told == {key(text): "•••56", key(partner): {"uid": None, "name": None}}


def test_what_is_required_is_asked_of_a_program_that_tells_custom_fields(vera, anna, field, program_of):
    size, note = field("number", name="Size", is_required=True), field("text", name="Note")
    till = program_of(vera)

    def sent(way, address, words):
        answer = getattr(till, way)(f"/api/v1/clients{address}", words, content_type="application/json")
        return answer.status_code, answer.json().get("field")

    assert sent("post", "", {"name": "Boris"}) == (201, None)
    assert sent("post", "", {"name": "Cyril", "own": {key(note): "x"}}) == (422, key(size))
    assert not Client.objects.filter(name="Cyril").exists()
    assert sent("patch", f"/{anna.uid}/own", {"values": {key(note): "x"}}) == (200, None)
    assert sent("patch", f"/{anna.uid}/own", {"values": {key(size): 42}}) == (200, None)
    assert sent("patch", f"/{anna.uid}/own", {"values": {key(size): None}}) == (422, key(size))
    assert OwnValue.objects.get(field=size.pk).number == 42


def test_members_of_a_segment_are_those_whom_the_viewer_reaches(vera, mark, anna, firm):
    made = commands.make_segment(name="All", is_shared=True, by=vera)
    assert {one.name for one in members(vera, made)} == {"Anna", "Bright"}
    assert {one.name for one in members(mark, made)} == {"Anna"}

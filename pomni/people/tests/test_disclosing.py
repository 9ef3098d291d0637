"""A client who asks gets all that is kept of them, whole, without a word about others; and that is logged."""

import json

import pytest
from django.apps import apps

from pomni.agenda.commands import add_promise, add_task
from pomni.kit.clock import now
from pomni.kit.errors import NotAllowed, Refused
from pomni.memory.models import Moment, Sighting
from pomni.people import commands
from pomni.people.commands import add_client, disclose_client, forget_client, merge_clients
from pomni.people.models import Client
from pomni.team import commands as team

# Tables that hang on a client and say nothing that is not told by another one.
TOLD_ELSEWHERE = {
    "people.Client_tags": "tags of the card",
    "people.ClientFigures": "counts of what is told one by one",
    "people.Touch": "contacts, told one by one",
    "people.FormerNumber": "numbers of merged cards",
    "people.Pin": "lines of the timeline that are shown on top",
    "people.DuplicatePair": "a guess of the machine that two cards may be one",
    "people.Uncompared": "a mark for the machine",
    "people.Merge": "merged cards",
    "people.BulkRow": "what a card was before a change of many: the timeline tells it",
    "people.Away": "days that follow from contacts, told one by one",
    "people.Holding": "phones and addresses",
    "people.Address": "phones and addresses",
    "memory.Concern": "timeline",
    "memory.Moment": "timeline",
}


@pytest.fixture
def full(vera, anna):
    """Anna, with something of every kind."""
    other = add_client(name="Boris Other", phone="+48 600 999 888", by=vera)
    commands.add_tie(anna, kind="parent", other=other, note="Hidden remark", by=vera)
    commands.add_peculiarity(anna, kind="food", text="Green tea", by=vera)
    commands.add_date(anna, title="Name day", day="--07-26", by=vera)
    commands.add_note(anna, text="Likes mornings", by=vera)
    commands.add_interaction(anna, how="call", side="ours", at=now(), outcome="Agreed on Friday", by=vera)
    add_task(anna, title="Send the plan", by=vera)
    add_promise(anna, kind="obligation", owes="us", text="Discount of ten", by=vera)
    return anna


def told_of(parts):
    return json.dumps({part.key: [[str(one.value) for one in row] for row in part.rows] for part in parts})


def test_everything_is_in_it_and_nobody_else_is(vera, full):
    told = told_of(disclose_client(full, by=vera))
    wanted = (
        "Anna Kern",
        "+48 600 100 201",
        "anna@example.com",
        "parent",
        "Green tea",
        "Name day",
        "Likes mornings",
    )
    for word in (*wanted, "Agreed on Friday", "Send the plan", "Discount of ten"):
        assert word in told
    for word in ("Boris", "600 999 888", "Hidden remark"):
        assert word not in told


def test_what_a_merged_card_had_is_told_too(vera, anna):
    gone = add_client(name="Ania Kernowa", alert="Pays late", by=vera)
    merge_clients(anna, gone, choices={"name": "kept", "responsible": "kept"}, by=vera)
    assert "Ania Kernowa" in told_of(disclose_client(anna, by=vera))


def test_it_is_remembered_and_counts_as_an_export(vera, full):
    disclose_client(full, by=vera)
    moment = Moment.objects.get(kind="people.client_disclosed")
    assert (moment.by_id, moment.facts["parts"]["notes"]) == (vera.pk, 1)
    assert Sighting.objects.filter(how="exported", record_id=full.pk, by_id=vera.pk).exists()


def test_page_and_file_hold_the_same(page_of, program_of, vera, full):
    browser, address = page_of(vera), f"/clients/{full.uid}/disclose/"
    page = browser.post(address, {"as": "page"})
    file = browser.post(address, {"as": "file"})
    assert "Likes mornings" in page.content.decode()
    assert page["Cache-Control"] == "no-store"
    assert file["Content-Disposition"].startswith("attachment")
    told = file.json()
    assert told["client"] == str(full.uid)
    assert [row["text"] for row in told["parts"]["notes"]] == ["Likes mornings"]
    again = program_of(vera).get(f"/api/v1/clients/{full.uid}/disclosed").json()
    assert again["parts"]["notes"] == told["parts"]["notes"]
    assert browser.get(address).status_code == 200


def test_nobody_gives_a_part_for_the_whole(vera, mark, full, role_for):
    with pytest.raises(NotAllowed):
        disclose_client(full, by=mark)
    with pytest.raises(NotAllowed, match="must be whole"):
        disclose_client(full, by=role_for(hides="people.client.phone"))


def test_of_one_who_was_erased_there_is_nothing_to_tell(vera, full):
    forget_client(full, by=vera)
    with pytest.raises(Refused):
        disclose_client(full, by=vera)


def test_no_table_about_clients_is_forgotten_in_it():
    """A table that is added later is either told or has its reason here."""
    hanging = {
        model._meta.label
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.concrete_fields
        if field.related_model is Client or field.name == "client_id"
    }
    told = {
        "people.Client",
        "people.Consent",
        "people.ImportantDate",
        "people.Interaction",
        "people.Note",
        "people.OutsideId",
        "people.OwnValue",
        "people.Peculiarity",
        "people.Tie",
        "agenda.Meeting",
        "agenda.MeetingClient",
        "agenda.Promise",
        "agenda.Task",
        "documents.File",
        "exchange.Taken",
    }
    assert hanging - told - TOLD_ELSEWHERE.keys() == set()


@pytest.fixture
def role_for(vera, hire):
    """A colleague with all the director's rights, from whom a field is kept."""
    from pomni.team.models import Role

    def make(hides):
        like = Role.objects.get(preset="director")
        role = team.add_role(name="Half", like=like, by=vera)
        Role.objects.filter(pk=role.pk).update(fields={hides: "hide"})
        officer = hire("olga")
        team.give_role(officer, Role.objects.get(pk=role.pk), by=vera)
        return type(officer).objects.get(pk=officer.pk)

    return make

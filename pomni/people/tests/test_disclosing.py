"""A client who asks gets all that is kept of them, whole, without a word about others; and that is logged."""

import json
from datetime import time, timedelta

import pytest
from django.apps import apps
from django.core.files.base import ContentFile

from pomni.agenda.commands import add_meeting, add_promise, add_task
from pomni.catalog.commands import add_service
from pomni.documents.taking import take_file
from pomni.exchange.models import Import, Taken
from pomni.facts.commands import add_field
from pomni.kit.clock import now, today
from pomni.kit.errors import NotAllowed, Refused
from pomni.memory.models import Moment, Sighting
from pomni.people import commands
from pomni.people.commands import add_client, disclose_client, edit_client, forget_client, merge_clients
from pomni.people.models import Client, OutsideId
from pomni.recall.models import Invitation
from pomni.schedule.commands import add_waiting, book_visit, enrol, set_seats
from pomni.schedule.laying import Wanted
from pomni.team import commands as team

# Tables that hang on a client and say nothing that is not told by another one.
TOLD_ELSEWHERE = {
    "recall.Due": "a service and days that follow from visits",
    "reminders.Wish": "a channel, told with the messages",
    "billing.Payment": "sums and ways, without a word",
    "billing.Holding": "a name of the catalogue, and what is left",
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


def _tie(anna, vera):
    commands.add_tie(anna, kind="grandparent", other=add_client(name="Boris Other", by=vera), by=vera)


def _own_value(anna, vera):
    field = add_field(name="Pet", kind="text", by=vera)
    commands.fill_own_fields(anna, values={f"own_{field.uid}": "Zebra"}, by=vera)


def _with_them(anna, vera):
    other = add_client(name="Boris Other", by=vera)
    words = {"title": "Plans", "day": today(), "begins": time(10), "place": "Zebra"}
    add_meeting(other, **words, further=[anna], by=vera)


def _sale(anna, vera):
    from decimal import Decimal

    from pomni.billing.commands import Sold, make_sale
    from pomni.team.commands import add_location

    place = add_location(name="Till", zone="UTC", by=vera)
    make_sale(anna, location=place, lines=[Sold(name="Zebra", price=Decimal(5))], by=vera)


def _visit(anna, vera):
    place = team.add_location(name="North", zone="Europe/Warsaw", by=vera)
    cut = add_service(name="Haircut", minutes=30, by=vera)
    words = {"location": place, "day": today() + timedelta(days=3), "begins": time(10), "comment": "Zebra"}
    book_visit(anna, **words, lines=[Wanted(cut)], by=vera)


def _invitation(anna, vera):
    cut = add_service(name="Haircut", minutes=30, by=vera)
    words = {"service": cut, "zone": "UTC", "at": now(), "due_at": now(), "way": "email", "text": "Zebra"}
    Invitation.objects.create(client=anna, **words)


def _waiting(anna, vera):
    cut = add_service(name="Haircut", minutes=30, by=vera)
    add_waiting(anna, services=[cut], first=today(), last=today(), comment="Zebra", by=vera)


def _seat(anna, vera):
    place = team.add_location(name="Zebra", zone="Europe/Warsaw", by=vera)
    yoga = add_service(name="Yoga", minutes=60, by=vera)
    set_seats(yoga, seats=5, by=vera)
    day = today() + timedelta(days=3)
    lesson = book_visit(location=place, day=day, begins=time(10), lines=[Wanted(yoga)], by=vera)
    enrol(lesson, anna, by=vera)


def _import(anna, vera):
    whole = Import.objects.create(name="Zebra.csv", size=1, kind="csv", added_at=now(), made_by=vera)
    Taken.objects.create(whole=whole, client_id=anna.pk, number=1, is_new=True)


# Tables that hang on a client: in which part each is told, and what puts the word "Zebra" into it.
TOLD = {
    "people.Client": ("card", lambda anna, vera: edit_client(anna, about="Zebra", by=vera)),
    "people.Consent": (
        "consents",
        lambda anna, vera: commands.tell_consent(anna, kind="data", is_given=True, wording="Zebra", by=vera),
    ),
    "people.ImportantDate": (
        "dates",
        lambda anna, vera: commands.add_date(anna, title="Zebra", day="--07-26", by=vera),
    ),
    "people.Interaction": (
        "contacts",
        lambda anna, vera: commands.add_interaction(
            anna, how="call", side="ours", at=now(), outcome="Zebra", by=vera
        ),
    ),
    "people.Note": ("notes", lambda anna, vera: commands.add_note(anna, text="Zebra", by=vera)),
    "people.OutsideId": (
        "outside_ids",
        lambda anna, _vera: OutsideId.objects.create(client=anna, source="amocrm.contact", value="Zebra"),
    ),
    "people.OwnValue": ("own_fields", _own_value),
    "people.Peculiarity": (
        "peculiarities",
        lambda anna, vera: commands.add_peculiarity(anna, kind="food", text="Zebra", by=vera),
    ),
    "people.Tie": ("ties", _tie),
    "agenda.Meeting": (
        "meetings",
        lambda anna, vera: add_meeting(anna, title="Zebra", day=today(), begins=time(10), by=vera),
    ),
    "agenda.MeetingClient": ("meetings", _with_them),
    "agenda.Promise": (
        "promises",
        lambda anna, vera: add_promise(anna, kind="obligation", owes="us", text="Zebra", by=vera),
    ),
    "agenda.Task": ("tasks", lambda anna, vera: add_task(anna, title="Zebra", by=vera)),
    "documents.File": (
        "files",
        lambda anna, vera: take_file(anna, ContentFile(b"a page"), name="Zebra.txt", by=vera),
    ),
    "exchange.Taken": ("imports", _import),
    "schedule.Visit": ("visits", _visit),
    "schedule.Waiting": ("waiting", _waiting),
    "schedule.Seat": ("seats", _seat),
    "recall.Invitation": ("invitations", _invitation),
    "billing.Sale": ("sales", _sale),
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
    """A table that is added later is either told, as the test below sees it, or has its reason in `TOLD_ELSEWHERE`."""
    hanging = {
        model._meta.label
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.concrete_fields
        if field.related_model is Client or field.name == "client_id"
    }
    assert hanging - TOLD.keys() - TOLD_ELSEWHERE.keys() == set()
    assert TOLD.keys() & TOLD_ELSEWHERE.keys() == set()


@pytest.mark.parametrize("label", TOLD)
def test_what_stands_in_a_table_is_told_in_its_part(label, vera, anna):
    """The word stands in that table, and in the timeline, which counts for none."""
    key, make = TOLD[label]
    word = "grandparent" if label == "people.Tie" else "Zebra"
    make(anna, vera)
    assert apps.get_model(label).objects.exists()
    parts = {part.key: part for part in disclose_client(Client.objects.get(pk=anna.pk), by=vera)}
    assert word in told_of([parts[key]] if key in parts else [])


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


def test_the_page_writes_days_as_people_do_and_the_file_as_programs_do(vera, page_of):
    seen = add_field(name="Seen", kind="date", by=vera)
    anna = add_client(name="Anna", birthday="1976-07-24", by=vera)
    commands.add_date(anna, title="Wedding", day="2001-06-02", by=vera)
    commands.add_date(anna, title="Name day", day="--07-26", by=vera)
    commands.fill_own_fields(anna, values={f"own_{seen.uid}": "2024-11-01"}, by=vera)
    browser, address = page_of(vera), f"/clients/{anna.uid}/disclose/"
    page = browser.post(address).content.decode()
    for day in ("24 Jul 1976", "2 Jun 2001", "26.07", "1 Nov 2024"):
        assert day in page, day
    file = browser.post(address, {"as": "file"}).content.decode()
    for day in ("1976-07-24", "2001-06-02", "--07-26", "2024-11-01"):
        assert day in file, day
        assert f">{day}" not in page, day

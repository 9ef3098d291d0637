"""Two cards become one with all that hangs on them, and two again, to the letter."""

from datetime import date, timedelta

import pytest
from django.apps import apps
from django.db import models

from pomni.agenda.commands import add_task
from pomni.kit import clock
from pomni.kit.errors import Refused
from pomni.memory.models import Concern, Cursor, Moment, Seal, SealerState, Sighting
from pomni.people import choosing, joining
from pomni.people.commands import (
    add_client,
    add_interaction,
    add_note,
    add_peculiarity,
    edit_client,
    forget_client,
    look_again,
    merge_clients,
    put_off_pair,
    tell_apart,
    tell_consent,
    unmerge_clients,
)
from pomni.people.consents import standing
from pomni.people.ledger import row_of
from pomni.people.models import (
    Client,
    ClientFigures,
    Consent,
    ContactPoint,
    DuplicatePair,
    FormerNumber,
    Holding,
    Merge,
    Note,
    Tie,
)
from pomni.people.rules import Reached
from pomni.team.shown import sentence_for

# What a merge and its reverse add by themselves: that they happened.
BY_THEMSELVES = {Moment, Concern, Merge, Seal, SealerState, Cursor, Sighting}
TAX_IDS = ("1234563218", "5260250274")


def everything(but=frozenset()):
    """Every row of every table of the house, by model and key."""
    return {
        (model._meta.label, str(row.pk)): row_of(row)
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy and model not in but
        for row in model._base_manager.all()
    }


def concerns():
    return set(Concern.objects.values_list("pk", "moment_id", "client_id", "happened"))


def two_full_cards(vera, mark):
    """Two cards of one client with everything on them that there is."""
    shop = add_client(name="Shop", kind="organisation", by=vera)
    kept = add_client(
        name="Anna Kern", phones=[Reached("+48 600 100 200")], email="anna@example.com", tags=["VIP", "Implants"],
        about="likes tea", alert="", birthday="--02-29", works_at=shop, by=vera,
    )  # fmt: skip
    gone = add_client(
        name="Kern Anna Maria", phones=[Reached("+48 600 100 200", "work"), Reached("+48 22 100 20 30")],
        email="a.kern@example.com", tags=["VIP", "Fair"], about="likes coffee", birthday="1980-02-29",
        tax_id=TAX_IDS[0], source="fair", by=mark,
    )  # fmt: skip
    friend = add_client(name="Jan Lis", by=vera)
    for client, by in ((kept, vera), (gone, mark)):
        add_note(client, text=f"of {client.name}", by=by)
        add_interaction(client, how="call", at=clock.now() - timedelta(days=client.pk), by=by)
        add_task(client, title="Call back", due_on=clock.today() + timedelta(days=client.pk), by=by)
        add_peculiarity(client, kind="allergy", text=f"nuts {client.pk}", by=by)
        Consent.objects.create(
            client=client,
            kind="marketing",
            is_given=client == kept,
            on=date(2026, 1, client.pk % 28 + 1),
            told_at=clock.now(),
        )
        Tie.objects.create(client=client, kind="knows", other=friend, told_at=clock.now())
        DuplicatePair.objects.create(
            left=min(client, friend, key=lambda one: one.pk), right=max(client, friend, key=lambda one: one.pk),
            score=0.6, found_at=clock.now(), state="not_one" if client == gone else "open",
        )  # fmt: skip
    return kept, gone


CHOICES = {"name": "gone", "about": "both", "responsible": "kept"}


def test_a_merge_that_is_taken_back_leaves_every_row_of_every_table_as_it_was(vera, mark):
    kept, gone = two_full_cards(vera, mark)
    before, linked = everything(BY_THEMSELVES), concerns()
    merge = merge_clients(kept, gone, choices=CHOICES, by=vera)
    assert everything(BY_THEMSELVES) != before
    unmerge_clients(merge, by=vera)
    assert everything(BY_THEMSELVES) == before
    assert linked <= concerns()


def test_everything_that_hung_on_the_one_hangs_on_the_other(vera, mark):
    kept, gone = two_full_cards(vera, mark)
    told = Moment.objects.filter(concerns__client_id__in=[kept.pk, gone.pk]).distinct().count()
    merge_clients(kept, gone, choices=CHOICES, by=vera)
    for model, field in joining.relations():
        assert not model._base_manager.filter(**{field.attname: gone.pk}).exists(), model
    client = Client.objects.get(pk=kept.pk)
    assert not Client.objects.filter(pk=gone.pk).exists()
    assert client.name == "Kern Anna Maria"
    assert client.about == "likes tea\n\nlikes coffee"
    assert (client.birth_day, client.birth_year) == ("02-29", 1980)  # the fuller of two that agree
    assert client.tax_id == TAX_IDS[0]
    assert set(client.tags.values_list("name", flat=True)) == {"VIP", "Implants", "Fair"}
    held = list(
        client.holdings.order_by("place").values_list("typed", "label", "contact_point__kind", "is_preferred")
    )
    assert [one for one in held if one[2] == "phone"] == [
        ("+48 600 100 200", "work", "phone", True),
        ("+48 22 100 20 30", "", "phone", False),
    ]
    assert client.notes.count() == client.interactions.count() == 2
    assert client.allergies == f"nuts {kept.pk}, nuts {gone.pk}"
    figures = ClientFigures.objects.get(pk=kept.pk)
    assert figures.contacts == 2
    assert figures.next_due_on == clock.today() + timedelta(days=kept.pk)
    assert Concern.objects.filter(client_id=kept.pk).values("moment").distinct().count() == told + 1
    assert Concern.objects.filter(client_id=gone.pk).count() == 0


def test_a_moment_is_never_touched(vera, mark):
    kept, gone = two_full_cards(vera, mark)
    before = {row.pk: row_of(row) for row in Moment.objects.all()}
    merge = merge_clients(kept, gone, choices=CHOICES, by=vera)
    unmerge_clients(merge, by=vera)
    assert {row.pk: row_of(row) for row in Moment.objects.filter(pk__in=before)} == before


def test_a_fact_that_would_be_lost_is_named_and_nothing_is_merged(vera):
    kept = add_client(name="Anna Kern", tax_id=TAX_IDS[0], by=vera)
    gone = add_client(name="Anna Kern", tax_id=TAX_IDS[1], by=vera)
    before = everything()
    with pytest.raises(Refused, match=TAX_IDS[1]) as no:
        merge_clients(kept, gone, by=vera)
    assert no.value.field == "tax_id"
    assert everything() == before


def test_what_was_not_chosen_stands_on_the_timeline_and_comes_back(vera):
    kept = add_client(name="Anna Kern", tax_id=TAX_IDS[0], by=vera)
    gone = add_client(name="Anna Kern", tax_id=TAX_IDS[1], by=vera)
    merge = merge_clients(kept, gone, choices={"tax_id": "kept"}, by=vera)
    moment = Moment.objects.get(kind="people.client_merged")
    assert moment.personal["left"] == {"tax_id": TAX_IDS[1]}
    assert unmerge_clients(merge, by=vera).tax_id == TAX_IDS[1]


def test_what_came_after_the_merge_stays_with_the_card_that_was_kept(vera, mark):
    kept, gone = two_full_cards(vera, mark)
    merge = merge_clients(kept, gone, choices=CHOICES, by=vera)
    later = add_note(kept, text="later", by=vera)
    add_interaction(kept, how="visit", by=vera)
    add_task(kept, title="Soon", due_on=clock.today(), by=vera)
    edit_client(kept, name="Anna Kern-Lis", by=vera)
    client = unmerge_clients(merge, by=vera)
    assert Note.objects.get(pk=later.pk).client_id == kept.pk
    assert Client.objects.get(pk=kept.pk).name == "Anna Kern-Lis"
    assert client.name == "Kern Anna Maria"
    told = ClientFigures.objects.values_list("contacts", "next_due_on")
    assert told.get(pk=kept.pk) == (2, clock.today())
    assert told.get(pk=client.pk) == (1, clock.today() + timedelta(days=client.pk))


def test_a_phone_that_was_deleted_meanwhile_is_there_again(vera):
    kept = add_client(name="Anna Kern", phone="+48 600 100 200", by=vera)
    gone = add_client(name="Anna Kern", phone="+48 600 100 300", by=vera)
    merge = merge_clients(kept, gone, by=vera)
    edit_client(kept, phones=[Reached("+48 600 100 200")], by=vera)
    assert not ContactPoint.objects.filter(normal="+48600100300").exists()
    client = unmerge_clients(merge, by=vera)
    assert list(Holding.objects.filter(client=client).values_list("typed", flat=True)) == ["+48 600 100 300"]


def test_merges_are_taken_back_in_their_order(vera):
    one, two, three = (add_client(name="Anna Kern", by=vera) for _n in range(3))
    first = merge_clients(two, three, by=vera)
    second = merge_clients(one, two, by=vera)
    with pytest.raises(Refused, match="Take that apart first"):
        unmerge_clients(first, by=vera)
    unmerge_clients(second, by=vera)
    unmerge_clients(first, by=vera)
    assert Client.objects.count() == 3


def test_a_no_on_either_card_is_a_no(vera, mark):
    kept, gone = two_full_cards(vera, mark)
    Consent.objects.filter(client=kept).update(on=date(2026, 6, 1))  # the yes came later
    merge_clients(kept, gone, choices=CHOICES, by=vera)
    last = Consent.objects.filter(client=kept, kind="marketing").order_by("on", "told_at", "pk").last()
    assert not last.is_given


def test_a_no_that_was_said_while_two_were_one_holds_for_both_once_they_are_two_again(vera):
    kept, gone = (add_client(name="Anna Kern", by=vera) for _n in range(2))
    tell_consent(gone, kind="marketing", is_given=True, channels=["email", "sms"], by=vera)
    merge = merge_clients(kept, gone, by=vera)
    tell_consent(kept, kind="marketing", is_given=False, channels=["sms"], origin="By phone", by=vera)
    back = unmerge_clients(merge, by=vera)
    stands = [
        {channel: told.is_given for (_kind, channel), told in standing(card.consents.order_by("pk")).items()}
        for card in (kept, back)
    ]
    assert stands == [{"sms": False}, {"email": True, "sms": False}]
    assert back.consents.get(is_given=False).origin == "By phone"


def test_two_who_are_tied_to_each_other_are_not_one(vera):
    kept, gone = (add_client(name="Anna Kern", by=vera) for _n in range(2))
    Tie.objects.create(client=kept, kind="sibling", other=gone, told_at=clock.now())
    with pytest.raises(Refused, match="Brother or sister"):
        merge_clients(kept, gone, by=vera)


def test_an_old_address_leads_to_the_card_that_stayed(vera, page_of, program_of):
    kept, gone = (add_client(name="Anna Kern", by=vera) for _n in range(2))
    merge_clients(kept, gone, by=vera)
    assert page_of(vera).get(f"/clients/{gone.uid}/").url == f"/clients/{kept.uid}/"
    assert program_of(vera).get(f"/api/v1/clients/{gone.uid}").json()["uid"] == str(kept.uid)


def test_forgetting_empties_the_journal_of_all_who_became_one(vera, settings):
    one, two, three = (add_client(name=f"Zanzibar {n}", phone=f"+4860010020{n}", by=vera) for n in range(3))
    add_note(three, text="Zanzibar again", by=vera)
    merge_clients(two, three, choices={"name": "kept"}, by=vera)
    last = merge_clients(one, two, choices={"name": "kept"}, by=vera)
    forget_client(one, by=vera)
    assert "Zanzibar" not in str(everything())
    assert not FormerNumber.objects.exists()
    written = settings.HOME.erasures.read_text()
    assert all(str(client.uid) in written for client in (one, two, three))
    with pytest.raises(Refused):
        unmerge_clients(last, by=vera)


def test_what_was_told_apart_is_remembered_and_can_be_looked_at_again(vera):
    one, two = (add_client(name="Anna Kern", by=vera) for _n in range(2))
    for _twice in range(2):
        pair = tell_apart(two, one, by=vera)
    assert (pair.left, pair.right, pair.state, pair.decided_by) == (one, two, "not_one", vera)
    assert Moment.objects.filter(kind="people.clients_told_apart").count() == 1
    assert put_off_pair(one, two, by=vera).state == "later"
    assert look_again(one, two, by=vera).decided_by is None


def test_only_whoever_reaches_both_may_merge(vera, hire):
    boss, far = add_client(name="Anna Kern", by=vera), add_client(name="Anna Kern", by=vera)
    head = hire("henry", "head_of_sales")
    own = add_client(name="Anna Kern", by=head)
    from pomni.kit.errors import NotAllowed

    for one, other in ((own, far), (far, own), (boss, far)):
        with pytest.raises(NotAllowed):
            merge_clients(one, other, by=head)


def test_who_looked_at_a_card_that_was_merged_is_told_with_the_one_that_stayed(vera, mark, page_of):
    from pomni.memory import sightings

    kept, gone = (add_client(name="Anna Kern", by=mark) for _n in range(2))
    last = add_client(name="Anna Kern", responsible=mark, by=vera)
    page_of(mark).get(f"/clients/{gone.uid}/")
    sightings.flush()
    merge_clients(kept, gone, by=vera)
    merge_clients(last, kept, by=vera)
    told = page_of(vera).get("/status/viewing/?client=kern").content.decode()
    assert f"/clients/{last.uid}/" in told


# --- The house --------------------------------------------------------------------------------------------------------


def test_every_table_that_points_at_clients_can_be_moved():
    assert joining.immovable() == []


def test_every_figure_of_two_is_counted_anew():
    assert {field.name for field in ClientFigures._meta.concrete_fields} == {"client", *joining.RECOUNTED}


def test_every_column_of_a_client_is_chosen_joined_or_follows():
    of_facts = [column for columns in choosing.FACTS.values() for column in columns]
    told = [*of_facts, *choosing.JOINED, *choosing.FOLLOWING, *choosing.OWN]
    assert sorted(told) == sorted(field.attname for field in Client._meta.concrete_fields)


def test_bare_keys_of_clients_are_known_here():
    """A key without a foreign key moves with no one: each such column says here why it may stay."""
    known = {
        "memory.Concern": "moved with the merge",
        "exchange.Taken": "what a row of a file did to a card that is gone can no longer be taken back",
        "people.Uncompared": "compared anew",
        "people.Away": "told anew from the contacts, at a merge and when it is taken back",
        "people.BulkRow": "what was done to a card that is gone can no longer be taken back; that is told",
    }
    bare = {
        model._meta.label
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if field.name == "client_id" and not isinstance(field, models.ForeignKey)
    }
    assert bare == known.keys()


def test_of_a_custom_field_that_both_have_one_is_chosen_and_the_other_comes_back(vera):
    from pomni.facts.models import OwnField
    from pomni.people.models import OwnValue

    kept, gone = (add_client(name="Anna Kern", by=vera) for _n in range(2))
    field = OwnField.objects.create(about="people.client", name="Size", kind="text")
    for client, text in ((kept, "S"), (gone, "M")):
        OwnValue.objects.create(client=client, field=field, text=text)
    with pytest.raises(Refused, match="Size") as no:
        merge_clients(kept, gone, by=vera)
    before = everything(BY_THEMSELVES)
    merge = merge_clients(kept, gone, choices={no.value.field: "gone"}, by=vera)
    assert OwnValue.objects.get(client=kept).text == "M"
    told = Moment.objects.get(kind="people.client_merged")
    assert told.personal["left"] == {f"own_{field.uid}": "S"}
    assert "Size: S" in sentence_for(vera, told)
    unmerge_clients(merge, by=vera)
    assert everything(BY_THEMSELVES) == before

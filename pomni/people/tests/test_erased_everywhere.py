"""A word that was planted in every text about a client is nowhere once they are forgotten: tables, indexes, files, the file
of the database itself.

The texts are found by looking at the tables: one that is added later is planted too, and must be erased.
"""

import io
from datetime import time

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection, models

from pomni.agenda.commands import add_meeting, add_promise, add_task
from pomni.documents.taking import take_file
from pomni.exchange import export_run
from pomni.exchange.commands.exporting import ask_export
from pomni.exchange.tests.test_running import ran
from pomni.kit import clock
from pomni.memory import listening
from pomni.memory.sealer import seal
from pomni.people import commands, erasures
from pomni.people.cleared import clear_the_log
from pomni.people.commands import add_client, edit_client, forget_client, merge_clients, unmerge_clients
from pomni.people.models import Client, Merge
from pomni.people.tests.test_forgetting import everything_stored

pytestmark = pytest.mark.django_db(transaction=True)
WORD = "Zqxwv"
# Columns that hold no words of anybody: codes, labels of tables, and the company's name of its own wording.
NOT_WORDS = {"stored", "sha256", "media_type", "preview", "zone"}
CODES = {
    "Client.parts",
    "Concern.record",
    "Consent.channels",
    "Consent.version",
    "OutsideId.source",
    "Task.repeat",
    "Touch.kind",
}


def a_client_with_everything(vera):
    """A client about whom every module has written something down; all of it is sealed and heard."""
    from pomni.facts.commands import add_field
    from pomni.facts.queries import fields as own_fields

    other = add_client(name="Somebody", by=vera)
    gone = add_client(name=f"{WORD} Old", about=f"{WORD} before", phone="+48 600 100 201", by=vera)
    went_out_and_came_in(vera)
    client = add_client(name=f"{WORD} Kern", email=f"{WORD.lower()}@example.com", by=vera)
    edit_client(client, alert=f"{WORD} alert", source=f"{WORD} source", by=vera)
    add_field(name="Size", kind="text", by=vera)
    (field,) = own_fields("people.client")
    commands.fill_own_fields(client, values={field.key: f"{WORD} size"}, by=vera)
    commands.add_tie(client, kind="knows", other=other, note=f"{WORD} school", by=vera)
    commands.add_peculiarity(client, kind="allergy", text=f"{WORD} nuts", by=vera)
    commands.add_date(client, title=f"{WORD} day", day="--07-26", by=vera)
    commands.tell_consent(client, kind="data", is_given=True, wording=f"{WORD} agrees", by=vera)
    commands.add_note(client, text=f"{WORD} note", by=vera)
    commands.add_interaction(client, how="call", side="ours", at=clock.now(), outcome=f"{WORD} call", by=vera)
    add_task(client, title=f"{WORD} task", about=f"{WORD} more", by=vera)
    add_promise(client, text=f"{WORD} promise", by=vera)
    add_meeting(client, title=f"{WORD} meeting", day=clock.today(), begins=time(10), by=vera)
    take_file(client, io.BytesIO(f"{WORD} inside".encode()), name=f"{WORD}.txt", by=vera)
    hear()
    merge_clients(client, gone, choices={"name": "kept"}, by=vera)
    commands.ask_bulk_change(asked=f"q={WORD}", what="tag", value="VIP", by=vera)
    commands.make_segment(name=f"{WORD} only", condition=looked_for(WORD), by=vera)
    twice = add_client(name=f"{WORD} Twice", by=vera)
    merge_clients(client, twice, choices={"name": "kept"}, by=vera)
    unmerge_clients(Merge.objects.order_by("pk").last(), by=vera)
    forget_client(twice, by=vera)
    hear()
    return Client.objects.get(pk=client.pk)


def went_out_and_came_in(vera):
    """An export that holds the card that is to be merged, and an import that has changed it."""
    export = ask_export(format="csv", query=f"q={WORD}", columns=["name"], by=vera)
    export_run.write_export.func(pk=export.pk)
    ran(vera, f"Name;Phone;Remark\n{WORD} Old;+48 600 100 201;{WORD} came in\n", existing="overwrite")


def looked_for(text):
    return {"all": [{"fact": "people.found", "is": "contains", "value": text}]}


def hear():
    seal()
    listening.tell_all()


def plant_in_every_text(client):
    """Write the word, and where it was planted, into every text of every row that hangs on the client."""
    planted = []
    for model in apps.get_models():
        of_client = [
            one.name
            for one in model._meta.concrete_fields
            if one.related_model is Client or one.name == "client_id"
        ]
        wanted = [("pk", client.pk)] if model is Client else [(name, client.pk) for name in of_client]
        for name, pk in wanted:
            rows = model._base_manager.filter(**{name: pk})
            texts = [one for one in model._meta.concrete_fields if _is_text(model, one)]
            if texts and rows.exists():
                rows.update(
                    **{
                        one.name: f"{WORD}{model.__name__}{one.name}"[: one.max_length or 200]
                        for one in texts
                    }
                )
                planted += [f"{model.__name__}.{one.name}" for one in texts]
    return planted


def _is_text(model, field):
    is_text = isinstance(field, models.CharField | models.TextField) and not field.choices
    return (
        is_text
        and not field.unique
        and field.name not in NOT_WORDS
        and f"{model.__name__}.{field.name}" not in CODES
        and (field.max_length is None or field.max_length >= 30)
    )


def bytes_on_disk():
    """Everything below the data folder: the database of SQLite is a file there, with its freed pages and its log."""
    told = [path.read_bytes() for path in settings.HOME.folder.rglob("*") if path.is_file()]
    told += [str(path).encode() for path in settings.HOME.folder.rglob("*")]
    return b"\n".join(told).lower()


def test_what_was_planted_everywhere_is_nowhere_afterwards(vera):
    client = a_client_with_everything(vera)
    planted = plant_in_every_text(client)
    assert len(planted) > 40, planted
    assert WORD.lower() in everything_stored().lower()
    assert WORD.lower().encode() in bytes_on_disk() or connection.vendor != "sqlite"
    forget_client(client, by=vera)
    hear()
    left = [line for line in everything_stored().lower().split("\n") if WORD.lower() in line]
    assert left == [], "\n".join(left)
    clear_the_log.func()
    assert WORD.lower().encode() not in bytes_on_disk()


def test_the_same_after_a_backup_brought_them_back(vera):
    client = a_client_with_everything(vera)
    # Under every number, as forgetting writes it: the card that had become theirs is theirs.
    for uid in (client.uid, *client.former_numbers.values_list("uid", flat=True)):
        erasures.write_down(uid)
    assert erasures.erase_again() == 1
    hear()
    assert WORD.lower() not in everything_stored().lower()


def test_the_counts_of_what_happened_stay(vera):
    client = a_client_with_everything(vera)
    before = (
        client.notes.count(),
        client.interactions.count(),
        client.tasks.count(),
        client.promises.count(),
    )
    forget_client(client, by=vera)
    after = (client.notes.count(), client.interactions.count(), client.tasks.count(), client.promises.count())
    assert after == before == (1, 1, 1, 1)

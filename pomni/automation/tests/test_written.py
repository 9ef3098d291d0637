"""What is written down, set, added and archived reaches a webhook, as far as its maker sees."""

from io import BytesIO

from pomni.agenda.commands import add_task, finish_task
from pomni.automation import commands
from pomni.documents.taking import take_file
from pomni.people.commands import (
    add_client,
    add_interaction,
    add_note,
    archive_client,
    edit_client,
    withdraw_note,
)
from pomni.team.models import Role

SEES = (
    "people.client.see",
    "people.note.see",
    "people.interaction.see",
    "agenda.task.see",
    "documents.file.see",
)


def live_through(client, by):
    """A day of a client: written about, called, to be called, a file kept, a phone changed, archived."""
    withdraw_note(add_note(client, text="Likes tea", by=by), by=by)
    add_interaction(client, how="call", outcome="Comes on Monday", by=by)
    finish_task(add_task(client, title="Call back", by=by), outcome="Done", by=by)
    take_file(client, BytesIO(b"a page"), name="a.txt", by=by)
    edit_client(client, phone="+48 600 100 299", by=by)
    archive_client(client, by=by)


def told_of(receiver, client):
    return {body["kind"]: body for body in receiver.bodies() if str(client.uid) in body["clients"]}


def test_all_that_is_done_about_a_client_is_told(vera, hook, receiver, send):
    anna = add_client(name="Anna", phone="+48 600 100 201", by=vera)
    live_through(anna, vera)
    send()
    told = told_of(receiver, anna)
    assert set(told) >= {
        "people.client_added",
        "people.note_added",
        "people.note_withdrawn",
        "people.interaction_added",
        "agenda.task_added",
        "agenda.task_finished",
        "documents.file_added",
        "people.client_edited",
        "people.client_archived",
    }
    assert told["people.note_added"]["facts"]["text"] == "Likes tea"
    assert told["people.interaction_added"]["facts"]["outcome"] == "Comes on Monday"
    assert told["people.note_added"]["about"]["uid"]


def test_a_maker_who_sees_phones_masked_and_only_their_own_is_told_so(vera, hire, receiver, send):
    grants = dict.fromkeys(SEES, 1) | {"automation.webhook.see": 4, "automation.webhook.change": 4}
    role = Role.objects.create(name="Integrator", grants=grants, fields={"people.client.phone": "mask"})
    ivan = hire("ivan")
    ivan.roles_held.create(role=role)
    commands.add_webhook(name="Shop", url=receiver.url, by=ivan)
    his, foreign = (
        add_client(name=name, responsible=who, by=vera) for name, who in (("His", ivan), ("Hers", vera))
    )
    for client in (his, foreign):
        live_through(client, vera)
    send()
    told = told_of(receiver, his)
    assert {"people.note_added", "people.interaction_added", "documents.file_added"} <= set(told)
    sent = b"".join(body for _headers, body in receiver.calls)
    assert b"600 100 299" not in sent
    assert str(foreign.uid).encode() not in sent
    assert b"Hers" not in sent

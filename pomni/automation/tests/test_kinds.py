"""What a call tells of each kind of event is told beforehand, and each call keeps to it."""

import json

from pomni.agenda.commands import add_meeting, add_promise, decline_meeting
from pomni.automation.payload import body_for, facts_of
from pomni.kit.clock import now, today
from pomni.memory.events import Event
from pomni.memory.models import Moment
from pomni.people.commands import add_client, add_peculiarity, edit_client, merge_clients, tell_consent
from pomni.team import leaving
from pomni.team.dividing import Wanted


def test_every_kind_says_what_is_told_of_it_and_no_number_of_ours(vera, program_of):
    items = program_of(vera).get("/api/v1/webhook-kinds")
    told = {one["kind"]: one["facts"] for one in items.json()["items"]}
    assert told.keys() == {name for name, event in Event.known.items() if not event.of_the_past}
    assert told["agenda.meeting_added"]["responsible"]["format"] == "uuid"
    assert told["agenda.meeting_added"]["colleagues"]["type"] == "array"
    assert told["agenda.meeting_added"]["day"] == {"type": "string", "format": "date"}
    names = {name for facts in told.values() for name in facts}
    assert not {name for name in names if name.endswith(("_id", "_ids"))}
    assert "$ref" not in json.dumps(told)


def test_what_is_told_of_what_happens_is_what_was_said(vera, mark, lena):
    anna, ewa = (add_client(name="Anna Kern", by=mark) for _n in range(2))
    edit_client(anna, tags=["VIP"], source="Fair", by=mark)
    add_peculiarity(anna, kind="pet", text="Cat", by=mark)
    tell_consent(anna, kind="data", is_given=True, by=mark)
    add_promise(anna, text="Send the plan", by=mark)
    begins = now().time().replace(hour=9)
    decline_meeting(
        add_meeting(anna, title="Plans", day=today(), begins=begins, guests=[lena], by=mark), by=lena
    )
    merge_clients(anna, ewa, by=vera)
    leaving.leave(mark, by=vera, wanted=Wanted(heirs={"clients": lena.pk, "promises": lena.pk}))
    seen = set()
    for moment in Moment.objects.all():
        body = json.loads(body_for(vera, moment))
        assert body["facts"].keys() <= facts_of(Event.known[moment.kind]).keys(), moment.kind
        seen.add(moment.kind)
    assert {"people.client_merged", "agenda.meeting_declined", "team.hand_over_begun"} <= seen

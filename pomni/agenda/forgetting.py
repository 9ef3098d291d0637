"""What is set for a client who is forgotten: within that very act, nothing here tells of them any more."""

from django.db.models import Exists, F, OuterRef, QuerySet
from django.urls import reverse

from pomni.agenda.ahead import keep_next
from pomni.agenda.attending import further_of
from pomni.agenda.models import Meeting, MeetingClient, Promise, Task
from pomni.agenda.notices import MeetingErased
from pomni.agenda.telling import people_of
from pomni.kit.clock import now
from pomni.people.queries import KnownAs
from pomni.team.notices import notify
from pomni.team.robots import command_line

TEXTS = ("title", "place", "about", "outcome")


def forget_tasks(client_id: int) -> None:
    """Erase what tasks say of a client, and drop those that are still to be done."""
    of_client = Task.objects.filter(client=client_id)
    of_client.open().update(dropped_at=now())
    of_client.update(title="", found_by="", about="", outcome="", checklist=[], made_of="", made_key=None)


def forget_promises(client_id: int) -> None:
    """Erase what is to be remembered of a client, and let go of what is open."""
    of_client = Promise.objects.filter(client=client_id)
    of_client.open().update(state=Promise.State.LET_GO, closed_at=now())
    of_client.update(text="", found_by="", outcome="", evidence="", made_of="", made_key=None)


def forget_meetings(client_id: int) -> None:
    """Erase what meetings about a client say, and cancel those to come; other clients' meetings go on without them.

    Of a meeting to which they merely came along, only what may tell of them by name, phone or address is erased.
    """
    beside = MeetingClient.objects.filter(client=client_id)
    alone = ~Exists(MeetingClient.objects.filter(meeting=OuterRef("pk")).exclude(client=client_id))
    along = Meeting.objects.filter(pk__in=beside.values("meeting")).exclude(client=client_id)
    theirs = [*Meeting.objects.filter(client=client_id), *along.filter(alone, client=None)]
    called_off = [one.pk for one in theirs]
    _leave(along.exclude(pk__in=called_off), client_id)
    _call_off(theirs, client_id)
    beside.exclude(
        meeting__in=called_off
    ).delete()  # what is called off stays theirs: nothing is written of it again


def _leave(meetings: QuerySet[Meeting], client_id: int) -> None:
    """The others meet without them. Calendars that have the meeting already learn that it reads otherwise (RFC 5546)."""
    found = list(meetings)
    client = KnownAs(client_id) if found else None
    for meeting in found:
        named = [name for name in TEXTS if client and client.are_told_by(getattr(meeting, name))]
        for name in named:
            setattr(meeting, name, "")
        meeting.sequence, meeting.changed_at, meeting.made_of = meeting.sequence + 1, now(), ""
        meeting.save(update_fields=[*named, "sequence", "changed_at", "made_of"])


def _call_off(meetings: list[Meeting], client_id: int) -> None:
    """Nothing tells of them any more; colleagues learn that it does not take place, other clients' cards what is next."""
    found = Meeting.objects.filter(pk__in=[one.pk for one in meetings])
    found.open().update(cancelled_at=now(), sequence=F("sequence") + 1, changed_at=now())
    found.update(title="", found_by="", place="", about="", outcome="", made_of="", made_key=None)
    for meeting in meetings:
        if meeting.held_at or meeting.cancelled_at:
            continue
        facts = {"day": meeting.day.isoformat(), "at": f"{meeting.begins:%H:%M}"}
        page = reverse("agenda:meeting", args=[meeting.uid])
        notify(people_of(meeting), MeetingErased, dedupe=f"erased:{meeting.pk}", url=page, **facts)
        for other in further_of(meeting):
            if other.pk != client_id:
                keep_next(other, command_line())

"""What is set for a client who is forgotten: within that very act, nothing here tells of them any more."""

from django.db.models import F

from pomni.agenda.models import Meeting, MeetingClient, Promise, Task
from pomni.kit.clock import now


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
    """Erase what meetings with a client say, cancel those that are still to come, and let nobody stand there any more."""
    with_client = list(Meeting.objects.about(client_id).values_list("pk", flat=True))
    found = Meeting.objects.filter(pk__in=with_client)
    found.open().update(cancelled_at=now(), sequence=F("sequence") + 1, changed_at=now())
    found.update(title="", found_by="", place="", about="", outcome="", made_of="", made_key=None)
    MeetingClient.objects.filter(client=client_id).delete()

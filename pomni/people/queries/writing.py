"""Reading notes and contacts."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db.models import Case, JSONField, OuterRef, QuerySet, Subquery, When
from django.db.models.functions import JSONObject
from django.shortcuts import get_object_or_404

from pomni.kit.paging import USUAL, Page, page_of
from pomni.people.models import Client, Interaction, Note
from pomni.team.models import User

NOTE, INTERACTION = "people.note", "people.interaction"  # labels of the models, as moments have them
TIMES = ("at", "changed_at", "withdrawn_at")
MAY = {NOTE: "people.note.add", INTERACTION: "people.interaction.add"}


@dataclass(frozen=True, slots=True)
class Written:
    """A note or a contact as it stands now."""

    uid: Any
    body: str
    written_by_id: int | None
    changed_at: datetime | None
    withdrawn_at: datetime | None
    at: datetime
    to_finish: bool = False  # of a note
    how: str = ""  # this and what follows of a contact
    side: str = ""
    where: str = ""
    occasion: str = ""


def note(viewer: User, client: Client, uid: Any) -> Note:
    """One note about this client. Raises Http404 where there is none within reach."""
    return get_object_or_404(_of(Note, viewer, client), uid=uid)


def interaction(viewer: User, client: Client, uid: Any) -> Interaction:
    """One contact with this client. Raises Http404 where there is none within reach."""
    return get_object_or_404(_of(Interaction, viewer, client), uid=uid)


def notes_page(viewer: User, client: Client, *, after: str | None = None, limit: int = USUAL) -> Page[Note]:
    """A page of the notes about a client, newest first, by cursor; those taken back too."""
    found = _of(Note, viewer, client).select_related("written_by")
    return page_of(found, by=("-written_at", "-pk"), of=f"notes {client.uid}", after=after, limit=limit)


def last_note(viewer: User, client_id: int) -> Note | None:
    """The newest note about a client that the viewer reaches; one that was taken back is none."""
    rows: Any = Note.objects.visible_to(viewer).filter(client=client_id, withdrawn_at=None)
    found: Note | None = rows.order_by("-written_at", "-pk").first()
    return found


def interactions_page(
    viewer: User, client: Client, *, after: str | None = None, limit: int = USUAL
) -> Page[Interaction]:
    """A page of the contacts with a client, newest first, by cursor; those taken back too."""
    found = _of(Interaction, viewer, client).select_related("written_by")
    return page_of(found, by=("-at", "-pk"), of=f"interactions {client.uid}", after=after, limit=limit)


def may_touch(viewer: User, record: str, written_by_id: int | None) -> bool:
    """Whether the viewer may change or take back what this colleague wrote; `record` is the label of its model."""
    reach = viewer.reach(MAY[record])
    return reach.all or bool(reach and written_by_id == viewer.pk)


def written(told: dict[str, Any]) -> Written:
    """What `STANDS` told of a note or a contact."""
    times = {name: told[name] and _instant(told[name]) for name in TIMES}
    return Written(**told | times | {"uid": UUID(told["uid"])})


def _of(model: Any, viewer: User, client: Client) -> QuerySet[Any]:
    return model.objects.visible_to(viewer).filter(client=client).select_related("client")


def _instant(told: str) -> datetime:
    at = datetime.fromisoformat(told)
    return at if at.tzinfo else at.replace(tzinfo=UTC)  # SQLite keeps UTC and does not say so


def _stands(model: Any, body: str, at: str, **more: str) -> Subquery:
    columns = {name: name for name in ("uid", "written_by_id", "changed_at", "withdrawn_at")} | more
    told = JSONObject(body=body, at=at, **columns)
    return Subquery(model.objects.filter(pk=OuterRef("record_id")).values(told=told))


# Of a moment about a note or a contact: how that stands now. One expression, so that a timeline is one statement.
STANDS = Case(
    When(record=NOTE, then=_stands(Note, "text", "written_at", to_finish="to_finish")),
    When(
        record=INTERACTION,
        then=_stands(
            Interaction, "outcome", "at", **{name: name for name in ("how", "side", "where", "occasion")}
        ),
    ),
    output_field=JSONField(),
)

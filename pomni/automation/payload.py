"""What a call tells of a moment: as the colleague who answers for the webhook may see it, and never a number of ours."""

import json
import uuid
from typing import Any

from django.apps import apps
from django.db.models import Exists, OuterRef
from django.utils import translation

from pomni.automation.models import Webhook
from pomni.automation.outbox import TRIAL
from pomni.kit.clock import now
from pomni.memory.events import Event
from pomni.memory.models import Concern, Moment
from pomni.memory.uids import moment_uid
from pomni.team.models import User
from pomni.team.queries import names, within_reach
from pomni.team.shown import facts_for

LOG = "team.log.see"
MOMENT = "memory.moment"
ONE_UID = {"type": ["string", "null"], "format": "uuid"}
MANY_UIDS = {"type": "array", "items": {"type": "string", "format": "uuid"}}
# Facts that name another record by its number, by what stands before `_id`; they are told by its public identifier.
# A number that is not named here is left out.
RECORDS = {
    "client": "people.client",
    "user": "team.user",
    "responsible": "team.user",
    "role": "team.role",
    "location": "team.location",
    "team": "team.team",
    "invitation": "team.invitation",
    "company": "team.company",  # has none: it is the only one
    "bookingpage": "booking.bookingpage",  # likewise
    "webhook": "automation.webhook",
    "task": "agenda.task",
    "promise": "agenda.promise",
    "meeting": "agenda.meeting",
    "note": "people.note",
    "interaction": "people.interaction",
    "file": "documents.file",
    "import": "exchange.import",
    "export": "exchange.export",
    "tie": "people.tie",
    "colleague": "team.user",
    "peculiarity": "people.peculiarity",
    "importantdate": "people.importantdate",
    "consent": "people.consent",
    "segment": "people.segment",
    "bulkchange": "people.bulkchange",
    "ownfield": "facts.ownfield",
    "service": "catalog.service",
    "closure": "schedule.closure",
    "seat": "schedule.seat",
    "savedview": "schedule.savedview",
    "series": "schedule.series",
    "waiting": "schedule.waiting",
    "offer": "schedule.offer",
    "category": "catalog.category",
    "good": "catalog.good",
    "taxrate": "catalog.taxrate",
    "package": "catalog.package",
    "certificate": "catalog.certificate",
    "pricelist": "catalog.pricelist",
    "visit": "schedule.visit",
    "rule": "reminders.rule",
    "sale": "billing.sale",
    "payment": "billing.payment",
    "pattern": "schedule.pattern",
    "absence": "schedule.absence",
    "clocked": "schedule.clocked",
    "thing": "schedule.thing",
    "minimum": "schedule.minimum",
    "gone": "people.client",  # its card was deleted when it was merged: there is none to name
    "former": "people.client",  # likewise the cards that had become one of an erased client
    "moment": MOMENT,  # as its own call names it
}


def is_told(viewer: User, moment: Moment) -> bool:
    """Whether this colleague may learn of the moment: on a card that they may open, or in the log where they read it."""
    found = Moment.objects.filter(within_reach(viewer), pk=moment.pk)
    if not viewer.may(LOG):
        found = found.filter(Exists(Concern.objects.filter(moment_id=OuterRef("pk"))))
    return found.exists()


def body_for(viewer: User, moment: Moment) -> str:
    """The body of a call, as JSON."""
    with translation.override(viewer.language or translation.get_language()):
        return _written(
            {
                "uid": moment_uid(moment.pk),
                "kind": moment.kind,
                "at": moment.happened.isoformat(),
                "by": _actor(moment.by_id),
                "about": _record(moment.record, moment.record_id),
                "facts": _facts(viewer, moment),
                "clients": _clients(viewer, moment),
            }
        )


def trial_body(webhook: Webhook) -> str:
    """The body of a trial call: of the same form, telling of nothing but the webhook itself."""
    told = {"uid": uuid.uuid4(), "kind": TRIAL, "at": now().isoformat(), "by": _actor(webhook.by_id)}
    about = {"type": "automation.webhook", "uid": webhook.uid}
    return _written({**told, "about": about, "facts": {}, "clients": []})


def _actor(user_id: int) -> dict[str, Any] | None:
    uid = User.objects.filter(pk=user_id).values_list("uid", flat=True).first()
    return {"uid": uid, "name": names([user_id]).get(user_id, "")} if uid else None


def _record(label: str, pk: int) -> dict[str, Any]:
    return {"type": label, "uid": next(iter(_uids(label, [pk])), None)}


def _facts(viewer: User, moment: Moment) -> dict[str, Any]:
    told: dict[str, Any] = {}
    for name, value in facts_for(viewer, moment).items():
        stem, end = _parted(name)
        if not end:
            told[name] = value
        elif as_told := told_as(name, moment.record):
            found = _uids(RECORDS[stem], value if isinstance(value, list) else [value])
            told[as_told] = next(iter(found), None) if end == "id" else found
    return told


def told_as(name: str, record: str) -> str:
    """Under which name a call tells a fact of an event about such a record; "" where it is told elsewhere, or nowhere."""
    stem, end = _parted(name)
    if not end:
        return name
    if stem not in RECORDS or RECORDS[stem] == record or stem == "client":
        return ""
    return stem if end == "id" else f"{stem}s"


def facts_of(event: type[Event]) -> dict[str, dict[str, Any]]:
    """What a call tells of such an event: the facts by name, each with its JSON schema; records by public identifier.

    A fact that is hidden from the colleague who answers for the webhook is missing, a masked one is a text.
    """
    told: dict[str, dict[str, Any]] = {}
    for name, part in event.model_json_schema()["properties"].items():
        if as_told := told_as(name, event.about):
            plain = {key: value for key, value in part.items() if key not in {"title", "default"}}
            end = _parted(name)[1]
            told[as_told] = MANY_UIDS if end == "ids" else ONE_UID if end else plain
    return told


def _parted(name: str) -> tuple[str, str]:
    """("client", "id") of client_id; an end of "" where the fact is no number of ours."""
    stem, _mark, end = name.rpartition("_")
    return (stem, end) if end in {"id", "ids"} else (name, "")


def _clients(viewer: User, moment: Moment) -> list[uuid.UUID]:
    """The clients concerned that this colleague may see."""
    rows = apps.get_model("people.client")._default_manager.visible_to(viewer)
    concerned = Concern.objects.filter(moment_id=moment.pk).values("client_id")
    return list(rows.filter(pk__in=concerned).order_by("pk").values_list("uid", flat=True))


def _uids(label: str, pks: list[Any]) -> list[uuid.UUID]:
    if label == MOMENT:
        return [moment_uid(pk) for pk in pks]
    model = apps.get_model(label)
    if not any(field.name == "uid" for field in model._meta.get_fields()):
        return []
    return list(model._default_manager.filter(pk__in=[pk for pk in pks if pk]).values_list("uid", flat=True))


def _written(told: dict[str, Any]) -> str:
    return json.dumps(told, default=str, ensure_ascii=False)

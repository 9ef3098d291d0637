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
from pomni.memory.models import Concern, Moment
from pomni.memory.uids import moment_uid
from pomni.team.models import User
from pomni.team.queries import names, within_reach
from pomni.team.shown import facts_for

LOG = "team.log.see"
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
    "webhook": "automation.webhook",
    "task": "agenda.task",
    "note": "people.note",
    "interaction": "people.interaction",
    "file": "documents.file",
    "import": "exchange.import",
    "export": "exchange.export",
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
        stem, _mark, end = name.rpartition("_")
        if end not in {"id", "ids"}:
            told[name] = value
        elif stem in RECORDS and RECORDS[stem] != moment.record and stem != "client":
            found = _uids(RECORDS[stem], value if isinstance(value, list) else [value])
            told[stem if end == "id" else f"{stem}s"] = next(iter(found), None) if end == "id" else found
    return told


def _clients(viewer: User, moment: Moment) -> list[uuid.UUID]:
    """The clients concerned that this colleague may see."""
    rows = apps.get_model("people.client")._default_manager.visible_to(viewer)
    concerned = Concern.objects.filter(moment_id=moment.pk).values("client_id")
    return list(rows.filter(pk__in=concerned).order_by("pk").values_list("uid", flat=True))


def _uids(label: str, pks: list[Any]) -> list[uuid.UUID]:
    model = apps.get_model(label)
    if not any(field.name == "uid" for field in model._meta.get_fields()):
        return []
    return list(model._default_manager.filter(pk__in=[pk for pk in pks if pk]).values_list("uid", flat=True))


def _written(told: dict[str, Any]) -> str:
    return json.dumps(told, default=str, ensure_ascii=False)

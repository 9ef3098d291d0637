from collections.abc import Iterable
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from django.apps import apps
from ninja import Query, Router, Schema, Status
from pydantic import AwareDatetime, ConfigDict, Field

from pomni.automation import commands, payload, queries
from pomni.kit.later import later as _
from pomni.kit.paging import page_of
from pomni.memory.events import Event
from pomni.team.doors import PageIn, ScopeMissing, key_of, operation
from pomni.team.scopes import scope_of

router = Router(tags=["webhooks"])
SEE, CHANGE = "automation.webhook.see", "automation.webhook.change"


class WebhookOut(Schema):
    uid: UUID
    name: str
    url: str
    kinds: list[str]
    state: Literal["on", "off", "failed", "lost"]
    by: str
    failing_since: datetime | None

    @staticmethod
    def resolve_by(webhook):
        return webhook.by.name


class WebhookMadeOut(WebhookOut):
    secret: str


class WebhooksOut(Schema):
    items: list[WebhookOut]
    next: str | None


class KindOut(Schema):
    """A kind of events. `facts`: what a call tells of it, by name, each with its JSON schema."""

    kind: str
    area: str
    title: str
    about: str
    facts: dict[str, dict[str, Any]]


class KindsOut(Schema):
    items: list[KindOut]


class AddWebhookIn(Schema):
    model_config = ConfigDict(extra="forbid")

    name: str = Field(min_length=1, max_length=120)
    url: str = Field(min_length=1, max_length=500)
    kinds: list[str] = Field([], max_length=500)


class ChangeWebhookIn(Schema):
    model_config = ConfigDict(extra="forbid")

    name: str | None = Field(None, min_length=1, max_length=120)
    url: str | None = Field(None, min_length=1, max_length=500)
    kinds: list[str] | None = Field(None, max_length=500)
    state: Literal["on", "off"] | None = None


class CallsIn(PageIn):
    only: Literal["failed"] | None = None


class CallOut(Schema):
    uid: UUID
    kind: str
    at: datetime
    status: Literal["waiting", "sending", "sent", "failed"]
    attempts: int
    response_code: int | None
    took_ms: int | None
    trouble: str

    @staticmethod
    def resolve_status(call):
        return call.outgoing.status

    @staticmethod
    def resolve_attempts(call):
        return call.outgoing.attempts

    @staticmethod
    def resolve_trouble(call):
        return call.outgoing.trouble


class CallsOut(Schema):
    items: list[CallOut]
    next: str | None


class ReplayIn(Schema):
    model_config = ConfigDict(extra="forbid")

    since: AwareDatetime


class ReplayOut(Schema):
    uid: UUID
    since: datetime
    done_at: datetime | None


@router.get(
    "/webhook-kinds",
    response=KindsOut,
    summary=_("List the kinds of events, with what is told of each"),
    operation_id="list_kinds",
)
@operation(SEE)
def kinds(request):
    known = {kind.name: kind for kind in queries.kinds_open_to(request.user)}
    items = [
        {"kind": name, "area": event.area, "title": known[name].title, "about": event.about}
        | {"facts": payload.facts_of(event)}
        for name, event in sorted(Event.known.items())
        if name in known
    ]
    return {"items": items}


@router.get("/webhooks", response=WebhooksOut, summary=_("List webhooks"), operation_id="list_webhooks")
@operation(SEE)
def webhooks(request, page: Query[PageIn]):
    return page_of(queries.webhooks(request.user), by=("name", "pk"), of="webhooks", **page.dict())


@router.post(
    "/webhooks", response={201: WebhookMadeOut}, summary=_("Add a webhook"), operation_id="add_webhook"
)
@operation(CHANGE)
def add_webhook(request, told: AddWebhookIn):
    _reads_itself(request, told.kinds)
    webhook = commands.add_webhook(**told.dict(), by=request.user, key=key_of(request))
    webhook.secret = queries.secret(webhook)
    return Status(201, webhook)


@router.get("/webhooks/{uid}", response=WebhookOut, summary=_("Read a webhook"), operation_id="read_webhook")
@operation(SEE)
def webhook(request, uid: UUID):
    return queries.webhook(request.user, uid)


@router.patch(
    "/webhooks/{uid}", response=WebhookOut, summary=_("Change a webhook"), operation_id="change_webhook"
)
@operation(CHANGE)
def change_webhook(request, uid: UUID, told: ChangeWebhookIn):
    words = told.dict(exclude_none=True, exclude_unset=True)
    state, webhook = words.pop("state", ""), queries.webhook(request.user, uid)
    if words.keys() - {"name"} or state == "on":
        _reads_itself(request, words.get("kinds", webhook.kinds))
    if words:
        webhook = commands.change_webhook(webhook, by=request.user, **words)
    if state == "on":
        webhook = commands.switch_on_webhook(webhook, by=request.user)
    if state == "off":
        webhook = commands.switch_off_webhook(webhook, by=request.user)
    return webhook


@router.delete(
    "/webhooks/{uid}", response={204: None}, summary=_("Remove a webhook"), operation_id="remove_webhook"
)
@operation(CHANGE)
def remove_webhook(request, uid: UUID):
    commands.remove_webhook(queries.webhook(request.user, uid), by=request.user)
    return Status(204, None)


@router.get(
    "/webhooks/{uid}/deliveries",
    response=CallsOut,
    summary=_("List the calls of a webhook"),
    operation_id="list_deliveries",
)
@operation(SEE)
def deliveries(request, uid: UUID, page: Query[CallsIn]):
    webhook, only = queries.webhook(request.user, uid), page.only or ""
    found = queries.deliveries(request.user, webhook, only=only)
    return page_of(found, by=("-pk",), of=f"calls {webhook.uid} {only}", after=page.after, limit=page.limit)


@router.post(
    "/webhooks/{uid}/replay",
    response={202: ReplayOut},
    summary=_("Send again what happened since a time"),
    operation_id="replay_since",
)
@operation(CHANGE)
def replay_since(request, uid: UUID, told: ReplayIn):
    webhook = queries.webhook(request.user, uid)
    key = key_of(request)
    return Status(202, commands.replay_since(webhook, since=told.since, by=request.user, key=key))


@router.post(
    "/webhooks/{uid}/deliveries/{call}/replay",
    response={202: CallOut},
    summary=_("Send one call again"),
    operation_id="replay_delivery",
)
@operation(CHANGE)
def replay_delivery(request, uid: UUID, call: UUID):
    found = queries.delivery(request.user, queries.webhook(request.user, uid), call)
    return Status(202, commands.replay_delivery(found, by=request.user, key=key_of(request)))


def _reads_itself(request: Any, kinds: Iterable[str]) -> None:
    """A token has told to an address of its choice only what it may read itself. No kinds: of everything."""
    token = getattr(request, "token", None)
    if token is None:
        return
    for kind in kinds or [kind.name for kind in queries.kinds_open_to(request.user)]:
        event = Event.known.get(kind)
        if event is None:
            continue  # the command says so
        if (scope := scope_of(apps.get_model(event.about).see, "GET")) not in token.scopes:
            raise ScopeMissing(scope)

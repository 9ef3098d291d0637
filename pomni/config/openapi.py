"""What the schema of the API tells of all operations alike: how to sign in, what refusals look like, keys and cursors."""

from typing import Any

from pomni.kit.later import later as _
from pomni.team.access import ANYBODY
from pomni.team.doors import KEY_HEADER, LONGEST_KEY
from pomni.team.queries import title_of
from pomni.team.scopes import scope_of

ABOUT = _(
    "Programs work with Pomni in the name of the colleague whose token they send, with no more rights than that "
    "colleague has. Every refusal is a problem by RFC 9457, with a sentence for people in its detail, in the language "
    "that Accept-Language asks for. Lists come page by page: what a page names as next is sent as after for the next one."
)
PROBLEM = {
    "type": "object",
    "title": "Problem",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": _("What is wrong and what to do, for a person.")},
        "field": {
            "type": ["string", "null"],
            "description": _("422: the one field that the sentence is about."),
        },
        "fields": {
            "type": "array",
            "description": _("422: every field that cannot be used as it is."),
            "items": {
                "type": "object",
                "required": ["field", "wrong"],
                "properties": {"field": {"type": "string"}, "wrong": {"type": "string"}},
            },
        },
        "scope": {"type": "string", "description": _("403: the scope that the token lacks.")},
        "right": {"type": "string", "description": _("403: the right that the colleague lacks.")},
        "ask": {
            "type": "array",
            "items": {"type": "string"},
            "description": _("403: colleagues who can give the right."),
        },
        "both": {
            "type": "object",
            "description": _("409: each field that somebody changed meanwhile, with both values."),
        },
    },
}
RESPONSES: dict[str, Any] = {
    "400": _("The request could not be read."),
    "401": _("No token was sent, or one that does not work any more."),
    "403": _("The token lacks the scope, or the colleague lacks the right."),
    "404": _("There is no such record, or none within reach."),
    "409": _(
        "Somebody else changed the record meanwhile, or the idempotency key was used for another request."
    ),
    "413": _("The request is too large."),
    "415": _("The body is not JSON."),
    "422": _("Some fields cannot be used as they are, or what is asked for cannot be done."),
    "500": _("Pomni itself failed. Nothing was changed."),
    "503": _("The database or the disk is in trouble. Try again after the seconds in Retry-After."),
}
ALWAYS = ("400", "401", "403", "422", "500", "503")
WITH_BODY = ("409", "413", "415")
KEY = {
    "in": "header",
    "name": KEY_HEADER,
    "required": False,
    "schema": {"type": "string", "maxLength": LONGEST_KEY},
    "description": _(
        "A text of your own, new for each thing that you want made. The same request sent again with its key within 72 "
        "hours makes nothing new and gives the same answer; another request with that key is refused with 409."
    ),
}
SIGNING_IN = {
    "TokenKey": {
        "type": "http",
        "scheme": "bearer",
        "description": _("A token from the page “My account”, with the scopes that the operation asks for."),
    },
    "SessionKey": _(
        "The session of a signed-in browser; what changes something also needs the token of forms."
    ),
}


UID = {"type": "string", "format": "uuid"}
NAMED = {"type": "object", "properties": {"uid": UID, "name": {"type": "string"}}}
EVENT = {
    "type": "object",
    "title": "WebhookEvent",
    "required": ["uid", "kind", "at", "by", "about", "facts", "clients"],
    "properties": {
        "uid": {
            **UID,
            "description": _("The same each time that this event is told: what was heard is not new."),
        },
        "kind": {"type": "string", "description": _("What happened, by its kind.")},
        "at": {"type": "string", "format": "date-time"},
        "by": {
            **NAMED,
            "type": ["object", "null"],
            "description": _("Who did it: a colleague, or Pomni itself."),
        },
        "about": {
            "type": "object",
            "properties": {"type": {"type": "string"}, "uid": {**UID, "type": ["string", "null"]}},
            "description": _("The record that it is about."),
        },
        "facts": {
            "type": "object",
            "description": _(
                "What is told of it, masked as it is for the colleague who answers for the webhook."
            ),
        },
        "clients": {"type": "array", "items": UID, "description": _("The {clients} whom it concerns.")},
    },
}
CALL = {
    "post": {
        "operationId": "event",
        "summary": _("What a webhook sends"),
        "description": _(
            "Sent within seconds, tried again for two and a half days until it is answered with 2xx. Pomni-Signature is "
            "t=<seconds since 1970>,v1=<hex>: HMAC-SHA256 of the time, a full stop and the body, with the secret of the "
            "webhook. For 24 hours after a new secret was made there are two v1. The answer 410 ends the webhook."
        ),
        "parameters": [
            {"in": "header", "name": "Pomni-Signature", "required": True, "schema": {"type": "string"}},
            {"in": "header", "name": "Pomni-Delivery", "required": True, "schema": UID},
        ],
        "requestBody": {
            "required": True,
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/WebhookEvent"}}},
        },
        "responses": {"2XX": {"description": _("It was heard.")}},
    }
}


def completed(schema: dict[str, Any], api: Any) -> dict[str, Any]:
    """The schema with what is common to all operations written into it."""
    known = _operations_by_id(api)
    for path, methods in schema["paths"].items():
        for method, told in methods.items():
            _complete(told, method, path, known[told["operationId"]])
    parts = schema["components"]
    schema["webhooks"] = {"event": CALL}
    parts["schemas"] |= {"Problem": PROBLEM, "WebhookEvent": EVENT}
    parts["responses"] = {f"Problem{status}": _response(words) for status, words in RESPONSES.items()}
    parts["parameters"] = {"IdempotencyKey": KEY}
    parts["securitySchemes"]["TokenKey"] = SIGNING_IN["TokenKey"]
    parts["securitySchemes"]["SessionKey"]["description"] = SIGNING_IN["SessionKey"]
    return schema


def _complete(told: dict[str, Any], method: str, path: str, function: Any) -> None:
    statuses = [*ALWAYS]
    statuses += ["404"] if "{" in path else []
    statuses += [*WITH_BODY] if method in {"post", "patch", "put"} else []
    told["responses"] = {str(status): answer for status, answer in told["responses"].items()}
    for status in sorted(statuses):
        told["responses"].setdefault(status, {"$ref": f"#/components/responses/Problem{status}"})
    if method == "post":
        told["parameters"] = [*told["parameters"], {"$ref": "#/components/parameters/IdempotencyKey"}]
    told["x-scope"] = scope_of(function.door, method.upper())
    told["x-right"] = function.door
    if function.door != ANYBODY:
        told["x-right-title"] = title_of(function.door)


def _response(words: Any) -> dict[str, Any]:
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {"description": words, "content": content}


def _operations_by_id(api: Any) -> dict[str, Any]:
    return {
        operation.operation_id or api.get_openapi_operation_id(operation): operation.view_func
        for router in api._get_bound_routers()
        for view in router.path_operations.values()
        for operation in view.operations
    }

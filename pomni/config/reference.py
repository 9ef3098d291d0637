"""The page about the API: what programs can do, read from the very schema that programs read."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from pomni.config.api import api
from pomni.kit.module import all_modules
from pomni.team.access import ANYBODY, door
from pomni.ui.html import page

FORM = "multipart/form-data"
SAMPLES: dict[str, Any] = {"integer": 1, "boolean": True, "array": [], "object": {}}
FORMATS = {"date-time": "2026-11-22T10:00:00Z", "uuid": "0193…"}
SAMPLE_EVENT = """{
  "uid": "6f1c2a0e-58b1-8d3f-9b57-0c3f5a7e91d2",
  "kind": "people.client_added",
  "at": "2026-11-22T09:42:10.120000+00:00",
  "by": {"uid": "0193…", "name": "Vera"},
  "about": {"type": "people.client", "uid": "0193…"},
  "facts": {"kind_of_client": "person", "name": "Anna Kern", "phone": "•••01", "email": "", "responsible": "0193…"},
  "clients": ["0193…"]
}"""


@dataclass(frozen=True)
class Operation:
    """One operation as the page shows it."""

    id: str
    title: str
    method: str
    path: str
    scope: str
    right: str
    is_open: bool
    fields: list[tuple[str, str, bool]]
    curl: str

    @property
    def parts(self) -> list[str]:
        """The path in pieces between which a line may break."""
        return self.path.lstrip("/").split("/")


@door(ANYBODY)
@require_GET
def api_page(request: HttpRequest) -> HttpResponse:
    """Every operation with what it needs, what it takes and how it is called."""
    schema = api.get_openapi_schema()
    root = settings.ADDRESS or request.build_absolute_uri("/").rstrip("/")
    operations = list(_operations(schema, root, request.user))
    areas = {module.label: str(module.verbose_name) for module in all_modules()}
    told: dict[str, list[Operation]] = {}
    for one in operations:
        told.setdefault(areas[one.scope.split(":")[0]], []).append(one)
    call = schema["webhooks"]["event"]["post"]
    event = schema["components"]["schemas"]["WebhookEvent"]["properties"]
    told_of = [(name, _type(part), str(part.get("description", ""))) for name, part in event.items()]
    address = f"{root}{reverse('api:openapi')}"
    more = {"call": call, "event": told_of, "sample": SAMPLE_EVENT}
    return page(
        request,
        "config/api.html",
        areas=list(told.items()),
        about=schema["info"]["description"],
        address=address,
        **more,
    )


def _operations(schema: dict[str, Any], root: str, user: Any) -> Iterator[Operation]:
    for path, methods in schema["paths"].items():
        for method, told in methods.items():
            body = _body(schema, told)
            yield Operation(
                id=told["operationId"],
                title=str(told["summary"]),
                method=method.upper(),
                path=path,
                scope=told["x-scope"],
                right=str(told.get("x-right-title", "")),
                is_open=user.may(told["x-right"]),
                fields=[*_parameters(told), *_fields(schema, body)],
                curl=_curl(
                    method.upper(), f"{root}{path}", _sample(schema, body), is_form=FORM in _content(told)
                ),
            )


def _parameters(told: dict[str, Any]) -> list[tuple[str, str, bool]]:
    named = [one for one in told["parameters"] if "name" in one]
    return [(one["name"], _type(one["schema"]), one["required"]) for one in named]


def _body(schema: dict[str, Any], told: dict[str, Any]) -> dict[str, Any]:
    content = _content(told)
    return _resolved(schema, content.get("application/json", content.get(FORM, {})).get("schema", {}))


def _content(told: dict[str, Any]) -> dict[str, Any]:
    return told.get("requestBody", {}).get("content", {})


def _fields(schema: dict[str, Any], body: dict[str, Any]) -> list[tuple[str, str, bool]]:
    required = body.get("required", [])
    return [(name, _type(field), name in required) for name, field in body.get("properties", {}).items()]


def _resolved(schema: dict[str, Any], part: dict[str, Any]) -> dict[str, Any]:
    return schema["components"]["schemas"][part["$ref"].rsplit("/", 1)[1]] if "$ref" in part else part


def _type(field: dict[str, Any]) -> str:
    """A type in words that programmers of any language know."""
    if "enum" in field or "const" in field:
        return " | ".join(json.dumps(value) for value in field.get("enum", [field.get("const")]))
    if "anyOf" in field:
        return " | ".join(_type(one) for one in field["anyOf"] if one.get("type") != "null")
    if isinstance(field.get("type"), list):
        return str(field.get("format") or field["type"][0])
    if field.get("type") == "array":
        return f"{_type(field['items'])}[]"
    return str(field.get("format") or field.get("type", "object"))


def _sample(schema: dict[str, Any], body: dict[str, Any]) -> dict[str, Any]:
    """A body with what must be in it; where nothing must, with the first field that there is."""
    wanted = body.get("required") or list(body.get("properties", {}))[:1]
    return {name: _value(body["properties"][name]) for name in wanted}


def _value(field: dict[str, Any]) -> Any:
    if "anyOf" in field:
        return _value(field["anyOf"][0])
    if "enum" in field:
        return field["enum"][0]
    return FORMATS.get(field.get("format", ""), SAMPLES.get(field.get("type", ""), "…"))


def _curl(method: str, address: str, body: dict[str, Any], *, is_form: bool) -> str:
    lines = [f'curl "{address}"', f'-H "Authorization: Bearer {_("YOUR_TOKEN")}"']
    if method != "GET":
        lines.insert(1, f"-X {method}")
    if method == "POST":
        lines.append('-H "Idempotency-Key: $(uuidgen)"')
    if is_form:
        lines += [f'-F "{name}=@scan.pdf"' for name in body]
    elif body:
        lines += ['-H "Content-Type: application/json"', f"-d '{json.dumps(body, ensure_ascii=False)}'"]
    return " \\\n  ".join(lines)

"""The root of the API: how programs sign in, what every refusal looks like, and the modules' routers."""

import logging
from http import HTTPStatus
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, InterfaceError
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, AuthorizationError, HttpError, ValidationError
from ninja.parser import Parser

from pomni import __version__
from pomni.config.floors import modules
from pomni.config.trouble import answer
from pomni.kit.errors import Conflict, NotAllowed, Refused
from pomni.team.access import KeyReused
from pomni.team.doors import SessionKey, TokenKey
from pomni.team.queries import granters, title_of

log = logging.getLogger("pomni.refusals")


class Words(Parser):
    """Reads what programs send; the letter NUL, which PostgreSQL cannot keep, is refused here once for all."""

    def parse_body(self, request: Any) -> Any:
        """Called by ninja."""
        told = super().parse_body(request)
        if any("\0" in text for text in _texts(told)):
            raise HttpError(422, _("A text holds a letter that cannot be kept (NUL)."))
        return told


def _texts(told: Any) -> list[str]:
    """All texts in a JSON value, names too, one after the other."""
    if isinstance(told, dict):
        told = [*told, *told.values()]
    if isinstance(told, list):
        return [text for part in told for text in _texts(part)]
    return [told] if isinstance(told, str) else []


api = NinjaAPI(
    title="Pomni",
    version=__version__,
    auth=[TokenKey(), SessionKey()],
    docs_url=None,
    urls_namespace="api",
    parser=Words(),
)


def problem(request: Any, status: int, detail: str, **more: Any) -> HttpResponse:
    """An answer of the form of RFC 9457 ("problem details"), in the caller's language."""
    log.info("%s %s %s by %s", status, request.method, request.path, getattr(request.user, "pk", None))
    body = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        **more,
    }
    response = api.create_response(request, body, status=status)
    response["Content-Type"] = "application/problem+json"
    return response


@api.exception_handler(Refused)
def refused(request, no):
    return problem(request, 422, str(no), field=no.field)


@api.exception_handler(KeyReused)
def key_reused(request, no):
    return problem(request, 409, str(no))


@api.exception_handler(Conflict)
def conflict(request, no):
    return problem(
        request, 409, str(no), both={name: {"mine": a, "theirs": b} for name, (a, b) in no.both.items()}
    )


@api.exception_handler(NotAllowed)
def not_allowed(request, no):
    detail = str(no) or _("Your role does not allow this.")
    who = {"right": title_of(no.capability), "ask": granters(no.capability)} if no.capability else {}
    return problem(request, 403, detail, **who)


@api.exception_handler(PermissionDenied)
@api.exception_handler(AuthorizationError)
def forbidden(request, no):
    return problem(request, 403, _("This is not allowed."))


@api.exception_handler(AuthenticationError)
def not_signed_in(request, no):
    return problem(request, 401, _("Sign in, or send a token: Authorization: Bearer …"))


@api.exception_handler(Http404)
def not_found(request, no):
    return problem(request, 404, _("There is nothing here, or nothing that you may see."))


@api.exception_handler(ValidationError)
def wrong_words(request, no):
    wrong = [
        {"field": ".".join(str(part) for part in e["loc"][2:] or e["loc"]), "wrong": e["msg"]}
        for e in no.errors
    ]
    return problem(request, 422, _("Some fields cannot be used as they are."), fields=wrong)


@api.exception_handler(DatabaseError)
@api.exception_handler(InterfaceError)
def database_trouble(request, error):
    if told := answer(request, error):
        return told
    raise error


@api.exception_handler(HttpError)
def http_error(request, no):
    return problem(request, no.status_code, str(no))


for _name in modules():
    if find_spec(f"pomni.{_name}.api"):
        api.add_router("", import_module(f"pomni.{_name}.api").router)

"""The root of the API: how programs sign in, what every refusal looks like, and the modules' routers."""

from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.db import DatabaseError, InterfaceError
from django.http import Http404
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, AuthorizationError, HttpError, ValidationError
from ninja.parser import Parser

from pomni import __version__
from pomni.config import openapi
from pomni.config.floors import modules
from pomni.config.problems import problem
from pomni.config.status import api as status_api
from pomni.config.trouble import answer
from pomni.config.wrong_words import wrong_fields
from pomni.kit.errors import Conflict, NotAllowed, Refused
from pomni.kit.terms import manner
from pomni.team.access import ANYBODY, KeyReused
from pomni.team.doors import ScopeMissing, SessionKey, TokenKey, operation
from pomni.team.queries import granters, title_of


class Words(Parser):
    """Reads what programs send; the letter NUL, which PostgreSQL cannot keep, is refused here once for all."""

    def parse_body(self, request: Any) -> Any:
        """Called by ninja, which takes whatever is raised here for a body that cannot be parsed."""
        if request.content_type != "application/json":
            raise HttpError(415, "")
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


class HouseAPI(NinjaAPI):
    """The API with a schema that also tells what all operations have in common."""

    def get_openapi_schema(self, **more: Any) -> Any:
        """Called by the page about the API, by who asks for the schema and by tests. What comes is only to be read."""
        return _composed(self, manner(), tuple(more.items()))

    def compose_schema(self, **more: Any) -> Any:
        """The schema as the language and the trade in force tell it."""
        return openapi.completed(super().get_openapi_schema(**more), self)


@lru_cache(maxsize=4)  # composing takes half a second and holds 2 MB; few companies speak in more manners
def _composed(api: HouseAPI, _manner: str, more: tuple[tuple[str, Any], ...]) -> Any:
    return api.compose_schema(**dict(more))


api = HouseAPI(
    title="Pomni",
    version=__version__,
    description=openapi.ABOUT,
    auth=[TokenKey(), SessionKey()],
    docs_url=None,
    openapi_url=None,
    urls_namespace="api",
    parser=Words(),
)


@api.get("/openapi.json", include_in_schema=False, url_name="openapi")
@operation(ANYBODY, scoped=False)
def schema(request):
    return api.create_response(request, api.get_openapi_schema(), status=200)


@api.exception_handler(Refused)
def refused(request, no):
    return problem(request, 422, str(no), field=no.field, **no.beside)


@api.exception_handler(KeyReused)
def key_reused(request, no):
    return problem(request, 409, str(no))


@api.exception_handler(Conflict)
def conflict(request, no):
    both = {name: {"mine": mine, "theirs": theirs} for name, (mine, theirs) in no.both.items()}
    return problem(request, 409, str(no), both=both)


@api.exception_handler(NotAllowed)
def not_allowed(request, no):
    who = {"right": title_of(no.capability), "ask": granters(no.capability)} if no.capability else {}
    return problem(request, 403, str(no) or _("Your role does not allow this."), **who)


@api.exception_handler(ScopeMissing)
def scope_missing(request, no):
    return problem(request, 403, str(no), scope=no.scope)


@api.exception_handler(PermissionDenied)
@api.exception_handler(AuthorizationError)
def forbidden(request, no):
    return problem(request, 403)


@api.exception_handler(AuthenticationError)
def not_signed_in(request, no):
    return problem(request, 401)


@api.exception_handler(Http404)
def not_found(request, no):
    return problem(request, 404)


@api.exception_handler(ValidationError)
def wrong_words(request, no):
    return problem(request, 422, _("Some fields cannot be used as they are."), fields=wrong_fields(no.errors))


@api.exception_handler(RequestDataTooBig)
def too_big(request, no):
    return problem(request, 413)


@api.exception_handler(DatabaseError)
@api.exception_handler(InterfaceError)
def database_trouble(request, error):
    if told := answer(request, error):
        return told
    raise error


@api.exception_handler(HttpError)
def http_error(request, no):
    """What ninja says is English and tells of its own inside; a body that our parser refused has a cause of ours."""
    ours = no.__cause__ if isinstance(no.__cause__, HttpError) else None
    return problem(request, ours.status_code, str(ours)) if ours else problem(request, no.status_code)


for _name in modules():
    if find_spec(f"pomni.{_name}.api"):
        api.add_router("", import_module(f"pomni.{_name}.api").router)
api.add_router("", status_api.router)

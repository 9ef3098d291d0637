"""Problem details (RFC 9457): how everything below /api/ says no, in the caller's language, whoever it is that says it."""

import json
import logging
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from pomni.config.trouble import language_of

log = logging.getLogger("pomni.refusals")
BELOW = "/api/"
TYPE = "application/problem+json"
SENTENCES: dict[int, Any] = {
    400: _("The request could not be read. Check how it is written."),
    401: _("Sign in, or send a token: Authorization: Bearer …"),
    403: _("This is not allowed."),
    404: _("There is nothing here, or nothing that you may see."),
    405: _("This address does not take this method. The header Allow names those that it takes."),
    413: _("The request is too large. Send less at once."),
    415: _("The body must be JSON. Send the header Content-Type: application/json."),
    429: _("Too many requests. Wait a little and send it again."),
    500: _(
        "Pomni itself failed here. It is written in the log; tell whoever looks after Pomni at your company."
    ),
}


def sentence_of(status: int) -> str:
    """What is said where nothing more is known than the status."""
    return str(SENTENCES.get(status, SENTENCES[400] if status < 500 else SENTENCES[500]))


def problem_body(status: int, detail: str, **more: Any) -> dict[str, Any]:
    """The members of a problem; `more` are those beside the ones of the standard."""
    told = {"title": HTTPStatus(status).phrase, "status": status, "detail": detail}
    return {"type": "about:blank", **told, **more}


def problem(request: Any, status: int, detail: str = "", **more: Any) -> HttpResponse:
    """An answer that tells a problem. One line in the log for each."""
    log.info("%s %s %s by %s", status, request.method, request.path, getattr(request.user, "pk", None))
    told = problem_body(status, detail or sentence_of(status), **more)
    response = HttpResponse(_written(told), status=status, content_type=TYPE)
    if status == HTTPStatus.UNAUTHORIZED:
        response["WWW-Authenticate"] = "Bearer"
    return response


class Problems:
    """Middleware, the outermost: what says no to a program before or behind the API says it as a problem, too.

    An unknown address, a method that is not taken, a screen that is locked, an error of our own.
    """

    def __init__(self, get_response: Any) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        is_told = response.status_code < 400 or response.get("Content-Type") == TYPE
        if is_told or not request.path_info.startswith(BELOW) or response.streaming:
            return response
        if settings.DEBUG and response.status_code >= 500:
            return response  # whoever develops wants the trace
        return _as_problem(request, response)


def _as_problem(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    status = response.status_code
    with translation.override(language_of(request)):
        response.content = _written(problem_body(status, sentence_of(status)))
    response["Content-Type"] = TYPE
    response["Content-Length"] = str(len(response.content))
    return response


def _written(told: dict[str, Any]) -> str:
    return json.dumps(told, cls=DjangoJSONEncoder, ensure_ascii=False)

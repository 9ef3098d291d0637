"""When the database or the disk fails: a clear sentence with 503, never a false success and never a bare 500.

Pomni goes on by itself when the trouble is over; a broken connection is opened anew at the next request.
"""

import errno
import logging
import sys
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseServerError, JsonResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from pomni import __version__
from pomni.kit.clock import now
from pomni.kit.ids import uuid7

log = logging.getLogger("pomni.trouble")


@dataclass(frozen=True)
class Trouble:
    """What is wrong with the database or the disk, how it is called in the log, and in how many seconds to try again."""

    name: str
    sentence: Any
    again: int


FULL = Trouble(
    "disk full",
    _(
        "The disk of the computer that Pomni runs on is full, so nothing was saved. "
        "Whoever looks after Pomni frees some space there; then do it once more. What was saved before is safe."
    ),
    60,
)
BUSY = Trouble(
    "busy",
    _(
        "Another big piece of work held the database too long, so nothing was saved. "
        "Wait a little and do it once more."
    ),
    5,
)
GONE = Trouble(
    "gone",
    _(
        "The database does not answer at the moment, so nothing is shown or saved. "
        "Try again in a minute; if it lasts, tell whoever looks after Pomni at your company."
    ),
    10,
)
BROKEN = Trouble(
    "disk failing",
    _(
        "The database could not be read or written: the disk may be failing. Nothing was saved. Tell whoever looks "
        "after Pomni at your company now; `pomni doctor` on that computer says more."
    ),
    60,
)

FILES = {errno.ENOSPC: FULL, errno.EDQUOT: FULL, errno.EIO: BROKEN, errno.EROFS: BROKEN}
# SQLite tells by its text, PostgreSQL by a code of five characters whose first two are the class.
SQLITE = (
    ("disk is full", FULL),
    ("locked", BUSY),
    ("disk i/o error", BROKEN),
    ("malformed", BROKEN),
    ("not a database", BROKEN),
    ("unable to open", GONE),
    ("readonly", BROKEN),
)
POSTGRESQL = {
    "53100": FULL,
    "53": GONE,  # out of memory, too many connections
    "55P03": BUSY,
    "57014": BUSY,  # a statement or a lock took longer than is allowed
    "40": BUSY,  # a deadlock
    "57": GONE,  # being shut down
    "08": GONE,
    "25P03": GONE,
    "58": BROKEN,
    "XX": BROKEN,
}


def trouble_of(error: BaseException | None) -> Trouble | None:
    """Which trouble of the database or the disk an exception tells of; None where it is something else: a bug."""
    if isinstance(error, OSError):
        return FILES.get(error.errno or 0)
    if not isinstance(error, DatabaseError | InterfaceError):
        return None
    if code := getattr(error.__cause__, "sqlstate", None):
        return POSTGRESQL.get(code) or POSTGRESQL.get(code[:2])
    words = str(error).lower()
    if found := next((trouble for words_of, trouble in SQLITE if words_of in words), None):
        return found
    is_connection_lost = isinstance(error, OperationalError | InterfaceError) and _is_postgresql(error)
    return GONE if is_connection_lost else None


def _is_postgresql(error: BaseException) -> bool:
    return type(error.__cause__).__module__.startswith("psycopg")


class Troubles:
    """Middleware, the innermost: what a view could not do for a trouble of the database is told on a page."""

    def __init__(self, get_response: Any) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Called by Django when a view raised."""
        return answer(request, error)


def answer(request: HttpRequest, error: BaseException | None) -> HttpResponse | None:
    """The 503 for an exception that tells of a trouble of the database, as a page or for programs; None for any other.

    Nothing here asks the database: not even who is signed in.
    """
    if error is None or not (trouble := trouble_of(error)):
        return None
    log.error("503 %s %s: %s (%s)", request.method, request.path, trouble.name, type(error).__name__)
    with translation.override(language_of(request)):
        response = _problem(trouble) if request.path_info.startswith("/api/") else _page(trouble)
    response["Retry-After"] = str(trouble.again)
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's handler of what nobody answered: where a middleware met the trouble, before or behind the view."""
    if told := answer(request, sys.exc_info()[1]):
        return told
    code = uuid7().hex[-8:]
    log.error("500 %s %s: code %s", request.method, request.path, code)
    at = f"{now():%Y-%m-%d %H:%M:%S} UTC"
    shown = {"code": code, "at": at, "where": f"{request.method} {request.path}", "version": __version__}
    with translation.override(language_of(request)):
        return HttpResponseServerError(render_to_string("500.html", shown))


def _page(trouble: Trouble) -> HttpResponse:
    return HttpResponse(render_to_string("503.html", {"sentence": trouble.sentence}), status=503)


def _problem(trouble: Trouble) -> HttpResponse:
    status = HTTPStatus.SERVICE_UNAVAILABLE
    told = {"title": status.phrase, "status": status.value, "detail": str(trouble.sentence)}
    return JsonResponse(
        {"type": "about:blank", **told}, status=status, content_type="application/problem+json"
    )


def language_of(request: HttpRequest) -> str:
    """The language in force; the browser's where the trouble came before a language was chosen."""
    if hasattr(request, "LANGUAGE_CODE"):
        return translation.get_language() or request.LANGUAGE_CODE
    return translation.get_language_from_request(request)

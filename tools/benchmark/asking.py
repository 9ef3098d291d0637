"""Asking Pomni for pages the way its server does: by calling the WSGI application, signed in, in this process."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode

HTMX = {"HTTP_HX_REQUEST": "true"}


@dataclass(frozen=True)
class Case:
    """A page or call to measure. `path(reader)` gives its address, or "" where this reader has no such page.

    `at_most`: how many times the bare view it may take. `status`: that of its answer. `fragment`: asked for by htmx, which
    is given a part of the page.
    """

    title: str
    path: Callable[[Any], str]
    readers: tuple[str, ...] = ("all", "team", "own")
    at_most: float = 5
    status: str = "200"
    fragment: bool = False


class Asker:
    """A signed-in browser without a network."""

    def __init__(self, login: str) -> None:
        from django.conf import settings

        from pomni.config.wsgi import application
        from pomni.team.models import User

        self.application, self.settings = application, settings
        self.user = User.objects.get(username=login)
        self.cookies = {settings.SESSION_COOKIE_NAME: session_of(self.user)}

    def get(self, path: str, status: str = "200", *, fragment: bool = False) -> bytes:
        """The body of the answer. Raises RuntimeError where its status is another one."""
        return self._call("GET", path, HTMX if fragment else {}, b"", status)

    def post(self, path: str, form: dict[str, str], *, fragment: bool = False) -> bytes:
        """Send a form that the browser was given before. Raises RuntimeError where it is not taken."""
        token = self.cookies.get(self.settings.CSRF_COOKIE_NAME) or self._token("/")
        body = urlencode(form).encode()
        more = {"CONTENT_TYPE": "application/x-www-form-urlencoded", "HTTP_X_CSRFTOKEN": token}
        if fragment:
            return self._call("POST", path, more | HTMX, body, "200")
        return self._call("POST", path, more, body, "302")

    def _token(self, path: str) -> str:
        self.get(path)
        return self.cookies[self.settings.CSRF_COOKIE_NAME]

    def _call(self, method: str, path: str, more: dict[str, str], body: bytes, wanted: str) -> bytes:
        told: list[Any] = []
        environ = self._environ(method, path, body) | more
        answer = self.application(environ, lambda status, headers: told.extend((status, headers)))
        try:
            whole = b"".join(answer)
        finally:
            answer.close()
        if not told[0].startswith(wanted):
            raise RuntimeError(f"{method} {path} was answered with {told[0]}")
        for name, value in told[1]:
            if name.lower() == "set-cookie":
                self.cookies |= {key: morsel.value for key, morsel in SimpleCookie(value).items()}
        return whole

    def _environ(self, method: str, path: str, body: bytes) -> dict[str, Any]:
        address, _, query = path.partition("?")
        return {
            "REQUEST_METHOD": method,
            "SCRIPT_NAME": "",
            "PATH_INFO": address,
            "QUERY_STRING": query,
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "8321",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1",
            "CONTENT_LENGTH": str(len(body)),
            "HTTP_HOST": "localhost:8321",
            "HTTP_ACCEPT": "text/html,application/json",
            "HTTP_ACCEPT_LANGUAGE": "en",
            "HTTP_COOKIE": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(body),
            "wsgi.errors": io.StringIO(),
            "wsgi.multithread": True,
            "wsgi.multiprocess": True,
            "wsgi.run_once": False,
        }


def session_of(user: Any) -> str:
    """The key of a new session in which this person is signed in."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from pomni.kit.clock import now
    from pomni.team.desks import BACKEND
    from pomni.team.policy import SIGNED_IN

    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = BACKEND
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session[SIGNED_IN] = now().timestamp()
    session.create()
    return str(session.session_key)

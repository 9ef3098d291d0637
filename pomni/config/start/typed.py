"""What was typed on the steps of setting up, kept in the session from step to step; never a password."""

from typing import Any

KEY = "start"
NEVER_KEPT = {"csrfmiddlewaretoken", "password", "back"}


def keep(request: Any, invitation: Any, step: str, **more: str) -> None:
    """Keep what the form of a step was sent with, right or wrong."""
    told = {name: request.POST[name] for name in request.POST if name not in NEVER_KEPT}
    request.session[KEY] = {**_all(request, invitation), "of": invitation.digest, step: told | more}


def kept(request: Any, invitation: Any, step: str) -> dict[str, str] | None:
    """What was typed on a step under this very link; None where one was not there yet."""
    return _all(request, invitation).get(step)


def forget(request: Any) -> None:
    """All of it is in the company now."""
    request.session.pop(KEY, None)


def _all(request: Any, invitation: Any) -> dict[str, Any]:
    found = request.session.get(KEY, {})
    return found if found.get("of") == invitation.digest else {}

"""Where a visitor of the first day stands: an empty company, a demo, this very computer."""

import ipaddress
from typing import Any

from django.conf import settings
from django.http.request import split_domain_port

from pomni.config import switching
from pomni.config.parent import is_supervised
from pomni.team import queries

OLD_HTTP = {"HTTP/1.0", "HTTP/1"}  # granian leaves the zero out


def is_empty() -> bool:
    """Whether nobody directs the company yet."""
    return not queries.anybody_can_sign_in()


def is_demo() -> bool:
    """Whether this is the demo company."""
    return switching.is_demo(settings.HOME)


def is_at_this_computer(request: Any) -> bool:
    """Whether whoever asks sits at the computer on which Pomni runs.

    Asked from and under a loopback address, not passed on by a proxy that says so, and none named in the settings. A proxy
    that says nothing of itself mostly speaks HTTP/1.0 to what is behind it; no browser has done so for decades.
    """
    if request.META.get("SERVER_PROTOCOL") in OLD_HTTP:
        return False
    told_on = any(name.startswith(("HTTP_X_FORWARDED", "HTTP_X_REAL")) for name in request.META)
    if settings.ADDRESS or told_on or {"HTTP_FORWARDED", "HTTP_VIA"} & request.META.keys():
        return False
    host = split_domain_port(request.get_host())[0].strip("[]")
    return _is_loopback(request.META.get("REMOTE_ADDR", "")) and (host == "localhost" or _is_loopback(host))


def is_open_demo(request: Any) -> bool:
    """Whether one comes in here without a password: in the demo, at this very computer."""
    return is_demo() and is_at_this_computer(request)


def can_try_demo(request: Any) -> bool:
    """Whether a demo could be made, and entered by whoever asks."""
    return is_supervised() and is_at_this_computer(request)


def can_leave_demo(request: Any) -> bool:
    """Whether the way back to an own company is known, and whoever asks may take it."""
    return is_open_demo(request) and switching.own_home() is not None and is_supervised()


def _is_loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False

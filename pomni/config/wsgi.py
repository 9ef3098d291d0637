"""The web application, for granian or any other WSGI server."""

import os
from collections.abc import Callable, Iterable
from typing import Any

from pomni.config.loading import all_at_once
from pomni.config.parent import settle_in

settle_in()  # before all that is imported: a stop may come meanwhile

with all_at_once():
    from django.core.wsgi import get_wsgi_application

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pomni.config.settings")
    _django = get_wsgi_application()

    from django.conf import settings
    from django.urls import resolve

    resolve("/")  # imports every page
PREFIX = settings.POMNI["POMNI_PATH"]


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Django's application, below POMNI_PATH: some proxies send that path on, others leave it out, and both are heard."""
    path = environ.get("PATH_INFO", "")
    if PREFIX and (path == PREFIX or path.startswith(f"{PREFIX}/")):
        environ["PATH_INFO"] = path[len(PREFIX) :] or "/"
    return _django(environ, start_response)

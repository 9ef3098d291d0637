"""The web application, for granian or any other WSGI server."""

import gc
import os
from collections.abc import Callable, Iterable
from typing import Any

from pomni.config.parent import settle_in

settle_in()

from django.core.wsgi import get_wsgi_application  # noqa: E402 (importing takes a while, in which a stop may come)

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pomni.config.settings")
_django = get_wsgi_application()

from django.conf import settings  # noqa: E402 (as above)
from django.urls import resolve  # noqa: E402 (as above)

resolve("/")  # imports every page
gc.collect()
gc.freeze()  # all this is there for good: looking through it again and again would hold a request up for 100 ms
PREFIX = settings.POMNI["POMNI_PATH"]


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Django's application, below POMNI_PATH: some proxies send that path on, others leave it out, and both are heard."""
    path = environ.get("PATH_INFO", "")
    if PREFIX and (path == PREFIX or path.startswith(f"{PREFIX}/")):
        environ["PATH_INFO"] = path[len(PREFIX) :] or "/"
    return _django(environ, start_response)

"""The web application, for granian or any other WSGI server."""

import os

from pomni.config.parent import settle_in

settle_in()

from django.core.wsgi import get_wsgi_application  # noqa: E402 (importing takes a while, in which a stop may come)

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pomni.config.settings")
application = get_wsgi_application()

"""Where each module's pages live. The modules say their own prefix; nothing is added here for a new one."""

from importlib.util import find_spec

from django.urls import include, path

from pomni.config import health, reference
from pomni.config.api import api
from pomni.kit.module import all_modules

_api = api.urls  # asked for once: each asking makes other views
for _operation in _api[0]:
    # The API signs in by itself and answers in its own way.
    setattr(_operation.callback, "login_required", False)  # noqa: B010 (a mark that Django reads, unknown to types)

handler500 = "pomni.config.trouble.server_error"
urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("api/v1/", _api),
    path("me/api/", reference.api_page, name="api_page"),
    path("", include("pomni.config.start.urls")),
    path("account/", include("allauth.account.urls")),
    path("account/2fa/", include("allauth.mfa.urls")),
    path("account/sessions/", include("allauth.usersessions.urls")),
    *(
        path(getattr(module, "url_prefix", ""), include(f"{module.name}.urls"))
        for module in all_modules()
        if module.name != "pomni.config" and find_spec(f"{module.name}.urls")
    ),
]

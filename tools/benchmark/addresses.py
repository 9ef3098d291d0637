"""The signed-in bare view, the unit of all figures: full middleware, session, user, one indexed query, an empty page."""

from typing import Any

from django.http import HttpResponse
from django.urls import path

from pomni.config.urls import urlpatterns as of_pomni
from pomni.team.models import Location
from pomni.ui.html import page

BARE = "/bench/bare/"


def bare(request: Any) -> HttpResponse:
    """An empty page without the layout, for which one row was read by its key."""
    return page(request, "bare.html", location=Location.objects.get(pk=1))


urlpatterns = [path(BARE.strip("/") + "/", bare, name="bare"), *of_pomni]

"""The signed-in bare view, the unit of all figures: full middleware, session, user, one indexed query, an empty page."""

from typing import Any

from django.http import HttpResponse
from django.urls import path

from pomni.config.urls import urlpatterns as of_pomni
from pomni.team.models import Location

BARE = "/bench/bare/"


def bare(request: Any) -> HttpResponse:
    """An empty page, for which one row was read by its key."""
    name = Location.objects.filter(pk=1).values_list("name", flat=True).first()
    return HttpResponse(f"<!doctype html><title>{request.user.pk} {name}</title>")


urlpatterns = [path(BARE.strip("/") + "/", bare, name="bare"), *of_pomni]

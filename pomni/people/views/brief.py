"""The brief: one short page about a client, for a call, a visit or a meeting; it fits a phone and a sheet of paper."""

from typing import Any

from django.views.decorators.http import require_GET

from pomni.kit.clock import now
from pomni.memory import sightings
from pomni.people.forms.fields import birthday_written
from pomni.people.queries.brief import Brief, brief_of
from pomni.people.rules import birthday_text
from pomni.people.views.facts import called
from pomni.team.access import door
from pomni.team.seeing_as import who_looks
from pomni.ui.html import page
from pomni.ui.shell import drawn_once


@door("people.client.see")
@require_GET
def brief(request, uid):
    found = brief_of(request.user, uid)
    sightings.note(found.client, by=who_looks(request))
    client = found.client
    return page(
        request,
        "people/brief.html",
        brief=found,
        client=client,
        name=called(client),
        styles=drawn_once("people/card/_styles.html"),
        who=_who(found),
        now=now(),
        birthday=birthday_written(birthday_text(client.birth_day, client.birth_year)),
    )


def _who(found: Brief) -> str:
    """Beside the name: how they are addressed, what they do and where, what kind of client they are."""
    client, works_at = found.client, found.record.works_at
    told: tuple[Any, ...] = (
        client.called,
        client.position,
        works_at and works_at.name,
        client.category,
        *found.record.tags,
    )
    return " · ".join(str(one) for one in told if one)

"""The pages of those who are to be invited again."""

from urllib.parse import urlencode

from django.views.decorators.http import require_GET

from pomni.catalog.queries import services
from pomni.recall import queries
from pomni.schedule.queries import performers
from pomni.team.access import door
from pomni.team.queries import locations
from pomni.ui.html import page

SEE = "recall.due.see"


@door(SEE)
@require_GET
def due(request):
    """Who is due; the filters stand in the address."""
    wanted = queries.Wanted.from_words(request.GET)
    found = queries.due_page(request.user, wanted, after=request.GET.get("after") or None)
    return page(
        request,
        "recall/due.html",
        part="rows",
        rows=found.items,
        onward=urlencode(wanted.words | {"after": found.next}) if found.next else "",
        wanted=wanted,
        empty="" if found.items or wanted.words else queries.nothing_is_due(request.user),
        may_book=request.user.may("schedule.visit.book"),
        **_choices(request),
    )


def _choices(request):
    """Among what one may filter. The names come with one statement each, however many there are."""
    return {
        "services": services(request.user).order_by("sorted_as", "pk"),
        "people": performers(request.user),
        "places": list(locations()),
        "lates": [(key, told[0]) for key, told in queries.LATE.items()],
        "bys": list(queries.BY.items()),
    }

"""What the schedule shows on pages that are not its own: on a client's card, and before one talks to them."""

from typing import Any

from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pomni.kit.addresses import address
from pomni.kit.module import BriefLine
from pomni.schedule import queries
from pomni.ui.kept import kept


def of_client(request: Any, client: Any) -> str:
    """The next visits of a client and the last ones, each of which can be booked again."""
    known = _known(request, client)
    may_book = request.user.may("schedule.visit.book") and not (client.forgotten_at or client.archived_at)
    told = {"may_book": may_book, "ahead": known.ahead, "past": known.past, "missed": _missed(known)}
    if not (known.ahead or known.past or known.late):
        return kept(request, "schedule/of_client.html", client.uid, may_book=may_book)
    return render_to_string("schedule/of_client.html", told | {"client": client})


def next_visit(request: Any, client: Any) -> str:
    """When the client comes next, for the strip on top of the card."""
    ahead = _known(request, client).ahead
    return f"{date_format(ahead[0].day, 'j.m')} {ahead[0].at:%H:%M}" if ahead else ""


def brief(viewer: Any, client: Any) -> list[BriefLine]:
    """The next visit, the last one, and whether somebody was waited for in vain."""
    known = queries.visits_of(viewer, client)
    told = [
        BriefLine(_("Next visit: %(what)s") % {"what": one.what}, _note(one), one.begins_at, _page(one))
        for one in known.ahead[:1]
    ]
    told += [
        BriefLine(_("Last visit: %(what)s") % {"what": one.what}, _note(one), one.begins_at, _page(one))
        for one in known.past[:1]
    ]
    return told + [BriefLine(sentence) for sentence in _missed(known)]


def _missed(known: Any) -> list[str]:
    """How often somebody was waited for in vain, and how often they cancelled late: a sentence for each."""
    told = []
    if known.missed:
        words = ngettext("Did not come %(count)s time", "Did not come %(count)s times", known.missed)
        told.append(words % {"count": known.missed})
    if known.late:
        words = ngettext("Cancelled late %(count)s time", "Cancelled late %(count)s times", known.late)
        told.append(words % {"count": known.late})
    return told


def _note(one: Any) -> str:
    return " · ".join(filter(None, (one.state, one.who, one.location)))


def _page(one: Any) -> str:
    return address("schedule:visit", one.uid)


def _known(request: Any, client: Any) -> Any:
    """The visits of the card's client, asked for once a page."""
    kept_ones = request.__dict__.setdefault("visits_of_clients", {})
    if client.pk not in kept_ones:
        kept_ones[client.pk] = queries.visits_of(request.user, client)
    return kept_ones[client.pk]

"""The list of clients."""

from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Any
from urllib.parse import quote_plus

from django.template.loader import render_to_string
from django.urls import get_script_prefix, reverse
from django.utils.html import escape
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET

from pomni.kit.errors import Refused
from pomni.kit.module import open_to
from pomni.kit.terms import manner
from pomni.memory import sightings
from pomni.memory.viewing import LISTED, READ_ON
from pomni.people.figured import Figured
from pomni.people.queries.answering import clients_answering
from pomni.people.queries.asked import FILTERS, VIEWS, Asked
from pomni.people.queries.figured import in_known_order
from pomni.people.queries.order import own_orders
from pomni.people.queries.rows import columns_for, columns_open_to, listed, named, sources, tags
from pomni.people.queries.segmented import SegmentTrouble, settled
from pomni.people.queries.segmented import tabs as tabs_of_segments
from pomni.people.seen import answered
from pomni.people.views.figures import span
from pomni.people.views.figures import titles as figure_titles
from pomni.people.views.rows import counted, draw, titles
from pomni.team.access import door
from pomni.team.queries import all_locations, colleagues
from pomni.team.seeing_as import who_looks
from pomni.ui.days import NO_DAY, as_day, at_its_address, days_in_iso
from pomni.ui.html import page
from pomni.ui.templatetags.pomni import day

BESIDES = ("after",)
DAYS = ("added_from", "added_to")
MOST_SIMILAR = 5  # clients named where nobody is found
CHANGE, ARCHIVE = "people.client.change", "people.client.archive"
KEPT = ("view", "sort", *(name for name in FILTERS if name != "q"))
HERE = "\ue000"  # stands in what is drawn once, for a text or a number that each page has of its own
SORTED_BY = ("name", "added", "contact", "due", "visits", "last_visit", "next_visit")
NEWEST_FIRST = ("added", "contact", "visits", "last_visit")


@door("people.client.see")
@require_GET
def clients(request):
    words = days_in_iso(request.GET, *DAYS)
    if words != request.GET and not _is_part(request):
        return at_its_address(request, words)
    asked = in_known_order(request.user, Asked.from_query(words, besides=BESIDES))
    if not _is_part(request) and any(isinstance(as_day(words[one]), str) for one in asked.wrong & set(DAYS)):
        return _filters(request, asked)  # what was typed stays; a day of no time is left out, and said
    part = "rows" if "after" in request.GET else "list"
    counts = part == "list" or not _is_part(request)
    try:
        wanted = settled(request.user, asked)
    except SegmentTrouble as no:
        return _without_rows(request, asked, str(no))
    try:
        found = listed(request.user, wanted, after=request.GET.get("after"), counts=counts)
    except Refused:  # a mark of another order, or of nobody's making: the list begins anew
        found = listed(request.user, wanted, counts=counts)
    _note(request, found.items)
    columns = columns_for(request.user, asked)
    may_choose = any(_may_choose(request.user))
    told: dict[str, Any] = {
        "rows": draw(found.items, columns, asked, chooses=may_choose),
        "more": found.next,
        "onward": f"{reverse('people:clients')}?{asked.to_query(cols=asked.cols)}&after={found.next}",
        "width": len(columns) + 1 + may_choose,
        "of_days": (of_days := _said_of_days(asked)),
        "trouble": of_days,
    }
    if counts:
        told |= _around(request, asked, columns, found.count)
    if counts and asked.q and not found.items:
        told["similar"] = clients_answering(request.user, asked.q, size=MOST_SIMILAR)
        answered(request, [hit.pk for hit in told["similar"]])
    response = page(request, "people/clients.html", part=part, **told)
    if request.htmx and part == "list":
        response["HX-Replace-Url"] = _address(asked)
    return response


def _note(request: Any, rows: Any) -> None:
    """Who stands in a list is seen without a card being opened; whoever reads on and on copies the list."""
    how = READ_ON if "after" in request.GET else LISTED
    sightings.note_list("people.client", [row.pk for row in rows], by=who_looks(request), how=how)


@door("people.client.see")
@require_GET
def client_filters(request):
    """By what the list can be narrowed: put into its menu, or a page by itself."""
    return _filters(request, Asked.from_query(days_in_iso(request.GET, *DAYS), besides=BESIDES))


def _filters(request, asked):
    told: dict[str, Any] = {
        "asked": asked,
        "days": {name: _day_asked(request.GET, asked, name) for name in DAYS},
        "cols": ",".join(asked.cols),
        "colleagues": [(str(one.uid), one.name) for one in colleagues(request.user)],
        "locations": [(str(one.uid), one.name) for one in all_locations()],
        "tags": tags(),
        "sources": sorted({*sources(request.user), asked.source} - {""}),
        "may_see_phones": "phone" in columns_open_to(request.user),
    }
    return page(request, "people/filters.html", part="fields", **told)


def _day_asked(words, asked, name):
    """What the field of a day shows, and what is wrong with it."""
    return (as_day(words[name]), NO_DAY) if name in asked.wrong else (getattr(asked, name), "")


def _said_of_days(asked):
    """Of a list that is put into a page whose form stays: which day in the form was not understood."""
    titles = filter_titles()
    return " ".join(f"{titles[name]}: {NO_DAY}" for name in DAYS if name in asked.wrong)


def _without_rows(request, asked, trouble):
    """A list that cannot be asked: it says why, and shows the other views."""
    told = _around(request, asked, columns_for(request.user, asked), 0)
    return page(request, "people/clients.html", part="list", rows="", trouble=trouble, **told)


def _around(request, asked, columns, number):
    """All of the page but its rows."""
    user = request.user
    change, archive = _may_choose(user)
    may_choose = change or archive
    acts = [(act, f"{reverse(act.url_name)}?{asked.to_query()}") for act in open_to(user, "list_actions")]
    shown = Asked(view=asked.view, segment=asked.segment, cols=asked.cols)
    saved = tuple(tabs_of_segments(user))
    is_narrowed = any(name != "segment" for name in asked.narrowed)
    return {
        "asked": asked,
        "tabs": _put_in(_once("_views", _tabs, _views(user, asked), saved, shown), HERE, counted(number)),
        "saves": _may_be_saved(asked, is_narrowed=is_narrowed),
        "chips": _chips(user, asked),
        "reset": _address(shown) if is_narrowed else "",
        "ask": "" if _is_part(request) else _once("_ask", _asking, asked, _titled(columns_open_to(user))),
        "head": _with_text(
            asked, lambda asked: _once("_head", _heads, asked, *_heads_of(user, columns), may_choose)
        ),
        "bulk": _once("_bulk", _acts, asked.view, change, archive) if may_choose else "",
        "acts": acts,
        "filling": [told for told in acts if told[0].fills],
        "may_add": user.may("people.client.add"),
    }


def _may_be_saved(asked, *, is_narrowed):
    """The words of the address, where they can be kept as a segment: a figure is of its days and stays one, and who works
    at one organisation stands on its card.
    """
    stays = asked.figure or asked.organisation
    return asked.to_query() if not stays and (is_narrowed or (asked.sort and not asked.segment)) else ""


def _may_choose(user):
    return user.may(CHANGE), user.may(ARCHIVE)


def _with_text(asked, draw):
    """What is drawn of a list, kept for all texts that are searched for: a text stands in its addresses alone."""
    if not asked.q:
        return draw(asked)
    return _put_in(draw(replace(asked, q=HERE)), quote_plus(HERE), quote_plus(asked.q, safe=","))


def _put_in(drawn, mark, text):
    return mark_safe(drawn.replace(mark, escape(text)))  # noqa: S308 (a template's own output; the text is escaped)


def _is_part(request):
    return request.htmx and not request.htmx.history_restore_request


def _once(template, words, *told):
    return _drawn_once(template, words, manner(), get_script_prefix(), *told)


@lru_cache(maxsize=500)
def _drawn_once(template, words, _manner, _prefix, *told):
    """A part of the page that is the same as long as what it is told is: drawn anew each time they were a third of it."""
    return mark_safe(render_to_string(f"people/{template}.html", words(*told)))  # noqa: S308 (a template's own output)


def _titled(columns):
    """Columns with what they are called: a custom field may be given another name."""
    words = titles()
    return tuple((name, words[name]) for name in columns)


def _heads_of(user, columns):
    """The columns of the list, and those of the company's own by which it can be sorted."""
    return _titled(["name", *columns]), tuple(name for name in own_orders(user) if name in columns)


def _asking(asked, columns):
    return {
        "asked": asked,
        "kept": [(name, value) for name in KEPT if (value := _text(asked, name))],
        "columns": [(name, title, name in asked.cols) for name, title in columns],
    }


def _heads(asked, columns, own, may_choose):
    heads = [(title, *_head(asked, name, own)) for name, title in columns]
    return {"heads": heads, "may_choose": may_choose}


def _acts(view, may_change, may_archive):
    return {"of_archived": view == "archived", "may_change": may_change, "may_archive": may_archive}


def _address(asked):
    query = asked.to_query()
    return reverse("people:clients") + (f"?{query}" if query else "")


def _views(user, asked):
    """The views that mean something to this person."""
    reach = user.reach("people.client.see")
    wide = reach.all or reach.team or reach.locations
    means = {
        "mine": wide,
        "nobody": reach.all or reach.locations,
        "archived": user.may(ARCHIVE),
        asked.view: True,
    }
    return tuple(view for view in VIEWS if means.get(view, view in ("all", "week")))


def _tabs(views, saved, asked):
    """The views with their titles and addresses; the current one with a mark for the number of its clients."""
    titles = {
        "all": pgettext("clients", "All"),
        "mine": pgettext("clients", "Mine"),
        "week": _("Added this week"),
        "nobody": _("Nobody answers for"),
        "archived": _("Archived"),
    }
    told = [
        (titles[view], _address(Asked(view=view, cols=asked.cols)), view == asked.view and not asked.segment)
        for view in views
    ]
    clients = reverse("people:clients")
    told += [(one.name, f"{clients}?{one.query}", one.uid == asked.segment) for one in saved]
    return {"views": told, "number": HERE}


def _chips(user, asked):
    """What the list is narrowed by: the filter, its value, and the address without it."""
    narrowed = [name for name in asked.narrowed if name != "segment"]  # which is the tab
    if not narrowed:
        return []
    names, plain, words = named(user, asked), Asked(), filter_titles()
    return [
        (
            words[name],
            names.get(name) or _shown(asked, name),
            _address(replace(asked, **{name: getattr(plain, name)})),
        )
        for name in narrowed
    ]


def filter_titles():
    """How the filters are called, in the language in force."""
    return _filter_titles(manner())


@lru_cache(maxsize=100)
def _filter_titles(_manner):
    return {
        "segment": _("Segment"),
        "q": _("Search"),
        "responsible": _("Responsible"),
        "location": _("{Location}"),
        "kind": _("Kind"),
        "tag": _("Tag"),
        "organisation": _("Works at"),
        "source": _("Source"),
        "added_from": _("Added from"),
        "added_to": _("Added until"),
        "phone": _("Phone"),
        "figure": _("Figure"),
    }


def _shown(asked, name):
    value = getattr(asked, name)
    words = {
        "person": _("Person"),
        "organisation": _("Organisation"),
        "with": _("written down"),
        "without": _("not written down"),
    }
    if isinstance(value, date):
        return day(value)
    if name == "figure":
        return _figure_shown(value)
    return words[value] if name in ("kind", "phone") else value


def _figure_shown(word):
    figured = Figured.from_word(word)
    return f"{figure_titles()[figured.what]}, {span(figured.period)}"


def _text(asked, name):
    value = getattr(asked, name)
    return ",".join(value) if isinstance(value, tuple) else str(value or "")


def _head(asked, name, own):
    """Of a column that can sort: the address that does, and how it sorts now."""
    if name not in own and name not in SORTED_BY:
        return "", ""
    now = asked.order == name
    sort = f"-{name}" if (not asked.descends if now else name in NEWEST_FIRST) else name
    return _address(replace(asked, sort=sort)), (
        "descending" if asked.descends else "ascending"
    ) if now else ""

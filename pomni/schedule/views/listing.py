"""Visits as a list: what of them is chosen, in which order and columns."""

from dataclasses import replace
from datetime import datetime
from html import escape
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET

from pomni.kit import figures
from pomni.kit.addresses import NO_UID
from pomni.kit.errors import Refused
from pomni.kit.module import open_to
from pomni.schedule import queries
from pomni.schedule.views.days import legend
from pomni.team.access import door
from pomni.ui.days import NO_DAY, as_day, at_its_address, days_in_iso
from pomni.ui.html import page
from pomni.ui.templatetags.pomni import alarm, day, moment

SEE = "schedule.visit.see"
SORTED_BY = ("when", "booked", "client")
ON_PHONE = {"state": "end", "by": "end2"}  # the others are left out where there is no room
MOST_TABS = 12  # saved views that stand above the list
NUMBERS = ("price", "phone", "ends")


@door(SEE)
@require_GET
def visits(request):
    """Visits by time, from today on unless other days are said; narrowed by location, colleague, room, state and source."""
    words = days_in_iso(request.GET, "from", "until")
    if words != request.GET:
        return at_its_address(request, words)
    asked = queries.VisitsAsked.from_query(words)
    found, trouble = _page_of(request, asked, words.get("after", ""))
    columns = _columns_open_to(request.user, asked)
    rows = queries.visit_rows(request.user, found.items, columns)
    number = queries.number_of_visits(request.user, asked)
    titles = column_titles()
    days = {name: as_day(words.get(name, "")) for name in ("from", "until")}
    offered, states = _offered(request.user), _states()
    saved = _saved(request.user, asked)
    is_odd = any(day and isinstance(day, str) for day in days.values())
    return page(
        request,
        "schedule/visits.html",
        rows=_drawn(rows, columns, request.company.currency),
        heads=[(titles[name], *_head(asked, name)) for name in ("when", "client", *columns)],
        tabs=[*_tabs(asked, number), *_tabs_of(saved, asked, number)],
        keeps=_keeping(request.user, saved, asked),
        asked=asked,
        trouble=" ".join(filter(None, (str(NO_DAY) if is_odd else "", trouble))),
        chips=_chips(asked, offered),
        days=days,
        offered=offered,
        states=states,
        sources=source_names(),
        columns=[(name, titles[name], name in asked.cols) for name in _open_to(request.user)],
        acts=_acts(request.user, asked, is_empty=not rows),
        is_usual=asked == replace(queries.VisitsAsked(), cols=asked.cols, sort=asked.sort, view=asked.view),
        wide=len(columns) > 6,
        more=f"?{asked.to_query()}&after={found.next}" if found.next else "",
    )


def column_titles():
    """How the columns are called, in the language in force."""
    return {
        "when": _("When"),
        "client": _("{Client}"),
        "ends": pgettext("the end of a visit", "Until"),
        "phone": _("Phone"),
        "services": _("Services"),
        "by": _("By whom"),
        "things": _("Rooms and devices"),
        "location": _("{Location}"),
        "state": pgettext("of a visit", "State"),
        "price": _("Price"),
        "source": pgettext("of a visit", "Booked how"),
        "booked": pgettext("of a visit", "Booked when"),
        "arrived": pgettext("of a visit", "Arrived"),
        "completed": pgettext("of a visit", "Completed"),
        "comment": pgettext("of a visit", "Comment"),
        "address": _("Address"),
    }


def source_names():
    """How visits come to be booked: keys and words."""
    return [
        ("desk", pgettext("of a visit", "At the desk")),
        ("online", pgettext("of a visit", "Online")),
        ("api", pgettext("of a visit", "By a program")),
        ("import", pgettext("of a visit", "By an import")),
    ]


def _open_to(user):
    """The columns that a person may choose from: no phones where their role hides them."""
    hides = user.field_rule("people.client.phone") == "hide"
    return [name for name in queries.COLUMNS if not (hides and name == "phone")]


def _columns_open_to(user, asked):
    return [name for name in _open_to(user) if name in asked.cols]


def _page_of(request, asked, after):
    """A page of what is asked for; a cursor of another list begins anew."""
    try:
        return queries.visits_page(request.user, asked, after=after or None), ""
    except Refused as no:
        return queries.visits_page(request.user, asked), str(no)


def _cancelled():
    return ("cancelled", pgettext("of a visit", "Cancelled"))


def _states():
    return [(queries.STANDING, pgettext("of visits", "All that take place")), *legend(), _cancelled()]


def _offered(user):
    """Among what one may choose: locations, colleagues, rooms and devices."""
    return {
        "at": queries.places_of(user),
        "of": list(queries.performers(user)),
        "thing": queries.things(user),
    }


def _chips(asked, offered):
    """What it is narrowed by: the filter, its value, and the address without it."""
    empty = {"day_from": None, "day_until": None}
    return [
        (title, value, f"?{asked.to_query(**{name: empty.get(name, '')})}")
        for name, title, value in _narrowed(asked, offered)
    ]


def chips_of(user, views):
    """What each of these shows, in words: its stretch of days, what narrows it, its order and its columns."""
    offered, titles = _offered(user), column_titles()
    stretches = _stretches()
    told = []
    for asked in views:
        parts = [(_("Days"), stretches[asked.stretch])] if asked.stretch else []
        parts += [(title, value) for _name, title, value in _narrowed(asked, offered)]
        parts.append((_("Order"), _order_in_words(asked, titles)))
        columns = [titles[name] for name in _columns_open_to(user, asked)]
        told.append([*parts, (_("Columns"), ", ".join(columns) or "–")])
    return told


def _order_in_words(asked, titles):
    title = titles[asked.order.removeprefix("-")]
    if not asked.order.startswith("-"):
        return title
    return _("%(column)s, the last ones first") % {"column": title}


def _narrowed(asked, offered):
    states = dict(_states())
    titles = {"at": _("{Location}"), "of": _("By whom"), "thing": _("Room or device")}
    told = [
        ("day_from", pgettext("day", "From"), asked.day_from and day(asked.day_from)),
        ("day_until", pgettext("day", "Until"), asked.day_until and day(asked.day_until)),
        ("state", pgettext("of a visit", "State"), states.get(asked.state)),
        ("source", pgettext("of a visit", "Booked how"), dict(source_names()).get(asked.source)),
    ]
    for name, among in offered.items():
        found = next((one.name for one in among if str(one.uid) == getattr(asked, name)), "")
        told.append((name, titles[name], found))
    return [one for one in told if one[-1]]


def _acts(user, asked, *, is_empty):
    """What can be done with the list; with an empty one only what fills it."""
    acts = [act for act in open_to(user, "visit_actions") if act.fills or not is_empty]
    return [
        (act, reverse(act.url_name) + ("" if act.fills else f"?{asked.to_query(view='')}")) for act in acts
    ]


def address_of(view):
    """The address at which a saved view stands as a list."""
    return f"{reverse('schedule:visits')}?{queries.read_view(view).to_query()}"


def _saved(user, asked):
    """The first saved views, and the one that is open, wherever it stands."""
    found = list(queries.saved_views(user)[:MOST_TABS])
    if asked.view and not any(str(one.uid) == asked.view for one in found):
        found += queries.saved_views(user).filter(uid=asked.view)
    return found


def _tabs_of(saved, asked, number):
    return [(one.name, address_of(one), str(one.uid) == asked.view, _counted(number)) for one in saved]


def _keeping(user, saved, asked):
    """The buttons by which what is shown is kept: their words and addresses."""
    one = next((one for one in saved if str(one.uid) == asked.view), None)
    words = asked.to_query(view="")
    is_changed = one is None or words != one.query
    keeps = []
    if one and queries.may_change_view(user, one):
        title = _("Save what has changed") if is_changed else _("Change this view")
        keeps.append((title, f"{reverse('schedule:change_view', args=[one.uid])}?{asked.to_query()}"))
    if is_changed and words:
        title = _("Save as another view") if one else _("Save this view")
        keeps.append((title, f"{reverse('schedule:save_view')}?{words}"))
    return keeps


def _counted(number):
    most = queries.MOST_COUNTED
    return f"{figures.number(most)}+" if number > most else figures.number(number)


def _stretches():
    return {
        "ahead": pgettext("visits", "To come"),
        "today": pgettext("visits", "Today"),
        "tomorrow": pgettext("visits", "Tomorrow"),
        "week": pgettext("visits", "This week"),
        "month": pgettext("visits", "This month"),
        "lately": pgettext("visits", "The last 30 days"),
        "all": pgettext("visits", "All"),
    }


def _tabs(asked, number):
    """The stretches of days, the current one with the number of its visits."""
    told, titles, days = _counted(number), _stretches(), {"day_from": None, "day_until": None, "view": ""}
    tabs = [
        (
            titles[when],
            f"?{asked.to_query(when=when, **days)}",
            when == asked.stretch and not asked.view,
            told,
        )
        for when in queries.WHEN
    ]
    if asked.stretch or asked.view:
        return tabs
    return [*tabs, (_("These days"), f"?{asked.to_query()}", True, told)]


def _head(asked, name):
    """Of a column that can sort: the address that does, and how it sorts now."""
    if name not in SORTED_BY:
        return "", ""
    now = asked.order.removeprefix("-") == name
    descends = asked.order.startswith("-")
    sort = f"-{name}" if (not descends if now else name == "booked") else name
    return f"?{asked.to_query(sort=sort)}", ("descending" if descends else "ascending") if now else ""


# --- Rows: put together here, as those of the list of clients are ------------------------------------------------------


def _drawn(rows, columns, currency):
    words = {
        "address": reverse("schedule:visit", args=[NO_UID]).split(NO_UID),
        "visit": escape(_("Visit")),
        "somebody": escape(_("Somebody else's {client}")),
        "currency": currency,
        "sources": dict(source_names()),
        "states": dict([*legend(), _cancelled()]),
        "zones": {},
    }
    return mark_safe("".join(_row(row, columns, words) for row in rows))  # noqa: S308 (escaped part by part)


def _row(row, columns, words):
    visit = row.visit
    first, last = words["address"]
    name = escape(row.name) or (words["somebody"] if visit.client_id else words["visit"])
    title = f'<a class="link" href="{first}{visit.uid}{last}">{name}</a>{alarm(row.warning)}'
    when = f"{day(visit.day)}, {visit.begins:%H:%M}".replace(", 0", ", ")
    cells = "".join(f"<td{_place(name)}>{CELLS.get(name, _text)(row, name, words)}</td>" for name in columns)
    return f'<tr><td class="num" data-m="sub">{when}</td><td data-m="title">{title}</td>{cells}</tr>\n'


def _place(name):
    kept = ' class="num"' if name in NUMBERS else ""
    return f'{kept} data-m="{ON_PHONE.get(name, "hide")}"'


def _text(row, name, words):
    visit = row.visit
    told = {
        "phone": row.phone,
        "services": ", ".join(row.services),
        "by": ", ".join(row.people),
        "things": ", ".join(row.things),
        "location": visit.location.name,
        "source": words["sources"][visit.source],
        "comment": visit.comment,
        "address": visit.address,
    }
    return escape(str(told[name]))


def _ends(row, _name, words):
    zone = words["zones"].setdefault(row.visit.zone, ZoneInfo(row.visit.zone))
    ends = row.visit.ends_at.astimezone(zone)
    return f"{ends.hour}:{ends:%M}"


def _state(row, _name, words):
    status = row.visit.status
    return f'<span class="badge visit-{status}">{escape(str(words["states"][status]))}</span>'


def _price(row, _name, words):
    return "" if row.price is None else escape(figures.money(row.price, words["currency"]))


def _at(row, name, _words):
    at: datetime | None = getattr(row.visit, f"{name}_at")
    return moment(at)


CELLS = {
    "ends": _ends,
    "state": _state,
    "price": _price,
    "booked": _at,
    "arrived": _at,
    "completed": _at,
}

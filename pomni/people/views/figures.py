"""Figures of clients: for any stretch of days, beside another one, each opening into the clients that it counts."""

from typing import Any

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET

from pomni.people.figured import lost_after
from pomni.people.queries import figures_clients as queries
from pomni.team.access import door
from pomni.ui.days import NO_DAY, as_day, at_its_address, days_in_iso
from pomni.ui.html import page
from pomni.ui.today import address
from pomni.ui.widgets import written

EXPORT = "exchange.export.run"
MOST_SOURCES = 5


@door("people.figures.see")
@require_GET
def figures(request):
    words = days_in_iso(request.GET, *queries.DAYS)
    if words != request.GET:
        return at_its_address(request, words)
    asked = queries.FiguresAsked.from_query(words)
    told = queries.client_figures(request.user, asked)
    csv = address("exchange:export_figures") if request.user.may(EXPORT) else ""
    return page(
        request,
        "people/figures.html",
        asked=asked,
        days=_days(words, asked),
        rows=rows(told),
        lines=_lines(told),
        titles=[titles()[name] for name in told.figures],
        presets=presets(),
        againsts=againsts(),
        parts=parts(),
        span=span(asked.period),
        then_span=span(asked.compared),
        csv=f"{csv}?{asked.to_query()}" if csv else "",
    )


@door("people.figures.see")
@require_GET
def figures_of_month(request):
    """This month beside the last one, for Today: fetched when that page stands already."""
    by_source = not request.user.may(
        "people.client.see"
    )  # whoever is told figures alone asks where clients come from
    asked = queries.FiguresAsked.from_query({"by": "source"} if by_source else {})
    told = queries.client_figures(request.user, asked)
    came = sorted((line for line in told.lines if line.now["new"]), key=lambda line: -line.now["new"])
    sources = [(line.title, line.now["new"]) for line in came[:MOST_SOURCES]]
    return page(request, "people/figures_of_month.html", part="figures", rows=rows(told), sources=sources)


def _days(words: Any, asked: queries.FiguresAsked) -> dict[str, tuple[Any, Any]]:
    """Of each field of a day what it shows, and what is wrong with it."""
    own = asked.period if asked.preset == queries.OWN else None
    compared = asked.compared if asked.against == queries.OWN else None
    ends = [own and own.first, own and own.last, compared and compared.first, compared and compared.last]
    wrong = [name in asked.wrong and not queries.is_day(words.get(name, "")) for name in queries.DAYS]
    return {
        name: (as_day(words[name]), NO_DAY) if is_wrong else (end, "")
        for name, end, is_wrong in zip(queries.DAYS, ends, wrong, strict=True)
    }


# --- In words -----------------------------------------------------------------------------------------------------------


def titles() -> dict[str, str]:
    """How the figures are called."""
    return {
        "all": _("{Clients}"),
        "new": pgettext("clients", "New"),
        "returning": pgettext("clients", "Returning"),
        "sleeping": pgettext("clients", "Sleeping"),
        "lost": pgettext("clients", "Lost"),
    }


def rules_said(*, sees_contacts: bool) -> dict[str, str]:
    """Whom each figure counts."""
    if not sees_contacts:
        return {
            "all": _("Added by the end of the last day, and not archived by then."),
            "new": _("Added within these days."),
        }
    days = {"days": lost_after().days}
    lost = _(
        "Neither in touch with us nor added for %(days)s days by the end of the last day; where they have a rhythm of "
        "their own, away for longer than usual for as many days."
    )
    return {
        "all": _("Added or in touch with us by the end of the last day, and not archived by then."),
        "new": _("Added or in touch with us for the first time within these days."),
        "returning": _("In touch with us within these days, and before them too."),
        "sleeping": _(
            "Away for longer than usual, by their own rhythm, on the last day, and for less than %(days)s days so far."
        )
        % days,
        "lost": lost % days,
    }


def presets() -> list[tuple[str, str]]:
    """The usual stretches."""
    return [
        ("week", _("This week")),
        ("month", _("This month")),
        ("quarter", _("This quarter")),
        ("year", _("This year")),
        ("last_week", _("Last week")),
        ("last_month", _("Last month")),
        ("last_quarter", _("Last quarter")),
        ("last_year", _("Last year")),
        ("own", _("Other days")),
    ]


def againsts() -> list[tuple[str, str]]:
    """With what they are compared."""
    return [
        ("before", _("The days before")),
        ("year", _("A year before")),
        ("own", _("Other days")),
        ("none", pgettext("compared with", "Nothing")),
    ]


def parts() -> list[tuple[str, str]]:
    """By what they are parted."""
    return [
        ("", pgettext("figures parted", "Not parted")),
        ("responsible", _("By responsible")),
        ("location", _("By {location}")),
        ("source", _("By source")),
    ]


def span(period: Any) -> str:
    """A stretch as people write it."""
    if not period:
        return ""
    return f"{written(period.first)} – {written(period.last)}" if period.days > 1 else written(period.first)


# --- Rows ---------------------------------------------------------------------------------------------------------------


def rows(told: Any) -> list[dict[str, Any]]:
    """Each figure with its rule, its bars, and where it opens."""
    words, rules = titles(), rules_said(sees_contacts="lost" in told.figures)
    most = max([*told.now.values(), *told.then.values(), 1])
    return [
        {
            "key": name,
            "title": words[name],
            "rule": rules[name],
            "now": told.now[name],
            "then": told.then.get(name),
            "change": change(told.now[name], told.then.get(name)),
            "url": _url(told, name, told.asked.period),
            "then_url": _url(told, name, told.asked.compared),
            "of": _part(told.now[name], most),
            "then_of": _part(told.then.get(name, 0), most),
        }
        for name in told.figures
    ]


def _lines(told: Any) -> list[dict[str, Any]]:
    most = max([*(line.now["all"] for line in told.lines), 1])
    return [
        {
            "title": line.title,
            "of": _part(line.now["all"], most),
            "cells": [
                (line.now[name], line.then.get(name), _url(told, name, told.asked.period, line.key))
                for name in told.figures
            ],
        }
        for line in told.lines
    ]


def change(now: int, then: int | None) -> str:
    """How much more or less it is: "+12", "−3"; "" of nothing to compare with."""
    if then is None:
        return ""
    sign = "+" if now > then else "\N{MINUS SIGN}" if now < then else "±"
    return sign + number_format(abs(now - then), force_grouping=True)


def _part(number: int, most: int) -> int:
    return round(100 * number / most)


def _url(told: Any, name: str, period: Any, key: str | None = None) -> str:
    if not told.opens or not period:
        return ""
    return f"{reverse('people:clients')}?{queries.list_query(told.asked, name, period, key)}"

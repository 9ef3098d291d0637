"""What is offered, in words."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pomni.catalog import rules
from pomni.catalog.queries import Contents
from pomni.kit import figures
from pomni.ui.widgets import written


def percent_told(steps: rules.Steps, day: date) -> str:
    """The per cent of a tax on a day: "22%", "exempt", or that it is not yet in force."""
    if not rules.is_known_on(steps, day):
        return _("not in force yet")
    return _percent(rules.percent_on(steps, day))


def steps_told(steps: rules.Steps) -> str:
    """All per cents of a tax: "20% from 1 Jan 2019, 22% from 1 Jan 2026"."""
    return ", ".join(_step(first, rules.percent_on(steps, _day(first))) for first, _number in steps)


def contents_in_words(rows: Iterable[Contents]) -> list[str]:
    """Each row of a package: "10 visits: Massage", "Without limit: Sauna, Pool"."""
    return [_row(row, ", ".join(one.name for one in row.services)) for row in rows]


def _row(row, names):
    if row.visits is None:
        return _("Without limit: %(services)s") % {"services": names}
    if len(row.services) == 1:
        told = ngettext("%(number)s visit: %(services)s", "%(number)s visits: %(services)s", row.visits)
    else:
        told = ngettext(
            "%(number)s visit, any of: %(services)s", "%(number)s visits, any of: %(services)s", row.visits
        )
    return told % {"number": row.visits, "services": names}


def _percent(number):
    if number is None:
        return _("exempt")
    return _("%(number)s%%") % {"number": figures.number(number)}


def _step(first, number):
    if not first:
        return _percent(number)
    told = {"percent": _percent(number), "day": written(_day(first))}
    return _("%(percent)s from %(day)s") % told


def _day(first):
    return date.fromisoformat(first) if first else date.min

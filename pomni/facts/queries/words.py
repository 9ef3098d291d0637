"""A condition in words: each line one whole sentence, in the language in force."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import dates, formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from pomni.facts.queries.language import Group, Line
from pomni.facts.rules import Kind, Operator, Wants
from pomni.kit import figures
from pomni.ui.widgets import written

Words = dict[str, Any]


@dataclass(frozen=True)
class Said:
    """A line of a condition as it is shown: how deep it lies, its words, and whether it heads the lines below it."""

    depth: int
    words: str
    is_head: bool = False
    trouble: str = ""


def in_words(condition: Group, viewer: Any) -> list[Said]:
    """A condition as lines, from top to bottom; nothing where it asks for nothing."""
    return list(_said(condition, viewer, 0)) if condition.parts else []


def sentence_of(line: Line, viewer: Any) -> str:
    """One line as a sentence: "Birthday is within the next 7 days"."""
    if not line.fact or not line.operator:
        return _("Something that Pomni does not know any more")
    if line.fact.kind == Kind.YES_NO:
        return str(line.fact.yes if line.operator_key == "yes" else line.fact.no)
    words: Words = {"fact": line.fact.title}
    if line.trouble:
        return _("%(fact)s: not finished") % words
    told = _OF_ALL[line.operator_key]
    return told(words | _values(line, viewer), line.value)


def heading_of(how: str) -> str:
    """What stands above the lines of a group."""
    return {"all": _("All of these:"), "any": _("At least one of these:"), "none": _("None of these:")}[how]


def _said(group: Group, viewer: Any, depth: int) -> Iterator[Said]:
    if depth or group.how != "all":
        yield Said(depth, heading_of(group.how), is_head=True, trouble=group.trouble)
        depth += 1
    for part in group.parts:
        if isinstance(part, Group):
            yield from _said(part, viewer, max(depth, 1))
        else:
            yield Said(depth, sentence_of(part, viewer), trouble=part.trouble)


def _values(line: Line, viewer: Any) -> Words:
    """What stands in the places of a sentence."""
    match line.asked[1].wants:
        case Wants.TEXT:
            return {"value": line.value}
        case Wants.NUMBER | Wants.DAYS:
            return {"value": _number(line.value)}
        case Wants.NUMBERS:
            return {"low": _number(line.value[0]), "high": _number(line.value[1])}
        case Wants.DAY:
            return {"day": _day(line.value)}
        case Wants.PERIOD:
            return {"first": _day(line.value[0]), "last": _day(line.value[1])}
        case Wants.MONTH:
            return {"month": dates.MONTHS[line.value]}
        case Wants.VALUES:
            return {"values": ", ".join(names_of(line, viewer))}
    return {}


def names_of(line: Line, viewer: Any) -> list[str]:
    """How the values that a line has chosen are called; those that are gone are left out."""
    if not line.fact or not line.told:
        return []
    told = [line.told] if isinstance(line.told, str) else list(line.told)
    return [title for _value, title in line.fact.values.known(viewer, told).values()]


def _number(value: Any) -> str:
    return figures.number(value) if isinstance(value, int) else formats.number_format(value, use_l10n=True)


def _day(day: date) -> str:
    return written(day)


def _next(words: Words, value: int) -> str:
    if not value:
        return _("%(fact)s is today") % words
    told = ngettext(
        "%(fact)s is within the next %(value)s day", "%(fact)s is within the next %(value)s days", value
    )
    return told % words


def _last(words: Words, value: int) -> str:
    told = ngettext(
        "%(fact)s was within the last %(value)s day", "%(fact)s was within the last %(value)s days", value
    )
    return told % words


def _ago(words: Words, value: int) -> str:
    told = ngettext(
        "%(fact)s was more than %(value)s day ago", "%(fact)s was more than %(value)s days ago", value
    )
    return told % words


def _ahead(words: Words, value: int) -> str:
    told = ngettext(
        "%(fact)s is more than %(value)s day ahead", "%(fact)s is more than %(value)s days ahead", value
    )
    return told % words


def _between(words: Words, _value: Any) -> str:
    if "first" in words:
        return _("%(fact)s is from %(first)s to %(last)s") % words
    return _("%(fact)s: from %(low)s to %(high)s") % words


def _plain(sentence: Callable[[], str]) -> Callable[[Words, Any], str]:
    return lambda words, _value: sentence() % words


_OF_ALL: dict[str, Callable[[Words, Any], str]] = {
    "contains": _plain(lambda: _("%(fact)s contains “%(value)s”")),
    "contains_not": _plain(lambda: _("%(fact)s does not contain “%(value)s”")),
    "is": _plain(lambda: _("%(fact)s is “%(value)s”")),
    "is_not": _plain(lambda: _("%(fact)s is not “%(value)s”")),
    "begins": _plain(lambda: _("%(fact)s begins with “%(value)s”")),
    "filled": _plain(lambda: _("%(fact)s is known")),
    "empty": _plain(lambda: _("%(fact)s is not known")),
    "at_least": _plain(lambda: _("%(fact)s: at least %(value)s")),
    "at_most": _plain(lambda: _("%(fact)s: at most %(value)s")),
    "equals": _plain(lambda: _("%(fact)s: exactly %(value)s")),
    "more": _plain(lambda: _("%(fact)s: more than %(value)s")),
    "less": _plain(lambda: _("%(fact)s: less than %(value)s")),
    "between": _between,
    "on": _plain(lambda: _("%(fact)s is on %(day)s")),
    "before": _plain(lambda: _("%(fact)s is before %(day)s")),
    "after": _plain(lambda: _("%(fact)s is after %(day)s")),
    "last": _last,
    "ago": _ago,
    "next": _next,
    "ahead": _ahead,
    "week": _plain(lambda: _("%(fact)s is in this week")),
    "month": _plain(lambda: _("%(fact)s is in this month")),
    "year": _plain(lambda: _("%(fact)s is in this year")),
    "in_month": _plain(lambda: _("%(fact)s is in %(month)s")),
    "one_of": _plain(lambda: _("%(fact)s is one of: %(values)s")),
    "none_of": _plain(lambda: _("%(fact)s is none of: %(values)s")),
    "has": _plain(lambda: _("%(fact)s: at least one of %(values)s")),
    "has_not": _plain(lambda: _("%(fact)s: none of %(values)s")),
}


def operator_title(kind: Kind, operator: Operator) -> str:
    """How an operator is called where one is chosen, beside the title of the fact."""
    titles = {
        "contains": pgettext("condition", "contains"),
        "contains_not": pgettext("condition", "does not contain"),
        "is": pgettext("condition", "is"),
        "is_not": pgettext("condition", "is not"),
        "begins": pgettext("condition", "begins with"),
        "filled": pgettext("condition", "is known"),
        "empty": pgettext("condition", "is not known"),
        "at_least": pgettext("condition", "is at least"),
        "at_most": pgettext("condition", "is at most"),
        "equals": pgettext("condition", "is exactly"),
        "more": pgettext("condition", "is more than"),
        "less": pgettext("condition", "is less than"),
        "between": pgettext("condition", "is from … to …"),
        "on": pgettext("condition", "is on the day"),
        "before": pgettext("condition", "is before the day"),
        "after": pgettext("condition", "is after the day"),
        "last": pgettext("condition", "was within the last … days"),
        "ago": pgettext("condition", "was more than … days ago"),
        "next": pgettext("condition", "is within the next … days"),
        "ahead": pgettext("condition", "is more than … days ahead"),
        "week": pgettext("condition", "is in this week"),
        "month": pgettext("condition", "is in this month"),
        "year": pgettext("condition", "is in this year"),
        "in_month": pgettext("condition", "is in the month"),
        "one_of": pgettext("condition", "is one of"),
        "none_of": pgettext("condition", "is none of"),
        "has": pgettext("condition", "has at least one of"),
        "has_not": pgettext("condition", "has none of"),
        "yes": pgettext("condition", "yes"),
        "no": pgettext("condition", "no"),
    }
    if kind == Kind.TAG and operator.key in ("filled", "empty"):
        return (
            pgettext("condition", "has any")
            if operator.key == "filled"
            else pgettext("condition", "has none")
        )
    return titles[operator.key]

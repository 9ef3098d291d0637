"""The words of a message: the usual texts, and what stands in their places for one visit."""

from collections.abc import Mapping
from typing import Any

from babel.dates import format_date
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from pomni.reminders.links import address_of
from pomni.reminders.rules import WORDS, filled
from pomni.team import company

# Messages of service: of the visit that was agreed, and of nothing else. No advertising belongs here.
USUAL = {
    "booked": gettext_noop(
        "%(name)s, you are booked: %(day)s at %(time)s, %(what)s. %(place)s, %(address)s %(confirm)s"
    ),
    "before": gettext_noop(
        "%(name)s, we expect you %(day)s at %(time)s: %(what)s. %(place)s, %(address)s Confirm or cancel: %(confirm)s"
    ),
    "moved": gettext_noop(
        "%(name)s, your visit is moved: %(day)s at %(time)s, %(what)s. %(place)s, %(address)s %(confirm)s"
    ),
    "cancelled": gettext_noop("%(name)s, your visit %(day)s at %(time)s is cancelled. %(company)s"),
    "after": gettext_noop("%(name)s, thank you for coming. %(company)s"),
}
PLACES = {word: f"{{{word}}}" for word in WORDS}  # as they stand in a text


def usual_texts(occasion: str) -> dict[str, str]:
    """The usual text of an occasion, by language."""
    found = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            found[code] = _(USUAL[occasion]) % PLACES
    return found


def text_for(texts: Mapping[str, str], language: str) -> tuple[str, str]:
    """The text for whoever speaks a language, and the language that it is in: theirs, the company's, or any that there is."""
    for one in (language, company.current().language, *texts):
        if text := texts.get(one, "").strip():
            return text, one
    return "", ""


def words_of(visit: Any, language: str) -> dict[str, str]:
    """What may stand in a message about a visit, in a language."""
    lines = list(visit.lines.select_related("service", "user").order_by("place"))
    who = dict.fromkeys(line.user.name for line in lines if line.user)
    client, link = visit.client, address_of(visit)
    return {
        "name": client.called or client.given or client.name,
        "what": ", ".join(line.service.name for line in lines),
        "who": ", ".join(who),
        "day": day_in_words(visit.day, language),
        "time": f"{visit.begins.hour}:{visit.begins.minute:02}",
        "place": visit.location.name,
        "address": visit.location.address,
        "company": company.current().name,
        "confirm": link,
        "cancel": link,
    }


def day_in_words(day: Any, language: str) -> str:
    """A day with the name of its day of the week."""
    return format_date(day, "EEEE, d MMMM", locale=language)


def written(texts: Mapping[str, str], visit: Any) -> tuple[str, str]:
    """The message about a visit for its client, and the language that it is in."""
    text, language = text_for(texts, visit.client.language)
    return (filled(text, words_of(visit, language)), language) if text else ("", "")

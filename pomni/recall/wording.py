"""The words of an invitation: the usual texts, and what stands in their places for one client."""

import re
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from pomni.booking.queries import booking_page, counters
from pomni.team import company

WORDS = ("name", "what", "company", "link")
PLACE = re.compile(r"\{([a-z]*)\}")
LONGEST = 1000  # signs of a text
USUAL = gettext_noop(
    "%(name)s, it is time to come again: %(what)s. We are glad to find an hour for you. %(company)s %(link)s"
)


def usual_texts() -> dict[str, str]:
    """The usual text by language."""
    found = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            found[code] = _(USUAL) % {word: f"{{{word}}}" for word in WORDS}
    return found


def unknown_words(text: str) -> list[str]:
    """What stands in braces in a text and is no word that can be put in."""
    return [one for one in PLACE.findall(text) if one not in WORDS]


def booking_links() -> dict[int, str]:
    """Where clients book by themselves, by the key of the location; none where they cannot."""
    found = counters(booking_page()) if settings.ADDRESS else []
    return {
        one.location.pk: f"{settings.ADDRESS}{reverse('booking:services', args=[one.slug])}" for one in found
    }


def written(texts: Mapping[str, str], client: Any, what: str, link: str) -> str:
    """The text for a client in their language, the company's, or any that there is."""
    ours = company.current()
    text = next(
        (told for one in (client.language, ours.language, *texts) if (told := texts.get(one, "").strip())), ""
    )
    words = {
        "name": client.called or client.given or client.name,
        "what": what,
        "company": ours.name,
        "link": link,
    }
    return PLACE.sub(
        lambda found: words.get(found[1], ""), text
    ).strip()  # what is put in is never read again

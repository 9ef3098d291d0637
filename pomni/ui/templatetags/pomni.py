"""Tags and filters that every template has without loading: icons, people's marks, form fields, dates, figures."""

import datetime as dt
import re
from functools import cache, lru_cache
from typing import Any

from django import forms, template
from django.forms import BoundField
from django.templatetags.static import static
from django.utils import timezone
from django.utils.dates import MONTHS_3
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

from pomni.kit import clock, figures
from pomni.ui.widgets import DayInput

register = template.Library()

# Day before month, with no doubt which is which; Django's own formats differ from what people here write.
DAYS = {"en": "j M Y"}
DAY = "d.m.Y"
WITH_TIME = "{}, H:i"

ALARM = ' <span class="badge danger" title="{}">{}{}</span>'
NOTHING = SafeString("")
AT_A_GLANCE = 10
LINE, PART = (
    16,
    20,
)  # characters that stand in one line of a narrow column; of a part, before it is broken too

# What a browser calls itself, told by the first word found: many name their rivals too, so the order matters.
BROWSERS = ("Edg", "OPR", "YaBrowser", "Firefox", "Chrome", "Safari")
SYSTEMS = ("Android", "iPhone", "iPad", "Windows", "Mac OS", "Linux")
SPOKEN = {"Edg": "Edge", "OPR": "Opera", "YaBrowser": "Yandex Browser", "Mac OS": "macOS"}


@register.simple_tag
def icon(name: str) -> SafeString:
    """An icon of the sprite (its names stand in `frontend/icons.txt`). Decorative: words stand beside it."""
    return _drawn(static("ui/vendor/icons.svg"), name)


@cache
def _drawn(sprite: str, name: str) -> SafeString:
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}#{}"/></svg>', sprite, name)


@register.filter
def breakable(text: Any) -> SafeString:
    """A long e-mail address, with the places where it may go on in the next line."""
    told = conditional_escape(text)
    if "@" not in told or len(told) <= LINE:
        return told
    parts = (part.replace(".", "<wbr>.") if len(part) > PART else part for part in told.split("@"))
    return mark_safe("<wbr>@".join(parts))  # noqa: S308 (escaped above)


@register.filter
def keys(hotkey: str) -> str:
    """How a hotkey is printed: "shift+l" as "Shift L", "g c" as "G C"."""
    return " ".join(part.capitalize() for part in hotkey.replace("+", " ").split())


@register.filter
def initials(name: Any) -> str:
    """Two letters for an avatar, of the first two words."""
    return "".join(word[0] for word in re.findall(r"\w+", str(name))[:2]).upper()


@register.filter
def hue(seed: Any) -> int:
    """A lasting hue, 0 to 359, for an avatar; neighbours in number stand far apart on the wheel."""
    number = int(seed) if str(seed).isdecimal() else sum(str(seed).encode())
    return number * 137 % 360


@register.simple_tag
@lru_cache(maxsize=1000)
def avatar(name: str, seed: Any, size: str = "") -> SafeString:
    """What `<c-avatar>` draws, for the rows of lists: there a component takes ten times as long."""
    told = '<span class="avatar {}" style="--h:{}" aria-hidden="true">{}</span>'
    return format_html(told, size, hue(seed), initials(name))


@register.simple_tag
def alarm(warning: str) -> SafeString:
    """Behind a name, what whoever meets them must know first; nothing where there is nothing."""
    if not warning:
        return NOTHING
    return format_html(ALARM, gettext("Alert"), icon("triangle-alert"), warning)


@register.filter
def kind(field: BoundField) -> str:
    """How a form field is laid out: "checkbox", "password" or ""."""
    widget = field.field.widget
    if isinstance(widget, forms.CheckboxInput):
        return "checkbox"
    return "password" if isinstance(widget, forms.PasswordInput) else ""


@register.filter
def is_long(widget: dict[str, Any]) -> bool:
    """Whether a select has more options than one takes in at a glance: then one types to find."""
    options = sum(len(options) for _group, options, _index in widget["optgroups"])
    return options > AT_A_GLANCE and not widget["attrs"].get("multiple")


@register.filter
def called(field: BoundField) -> Any:
    """A field's label in the person's language.

    allauth puts the fuller name into the placeholder ("Username or email" for "Login"), and leaves some
    labels to Django, which makes them of the field's name in English.
    """
    return field.field.widget.attrs.get("placeholder") or gettext(str(field.label))


@register.filter
def bare(field: BoundField) -> SafeString:
    """The input without a placeholder: a label that vanishes on typing is no label."""
    return field.as_widget(attrs={"placeholder": False})


@register.simple_tag
def day_input(
    name: str, value: Any, key: str, *, error: Any = "", hint: Any = "", described: str = "", **words: Any
) -> SafeString:
    """What `<c-day>` draws between its label and its error: the field of `DayInput`, of a day or of what was typed.

    `described`: the id of the error, where it stands elsewhere; `words`: attributes that are there or not.
    """
    said = [described or f"{key}_error"] if error else []
    said += [f"{key}_helptext"] if hint else []
    told = {word: bool(is_on) for word, is_on in words.items()}
    about = {"aria-invalid": "true" if error else False, "aria-describedby": " ".join(said) or False}
    return DayInput().render(name, value, {"id": key, **told, **about})


@register.filter
def device(user_agent: str) -> str:
    """ "Firefox, Windows" for what a browser says of itself; its own words where they are not known."""
    known = [next((w for w in words if w in user_agent), None) for words in (BROWSERS, SYSTEMS)]
    return ", ".join(SPOKEN.get(word, word) for word in known if word) or user_agent[:60]


@register.filter
def number(value: figures.Number | None, digits: int | None = None) -> str:
    """A number as the person writes it: 1 234,5; with `digits` after the comma."""
    return "" if value in (None, "") else figures.number(value, digits)


@register.filter
def money(amount: figures.Number | None, currency: str) -> str:
    """An amount with the sign of its currency: {{ visit.price|money:visit.currency }} is 4 500 ₽."""
    return "" if amount in (None, "") else figures.money(amount, currency)


@register.filter
def filesize(size: int | None) -> str:
    """How big a file is, in place of Django's filter: 4,2 МБ."""
    return "" if size is None else figures.file_size(size)


@register.filter
def day(at: dt.date | dt.datetime | None) -> SafeString | str:
    """A date as people write it, in the zone of the person: 21.11.2026."""
    return _time(at, _pattern()) if at else ""


@register.filter
def moment(at: dt.datetime | None) -> SafeString | str:
    """A date with the time, in the zone of the person: 21.11.2026, 14:05."""
    return _time(at, WITH_TIME.format(_pattern())) if at else ""


@register.filter
def hour(at: dt.datetime | None) -> SafeString | str:
    """The time of the day alone, in the zone of the person, where the day stands elsewhere: 14:05."""
    return _time(at, "H:i") if at else ""


@register.filter
def lately(at: dt.datetime | None) -> SafeString | str:
    """The time alone where it was today, else the day: for what happened a short while ago."""
    is_today = at is not None and timezone.localtime(at).date() == timezone.localtime(clock.now()).date()
    return hour(at) if is_today else day(at)


def _pattern() -> str:
    return DAYS.get((get_language() or "en").split("-")[0], DAY)


def _time(at: dt.date | dt.datetime, pattern: str) -> SafeString:
    local = timezone.localtime(at) if isinstance(at, dt.datetime) and timezone.is_aware(at) else at
    return mark_safe(f'<time datetime="{local.isoformat()}">{_written(local, pattern)}</time>')  # noqa: S308 (numbers and month names)


def _written(local: dt.date | dt.datetime, pattern: str) -> str:
    """As `date_format`, which takes five times as long; a timeline shows hundreds."""
    month = MONTHS_3[local.month].title() if "M" in pattern else ""
    parts = {"d": f"{local.day:02}", "j": local.day, "m": f"{local.month:02}", "M": month, "Y": local.year}
    if isinstance(local, dt.datetime):
        parts |= {"H": f"{local.hour:02}", "i": f"{local.minute:02}"}
    return "".join(str(parts.get(letter, letter)) for letter in pattern)

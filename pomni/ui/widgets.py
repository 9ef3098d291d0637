"""Fields and widgets of the house for Django's forms: the right keyboard on a phone, and every way in which people write.

A select of more than ten options becomes a field in which one types to find (`templates/django/forms/widgets/select.html`).
"""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import formats
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from pomni.kit import clock
from pomni.ui.typed import day_of, sum_of, time_of

# Hues that a company is offered, each with its name; any other can be set on the wheel.
HUES = (
    (272, _("indigo")),
    (250, _("blue")),
    (220, _("sky blue")),
    (195, _("turquoise")),
    (165, _("emerald")),
    (140, _("green")),
    (90, _("olive")),
    (60, _("ochre")),
    (35, _("terracotta")),
    (15, _("red")),
    (350, _("raspberry")),
    (320, _("pink")),
    (300, _("violet")),
)
WHEEL = 360
OWN = "own"
NO_DAY = _("Write a day such as 21.11.2026, 21.11 or “tomorrow”.")


@dataclass(frozen=True)
class Pick:
    """What one of the `Picks` says: its title, what it means, and an icon."""

    title: Any
    meaning: Any = ""
    icon: str = ""

    def __str__(self) -> str:
        return str(self.title)


# --- Choosing -------------------------------------------------------------------------------------------------------


class Switch(forms.CheckboxInput):
    """On or off, for what works at once; a checkbox is for what is agreed to or chosen from a list."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"role": "switch", **(attrs or {})})


class Picks(forms.RadioSelect):
    """One of a few ways, each a card with its title and meaning: `choices=[("demo", Pick(_("Look around"), _("…")))]`."""

    template_name = "django/forms/widgets/picks.html"


class HueInput(forms.RadioSelect):
    """A company's hue: swatches and, where scripts run, a wheel. The page shows the hue while it is being chosen."""

    template_name = "django/forms/widgets/hue.html"

    def optgroups(self, name: str, value: list[str], attrs: dict[str, Any] | None = None) -> Any:
        """The swatches, and the present hue among them where it is none of the offered."""
        told = dict(HUES)
        if value and value[0].isdecimal() and int(value[0]) not in told:
            told[int(value[0])] = _("your own hue")
        self.choices = list(told.items())
        return super().optgroups(name, value, attrs)


class HueField(forms.TypedChoiceField):
    """A hue, 0 to 359."""

    widget = HueInput

    def __init__(self, **more: Any) -> None:
        more.setdefault("initial", HUES[0][0])
        super().__init__(coerce=int, choices=HUES, **more)

    def valid_value(self, value: Any) -> bool:
        """Any hue of the wheel, also one that no swatch offers."""
        return str(value).isdecimal() and int(value) < WHEEL


# --- Typing ---------------------------------------------------------------------------------------------------------


class PhoneInput(forms.TextInput):
    """A phone, in whatever way it is written. `autocomplete` is the person's own only on forms about themselves."""

    input_type = "tel"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        kept = {"inputmode": "tel", "autocomplete": "off", "data-kind": "phone"}
        super().__init__({**kept, **(attrs or {})})


class MoneyInput(forms.TextInput):
    """A sum, with its currency beside it."""

    template_name = "django/forms/widgets/money.html"

    def __init__(self, currency: str = "", attrs: dict[str, Any] | None = None) -> None:
        kept = {"inputmode": "decimal", "autocomplete": "off", "data-kind": "money"}
        super().__init__({**kept, **(attrs or {})})
        self.currency = currency

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        """Adds the currency."""
        return {**super().get_context(name, value, attrs), "currency": self.currency}


class MoneyField(forms.DecimalField):
    """A sum as people write it: 1 234,50 or 1,234.50. Gives a Decimal."""

    widget = MoneyInput
    default_error_messages = {"invalid": _("Write a sum in digits, such as 1 250,50.")}

    def __init__(self, *, currency: str = "", **more: Any) -> None:
        more = {"max_digits": 12, "decimal_places": 2, "widget": MoneyInput(currency), **more}
        super().__init__(**more)

    def to_python(self, value: Any) -> Any:
        """The sum, or None where nothing was typed."""
        return super().to_python(_read(self, sum_of, value) if isinstance(value, str) else value)

    def prepare_value(self, value: Any) -> Any:
        """The sum as it is written in the person's language; what was typed wrong stays as it was typed."""
        if isinstance(value, str) or value is None:
            return value
        places = self.decimal_places if value % 1 else 0
        return formats.number_format(value, places, use_l10n=True, force_grouping=False)


class DayInput(forms.TextInput):
    """A day, typed or picked from the browser's calendar."""

    template_name = "django/forms/widgets/day.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"autocomplete": "off", "data-kind": "day", **(attrs or {})})

    def format_value(self, value: Any) -> str | None:
        """As dates are written in the person's language."""
        return written(value) if isinstance(value, dt.date) else super().format_value(value)


class DayField(forms.CharField):
    """A day as people write it: 21.11.2026, 21 Nov, tomorrow, Friday. Gives a date."""

    widget = DayInput
    default_error_messages = {"invalid": NO_DAY}

    def to_python(self, value: Any) -> Any:
        """The day, or None where nothing was typed."""
        if isinstance(value, dt.date) or value in self.empty_values:
            return value or None
        return _read(self, lambda text: day_of(text, clock.today()), value)


class TimeInput(forms.TextInput):
    """A time of the day."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        kept = {"inputmode": "numeric", "autocomplete": "off", "data-kind": "time", "class": "short"}
        super().__init__({**kept, **(attrs or {})})

    def format_value(self, value: Any) -> str | None:
        """24 hours, as everywhere in the house."""
        return f"{value:%H:%M}" if isinstance(value, dt.time) else super().format_value(value)


class TimeField(forms.CharField):
    """A time of the day as people write it: 9, 930, 9:30, 5 pm. Gives a time."""

    widget = TimeInput
    default_error_messages = {"invalid": _("Write a time such as 9:30 or 17:15.")}

    def to_python(self, value: Any) -> Any:
        """The time, or None where nothing was typed."""
        if isinstance(value, dt.time) or value in self.empty_values:
            return None if value in self.empty_values else value
        return _read(self, time_of, value)


def written(day: dt.date) -> str:
    """A day as it stands in a field: 21.11.2026, in English 21 Nov 2026."""
    if (get_language() or "en").startswith("en"):
        return f"{day.day} {day:%b %Y}"
    return f"{day:%d.%m.%Y}"


def _read(field: forms.Field, read: Callable[[str], Any], text: str) -> Any:
    if not text.strip():
        return None
    try:
        return read(text)
    except ValueError:
        raise ValidationError(field.error_messages["invalid"], code="invalid") from None


def picks(*told: tuple[str, Any, Any, str]) -> Iterable[tuple[str, Pick]]:
    """Choices for `Picks`, of value, title, meaning and icon."""
    return [(value, Pick(title, meaning, icon)) for value, title, meaning, icon in told]


class WallTimeField(TimeField):
    """A time of the day, as it was typed or as a dispute tells it."""

    def to_python(self, value: Any) -> Any:
        """The time, or None."""
        whole = isinstance(value, str) and value.count(":") == 2
        return super().to_python(value.rpartition(":")[0] if whole else value)

"""Fields of a client that are more than one text: phones with labels, tags, a birthday, the organisation where they work."""

import datetime as dt
import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext_lazy as _

from pomni.kit import clock
from pomni.kit.errors import Refused
from pomni.people import points, queries
from pomni.people.addresses import addresses_in, addresses_text
from pomni.people.messengers import NETWORKS, in_messenger
from pomni.people.rules import LEAP_YEAR, Reached, birthday_of, birthday_text, reached_of, reached_text
from pomni.ui.typed import ISO, MONTHS, NUMBERS, WORDS

BLANKS = 2  # rows for more phones, behind "Another one"
CENTURY = 100


class ReachedWords(tuple[Reached, ...]):
    """Phones or addresses; as text they are what `was-phone` of a form keeps."""

    __slots__ = ()

    def __str__(self) -> str:
        return reached_text(self)


class TagWords(tuple[str, ...]):
    """Names of tags, likewise."""

    __slots__ = ()

    def __str__(self) -> str:
        return ", ".join(self)


class ReachedInput(forms.TextInput):
    """Rows of a phone (or an address) with its label: those that are held, and blank ones behind "Another one"."""

    template_name = "people/_reached_rows.html"

    def __init__(self, kind: str) -> None:
        super().__init__({"autocomplete": "off"})
        self.kind = kind
        self.input_type = {"phone": "tel", "email": "email", "messenger": "text", "address": "text"}[kind]

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        """Adds the rows: name of the input, text, label."""
        held = self.held(str(value or "")) or [Reached("")]
        rows = [
            {"name": name if n == 1 else f"{name}-{n}", "typed": one.typed, "label": one.label}
            for n, one in enumerate([*held, *[Reached("")] * BLANKS], 1)
        ]
        told: dict[str, Any] = {"rows": rows[: len(held)], "blanks": rows[len(held) :], "kind": self.kind}
        told["labels"] = [_label(word) for word in LABELS[self.kind]]
        told["another"] = ANOTHER[self.kind]
        return {**super().get_context(name, value, attrs), **told}

    def value_from_datadict(self, data: Any, files: Any, name: str) -> str | None:
        """All rows as one text, the one that is to be the first before the others."""
        names = [name, *(f"{name}-{n}" for n in range(2, points.MOST + 2))]
        rows = [(one, data[one]) for one in names if data.get(one, "").strip()]
        if not any(one in data for one in names):
            return None
        rows.sort(key=lambda row: row[0] != data.get(f"{name}-first"))
        return self.as_text(
            Reached(typed.strip(), _label_of(data.get(f"{one}-label", ""))) for one, typed in rows
        )

    def held(self, value: str) -> list[Reached]:
        """The rows that a text tells."""
        return list(reached_of(value))

    def as_text(self, rows: Iterable[Reached]) -> str:
        """The rows as such a text."""
        return reached_text(rows)


LABELS = {
    "phone": ("mobile", "work", "home"),
    "email": ("work", "personal"),
    "messenger": tuple(one.name for one in NETWORKS.values()),
    "address": ("home", "work"),
}
ANOTHER = {
    "phone": _("Another phone"),
    "email": _("Another address"),
    "messenger": _("Another messenger"),
    "address": _("Another address"),
}


def _label(word: str) -> str:
    words = {
        "mobile": pgettext("label of a phone", "mobile"),
        "work": pgettext("label of a phone", "work"),
        "home": pgettext("label of a phone", "home"),
        "personal": pgettext("label of an address", "personal"),
    }
    return words.get(word, word)  # a messenger is called the same in every language


def _label_of(typed: str) -> str:
    return re.sub(r"[,;:\d@]", " ", typed).strip()


class ReachedField(forms.CharField):
    """How a client is reached. Gives `ReachedWords`."""

    def __init__(self, kind: str, **more: Any) -> None:
        super().__init__(required=False, widget=ReachedInput(kind), **more)
        self.kind = kind

    def clean(self, value: Any) -> Any:
        """The phones or addresses; the first wrong one is named."""
        told = ReachedWords(reached_of(super().clean(value)))
        if self.kind == points.MESSENGER:
            told = ReachedWords(in_messenger(one) for one in told)
        try:
            points.normal(self.kind, told)
        except Refused as no:
            raise ValidationError(str(no)) from None
        return told


class AddressWords(tuple[Reached, ...]):
    """Addresses with their labels, likewise."""

    __slots__ = ()

    def __str__(self) -> str:
        return addresses_text(self)


class AddressesInput(ReachedInput):
    """Rows of an address with its label."""

    def __init__(self) -> None:
        super().__init__("address")

    def held(self, value: str) -> list[Reached]:
        """The addresses that a text tells, a line each."""
        return list(addresses_in(value))

    def as_text(self, rows: Iterable[Reached]) -> str:
        """The rows as such a text."""
        return addresses_text(rows)


class AddressesField(forms.CharField):
    """The addresses of a client, the preferred one first. Gives `AddressWords`."""

    def __init__(self, **more: Any) -> None:
        super().__init__(required=False, widget=AddressesInput(), **more)

    def clean(self, value: Any) -> Any:
        """The addresses, each once."""
        return AddressWords(dict.fromkeys(addresses_in(super().clean(value))))


class TagsField(forms.CharField):
    """Tags with commas between. Gives `TagWords`, by name."""

    def __init__(self, **more: Any) -> None:
        super().__init__(required=False, max_length=2000, **more)
        self.known: list[str] = []

    def clean(self, value: Any) -> Any:
        """The names, each once."""
        told = (" ".join(part.split()) for part in re.split(r"[,;\n]", super().clean(value)))
        return TagWords(sorted({name for name in told if name}))


class BirthdayField(forms.CharField):
    """A day of birth as people write it: 21.11.1980, 21.11, 21 Nov. Gives ISO text: "1980-11-21", "--11-21"."""

    default_error_messages = {"invalid": _("Write the day and the month, such as 21.11 or 21.11.1980.")}

    def __init__(self, *, is_ahead: bool = False, **more: Any) -> None:
        super().__init__(**more)
        self.is_ahead = is_ahead  # whether it may be a day that is still to come

    def clean(self, value: Any) -> Any:
        """ISO text, "" for nothing."""
        typed = super().clean(value)
        try:
            return birthday_told(typed, is_ahead=self.is_ahead)
        except ValueError:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None

    def prepare_value(self, value: Any) -> Any:
        """As dates are written in the reader's language; what was typed wrong stays as it was typed."""
        try:
            return birthday_written(value or "")
        except ValueError:
            return value


def birthday_told(typed: str, *, is_ahead: bool = False) -> str:
    """What was typed, in ISO 8601. Raises ValueError where it is no day, or, unless `is_ahead`, one that is still to come."""
    text = " ".join(typed.lower().split())
    if not text:
        return ""
    if text.startswith("--"):
        return birthday_text(*birthday_of(text))
    if found := ISO.fullmatch(text):
        year, month, day = map(int, found.groups())
    elif found := NUMBERS.fullmatch(text):
        day, month, year = int(found[1]), int(found[2]), _year(found[3])
    elif found := WORDS.fullmatch(text):
        day, month, year = int(found[1]), _month(found[2]), int(found[3] or 0)
    else:
        raise ValueError(typed)
    if dt.date(year or LEAP_YEAR, month, day) > clock.today() and year and not is_ahead:
        raise ValueError(typed)
    return birthday_text(f"{month:02}-{day:02}", year or None)


def birthday_written(text: str) -> str:
    """An ISO birthday as the reader writes it: 21.11.1980, in English 21 Nov 1980; without the year where it has none."""
    day, year = birthday_of(text)
    if not day:
        return ""
    whole = dt.date(year or LEAP_YEAR, *map(int, day.split("-")))
    if (get_language() or "en").startswith("en"):
        return f"{whole.day} {whole:%b}" + (f" {year}" if year else "")
    return f"{whole:%d.%m}" + (f".{year:04}" if year else "")


def _year(told: str | None) -> int:
    if not told or len(told) == 4:
        return int(told or 0)
    now = clock.today().year
    century = now - now % CENTURY
    return century + int(told) - (CENTURY if century + int(told) > now else 0)


def _month(word: str) -> int:
    for number, beginnings in enumerate(MONTHS, 1):
        if any(word.startswith(beginning) for beginning in beginnings):
            return number
    raise ValueError(word)


class OrganisationInput(forms.TextInput):
    """Type to find an organisation; without scripts its whole name is typed."""

    template_name = "people/_organisation_input.html"
    asks = ""  # what the list is asked with besides
    shown = ""  # the name of the present one
    now_typed: str | None = None

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        """Adds what is shown: the name."""
        text = str(value or "")
        told = {"kept": "" if text.startswith("=") else text, "before": self.shown, "asks": self.asks}
        told["shown"] = self.shown if self.now_typed is None else self.now_typed
        return {**super().get_context(name, value, attrs), **told}

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """The uid that was chosen, or what was typed instead, behind "="."""
        if f"{name}-typed" not in data:
            return data.get(name)
        uid, typed = data.get(name, ""), " ".join(data[f"{name}-typed"].split())
        self.now_typed = typed
        is_chosen = uid and (uid != data.get(f"was-{name}", "") or typed == data.get(f"{name}-shown", ""))
        return uid if is_chosen else f"={typed}" if typed else ""


class OrganisationField(forms.CharField):
    """An organisation within the viewer's reach. Gives the client, or None."""

    viewer: Any = None

    def __init__(self, **more: Any) -> None:
        super().__init__(required=False, widget=OrganisationInput(), **more)

    def clean(self, value: Any) -> Any:
        """The organisation of this uid, or of the very name that was typed."""
        told = super().clean(value)
        if not told:
            return None
        try:
            if not told.startswith("="):
                return queries.organisation(self.viewer, told)
        except (Http404, ValidationError):
            raise ValidationError(_("Choose one of the organisations.")) from None
        found = queries.organisations_called(self.viewer, told[1:])
        if not found:
            raise ValidationError(
                _("No organisation of this name is here. Add it first, or choose another one.")
            )
        if len(found) > 1:
            raise ValidationError(_("Several organisations have this name. Choose one from the list."))
        return found[0]


class ClientInput(OrganisationInput):
    """Type to find any client."""

    asks = "?of=any"


class ClientField(forms.CharField):
    """A client within the viewer's reach. Gives the client, or None."""

    viewer: Any = None

    def __init__(self, **more: Any) -> None:
        super().__init__(required=False, widget=ClientInput(), **more)

    def clean(self, value: Any) -> Any:
        """The client of this uid, or of the very name that was typed."""
        told = super().clean(value)
        if not told:
            return None
        try:
            found = (
                queries.clients_called(self.viewer, told[1:])
                if told.startswith("=")
                else [queries.client(self.viewer, told)]
            )
        except (Http404, ValidationError):
            found = []
        if len(found) != 1:
            raise ValidationError(_("Choose one of the {clients} from the list."))
        return found[0]

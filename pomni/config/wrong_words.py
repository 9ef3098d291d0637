"""What is wrong with a field that a program sent, in the caller's language: pydantic itself speaks English alone."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, Any] = {
    "missing": _("This field is missing."),
    "extra_forbidden": _("There is no such field here. Check how it is spelt."),
    "string_type": _("Send a text here."),
    "string_too_short": _("This is too short: at least %(min_length)s characters."),
    "string_too_long": _("This is too long: at most %(max_length)s characters."),
    "string_unicode": _("This text holds a letter that cannot be kept."),
    "string_pattern_mismatch": _("This text does not have the form that is asked for."),
    "int_type": _("Send a whole number here."),
    "int_parsing": _("Send a whole number here."),
    "int_from_float": _("Send a whole number here."),
    "bool_type": _("Send true or false here."),
    "bool_parsing": _("Send true or false here."),
    "greater_than_equal": _("This is too small: at least %(ge)s."),
    "less_than_equal": _("This is too large: at most %(le)s."),
    "literal_error": _("Only these can stand here: %(expected)s."),
    "uuid_parsing": _("This is not an identifier."),
    "uuid_type": _("This is not an identifier."),
    "datetime_parsing": _("Write a date with time and zone, such as 2026-11-22T10:00:00Z."),
    "datetime_from_date_parsing": _("Write a date with time and zone, such as 2026-11-22T10:00:00Z."),
    "timezone_aware": _("Write a date with time and zone, such as 2026-11-22T10:00:00Z."),
    "time_with_zone": _("Write an hour without a zone, such as 10:00: the clock of the place counts."),
    "dict_type": _("Send an object here."),
    "list_type": _("Send a list here."),
    "too_long": _("These are too many: at most %(max_length)s."),
    "too_short": _("These are too few: at least %(min_length)s."),
    "model_attributes_type": _("Send an object here."),
}
OTHERWISE = _("This value cannot be used here.")


def wrong_fields(errors: Iterable[dict[str, Any]]) -> list[dict[str, str]]:
    """Each wrong field of a request with its sentence. The name of the program's own variable is left out."""
    return [{"field": _name(error["loc"]), "wrong": _sentence(error)} for error in errors]


def _sentence(error: dict[str, Any]) -> str:
    sentence = str(SENTENCES.get(error["type"], OTHERWISE))
    try:
        return sentence % error.get("ctx", {})
    except KeyError:
        return str(OTHERWISE)


def _name(place: Iterable[Any]) -> str:
    """("body", "told", "name") is the field name; ("query", "limit") is limit; ("body", "told") is the whole body."""
    source, *path = (str(part) for part in place)
    inner = path[1:] if source == "body" else path
    return ".".join(inner) or source

"""Why two clients may be one, or may not, as a page words it: by the codes that the matcher gives."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

FOR = {
    "same_phone": _("same phone"),
    "like_phone": _("phones differ by one digit"),
    "same_email": _("same e-mail"),
    "like_email": _("e-mails nearly the same"),
    "same_tax_id": _("same tax number"),
    "like_tax_id": _("tax numbers differ by one digit"),
    "same_name": _("same name"),
    "names_agree": _("names agree"),
    "names_alike": _("names nearly the same"),
    "short_form": _("short form of the name"),
    "initials": _("initials fit"),
    "part_of_name": pgettext_lazy("reason for a duplicate", "part of the name"),
    "same_birth_date": _("same date of birth"),
    "same_birthday": _("same birthday"),
    "birthdays_alike": _("dates of birth nearly the same"),
    "same_address": _("same address"),
}
AGAINST = {
    "kinds_differ": _("a person and an organisation"),
    "phones_differ": _("phones differ"),
    "tax_ids_differ": _("tax numbers differ"),
    "given_names_differ": _("given names differ"),
    "family_names_differ": _("family names differ"),
    "patronymics_differ": _("patronymics differ"),
    "names_differ": _("names differ"),
    "birthdays_differ": _("dates of birth differ"),
    "addresses_differ": _("addresses differ"),
}


class Reason(NamedTuple):
    """A reason in words; `speaks_for` it that two are one, or against it."""

    words: Any
    speaks_for: bool


def reasons_told(codes: Iterable[str]) -> list[Reason]:
    """The reasons in words, those for it first; a code of another version is passed over."""
    known = list(codes)
    told = [Reason(FOR[code], True) for code in known if code in FOR]
    return told + [Reason(AGAINST[code], False) for code in known if code in AGAINST]

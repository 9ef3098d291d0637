"""The numbers by which a state knows a company: what they are called in each country, and whether one can be right."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import stdnum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from stdnum.exceptions import InvalidChecksum, InvalidFormat, InvalidLength, ValidationError

from pomni.kit.errors import Refused

LONGEST = 40
KPP = re.compile(r"\d{4}[0-9A-Z]{2}\d{3}")


@dataclass(frozen=True)
class TaxId:
    """One kind of number. `key` names it in the company's settings."""

    key: str
    label: Any
    shape: Any  # "10 or 12 digits"; "" where countries differ too much to say
    validate: Callable[[str], str] | None

    def checked(self, typed: str) -> str:
        """The number without spaces and dashes; "" of nothing. Refused, with the key as field, where it cannot be right."""
        if not typed.strip():
            return ""
        try:
            number: str = self.validate(typed) if self.validate else " ".join(typed.split())
        except InvalidChecksum:
            raise Refused(
                _("A digit is wrong: the check digit does not match. Compare it with the document."),
                field=self.key,
            ) from None
        except ValidationError:
            raise Refused(self._what_is_wanted(), field=self.key) from None
        if len(number) > LONGEST:
            raise Refused(self._what_is_wanted(), field=self.key)
        return number

    def _what_is_wanted(self) -> str:
        if self.shape:
            return _("This number has %(shape)s. Compare it with the document.") % {"shape": self.shape}
        return _("Such a number is written otherwise in this country. Compare it with the document.")


def tax_ids_of(country: str) -> tuple[TaxId, ...]:
    """The numbers that papers of a company of this country (ISO 3166-1) name."""
    return OF_COUNTRIES.get(country) or (
        TaxId("vat", gettext_lazy("VAT or tax number"), "", _by_stdnum(country, "vat")),
    )


def _by_stdnum(country: str, name: str) -> Callable[[str], str] | None:
    """stdnum's check of a number of one country; None where it has none: there people write as they like."""
    module: Any = stdnum.get_cc_module(country.lower(), name)
    return (lambda typed: str(module.validate(typed.strip().upper()))) if module else None


def kpp(typed: str) -> str:
    """КПП has no check digit: four digits of the tax office, two signs of the reason, three digits of the order."""
    number = re.sub(r"[\s-]", "", typed).upper()
    if len(number) != 9:
        raise InvalidLength
    if not KPP.fullmatch(number):
        raise InvalidFormat
    return number


OF_COUNTRIES = {
    "RU": (
        TaxId("inn", gettext_lazy("INN"), gettext_lazy("10 digits, of a sole trader 12"), _by_stdnum("RU", "inn")),
        TaxId("kpp", gettext_lazy("KPP"), gettext_lazy("9 digits"), kpp),
    ),
    "PL": (
        TaxId("nip", gettext_lazy("NIP"), gettext_lazy("10 digits"), _by_stdnum("PL", "nip")),
        TaxId("regon", gettext_lazy("REGON"), gettext_lazy("9 or 14 digits"), _by_stdnum("PL", "regon")),
    ),
}  # fmt: skip

"""Requisites of a counterparty: how each number is checked, and what it says besides."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from babel import Locale
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from stdnum import bic, iban
from stdnum.exceptions import InvalidChecksum, InvalidFormat, InvalidLength, ValidationError
from stdnum.pl import regon
from stdnum.ru import ogrn

from pomni.kit.errors import Refused
from pomni.kit.tax_ids import kpp

RUSSIAN, POLISH = 20, 26  # digits of an account
CORRESPONDENT = "301"  # with these a correspondent account begins
WEIGHTS = (7, 1, 3)
OF_TREASURY = ("00", "01")  # such a BIK is of the treasury, whose accounts have no key of this kind
OF_CENTRAL_BANK = ("000", "001", "002")  # with these ends the BIK of a branch of the Bank of Russia
KRS_DIGITS = 10


def _digits(typed: str) -> str:
    return re.sub(r"[\s./-]", "", typed)


def krs_number(typed: str) -> str:
    """KRS (Krajowy Rejestr Sądowy): ten digits without a check digit; zeros in front may be left out."""
    number = _digits(typed)
    if not number.isascii() or not number.isdigit():
        raise InvalidFormat
    if not 5 <= len(number) <= KRS_DIGITS:
        raise InvalidLength
    return number.zfill(KRS_DIGITS)


def bik_number(typed: str) -> str:
    """БИК: nine digits without a check digit; the first says how the bank takes part (Bank of Russia, Ordinance 732-P)."""
    number = _digits(typed)
    if len(number) != 9:
        raise InvalidLength
    if not re.fullmatch(r"[012]\d{8}", number, re.ASCII):
        raise InvalidFormat
    return number


def account_number(typed: str) -> str:
    """A Russian account of 20 digits; an IBAN; or the 26 digits of a Polish one, which become an IBAN."""
    number = re.sub(r"[\s.-]", "", typed).upper()
    if number.isascii() and number.isdigit():
        if len(number) == RUSSIAN:
            return number
        if len(number) != POLISH:
            raise InvalidLength
        number = f"PL{number}"
    return str(iban.validate(number))


def corr_number(typed: str) -> str:
    """A correspondent account with the Bank of Russia: 20 digits, 301 in front."""
    number = _digits(typed)
    if len(number) != RUSSIAN:
        raise InvalidLength
    if not (number.isascii() and number.isdigit() and number.startswith(CORRESPONDENT)):
        raise InvalidFormat
    return number


def fits(account: str, bik: str) -> bool:
    """Whether the key (the ninth digit) of a Russian account agrees with the bank's BIK.

    The digits are weighted 7, 1, 3 in turn, behind the last three digits of the BIK, or, of an account with the Bank of
    Russia itself, behind 0 and the fifth and sixth; the last digits of the products add up to a multiple of ten (Bank of
    Russia, "Порядок расчета контрольного ключа в номере лицевого счета", 1997, No. 515).
    """
    if bik.startswith(OF_TREASURY):
        return True
    at_centre = account.startswith(CORRESPONDENT) or bik.endswith(OF_CENTRAL_BANK)
    told = (f"0{bik[4:6]}" if at_centre else bik[-3:]) + account
    return sum(int(digit) * WEIGHTS[at % 3] for at, digit in enumerate(told)) % 10 == 0


@dataclass(frozen=True)
class Requisite:
    """One requisite. `countries`: where it is used; none: everywhere. `shape` is told to whoever typed it wrong."""

    key: str
    label: Any
    countries: tuple[str, ...] = ()
    shape: Any = ""
    validate: Callable[[str], str] | None = None

    def checked(self, typed: str) -> str:
        """As it is kept; "" of nothing. Refused, with the key as field, where it cannot be right."""
        if not typed.strip() or not self.validate:
            return " ".join(typed.split())
        try:
            return str(self.validate(typed.strip()))
        except InvalidChecksum:
            raise Refused(
                _("A digit is wrong: the check digit does not match. Compare it with the document."),
                field=self.key,
            ) from None
        except ValidationError:
            told = {"shape": self.shape}
            raise Refused(
                _("This number has %(shape)s. Compare it with the document.") % told, field=self.key
            ) from None


REQUISITES = {
    one.key: one
    for one in (
        Requisite("legal_name", gettext_lazy("Legal name")),
        Requisite("legal_address", gettext_lazy("Legal address")),
        Requisite("kpp", gettext_lazy("KPP"), ("RU",), gettext_lazy("9 digits"), kpp),
        Requisite("ogrn", gettext_lazy("OGRN"), ("RU",), gettext_lazy("13 digits, of a sole trader 15"), ogrn.validate),
        Requisite("regon", gettext_lazy("REGON"), ("PL",), gettext_lazy("9 or 14 digits"), regon.validate),
        Requisite("krs", gettext_lazy("KRS"), ("PL",), gettext_lazy("10 digits"), krs_number),
        Requisite(
            "account", gettext_lazy("Bank account"), (), gettext_lazy("20 digits in Russia, else it is an IBAN"), account_number
        ),
        Requisite("bik", gettext_lazy("BIK"), ("RU",), gettext_lazy("9 digits"), bik_number),
        Requisite(
            "corr_account", gettext_lazy("Correspondent account"), ("RU",), gettext_lazy("20 digits, 301 in front"), corr_number
        ),
        Requisite("swift", gettext_lazy("SWIFT"), (), gettext_lazy("8 or 11 letters and digits"), bic.validate),
        Requisite("bank", gettext_lazy("Bank")),
    )
}  # fmt: skip
OF_BANK = ("account", "bik", "corr_account", "swift", "bank")


def check_together(told: Mapping[str, str], *, home: str = "") -> None:
    """Refuse, with the field, what is right by itself and wrong together: accounts that are none of this bank's, a KPP of
    somebody who has none.
    """
    if told.get("kpp") and is_organisation(told.get("tax_id", ""), home=home) is False:
        raise Refused(_("An INN of 12 digits is a sole trader's, and a sole trader has no KPP."), field="kpp")
    number = told.get("bik", "")
    if not number:
        return
    for key in ("account", "corr_account"):
        one = told.get(key, "")
        of_bank = key == "account" or one.endswith(number[-3:])
        if one.isdigit() and not (of_bank and fits(one, number)):
            raise Refused(
                _("This account is none of the bank with this BIK: a digit is wrong in one of the two."),
                field=key,
            )


def countries_of(told: Mapping[str, str], home: str = "") -> set[str]:
    """The countries of which a counterparty has requisites, as the numbers say; `home` where they say nothing."""
    found = {country for key, one in REQUISITES.items() if told.get(key) for country in one.countries}
    if (account := told.get("account", "")) and len(account) > 2:
        found.add("RU" if account.isdigit() else account[:2])
    if prefix := re.match(r"[A-Z]{2}", told.get("tax_id", "")):
        found.add(prefix[0])
    elif told.get("tax_id") and home:
        found.add(home)
    return found or {home} - {""}


def is_organisation(tax_id: str, *, home: str = "") -> bool | None:
    """What a tax number says of its holder: in Russia an INN of ten digits is an organisation's, of twelve a person's.

    None where it says nothing (Order of the Federal Tax Service ED-7-14/559, 2020).
    """
    number = tax_id.removeprefix("RU") if tax_id.startswith("RU") or home == "RU" else ""
    return len(number) == 10 if number.isdigit() and len(number) in (10, 12) else None


def says(key: str, number: str) -> str:
    """What a number tells beside itself, in words: of what an OGRN was entered for and when, where an account is."""
    if key == "ogrn" and len(number) in (13, 15):
        entered = _("sole trader, entered in %(year)s") if len(number) == 15 else _("entered in %(year)s")
        return entered % {"year": f"20{number[1:3]}"}
    if key == "account" and number[:2].isalpha():
        return str(Locale((get_language() or "en").split("-")[0]).territories.get(number[:2], number[:2]))
    return ""


def spaced(key: str, number: str) -> str:
    """A number as it is easily read and compared: an IBAN in groups of four."""
    return str(iban.format(number)) if key == "account" and number[:2].isalpha() else number

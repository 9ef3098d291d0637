"""Requisites of organisations that do not exist: every check digit is right, no bank, region or number is anybody's."""

from random import Random
from typing import Any

from pomni.kit.errors import Refused
from pomni.kit.requisites import REQUISITES, fits

SOLE_TRADER = "ИП "
BIK, BRANCH = "049900775", "775"  # no region has the number 99
OF_COMPANY, OF_TRADER, CORRESPONDENT = "40702810?{:011d}", "40802810?{:011d}", f"30101810?00000000{BRANCH}"
POLISH_BANK, BRITISH_BANK = "99990009", "XMBB990000"  # given out to nobody


def requisites(country: str, name: str, address: str, bank: str, chance: Random) -> dict[str, str]:
    """What the papers of an organisation of this country name, in the words a client is changed with."""
    told = {"legal_name": name, "legal_address": address, "bank": bank}
    if country == "RU":
        return told | _russian(name, chance)
    if country == "PL":
        return told | _polish(chance)
    return told | {"account": _iban("GB", f"{BRITISH_BANK}{chance.randrange(10**8):08d}")}


def _russian(name: str, chance: Random) -> dict[str, str]:
    is_trader = name.startswith(SOLE_TRADER)
    at_bank = {
        "bik": BIK,
        "account": _keyed((OF_TRADER if is_trader else OF_COMPANY).format(chance.randrange(10**9))),
        "corr_account": _keyed(CORRESPONDENT),
    }
    if is_trader:
        return at_bank
    number = f"1{chance.randint(10, 23)}98{chance.randrange(10**7):07d}?"
    return at_bank | {"kpp": "980101001", "ogrn": _right("ogrn", number)}


def _polish(chance: Random) -> dict[str, str]:
    return {
        "regon": _right("regon", f"99{chance.randrange(10**6):06d}?"),
        "krs": f"0009{chance.randrange(10**6):06d}",
        "account": _iban("PL", f"{POLISH_BANK}{chance.randrange(10**16):016d}"),
    }


def _keyed(shape: str) -> str:
    """A Russian account with the key that agrees with the bank."""
    return next(told for told in _filled(shape) if fits(told, BIK))


def _right(key: str, shape: str) -> str:
    """A number with the check digit that its kind wants."""
    return next(told for told in _filled(shape) if _is_right(REQUISITES[key], told))


def _filled(shape: str) -> list[str]:
    return [shape.replace("?", digit) for digit in "0123456789"]


def _is_right(kind: Any, number: str) -> bool:
    try:
        return bool(kind.checked(number))
    except Refused:
        return False


def _iban(country: str, rest: str) -> str:
    """The check digits of ISO 7064 mod 97-10 in front, as ISO 13616 puts them."""
    digits = "".join(str(int(sign, 36)) for sign in f"{rest}{country}00")
    return f"{country}{98 - int(digits) % 97:02d}{rest}"

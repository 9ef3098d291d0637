"""Requisites read out of a text as companies send it, in Russian, Polish or English: a whole card of them typed as one."""

import re

from stdnum.exceptions import InvalidComponent, ValidationError
from stdnum.pl import nip
from stdnum.ru import inn

from pomni.kit.errors import Refused
from pomni.kit.requisites import CORRESPONDENT, REQUISITES

LONGEST = 4000
NIP_IN_DASHES = re.compile(r"\d{3}-\d{3}-\d{2}-\d{2}|\d{3}-\d{2}-\d{2}-\d{3}")
GAP = r"[^\dA-Za-zА-Яа-яЁё\n]{0,12}"
NUMBER = r"(\d[\d\s./-]*\d)"
LABELLED = [
    (key, re.compile(pattern, re.IGNORECASE))
    for key, pattern in (
        ("tax_id", rf"(?:ИНН|INN|NIP)(?:\s*/\s*КПП)?{GAP}((?:PL\s?)?\d[\d \t-]*\d)"),
        ("kpp", rf"(?:КПП|KPP){GAP}([\dA-Z]{{9}})\b"),
        ("kpp", r"ИНН\s*/\s*КПП[^\d\n]{0,6}\d{10,12}\s*/\s*([\dA-Z]{9})\b"),
        ("ogrn", rf"(?:ОГРНИП|ОГРН|OGRN){GAP}{NUMBER}"),
        ("regon", rf"REGON{GAP}{NUMBER}"),
        ("krs", rf"KRS{GAP}(\d[\d ]{{4,12}})"),
        ("bik", rf"(?:БИК|BIK){GAP}(\d{{9}})\b"),
        (
            "swift",
            rf"(?:SWIFT|BIC|СВИФТ)(?:[ /-]*(?:BIC|code|код|kod))?{GAP}([A-Z]{{6}}[A-Z\d]{{2}}(?:[A-Z\d]{{3}})?)\b",
        ),
    )
]
# An IBAN, or 20 or 26 digits, with spaces between or none.
ACCOUNTS = re.compile(
    r"(?<![\dA-Z])(?:[A-Z]{2}\d{2}(?:[ ]?[A-Z\d]{2,4}){3,8}|\d(?:[ -]?\d){19}(?:(?:[ -]?\d){6})?)(?![\dA-Z])"
)
TITLES = {
    "legal_address": "юридический адрес|юр. адрес|юр адрес|адрес регистрации|legal address|registered address|adres|"
    "adres siedziby|siedziba",
    "bank": "наименование банка|банк получателя|банк|nazwa banku|bank",
    "legal_name": "полное наименование|сокращенное наименование|сокращённое наименование|наименование|"
    "наименование организации|организация|получатель|nazwa|pełna nazwa|nazwa firmy|firma|legal name|company|"
    "company name|name",
}
TITLED = {title: key for key, titles in TITLES.items() for title in titles.split("|")}
BY_ITS_FORM = re.compile(
    r"(?:\b(?:ООО|ПАО|ОАО|АО|ЗАО|ИП|НКО)\b(?=\s*[«\"“„А-ЯЁA-Z])|общество с ограниченной|акционерное общество"
    r"|индивидуальный предприниматель|\bsp\. ?z ?o\. ?o|\bspółka|\bS\.A\.|\bLtd\b|\bLLC\b|\bGmbH\b)",
    re.IGNORECASE,
)
OF_A_BANK = re.compile(r"банк|bank|[рr]/[сs]", re.IGNORECASE)
BEHIND_THE_NAME = re.compile(r",?\s*\b(?:ИНН|КПП|ОГРН|NIP|INN|REGON)\b.*", re.IGNORECASE)


def read_out_of(text: str) -> dict[str, str]:
    """The requisites that stand in a text, and `tax_id`: numbers that are right, each behind its label or told by its
    form; names and addresses behind theirs. Numbers that cannot be right are passed over.
    """
    found: dict[str, str] = {}
    text = text[:LONGEST]
    for key, pattern in LABELLED:
        for match in pattern.finditer(text):
            _take(found, key, match[1])
    for match in ACCOUNTS.finditer(text.upper()):
        bare = re.sub(r"[ -]", "", match[0])
        _take(found, "corr_account" if bare.startswith(CORRESPONDENT) else "account", bare)
    for line in text.splitlines():
        _take_text(found, " ".join(line.split()))
    return found


def _take(found: dict[str, str], key: str, typed: str) -> None:
    try:
        number = tax_id_of(typed) if key == "tax_id" else REQUISITES[key].checked(typed)
    except (Refused, ValidationError):
        return
    found.setdefault(key, number)


def _take_text(found: dict[str, str], line: str) -> None:
    title, colon, rest = line.partition(":")
    name = BEHIND_THE_NAME.sub("", line).strip(" ,;")
    if key := TITLED.get(title.strip().casefold()) if colon else None:
        found.setdefault(key, rest.strip(" ,;"))
    elif ":" not in name and BY_ITS_FORM.search(name) and not OF_A_BANK.search(name):
        found.setdefault("legal_name", name)


def tax_id_of(typed: str) -> str:
    """An INN or a NIP, whichever the number is by its form and its check digits; a NIP behind PL.

    Raises stdnum's ValidationError.
    """
    bare = re.sub(r"[\s.-]", "", typed).upper()
    is_nip = bare.startswith("PL") or NIP_IN_DASHES.fullmatch(typed.strip())
    if not is_nip and inn.is_valid(bare):
        return f"RU{inn.validate(bare)}"
    if not nip.is_valid(bare):
        raise InvalidComponent
    return f"PL{nip.validate(bare)}"

"""What may be said of a client: checked wherever one is added or changed, through whichever door."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypedDict

from django.conf.locale import LANG_INFO
from django.utils.translation import gettext as _
from stdnum.exceptions import ValidationError

from pomni.kit import spelling
from pomni.kit.columns import column
from pomni.kit.errors import Refused
from pomni.kit.requisites import REQUISITES, check_together, is_organisation
from pomni.kit.requisites_in_text import NIP_IN_DASHES
from pomni.kit.requisites_in_text import tax_id_of as told_by_form
from pomni.kit.tax_ids import tax_ids_of
from pomni.people.models import Client, Tag
from pomni.people.rules import Reached, birthday_of
from pomni.team import company
from pomni.team.models import Location, User


class ClientWords(TypedDict, total=False):
    """What may be told of a client, when one is added or changed."""

    kind: str
    name: str  # the whole; made of the parts where those are told
    family: str
    given: str
    patronymic: str
    called: str
    phone: str  # short for one without a label
    email: str
    phones: Sequence[Reached]  # the first one is preferred
    emails: Sequence[Reached]
    messenger: str  # a link, or a name: "Telegram @anna"
    messengers: Sequence[Reached]  # the label says which messenger
    sex: str
    birthday: str  # short for the two that follow: "1980-02-29", "--02-29"
    birth_day: str  # "02-29"
    birth_year: int | None
    tax_id: str
    works_at: Client | None
    position: str
    parts: Sequence[str]  # codes of Client.Part
    category: str
    language: str  # "pl"
    address: str  # short for the preferred one
    addresses: Sequence[Reached]  # the first one is preferred
    legal_name: str  # this and what follows are checked as kit/requisites.py has it
    legal_address: str
    kpp: str
    ogrn: str
    regon: str
    krs: str
    account: str  # of 20 digits, or an IBAN
    bik: str
    corr_account: str
    swift: str
    bank: str
    source: str
    alert: str
    about: str
    tags: Sequence[str]
    responsible: User | None
    location: Location | None


TEXTS = (
    "name",
    "family",
    "given",
    "patronymic",
    "called",
    "position",
    "category",
    "address",
    "legal_name",
    "legal_address",
    "bank",
    "source",
    "alert",
    "about",
)
WITH_OTHERS = {"tax_id", "kpp", "account", "bik", "corr_account"}
MOST_TAGS = 50
FOREIGN = re.compile(r"([A-Z]{2})[\s-]?([0-9A-Z][0-9A-Z\s./-]*)")
OF_A_RUSSIAN = 12  # digits of a person's INN
UNKEPT = re.compile("[\x00\ud800-\udfff]")  # what no database keeps
ANY_TAX_ID = re.compile(r"[0-9A-ZА-ЯЁ/]{3,20}")


def plain(words: Mapping[str, Any]) -> dict[str, Any]:
    """The words with `birthday` as its day and year. Raises TypeError for a word that is none."""
    if unknown := words.keys() - ClientWords.__annotations__.keys():
        raise TypeError(f"a client has no {', '.join(sorted(unknown))}")
    told = dict(words)
    if "birthday" in told:
        try:
            told["birth_day"], told["birth_year"] = birthday_of(told.pop("birthday"))
        except ValueError:
            raise Refused(_no_such_day(), field="birthday") from None
    return told


def checked(words: dict[str, Any]) -> dict[str, Any]:
    """The words as they are kept: texts without spaces around, numbers checked. Raises Refused, with the field."""
    told = {name: _text(name, value) if name in TEXTS else value for name, value in words.items()}
    for name, choices in (("kind", Client.Kind.values), ("sex", ["", *Client.Sex.values])):
        if name in told and told[name] not in choices:
            raise Refused(_("Choose one of the answers."), field=name)
    if told.get("tax_id"):
        told["tax_id"] = tax_id_of(told["tax_id"])
    told |= {name: one.checked(told[name]) for name, one in REQUISITES.items() if told.get(name)}
    if "parts" in told:
        told["parts"] = _parts(told["parts"])
    if told.get("language") and told["language"] not in LANG_INFO:
        raise Refused(_("Choose one of the answers."), field="language")
    if told.get("birth_day") or told.get("birth_year"):
        _check_birthday(told)
    works_at: Any = told.get("works_at")
    if works_at and works_at.kind != Client.Kind.ORGANISATION:
        raise Refused(_("People work at an organisation; this one is a person."), field="works_at")
    return told


def tax_id_of(typed: str) -> str:
    """The number as it is kept: of the company's country checked and bare, of another one behind its two letters."""
    number, home = typed.strip().upper(), company.current().country
    foreign = FOREIGN.fullmatch(number) or FOREIGN.fullmatch(_abroad_by_its_form(number, home))
    if foreign and foreign[1] != home and (kinds := tax_ids_of(foreign[1])):
        return _short(foreign[1] + _by(kinds[0], foreign[2]))
    if foreign and foreign[1] == home:
        number = foreign[2]
    if home:
        return _short(_by(tax_ids_of(home)[0], number))
    return _short(re.sub(r"[\s.-]", "", number))


def check_requisites(client: Client, columns: Mapping[str, Any]) -> None:
    """Refuse requisites that are right by themselves and wrong beside those that the client has, with the field."""
    if not columns.keys() & WITH_OTHERS:
        return
    told = {name: columns.get(name, getattr(client, name)) for name in WITH_OTHERS}
    check_together({name: str(value or "") for name, value in told.items()}, home=company.current().country)


def kind_told_by(tax_id: str) -> str:
    """Whether a tax number, as it is kept, is a person's or an organisation's; "" where it does not say."""
    answer = is_organisation(tax_id, home=company.current().country)
    return "" if answer is None else Client.Kind.ORGANISATION if answer else Client.Kind.PERSON


def tags_of(names: Iterable[str]) -> list[Tag]:
    """The tags of these names, each once whatever its spelling; those that are new to the company are not saved yet."""
    told: dict[str, str] = {}
    for name in names:
        if not (plain := " ".join(str(name).replace(",", " ").split())):
            continue
        folded = spelling.fold(plain)
        if UNKEPT.search(plain):
            raise Refused(_("This text has a sign that cannot be kept. Type it anew."), field="tags")
        if not folded or len(plain) > 40 or len(folded) > 40:
            raise Refused(_("A tag has letters or digits, and 40 signs at most."), field="tags")
        told.setdefault(folded, plain)
    if len(told) > MOST_TAGS:
        raise Refused(_("A {client} has 50 tags at most."), field="tags")
    if not told:
        return []
    known = {tag.folded: tag for tag in Tag.objects.filter(folded__in=told)}
    return [known.get(folded) or Tag(name=name, folded=folded) for folded, name in told.items()]


def coined(tags: Iterable[Tag]) -> list[Tag]:
    """The tags with those among them that were new to the company made.

    The last thing that a command locks, or two who coin one tag would wait for each other's phone.
    """
    tags = list(tags)
    if fresh := sorted((tag for tag in tags if not tag.pk), key=lambda tag: tag.folded):
        # Somebody else may be coining the same one right now: then theirs is taken as it is.
        Tag.objects.bulk_create(fresh, ignore_conflicts=True)
        return list(Tag.objects.filter(folded__in=[tag.folded for tag in tags]))
    return tags


def tags_text(tags: Iterable[Tag]) -> str:
    """Tags as one text, by name."""
    return ", ".join(sorted(tag.name for tag in tags))


def _text(name: str, value: str) -> str:
    text = value.strip() if name == "about" else " ".join(value.split())
    longest = column(Client, name).max_length
    if "\x00" in text:
        raise Refused(_("This text has a sign that cannot be kept. Type it anew."), field=name)
    if longest and len(text) > longest:
        told = {"longest": longest, "length": len(text)}
        raise Refused(
            _("This is too long: %(length)s signs, and %(longest)s is the most.") % told, field=name
        )
    return text


def _parts(told: Sequence[str] | str) -> str:
    """The parts that a counterparty plays, as they are kept: at least one."""
    wanted = set(told.split() if isinstance(told, str) else told)
    if not wanted or not wanted <= set(Client.Part.values):
        raise Refused(_("Choose at least one of the answers."), field="parts")
    return " ".join(part for part in Client.Part.values if part in wanted)


def _abroad_by_its_form(number: str, home: str) -> str:
    """A number that only another country writes so, behind the two letters of that country: an INN of twelve digits, a
    NIP with its dashes. Of one that the company's own country could have, "": a digit may be mistyped.
    """
    is_inn = len(re.sub(r"[\s.-]", "", number)) == OF_A_RUSSIAN
    if not home or home == ("RU" if is_inn else "PL") or not (is_inn or NIP_IN_DASHES.fullmatch(number)):
        return ""
    try:
        return told_by_form(number)
    except ValidationError:
        return ""


def _check_birthday(told: dict[str, Any]) -> None:
    day, year = told.get("birth_day", ""), told.get("birth_year")
    try:
        if day:
            birthday_of(f"{year:04}-{day}" if year else f"--{day}")
    except ValueError:
        raise Refused(_no_such_day(), field="birthday") from None
    if year and not 1850 <= year <= 2200:
        raise Refused(_("Write the year of birth with four digits."), field="birthday")


def _no_such_day() -> str:
    return _("There is no such day. Write the day and the month, with the year where you know it.")


def _by(kind: Any, typed: str) -> str:
    try:
        return str(kind.checked(typed)).replace(" ", "")
    except Refused as no:
        raise Refused(str(no), field="tax_id") from None


def _short(number: str) -> str:
    if not ANY_TAX_ID.fullmatch(number):
        raise Refused(
            _("A tax number has 3 to 20 digits or letters. Compare it with the document."), field="tax_id"
        )
    return number

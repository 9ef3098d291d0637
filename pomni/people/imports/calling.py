"""Which client a row of a file that is about something else means, a visit say: looked up for many rows at once."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from pomni.kit.errors import Refused
from pomni.kit.ids import as_uuid
from pomni.people.imports.beside import Wrong, short_enough
from pomni.people.imports.reached import normal_form
from pomni.people.likeness import names_agree
from pomni.people.models import Client, Holding, OutsideId
from pomni.people.points import EMAIL, PHONE
from pomni.people.rules import sort_key
from pomni.team import company
from pomni.team.models import User

BETWEEN = re.compile(r"[,;\n|]+")
NUMBER = re.compile(r"[+\d][\d\s().-]{7,}")  # a whole cell that is nothing but a phone
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Called:
    """Whom a row names: a name as it stands there, phones and addresses in their normal form and as typed, a number of the
    program that the file is of, or the uid of a card.
    """

    name: str = ""
    phones: tuple[tuple[str, str], ...] = ()  # normal and typed
    emails: tuple[tuple[str, str], ...] = ()
    number: str = ""
    uid: str = ""

    @property
    def points(self) -> list[Key]:
        """By what they are reached."""
        return [
            *((PHONE, normal) for normal, _t in self.phones),
            *((EMAIL, normal) for normal, _t in self.emails),
        ]

    def __bool__(self) -> bool:
        return bool(self.name or self.phones or self.emails or self.number or self.uid)

    def __str__(self) -> str:
        return self.name or next(
            (typed for _n, typed in (*self.phones, *self.emails)), self.number or self.uid
        )


@dataclass(eq=False)
class Newcomer:
    """Somebody whom a row names and who is not here: added with what is written of them."""

    called: Called
    client: Client | None = None  # once they are added

    @property
    def name(self) -> str:
        """How they are called."""
        return str(self.called)

    pk = None


def called(name: str = "", phone: str = "", email: str = "", number: str = "") -> Called:
    """What the cells of a row say of somebody. What stands in the place of the name may be a phone, an address or a uid.

    Raises Wrong where a phone or an address cannot be one.
    """
    name = " ".join(name.split())
    uid = as_uuid(name) or as_uuid(number)
    if uid:
        name, number = ("" if as_uuid(name) else name), ("" if as_uuid(number) else number)
    elif "@" in name and " " not in name and not email:
        name, email = "", name
    elif NUMBER.fullmatch(name) and not phone:
        name, phone = "", name
    return Called(
        short_enough(name, 200),
        _normal(PHONE, phone),
        _normal(EMAIL, email),
        short_enough(re.sub(r"\.0$", "", number.strip()), 80),
        str(uid) if uid else "",
    )


class Calling:
    """Finds clients within reach of `by`, and keeps who a file brings: a later row finds whom an earlier one brought.

    `source`: whose numbers those of the file are (`Wish.outside`); "" for nobody's.
    """

    def __init__(self, by: User, source: str = "") -> None:
        self.source = source
        self.here = Client.objects.visible_to(by).filter(forgotten_at=None)
        self.index: dict[Key, list[Any]] = {}
        self.asked: set[Key] = set()

    def look_up(self, some: Iterable[Called]) -> None:
        """Look up whoever these may mean: a statement for each way of naming somebody."""
        wanted = {key for one in some for key in _keys(one)} - self.asked
        self.asked |= wanted
        found: dict[Key, set[int]] = {}
        for kind in (PHONE, EMAIL):
            rows = Holding.objects.filter(
                contact_point__kind=kind, contact_point__normal__in=_of(wanted, kind)
            )
            _note(found, kind, rows.values_list("contact_point__normal", "client_id"))
        _note(
            found,
            "name",
            Client.objects.filter(sorted_as__in=_of(wanted, "name")).values_list("sorted_as", "pk"),
        )
        _note(found, "uid", Client.objects.filter(uid__in=_of(wanted, "uid")).values_list("uid", "pk"))
        if self.source:
            numbered = OutsideId.objects.filter(source=self.source, value__in=_of(wanted, "number"))
            _note(found, "number", numbered.values_list("value", "client_id"))
        known = self.here.in_bulk({pk for pks in found.values() for pk in pks})
        for key, pks in found.items():
            self.index[key] = [known[pk] for pk in sorted(pks) if pk in known]

    def keep(self, one: Newcomer) -> None:
        """From now on this one is found, too."""
        for key in _keys(one.called):
            self.index.setdefault(key, []).append(one)

    def one(self, told: Called) -> Any:
        """The client, or the newcomer, who is meant; None for nobody who is here.

        By a phone or an address it is whoever has it, under a name that agrees; by a name alone the only one of that name.
        Raises Refused where it may be more than one, or where the name is another one than that of whoever has the phone.
        """
        for kind, value in (("uid", told.uid), ("number", told.number)):
            if value and (same := self.index.get((kind, value))):
                return same[0]
        have = list(dict.fromkeys(one for key in told.points for one in self.index.get(key, ())))
        if have and told.name:
            agree = [one for one in have if names_agree(one.name, told.name)]
            if not agree:
                names = " · ".join(one.name for one in have)[:150]
                sentence = _(
                    "%(told)s: this phone or address is that of %(names)s here. Write whom you mean."
                )
                raise Refused(sentence % {"told": told.name[:60], "names": names})
            have = [one for one in agree if one.name == told.name] or agree
        elif not told.points and told.name:
            have = self._called_so(told.name)
        if len(have) > 1:
            sentence = _("Several {clients} answer to “%(told)s”. Tell the phone or the e-mail address, too.")
            raise Refused(sentence % {"told": str(told)[:60]})
        return have[0] if have else None

    def _called_so(self, name: str) -> list[Any]:
        return list(dict.fromkeys(one for key in _orders(name) for one in self.index.get(("name", key), ())))


def _keys(told: Called) -> list[Key]:
    keys = [*told.points, ("uid", told.uid), ("number", told.number)]
    keys += [("name", key) for key in _orders(told.name)] if told.name and not told.points else []
    keys += [("name", sort_key(told.name))] if told.name else []
    return [key for key in keys if key[1]]


def _orders(name: str) -> list[str]:
    """A name as it is sorted, and with its first word last, its last word first: some write the family name first."""
    words = name.split()
    told = [words, [*words[1:], *words[:1]], [*words[-1:], *words[:-1]]]
    return list(dict.fromkeys(sort_key(" ".join(one)) for one in told))


def _of(wanted: Iterable[Key], kind: str) -> list[str]:
    return [value for of, value in wanted if of == kind]


def _note(found: dict[Key, set[int]], kind: str, rows: Iterable[tuple[Any, int]]) -> None:
    for value, pk in rows:
        found.setdefault((kind, str(value)), set()).add(pk)


def _normal(kind: str, text: str) -> tuple[tuple[str, str], ...]:
    region = company.current().phone_region
    parts: Sequence[str] = [part for one in BETWEEN.split(text) if (part := one.strip())]
    try:
        return tuple((normal_form(kind, part, region), part) for part in parts)
    except Refused as no:
        raise Wrong(_("“%(text)s”: %(why)s") % {"text": text[:60], "why": no}) from None

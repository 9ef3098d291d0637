"""What a row tells of a client: its cells read, checked and put in the form in which Pomni keeps them."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext as _

from pomni.kit import clock, spelling
from pomni.kit.errors import Refused
from pomni.kit.requisites import REQUISITES, check_together
from pomni.people import points, words
from pomni.people.imports.beside import (
    Beside,
    NoteTold,
    Wrong,
    literal_keys,
    own_ways,
    required_with,
    short_enough,
)
from pomni.people.imports.days import day_of
from pomni.people.imports.reached import (
    Point,
    address_label,
    addresses_told,
    label_in,
    names_told,
    normal_form,
    without_label,
)
from pomni.people.imports.stand_ins import Stranger, by_name, meant, stand_ins
from pomni.people.imports.targets import IN_NETWORK, KEYS, Wish
from pomni.people.languages import language_of
from pomni.people.messengers import NETWORKS, messenger_in
from pomni.people.models import Client
from pomni.people.rules import (
    LONGEST,
    LONGEST_LABEL,
    LONGEST_PART,
    Reached,
    full_name,
    in_order,
    sought,
    take_apart,
)
from pomni.team import company
from pomni.team.queries import colleagues, locations

# What people write where there is nothing to write.
NOTHING = frozenset({
    "-", "--", "---", "—", "–", ".", "?", "n/a", "na", "none", "null", "no", "нет", "не указан", "не указано", "brak",
    "nie", "nan", "#n/a",
})  # fmt: skip
# Some of these words are people's names too: Na, No and Nan are names in Korea, Vietnam, Wales.
NAMES = frozenset({"name", "family", "given", "patronymic", "called"})
ALSO_NAMES = frozenset({"na", "no", "nan", "nie"})
BETWEEN_PHONES = re.compile(r"[,;\n|/]+|\s+(?:или|or|lub|и|and|i)\s+", re.IGNORECASE)
BETWEEN_EMAILS = re.compile(r"[,;\s|]+")
BETWEEN_TAGS = re.compile(r"[,;\n|]+")
EXTENSION = re.compile(r"\s*(?:доб\.?|добавочный|ext\.?|вн\.?|wew\.?|#|x)\s*\d{1,6}\s*$", re.IGNORECASE)
ORGANISATION = re.compile(
    r"(?<!\w)(?:ООО|ОАО|ПАО|ЗАО|АО|НКО|ТОО|ФГУП|МУП|LLC|Ltd\.?|GmbH|Inc\.?|S\.?\s?A\."
    r"|[Ss]p\.? ?z ?o\.? ?o\.?|[Ss]p\. ?[jk]\.)(?!\w)"
)
KINDS = {
    Client.Kind.PERSON: "person individual people private contact контакт физлицо физическоелицо физ фл человек osoba "
    "osobafizyczna kontakt",
    Client.Kind.ORGANISATION: "organisation organization company business юрлицо юридическоелицо юр юл компания "
    "организация фирма firma spolka organizacja przedsiebiorstwo",
}  # fmt: skip
IS_ONE = Client.Kind.ORGANISATION
SEXES = {
    Client.Sex.FEMALE: "f female woman w ж жен женский женщина k kobieta zenska",
    Client.Sex.MALE: "m male man м муж мужской мужчина mezczyzna meska",
}
KIND_OF = {word: kind for kind, told in KINDS.items() for word in told.split()}
SEX_OF = {word: sex for sex, told in SEXES.items() for word in told.split()}


@dataclass(frozen=True, slots=True)
class Trouble:
    """A row that cannot be taken: its number, the title of the column, why, and what to do."""

    number: int
    column: str
    reason: str
    stranger: str = ""  # the name of a colleague that means nobody here


@dataclass(slots=True)
class Told:
    """What a row tells of a client: only what stands there. `fields` are columns of the client's table.

    `own` are the company's own fields, by their keys; `outside` is the number that another program has for the client.
    `more` is for the floors above, who take what they read themselves: here it only says that there is something, and
    `ahead` that it is to be done next: by itself, or with its day.
    """

    number: int
    fields: dict[str, Any] = field(default_factory=dict)
    points: dict[tuple[str, str], Point] = field(default_factory=dict)
    tags: dict[str, str] = field(default_factory=dict)  # folded: as written
    addresses: dict[str, Reached] = field(default_factory=dict)  # further ones, by their folded text
    organisation: str = ""
    organisation_tax_id: str = ""
    added_at: datetime | None = None
    own: dict[int, Any] = field(default_factory=dict)
    notes: list[NoteTold] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    noted_at: datetime | None = None
    noted_by: str = ""
    outside: str = ""
    organisation_outside: str = ""
    lacking: str = ""  # a custom field that is required of a new client, and that the row does not tell
    more: Any = None
    ahead: tuple[date | None] | None = None

    def work_out(self) -> None:
        """What follows from the name is worked out now: when the row is written it is there, and nobody waits for it."""
        given = self.fields
        in_order(given.get("name", ""), *sought(given.get))


class Reader(Beside):
    """Reads rows of one file: its columns matched by `mapping` ({"0": "phone"}), `titles` above them, for `by`."""

    def __init__(self, titles: Sequence[str], mapping: Mapping[Any, str], wish: Wish, *, by: Any) -> None:
        own = own_ways(self._day, by, wish.outside())
        told = sorted((int(place), key) for place, key in mapping.items() if key in KEYS or key in own)
        self.columns = [(place, key, titles[place] if place < len(titles) else "") for place, key in told]
        self.wish, self.order = wish, company.current().names_in_order
        row = company.current()
        # As one who adds a single client.
        self.order_told = self.order if row.name_order or row.language else ""
        self.labels = {place: label_in(title) for place, _key, title in self.columns}
        self.address_label = address_label(title for _place, key, title in self.columns if key == "address")
        self.many_remarks = sum(key == "about" for _place, key, _title in self.columns) > 1
        self.zone = ZoneInfo(row.zone) if row.zone else timezone.get_current_timezone()
        self.today = clock.today(self.zone)
        self.people = stand_ins(wish.people)
        self.team = by_name(
            (user.pk, (user.name, user.username)) for user in colleagues(by).filter(is_active=True)
        )
        self.places = by_name((place.pk, (place.name,)) for place in locations())
        networks = {f"{IN_NETWORK}{code}": self._in_network(one.name) for code, one in NETWORKS.items()}
        plain = KEYS - networks.keys()
        self.ways: dict[str, Callable[[Told, str, int], None]] = (
            own | networks | {key: getattr(self, f"_{key}", None) or self._plain(key) for key in plain}
        )
        self.literal = literal_keys()
        self.required = required_with({key for _place, key, _title in self.columns})

    def read(self, number: int, cells: Sequence[str]) -> Told | Trouble:
        """What the row tells, or what is wrong with it."""
        told = Told(number)
        for place, key, title in self.columns:
            text = cells[place].strip() if place < len(cells) else ""
            if not text or (key not in self.literal and says_nothing(text, key)):
                continue
            try:
                self.ways[key](told, text, place)
            except Wrong as wrong:
                stranger = wrong.name if isinstance(wrong, Stranger) else ""
                return Trouble(number, title or str(place + 1), str(wrong), stranger)
            except Refused as no:
                return Trouble(number, title or str(place + 1), str(no))
        told.lacking = next((name for pk, name in self.required if pk not in told.own), "")
        return self._whole(told)

    def _whole(self, told: Told) -> Told | Trouble:
        """The row as a whole: what its name is, and of what kind it is."""
        given = told.fields
        try:
            self._with_notes(told)
        except Wrong as wrong:
            return Trouble(told.number, _("Notes"), str(wrong))
        _organisation_alone(told)
        is_named_so = ORGANISATION.search(given.get("name", ""))
        if "kind" not in given and (is_named_so or words.kind_told_by(given.get("tax_id", "")) == IS_ONE):
            given["kind"] = IS_ONE
        if given.get("kind") == Client.Kind.ORGANISATION:
            told.organisation = ""
            _one_name(given)
        else:
            self._name_person(given)
        return self._checked(told)

    def _name_person(self, given: dict[str, Any]) -> None:
        """The whole name out of its parts, or the parts out of the whole name; else how they are called."""
        parts = [given.get(part, "") for part in ("family", "given", "patronymic")]
        if any(parts):
            given["name"] = full_name(*parts, order=self.order)
        elif given.get("name"):
            found = take_apart(given["name"], order=self.order_told)
            if any(found):
                given |= {part: value for part, value in found._asdict().items() if value}
                given["name"] = full_name(*found, order=self.order)
        elif given.get("called"):
            given["name"] = given["called"]

    def _checked(self, told: Told) -> Told | Trouble:
        try:
            check_together(told.fields, home=company.current().country)
        except Refused as no:
            column = next((title for _place, key, title in self.columns if key == no.field), "")
            return Trouble(told.number, column, str(no))
        if not (told.fields.get("name") or told.points or told.fields.get("tax_id") or told.outside):
            column = next((title for _place, key, title in self.columns if key in {"name", "family"}), "")
            return Trouble(
                told.number, column, _("This row has no name, phone or e-mail. Write one of them.")
            )
        for tag in self.wish.tags:
            told.tags.setdefault(spelling.fold(tag), tag)
        return told

    # --- One way for each fact ---------------------------------------------------------------------------------------

    def _plain(self, key: str) -> Callable[[Told, str, int], None]:
        longest = LONGEST_PART if key in {"family", "given", "patronymic", "called"} else _longest(key)

        def take(told: Told, text: str, _place: int) -> None:
            if (one := REQUISITES.get(key)) and one.validate:
                told.fields[key] = one.checked(
                    re.sub(r"\.0$", "", text)
                )  # a spreadsheet took it for a number
            else:
                told.fields[key] = short_enough(" ".join(text.split()), longest)

        return take

    def _name(self, told: Told, text: str, _place: int) -> None:
        told.fields["name"] = short_enough(" ".join(text.split()), LONGEST)

    def _kind(self, told: Told, text: str, _place: int) -> None:
        told.fields["kind"] = _one_of(KIND_OF, text, _("“%(text)s” is no kind. Write: person, organisation."))

    def _sex(self, told: Told, text: str, _place: int) -> None:
        told.fields["sex"] = _one_of(SEX_OF, text, _("“%(text)s” is no sex. Write: female, male."))

    def _phone(self, told: Told, text: str, place: int) -> None:
        self._points(told, "phone", BETWEEN_PHONES.split(text), place)

    def _email(self, told: Told, text: str, place: int) -> None:
        self._points(told, "email", BETWEEN_EMAILS.split(text.removeprefix("mailto:")), place)

    def _messenger(self, told: Told, text: str, place: int) -> None:
        """Names in messengers; of one without a label the title says in which, "Skype" or "Skype login"."""
        self._in_messengers(told, text, messenger_in(self._title(place)))

    def _in_messengers(self, told: Told, text: str, usual: str) -> None:
        for point in names_told(text, usual):
            told.points.setdefault(point.key, point)
        self._not_too_many(told, points.MESSENGER)

    def _in_network(self, name: str) -> Callable[[Told, str, int], None]:
        return lambda told, text, _place: self._in_messengers(told, text, name)

    def _language(self, told: Told, text: str, place: int) -> None:
        """A language that Pomni does not know is no reason to set a client aside: it is noted with the column's name."""
        if code := language_of(text):
            told.fields["language"] = code
        else:
            self._remark(told, f"{self._title(place)}: {text}")

    def _points(self, told: Told, kind: str, typed: list[str], place: int) -> None:
        for one in filter(None, (part.strip(" ,;<>'\"") for part in typed)):
            one, label = without_label(one) if kind == "phone" else (one, "")
            try:
                normal = normal_form(
                    kind, EXTENSION.sub("", one) if kind == "phone" else one, company.current().phone_region
                )
            except Refused as no:
                raise Wrong(_("“%(text)s”: %(why)s") % {"text": one[:60], "why": no}) from None
            told.points.setdefault(
                (kind, normal), Point(kind, normal, one[:254], (label or self.labels[place])[:LONGEST_LABEL])
            )
        self._not_too_many(told, kind)

    def _not_too_many(self, told: Told, kind: str) -> None:
        if sum(point.kind == kind for point in told.points.values()) > points.MOST:
            raise Wrong(_("A {client} has 20 of these at most."))

    def _organisation(self, told: Told, text: str, _place: int) -> None:
        told.organisation = short_enough(" ".join(text.split()), LONGEST)

    def _organisation_tax_id(self, told: Told, text: str, _place: int) -> None:
        told.organisation_tax_id = _tax_id(text)

    def _tax_id(self, told: Told, text: str, _place: int) -> None:
        told.fields["tax_id"] = _tax_id(text)

    def _birthday(self, told: Told, text: str, _place: int) -> None:
        year, month, day = self._day(text)
        if year and (year, month, day) > (self.today.year, self.today.month, self.today.day):
            raise Wrong(_("“%(text)s” is in the future. Write the day of birth.") % {"text": text[:40]})
        told.fields["birth_day"], told.fields["birth_year"] = f"{month:02}-{day:02}", year

    def _added_at(self, told: Told, text: str, _place: int) -> None:
        year, month, day = self._day(text)
        at = year and datetime(year, month, day, 12, tzinfo=self.zone).astimezone(UTC)
        if not at or at.date() > self.today:
            raise Wrong(_("“%(text)s” is no day in the past. Write it with its year.") % {"text": text[:40]})
        told.added_at = min(at, clock.now())

    def _day(self, text: str) -> tuple[int | None, int, int]:
        try:
            return day_of(text, self.wish.dates, this_year=self.today.year)
        except ValueError:
            raise Wrong(
                _("“%(text)s” is no date. Write it like 31.12.1980 or 1980-12-31.") % {"text": text[:40]}
            ) from None

    def _address(self, told: Told, text: str, _place: int) -> None:
        parts = [*filter(None, [told.fields.get("address", "")]), " ".join(text.split())]
        told.fields["address"] = short_enough(", ".join(parts), _longest("address"))
        told.fields["address_label"] = self.address_label

    def _addresses(self, told: Told, text: str, place: int) -> None:
        told.addresses |= addresses_told(text, self.labels[place])
        if len(told.addresses) > points.MOST:
            raise Wrong(_("A {client} has 20 of these at most."))

    def _about(self, told: Told, text: str, place: int) -> None:
        title = self._title(place)
        self._remark(told, f"{title}: {text}" if self.many_remarks and title else text)

    def _title(self, place: int) -> str:
        return next(title for at, _key, title in self.columns if at == place)

    def _remark(self, told: Told, line: str) -> None:
        before = told.fields.get("about")
        told.fields["about"] = short_enough(f"{before}\n{line}" if before else line, _longest("about"))

    def _tags(self, told: Told, text: str, _place: int) -> None:
        for name in (" ".join(part.split()) for part in BETWEEN_TAGS.split(text)):
            folded = spelling.fold(name)
            if not folded:
                continue
            if len(name) > 40 or len(folded) > 40:
                raise Wrong(_("A tag has letters or digits, and 40 signs at most."))
            told.tags.setdefault(folded, name)
        if len(told.tags) > words.MOST_TAGS:
            raise Wrong(_("A {client} has 50 tags at most."))

    def _responsible(self, told: Told, text: str, _place: int) -> None:
        if pk := meant(text, self.team, self.people):
            told.fields["responsible_id"] = pk

    def _location(self, told: Told, text: str, _place: int) -> None:
        sentence = _("There is no {location} “%(text)s”. Write its name as Pomni has it, or nothing.")
        told.fields["location_id"] = _one_of(self.places, text, sentence)


@lru_cache(maxsize=500)
def _longest(name: str) -> int:
    return int(getattr(Client._meta.get_field(name), "max_length", 0) or 4000)


def _tax_id(text: str) -> str:
    return words.tax_id_of(re.sub(r"\.0$", "", text))  # a spreadsheet took it for a number


def _one_of(known: Mapping[str, Any], text: str, sentence: str) -> Any:
    """What the word stands for."""
    folded = spelling.fold(text)
    found = known.get(folded.replace(" ", ""))
    if found is None:
        raise Wrong(sentence % {"text": text[:60]})
    return found


def _organisation_alone(told: Told) -> None:
    """A row with nobody's name but that of an organisation tells of the organisation itself."""
    given = told.fields
    if not told.organisation or given.keys() & {"name", "family", "given", "called"}:
        return
    given["name"], told.organisation = told.organisation, ""
    if told.organisation_tax_id:
        given.setdefault("tax_id", told.organisation_tax_id)
    given.setdefault("kind", Client.Kind.ORGANISATION)


def _one_name(given: dict[str, Any]) -> None:
    """An organisation has a name without parts."""
    parts = [given.pop(part, "") for part in ("family", "given", "patronymic")]
    if not given.get("name") and (whole := " ".join(filter(None, parts))):
        given["name"] = whole[:LONGEST]


def says_nothing(text: str, key: str = "") -> bool:
    """Whether a cell holds what people write where there is nothing to write; `key`: of the fact that it tells."""
    word = text.strip().casefold()
    return word in NOTHING and not (key in NAMES and word in ALSO_NAMES)

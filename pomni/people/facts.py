"""What may be asked of clients: the columns of their cards, their tags, how they are reached, and their figures."""

from dataclasses import replace
from functools import cache, lru_cache, partial
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pomni.facts import queries as facts
from pomni.facts.queries import Beyond, Choices, Column, Fact, Kind, Own, Records, Rows, fields, passing
from pomni.kit.requisites import REQUISITES
from pomni.kit.terms import manner
from pomni.people.figured import away
from pomni.people.languages import LANGUAGES, language_name
from pomni.people.models import Client, ContactPoint, Holding, Interaction, OwnValue, Tag
from pomni.people.queries.rows import sources
from pomni.people.queries.search import matching

CARD, REACHED, SERVED = _("Card"), _("How they are reached"), _("Between them and us")
LEGAL = _("Requisites")
OF_ACCOUNT = "people.client.account"


@cache
def of_clients() -> tuple[Fact, ...]:
    """All that this module offers."""
    return *_of_card(), *_of_person(), *_of_requisites(), *_of_points(), *_of_figures()


def _text(name: str, title: Any, **more: Any) -> Fact:
    return Fact(f"people.{name}", title, Kind.TEXT, Column(name, is_text=True), CARD, **more)


def _chosen(name: str, title: Any, choices: Any, **more: Any) -> Fact:
    told = Choices(choices)
    return Fact(f"people.{name}", title, Kind.CHOICE, Column(name, is_text=True), CARD, choices=told, **more)


def _of_card() -> list[Fact]:
    return [
        _text("name", pgettext_lazy("of a client", "Name"), always=True),
        Fact(
            "people.found",
            _("Name, phone, e-mail or tax number"),
            Kind.TEXT,
            facts.Worked(_answers),
            CARD,
            only=("contains", "contains_not"),
        ),
        _chosen("kind", _("Kind"), Client.Kind.choices, always=True),
        Fact(
            "people.parts",
            _("Parts they play"),
            Kind.CHOICE,
            facts.Worked(_plays),
            CARD,
            always=True,
            choices=Choices(Client.Part.choices),
        ),
        Fact(
            "people.tags",
            _("Tags"),
            Kind.TAG,
            Records(lambda _asker: Client.tags.through.objects.all(), value="tag_id"),
            CARD,
            choices=Rows(lambda _viewer: Tag.objects.order_by("name"), lambda: Tag.objects.all()),
        ),
        Fact("people.responsible", _("Responsible"), Kind.PERSON, Column("responsible"), CARD),
        Fact("people.location", _("{Location}"), Kind.LOCATION, Column("location"), CARD),
        _text("source", _("Source"), suggests=sources),
        _text("category", _("Category")),
        _text("tax_id", _("Tax number")),
        _text("address", _("Address")),
        _text("alert", _("Alert")),
        _text("allergies", _("Allergies")),
        _text("about", _("Remark")),
        _archived(),
    ]


def _archived() -> Fact:
    return Fact(
        "people.archived",
        _("Archived"),
        Kind.YES_NO,
        Column("archived_at"),
        CARD,
        yes=_("Is archived"),
        no=_("Is not archived"),
    )


def _of_person() -> list[Fact]:
    return [
        Fact("people.birthday", _("Birthday"), Kind.YEARLY, Column("birth_day", is_text=True), CARD),
        Fact("people.birth_year", _("Year of birth"), Kind.NUMBER, Column("birth_year"), CARD),
        Fact("people.age", _("Age in years"), Kind.NUMBER, facts.Worked(_aged), CARD),
        _chosen("sex", _("Sex"), Client.Sex.choices),
        _text("called", _("How to address them")),
        Fact("people.works_at", _("Works at"), Kind.TEXT, Beyond("works_at", _organisations, "name"), CARD),
        _text("position", _("Position")),
        _chosen("language", _("Language"), lazy(_languages, list)()),
    ]


def _languages() -> list[tuple[str, str]]:
    return [(code, language_name(code)) for code in LANGUAGES]


def _of_requisites() -> list[Fact]:
    """All but what tells of the bank ask no right of their own."""
    secret = ("account", "bik", "corr_account", "swift", "bank")
    return [
        Fact(
            f"people.{key}",
            one.label,
            Kind.TEXT,
            Column(key, is_text=True),
            LEGAL,
            field=OF_ACCOUNT if key in secret else "",
        )
        for key, one in REQUISITES.items()
    ]


def _organisations(asking: facts.Asker) -> QuerySet[Client]:
    return Client.objects.visible_to(asking.viewer).filter(forgotten_at=None)


def _of_points() -> list[Fact]:
    return [
        _held("phone", _("Phone"), ContactPoint.Kind.PHONE, _("Has a phone"), _("Has no phone")),
        _held(
            "email",
            _("E-mail"),
            ContactPoint.Kind.EMAIL,
            _("Has an e-mail address"),
            _("Has no e-mail address"),
        ),
        _held(
            "messenger",
            _("Messenger"),
            ContactPoint.Kind.MESSENGER,
            _("Has a messenger"),
            _("Has no messenger"),
        ),
        _point("phone", _("Phone number"), ContactPoint.Kind.PHONE),
        _point("email", _("E-mail address"), ContactPoint.Kind.EMAIL),
        _point("messenger", _("Name in a messenger"), ContactPoint.Kind.MESSENGER),
    ]


def _point(name: str, title: Any, kind: str) -> Fact:
    """A phone or an address itself, in its form for comparing: "+48600100200", "telegram:anna"."""
    return Fact(
        f"people.{name}_text",
        title,
        Kind.TEXT,
        Records(partial(_holdings, kind), value="contact_point__normal", is_text=True),
        REACHED,
        field=f"people.client.{name}",
    )


def _held(name: str, title: Any, kind: str, yes: Any, no: Any) -> Fact:
    """Whether there is one: as much as a mask shows, and as the list's own filter tells."""
    return Fact(
        f"people.{name}",
        title,
        Kind.YES_NO,
        Records(partial(_holdings, kind)),
        REACHED,
        field=f"people.client.{name}",
        masked_too=True,
        yes=yes,
        no=no,
    )


def _holdings(kind: str, _asker: Any) -> QuerySet[Holding]:
    return Holding.objects.filter(contact_point__kind=kind)


def _of_figures() -> list[Fact]:
    # They follow from the contacts with all clients within reach: told to whoever sees these, as on the board.
    contacts: Any = {"needs": (Interaction.see,), "covers": True}
    return [
        Fact("people.added", _("Added"), Kind.INSTANT, Column("added_at"), SERVED, always=True),
        Fact(
            "people.last_contact",
            _("Last contact"),
            Kind.INSTANT,
            Column("figures__last_contact_at"),
            SERVED,
            **contacts,
        ),
        Fact(
            "people.contacts",
            _("Number of contacts"),
            Kind.COUNT,
            Column("figures__contacts", none=0),
            SERVED,
            **contacts,
        ),
        Fact(
            "people.entered_by",
            pgettext_lazy("of a client", "Added by"),
            Kind.PERSON,
            Column("entered_by"),
            SERVED,
        ),
        Fact(
            "people.late",
            _("Away longer than usual"),
            Kind.YES_NO,
            facts.Worked(lambda asking, _test: away(asking.today)),
            SERVED,
            **contacts,
            yes=_("Has stayed away longer than usual"),
            no=_("Has not stayed away longer than usual"),
        ),
    ]


def _aged(asking: facts.Asker, test: facts.Test) -> Q:
    """So old is who was born on a day or before it, and has not been one year longer."""
    known = Q(birth_year__isnull=False, birth_day__gt="")
    if not isinstance(test, facts.Within):
        return known
    return known & facts.either([_of_age(asking, stretch) for stretch in test.stretches])


def _of_age(asking: facts.Asker, stretch: facts.Stretch) -> Q:
    """Years are whole: "more than 17" is 18, and so is "at least 17.5"."""
    found = Q()
    if stretch.low is not None:
        least = _whole(stretch.low, up=True, with_it=stretch.with_low)
        found &= _born_until(asking, least)
    if stretch.high is not None:
        most = _whole(stretch.high, up=False, with_it=stretch.with_high)
        found &= ~_born_until(asking, most + 1)
    return found


def _whole(number: Any, *, up: bool, with_it: bool) -> int:
    whole = int(number // 1)
    is_whole = whole == number
    if up:
        return whole if is_whole and with_it else whole + 1
    return whole - 1 if is_whole and not with_it else whole


def _born_until(asking: facts.Asker, years: int) -> Q:
    year, day = facts.born_until(asking.today, years)
    return Q(birth_year__lt=year) | Q(birth_year=year, birth_day__lte=day)


def _answers(asking: facts.Asker, test: facts.Test) -> Q:
    """As the search of the list finds them: in any spelling, by nothing that is not shown to the viewer in full."""
    assert isinstance(test, facts.Reads)  # noqa: S101 (the one way in which it is asked for)
    return matching(asking.viewer, test.text)


def _plays(_asking: facts.Asker, test: facts.Test) -> Q:
    """The parts stand in one column, codes with spaces between; no code is in another."""
    values = test.values if isinstance(test, facts.Among) else Client.Part.values
    return facts.either([Q(parts__contains=value) for value in values])


# --- The company's own fields ------------------------------------------------------------------------------------------


def of_own_fields() -> list[Fact]:
    """Each field of the company's own, as it stands now."""
    return _of_fields(tuple(fields(facts.CLIENT)), manner())


@lru_cache(maxsize=20)
def _of_fields(own: tuple[Own, ...], _manner: str) -> list[Fact]:
    """Kept: a page asks for them several times, and there may be hundreds."""
    return [replace(_own(one), field=f"people.client.{one.key}") for one in own]


def _own(one: Own) -> Fact:
    key, title, rows = f"people.{one.key}", one.name, partial(_values_of, one.pk)
    group = _("Custom fields")
    match one.kind:
        case "text":
            return Fact(key, title, Kind.TEXT, Records(rows, value="text", is_text=True), group)
        case "number" | "money":
            kind = Kind.NUMBER if one.kind == "number" else Kind.MONEY
            return Fact(key, title, kind, Records(rows, value="number"), group)
        case "date":
            return Fact(key, title, Kind.DATE, Records(rows, value="day"), group)
        case "yes_no":
            yes, no = (
                _("%(field)s: yes") % {"field": title},
                _("%(field)s: no, or not known") % {"field": title},
            )
            return Fact(key, title, Kind.YES_NO, Records(partial(_yeses_of, one.pk)), group, yes=yes, no=no)
        case "client":
            return Fact(key, title, Kind.TEXT, facts.Worked(partial(_led, one.pk)), group)
        case "colleague":
            return Fact(key, title, Kind.PERSON, Records(rows, value="colleague"), group)
        case "file":
            yes, no = (
                _("%(field)s: there is a file") % {"field": title},
                _("%(field)s: no file") % {"field": title},
            )
            return Fact(key, title, Kind.YES_NO, Records(rows), group, yes=yes, no=no)
    told = [(choice.uid, choice.name) for choice in one.choices]
    keys = {choice.uid: choice.pk for choice in one.choices}
    gone = frozenset(choice.uid for choice in one.choices if choice.is_archived)
    kind, choices = (Kind.TAG if one.kind == "many" else Kind.CHOICE), Choices(told, keys, gone)
    return Fact(key, title, kind, Records(rows, value="choice"), group, choices=choices)


def _values_of(field: int, _asking: Any) -> QuerySet[OwnValue]:
    return OwnValue.objects.filter(field=field)


def _led(field: int, asking: facts.Asker, test: facts.Test) -> Q:
    """Whom a link leads to is asked for by name, among those whom the viewer sees; that it is set they see of all."""
    rows = OwnValue.objects.filter(field=field)
    if not isinstance(test, facts.Known):
        here = Client.objects.visible_to(asking.viewer).filter(forgotten_at=None)
        rows = rows.filter(passing("other__name", test, is_text=True), other__in=here)
    return Records(lambda _asker: rows).holds(asking, facts.Known())


def _yeses_of(field: int, _asking: Any) -> QuerySet[OwnValue]:
    return OwnValue.objects.filter(field=field, number=1)
